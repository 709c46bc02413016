"""Amounts set otherwise on a copy: a fixed figure, or so many percent more or less, from a day on.

The highest level in force wins, so a what-if sets every level of a cell; else a lower figure would never be looked up.
Nothing here touches the table it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from rongyao.law import standards
from rongyao.law.money import ratio
from rongyao.law.standards import NAMES, StandardName

FEN = 100
_CELL = ("key1", "key2", "level", "division")


class UnableToAdjust(ValueError):
    """The cell or figure names nothing the table has; the message says which."""


@dataclass(frozen=True)
class Adjustment:
    """One standard or one cell of it ("disability_pension", "disability_pension:6:duty") and its figure.

    `text`: "+5%" or "-10%" of what it is, else the figure itself, in yuan or as a rate ("48180", "45%").
    """

    cell: str
    text: str

    @property
    def name(self) -> StandardName:
        plain = self.cell.partition(":")[0]
        if plain not in NAMES:
            raise UnableToAdjust(f"no standard is called {plain!r}")
        return NAMES[plain]

    def keys(self) -> tuple[str, ...]:
        """The keys of the one cell; empty where every cell is meant."""
        return tuple(self.cell.split(":")[1:])

    def is_relative(self) -> bool:
        return self.text[:1] in "+-"

    def of(self, value: Fraction | None) -> Fraction | None:
        """The figure in fen, or the rate; None where there is nothing to take a part of."""
        figure = _figure(self.text.lstrip("+-"))
        if not self.is_relative():
            return figure if self.name.unit == "ratio" else figure * FEN
        sign = -1 if self.text.startswith("-") else 1
        return None if value is None else value * (1 + sign * figure)


def _figure(text: str) -> Fraction:
    plain = text.strip().replace(",", "")
    is_percent = plain.endswith("%")
    try:
        number = ratio(plain.removesuffix("%"))
    except (ValueError, ZeroDivisionError) as error:
        raise UnableToAdjust(f"{text!r} is no number") from error
    return number / 100 if is_percent else number


def check(adjustment: Adjustment) -> None:
    """Refuse an adjustment that names no cell or no figure.

    Raises:
        UnableToAdjust: an unknown standard, keys that are not its own, a figure below nothing, or +5 without a percent sign.
    """
    name, keys = adjustment.name, adjustment.keys()
    if keys and len(keys) != len(name.keys):
        raise UnableToAdjust(f"{adjustment.cell}: its keys are {name.keys}")
    if adjustment.is_relative() and not adjustment.text.endswith("%"):
        raise UnableToAdjust(f"{adjustment.text}: write +5% or the figure itself")
    found = adjustment.of(Fraction(1))
    if found is None or found < 0:
        raise UnableToAdjust(f"{adjustment.text}: an amount is not below nothing")


def adjusted(base: pl.DataFrame, changes: Sequence[Adjustment], starts: date) -> pl.DataFrame:
    """A copy of the table with these figures from a day on, confirmed as far as the copy goes.

    Raises:
        UnableToAdjust: a change names nothing the table has.
    """
    table = base
    for one in changes:
        check(one)
        table = _with(table, one, starts)
    return table


def _with(table: pl.DataFrame, change: Adjustment, starts: date) -> pl.DataFrame:
    mine = pl.col("name") == change.name.name
    for place, code in enumerate(change.keys(), start=1):
        mine &= pl.col(f"key{place}") == code
    rows = table.filter(mine)
    if rows.is_empty():
        raise UnableToAdjust(f"the table has no cell {change.cell}")
    new = standards.table(_rows(rows.to_dicts(), change, starts))
    replaced = mine & (pl.col("from") >= starts)
    touched = new.select(*_CELL).unique()
    kept = table.filter(~replaced)
    later = table.filter(replaced).join(touched, on=_CELL, how="anti")
    return pl.concat([kept, later, new]).sort("name", *_CELL, "from")


def _rows(rows: Iterable[Mapping[str, Any]], change: Adjustment, starts: date) -> Iterable[dict[str, Any]]:
    cells: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        cells.setdefault(tuple(row[column] for column in _CELL), []).append(row)
    for cell, several in cells.items():
        figure = change.of(_value(several, starts))
        if figure is not None:
            yield {
                "name": change.name.name, **dict(zip(_CELL, cell, strict=True)), "from": starts,
                "confidence": "confirmed", "document": "what-if", **_number(figure, change.name),
            }  # fmt: skip


def _value(rows: Sequence[Mapping[str, Any]], on: date) -> Fraction | None:
    """The newest figure that pays, begun by the day; the newest figure at all where none pays."""
    known = sorted(
        (row for row in rows if row["value"] is not None and row["from"] <= on), key=lambda row: row["from"]
    )
    paying = [row for row in known if row["confidence"] in ("confirmed", "published")]
    chosen = (paying or known)[-1:]
    return Fraction(chosen[0]["value"], chosen[0]["den"]) if chosen else None


def _number(figure: Fraction, name: StandardName) -> dict[str, int]:
    if name.unit == "ratio":
        return {"value": figure.numerator, "den": figure.denominator}
    return {"value": (2 * figure.numerator + figure.denominator) // (2 * figure.denominator), "den": 1}
