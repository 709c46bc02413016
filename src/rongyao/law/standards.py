"""Dated amounts: what a standard was on a day, whether it may be paid, and whether a raise is overdue.

The contract, for the kernel and for the desks:

- `NAMES` says which standards exist, with labels, keys, what they are paid per, and when a new one falls due.
- `seed()` is one long table of the files in `amounts/`; `overlay(table, rows)` puts the bureau's confirmed entries
  on top. Columns: `name key1 key2 level division from to value den per unit document source confidence status`.
  Unit `fen`: `value` is whole fen and `den` 1. Unit `ratio`: the rate is `value / den`. `to` is the last day
  in force, null while open. An unused key is "". A missing standard is a row with a null value, so it can be named.
- `lookup(table, name, keys=(…), on=…)` compiles to expressions, one number for each row of a population:
      found = lookup(table, "disability_pension", keys=(pl.col("grade"), pl.col("cause")), on=pl.col("on"))
      frame.with_columns(pension=found.value, payable=found.is_payable, carried=found.carried_on)
  `found.exact` is the number as `money.Exact`; `found.row` is the index into `found.spells` (0: nothing), the frame that
  explains it (document, source, confidence, raise_from, next_value …): `found.explain(index)` is one row as a dict.
  `year_before=True` asks for the standard of the year before `on` (上一年度). Where a date has only bounds, give
  `on_latest` too: the number is null where the two bounds find different rows.
- Only `published` and `confirmed` rows pay. Where the newest row does not pay, or a new standard is due and has not
  been entered, the last paying one carries on: `carried_on`, with `raise_from` and, if one is known, `next_value`.
  Where nothing pays, the newest figure known is given with `is_payable` false. `preview(table)` reads the same table
  without carrying on: the newest figure, whatever its confidence.
- Of the levels in force for the division (national, province, city, county) the highest wins.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from math import lcm
from typing import Any, Literal

import polars as pl

from rongyao.law import money
from rongyao.law.spells import FIRST_DAY, LEVELS, Codes, spells_of

KUNSHAN = "320583"
CONFIDENCES = ("confirmed", "published", "reported", "derived", "missing")

SCHEMA: dict[str, Any] = {
    "name": pl.String,
    "key1": pl.String,
    "key2": pl.String,
    "level": pl.String,
    "division": pl.String,
    "from": pl.Date,
    "to": pl.Date,
    "value": pl.Int64,
    "den": pl.Int64,
    "per": pl.String,
    "unit": pl.String,
    "document": pl.String,
    "source": pl.String,
    "confidence": pl.String,
    "status": pl.String,
}
_IDENTITY = ("name", "key1", "key2", "level", "division", "from")


class UnableToUseStandard(ValueError):
    """A standard's row or name cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class StandardName:
    """One standard: its labels, its keys, what it is paid per, and when a new figure falls due each year."""

    name: str
    zh: str
    en: str
    keys: tuple[str, ...]
    per: Literal["once", "month", "year"]
    unit: Literal["fen", "ratio"]
    due_national: str
    due_local: str

    def due(self, level: str) -> str:
        """Month and day ("08-01") when a new figure is due at this level; "" where none falls due."""
        return self.due_national if level == "national" else self.due_local


def _names() -> dict[str, StandardName]:
    return names_of(
        resources.files("rongyao.law").joinpath("amounts", "names.csv").read_text(encoding="utf-8")
    )


def names_of(text: str) -> dict[str, StandardName]:
    """The standards a text like `amounts/names.csv` names."""
    return {line["name"]: _name(line) for line in csv.DictReader(text.splitlines())}


def _name(line: Mapping[str, str]) -> StandardName:
    keys = tuple(part for part in line["keys"].split(" ") if part)
    rest = {key: line[key] for key in ("name", "zh", "en", "per", "unit", "due_national", "due_local")}
    return StandardName(keys=keys, **rest)  # type: ignore[arg-type]


NAMES: dict[str, StandardName] = _names()


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def seed() -> pl.DataFrame:
    """The files of `amounts/` as one table (see the module's first lines for its columns)."""
    folder = resources.files("rongyao.law").joinpath("amounts")
    files = sorted(
        item.name for item in folder.iterdir() if item.name.endswith(".csv") and item.name != "names.csv"
    )
    return table_of(folder.joinpath(name).read_text(encoding="utf-8") for name in files)


def table_of(texts: Iterable[str]) -> pl.DataFrame:
    """Texts like the files of `amounts/` as one checked table."""
    return table(_read_line(line) for text in texts for line in csv.DictReader(text.splitlines()))


def table(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a checked table. Raises `UnableToUseStandard` for an unknown name, a bad level or a double row."""
    complete = [_complete(row) for row in rows]
    frame = pl.DataFrame(complete, schema=SCHEMA, orient="row")
    doubles = frame.filter(frame.select(_IDENTITY).is_duplicated())
    if doubles.height:
        raise UnableToUseStandard(
            f"{doubles.row(0, named=True)}: two rows for the same standard, level and day"
        )
    return frame.sort(_IDENTITY)


def overlay(base: pl.DataFrame, rows: pl.DataFrame | Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The bureau's confirmed entries on top of `base`: they win for the same name, keys, level and first day.

    `rows` carry at least name, level, division, from and value (fen, or a numerator with `den`); confidence is
    set to confirmed. Entries that a second person has not confirmed must not be passed.
    """
    given = rows.to_dicts() if isinstance(rows, pl.DataFrame) else list(rows)
    for row in given:
        if row.get("confidence", "confirmed") != "confirmed" or row.get("value") is None:
            raise UnableToUseStandard(
                f"{row}: only an entry with a value, confirmed by a second person, may pay"
            )
    entries = table({**row, "confidence": "confirmed", "status": "confirmed"} for row in given)
    kept = base.join(entries.select(_IDENTITY), on=_IDENTITY, how="anti")
    return pl.concat([kept.select(list(SCHEMA)), entries]).sort(_IDENTITY)


def preview(base: pl.DataFrame) -> pl.DataFrame:
    """The same table read without carrying on: look-ups give the newest figure, paying or not."""
    return base.with_columns(newest=pl.lit(True))


def given(base: pl.DataFrame, values: Mapping[str, int | str]) -> pl.DataFrame:
    """`base` where each named standard has one confirmed value for all keys and all time (worked cases, what-if).

    Values are yuan, or the rate itself for a ratio; "name:key1:key2" gives one cell.
    """
    rows = [_given_row(name, value) for name, value in values.items()]
    named = {row["name"] for row in rows}
    return pl.concat([base.select(list(SCHEMA)).filter(~pl.col("name").is_in(named)), table(rows)]).sort(
        _IDENTITY
    )


def digest(base: pl.DataFrame) -> str:
    """A hash of everything the table says, whatever the order of its rows."""
    ordered = base.select(sorted(base.columns)).sort(_IDENTITY)
    return hashlib.sha256(ordered.write_csv().encode()).hexdigest()


def missing(base: pl.DataFrame) -> pl.DataFrame:
    """The rows that name a standard nobody has given yet: the Standards desk's list of what to enter."""
    return base.filter(pl.col("confidence") == "missing")


def _read_line(line: Mapping[str, str]) -> dict[str, Any]:
    """One line of an amounts file: `value` is yuan, or a rate ("1.5"), or empty where the figure is missing."""
    name = _known(line["name"])
    row: dict[str, Any] = {key: line[key] for key in line if key not in ("value", "from", "to")}
    row |= {"from": date.fromisoformat(line["from"]), "status": "seed"}
    row["to"] = date.fromisoformat(line["to"]) if line["to"] else None
    row |= _number(name, line["value"])
    return row


def _number(name: StandardName, text: int | str) -> dict[str, Any]:
    if text == "":
        return {"value": None, "den": 1}
    if name.unit == "fen":
        return {"value": money.fen(text), "den": 1}
    rate = money.ratio(text)
    return {"value": rate.numerator, "den": rate.denominator}


def _given_row(name: str, value: int | str) -> dict[str, Any]:
    plain, *keys = name.split(":")
    row = {
        "name": plain,
        "level": "national",
        "division": "",
        "from": date(1, 1, 1),
        "confidence": "confirmed",
    }
    keyed = dict(zip(("key1", "key2"), keys or ["*"] * len(_known(plain).keys), strict=False))
    return row | keyed | _number(_known(plain), value)


def _complete(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with every column; what the name fixes (per, unit) is filled from `NAMES`."""
    name = _known(row["name"])
    filled = {column: row.get(column) for column in SCHEMA}
    for column in ("key1", "key2", "division", "document", "source"):
        filled[column] = str(filled[column] or "")
    filled |= {
        "per": name.per,
        "unit": name.unit,
        "den": filled["den"] or 1,
        "status": filled["status"] or "seed",
    }
    _check(name, filled)
    return filled


def _check(name: StandardName, row: Mapping[str, Any]) -> None:
    if row["level"] not in LEVELS or len(row["division"]) != LEVELS[row["level"]]:
        raise UnableToUseStandard(
            f"{name.name}: level {row['level']!r} does not fit division {row['division']!r}"
        )
    if row["confidence"] not in CONFIDENCES or (row["confidence"] == "missing") != (row["value"] is None):
        raise UnableToUseStandard(
            f"{name.name} from {row['from']}: confidence {row['confidence']!r} does not fit"
        )
    if [bool(row["key1"]), bool(row["key2"])] != [len(name.keys) > 0, len(name.keys) > 1]:
        raise UnableToUseStandard(f"{name.name} from {row['from']}: its keys are {name.keys}")
    if row["to"] is not None and row["to"] < row["from"]:
        raise UnableToUseStandard(f"{name.name} from {row['from']}: it ends before it begins")


def _known(name: str) -> StandardName:
    if name not in NAMES:
        raise UnableToUseStandard(f"no standard is called {name!r}; the names are in amounts/names.csv")
    return NAMES[name]


# ── the look-up ──────────────────────────────────────────────────────────────────────────────────────────────

Keep = Callable[[pl.Expr], pl.Expr]
CONFIDENCE = pl.Enum(CONFIDENCES)


@dataclass(frozen=True)
class Coded:
    """A key that is a category: its column (an Enum) and the codes in the Enum's order."""

    column: pl.Expr
    codes: tuple[str, ...]


Key = pl.Expr | Coded | str | int
"""An Int64 or String expression, a category, or a constant."""


@dataclass(frozen=True)
class Lookup:
    """Expressions over a population, and the frame that explains them. See the module's contract."""

    name: StandardName
    row: pl.Expr
    spells: pl.DataFrame
    den: int
    is_known: pl.Expr
    """The keys and the date are known, so an absent number means a missing standard, not a missing fact."""
    keep: Keep = lambda expression: expression

    @property
    def value(self) -> pl.Expr:
        """Whole fen, or the numerator over `den`; null where facts or the standard are missing."""
        return self.keep(self.column("value"))

    @property
    def exact(self) -> money.Exact:
        """The number, ready to be multiplied, added and rounded."""
        return money.Exact(self.value, self.den)

    @property
    def is_payable(self) -> pl.Expr:
        """A published or confirmed figure; null where there is none."""
        return self.column("is_payable")

    @property
    def carried_on(self) -> pl.Expr:
        """A raise is overdue and not entered (or not confirmed); arrears will follow."""
        return self.column("carried_on")

    @property
    def confidence(self) -> pl.Expr:
        """The row's confidence; "missing" where the facts are known and no figure is; null where facts are not."""
        missing = pl.lit("missing", dtype=CONFIDENCE)
        of_row = pl.lit(self.spells["confidence"].cast(CONFIDENCE)).gather(self.row)
        return pl.when(self.is_missing).then(missing).otherwise(of_row)

    @property
    def rank(self) -> pl.Expr:
        """The confidence as a number: 0 is confirmed, 4 is missing."""
        return self.confidence.to_physical().cast(pl.Int64)

    @property
    def is_missing(self) -> pl.Expr:
        """True where the facts are known and nobody has given the figure."""
        return self.is_known & self.value.is_null()

    def column(self, column: str) -> pl.Expr:
        """Any column of `spells` for each row of the population."""
        return pl.lit(self.spells[column]).gather(self.row)

    def at(self, row: pl.Expr) -> Lookup:
        """The same look-up reading a `row` already computed as a column: the search is then done once."""
        return replace(self, row=row)

    def explain(self, index: int | None) -> dict[str, Any] | None:
        """The spell behind one row as a dict, or None where there is none."""
        spell = self.spells.row(index or 0, named=True)
        return None if spell["value"] is None else spell


def lookup(
    base: pl.DataFrame,
    name: str,
    *,
    keys: Sequence[Key] = (),
    on: pl.Expr,
    on_latest: pl.Expr | None = None,
    year_before: bool = False,
    division: str | pl.Expr = KUNSHAN,
    keep: Keep = lambda expression: expression,
    one_day: bool = False,
) -> Lookup:
    """The standard in force on `on` for each row: the highest of its levels, carried on where a new one is due.

    `keys` follow `NAMES[name].keys` (expressions, or constants); `division` is a code or a String expression. `keep`
    makes an expression a column of its own: each search is then done once, however often what it finds is named.
    `one_day`: `on` is the same for every row, so each cell is searched once and not each person.
    """
    known = _known(name)
    if len(keys) != len(known.keys):
        raise UnableToUseStandard(f"{name} is asked with the keys {known.keys}, not {len(keys)} of them")
    spells, codes, den = _spells(base, known)
    code = keep(_encode(keys, codes, division))
    row = keep(_row_on(spells, code, _as_of(on, year_before), one_day))
    found = Lookup(known, row, spells, den, _known_all([*map(_bare, keys), on]), keep)
    if on_latest is None:
        return found
    return _agreed(found, found.at(keep(_row_on(spells, code, _as_of(on_latest, year_before), False))))


def _agreed(earliest: Lookup, latest: Lookup) -> Lookup:
    """Where a date has two bounds: the figure both find, or none. A spell that changes only a note is no change."""
    beside = (latest.row == earliest.row + 1) & (latest.value == earliest.value)
    same = latest.keep((latest.row == earliest.row) | beside.fill_null(False))
    row = pl.when(same).then(latest.row).otherwise(pl.lit(0, dtype=pl.UInt32))
    return replace(latest, row=row, is_known=earliest.is_known & same)


def look_up_one(
    base: pl.DataFrame, name: str, *, on: date, keys: Sequence[str | int] = (), **rest: Any
) -> Any:
    """The same for one day outside a population: the explaining row as a dict, or None where no figure is known."""
    found = lookup(base, name, keys=keys, on=pl.lit(on, dtype=pl.Date), **rest)
    return found.explain(pl.select(found.row.alias("row"))["row"][0])


class Finder:
    """The same look-up for one person: plain values in, a row of the spells out."""

    def __init__(self, base: pl.DataFrame, name: str, division: str = KUNSHAN) -> None:
        self.spells, self._codes, self._den = _spells(base, _known(name))
        self._starts = (
            self.spells.select(pl.col("combo") * _SPAN + _days(pl.col("starts"))).to_series().to_list()
        )
        self._values: list[int | None] = self.spells["value"].to_list()
        self._place = _division_place(division, self._codes.divisions)

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
        return bisect_right(self._starts, code * _SPAN + (as_of - FIRST_DAY).days) - 1

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


def _bare(key: Key) -> pl.Expr:
    return key.column if isinstance(key, Coded) else key if isinstance(key, pl.Expr) else pl.lit(str(key))


def _as_of(on: pl.Expr, year_before: bool) -> pl.Expr:
    return on.cast(pl.Date).dt.offset_by("-1y") if year_before else on.cast(pl.Date)


def _known_all(parts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(*[part.is_not_null() for part in parts])


_SPAN = 10_000_000
"""Days that fit between two combinations in one sorted column; from year 1 to year 9999 there are 3.7 million."""


def _row_on(spells: pl.DataFrame, code: pl.Expr, on: pl.Expr, one_day: bool) -> pl.Expr:
    """One binary search finds combination and day together: millions of people in a second.

    Every combination begins with an empty spell and row 0 is the empty spell for "not known", so the search
    always lands on a row that means what it says and no second condition has to compute it again.
    """
    starts = spells.select(pl.col("combo") * _SPAN + _days(pl.col("starts"))).to_series()
    if one_day and code.meta.root_names():
        cells = pl.Series(range(max(0, *spells["combo"].to_list()) + 1), dtype=pl.Int64)
        found = _searched(starts, pl.lit(cells) * _SPAN + _days(on.first()))
        return found.gather(code.cast(pl.UInt32)).fill_null(0)
    return _searched(starts, (code * _SPAN + _days(on)).fill_null(-1))


def _searched(starts: pl.Series, sought: pl.Expr) -> pl.Expr:
    """The row a search lands on; never before the first, which begins below everything that is sought."""
    return pl.lit(starts).search_sorted(sought, side="right").cast(pl.UInt32) - pl.lit(1, dtype=pl.UInt32)


def _days(day: pl.Expr) -> pl.Expr:
    return (day - pl.lit(FIRST_DAY)).dt.total_days()


def _encode(keys: Sequence[Key], codes: Codes, division: str | pl.Expr) -> pl.Expr:
    code = _division_code(division, codes.divisions)
    for key, mapping in zip(keys, codes.keys, strict=True):
        code = code * (len(mapping) + 1) + _place(key, mapping)
    return code


def _place(key: Key, mapping: Mapping[str, int]) -> pl.Expr:
    """The number of a key's value; null where it is not known, or nobody gave a row for it."""
    other = mapping.get("*")
    if isinstance(key, Coded):
        places = pl.Series([mapping.get(code, other) for code in key.codes], dtype=pl.Int64)
        return pl.lit(places).gather(key.column.to_physical())
    if not isinstance(key, pl.Expr):
        return pl.lit(mapping.get(str(key), other), dtype=pl.Int64)
    found = key.cast(pl.String).replace_strict(
        list(mapping), list(mapping.values()), default=other, return_dtype=pl.Int64
    )
    return pl.when(key.is_not_null()).then(found)


def _division_code(division: str | pl.Expr, known: tuple[str, ...]) -> pl.Expr:
    """The most specific division the table knows that contains this one (0, the nation, always does)."""
    if isinstance(division, str):
        return pl.lit(_division_place(division, known), dtype=pl.Int64)
    code = pl.lit(0, dtype=pl.Int64)
    for place, prefix in enumerate(known):
        code = pl.when(division.str.starts_with(prefix)).then(pl.lit(place, dtype=pl.Int64)).otherwise(code)
    return code


def _division_place(division: str, known: tuple[str, ...]) -> int:
    return max((n for n, prefix in enumerate(known) if division.startswith(prefix)), default=0)


def _spells(base: pl.DataFrame, name: StandardName) -> tuple[pl.DataFrame, Codes, int]:
    rows = base.filter(pl.col("name") == name.name).to_dicts()
    if not rows:
        raise UnableToUseStandard(f"{name.name}: the table has no row for it, not even a missing one")
    den = lcm(*(row["den"] for row in rows))
    for row in rows:
        row["value"] = None if row["value"] is None else row["value"] * (den // row["den"])
    columns = ("key1", "key2")[: len(name.keys)]
    frame, codes = spells_of(rows, columns, name.due, newest="newest" in base.columns)
    return frame, codes, den
