"""Look-ups for a population: the standard in force on each row's day, as Polars expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from rongyao.law import money
from rongyao.law.spells import Codes
from rongyao.law.standards.cells import SPAN, days, division_place, spells_in, starts_of
from rongyao.law.standards.names import KUNSHAN, StandardName, UnableToUseStandard, known
from rongyao.law.standards.rows import CONFIDENCES

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
    standard = known(name)
    if len(keys) != len(standard.keys):
        raise UnableToUseStandard(f"{name} is asked with the keys {standard.keys}, not {len(keys)} of them")
    spells, codes, den = spells_in(base, standard)
    code = keep(_encode(keys, codes, division))
    row = keep(_row_on(spells, code, _as_of(on, year_before), one_day))
    found = Lookup(standard, row, spells, den, _known_all([*map(_bare, keys), on]), keep)
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


def _bare(key: Key) -> pl.Expr:
    return key.column if isinstance(key, Coded) else key if isinstance(key, pl.Expr) else pl.lit(str(key))


def _as_of(on: pl.Expr, year_before: bool) -> pl.Expr:
    return on.cast(pl.Date).dt.offset_by("-1y") if year_before else on.cast(pl.Date)


def _known_all(parts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(*[part.is_not_null() for part in parts])


def _row_on(spells: pl.DataFrame, code: pl.Expr, on: pl.Expr, one_day: bool) -> pl.Expr:
    """One binary search finds combination and day together: millions of people in a second.

    Every combination begins with an empty spell and row 0 is the empty spell for "not known", so the search
    always lands on a row that means what it says and no second condition has to compute it again.
    """
    starts = starts_of(spells)
    if one_day and code.meta.root_names():
        cells = pl.Series(range(max(0, *spells["combo"].to_list()) + 1), dtype=pl.Int64)
        found = _searched(starts, pl.lit(cells) * SPAN + days(on.first()))
        return found.gather(code.cast(pl.UInt32)).fill_null(0)
    return _searched(starts, (code * SPAN + days(on)).fill_null(-1))


def _searched(starts: pl.Series, sought: pl.Expr) -> pl.Expr:
    """The row a search lands on; never before the first, which begins below everything that is sought."""
    return pl.lit(starts).search_sorted(sought, side="right").cast(pl.UInt32) - pl.lit(1, dtype=pl.UInt32)


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
        return pl.lit(division_place(division, known), dtype=pl.Int64)
    code = pl.lit(0, dtype=pl.Int64)
    for place, prefix in enumerate(known):
        code = pl.when(division.str.starts_with(prefix)).then(pl.lit(place, dtype=pl.Int64)).otherwise(code)
    return code
