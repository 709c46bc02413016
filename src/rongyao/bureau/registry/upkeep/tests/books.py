"""Editing a workbook as an officer would, in memory."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from rongyao.bureau.registry.queries import Filters
from rongyao.bureau.registry.upkeep.actions import sheets
from rongyao.bureau.registry.upkeep.models import Sheet

FACTS = [
    "rank_group",
    "enlisted_on",
    "discharged_on",
    "in_tibet",
    "honours",
    "disability_grade",
    "monthly_basic_pay",
]


class Book:
    """A downloaded workbook: cells by the heading and the person's number."""

    def __init__(self, content: BytesIO) -> None:
        self.book = load_workbook(BytesIO(content.getvalue()))
        self.page = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.page[1]}

    def row(self, number: str) -> int:
        rows = range(2, self.page.max_row + 1)
        return next(row for row in rows if self.page.cell(row, 3).value == number)

    def cell(self, number: str, heading: str):
        return self.page.cell(self.row(number), self.columns[heading])

    def cells(self) -> list[list[str]]:
        """Every visible cell, the keys apart."""
        return [[c.value for c in row[2:]] for row in self.page.iter_rows()]

    def file(self) -> SimpleUploadedFile:
        out = BytesIO()
        self.book.save(out)
        return SimpleUploadedFile("人员.xlsx", out.getvalue())


def issued(by, filters: Filters | None = None, facts: list[str] | None = None) -> Book:
    return Book(sheets.issue(by=by, filters=filters or Filters(), facts=facts or FACTS)[1])


def back(by, book: Book, *, blank_removes: bool = False) -> Sheet:
    return sheets.read(by=by, file=book.file(), blank_removes=blank_removes)
