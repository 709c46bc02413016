"""What is still owed for months gone by: month by month, what should have been paid against what was determined.

A person at the first of each month is only more rows, under one table of amounts and under another; the difference of
the two is the back-pay. A year's sum is spread so that its twelve months make the year to the fen. The differences
add up: a raise on top of a raise is both together, and a raise and its reversal leave nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rongyao.law.door import frame
from rongyao.law.impact import MONTHS_A_YEAR, World
from rongyao.law.plans import entitlement, plan

MONTHS_AT_MOST = 240


class UnableToReckonArrears(ValueError):
    """The span of months is empty or too long."""


@dataclass(frozen=True)
class Owed:
    """One month: what was reckoned for it before, and what is now. `basis` says where the former figure comes from."""

    month: date
    before_fen: int
    after_fen: int
    basis: str = "table"

    @property
    def difference_fen(self) -> int:
        return self.after_fen - self.before_fen


def months(since: date, until: date) -> list[date]:
    """The first of each month from that of `since` to that of `until`.

    Raises:
        UnableToReckonArrears: `until` lies before `since`, or more than twenty years after.
    """
    first = since.year * MONTHS_A_YEAR + since.month - 1
    many = until.year * MONTHS_A_YEAR + until.month - first
    if not 0 < many <= MONTHS_AT_MOST:
        raise UnableToReckonArrears(f"from {since} to {until} is no span for arrears")
    places = range(first, first + many)
    return [date(place // MONTHS_A_YEAR, place % MONTHS_A_YEAR + 1, 1) for place in places]


def share(fen: int, unit: str, month: date) -> int:
    """What a sum is in one month: a month's sum as it is, a year's so that twelve months make the year to the fen."""
    if unit != "year":
        return fen if unit == "month" else 0
    return fen * month.month // MONTHS_A_YEAR - fen * (month.month - 1) // MONTHS_A_YEAR


def recurring(keys: Iterable[str]) -> tuple[str, ...]:
    """Those of the entitlements that are paid by the month or year: a sum paid once has no months."""
    amounts = ((key, entitlement(key).amount) for key in keys)
    return tuple(key for key, amount in amounts if amount and amount.unit in ("month", "year"))


def due(
    rows: Sequence[Mapping[str, Any]], days: Sequence[date], world: World, keys: Sequence[str]
) -> dict[str, list[list[int]]]:
    """For each entitlement, for each person, the sum payable for each month; 0 where nothing may be paid."""
    if not rows or not keys:
        return {key: [] for key in keys}
    people = frame([row for row in rows for _day in days], [day for _row in rows for day in days])
    found = plan(tuple(keys), world.standards, world.settings).population(people, clauses=False)
    return {key: _by_person(key, found, len(rows), days) for key in keys}


def _by_person(key: str, found: Any, many: int, days: Sequence[date]) -> list[list[int]]:
    amount = entitlement(key).amount
    unit = amount.unit if amount else ""
    columns = (key, f"{key}.applies", f"{key}.amount_fen", f"{key}.is_payable")
    sums = [
        fen if said == "yes" and applies is not False and pays and fen is not None else 0
        for said, applies, fen, pays in found.select(columns).iter_rows()
    ]
    width = len(days)
    return [
        [share(sums[place * width + n], unit, day) for n, day in enumerate(days)] for place in range(many)
    ]


def owed(
    days: Sequence[date], before: Sequence[int], after: Sequence[int], basis: Sequence[str] | None = None
) -> tuple[Owed, ...]:
    """Month by month, before and after, side by side."""
    grounds = basis if basis is not None else ["table"] * len(days)
    return tuple(Owed(*one) for one in zip(days, before, after, grounds, strict=True))


def total(found: Iterable[Owed]) -> int:
    """The back-pay in fen; below zero where too much was reckoned before."""
    return sum(month.difference_fen for month in found)
