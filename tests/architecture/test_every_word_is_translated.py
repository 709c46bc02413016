"""Every string a person may read has its Chinese, in the catalogue of its own app or of another."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

BUREAU = Path(__file__).parents[2] / "src" / "rongyao" / "bureau"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
FILES = sorted(p for kind in ("py", "html") for p in BUREAU.rglob(f"*.{kind}") if "tests" not in p.parts)


@cache
def translated() -> dict[str, str]:
    """Every msgid that has Chinese, over all catalogues."""
    found: dict[str, str] = {}
    for po in BUREAU.rglob("locale/zh_Hans/LC_MESSAGES/*.po"):
        for message in read_po(po.read_bytes().splitlines(), locale="zh_Hans", ignore_obsolete=True):
            words = message.string if isinstance(message.string, str) else message.string[0]
            if message.id and words and not message.fuzzy:
                found[message.id if isinstance(message.id, str) else message.id[0]] = words
    return found


@cache
def _strings(path: Path) -> frozenset[str]:
    """What a person may read of a file: read once, for two tests ask."""
    return frozenset(_read(path))


def _read(path: Path) -> Iterator[str]:
    source = path.read_text()
    if path.suffix == ".html":
        source = templatize(source, origin=str(path))
    for _line, message, _comments, context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        words = message[-2] if isinstance(message, tuple) and context and len(message) > 2 else message
        yield words[0] if isinstance(words, tuple) else words


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(BUREAU)) for p in FILES])
def test_every_string_of_this_file_has_its_chinese(path: Path) -> None:
    wanted = {words for words in _strings(path) if words and words.strip()}
    assert sorted(wanted - set(translated())) == []


def test_an_english_string_has_one_chinese_whatever_catalogue_is_asked_first() -> None:
    """The catalogues are merged, so of two translations of one string only one would ever be seen."""
    found: dict[str, set[str]] = {}
    for po in BUREAU.rglob("locale/zh_Hans/LC_MESSAGES/*.po"):
        for message in read_po(po.read_bytes().splitlines(), locale="zh_Hans", ignore_obsolete=True):
            if isinstance(message.id, str) and message.id and message.string and not message.context:
                found.setdefault(message.id, set()).add(str(message.string))
    assert {words: sorted(told) for words, told in found.items() if len(told) > 1} == {}


def test_a_translation_keeps_the_names_of_its_parameters() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    allowed = {"_en", "_zh"}  # a title may ask for the word in its own language
    for english, chinese in translated().items():
        extra = {n for n in names(chinese) - names(english) if not any(n.endswith(x) for x in allowed)}
        base = {n.removesuffix("_zh").removesuffix("_en") for n in names(english) | names(chinese)}
        assert not {n for n in extra if n not in base}, english


def test_no_catalogue_carries_an_unfinished_or_fuzzy_entry() -> None:
    for po in BUREAU.rglob("locale/zh_Hans/LC_MESSAGES/*.po"):
        for message in read_po(po.read_bytes().splitlines(), locale="zh_Hans", ignore_obsolete=True):
            words = message.string if isinstance(message.string, str) else "".join(message.string)
            assert not message.id or (words and not message.fuzzy), f"{po}: {message.id}"


def test_the_reader_of_strings_finds_them_in_code_and_in_templates() -> None:
    found = {path.suffix: 0 for path in FILES}
    for path in FILES:
        found[path.suffix] += len(set(_strings(path)))
    assert found[".py"] > 300
    assert found[".html"] > 500
