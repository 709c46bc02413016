"""Write lists as xlsx: streaming, frozen header, dates as dates, identity numbers as text, and a sheet that says whence.

Text that a spreadsheet would take for a formula is prefixed with an apostrophe, so that a name like "=cmd…" stays a name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

FORMULA_LIKE = re.compile(r"^[=+\-@\t\r|]")
HEADER_FILL = PatternFill("solid", fgColor="E8EFE9")
HEADER_FONT = Font(bold=True)
TEXT_FORMAT, DATE_FORMAT, MONEY_FORMAT = "@", "yyyy-mm-dd", "#,##0.00"
SHEET_NAME_BAD = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write. `kind`: text (numbers stay text), date (ISO text or date), whole, money (in fen)."""

    header: str
    width: float = 14
    kind: Literal["text", "date", "whole", "money"] = "text"
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What the 说明 sheet says: who exported, when, and which filters were set; `lines` are further (label, text)."""

    title: str
    by: str
    at: datetime
    filters: Sequence[tuple[str, str]] = ()
    lines: Sequence[tuple[str, str]] = ()
    lang: str = "zh"


def write_list(
    target: str | Path | BinaryIO,
    *,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    about: About,
    sheet: str = "名单",
) -> int:
    """Write one sheet of rows and the 说明 sheet; return how many rows were written. Rows are taken one at a time."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet_name(sheet))
    _lay_out(page, columns)
    count = 0
    for row in rows:
        page.append([_cell(page, value, column) for value, column in zip(row, columns, strict=True)])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    _explain(book, about, count)
    book.save(target)
    return count


def safe_text(value: object) -> str:
    """Text no spreadsheet will calculate, without the control characters xlsx cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if FORMULA_LIKE.match(text) else text


def sheet_name(wanted: str) -> str:
    """At most 31 characters, none of those Excel forbids."""
    return SHEET_NAME_BAD.sub(" ", wanted)[:31] or "Sheet"


def _lay_out(page: Any, columns: Sequence[Column]) -> None:
    page.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
        page.column_dimensions[get_column_letter(number)].hidden = column.is_hidden
    page.append([_header(page, column.header) for column in columns])


def _header(page: Any, text: str) -> Cell:
    cell = WriteOnlyCell(page, value=safe_text(text))
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(page: Any, value: Any, column: Column) -> Cell | None:
    if value is None or value == "":
        return None
    shown, form = _shown(value, column.kind)
    cell = WriteOnlyCell(page, value=shown)
    cell.number_format = form
    return cell


def _shown(value: Any, kind: str) -> tuple[Any, str]:
    if kind == "date" and isinstance(day := _as_date(value), date):
        return day, DATE_FORMAT
    if kind == "whole" and isinstance(value, int):
        return value, "0"
    if kind == "money" and isinstance(value, int):
        return value / 100, MONEY_FORMAT
    return safe_text(value), TEXT_FORMAT


def _as_date(value: Any) -> date | None:
    """A date only when the day is known; "1992-11" stays text and keeps its precision."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _explain(book: Workbook, about: About, count: int) -> None:
    zh = about.lang.startswith("zh")
    page = book.create_sheet("说明" if zh else "About")
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 16, 70
    words = ("名称", "导出人", "导出时间", "行数") if zh else ("Title", "Exported by", "Exported at", "Rows")
    known = (about.title, about.by, f"{about.at:%Y-%m-%d %H:%M}", str(count))
    chosen = [(f"筛选：{name}" if zh else f"Filter: {name}", text) for name, text in about.filters]
    for label, text in [*zip(words, known, strict=True), *chosen, *about.lines]:
        page.append([safe_text(label), safe_text(text)])
