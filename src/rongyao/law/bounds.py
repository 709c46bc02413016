"""Time between two dates that may each be known only to the month.

Every date is a pair of columns, `name.lo` and `name.hi`: its earliest and its latest day (equal where the day is
known, null where nothing is). A length of time then has bounds too: shortest from the latest start to the earliest
end, longest the other way round.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import polars as pl

from rongyao.law.calendars import Day

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Between(Generic[T]):
    """A date, or a whole number of months, years or days, between two bounds: one object where it is exact."""

    lo: T
    hi: T

    @property
    def is_exact(self) -> bool:
        """One day or one number for everybody, not two bounds."""
        return self.lo is self.hi

    def each(self, made: Callable[[T], S]) -> Between[S]:
        """The same of both bounds, done once where they are one."""
        lo = made(self.lo)
        return Between(lo, lo if self.is_exact else made(self.hi))


def length(start: Between[Day], end: Between[Day], rule: str) -> Between[pl.Expr]:
    """The time from start to end by `rule` (see `facts.DerivedDef`), each bound a whole number."""
    measure = _RULES[rule]
    lo = measure(start.hi, end.lo)
    return Between(lo, lo if start.is_exact and end.is_exact else measure(start.lo, end.hi))


def full_months(start: Day, end: Day) -> pl.Expr:
    """Whole months completed. Where the end month has no such day, its last day completes the month."""
    is_short = (end.of_month < start.of_month) & ~end.is_last
    return calendar_months(start, end) - is_short.cast(pl.Int64)


def full_years(start: Day, end: Day) -> pl.Expr:
    """Whole years completed, as an age is counted."""
    return full_months(start, end) // 12


def half_years(start: Day, end: Day) -> pl.Expr:
    """Half years, a started one counted whole: 2 years and 1 day are five halves, exactly 2 years are four."""
    return (started_months(start, end) + 5) // 6


def started_months(start: Day, end: Day) -> pl.Expr:
    """Months, a started one counted whole: up to and on the day that ends a month it is that month."""
    return calendar_months(start, end) + (end.of_month > start.of_month).cast(pl.Int64)


def started_years(start: Day, end: Day) -> pl.Expr:
    """Years, a started one counted whole: 2 years and 1 day are three, exactly 2 years are two."""
    return (started_months(start, end) + 11) // 12


def calendar_years(start: Day, end: Day) -> pl.Expr:
    """Every calendar year of which a day was served (两头年): December to January of the third year are three."""
    return end.month // 12 - start.month // 12 + 1


def calendar_months(start: Day, end: Day) -> pl.Expr:
    """How many months later the end's month is, whatever the days: 自当月起, the month itself is month 0."""
    return end.month - start.month


def days(start: Day, end: Day) -> pl.Expr:
    """Calendar days; the first day is not counted."""
    return (end.date - start.date).dt.total_days()


_RULES = {
    "full_months": full_months,
    "full_years": full_years,
    "half_years": half_years,
    "calendar_months": calendar_months,
    "started_months": started_months,
    "started_years": started_years,
    "calendar_years": calendar_years,
    "days": days,
}


# ── the same between two days of one person ──


def months_between(start: date, end: date) -> int:
    """Whole months completed, as `full_months` counts them in a column."""
    is_short = end.day < start.day and end.day != monthrange(end.year, end.month)[1]
    return months_apart(start, end) - is_short


def months_apart(start: date, end: date) -> int:
    """By the calendar, whatever the days."""
    return (end.year - start.year) * 12 + end.month - start.month


def months_begun(start: date, end: date) -> int:
    """A started month counted whole."""
    return months_apart(start, end) + (end.day > start.day)


MEASURES: dict[str, Callable[[date, date], int]] = {
    "full_months": months_between,
    "full_years": lambda start, end: months_between(start, end) // 12,
    "half_years": lambda start, end: (months_begun(start, end) + 5) // 6,
    "started_months": months_begun,
    "started_years": lambda start, end: (months_begun(start, end) + 11) // 12,
    "calendar_years": lambda start, end: end.year - start.year + 1,
    "calendar_months": months_apart,
    "days": lambda start, end: (end - start).days,
}
