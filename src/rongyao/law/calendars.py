"""Taking days apart in columns: by Polars' own calendar for any day, or by a table for the days people live in.

A day becomes months since year 0, its day of the month and whether that is the month's last, each a column worked out
once. The table reads them ten times as quickly; it reaches from `FIRST` to `LAST`, and whoever has a day outside it
is answered by the calendar that knows them all. Both give the same days: a test goes through every day of the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

FIRST, LAST = date(1850, 1, 1), date(2149, 12, 31)
"""The days that may come in by the table."""
_END = date(2299, 12, 31)
"""The table itself goes on, for days counted forward from these."""
Keep = Callable[[pl.Expr], pl.Expr]


@dataclass(frozen=True)
class Day:
    """One bound of a date: the Date itself, whole months since year 0, the day of the month, whether it is the last."""

    date: pl.Expr
    month: pl.Expr
    of_month: pl.Expr
    is_last: pl.Expr


class AnyDay:
    """Polars' calendar: every day there is."""

    def apart(self, day: pl.Expr, keep: Keep) -> Day:
        """The day's parts. Month numbers are Int8: multiplied as they come they wrap, and 12 years become 11."""
        month = day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64) - 1
        return Day(day, keep(month), keep(day.dt.day()), keep(day == day.dt.month_end()))

    def first_of(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        """The first day of its month."""
        return day.dt.month_start()

    def first_after(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        """The first day of the month after."""
        return day.dt.month_end() + pl.duration(days=1)

    def new_year_after(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        """The first of January of the year after."""
        return pl.date(day.dt.year().cast(pl.Int64) + 1, 1, 1)

    def later(self, day: pl.Expr, months: int, keep: Keep) -> pl.Expr:
        """So many months later; a day the month does not have becomes its last."""
        return day.dt.offset_by(f"{months}mo")


class Everyday(AnyDay):
    """The same by a table, for days from `FIRST` to `LAST`."""

    def apart(self, day: pl.Expr, keep: Keep) -> Day:
        place = keep((day.to_physical() - _since_epoch(FIRST)).cast(pl.UInt32))
        month, of_month, is_last = (keep(pl.lit(column).gather(place)) for column in _days()[:3])
        return Day(day, month, of_month, is_last)

    def first_of(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        return self._first(self.apart(day, keep).month)

    def first_after(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        return self._first(self.apart(day, keep).month + 1)

    def new_year_after(self, day: pl.Expr, keep: Keep) -> pl.Expr:
        return self._first((self.apart(day, keep).month // pl.lit(12, dtype=pl.Int64) + 1) * 12)

    def later(self, day: pl.Expr, months: int, keep: Keep) -> pl.Expr:
        if not 0 <= months <= 1200:
            return super().later(day, months, keep)
        apart = self.apart(day, keep)
        first, after = self._first(apart.month + months), self._first(apart.month + months + 1)
        days = (after - first).dt.total_days()
        ordinal = pl.when(apart.of_month > days).then(days).otherwise(apart.of_month.cast(pl.Int64))
        return (first.to_physical() + (ordinal - 1).cast(pl.Int32)).cast(pl.Date)

    def _first(self, month: pl.Expr) -> pl.Expr:
        return pl.lit(_days()[3]).gather((month - FIRST.year * 12).cast(pl.UInt32))


@cache
def _days() -> tuple[pl.Series, pl.Series, pl.Series, pl.Series]:
    """For each day its month, its day of the month, whether it is the last; and the first day of each month."""
    days = pl.date_range(FIRST, _END, eager=True).alias("day")
    month = days.dt.year().cast(pl.Int64) * 12 + days.dt.month().cast(pl.Int64) - 1
    is_last = days == days.dt.month_end()
    return month, days.dt.day(), is_last, days.filter(days.dt.day() == 1)


def _since_epoch(day: date) -> int:
    return (day - date(1970, 1, 1)).days
