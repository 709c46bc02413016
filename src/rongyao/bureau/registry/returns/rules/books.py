"""A form as a workbook: column-exact out, and the same form read back in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from rongyao.bureau.foundation.exchange.reading import Row, open_table
from rongyao.bureau.foundation.exchange.writing import (
    HEADER_FILL,
    HEADER_FONT,
    TEXT_FORMAT,
    safe_text,
    sheet_name,
)
from rongyao.bureau.registry.returns.rules.cells import Returned, returned, written
from rongyao.bureau.registry.returns.rules.mapping import Column, Form
from rongyao.bureau.registry.upkeep.rules.cells import cell_words

HEAD_WITHIN = 10
NOT_A_GAP = ("row", "note", "blank")


class UnableToReadForm(ValueError):
    """The file is not this form: the message says which column differs."""


@dataclass(frozen=True)
class Line:
    """One person for a form: number and name for the sheet of gaps, and a value for each source."""

    number: str
    name: str
    values: Mapping[str, Any]


def write_form(form: Form, lines: Iterable[Line], year: int) -> tuple[BytesIO, int, int]:
    """The filled form: the sheet itself, and a sheet that says what is missing of whom. Returns (file, people, gaps)."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet_name(form.zh))
    for number, column in enumerate(form.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    page.freeze_panes = "A3" if form.title else "A2"
    if form.title:
        page.append([_head(page, form.title.replace("{year}", str(year)), is_title=True)])
    page.append([_head(page, column.heading) for column in form.columns])
    missing: list[list[str]] = []
    people = 0
    for people, line in enumerate(lines, start=1):
        texts = [_cell_text(form, column, line, people) for column in form.columns]
        page.append([_cell(page, text) for text in texts])
        missing += [[line.number, line.name, heading] for heading in gaps(form, texts)]
    _missing_sheet(book, missing)
    content = BytesIO()
    book.save(content)
    return content, people, len(missing)


def _cell_text(form: Form, column: Column, line: Line, number: int) -> str:
    if column.source == "row":
        return str(number)
    if column.source.startswith("const:"):
        return column.source.removeprefix("const:")
    return written(form, column, line.values.get(column.source))


def gaps(form: Form, texts: Sequence[str]) -> list[str]:
    """Headings of required columns that stay empty: not known, never invented."""
    pairs = zip(form.columns, texts, strict=True)
    return [column.heading for column, text in pairs if column.is_required and not text]


def _head(page: Any, text: str, *, is_title: bool = False) -> Cell:
    cell = WriteOnlyCell(page, value=safe_text(text))
    cell.font = Font(bold=True, size=14) if is_title else HEADER_FONT
    if not is_title:
        cell.fill, cell.alignment = HEADER_FILL, Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(page: Any, text: str) -> Cell | None:
    if not text:
        return None
    cell = WriteOnlyCell(page, value=safe_text(text))
    cell.number_format = TEXT_FORMAT
    return cell


def _missing_sheet(book: Workbook, missing: list[list[str]]) -> None:
    page = book.create_sheet("缺项")
    for letter, width in (("A", 14), ("B", 14), ("C", 24)):
        page.column_dimensions[letter].width = width
    page.append([_head(page, text) for text in ("档案号", "姓名", "缺少的栏目（不知道，未填）")])
    for row in missing:
        page.append([safe_text(text) for text in row])


@dataclass(slots=True)
class Read:
    """A returned form: for each row a value by source; cells that could not be read, by their place."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_form(form: Form, content: bytes) -> Read:
    """Read a form back. The columns must be the form's own, in its own order.

    Raises:
        UnableToReadForm: another order or other columns; UnableToReadTable: no table at all.
    """
    table = open_table(content)
    rows = [row for row in table.rows(table.sheets[0].name) if not row.is_blank]
    start = _head_row(form, rows)
    read = Read()
    for row in rows[start + 1 :]:
        read.rows.append(dict(_values(form, row, read.unread)))
    return read


def _head_row(form: Form, rows: list[Row]) -> int:
    wanted = [column.heading for column in form.columns]
    closest: list[str] = []
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        found = [cell_words(value).strip() for value in row.values]
        if found[: len(wanted)] == wanted and not any(found[len(wanted) :]):
            return number
        if len(set(found) & set(wanted)) > len(set(closest) & set(wanted)):
            closest = found
    raise UnableToReadForm(_first_difference(wanted, closest))


def _first_difference(wanted: list[str], found: list[str]) -> str:
    for place, heading in enumerate([*wanted, ""], start=1):
        stands = found[place - 1] if place <= len(found) else ""
        if stands != heading:
            words = _(
                "Column %(letter)s must be “%(wanted)s” and is “%(found)s”. Take the form as it was filled here."
            )
            return words % {
                "letter": get_column_letter(place),
                "wanted": heading or "—",
                "found": stands or "—",
            }
    return _("The columns are not those of this form.")


def _values(form: Form, row: Row, unread: list[str]) -> Iterator[tuple[str, Any]]:
    for place, column in enumerate(form.columns, start=1):
        if column.source in ("row", "blank") or column.source.startswith("const:"):
            continue
        found: Returned = returned(form, column, row.value(place))
        if found.is_unread:
            unread.append(f"{get_column_letter(place)}{row.number}")
        elif found.value is not None:
            yield column.source, found.value
