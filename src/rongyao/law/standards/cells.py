"""One standard as spells in one sorted column: combination of keys and place, and the day, in a single number.

Both ways of looking up search it: `lookups` for a population, `finder` for one person.
"""

from __future__ import annotations

from math import lcm

import polars as pl

from rongyao.law.spells import FIRST_DAY, Codes, spells_of
from rongyao.law.standards.names import StandardName, UnableToUseStandard

SPAN = 10_000_000
"""Days that fit between two combinations in one sorted column; from year 1 to year 9999 there are 3.7 million."""


def starts_of(spells: pl.DataFrame) -> pl.Series:
    """Combination and first day of each spell as one number, in rising order."""
    return spells.select(pl.col("combo") * SPAN + days(pl.col("starts"))).to_series()


def days(day: pl.Expr) -> pl.Expr:
    """Days since the first day there is."""
    return (day - pl.lit(FIRST_DAY)).dt.total_days()


def division_place(division: str, known: tuple[str, ...]) -> int:
    """The most specific division the table knows that contains this one."""
    return max((n for n, prefix in enumerate(known) if division.startswith(prefix)), default=0)


def spells_in(base: pl.DataFrame, name: StandardName) -> tuple[pl.DataFrame, Codes, int]:
    """All spells of one standard, the codes of its cells, and the denominator its values share."""
    rows = base.filter(pl.col("name") == name.name).to_dicts()
    if not rows:
        raise UnableToUseStandard(f"{name.name}: the table has no row for it, not even a missing one")
    den = lcm(*(row["den"] for row in rows))
    for row in rows:
        row["value"] = None if row["value"] is None else row["value"] * (den // row["den"])
    columns = ("key1", "key2")[: len(name.keys)]
    frame, codes = spells_of(rows, columns, name.due, newest="newest" in base.columns)
    return frame, codes, den
