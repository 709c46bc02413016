"""Our summary and the statute's words, side by side. The law is public: nothing here is scoped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet

from rongyao.bureau.entitlements.lawbook.models import Statute, StatuteArticle
from rongyao.law import catalog
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
