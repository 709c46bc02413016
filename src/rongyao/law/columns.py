"""The door for whole columns: facts as Parquet or a data frame gives them → the typed frame of `door`, without a row in Python.

Columns named like facts: Boolean, whole numbers, Date or text "1992", "1992-11", "1992-11-30", codes as text, lists of
codes as lists of text. Null is not known; an empty list is asserted empty. Other columns are left aside.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from rongyao.law.door import UnableToReadFacts, column_types
from rongyao.law.facts import FACTS, FactDef

ISO = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def typed(people: pl.DataFrame, on: date | None = None) -> pl.DataFrame:
    """The typed frame of these people; the legal date from their column `on`, or the same for all.

    Raises:
        UnableToReadFacts: a column of another type, or the first value that is none its fact can have, with its row.
    """
    if on is None and people.schema.get("on") != pl.Date:
        raise UnableToReadFacts(
            "on", people.schema.get("on"), "every row needs its legal date, a Date column `on`"
        )
    day = pl.col("on") if on is None else pl.lit(on)
    columns = [people.select(day.alias("on"))["on"]] if on is None else [pl.Series("on", [on], dtype=pl.Date)]
    if on is not None:
        columns = [columns[0].new_from_index(0, people.height)]
    for name in people.columns:
        if name in FACTS:
            columns += _columns(FACTS[name], people[name])
    return pl.DataFrame(columns)


def others(people: pl.DataFrame) -> pl.DataFrame:
    """The columns that are no facts: numbers of files, places."""
    return people.select([name for name in people.columns if name not in FACTS and name != "on"])


def _columns(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    if given.dtype == pl.Null:
        return [
            pl.Series(name, [None], dtype=kind).new_from_index(0, given.len())
            for name, kind in column_types(definition).items()
        ]
    return _READERS[definition.kind](definition, given)


def _bool(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    _demand(definition, given, given.dtype == pl.Boolean, "a Boolean column")
    return [given]


def _whole(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    _demand(
        definition,
        given,
        given.dtype.is_integer(),
        "whole numbers" + (" of fen" if definition.kind == "money" else ""),
    )
    return [given.cast(pl.Int64)]


def _date(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    """Two days: the earliest and the latest it can be."""
    if given.dtype == pl.Date:
        return [given.alias(f"{definition.name}.lo"), given.alias(f"{definition.name}.hi")]
    _demand(definition, given, given.dtype == pl.String, "Date, or text such as 1992-11")
    text = pl.col(given.name)
    size = text.str.len_chars()
    start = pl.when(size == 4).then(text + "-01-01").when(size == 7).then(text + "-01").otherwise(text)
    lo = pl.when(text.str.contains(ISO)).then(start).str.to_date("%Y-%m-%d", strict=False)
    hi = (
        pl.when(size == 4)
        .then(lo.dt.offset_by("11mo").dt.month_end())
        .when(size == 7)
        .then(lo.dt.month_end())
        .otherwise(lo)
    )
    found = given.to_frame().select(lo.alias(f"{definition.name}.lo"), hi.alias(f"{definition.name}.hi"))
    _refuse_first(definition, given, found.to_series(0), "a date is YYYY, YYYY-MM or YYYY-MM-DD")
    return list(found)


def _code(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    _demand(
        definition,
        given,
        given.dtype in (pl.String, pl.Categorical) or given.dtype == pl.Enum,
        "codes as text",
    )
    found = given.cast(pl.String).cast(pl.Enum(list(definition.choices)), strict=False)
    _refuse_first(definition, given, found, f"the codes are {', '.join(definition.choices)}")
    return [found]


def _codes(definition: FactDef, given: pl.Series) -> list[pl.Series]:
    """One whole number with a bit for each code."""
    _demand(definition, given, given.dtype == pl.List(pl.String), "lists of codes")
    bits = {code: 1 << place for place, code in enumerate(definition.choices)}
    element = pl.element().replace_strict(bits, default=None, return_dtype=pl.Int64)
    each = given.to_frame().select(pl.col(given.name).list.eval(element).alias("bits"))["bits"]
    has_strange = pl.col("bits").list.eval(pl.element().is_null()).list.any()
    strange = each.to_frame().select(pl.when(~has_strange).then(pl.col("bits")).alias("bits"))["bits"]
    _refuse_first(definition, given, strange, f"the codes are {', '.join(definition.choices)}")
    return [strange.list.unique().list.sum().cast(pl.Int64).alias(definition.name)]


_READERS: dict[str, Callable[[FactDef, pl.Series], list[pl.Series]]] = {
    "bool": _bool,
    "int": _whole,
    "money": _whole,
    "date": _date,
    "category": _code,
    "categories": _codes,
}


def _demand(definition: FactDef, given: pl.Series, holds: Any, wanted: str) -> None:
    if not holds:
        raise UnableToReadFacts(definition.name, str(given.dtype), f"give {wanted}")


def _refuse_first(definition: FactDef, given: pl.Series, found: pl.Series, reason: str) -> None:
    """The first value that was something and became nothing."""
    lost = (given.is_not_null() & found.is_null()).arg_true()
    if lost.len():
        row = int(lost[0])
        value = given[row]
        raise UnableToReadFacts(
            definition.name, value.to_list() if isinstance(value, pl.Series) else value, reason, row
        )
