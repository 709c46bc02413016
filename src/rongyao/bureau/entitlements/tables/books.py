"""The workbook of a table: written with every cell of the standard, read back row by row with each thing wrong named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Alignment

from rongyao.bureau.entitlements.forms import read_fen, read_rate
from rongyao.bureau.entitlements.queries.standards import KEY_WORDS, MILLIONTHS, key_label
from rongyao.bureau.entitlements.tables.rules import Keys
from rongyao.bureau.foundation.exchange.reading import Row, UnableToReadTable, address, open_table
from rongyao.bureau.foundation.exchange.writing import HEADER_FILL, HEADER_FONT
from rongyao.bureau.registry.forms.words import said_of
from rongyao.law.standards import StandardName

PAPER = "zh-hans"
# The head of the sheet: what each line is called, and the field of the form it fills.
HEAD = (
    ("标准", "name"),
    ("计发单位", "unit"),
    ("施行日期", "starts_on"),
    ("文件名称", "document"),
    ("文号", "document_no"),
    ("文件日期", "issued_on"),
)
UNITS = {"once": "元", "month": "元/月", "year": "元/年"}
KEY_HEADING, NOW_HEADING, NEW_HEADING = "代码（勿改）", "现行标准", "新标准"
EDGE = "|"


class UnableToReadBook(Exception):
    """The file is no workbook of this standard; the message says what differs."""


@dataclass
class ReadBook:
    """What a filled workbook says. `faults`: (address, sentence) of each thing wrong; nothing is entered while there is one."""

    head: dict[str, Any] = field(default_factory=dict)
    cells: dict[Keys, int] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


def unit_of(name: StandardName) -> str:
    """The unit the figures of the sheet are in."""
    return "比例（如 45% 或 1.5）" if name.unit == "ratio" else UNITS[name.per]


def write_book(name: StandardName, cells: Sequence[Keys], now: Mapping[Keys, int | None]) -> BytesIO:
    """The empty table: its head, a row for each cell with the figure in use, and a column for the new one."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "标准表"
    for label, key in HEAD:
        page.append([label, {"name": name.zh, "unit": unit_of(name)}.get(key)])
    page.append([])
    with override(PAPER):
        page.append(
            [KEY_HEADING, *(str(KEY_WORDS.get(key, key)) for key in name.keys), NOW_HEADING, NEW_HEADING]
        )
        for keys in cells:
            labels = [key_label(key, code) for key, code in zip(name.keys, keys, strict=True)]
            page.append([EDGE.join(keys), *labels, _shown(name, now.get(keys)), None])
    _dress(page, len(HEAD) + 2, len(name.keys) + 3)
    content = BytesIO()
    book.save(content)
    return content


def _shown(name: StandardName, value: int | None) -> float | None:
    return None if value is None else value / (MILLIONTHS if name.unit == "ratio" else 100)


def _dress(page: Any, head: int, columns: int) -> None:
    for number in range(1, columns + 1):
        page.column_dimensions["ABCDEF"[number - 1]].width = 22
        cell = page.cell(row=head, column=number)
        cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, Alignment(wrap_text=True)
    for number in range(1, head - 1):
        page.cell(row=number, column=1).font = HEADER_FONT
        page.cell(row=number, column=2).number_format = "@"
    page.freeze_panes = f"A{head + 1}"


def read_book(name: StandardName, content: bytes, wanted: Sequence[Keys]) -> ReadBook:
    """Read a filled workbook; every row is checked.

    Raises:
        UnableToReadBook: it cannot be opened, or it is no table of this standard.
    """
    rows = _rows(content)
    start = next((place for place, row in enumerate(rows) if _text(row.value(1)) == KEY_HEADING), None)
    if start is None:
        raise UnableToReadBook(_("This is not the workbook downloaded here: the row of headings is missing."))
    read = ReadBook()
    _read_head(name, rows[:start], read)
    column = next((n for n, v in enumerate(rows[start].values, 1) if _text(v) == NEW_HEADING), None)
    if column is None:
        raise UnableToReadBook(_("The column of the new amounts is missing."))
    for row in rows[start + 1 :]:
        if not row.is_blank:
            _read_row(name, row, column, set(wanted), read)
    for keys in wanted:
        if keys not in read.cells and not any(_names(keys) in text for _at, text in read.faults):
            read.faults.append(("—", _("The row %(cell)s is missing.") % {"cell": _names(keys)}))
    return read


def _rows(content: bytes) -> list[Row]:
    try:
        table = open_table(content)
        return list(table.rows(table.sheets[0].name))
    except UnableToReadTable as error:
        raise UnableToReadBook(said_of(error.problem)) from error


def _names(keys: Keys) -> str:
    return "·".join(keys)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _read_head(name: StandardName, rows: Sequence[Row], read: ReadBook) -> None:
    stated = {_text(row.value(1)): row for row in rows}
    for label, key in HEAD:
        row = stated.get(label)
        value = row.value(2) if row else None
        read.head[key] = _day(value) if key.endswith("_on") else _text(value)
        if not read.head[key]:
            where = address(row.number, 2) if row else "—"
            read.faults.append((where, _("“%(label)s” is empty or cannot be read.") % {"label": label}))
    if read.head["name"] and read.head["name"] != name.zh:
        raise UnableToReadBook(_("This is a table of “%(other)s”.") % {"other": read.head["name"]})
    if read.head["unit"] and read.head["unit"] != unit_of(name):
        words = _("The unit is “%(given)s”; this standard is entered in “%(unit)s”.")
        found = words % {"given": read.head["unit"], "unit": unit_of(name)}
        read.faults.append((address(stated["计发单位"].number, 2), found))


def _day(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        return ""


def _read_row(name: StandardName, row: Row, column: int, wanted: set[Keys], read: ReadBook) -> None:
    keys, where = tuple(_text(row.value(1)).split(EDGE)), address(row.number, column)
    if keys not in wanted:
        words = _("“%(code)s” is no cell of this standard.") % {"code": _text(row.value(1))}
        read.faults.append((address(row.number, 1), words))
    elif keys in read.cells:
        read.faults.append((where, _("The row %(cell)s stands here a second time.") % {"cell": _names(keys)}))
    elif not _text(row.value(column)):
        read.faults.append((where, _("The new amount of %(cell)s is empty.") % {"cell": _names(keys)}))
    else:
        _read_value(name, keys, row.value(column), where, read)


def _read_value(name: StandardName, keys: Keys, value: Any, where: str, read: ReadBook) -> None:
    text = _text(value).replace(",", "").replace("，", "").removesuffix("元").strip()
    try:
        read.cells[keys] = read_rate(text) if name.unit == "ratio" else read_fen(text)
    except forms.ValidationError as error:
        read.faults.append((where, f"{_names(keys)}: {' '.join(error.messages)}"))
