"""What would change the answer: the same person with one fact otherwise, and at the first of each coming month.

The hypotheticals are only more rows; the law that answers them is the same compiled plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from rongyao.law import door
from rongyao.law.facts import DERIVED, FACTS, FactDef
from rongyao.law.model import Entitlement
from rongyao.law.nodes import walk
from rongyao.law.plans import entitlement, plan
from rongyao.law.references import CategoryIs, DateFact, DerivedFact
from rongyao.law.settings import Settings

MONTHS_AHEAD = 240
GRADES = range(11)


@dataclass(frozen=True)
class Change:
    """One fact (or, with `fact` "on", the mere passing of time) that would give another answer.

    `is_missing`: the fact is not known today. `size`: how far off: 0 for a missing fact, months for a date,
    grades for a grade, 1 for a code. `amount_fen` is the sum it would give, null where none.
    """

    fact: str
    zh: str
    en: str
    value: Any
    now: Any
    answer: str
    answer_now: str
    amount_fen: int | None
    is_missing: bool
    size: int


@dataclass(frozen=True)
class _Case:
    fact: str
    value: Any
    size: int


def changes(
    row: Mapping[str, Any],
    key: str,
    *,
    on: date,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
) -> list[Change]:
    """Every single change that turns the answer into another one, the smallest first; one per fact and answer.

    Dates move month by month up to 20 years either way; the legal date only forward. A date that would only put
    the event under another edition changes the regulation, not the answer, and is left out.
    """
    asked = entitlement(key)
    cases = list(_cases(asked, row, on))
    typed = door.frame(
        [row, *(_with(row, case) for case in cases)], [on, *(_day(case, on) for case in cases)]
    )
    answers = plan([key], standards, settings).population(typed, clauses=False).to_dicts()
    now = answers[0][key]
    found = [
        _change(case, row, on, now, answer[key], answer.get(f"{key}.amount_fen"))
        for case, answer in zip(cases, answers[1:], strict=True)
        if answer[key] != now and answer[key] in ("yes", "no") and answer[f"{key}.applies"] is not False
    ]
    return _nearest(found)


def _with(row: Mapping[str, Any], case: _Case) -> dict[str, Any]:
    return dict(row) if case.fact == "on" else {**row, case.fact: case.value}


def _day(case: _Case, on: date) -> date:
    return date.fromisoformat(case.value) if case.fact == "on" else on


def _change(case: _Case, row: Mapping[str, Any], on: date, now: str, answer: str, fen: int | None) -> Change:
    if case.fact == "on":
        return Change(
            "on", "到该日", "on that day", case.value, on.isoformat(), answer, now, fen, False, case.size
        )
    definition, before = FACTS[case.fact], row.get(case.fact)
    return Change(
        case.fact,
        definition.zh,
        definition.en,
        case.value,
        before,
        answer,
        now,
        fen,
        before is None,
        case.size,
    )


def _nearest(found: list[Change]) -> list[Change]:
    """Of each fact the smallest change for each answer; missing facts first, then by size."""
    best: dict[tuple[str, str], Change] = {}
    for change in sorted(found, key=lambda c: c.size):
        best.setdefault((change.fact, change.answer), change)
    return sorted(best.values(), key=lambda c: (not c.is_missing, c.size, c.answer != "yes"))


# ── the cases ────────────────────────────────────────────────────────────────────────────────────────────────


def _cases(asked: Entitlement, row: Mapping[str, Any], on: date) -> Iterator[_Case]:
    for name in asked.facts:
        yield from _otherwise(FACTS[name], row.get(name), on, _codes_asked(asked, name))
    if _depends_on_day(asked):
        yield from (_Case("on", day.isoformat(), months) for months, day in _months_ahead(on))


def _otherwise(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    makers = {"bool": _bools, "category": _categories, "categories": _lists, "date": _dates, "int": _numbers}
    maker = makers.get(definition.kind)
    if maker:
        yield from maker(definition, now, on, codes)


def _bools(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    for value in (True, False):
        if value is not now:
            yield _Case(definition.name, value, 0 if now is None else 1)


def _categories(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    for code in definition.choices:
        if code != now:
            yield _Case(definition.name, code, 0 if now is None else 1)


def _lists(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    # From the lowest honour up: the smallest that would do is found first.
    held = list(now or [])
    if now != []:
        yield _Case(definition.name, [], 0 if now is None else 1)
    for size, code in enumerate(reversed(codes), start=1):
        if code not in held:
            yield _Case(definition.name, [*held, code], 0 if now is None else size)


def _numbers(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    values = GRADES if definition.name == "disability_grade" else range(0, MONTHS_AHEAD + 1, 12)
    for value in values:
        if value != now:
            yield _Case(definition.name, value, 0 if now is None else abs(value - now))


def _dates(definition: FactDef, now: Any, on: date, codes: list[str]) -> Iterator[_Case]:
    anchor = door.date_bounds(now)[0] if now is not None else on
    for months in range(-MONTHS_AHEAD, MONTHS_AHEAD + 1):
        if months or now is None or door.is_vague(now):
            moved = _moved(anchor, months)
            yield _Case(definition.name, moved.isoformat(), abs(months))


def _codes_asked(asked: Entitlement, name: str) -> list[str]:
    """The codes of a list the article looks for, in the vocabulary's order (the highest first)."""
    roots = [asked.condition, *([asked.amount.quantity] if asked.amount else [])]
    looked_for = {
        code
        for root in roots
        for n in walk(root)
        if isinstance(n, CategoryIs) and n.fact.name == name
        for code in n.codes
    }
    return [code for code in FACTS[name].choices if code in looked_for]


def _depends_on_day(asked: Entitlement) -> bool:
    for node in walk(asked.condition):
        if isinstance(node, DateFact) and node.name == "on":
            return True
        if isinstance(node, DerivedFact) and DERIVED[node.name].end == "on":
            return True
    return False


def _months_ahead(on: date) -> Iterator[tuple[int, date]]:
    first = on.replace(day=1)
    for months in range(1, MONTHS_AHEAD + 1):
        yield months, _moved(first, months)


def _moved(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    place = day.year * 12 + day.month - 1 + months
    first = date(place // 12, place % 12 + 1, 1)
    last = door.date_bounds(f"{first:%Y-%m}")[1]
    return first.replace(day=min(day.day, last.day))
