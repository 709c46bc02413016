"""Tables as they wait and as they stand, and the cells a table of a standard must have."""

from __future__ import annotations

import datetime as dt

import polars as pl
from django.db.models import QuerySet

from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.tables.models import StandardTable
from rongyao.bureau.entitlements.tables.rules import Keys, cells_of
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.law import standards as law


def tables_visible_to(actor: Actor) -> QuerySet[StandardTable]:
    """Every table: standards are of the whole bureau, so the permission alone decides."""
    demand(actor, Permission.STANDARD_VIEW)
    return StandardTable.objects.select_related("entered_by", "confirmed_by")


def tabular() -> list[law.StandardName]:
    """The standards that have more than one cell."""
    return [name for name in law.NAMES.values() if name.keys and len(cells(name)) > 1]


def cells(name: law.StandardName) -> list[Keys]:
    """The cells of a whole table, as the rows known so far have them."""
    return cells_of(standards.history(name.name), len(name.keys))


def in_use(name: law.StandardName, on: dt.date) -> dict[Keys, int | None]:
    """The newest paying figure of each cell begun by a day (fen, or millionths of a rate), whatever its level."""
    rows = standards.effective().filter(
        (pl.col("name") == name.name) & (pl.col("from") <= on) & pl.col("confidence").is_in(standards.PAYING)
    )
    found: dict[Keys, int | None] = dict.fromkeys(cells(name))
    for row in rows.sort("from").iter_rows(named=True):
        keys = tuple(row[f"key{place}"] for place in range(1, len(name.keys) + 1))
        scale = standards.MILLIONTHS if name.unit == "ratio" else 1
        found[keys] = row["value"] * scale // row["den"]
    return found


def entries_of(table: StandardTable) -> list[StandardEntry]:
    """The table's entries; while it waits, what they would be."""
    kept = list(table.entries.order_by("pk"))
    return kept or entries_of_cells(table)


def entries_of_cells(table: StandardTable) -> list[StandardEntry]:
    """The cells as standard entries, not saved."""
    return [entry_for(table, keys, value) for keys, value in table.cells]


def entry_for(table: StandardTable, keys: list[str], value: int) -> StandardEntry:
    """One cell as a standard entry, not saved."""
    names = law.NAMES[table.name].keys
    return StandardEntry(
        name=table.name, keys=dict(zip(names, keys, strict=True)), level=table.level,
        division_code=table.division_code, starts_on=table.starts_on, ends_on=table.ends_on, value=value,
        unit="millionth" if law.NAMES[table.name].unit == "ratio" else "fen", document=table.document,
        document_no=table.document_no, issued_on=table.issued_on, entered_by_id=table.entered_by_id,
    )  # fmt: skip
