"""Opening an edited workbook: which sheet, which row holds the headings, whose row is whose, where formulas stand."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl import load_workbook

from rongyao.bureau.foundation.exchange.problems import Problem, problem
from rongyao.bureau.foundation.exchange.reading import Row, Table, UnableToReadTable, open_table
from rongyao.bureau.registry.upkeep.rules.cells import cell_words
from rongyao.bureau.registry.upkeep.rules.sheets import HEAD_WITHIN, KEY, Heading, Line, headings_of, line_of


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """One row with the text of its hidden key ("" where there is none)."""

    number: int
    key: str
    row: Row


@dataclass(slots=True)
class Opened:
    """An edited workbook: its keyed rows, and once ``settle`` knows the headings, what stands under them."""

    head: Row
    keyed: list[KeyedRow]
    formulas: Mapping[int, Mapping[int, str]]
    headings: dict[str, Heading] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.keyed]

    def settle(self, known: Mapping[str, str]) -> None:
        """Read the headings with the words the workbook was given out with."""
        self.headings, self.problems = headings_of(self.head, known)

    def rows(self) -> Iterator[KeyedRow]:
        return iter(self.keyed)

    def twice(self) -> dict[str, str]:
        """Keys that stand in more than one row, with the numbers of those rows."""
        rows: dict[str, list[int]] = {}
        for one in self.keyed:
            if one.key:
                rows.setdefault(one.key, []).append(one.number)
        return {key: "、".join(map(str, numbers)) for key, numbers in rows.items() if len(numbers) > 1}

    def line(self, row: KeyedRow, person_id: int, number: str) -> Line:
        return line_of(row.row, self.headings, self.formulas.get(row.number, {}), person_id, number)


def open_workbook(content: bytes) -> Opened:
    """Find the sheet and row that carry our key.

    Raises:
        UnableToReadTable: no table at all, or none of ours.
    """
    table = open_table(content)
    for info in table.sheets:
        found = _keyed(table, info.name)
        if found is not None:
            head, column, rows = found
            keyed = [_keyed_row(row, column) for row in rows if not row.is_blank]
            return Opened(head, keyed, _formulas(content, table.kind, info.name))
    raise UnableToReadTable(problem("sheet_no_key"))


def _keyed(table: Table, sheet: str) -> tuple[Row, int, list[Row]] | None:
    rows = list(table.rows(sheet))
    for row in rows[:HEAD_WITHIN]:
        for column, value in enumerate(row.values, start=1):
            if cell_words(value).strip() == KEY:
                return row, column, [one for one in rows if one.number > row.number]
    return None


def _keyed_row(row: Row, column: int) -> KeyedRow:
    key = "" if column in row.merged else cell_words(row.value(column)).strip()
    return KeyedRow(row.number, key, row)


def _formulas(content: bytes, kind: str, sheet: str) -> dict[int, dict[int, str]]:
    """Row → column → formula. The fast reader shows only their results, and a result is not what somebody typed."""
    if kind != "xlsx":
        return {}
    page = load_workbook(io.BytesIO(content), read_only=True)[sheet]
    found: dict[int, dict[int, str]] = {}
    for cells in page.iter_rows():
        for cell in cells:
            if getattr(cell, "data_type", "") == "f":
                found.setdefault(int(cell.row or 0), {})[int(cell.column or 0)] = str(cell.value)
    return found
