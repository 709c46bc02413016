"""A life on one line: from when to when each entitlement is due, and how the sum moves.

The same person at the first of each month is only more rows; equal neighbours are joined into spells. The facts are
those known on the day of asking: what a later paper says is not foreseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from rongyao.law import door
from rongyao.law.plans import plan
from rongyao.law.settings import Settings

MONTHS_AT_MOST = 1_440


class UnableToDrawTimeline(ValueError):
    """The span is empty or longer than a life."""


@dataclass(frozen=True)
class Spell:
    """One answer that holds from a day to a day; the sum is null where it is not known or none follows.

    `ends_on` is None where it still holds at the end of the span asked for.
    """

    entitlement: str
    answer: str
    amount_fen: int | None
    starts_on: date
    ends_on: date | None
    is_payable: bool = False
    carried_on: bool = False


def timeline(
    row: Mapping[str, Any],
    *,
    since: date,
    until: date,
    entitlements: Sequence[str] | None = None,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
) -> dict[str, list[Spell]]:
    """For each entitlement its spells in order, month by month from `since` to `until`; "no" from end to end is left out.

    A spell begins on the first of the month in which the answer is first seen.

    Raises:
        UnableToDrawTimeline: `until` lies before `since`, or more than 120 years after.
    """
    days = _months(since, until)
    compiled = plan(entitlements, standards, settings)
    answers = compiled.population(door.frame([row] * len(days), days), clauses=False)
    found = {e.key: _spells(e.key, answers, days) for e in compiled.entitlements}
    return {key: spells for key, spells in found.items() if any(one.answer != "no" for one in spells)}


def first_due(
    row: Mapping[str, Any], key: str, *, on: date, years: int = 20, standards: pl.DataFrame | None = None
) -> date | None:
    """The first of the month, at most so many years ahead, from which the answer is yes; None where there is none."""
    spells = timeline(
        row, since=on, until=on.replace(year=on.year + years, day=1), entitlements=[key], standards=standards
    )
    return next((one.starts_on for one in spells.get(key, []) if one.answer == "yes"), None)


def _months(since: date, until: date) -> list[date]:
    """`since` itself, then the first of each month to `until`."""
    count = (until.year - since.year) * 12 + until.month - since.month
    if count < 0 or count > MONTHS_AT_MOST:
        raise UnableToDrawTimeline(f"from {since} to {until} is no span of a life")
    first = since.year * 12 + since.month - 1
    later = (first + n for n in range(1, count + 1))
    return [since, *(date(place // 12, place % 12 + 1, 1) for place in later)]


def _spells(key: str, answers: pl.DataFrame, days: Sequence[date]) -> list[Spell]:
    columns = [key, f"{key}.applies", f"{key}.amount_fen", f"{key}.is_payable", f"{key}.carried_on"]
    there = [name if name in answers.columns else None for name in columns]
    rows = zip(*(answers[name].to_list() if name else [None] * len(days) for name in there), strict=True)
    spells: list[Spell] = []
    for day, (answer, applies, fen, pays, carried) in zip(days, rows, strict=True):
        said = "no" if applies is False else answer
        one = Spell(key, said, fen if said == "yes" else None, day, None, bool(pays), bool(carried))
        if spells and _same(spells[-1], one):
            continue
        if spells:
            spells[-1] = replace(spells[-1], ends_on=day - timedelta(days=1))
        spells.append(one)
    return spells


def _same(one: Spell, other: Spell) -> bool:
    """Whether nothing but the day differs."""
    return replace(one, starts_on=other.starts_on) == other
