"""The look-up for one person: plain values in, a row of the spells out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from rongyao.law.spells import FIRST_DAY
from rongyao.law.standards.cells import SPAN, division_place, spells_in, starts_of
from rongyao.law.standards.names import KUNSHAN, known


class Finder:
    """The same look-up for one person: plain values in, a row of the spells out."""

    def __init__(self, base: pl.DataFrame, name: str, division: str = KUNSHAN) -> None:
        self.spells, self._codes, self._den = spells_in(base, known(name))
        self._starts: list[int] = starts_of(self.spells).to_list()
        self._values: list[int | None] = self.spells["value"].to_list()
        self._place = division_place(division, self._codes.divisions)

    def row(self, keys: Sequence[str | None], lo: date | None, hi: date | None, *, year_before: bool) -> int:
        """The row in force; 0, the empty one, where a key or the date is not known or its bounds disagree."""
        first, last = (self._row_on(keys, day, year_before) for day in (lo, hi))
        beside = last == first + 1 and self._values[last] == self._values[first] is not None
        return last if last == first or beside else 0

    def value(self, row: int) -> int | Fraction | None:
        """Whole fen, or a rate."""
        number = self._values[row]
        return None if number is None else number if self._den == 1 else Fraction(number, self._den)

    def explain(self, row: int | None) -> dict[str, Any] | None:
        """The spell behind one row as a dict, or None where there is none."""
        spell = self.spells.row(row or 0, named=True)
        return None if spell["value"] is None else spell

    def _row_on(self, keys: Sequence[str | None], day: date | None, year_before: bool) -> int:
        code = self._code(keys)
        if code is None or day is None:
            return 0
        as_of = _year_earlier(day) if year_before else day
        return bisect_right(self._starts, code * SPAN + (as_of - FIRST_DAY).days) - 1

    def _code(self, keys: Sequence[str | None]) -> int | None:
        code = self._place
        for key, mapping in zip(keys, self._codes.keys, strict=True):
            place = None if key is None else mapping.get(key, mapping.get("*"))
            if place is None:
                return None
            code = code * (len(mapping) + 1) + place
        return code


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
