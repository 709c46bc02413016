"""The table of dated amounts: read from the files of `amounts/`, checked, and overlaid with the bureau's entries."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from rongyao.law import money
from rongyao.law.spells import LEVELS
from rongyao.law.standards.names import StandardName, UnableToUseStandard, known

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
    name = known(line["name"])
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
    keyed = dict(zip(("key1", "key2"), keys or ["*"] * len(known(plain).keys), strict=False))
    return row | keyed | _number(known(plain), value)


def _complete(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with every column; what the name fixes (per, unit) is filled from `NAMES`."""
    name = known(row["name"])
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
