"""What of each text is computed, article by article: read from the packs' `articles.csv`, printed as docs/law/coverage.md.

    python -m rongyao.law.coverage            prints the page; --write writes it to docs/law/coverage.md

`texts.csv` lists the texts: the folder of the pack, how many articles the text has (0: it has no numbered articles),
and the file name of the statute. Each pack's `articles.csv` has one line for an article, or for a run of articles
("39-43") of one state:

    computed      the answer, and a sum where there is one, follows from facts; `entitlements` names which
    information   shown, or entitled, without deciding anything or without a sum: `zh`, `en` say why in one sentence
    not_yet       nothing of it is in the product
    authorities   it speaks to authorities only (organisation, funding, plans, penalties)

A page of the desk may show `texts()` as it is.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from rongyao.law import catalog

STATES: dict[str, tuple[str, str]] = {
    "computed": ("可计算", "computed"),
    "information": ("仅供参考", "information only"),
    "not_yet": ("尚未纳入", "not yet"),
    "authorities": ("不涉及个人", "speaks to authorities"),
}
PAGE = Path(__file__).parents[3] / "docs" / "law" / "coverage.md"


class UnableToReadCoverage(ValueError):
    """A line of `articles.csv` cannot be read; the message says which and what to do."""


@dataclass(frozen=True)
class Article:
    """One article, or a run of articles of one state. `first` and `last` are 0 where the text has no numbers."""

    label: str
    first: int
    last: int
    state: str
    entitlements: tuple[str, ...]
    zh: str
    en: str

    @property
    def numbers(self) -> range:
        """The numbers of the articles this line is about."""
        return range(self.first, self.last + 1) if self.first else range(0)


@dataclass(frozen=True)
class Text:
    """One text of the law and what is made of it."""

    key: str
    folder: str
    count: int
    file: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    articles: tuple[Article, ...]

    @property
    def of_states(self) -> dict[str, int]:
        """How many articles are in each state (lines, where the text has no numbers)."""
        found: Counter[str] = Counter()
        for article in self.articles:
            found[article.state] += len(article.numbers) or 1
        return {state: found[state] for state in STATES}


@cache
def texts() -> tuple[Text, ...]:
    """Every text, in the order of texts.csv. Raises `UnableToReadCoverage`."""
    law = resources.files("rongyao.law")
    lines = csv.DictReader(law.joinpath("texts.csv").read_text(encoding="utf-8").splitlines())
    return tuple(_text(line) for line in lines)


def _text(line: Mapping[str, str]) -> Text:
    place = resources.files("rongyao.law").joinpath(*line["folder"].split("/"), "articles.csv")
    rows = csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    articles = tuple(_article(row, line["folder"], int(line["articles"])) for row in rows)
    words = {name: line[name] for name in ("key", "folder", "file", "zh", "en", "note_zh", "note_en")}
    return Text(**words, count=int(line["articles"]), articles=articles)


def _article(row: Mapping[str, str], folder: str, count: int) -> Article:
    first, last = _span(row["article"], folder) if count else (0, 0)
    if row["state"] not in STATES:
        raise UnableToReadCoverage(
            f"{folder}/articles.csv, {row['article']}: state is one of {', '.join(STATES)}"
        )
    keys = tuple(row["entitlements"].split())
    return Article(row["article"], first, last, row["state"], keys, row["zh"], row["en"])


def _span(label: str, folder: str) -> tuple[int, int]:
    first, _, last = label.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise UnableToReadCoverage(f'{folder}/articles.csv: write "12" or "12-17", not {label!r}')
    return int(first), int(last or first)


def faults() -> list[str]:
    """What is wrong with the lists: articles missing or listed twice, entitlements unknown or nowhere named."""
    found = [fault for text in texts() for fault in _faults_of(text)]
    named = {key for text in texts() for article in text.articles for key in article.entitlements}
    for key in catalog.ENTITLEMENTS:
        if key not in named:
            found.append(f"{key} is in no articles.csv: name it at its article (and its text in texts.csv)")
    return found


def _faults_of(text: Text) -> Iterator[str]:
    listed = Counter(number for article in text.articles for number in article.numbers)
    for number in range(1, text.count + 1):
        if listed[number] != 1:
            yield f"{text.folder}/articles.csv: article {number} is listed {listed[number]} times, not once"
    for number in sorted(set(listed) - set(range(1, text.count + 1))):
        yield f"{text.folder}/articles.csv: there is no article {number}"
    for article in text.articles:
        yield from _faults_in(article, f"{text.folder}/articles.csv, {article.label}")


def _faults_in(article: Article, where: str) -> Iterator[str]:
    for key in article.entitlements:
        if key not in catalog.ENTITLEMENTS:
            yield f"{where}: no entitlement is called {key}"
    if article.state == "computed" and not article.entitlements:
        yield f"{where}: computed, and names no entitlement"
    if article.state in ("not_yet", "authorities") and article.entitlements:
        yield f"{where}: {article.state}, and names an entitlement"
    if article.state == "information" and not (article.zh and article.en):
        yield f"{where}: information, and does not say why"


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = """# 条文覆盖情况 · What of each text is computed

<!-- Generated from law/texts.csv and the packs' articles.csv: python -m rongyao.law.coverage --write -->

**{entitlements}** entitlements, **{sums}** of them with a sum, in {packs} packs; {readings} readings of what the texts leave open are in
[readings](readings/README.md). **Computed**: the answer, and a sum where there is one, follows from facts. **Information only**: shown
with its reason and not worked out. **Not yet**: nothing of it is in the product. Articles that speak to authorities only
(organisation, funding, plans, penalties) are marked so.
"""


def page() -> str:
    """The whole page as Markdown."""
    sums = sum(e.has_amount for e in catalog.ENTITLEMENTS.values())
    head = HEAD.format(
        entitlements=len(catalog.ENTITLEMENTS),
        sums=sums,
        packs=len(catalog.packs()),
        readings=len(catalog.READINGS),
    )
    return "\n".join([head, *_totals(), *(line for text in texts() for line in _of_text(text))]) + "\n"


def _totals() -> Iterator[str]:
    yield "| Text | " + " | ".join(en for _, en in STATES.values()) + " |"
    yield "|---|" + "---|" * len(STATES)
    for text in texts():
        yield f"| {text.zh} | " + " | ".join(str(number) for number in text.of_states.values()) + " |"


def _of_text(text: Text) -> Iterator[str]:
    yield f"\n## {text.zh} · {text.en}\n"
    yield f"{text.note_zh} · {text.note_en}\n"
    yield "| Article | State | What, and what is left out |"
    yield "|---|---|---|"
    for article in text.articles:
        zh, en = STATES[article.state]
        yield f"| {article.label.replace('-', '–')} | {zh} {en} | {_what(article)} |"


def _what(article: Article) -> str:
    keys = ", ".join(f"`{key}`" for key in article.entitlements)
    words = " · ".join(words for words in (article.zh, article.en) if words)
    return "; ".join(part for part in (keys, words) if part)


def main(given: list[str]) -> int:
    """Print the page, or write it."""
    if "--write" in given:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
