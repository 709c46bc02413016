"""Mark an uploaded workbook: the sender's own file, with each wrong cell coloured, a comment on how to mend it, and a
问题 sheet that lists everything.

An xlsx of ordinary size keeps its look and its formulas. A very large one, and xls, ods or csv, is copied value by value
into a new xlsx, because keeping the look would cost gigabytes of memory or is not possible at all.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from rongyao.bureau.foundation.exchange.problems import Problem, Severity
from rongyao.bureau.foundation.exchange.reading import Row, Table, address, open_table
from rongyao.bureau.foundation.exchange.writing import HEADER_FILL, HEADER_FONT, safe_text, sheet_name

FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F6C9C4"),
    Severity.WARNING: PatternFill("solid", fgColor="FBE3B0"),
    Severity.NOTE: PatternFill("solid", fgColor="DCE9F5"),
}
ORDER = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
SEVERITY_WORDS = {
    Severity.ERROR: ("要改正，本行未采用", "to be mended; the row was not taken"),
    Severity.WARNING: ("请核对", "please check"),
    Severity.NOTE: ("提示", "note"),
}
HEADERS = (
    ("工作表", "行", "列", "列名", "单元格", "填写的内容", "轻重", "哪里不对", "怎么改"),
    ("Sheet", "Row", "Column", "Header", "Cell", "As written", "Weight", "What is wrong", "How to mend it"),
)
WIDTHS = (14, 6, 6, 18, 9, 28, 22, 50, 50)
AUTHOR = "戎耀"
KEEPS_LOOK_UP_TO_CELLS = 300_000
COMMENTS_AT_MOST = 5_000


def mark(
    source: str | Path | bytes,
    target: str | Path | BinaryIO,
    *,
    sheet: str,
    problems: Iterable[Problem],
    lang: str = "zh",
) -> int:
    """Write the marked copy of `source` to `target`; return how many problems are listed.

    `sheet` is the sheet the problems speak of; problems without a cell are listed and not marked.
    """
    listed = sorted(problems, key=_place)
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    table = open_table(content)
    by_cell = _by_cell(listed)
    if table.kind == "xlsx" and _cells(table) <= KEEPS_LOOK_UP_TO_CELLS:
        _mark_in_place(content, target, sheet, by_cell, listed, lang)
    else:
        _mark_copy(table, target, sheet, by_cell, listed, lang)
    return len(listed)


def _cells(table: Table) -> int:
    """An estimate from the first row of each sheet; good enough to choose the way."""
    total = 0
    for info in table.sheets:
        first = next(table.rows(info.name), None)
        total += info.rows * max(len(first.values) if first else 0, 1)
    return total


def _place(found: Problem) -> tuple[int, int, str, int]:
    if not found.cell:
        return (0, 0, found.column, ORDER.index(found.severity))
    letters, row = coordinate_from_string(found.cell)
    return (row, len(letters), letters, ORDER.index(found.severity))


def _by_cell(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for one in problems:
        if one.cell:
            found.setdefault(one.cell, []).append(one)
    return found


def _mark_in_place(
    content: bytes,
    target: str | Path | BinaryIO,
    sheet: str,
    by_cell: dict[str, list[Problem]],
    listed: Sequence[Problem],
    lang: str,
) -> None:
    book = load_workbook(io.BytesIO(content))
    page = book[sheet]
    written: dict[str, Any] = {}
    for number, (where, found) in enumerate(by_cell.items()):
        cell = page[where]
        written[where] = cell.value
        if isinstance(cell, MergedCell):
            continue
        cell.fill = _fill(found)
        if number < COMMENTS_AT_MOST:
            cell.comment = _comment(found, lang)
    out = book.create_sheet(_free_name(book.sheetnames, lang))
    _lay_out(out)
    for line in _lines(sheet, listed, written, lang):
        out.append(line)
    for heading in out[1]:
        heading.font, heading.fill = HEADER_FONT, HEADER_FILL
    book.save(target)


def _mark_copy(
    table: Table,
    target: str | Path | BinaryIO,
    sheet: str,
    by_cell: dict[str, list[Problem]],
    listed: Sequence[Problem],
    lang: str,
) -> None:
    book = Workbook(write_only=True)
    written: dict[str, Any] = {}
    commented = 0
    for info in table.sheets:
        page = book.create_sheet(sheet_name(info.name))
        for row in table.rows(info.name):
            marks = by_cell if info.name == sheet else {}
            cells = _copied(page, row, marks, written, lang, has_room=commented < COMMENTS_AT_MOST)
            commented += sum(isinstance(cell, Cell) for cell in cells)
            page.append(cells)
    out = book.create_sheet(_free_name(book.sheetnames, lang))
    _lay_out(out)
    for line in _lines(sheet, listed, written, lang):
        out.append(line)
    book.save(target)


def _copied(
    page: Any,
    row: Row,
    marks: dict[str, list[Problem]],
    written: dict[str, Any],
    lang: str,
    *,
    has_room: bool,
) -> list[Any]:
    cells: list[Any] = []
    for column, value in enumerate(row.own_values, start=1):
        where = address(row.number, column)
        found = marks.get(where)
        shown = _plain(value)
        if found is None:
            cells.append(shown)
            continue
        written[where] = value
        cell = WriteOnlyCell(page, value=shown)
        cell.fill = _fill(found)
        if has_room:
            cell.comment = _comment(found, lang)
        cells.append(cell)
    return cells


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | date | datetime | time):
        return value
    return safe_text(value)


def _fill(found: Sequence[Problem]) -> PatternFill:
    return FILLS[min((one.severity for one in found), key=ORDER.index)]


def _comment(found: Sequence[Problem], lang: str) -> Comment:
    text = "\n".join(f"{one.text(lang)}\n{one.mend(lang)}".strip() for one in found)
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = 320, 60 + 40 * len(found)
    return comment


def _free_name(taken: Sequence[str], lang: str) -> str:
    wanted = "问题" if lang.startswith("zh") else "Problems"
    names = [wanted, *(f"{wanted} {n}" for n in range(2, 100))]
    return next(name for name in names if name not in taken)


def _lay_out(page: Any) -> None:
    page.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def _lines(sheet: str, listed: Sequence[Problem], written: dict[str, Any], lang: str) -> Iterable[list[Any]]:
    zh = lang.startswith("zh")
    yield list(HEADERS[0 if zh else 1])
    for one in listed:
        letters, row = coordinate_from_string(one.cell) if one.cell else ("", None)
        value = written.get(one.cell)
        yield [
            sheet,
            row,
            letters,
            safe_text(one.column),
            one.cell,
            "" if value is None else safe_text(value),
            SEVERITY_WORDS[one.severity][0 if zh else 1],
            safe_text(one.text(lang)),
            safe_text(one.mend(lang)),
        ]
