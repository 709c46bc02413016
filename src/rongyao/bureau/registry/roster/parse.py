"""Read a whole roster: look over it once for its shape, then row by row without holding more than one row.

    roster = open_roster("花名册.xlsx", on=date(2026, 6, 1))
    for row in roster.rows(progress=lambda done, total: ...):
        row.accepted, row.facts, row.person, row.problems
    parsed = parse_roster("花名册.xlsx", on=date(2026, 6, 1))          # all rows at once

The first look finds the headings, counts the cells of every column, reads what the lines around the table certify, and
finds people who stand in the file twice. A Roster can be read again and again.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import (
    Limits,
    Row,
    Table,
    UnableToReadTable,
    address,
    open_table,
)
from rongyao.bureau.registry.identity.names import clean_name
from rongyao.bureau.registry.identity.numbers import clean_id_number
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.certified import Certification, certification
from rongyao.bureau.registry.roster.counting import Counts
from rongyao.bureau.registry.roster.layout import LOOKED_AT_ROWS, Column, Layout, choose_sheet
from rongyao.bureau.registry.roster.rows import ParsedRow, RowReader
from rongyao.bureau.registry.roster.widths import Widths

# Some 300 MB of text. A larger file is read twice rather than held.
MOST_CELLS_KEPT = 4_000_000
PROGRESS_EVERY = 200
LINES_OF_OTHER_SHEETS = 200
LINE = re.compile(
    r"^(?:合计|总计|小计|共计|(?:总?记录总?|总人?)数|填表|制表|审核|批准人|经办|负责人|领导|联系人[:：]|注[:：]|注意|说明[:：]|备注[:：]|单位.{0,12}(?:盖章|公章)|第.{1,4}页|共.{1,6}(?:人|页)|报送单位|填报|以下(?:空白|无)|此(?:页|处)|(?:领导|经办人?|主管|单位)?签[字名章]|示例|样例|本表)"
    r"|.{0,12}(?:小计|合计)$"
)
SECTION = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）])")
declare(
    Severity.NOTE,
    {
        "line_not_read": (
            "“{text}”当作表外文字，没有采用",
            "“{text}” is taken for words outside the table and was not read",
        )
    },
)
Progress = Callable[[int, int], None]

declare(
    Severity.ERROR,
    {
        "duplicate_person": (
            "同一个身份证号在第 {rows} 行都有，内容不一样",
            "the same identity number stands in rows {rows}, with different contents",
            "请核对，只留对的一行；若是两个人，必有一个号码写错",
            "keep the right row; if they are two people, one of the numbers is wrong",
        ),
        "duplicate_row": (
            "和第 {first} 行完全一样，只采用前一行",
            "the same as row {first}; only the first is taken",
            "请删去这一行",
            "remove this row",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "duplicate_without_id": (
            "第 {rows} 行姓名和出生日期相同，又没有身份证号，可能是同一个人",
            "rows {rows} have the same name and birth date and no identity number; they may be one person",
            "请补上身份证号",
            "add the identity numbers",
        ),
        "roster_no_id_column": (
            "本表没有身份证号一栏，每个人都要由人来认",
            "the sheet has no column of identity numbers; every person must be matched by hand",
            "请补上身份证号一栏",
            "add the column",
        ),
        "line_stray": (
            "这一行只有一格“{text}”，不知道说的是谁，没有采用",
            "the row holds one cell only, “{text}”, and does not say of whom; it was not taken",
            "如果是上面那个人的内容，请写到他那一行",
            "if it belongs to the person above, move it into that row",
        ),
        "roster_no_name_column": (
            "本表没有姓名一栏",
            "the sheet has no column of names",
            "请补上姓名一栏",
            "add the column",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside the people. Its text is kept, none of it becomes a fact. For `kind` see `line_kind`."""

    number: int
    text: str
    cell: str
    kind: str


@dataclass(frozen=True, slots=True)
class UnreadColumn:
    """A column with cells that nobody reads, and how many they are."""

    column: Column
    cells: int


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster looked over once. `certified` maps facts to who certifies their column complete; `total` is the rows.

    `problems` are those of the file as a whole. `lines` are the texts above, below and between the people.
    """

    name: str
    layout: Layout
    total: int
    certified: Mapping[str, str]
    unread_columns: tuple[UnreadColumn, ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    on: date
    _table: Table = field(repr=False)
    _row_problems: Mapping[int, tuple[Problem, ...]] = field(repr=False)
    _kept: Sequence[Row] | None = field(default=None, repr=False)

    def rows(self, progress: Progress | None = None) -> Iterator[ParsedRow]:
        """Every row of people in the order of the sheet, one at a time. `progress(done, total)` is called now and then."""
        reader = RowReader(self.layout, self.on, self.certified)
        done = 0
        for row in self._people():
            yield reader.read(row, self._row_problems.get(row.number, ()))
            done += 1
            if progress and done % PROGRESS_EVERY == 0:
                progress(done, self.total)
        if progress:
            progress(done, self.total)

    def _people(self) -> Iterator[Row]:
        """The rows of people, as kept by the first look, else read from the file once more."""
        if self._kept is not None:
            yield from self._kept
            return
        others = frozenset(line.number for line in self.lines)
        for row in self._table.rows(self.layout.sheet):
            if row.number > self.layout.header_rows[1] and row.number not in others and not row.is_blank:
                yield row


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """A roster with all its rows in memory. For large files use `open_roster` and keep what you need."""

    roster: Roster
    rows: tuple[ParsedRow, ...]
    counts: Counts

    @property
    def unread_columns(self) -> tuple[UnreadColumn, ...]:
        return self.roster.unread_columns

    @property
    def certified(self) -> Mapping[str, str]:
        return self.roster.certified

    @property
    def problems(self) -> Iterator[Problem]:
        """Those of the file, then those of every row."""
        yield from self.roster.problems
        for row in self.rows:
            yield from row.problems


def open_roster(
    source: str | Path | bytes | BinaryIO,
    *,
    on: date,
    name: str = "",
    sheet: str | None = None,
    certified: Collection[str] = (),
    limits: Limits | None = None,
) -> Roster:
    """Look a roster over. `certified`: fact names or headers an officer knows to be certified complete.

    Raise `UnableToReadTable` when the file cannot be read or holds no roster.
    """
    table = open_table(source, name=name, limits=limits)
    layout, said = choose_sheet(table, sheet)
    if layout is None:
        raise UnableToReadTable(problem("roster_no_header", rows=LOOKED_AT_ROWS))
    look = _look(table, layout)
    closed = _certified(table, layout, look, certified)
    unread = tuple(_unread(layout, look.cells))
    lines = (*_shape_problems(layout), *_line_problems(look.lines))
    problems = (*said, *lines, *closed.problems, *map(_unread_problem, unread))
    return Roster(
        table.name,
        layout,
        look.total,
        closed.facts,
        unread,
        tuple(look.lines),
        problems,
        on,
        table,
        look.row_problems(),
        look.kept,
    )


def parse_roster(
    source: str | Path | bytes | BinaryIO, *, on: date, progress: Progress | None = None, **options: Any
) -> ParsedRoster:
    """Read everything into memory; options are those of `open_roster`."""
    roster = open_roster(source, on=on, **options)
    rows = tuple(roster.rows(progress))
    counts = Counts()
    for row in rows:
        counts.add(row)
    return ParsedRoster(roster, rows, counts)


# The first look ---------------------------------------------------------------------------------------------


class _Look:
    """What one pass over the sheet gathers: a digest for each person, and the rows as long as they are not too many."""

    def __init__(self, headings: int | None) -> None:
        self.total = 0
        self.kept: list[Row] | None = []
        self.cells_kept = 0
        self.widths = Widths(headings) if headings else None
        self.filled: list[int] = []
        self.lines: list[Line] = []
        self.once: dict[str, tuple[int, bytes]] = {}
        self.again: dict[str, list[tuple[int, bytes]]] = {}

    def count(self, row: Row) -> None:
        self.total += 1
        self._keep(row)
        if self.widths:
            self.widths.add(row.number, len(row.values))
        own, filled = row.own_values, self.filled
        if len(own) > len(filled):
            filled.extend([0] * (len(own) - len(filled)))
        for place, value in enumerate(own):
            if value is not None:
                filled[place] += 1

    def _keep(self, row: Row) -> None:
        if self.kept is None:
            return
        self.cells_kept += len(row.values)
        self.kept.append(row)
        if self.cells_kept > MOST_CELLS_KEPT:
            self.kept = None

    def meet(self, key: str, row: tuple[int, bytes]) -> None:
        """Most people stand in a roster once: no list is made for them."""
        if self.once.setdefault(key, row) is not row:
            self.again.setdefault(key, []).append(row)

    @property
    def cells(self) -> dict[int, int]:
        """{column: how many of its cells are filled}."""
        return {number: count for number, count in enumerate(self.filled, start=1) if count}

    def row_problems(self) -> dict[int, tuple[Problem, ...]]:
        """What one row alone cannot show: twins, and cells that were moved."""
        wider = self.widths.problems() if self.widths else {}
        found: dict[int, tuple[Problem, ...]] = {number: (wide,) for number, wide in wider.items()}
        for key, rows in self.again.items():
            for number, twin in _twin_problems(key, [self.once[key], *rows]).items():
                found[number] = (*found.get(number, ()), twin)
        return found


def _look(table: Table, layout: Layout) -> _Look:
    look = _Look(len(layout.columns) if table.kind == "csv" else None)
    told = _Telling(layout)
    for row in table.rows(layout.sheet):
        if row.is_blank or layout.header_rows[0] <= row.number <= layout.header_rows[1]:
            continue
        if kind := told.line_kind(row):
            look.lines.append(_line(row, kind))
            continue
        look.count(row)
        key = told.person_key(row)
        if key:
            look.meet(key, (row.number, told.digest(row)))
    return look


class _Telling:
    """Tells rows of people from others, and people from each other, by the columns of one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.id_columns = [column.number for column in layout.of_kind(kinds.ID_NUMBER)]
        self.id_column = next(iter(self.id_columns), None)
        self.name_column = next((column.number for column in layout.of_kind(kinds.NAME)), None)
        self.birth_column = next((column.number for column in layout.of_kind("birth_on")), None)
        self.ignored = {c.number for c in layout.columns if c.kind and c.kind.key == kinds.IGNORED}

    def line_kind(self, row: Row) -> str:
        """What a row is that is no person: title, heading, numbering, section, remark or stray; "" for a person."""
        if row.number < self.layout.header_rows[0]:
            return "title"
        if not row.merged and self._has_plain_number(row):
            return ""
        own = [(number, value) for number, value in enumerate(row.own_values, start=1) if value is not None]
        if not own or _repeats_headings(own, self.layout):
            return "heading"
        if _numbers_columns(own):
            return "numbering"
        if any(len(clean_id_number(str(row.value(number) or ""))) in (15, 18) for number in self.id_columns):
            return ""
        return _words_across(row, own, self.layout) or _stray(own, self.layout)

    def _has_plain_number(self, row: Row) -> bool:
        """A number of 17 digits and one more character: no heading holds one, and no numbering."""
        number = row.value(self.id_column) if self.id_column else None
        return (
            isinstance(number, str)
            and len(number) == 18
            and number.isascii()
            and number.isalnum()
            and number[:17].isdigit()
        )

    def person_key(self, row: Row) -> str:
        """What two rows of one person share: the identity number, else name and birth as written."""
        number = row.value(self.id_column) if self.id_column else None
        if number is not None:
            cleaned = clean_id_number(str(number))
            return f"id:{cleaned}" if len(cleaned) in (15, 18) else ""
        name = row.value(self.name_column) if self.name_column else None
        born = row.value(self.birth_column) if self.birth_column else None
        return f"name:{clean_name(str(name))}:{born}" if name is not None and born is not None else ""

    def digest(self, row: Row) -> bytes:
        """Of what the row says, without its running number."""
        ignored = self.ignored
        said = [str(v) for n, v in enumerate(row.values, start=1) if v is not None and n not in ignored]
        return hashlib.blake2b("\x1f".join(said).encode(), digest_size=12).digest()


def _words_across(row: Row, own: Sequence[tuple[int, Any]], layout: Layout) -> str:
    """A section heading, a sum, a signature or a long remark."""
    number, value = own[0]
    text = re.sub(r"\s+", "", str(value))
    spread = sum(anchor == address(row.number, number) for anchor in row.merged.values())
    if len(own) == 1 and (spread > 1 or SECTION.match(text)):
        return "section"
    if len(own) <= 2 and len(text) > 30 and not any(character.isdigit() for character in text[:6]):
        return "remark"
    ignored = {c.number for c in layout.columns if c.kind and c.kind.key == kinds.IGNORED}
    first = next((re.sub(r"\s+", "", str(v)) for n, v in own if n not in ignored), text)
    return "remark" if len(own) <= 6 and (LINE.match(first) or LINE.match(text)) else ""


def _stray(own: Sequence[tuple[int, Any]], layout: Layout) -> str:
    """One cell alone, in a column that is neither name nor number."""
    keys = {c.number for key in (kinds.NAME, kinds.ID_NUMBER) for c in layout.of_kind(key)}
    return "stray" if len(own) == 1 and own[0][0] not in keys else ""


def _repeats_headings(own: Sequence[tuple[int, Any]], layout: Layout) -> bool:
    texts = {str(value) for _, value in own}
    return len(texts & layout.headings) >= 2 and texts <= layout.headings


def _numbers_columns(own: Sequence[tuple[int, Any]]) -> bool:
    """ "1 2 3 4 …" or "甲 乙 1 2 …" under the headings."""
    texts = [str(value).strip("()（） ") for _, value in own]
    if len(texts) < 3 or not all(re.fullmatch(r"\d{1,2}|[甲乙丙丁戊]", text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True


def _line(row: Row, kind: str) -> Line:
    own = [(number, str(value)) for number, value in enumerate(row.own_values, start=1) if value is not None]
    return Line(row.number, " ".join(text for _, text in own), address(row.number, own[0][0]), kind)


def _twin_problems(key: str, rows: list[tuple[int, bytes]]) -> dict[int, Problem]:
    listed = [str(number) for number, _ in rows[:10]]
    numbers = ("、".join(listed), ", ".join(listed))
    if key.startswith("name:"):
        return {number: problem("duplicate_without_id", rows=numbers) for number, _ in rows}
    if len({digest for _, digest in rows}) > 1:
        return {number: problem("duplicate_person", rows=numbers) for number, _ in rows}
    return {number: problem("duplicate_row", first=rows[0][0]) for number, _ in rows[1:]}


def _certified(table: Table, layout: Layout, look: _Look, ticked: Collection[str]) -> Certification:
    elsewhere = [
        ("", str(value))
        for info in table.sheets
        if info.name != layout.sheet and not info.is_hidden
        for row, _ in zip(table.rows(info.name), range(LINES_OF_OTHER_SHEETS), strict=False)
        for value in row.own_values
        if value is not None
    ]
    return certification(layout, [(line.cell, line.text) for line in look.lines] + elsewhere, ticked)


def _unread(layout: Layout, cells: Mapping[int, int]) -> Iterator[UnreadColumn]:
    known = {column.number: column for column in layout.columns}
    for number, count in sorted(cells.items()):
        column = known.get(number) or Column(number, "", None)
        if column.kind is None:
            yield UnreadColumn(column, count)


def _unread_problem(unread: UnreadColumn) -> Problem:
    column = unread.column
    code = "column_twice" if column.is_repeated else "column_unread"
    shown = column.header or f"{column.letter} 列"
    return Problem(code, {"header": shown, "count": unread.cells}, "", column.header)


def _line_problems(lines: Sequence[Line]) -> Iterator[Problem]:
    """Words between and below the people are reported; titles, repeated headings and numbering say nothing of anyone."""
    for line in lines:
        if line.kind in ("section", "remark"):
            yield Problem("line_not_read", {"text": line.text[:80]}, line.cell)
        elif line.kind == "stray":
            yield Problem("line_stray", {"text": line.text[:80]}, line.cell)


def _shape_problems(layout: Layout) -> Iterator[Problem]:
    if not layout.of_kind(kinds.ID_NUMBER):
        yield problem("roster_no_id_column")
    if not layout.of_kind(kinds.NAME):
        yield problem("roster_no_name_column")
