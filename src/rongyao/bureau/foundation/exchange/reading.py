"""Read xlsx, xls, ods and csv as rows of cells that know where they stand.

Nothing is dropped on the way: a cell the reader cannot show (an error value, a formula nobody calculated) comes through as
`LostValue` with what stands in it, so that whoever reads the row must report it. Blank is None, and only blank is None.
"""

import csv
import io
import statistics
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from rongyao.bureau.foundation.exchange.encodings import decoded_lines, find_encoding
from rongyao.bureau.foundation.exchange.lost import LostValue, lost_cells
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

Value = str | int | float | bool | date | datetime | time | LostValue | None
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DELIMITERS = (",", "\t", ";", "|", "，")
EXACT_WHOLE = 10**15

declare(
    Severity.ERROR,
    {
        "table_too_large": (
            "文件有 {megabytes} MB，超过 {limit} MB",
            "the file has {megabytes} MB, more than {limit} MB",
            "请分成几个文件",
            "split it into several files",
        ),
        "table_too_many_rows": (
            "工作表“{sheet}”超过 {limit} 行",
            "the sheet “{sheet}” has more than {limit} rows",
            "请分成几个文件",
            "split it into several files",
        ),
        "table_too_many_columns": (
            "工作表“{sheet}”超过 {limit} 列",
            "the sheet “{sheet}” has more than {limit} columns",
            "请删去右边的空列和无关列",
            "remove the columns to the right that are not needed",
        ),
        "table_expands": (
            "文件解压后异常大，没有打开",
            "the file would grow beyond all measure when opened, so it was not",
            "请用 Excel 或 WPS 另存为新的 xlsx 再上传",
            "save it anew as xlsx with a spreadsheet program",
        ),
        "table_encrypted": (
            "文件设了密码，打不开",
            "the file is protected by a password",
            "请去掉密码再上传",
            "remove the password first",
        ),
        "table_is_web_page": (
            "文件扩展名像表格，其实是网页",
            "the file is a web page with the name of a spreadsheet",
            "请用 Excel 或 WPS 打开，另存为 xlsx 再上传",
            "open it in a spreadsheet program and save it as xlsx",
        ),
        "table_unreadable": (
            "文件打不开（{reason}）",
            "the file could not be opened ({reason})",
            "请用 Excel 或 WPS 打开检查，另存为 xlsx 再上传",
            "open it in a spreadsheet program and save it as xlsx",
        ),
        "table_empty": (
            "文件里没有内容",
            "there is nothing in the file",
            "请检查是否选错了文件",
            "check whether it is the right file",
        ),
        "table_encoding": (
            "认不出文字编码",
            "the encoding of the text could not be told",
            "请另存为 UTF-8 编码的 CSV，或 xlsx",
            "save it as CSV in UTF-8, or as xlsx",
        ),
    },
)


class UnableToReadTable(Exception):
    """The file as a whole cannot be read; `problem` says why and what to do, in both languages."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(f"{found.text('en')} {found.mend('en')}".strip())


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reader will take on. Sizes in bytes."""

    file_bytes: int = 60 * 1024 * 1024
    unpacked_bytes: int = 1024 * 1024 * 1024
    rows: int = 200_000
    columns: int = 300


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet of the workbook; `rows` is the number of the last used row (for csv an estimate)."""

    name: str
    is_hidden: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` counts from 1 as the spreadsheet shows it; `values` begin at column A.

    `merged` names, for each column (from 1) filled out of a merged range, the address the value stands in.
    """

    number: int
    values: tuple[Value, ...]
    merged: Mapping[int, str] = field(default_factory=dict)

    def value(self, column: int) -> Value:
        return self.values[column - 1] if column <= len(self.values) else None

    @property
    def own_values(self) -> tuple[Value, ...]:
        """The values that stand in this row itself, not filled out of a merged range."""
        if not self.merged:
            return self.values
        return tuple(None if n in self.merged else v for n, v in enumerate(self.values, start=1))

    @property
    def is_blank(self) -> bool:
        return all(value is None for value in self.own_values)


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file. `kind` is xlsx, xls, ods or csv; `encoding` is set for csv."""

    name: str
    kind: str
    sheets: tuple[SheetInfo, ...]
    read: Callable[[str], Iterator[Row]] = field(repr=False)
    encoding: str = ""

    def rows(self, sheet: str) -> Iterator[Row]:
        """Every row of the sheet from the first to the last used one. Raise `UnableToReadTable` beyond the limits."""
        return self.read(sheet)


def address(row: int, column: int) -> str:
    """("D12") from counted-from-1 row and column."""
    return f"{get_column_letter(column)}{row}"


def open_table(
    source: str | Path | bytes | BinaryIO, *, name: str = "", limits: Limits | None = None
) -> Table:
    """Open a spreadsheet or csv by its content, not by its name. Raise `UnableToReadTable` with the reason."""
    limits = limits or Limits()
    shown = name or (Path(source).name if isinstance(source, str | Path) else "")
    content = _content(source, limits)
    if not content.strip():
        raise UnableToReadTable(problem("table_empty"))
    if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
        return _open_workbook(content, shown, limits)
    if (
        content[:512]
        .lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise UnableToReadTable(problem("table_is_web_page"))
    return _open_csv(content, shown, limits)


def _content(source: str | Path | bytes | BinaryIO, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, str | Path):
        _refuse_large(Path(source).stat().st_size, limits)
        content = Path(source).read_bytes()
    else:
        content = source.read(limits.file_bytes + 1)
    _refuse_large(len(content), limits)
    return content


def _refuse_large(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        mega = 1024 * 1024
        found = problem("table_too_large", megabytes=round(size / mega), limit=limits.file_bytes // mega)
        raise UnableToReadTable(found)


def _open_workbook(content: bytes, name: str, limits: Limits) -> Table:
    if content.startswith(OLE_MAGIC) and ENCRYPTED in content:
        raise UnableToReadTable(problem("table_encrypted"))
    kind = _kind_of(content, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        pages = {meta.name: book.get_sheet_by_name(meta.name) for meta in book.sheets_metadata}
    except (CalamineError, OSError, ValueError) as broken:
        raise UnableToReadTable(problem("table_unreadable", reason=str(broken)[:120])) from broken
    lost = lost_cells(content) if kind == "xlsx" else {}
    sheets = tuple(_infos(book, pages))
    return Table(name, kind, sheets, lambda sheet: _workbook_rows(pages[sheet], lost.get(sheet, {}), limits))


def _kind_of(content: bytes, limits: Limits) -> str:
    if content.startswith(OLE_MAGIC):
        return "xls"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except zipfile.BadZipFile as broken:
        raise UnableToReadTable(problem("table_unreadable", reason="zip")) from broken
    if unpacked > limits.unpacked_bytes:
        raise UnableToReadTable(problem("table_expands"))
    return "ods" if "content.xml" in names else "xlsx"


def _infos(book: CalamineWorkbook, pages: Mapping[str, CalamineSheet]) -> Iterator[SheetInfo]:
    for meta in book.sheets_metadata:
        end = pages[meta.name].end
        yield SheetInfo(meta.name, meta.visible != SheetVisibleEnum.Visible, end[0] + 1 if end else 0)


def _workbook_rows(
    sheet: CalamineSheet, lost: Mapping[tuple[int, int], LostValue], limits: Limits
) -> Iterator[Row]:
    lost_by_row: dict[int, dict[int, LostValue]] = {}
    for (row, column), value in lost.items():
        lost_by_row.setdefault(row, {})[column] = value
    first_column = sheet.start[1] if sheet.start else 0
    end = sheet.end or (-1, -1)
    last_row = max([end[0] + 1, *lost_by_row])
    _refuse_shape(sheet.name, last_row, end[1] + 1, limits)
    merges = _Merges(sheet)
    # The library starts rows at row 1 but columns at the first used one; the missing columns are put back here.
    rows = sheet.iter_rows() if sheet.start else iter(())
    missing: list[Value] = [None] * first_column
    for number in range(1, last_row + 1):
        values = missing + _cleaned(next(rows, ()))
        for column, value in lost_by_row.get(number, {}).items():
            values.extend([None] * (column - len(values)))
            values[column - 1] = value
        yield merges.filled(number, values)


def _cleaned(raw: Sequence[Any]) -> list[Value]:
    """The cells of a row; most are text that is not blank, and those are told without a call."""
    return [
        (value if value and not value.isspace() else None) if value.__class__ is str else _clean(value)
        for value in raw
    ]


def _refuse_shape(name: str, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise UnableToReadTable(problem("table_too_many_rows", sheet=name, limit=limits.rows))
    if columns > limits.columns:
        raise UnableToReadTable(problem("table_too_many_columns", sheet=name, limit=limits.columns))


def _clean(value: Any) -> Value:
    """Blank text is None; a whole float is an int, as far as floats are exact."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_WHOLE:
        return int(value)
    return value


class _Merges:
    """Fills merged ranges row by row, keeping only the ranges that are still open."""

    def __init__(self, sheet: CalamineSheet) -> None:
        ranges = sheet.merged_cell_ranges or []
        self.waiting = sorted(
            ((r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in ranges), reverse=True
        )
        self.open: list[tuple[int, int, int, str, Value]] = []

    def filled(self, number: int, values: list[Value]) -> Row:
        if not self.open and not self.waiting:
            return Row(number, tuple(values))
        self.open = [held for held in self.open if held[2] >= number]
        while self.waiting and self.waiting[-1][0] <= number:
            _, left, bottom, right = self.waiting.pop()
            anchor = values[left - 1] if left <= len(values) else None
            if anchor is not None:
                self.open.append((left, right, bottom, address(number, left), anchor))
        return Row(number, *self._fill(number, values)) if self.open else Row(number, tuple(values))

    def _fill(self, number: int, values: list[Value]) -> tuple[tuple[Value, ...], dict[int, str]]:
        merged: dict[int, str] = {}
        for left, right, _, anchor, value in self.open:
            for column in range(left, min(right, len(values)) + 1):
                if values[column - 1] is None:
                    values[column - 1] = value
                    merged[column] = anchor
        return tuple(values), merged


def _open_csv(content: bytes, name: str, limits: Limits) -> Table:
    encoding = find_encoding(content)
    if encoding is None:
        raise UnableToReadTable(problem("table_encoding"))
    delimiter = _delimiter(content, encoding)
    sheet = SheetInfo("csv", False, content.count(b"\n") + 1)
    return Table(name, "csv", (sheet,), lambda _: _csv_rows(content, encoding, delimiter, limits), encoding)


def _delimiter(content: bytes, encoding: str) -> str:
    """The separator that gives the most columns over the first rows."""
    lines = [line for line, _ in zip(decoded_lines(content, encoding), range(50), strict=False)]
    widths = {d: statistics.median(len(row) for row in _split(lines, d)) for d in DELIMITERS}
    return max(DELIMITERS, key=lambda d: widths[d])


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter)) or [[]]
    except csv.Error:
        return [[]]


def _csv_rows(content: bytes, encoding: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    lines = decoded_lines(content, encoding)
    try:
        for number, raw in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
            _refuse_shape("csv", number, len(raw), limits)
            yield Row(number, tuple(_clean_text(text) for text in raw))
    except csv.Error as broken:
        raise UnableToReadTable(problem("table_unreadable", reason=str(broken)[:120])) from broken


def _clean_text(text: str) -> Value:
    """csv holds text only. `="320583…"` is how exports keep a number from being read as one."""
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text if text.strip("\ufeff \t\r\n\u3000\xa0") else None
