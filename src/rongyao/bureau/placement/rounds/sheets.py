"""A table as it was handed in, whatever program wrote it, as CSV text in memory. Nothing is laid on a disk."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.reading import (
    EXACT_WHOLE,
    OLE_MAGIC,
    ZIP_MAGIC,
    Table,
    UnableToReadTable,
    address,
    open_table,
)


class UnableToTakeTable(ValueError):
    """The file is no table, or a cell of it has lost what stood there; the message names it."""


@dataclass(frozen=True)
class Held:
    """A table kept in memory, as ``choosing.tables.Held`` wants it."""

    name: str
    text: str

    def read_bytes(self) -> bytes:
        return self.text.encode()


def as_csv(content: bytes, name: str) -> str:
    """The table as CSV text; each row keeps the number the spreadsheet shows.

    Raises:
        UnableToTakeTable: unreadable, neither UTF-8 nor GB 18030, or a cell that cannot be read without loss.
    """
    if not content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _decoded(content, name)
    try:
        table = open_table(content, name=name)
        shown = next((one.name for one in table.sheets if not one.is_hidden), table.sheets[0].name)
        return _written(table, shown)
    except UnableToReadTable as error:
        lang = (get_language() or "zh")[:2]
        found = error.problem
        raise UnableToTakeTable(f"{found.text(lang)} {found.mend(lang)}".strip()) from error


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.strip() and "\x00" not in text:
            return text
    raise UnableToTakeTable(_("%(file)s is empty, or neither Excel nor CSV.") % {"file": name})


def _written(table: Table, sheet: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table.rows(sheet):
        cells = [_cell(value, address(row.number, n)) for n, value in enumerate(row.values, 1)]
        while cells and not cells[-1]:
            cells.pop()
        writer.writerow(cells)
    return out.getvalue()


def _cell(value: Any, where: str) -> str:
    if isinstance(value, LostValue):
        raise UnableToTakeTable(
            _("Cell %(cell)s shows “%(value)s”: write its value.") % {"cell": where, "value": value}
        )
    if isinstance(value, (int, float)) and abs(value) >= EXACT_WHOLE:
        words = _(
            "Cell %(cell)s holds a long number that the spreadsheet has rounded: format the column as text."
        )
        raise UnableToTakeTable(words % {"cell": where})
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return "" if value is None else str(value)


def rows_of(text: str) -> int:
    """How many filled rows below the headers."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return max(0, sum(any(cell.strip() for cell in row) for row in rows) - 1)
