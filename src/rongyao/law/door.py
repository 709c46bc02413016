"""The door: whatever comes in becomes typed columns, or is refused with the fact, the row and the reason.

Inside, every fact is Int64, Boolean, a declared category (Enum) or a pair of Dates `name.lo`, `name.hi`. A list of
codes is one Int64 with a bit for each code. Null is "not known" all the way in; an empty list is 0, not null.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from rongyao.law.facts import FACTS, FactDef

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class UnableToReadFacts(ValueError):
    """A value is none its fact can have. `fact`, `row` (from 0) and `value` say which."""

    def __init__(self, fact: str, value: object, reason: str, row: int | None = None) -> None:
        self.fact, self.value, self.row = fact, value, row
        where = "" if row is None else f"row {row}: "
        super().__init__(f"{where}{fact} = {value!r}: {reason}")


def frame(rows: Sequence[Mapping[str, Any]], on: date | Sequence[date]) -> pl.DataFrame:
    """People as flat dicts (see `facts`) → the typed frame, with the legal date `on` of each row.

    Raises `UnableToReadFacts` for a name that is no fact or a value that is none of its kind.
    """
    days = [on] * len(rows) if isinstance(on, date) else list(on)
    if len(days) != len(rows):
        raise UnableToReadFacts("on", len(days), f"there are {len(rows)} rows")
    columns: list[pl.Series] = [pl.Series("on", days, dtype=pl.Date)]
    for name in dict.fromkeys(key for row in rows for key in row):
        columns += _columns(_known(name), [row.get(name) for row in rows])
    return pl.DataFrame(columns)


class Known(dict[str, Any]):
    """Facts by name; one that was not brought is not known."""

    def __missing__(self, name: str) -> None:
        return None


def read_one(row: Mapping[str, Any], place: int = 0) -> Known:
    """One person's facts as `frame` reads them: plain values, a mask for a list, two days for a date."""
    known = Known((name, _read(_known(name), value, place)) for name, value in row.items())
    if known["died_on"] is not None:
        known["is_deceased"] = True if known["is_deceased"] is not False else None
    return known


def complete(people: pl.DataFrame, needed: Iterable[str]) -> pl.DataFrame:
    """Add a column of nulls for each needed fact that nobody brought.

    The columns are written out: a literal stays a scalar inside Polars, and `lit >= scalar` then loses its height.
    """
    absent = [
        pl.Series(column, [None], dtype=dtype).new_from_index(0, people.height)
        for name in needed
        for column, dtype in column_types(FACTS[name]).items()
        if column not in people.columns
    ]
    return people.with_columns(absent)


def implied() -> list[pl.Expr]:
    """What one fact says of another: who has a date of death has died.

    Where papers contradict each other (a date of death, and "has not died") neither is believed: null, asked again.
    """
    dated, said = pl.col("died_on.lo").is_not_null(), pl.col("is_deceased")
    dead = pl.when(dated & said.is_null()).then(pl.lit(True)).when(dated & ~said).then(None).otherwise(said)
    return [dead.alias("is_deceased")]


IMPLIED_FROM = ("died_on", "is_deceased")


def column_types(definition: FactDef) -> dict[str, Any]:
    """The columns a fact becomes inside, with their types."""
    if definition.kind == "date":
        return {f"{definition.name}.lo": pl.Date, f"{definition.name}.hi": pl.Date}
    types: dict[str, Any] = {"bool": pl.Boolean, "category": pl.Enum(list(definition.choices))}
    return {definition.name: types.get(definition.kind, pl.Int64)}


def check_types(people: pl.DataFrame | pl.LazyFrame) -> list[str]:
    """The columns of a frame built elsewhere; refuses a fact's column of another type than the door gives."""
    schema = people.lazy().collect_schema()
    for definition in FACTS.values():
        for column, dtype in column_types(definition).items():
            if column in schema and schema[column] != dtype:
                raise UnableToReadFacts(definition.name, schema[column], f"inside, {column} is {dtype}")
    if schema.get("on") != pl.Date:
        raise UnableToReadFacts("on", schema.get("on"), "every row needs its legal date, a Date column `on`")
    return list(schema)


def date_bounds(text: str | date) -> tuple[date, date]:
    """Earliest and latest day of "1992", "1992-11" or "1992-11-30". Raises ValueError for anything else."""
    if isinstance(text, date):
        return text, text
    match = ISO_DATE.fullmatch(text)
    if not match:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def mask(definition: FactDef, codes: Iterable[str]) -> int:
    """The bits of a list of codes, in the order the vocabulary declares them."""
    order = list(definition.choices)
    return sum(1 << order.index(code) for code in set(codes))


def is_vague(text: object) -> bool:
    """A date known, but not to the day."""
    return isinstance(text, str) and 0 < len(text) < len("1992-11-30")


def _known(name: str) -> FactDef:
    if name not in FACTS:
        raise UnableToReadFacts(name, None, "no fact has this name (see `rongyao law facts`)")
    return FACTS[name]


def _columns(definition: FactDef, values: list[Any]) -> list[pl.Series]:
    read = [_read(definition, value, row) for row, value in enumerate(values)]
    types = column_types(definition)
    if definition.kind != "date":
        (column, dtype) = next(iter(types.items()))
        return [pl.Series(column, read, dtype=dtype)]
    return [
        pl.Series(column, [pair and pair[side] for pair in read], dtype=pl.Date)
        for side, column in enumerate(types)
    ]


def _read(definition: FactDef, value: Any, row: int) -> Any:
    if value is None:
        return None
    try:
        return _READERS[definition.kind](definition, value)
    except ValueError as error:
        raise UnableToReadFacts(definition.name, value, str(error), row) from error


def _bool(definition: FactDef, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("give true or false")
    return value


def _whole(definition: FactDef, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("give a whole number" + (" of fen" if definition.kind == "money" else ""))
    return value


def _date(definition: FactDef, value: Any) -> tuple[date, date]:
    if not isinstance(value, str | date):
        raise ValueError("give a date as text")
    return date_bounds(value)


def _code(definition: FactDef, value: Any) -> str:
    if value not in definition.choices:
        raise ValueError(f"the codes are {', '.join(definition.choices)}")
    return str(value)


def _codes(definition: FactDef, value: Any) -> int:
    if not isinstance(value, list | tuple):
        raise ValueError("give a list of codes ([] where it is asserted empty)")
    return mask(definition, [_code(definition, code) for code in value])


_READERS = {
    "bool": _bool,
    "int": _whole,
    "money": _whole,
    "date": _date,
    "category": _code,
    "categories": _codes,
}
