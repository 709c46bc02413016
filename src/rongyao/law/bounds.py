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

import polars as pl


@dataclass(frozen=True)
class Between:
    """A date, or a whole number of months, years or days, between two bounds."""

    lo: pl.Expr
    hi: pl.Expr


def date_bounds(name: str) -> Between:
    """The bounds of a date fact; the legal date `on` is always one day."""
    if name == "on":
        return Between(pl.col("on"), pl.col("on"))
    return Between(pl.col(f"{name}.lo"), pl.col(f"{name}.hi"))


def length(start: Between, end: Between, rule: str, *, last_day_counts: bool = False) -> Between:
    """The time from start to end by `rule` (see `facts.DerivedDef`), each bound a whole number."""
    measure = _RULES[rule]
    later = end if not last_day_counts else Between(_next_day(end.lo), _next_day(end.hi))
    return Between(measure(start.hi, later.lo), measure(start.lo, later.hi))


def _next_day(day: pl.Expr) -> pl.Expr:
    return day + pl.duration(days=1)


def full_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whole months completed. Where the end month has no such day, its last day completes the month."""
    return _calendar_months(start, end) - _is_short(start, end).cast(pl.Int64)


def full_years(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whole years completed, as an age is counted."""
    return full_months(start, end) // 12


def half_years(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Half years, a started one counted whole: 2 years and 1 day are five halves, exactly 2 years are four."""
    return (started_months(start, end) + 5) // 6


def started_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Months, a started one counted whole: up to and on the day that ends a month it is that month."""
    return _calendar_months(start, end) + _is_over(start, end).cast(pl.Int64)


def started_years(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Years, a started one counted whole: 2 years and 1 day are three, exactly 2 years are two."""
    return (started_months(start, end) + 11) // 12


def calendar_years(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Every calendar year of which a day was served (两头年): December to January of the third year are three."""
    return end.dt.year().cast(pl.Int64) - start.dt.year().cast(pl.Int64) + 1


def calendar_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """How many months later the end's month is, whatever the days: 自当月起, the month itself is month 0."""
    return _calendar_months(start, end)


def days(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Calendar days; the first day is not counted."""
    return (end - start).dt.total_days()


def _calendar_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    # Month numbers are Int8: multiplied as they come they wrap around, and 12 years become 11.
    years = end.dt.year().cast(pl.Int64) - start.dt.year().cast(pl.Int64)
    return years * 12 + end.dt.month().cast(pl.Int64) - start.dt.month().cast(pl.Int64)


def _is_short(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The end's day has not reached the start's day of the month."""
    return (end.dt.day() < start.dt.day()) & (end != end.dt.month_end())


def _is_over(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Days have passed in the month after the last whole one; they make it a started month."""
    return end.dt.day() > start.dt.day()


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
