"""Writes Kunshan's divisions with their vintages (data/README.md says what the dates mean). Safe to repeat."""

from __future__ import annotations

import csv
import datetime as dt
from importlib.resources import files

from django.db import transaction

from rongyao.bureau.foundation.divisions.models import Division

Line = dict[str, str]
Key = tuple[str, dt.date]


@transaction.atomic
def seed() -> int:
    """Add the rows of ``data/kunshan.csv`` that are not there yet; change none. Returns how many were added.

    A row entered or corrected by the bureau under the same code and first day stays as it is.
    """
    there = {(code, since) for code, since in Division.objects.values_list("code", "valid_from")}
    new = [line for line in lines() if _key(line) not in there]
    if new:
        _write(new)
        _link(new)
    return len(new)


def lines() -> list[Line]:
    """The rows of the data file, towns before villages."""
    text = (files(__package__) / "data" / "kunshan.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _key(line: Line) -> Key:
    return line["code"], dt.date(int(line["from_year"]), 1, 1)


def _write(new: list[Line]) -> None:
    for level in Division.Level.values:
        parents = _latest_by_code()
        rows = [_row(line, parents.get(line["parent"])) for line in new if line["level"] == level]
        Division.objects.bulk_create(rows)


def _latest_by_code() -> dict[str, Division]:
    """A village that outlived a renaming of its town hangs under the town's last row; the path is the same."""
    return {row.code: row for row in Division.objects.order_by("valid_from")}


def _row(line: Line, parent: Division | None) -> Division:
    code, since = _key(line)
    until = line["until_year"]
    return Division(
        code=code,
        name=line["name"],
        short_name=line["short_name"],
        level=line["level"],
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        valid_from=since,
        valid_to=dt.date(int(until), 1, 1) if until else None,
    )


def _link(new: list[Line]) -> None:
    """Point each recoded or renamed row to its successor, which begins on the day it ends."""
    at = {(row.code, row.valid_from): row for row in Division.objects.all()}
    linked = []
    for line in new:
        row = at[_key(line)]
        if line["replaced_by"] and row.valid_to:
            row.replaced_by = at.get((line["replaced_by"], row.valid_to))
            linked.append(row)
    Division.objects.bulk_update(linked, ["replaced_by"])
