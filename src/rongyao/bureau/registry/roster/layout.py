"""Where the table begins: titles above it, headings of several rows, merged cells, a numbering row below the headings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare
from rongyao.bureau.foundation.exchange.reading import Row, Table
from rongyao.bureau.registry.roster.columns import (
    ID_NUMBER,
    IGNORED,
    NAME,
    ColumnKind,
    is_header_word,
    kinds,
    recognise,
)

LOOKED_AT_ROWS = 40
HEADING_ROWS = 3
# The hidden sheet of our own template that feeds its drop-down lists.
LISTS_SHEET = "选项"
ONCE_ONLY = (NAME, ID_NUMBER)

declare(
    Severity.ERROR,
    {
        "roster_no_header": (
            "没有找到表头：前 {rows} 行里没有“姓名”“身份证号”这样的栏目名",
            "no header was found: the first {rows} rows hold no such headings as 姓名 and 身份证号",
            "请保留表头，或下载空白模板来填",
            "keep the header row, or fill in the empty template",
        )
    },
)
declare(
    Severity.WARNING,
    {
        "column_unread": (
            "“{header}”一栏没有认出来，{count} 格内容没有采用",
            "the column “{header}” was not recognised; {count} cells were not taken",
            "如果有用，请把栏目名改成模板里的名称",
            "if it matters, rename it as in the template",
        ),
        "column_twice": (
            "“{header}”出现了两次，只用了第一次出现的，后一栏 {count} 格内容没有采用",
            "“{header}” stands there twice; the first was used and {count} cells of the other were not taken",
            "请删去多余的一栏，或把栏目名写清楚",
            "remove one, or name it more clearly",
        ),
        "sheet_not_read": (
            "工作表“{sheet}”也像名单，这次没有读",
            "the sheet “{sheet}” looks like a roster too and was not read",
            "请另外导入这一张",
            "import it separately",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "sheet_hidden": (
            "工作表“{sheet}”是隐藏的，没有读",
            "the sheet “{sheet}” is hidden and was not read",
        )
    },
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its number (from 1), header as written, and what it is read as (None: unread)."""

    number: int
    header: str
    kind: ColumnKind | None
    is_repeated: bool = False

    @property
    def letter(self) -> str:
        return get_column_letter(self.number)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "header": self.header,
            "kind": self.kind.key if self.kind else None,
            "is_repeated": self.is_repeated,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Column":
        kind = kinds()[plain["kind"]] if plain["kind"] else None
        return cls(plain["number"], plain["header"], kind, plain["is_repeated"])


@dataclass(frozen=True, slots=True)
class Layout:
    """The table found in a sheet: the rows of its headings and its columns."""

    sheet: str
    header_rows: tuple[int, int]
    columns: tuple[Column, ...]
    headings: frozenset[str] = field(default=frozenset(), repr=False)

    def of_kind(self, key: str) -> list[Column]:
        return [
            column
            for column in self.columns
            if column.kind and column.kind.key == key and not column.is_repeated
        ]

    def feeding(self, fact: str) -> list[Column]:
        """The columns that can fill a fact."""
        return [c for c in self.columns if c.kind and fact in c.kind.facts and not c.is_repeated]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, enough to read one row again after an officer mended a cell."""
        columns = [column.to_json() for column in self.columns]
        return {"sheet": self.sheet, "header_rows": list(self.header_rows), "columns": columns}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Layout":
        first, last = plain["header_rows"]
        return cls(plain["sheet"], (first, last), tuple(Column.from_json(c) for c in plain["columns"]))


def find_layout(sheet: str, top: Sequence[Row]) -> Layout | None:
    """The table whose headings are among the `top` rows of a sheet; None when there is none.

    The block of one to three rows that names the most known columns wins; among equals the smallest, then the topmost.
    """
    best: tuple[tuple[int, int], Layout] | None = None
    for first in range(len(top)):
        for size in range(1, HEADING_ROWS + 1):
            block = top[first : first + size]
            if len(block) < size or not _could_head(block):
                break
            layout = _layout(sheet, block)
            known = len({c.kind.key for c in layout.columns if c.kind and c.kind.key != IGNORED})
            if _names_people(layout, known) and (best is None or (known, -size) > best[0]):
                best = ((known, -size), layout)
    return best[1] if best else None


def choose_sheet(table: Table, wanted: str | None = None) -> tuple[Layout | None, list[Problem]]:
    """The visible sheet with the fullest table, and what is to be said of the others."""
    layouts: list[Layout] = []
    said: list[Problem] = []
    for info in table.sheets:
        if info.is_hidden and info.name != wanted:
            said += [Problem("sheet_hidden", {"sheet": info.name})] if info.name != LISTS_SHEET else []
        elif wanted is None or info.name == wanted:
            layout = find_layout(info.name, _top(table.rows(info.name)))
            layouts += [layout] if layout else []
    layouts.sort(key=lambda layout: -len([c for c in layout.columns if c.kind]))
    said += [Problem("sheet_not_read", {"sheet": other.sheet}) for other in layouts[1:]]
    return (layouts[0] if layouts else None), said


def _top(rows: Iterable[Row]) -> list[Row]:
    return [row for row, _ in zip(rows, range(LOOKED_AT_ROWS), strict=False)]


def _names_people(layout: Layout, known: int) -> bool:
    return known >= 2 and bool(layout.of_kind(NAME) or layout.of_kind(ID_NUMBER))


def _could_head(block: Sequence[Row]) -> bool:
    """Headings hold short words: no numbers, dates or identity numbers. A further row must add at least one heading."""
    last = [value for value in block[-1].own_values if value is not None]
    if not last or not all(isinstance(value, str) for value in last):
        return False
    texts = [str(value) for value in last]
    if any(re.search(r"\d{6,}", text) for text in texts):
        return False
    if len(block) == 1:
        return True
    above = block[-2]
    return any(_adds_heading(block[-1], above, column) for column in range(1, len(block[-1].values) + 1))


def _adds_heading(row: Row, above: Row, column: int) -> bool:
    value = row.value(column)
    if value is None or column in row.merged:
        return False
    over = above.value(column)
    return is_header_word(str(value)) or bool(over and recognise(str(over), str(value)))


def _layout(sheet: str, block: Sequence[Row]) -> Layout:
    width = max(len(row.values) for row in block)
    seen: set[str] = set()
    columns = []
    for number in range(1, width + 1):
        texts = _headings(block, number)
        kind = recognise(*texts)
        repeated = bool(kind and kind.key in seen and kind.key in ONCE_ONLY)
        columns.append(Column(number, "/".join(texts), None if repeated else kind, repeated))
        seen |= {kind.key} if kind else set()
    words = frozenset(str(v) for row in block for v in row.own_values if v is not None)
    return Layout(sheet, (block[0].number, block[-1].number), tuple(columns), words)


def _headings(block: Sequence[Row], number: int) -> list[str]:
    """The headings over one column, outermost first, without repetition by merging.

    A title row that is merged over the whole block is not a heading of any column.
    """
    texts: list[str] = []
    for row in block:
        value = row.value(number)
        text = re.sub(r"\s+", "", str(value)) if value is not None else ""
        if text and text not in texts and not _is_title(row):
            texts.append(text)
    return texts


def _is_title(row: Row) -> bool:
    return len({value for value in row.values if value is not None}) == 1 and len(row.merged) > 2
