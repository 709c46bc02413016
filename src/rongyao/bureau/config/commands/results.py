"""A roster and the law brought together: every accepted row answered, every rejected row explained, as one workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.foundation.exchange.writing import HEADER_FILL, HEADER_FONT, MONEY_FORMAT, safe_text
from rongyao.bureau.registry.identity.numbers import mask
from rongyao.bureau.registry.roster.parse import Roster, open_roster
from rongyao.bureau.registry.roster.rows import ParsedRow
from rongyao.law import determine
from rongyao.law.facts import FACTS
from rongyao.law.findings import Finding
from rongyao.law.reasons import why

TOGETHER = 200
Told = Callable[[int, int], None]
Words = tuple[str, str]

ANSWERS: dict[str, Words] = {
    "yes": ("符合", "yes"),
    "no": ("不符合", "no"),
    "unknown": ("尚不能确定", "not known yet"),
    "judge": ("待经办人认定", "for an officer to judge"),
}
# What somebody is due comes first, then what an officer can settle.
ORDER = ("yes", "judge", "unknown", "no")
UNITS: dict[str, Words] = {
    "once": ("一次性", "once"),
    "month": ("每月", "a month"),
    "year": ("每年", "a year"),
}
CONFIDENCE: dict[str, Words] = {
    "confirmed": ("已确认", "confirmed"), "published": ("已公布", "published"), "reported": ("见于报道", "reported"),
    "derived": ("推算", "derived"), "missing": ("标准未确认", "standard not confirmed"),
}  # fmt: skip
PAYABLE: dict[bool, Words] = {True: ("可以发放", "payable"), False: ("暂不可发放", "not payable yet")}
SEVERITIES: dict[str, Words] = {
    "error": ("错误，该行未采用", "error: the row was not taken"),
    "warning": ("该格未采用或可疑", "the cell was not taken or looks wrong"),
    "note": ("提示", "note"),
}

# (zh, en, width) of the columns of each sheet.
RESULT_COLUMNS = (
    ("行号", "row", 7), ("姓名", "name", 12), ("身份证号", "identity number", 20), ("待遇", "entitlement", 34),
    ("结论", "answer", 13), ("金额（元）", "amount (yuan)", 14), ("计发", "paid", 8), ("能否发放", "payable", 12),
    ("标准依据", "standard", 12), ("理由", "reasons", 70), ("尚缺的材料", "missing facts", 36),
    ("待认定事项", "to be judged", 28), ("条文", "article", 12), ("代码", "key", 40),
)  # fmt: skip
PROBLEM_COLUMNS = (
    ("行号", "row", 7), ("姓名", "name", 12), ("单元格", "cell", 9), ("栏目", "column", 16),
    ("轻重", "how grave", 20), ("问题", "what is wrong", 60), ("怎样改", "how to mend it", 60),
)  # fmt: skip
SHEETS: dict[str, Words] = {
    "results": ("结果", "results"), "problems": ("未采用的行和格", "not taken"), "about": ("说明", "about"),
}  # fmt: skip


@dataclass
class Totals:
    """What was done, for the last line and the sheet 说明."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    answers: dict[str, int] = field(default_factory=dict)


def answer_roster(
    source: Path,
    target: Path,
    *,
    on: dt.date,
    certified: Collection[str] = (),
    lang: str = "zh",
    progress: Told | None = None,
) -> Totals:
    """Read the roster, ask the law for every accepted row on the legal date ``on``, write the workbook.

    Raises:
        UnableToReadTable: the file is no table, or holds no roster.
        OSError: the workbook cannot be written.
    """
    roster = open_roster(source, on=on, certified=certified)
    book = _Book(lang)
    for problem in roster.problems:
        book.add_problem(None, problem)
    for rows in _chunks(roster.rows(progress)):
        book.add_rows(rows, on)
    book.explain(roster, on)
    book.save(target)
    return book.totals


def _chunks(rows: Iterator[ParsedRow]) -> Iterator[list[ParsedRow]]:
    while chunk := list(islice(rows, TOGETHER)):
        yield chunk


class _Book:
    """The workbook while it is being written, row by row."""

    def __init__(self, lang: str) -> None:
        self.side = 0 if lang.startswith("zh") else 1
        self.lang = "zh" if self.side == 0 else "en"
        self.totals = Totals()
        self._book = Workbook(write_only=True)
        self._results = self._sheet("results", RESULT_COLUMNS)
        self._problems = self._sheet("problems", PROBLEM_COLUMNS)

    def add_rows(self, rows: Sequence[ParsedRow], on: dt.date) -> None:
        for row in rows:
            for problem in row.problems:
                self.add_problem(row, problem)
        accepted = [row for row in rows if row.accepted]
        self.totals.rows += len(rows)
        self.totals.accepted += len(accepted)
        self.totals.rejected += len(rows) - len(accepted)
        found = determine.people([row.facts for row in accepted], on=on) if accepted else []
        for row, findings in zip(accepted, found, strict=True):
            for finding in sorted(findings, key=lambda one: ORDER.index(one.answer)):
                if finding.applies:
                    self._add_finding(row, finding)

    def _add_finding(self, row: ParsedRow, found: Finding) -> None:
        self.totals.answers[found.answer] = self.totals.answers.get(found.answer, 0) + 1
        person = (row.number, row.person.get("name", ""), mask(row.person.get("id_number") or ""))
        said = ((found.zh, found.en)[self.side], self._word(ANSWERS, found.answer))
        rest = (why(found, self.lang), self._facts(found.missing), self._facts(found.to_judge))
        self._append(
            self._results, (*person, *said, *self._amount(found), *rest, found.article, found.entitlement)
        )

    def _amount(self, found: Finding) -> tuple[Any, ...]:
        amount = found.amount
        if amount is None or found.answer != "yes":
            return ("", "", "", "")
        fen = amount.amount_fen
        sum_ = "" if fen is None else _Money(fen)
        payable = self._word(PAYABLE, amount.is_payable)
        return (sum_, self._word(UNITS, amount.unit), payable, self._word(CONFIDENCE, amount.confidence))

    def add_problem(self, row: ParsedRow | None, problem: Problem) -> None:
        who = (row.number, row.person.get("name", "")) if row else ("", "")
        words = (
            self._word(SEVERITIES, problem.severity.value),
            problem.text(self.lang),
            problem.mend(self.lang),
        )
        self._append(self._problems, (*who, problem.cell, problem.column, *words))

    def explain(self, roster: Roster, on: dt.date) -> None:
        """The sheet that says what was read, on which day the law was asked, and what the columns mean."""
        totals, names = self.totals, "、" if self.side == 0 else ", "
        certified = names.join(self._label(name) for name in roster.certified) or "—"
        lines: tuple[tuple[Words, Any], ...] = (
            (("花名册", "roster"), roster.name),
            (("法定日期", "legal date"), on.isoformat()),
            (("行数", "rows"), totals.rows),
            (("采用", "accepted"), totals.accepted),
            (("未采用", "rejected"), totals.rejected),
            (
                ("填报单位核实填全的栏目（空白即为无）", "columns certified complete (blank means none)"),
                certified,
            ),
            (("只列出事件日期所适用的规定", "only rules that govern the date of the event are listed"), ""),
            (
                (
                    "“尚不能确定”表示缺少事实，不等于不符合",
                    "“not known yet” means a fact is missing; it is not a no",
                ),
                "",
            ),
            (("金额只供核对，发放以决定为准", "amounts are for checking; payment follows a decision"), ""),
        )
        sheet = self._book.create_sheet(SHEETS["about"][self.side])
        sheet.column_dimensions["A"].width = 60
        for words, value in lines:
            self._append(sheet, (words[self.side], value))

    def save(self, target: Path) -> None:
        self._book.save(target)

    def _sheet(self, name: str, columns: Sequence[tuple[str, str, int]]) -> Any:
        sheet = self._book.create_sheet(SHEETS[name][self.side])
        sheet.freeze_panes = "A2"
        header = []
        for number, (*words, width) in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
            header.append(_header(sheet, words[self.side]))
        sheet.append(header)
        return sheet

    def _append(self, sheet: Any, values: Sequence[Any]) -> None:
        sheet.append([_cell(sheet, value) for value in values])

    def _word(self, words: dict[Any, Words], code: Any) -> str:
        return words[code][self.side] if code in words else str(code)

    def _facts(self, names: Sequence[str]) -> str:
        return ("、" if self.side == 0 else ", ").join(self._label(name) for name in names)

    def _label(self, name: str) -> str:
        known = FACTS.get(name)
        return (known.zh, known.en)[self.side] if known else name


@dataclass(frozen=True, slots=True)
class _Money:
    fen: int


def _header(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.fill = (
        Font(bold=HEADER_FONT.bold),
        PatternFill(HEADER_FILL.fill_type, HEADER_FILL.fgColor),
    )
    return cell


def _cell(sheet: Any, value: Any) -> Cell | None:
    if value in ("", None):
        return None
    if isinstance(value, _Money):
        cell = WriteOnlyCell(sheet, value=value.fen / 100)
        cell.number_format = MONEY_FORMAT
        return cell
    return WriteOnlyCell(sheet, value=value if isinstance(value, int) else safe_text(value))
