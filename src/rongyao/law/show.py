"""The law as text for a terminal: one article, one entitlement, one pack, or the table of facts."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from rongyao.law import catalog
from rongyao.law.facts import FACTS, GROUPS
from rongyao.law.model import Clause, Entitlement, Number, Reading
from rongyao.law.references import facts_of
from rongyao.law.settings import AS_WRITTEN


class UnableToShow(KeyError):
    """Nothing of the law has this name; the message offers what is near."""

    def __str__(self) -> str:
        return str(self.args[0])


def show(what: str = "") -> str:
    """Text for "" (every pack), "resettlement_2024", "resettlement_2024/25" or "resettlement_2024.job_assignment"."""
    if not what:
        return _lines(_everything())
    if what in catalog.ENTITLEMENTS:
        return _lines(_entitlement(catalog.ENTITLEMENTS[what]))
    pack, _, article = what.partition("/")
    if pack in catalog.packs():
        found = _lines(_article(pack, article)) if article else _lines(_pack(pack))
        if found:
            return found
    raise UnableToShow(_nothing(what))


def facts_table() -> list[dict[str, Any]]:
    """Every fact: name, kind, labels, evidence, what asserts absence, sensitivity, whether judged, codes, who asks."""
    return [
        {
            "name": fact.name,
            "kind": fact.kind,
            "group": GROUPS[fact.group],
            "zh": fact.zh,
            "en": fact.en,
            "evidence_zh": fact.evidence_zh,
            "evidence_en": fact.evidence_en,
            "absence": fact.absence,
            "absent": fact.absent,
            "sensitivity": fact.sensitivity,
            "judged": fact.judged,
            "codes": tuple(fact.choices),
            "asked_by": tuple(key for key, e in catalog.ENTITLEMENTS.items() if fact.name in e.facts),
        }
        for fact in FACTS.values()
    ]


def _lines(parts: Iterator[str]) -> str:
    return "\n".join(parts)


def _nothing(what: str) -> str:
    names = [*catalog.ENTITLEMENTS, *catalog.packs(), *_articles()]
    near = get_close_matches(what, names, n=3, cutoff=0.4)
    return f"nothing is called {what!r}" + (
        f"; near: {', '.join(near)}" if near else "; try `rongyao law show`"
    )


def _articles() -> list[str]:
    return sorted({f"{_pack_of(c)}/{_number(c.article)}" for c in catalog.CLAUSES.values()})


def _everything() -> Iterator[str]:
    for pack, entitlements in catalog.packs().items():
        edition = entitlements[0].edition
        yield f"{pack}  {edition.zh}  {edition.en}"
        for e in entitlements:
            yield f"    {e.key}  {e.zh}  {e.en}  (Art. {e.article})"


def _pack(pack: str) -> Iterator[str]:
    edition = catalog.packs()[pack][0].edition
    yield f"{edition.zh}  {edition.en}"
    yield f"in force {edition.starts} – {edition.ends or ''}  source: {edition.source}"
    numbers = sorted(
        {_number(c.article) for c in catalog.CLAUSES.values() if _pack_of(c) == pack}, key=_place
    )
    for number in numbers:
        yield f"\n{pack}/{number}"
        yield from (f"  {line}" for line in _article(pack, number))


def _article(pack: str, article: str) -> Iterator[str]:
    mine = [c for c in catalog.CLAUSES.values() if _pack_of(c) == pack and _number(c.article) == article]
    clauses = sorted(mine, key=lambda c: c.article)
    for clause in clauses:
        yield f"{clause.article}  {clause.zh}"
        yield f"    {clause.en}"
        asked = facts_of(clause)
        if asked:
            yield f"    asks: {', '.join(asked)}"
    yield from _numbers(pack, article)
    yield from _readings(pack, article)
    built = dict.fromkeys(key for clause in clauses for key in catalog.built_on(clause))
    own = [e.key for e in catalog.ENTITLEMENTS.values() if e.pack == pack and _number(e.article) == article]
    for key in dict.fromkeys([*own, *built]):
        yield f"→ {key}  {catalog.ENTITLEMENTS[key].zh}  {catalog.ENTITLEMENTS[key].en}"
    for deadline in catalog.DEADLINES.values():
        if deadline.key.startswith(f"{pack}/{article}."):
            yield f"deadline  {deadline.key}  {deadline.number} {deadline.unit} from {deadline.starts}: {deadline.zh} / {deadline.en}"


def _numbers(pack: str, article: str) -> Iterator[str]:
    for number in catalog.NUMBERS.values():
        if _belongs(number, pack, article):
            yield f"{'rate' if number.is_rate else 'threshold'}  {number.key} = {_text(number)}"


def _readings(pack: str, article: str) -> Iterator[str]:
    for reading in catalog.READINGS.values():
        if _belongs(reading, pack, article):
            yield f"reading  {reading.key}  {reading.zh} / {reading.en}"
            for option in reading.options.values():
                mark = "*" if option.code == reading.ours else " "
                yield f"    {mark} {option.code}: {option.zh} / {option.en}"
            if reading.why:
                yield f"    why: {reading.why}"


def _entitlement(e: Entitlement) -> Iterator[str]:
    yield f"{e.key}  {e.zh}  {e.en}"
    yield f"{e.edition.zh}  Art. {e.article}  ({e.kind}; edition chosen by {e.event})"
    if e.amount:
        yield f"amount: {e.amount.unit}; paid by {e.amount.payer_zh} / {e.amount.payer_en}"
    yield f"asks: {', '.join(e.facts)}"
    for reading in e.readings:
        yield f"reading: {reading.key} = {AS_WRITTEN.reading(reading.key, reading.ours)}"
    for number in dict.fromkeys(
        _number(c.article) for c in catalog.CLAUSES.values() if e.key in catalog.built_on(c)
    ):
        yield f"built on: {e.pack}/{number}"


def _belongs(thing: Number | Reading, pack: str, article: str) -> bool:
    return thing.key.partition("/")[0] == pack and _number(thing.article) == article


def _text(number: Number) -> str:
    return number.text(number.written, "en")


def _pack_of(clause: Clause) -> str:
    return clause.key.partition("/")[0]


def _number(article: str) -> str:
    return article.partition("(")[0]


def _place(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdigit() else (10_000, number)
