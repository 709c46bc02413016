"""Our summary and the statute's words, side by side. The law is public: nothing here is scoped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from rongyao.bureau.entitlements.lawbook.models import Statute, StatuteArticle
from rongyao.law import catalog, coverage
from rongyao.law.model import Clause, Deadline, Edition, Entitlement, Number, Reading
from rongyao.law.references import facts_of

BRACKETS = re.compile(r"[《》]|[（(].*?[)）]")


@dataclass(frozen=True)
class Pack:
    """One text as this product reads it, with the statute's own words where they were imported."""

    key: str
    edition: Edition
    entitlements: tuple[Entitlement, ...]
    statute: Statute | None


@dataclass(frozen=True)
class Article:
    """One article: what is computed from it."""

    pack: Pack
    number: str
    clauses: tuple[Clause, ...]
    entitlements: tuple[Entitlement, ...]
    numbers: tuple[Number, ...]
    readings: tuple[Reading, ...]
    deadlines: tuple[Deadline, ...]
    text: StatuteArticle | None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts its conditions ask."""
        return tuple(dict.fromkeys(name for clause in self.clauses for name in facts_of(clause)))

    @property
    def is_ours(self) -> bool:
        """Whether anything of it is in the product."""
        return bool(self.clauses or self.entitlements or self.numbers or self.readings or self.deadlines)


def packs() -> list[Pack]:
    """Every text with entitlements of ours, in the order of their names."""
    texts = joined([found[0].edition for found in catalog.packs().values()], Statute.objects.all())
    return [
        Pack(key, found[0].edition, tuple(found), texts.get(found[0].edition.key))
        for key, found in catalog.packs().items()
    ]


def get_pack(key: str) -> Pack | None:
    return next((pack for pack in packs() if pack.key == key), None)


def other_statutes(shown: Iterable[Pack]) -> list[Statute]:
    """Imported texts on which nothing of ours rests yet."""
    used = {pack.statute.pk for pack in shown if pack.statute}
    return [statute for statute in Statute.objects.all() if statute.pk not in used]


def joined(editions: Iterable[Edition], statutes: Iterable[Statute]) -> dict[str, Statute]:
    """``{edition key: its text}``: by title; of several versions the newest edition takes the newest, and so on back.

    A text is made before it comes into force, so the next edition's text is older than the last day of this one.
    """
    left = sorted(statutes, key=lambda s: s.dated_on, reverse=True)
    found: dict[str, Statute] = {}
    for edition in sorted(editions, key=lambda e: e.starts, reverse=True):
        until = edition.ends or edition.starts
        text = next((s for s in left if _named(s.title) == _named(edition.zh) and s.dated_on <= until), None)
        if text is not None:
            found[edition.key] = text
            left.remove(text)
    return found


def _named(title: str) -> str:
    return BRACKETS.sub("", title).removeprefix("中华人民共和国")


def articles_of(pack: Pack) -> list[Article]:
    """Every article, ours and the statute's, in the order of the text."""
    texts = {a.number: a for a in pack.statute.articles.all()} if pack.statute else {}
    numbers = sorted({*texts, *_standing_in(pack.key)}, key=_order)
    return [_article(pack, number, texts.get(number)) for number in numbers]


def get_article(pack: Pack, number: str) -> Article | None:
    text = pack.statute.articles.filter(number=number).first() if pack.statute else None
    found = _article(pack, number, text)
    return found if found.is_ours or text else None


def _article(pack: Pack, number: str, text: StatuteArticle | None) -> Article:
    held = _standing_in(pack.key).get(number, {})
    return Article(
        pack=pack,
        number=number,
        clauses=tuple(sorted(held.get(Clause, ()), key=lambda c: c.article)),
        entitlements=tuple(held.get(Entitlement, ())),
        numbers=tuple(held.get(Number, ())),
        readings=tuple(held.get(Reading, ())),
        deadlines=tuple(held.get(Deadline, ())),
        text=text,
    )


@cache
def _standing_in(pack: str) -> dict[str, dict[type, list[Any]]]:
    """What of ours stands in each article of a pack, by kind."""
    found: dict[str, dict[type, list[Any]]] = {}
    for kind in (Clause, Entitlement, Number, Reading, Deadline):
        for thing in _shelf(kind):
            where, number = place_of(thing)
            if where == pack and number:
                found.setdefault(number, {}).setdefault(kind, []).append(thing)
    return found


def _shelf(kind: type) -> Iterable[Any]:
    return _clauses() if kind is Clause else catalog.declared()[kind].values()


def _clauses() -> list[Clause]:
    return [c for c in catalog.CLAUSES.values() if "/in_force." not in c.key]


def place_of(thing: Any) -> tuple[str, str]:
    """("resettlement_2024", "25"): where a clause, entitlement, number, reading or deadline stands."""
    if isinstance(thing, Entitlement):
        return thing.pack, main_number(thing.article)
    pack, _slash, rest = thing.key.partition("/")
    return pack, main_number(getattr(thing, "article", "") or rest)


def main_number(article: str) -> str:
    """ "25(6)" → "25"; the name of a local rule stays."""
    return article.partition("(")[0].partition(".")[0]


def _order(number: str) -> tuple[int, int, str]:
    main, _dash, more = number.partition("-")
    return (int(main), int(more or 0), "") if main.isdigit() else (10_000, 0, number)


def search(words: str) -> QuerySet[StatuteArticle]:
    """Articles whose own text holds these words."""
    return StatuteArticle.objects.filter(text__icontains=words).select_related("statute")


def search_ours(words: str) -> list[Clause]:
    """Conditions whose summary holds these words, in either language."""
    low = words.lower()
    return [c for c in _clauses() if low in c.zh.lower() or low in c.en.lower()]


@dataclass(frozen=True)
class CoveredArticle:
    """One line of the coverage page: an article or a run of them, its state, what is computed or why it is not."""

    article: coverage.Article
    url: str
    entitlements: tuple[Entitlement, ...]

    @property
    def state(self) -> tuple[str, str]:
        """The words of its state, zh and en."""
        return coverage.STATES[self.article.state]


@dataclass(frozen=True)
class CoveredText:
    """One text of the coverage page with the lines a filter left; the counts are of the whole text."""

    text: coverage.Text
    url: str
    lines: tuple[CoveredArticle, ...]

    @property
    def counts(self) -> list[tuple[str, tuple[str, str], int]]:
        """(state, its words, how many articles) of every state the text has."""
        return [(s, coverage.STATES[s], n) for s, n in self.text.of_states.items() if n]


def covered(text: str = "", state: str = "") -> list[CoveredText]:
    """Every text, article by article; only one text or one state where they are named."""
    books = {pack.key: pack for pack in packs()}
    statutes = {statute.file_name: statute for statute in Statute.objects.all()}
    found = [
        _covered(one, state, books.get(one.key), statutes.get(one.file))
        for one in coverage.texts()
        if text in ("", one.key)
    ]
    return [one for one in found if one.lines]


def _covered(text: coverage.Text, state: str, pack: Pack | None, statute: Statute | None) -> CoveredText:
    own = pack.statute if pack and pack.statute else statute
    taken = set(own.articles.values_list("number", flat=True)) if own and pack else set()
    there = taken | set(_standing_in(text.key)) if pack else set()
    lines = tuple(
        CoveredArticle(article, _covered_url(text.key, article, there), _given(article))
        for article in text.articles
        if state in ("", article.state)
    )
    return CoveredText(text, _text_url(text.key, pack, statute), lines)


def _covered_url(key: str, article: coverage.Article, there: set[str]) -> str:
    """The article's own page, where it has one: a run of articles opens at its first."""
    number = str(article.first) if article.first else article.label
    return reverse("lawbook:article", args=[key, number]) if number in there else ""


def _text_url(key: str, pack: Pack | None, statute: Statute | None) -> str:
    if pack:
        return reverse("lawbook:law", args=[key])
    return reverse("lawbook:statute", args=[statute.pk]) if statute else ""


def _given(article: coverage.Article) -> tuple[Entitlement, ...]:
    return tuple(catalog.ENTITLEMENTS[key] for key in article.entitlements)


def coverage_totals(found: Iterable[CoveredText]) -> list[tuple[str, tuple[str, str], int]]:
    """(state, its words, how many articles) over the lines shown."""
    counts = dict.fromkeys(coverage.STATES, 0)
    for line in (line for text in found for line in text.lines):
        counts[line.article.state] += len(line.article.numbers) or 1
    return [(state, coverage.STATES[state], n) for state, n in counts.items()]
