"""An edited workbook against what was given out and what is recorded now: cell by cell, nothing guessed.

Three texts decide a cell: as issued, as it came back, as recorded now. Came back as issued: not touched. Recorded as
issued: a change. All three different: somebody else changed it meanwhile, and an officer chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import Row, address
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.upkeep.rules.cells import (
    FOLLOWS_THE_NUMBER,
    NEVER_BLANK,
    Read,
    cell_words,
    is_untouched,
    kept_text,
    read_cell,
)

KEY, VERSION, NUMBER = "rongyao_key", "rongyao_version", "number"
HEAD_WITHIN = 10
MOST_PEOPLE = 5_000

declare(
    Severity.ERROR,
    {
        "sheet_no_key": (
            "这不是从名单下载的工作簿，或隐藏的 A 列被删了",
            "this is not a workbook downloaded from the people list, or its hidden column A was deleted",
            "请重新下载，在新的一份上改",
            "download it again and edit that copy",
        ),
        "sheet_not_yours": (
            "这份工作簿不是在您的管辖范围内下载的",
            "this workbook was not downloaded within your scope",
            "请自己下载一份再改",
            "download one yourself",
        ),
        "sheet_row_added": (
            "这一行是新加的，没有采用",
            "the row was added and was not taken",
            "新的人请用名册导入，或单独建档",
            "a new person comes in with a roster, or by opening a file",
        ),
        "sheet_key_changed": (
            "这一行隐藏的标识被改过，不知道是谁",
            "the hidden key of the row was changed; it does not say who is meant",
            "请重新下载，在新的一份上改",
            "download it again and edit that copy",
        ),
        "sheet_number_moved": (
            "档案号“{written}”和这一行的标识不是同一个人，可能只排序了一部分列",
            "the file number “{written}” and the key of the row are two people; perhaps only some columns were sorted",
            "请撤销排序，或重新下载",
            "undo the sorting, or download it again",
        ),
        "sheet_row_twice": (
            "同一个人在第 {rows} 行都有",
            "the same person stands in rows {rows}",
            "请只留一行",
            "keep one of them",
        ),
        "sheet_out_of_scope": (
            "这个人的档案已不在您的管辖范围内，没有采用",
            "the file has left your scope; the row was not taken",
            "请与现在管档的镇联系",
            "ask the town that keeps it now",
        ),
        "sheet_heading_twice": (
            "“{heading}”有两列",
            "there are two columns “{heading}”",
            "请只留一列",
            "keep one of them",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "sheet_column_gone": (
            "“{heading}”一列不在表里，按没有改处理",
            "the column “{heading}” is not in the sheet; it counts as not touched",
        ),
        "sheet_column_strange": (
            "“{heading}”一列不是下载时就有的，没有读",
            "the column “{heading}” was not in the download and was not read",
        ),
        "sheet_rows_gone": (
            "有 {many} 个人不在表里，按没有改处理，不会删档",
            "{many} people are not in the sheet; they count as not touched, no file is deleted",
        ),
        "sheet_blank": (
            "原来是“{written}”，现在空着，按没有改处理",
            "it said “{written}” and is blank now; it counts as not touched",
            "真的要删，请上传时勾选“空着就是删除”",
            "to remove it, tick “a blank removes” when uploading",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Change:
    """One edited cell: as issued, as recorded now, and what it shall be (None: removed)."""

    field: str
    cell: str
    issued: str
    now: str
    shown: str
    value: Any
    is_conflict: bool = False

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Line:
    """One row that names a person of the workbook: its cells by field, and what is wrong with it."""

    number: int
    person_id: int
    cells: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a field stands in the sheet and what its heading says."""

    field: str
    column: int
    text: str

    def at(self, row: int) -> str:
        return address(row, self.column)


def headings_of(row: Row, known: Mapping[str, str]) -> tuple[dict[str, Heading], list[Problem]]:
    """The headings of a sheet by field. ``known``: heading text → field, key and number among them."""
    found: dict[str, Heading] = {}
    problems: list[Problem] = []
    for column, value in enumerate(row.values, start=1):
        text = cell_words(value).strip()
        name = known.get(text)
        if text and name is None:
            problems.append(problem("sheet_column_strange", heading=text))
        elif name in found:
            problems.append(problem("sheet_heading_twice", heading=text))
        elif name:
            found[name] = Heading(name, column, text)
    gone = [text for text, name in known.items() if name not in found and name != VERSION]
    return found, problems + [problem("sheet_column_gone", heading=text) for text in gone]


def line_of(
    row: Row, headings: Mapping[str, Heading], formulas: Mapping[int, str], person_id: int, number: str
) -> Line:
    """One row with its cells; what is wrong with its shape is said at once."""
    line = Line(row.number, person_id)
    head = headings.get(NUMBER)
    if head and cell_words(row.value(head.column)).strip() != number:
        written = cell_words(row.value(head.column))
        line.problems.append(
            problem("sheet_number_moved", written=written).at(head.at(row.number), head.text)
        )
    for name, head in headings.items():
        if name in (KEY, VERSION, NUMBER):
            continue
        where = head.at(row.number)
        if head.column in formulas:
            line.problems.append(problem("sheet_formula").at(where, head.text))
        elif head.column in row.merged:
            anchor = row.merged[head.column]
            line.problems.append(problem("sheet_merged", anchor=anchor).at(where, head.text))
        else:
            line.cells[name] = row.value(head.column)
    return line


def compare(
    line: Line,
    headings: Mapping[str, Heading],
    issued: Mapping[str, str],
    now: Mapping[str, Any],
    *,
    blank_removes: bool,
) -> tuple[list[Change], list[Problem]]:
    """Every edited cell of a row, and what is wrong with those that cannot be taken.

    Args:
        issued: the cells as the workbook was given out.
        now: ``{field: (value, cell text)}`` as recorded now.
    """
    changes: list[Change] = []
    problems: list[Problem] = []
    for name, cell in line.cells.items():
        if name not in issued or is_untouched(cell, issued[name]):
            continue
        place = (headings[name].at(line.number), headings[name].text)
        found = _edited(name, cell, issued[name], now, blank_removes=blank_removes)
        if isinstance(found, Problem):
            problems.append(found.at(*place))
        elif found is not None:
            changes.append(_change(name, place[0], issued[name], now[name][1], found))
    return changes, problems + _disagreements(changes, headings, line.number, now)


def _edited(
    name: str, cell: Any, issued: str, now: Mapping[str, Any], *, blank_removes: bool
) -> Read | Problem | None:
    if cell is None or not cell_words(cell).strip():
        return _blank(name, issued, now, blank_removes=blank_removes)
    read = read_cell(name, cell)
    if isinstance(read, Read) and _is_same(read.value, now[name][0]):
        return None
    return read


def _blank(name: str, issued: str, now: Mapping[str, Any], *, blank_removes: bool) -> Read | Problem | None:
    if not blank_removes:
        return problem("sheet_blank", written=issued)
    if name in NEVER_BLANK:
        return problem("sheet_never_blank")
    return None if now[name][0] in (None, "") else Read(None, "")


def _is_same(value: Any, recorded: Any) -> bool:
    if isinstance(value, list) and isinstance(recorded, list):
        return sorted(value) == sorted(recorded)
    return bool(value == recorded) and type(value) is type(recorded)


def _change(name: str, cell: str, issued: str, now: str, read: Read) -> Change:
    return Change(name, cell, issued, now, read.shown, read.value, kept_text(issued) != kept_text(now))


def _disagreements(
    changes: Sequence[Change], headings: Mapping[str, Heading], number: int, now: Mapping[str, Any]
) -> list[Problem]:
    """Birth date and sex beside an identity number: the number rules."""
    typed = {change.field: change for change in changes}
    has_number = "id_number" in typed or bool(now["id_number"][0])
    wrong = [typed[name] for name in FOLLOWS_THE_NUMBER if name in typed and has_number]
    return [
        problem("sheet_follows_number").at(one.cell, headings[one.field].text)
        for one in wrong
        if not _agrees(one, typed.get("id_number"))
    ]


def _agrees(one: Change, number: Change | None) -> bool:
    if number is None or not number.value:
        return False
    read = read_id_number(number.value)
    born = read.birth_on.isoformat() if read.birth_on else ""
    return bool(one.value == {"birth_on": born, "sex": read.sex}[one.field])
