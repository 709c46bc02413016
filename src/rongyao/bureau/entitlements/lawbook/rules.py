"""Reading a statute written in Markdown: title, day, chapters, articles. No file, no database."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

ARTICLE = re.compile(r"^第([〇零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?[\s　]*(.*)$")
DAY = re.compile(r"[(（](\d{4}-\d{2}-\d{2})[)）]")
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}


class UnableToReadStatute(ValueError):
    """The file is no statute in the form described in docs/howto/import-statutes.md; the message says what is missing."""


@dataclass(frozen=True)
class ReadArticle:
    """One article: its number as digits, the chapter it stands in, its words."""

    number: str
    chapter: str
    text: str


@dataclass(frozen=True)
class ReadStatute:
    """A whole text."""

    title: str
    dated_on: dt.date
    preamble: str
    articles: tuple[ReadArticle, ...]
    sha256: str


def numeral(text: str) -> int:
    """第一百二十三 → 123, counted as statutes count their articles."""
    total, digit = 0, 0
    for char in text:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def read_statute(text: str, file_name: str) -> ReadStatute:
    """A statute from Markdown: "# title", "## chapter", paragraphs beginning 第N条; the day stands in the file's name.

    Raises:
        UnableToReadStatute: no title, no day, no article, or an article number twice.
    """
    lines = text.replace("\r\n", "\n").replace("﻿", "").split("\n")
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    if not title:
        raise UnableToReadStatute(
            _("%(file)s has no title: the first line must be “# title”.") % {"file": file_name}
        )
    articles = tuple(_articles(lines))
    _refuse(articles, file_name)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return ReadStatute(title, _day(file_name), _preamble(lines), articles, digest)


def _day(file_name: str) -> dt.date:
    found = DAY.search(file_name)
    try:
        return dt.date.fromisoformat(found.group(1) if found else "")
    except ValueError as error:
        words = _("%(file)s does not say the day of its text: name it like “title(2024-07-29).md”.")
        raise UnableToReadStatute(words % {"file": file_name}) from error


def _refuse(articles: tuple[ReadArticle, ...], file_name: str) -> None:
    if not articles:
        raise UnableToReadStatute(_("%(file)s has no article: none begins with 第…条.") % {"file": file_name})
    seen: set[str] = set()
    for article in articles:
        if article.number in seen:
            words = _("%(file)s has article %(number)s twice.")
            raise UnableToReadStatute(words % {"file": file_name, "number": article.number})
        seen.add(article.number)


def _preamble(lines: list[str]) -> str:
    """Everything between the title and the first chapter or article, without the marks of the file."""
    kept = []
    for line in lines:
        if line.startswith("## ") or ARTICLE.match(line.strip()):
            break
        if not line.startswith(("# ", "<!--")):
            kept.append(line.strip())
    return "\n".join(line for line in kept if line)


def _articles(lines: list[str]) -> Iterator[ReadArticle]:
    chapter, number, words = "", "", list[str]()
    for line in (raw.strip() for raw in lines):
        found = ARTICLE.match(line)
        if (found or line.startswith("#")) and number:
            yield ReadArticle(number, chapter, "\n".join(words))
            number, words = "", []
        if line.startswith("#"):
            chapter = " ".join(line.lstrip("#").split()) if line.startswith("##") else chapter
        elif found:
            number, words = _number(found), [found.group(3)]
        elif number and line:
            words.append(line)
    if number:
        yield ReadArticle(number, chapter, "\n".join(words))


def _number(found: re.Match[str]) -> str:
    main = str(numeral(found.group(1)))
    return f"{main}-{numeral(found.group(2))}" if found.group(2) else main
