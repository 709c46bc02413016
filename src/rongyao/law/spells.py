"""From dated rows to spells: what is in force from each day on which something changes.

One cell of the amounts table (one standard, one combination of keys, one place) becomes a row of spells that never
overlap. Here stand the rules that decide what is paid meanwhile: only confirmed or published rows pay, the last
paying one carries on when a new figure is due and not entered, and the highest level wins. `standards` turns the
spells into look-ups; nothing else should need this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

import polars as pl

Row = Mapping[str, Any]
Due = Callable[[str], str]
"""Level → month and day ("08-01") on which a new figure falls due each year there, or ""."""

LEVELS = {"national": 0, "province": 2, "city": 4, "county": 6}
"""Each level and how many digits of a division code name it."""
PAYABLE = ("confirmed", "published")
FIRST_DAY = date(1, 1, 1)

SPELL_SCHEMA: dict[str, Any] = {
    "combo": pl.Int64,
    "starts": pl.Date,
    "name": pl.String,
    "key1": pl.String,
    "key2": pl.String,
    "level": pl.String,
    "division": pl.String,
    "from": pl.Date,
    "value": pl.Int64,
    "per": pl.String,
    "unit": pl.String,
    "document": pl.String,
    "source": pl.String,
    "confidence": pl.String,
    "is_payable": pl.Boolean,
    "carried_on": pl.Boolean,
    "raise_from": pl.Date,
    "next_value": pl.Int64,
    "next_confidence": pl.String,
}


@dataclass(frozen=True)
class Codes:
    """How keys and division become one integer, so that the search needs no strings.

    `keys`: for each key its values and their numbers; `divisions`: every division the rows know, the nation first.
    """

    keys: tuple[dict[str, int], ...]
    divisions: tuple[str, ...]

    def combo(self, division: int, cell: Sequence[str]) -> int:
        """The number of one cell; `standards` makes the same number of a population's columns."""
        combo = division
        for key, mapping in zip(cell, self.keys, strict=True):
            combo = combo * (len(mapping) + 1) + mapping[key]
        return combo


def spells_of(
    rows: Sequence[Row], columns: Sequence[str], due: Due, *, newest: bool
) -> tuple[pl.DataFrame, Codes]:
    """All spells of one standard, sorted to be searched, and the codes of its cells.

    `newest`: no carrying on, the newest figure whatever its confidence. Cells without a row count too: their empty
    spell keeps the search from landing on a neighbour's figure. Row 0 is the empty spell of "not known".
    """
    codes = _codes(rows, columns)
    found = [_spell(None, due, FIRST_DAY, None) | {"combo": -1, "starts": FIRST_DAY}]
    for place, division in enumerate(codes.divisions):
        reaching = [row for row in rows if division.startswith(row["division"])]
        for cell in product(*codes.keys):
            own = [row for row in reaching if tuple(row[column] for column in columns) == cell]
            found.extend(_timeline(own, due, newest, codes.combo(place, cell)))
    return pl.DataFrame(found, schema=SPELL_SCHEMA, orient="row").sort("combo", "starts"), codes


def _codes(rows: Sequence[Row], columns: Sequence[str]) -> Codes:
    values = (sorted({row[column] for row in rows}) for column in columns)
    keys = tuple({value: place for place, value in enumerate(one)} for one in values)
    divisions = sorted({"", *(row["division"] for row in rows)}, key=lambda code: (len(code), code))
    return Codes(keys, tuple(divisions))


def _timeline(rows: Sequence[Row], due: Due, newest: bool, combo: int) -> Iterable[dict[str, Any]]:
    """The spells of one cell: from each day on which something changes, what is in force then."""
    days = sorted({FIRST_DAY, *(day for row in rows for day in _turning_days(row, due))})
    for day in days:
        yield _state(rows, due, newest, day) | {"combo": combo, "starts": day}


def _turning_days(row: Row, due: Due) -> Iterable[date]:
    yield row["from"]
    if row["to"] is not None and row["to"] < date.max:
        yield row["to"] + timedelta(days=1)
    raise_from = _next_due(row["from"], due(row["level"]))
    if raise_from:
        yield raise_from


def _next_due(start: date, month_day: str) -> date | None:
    """The first due day after a figure's own first day."""
    if not month_day or start.year == 1:
        return None
    month, day = (int(part) for part in month_day.split("-"))
    this_year = date(start.year, month, day)
    return this_year if this_year > start else date(start.year + 1, month, day)


def _state(rows: Sequence[Row], due: Due, newest: bool, day: date) -> dict[str, Any]:
    levels = [[row for row in rows if row["level"] == level] for level in LEVELS]
    paying = [found for level in levels if (found := _last_paying(level, due, day))]
    others = [found for level in levels if (found := _newer_unpaid(level, due, day))]
    if newest:
        chosen = _highest([_newest_of(level, due, day) for level in levels])
        return _spell(chosen, due, day, None)
    chosen = _highest(paying) or _highest(others)
    rival = _highest(others) if paying else None
    return _spell(chosen, due, day, rival if rival and chosen and rival["value"] > chosen["value"] else None)


def _spell(row: Row | None, due: Due, day: date, rival: Row | None) -> dict[str, Any]:
    """The explaining row; an empty one closes the spell before it."""
    if row is None:
        return dict.fromkeys(SPELL_SCHEMA)
    payable = row["confidence"] in PAYABLE
    next_due = _next_due(row["from"], due(row["level"]))
    overdue = payable and next_due is not None and next_due <= day
    raise_from = next_due if overdue else (rival["from"] if rival else None)
    return {key: row[key] for key in row if key in SPELL_SCHEMA} | {
        "is_payable": payable,
        "carried_on": overdue or rival is not None,
        "raise_from": raise_from,
        "next_value": rival["value"] if rival else None,
        "next_confidence": rival["confidence"] if rival else None,
    }


def _last_paying(rows: Sequence[Row], due: Due, day: date) -> Row | None:
    """The newest paying row begun by `day`. One that is due again each year outlives its last day."""
    usable = [row for row in rows if row["confidence"] in PAYABLE and row["from"] <= day]
    if not usable:
        return None
    last = max(usable, key=lambda row: row["from"])
    return last if due(last["level"]) or _is_in_force(last, day) else None


def _newer_unpaid(rows: Sequence[Row], due: Due, day: date) -> Row | None:
    """The newest reported or derived row, unless a paying one is as new."""
    usable = [
        row for row in rows if row["value"] is not None and row["from"] <= day and _is_in_force(row, day)
    ]
    last = max(usable, key=lambda row: row["from"], default=None)
    return last if last and last["confidence"] not in PAYABLE else None


def _newest_of(rows: Sequence[Row], due: Due, day: date) -> Row | None:
    return _newer_unpaid(rows, due, day) or _last_paying(rows, due, day)


def _is_in_force(row: Row, day: date) -> bool:
    return row["from"] <= day and (row["to"] is None or row["to"] >= day)


def _highest(rows: Iterable[Row | None]) -> Row | None:
    return max(
        (row for row in rows if row), key=lambda row: (row["value"], LEVELS[row["level"]]), default=None
    )
