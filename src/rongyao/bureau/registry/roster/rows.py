"""One row of a roster: what is taken from it, what is wrong with it, and an account of every cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, problem
from rongyao.bureau.foundation.exchange.reading import Row, Value
from rongyao.bureau.registry.identity.numbers import IdReading
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.cells import CellReader, CellReading, FactValue
from rongyao.bureau.registry.roster.certified import closable
from rongyao.bureau.registry.roster.crosscheck import CHECKED_FACTS, check, service_years_agree
from rongyao.bureau.registry.roster.dates import earliest, latest, overlap
from rongyao.bureau.registry.roster.layout import Column, Layout
from rongyao.bureau.registry.roster.values import (
    DASHES,
    plain,
    read_months,
    read_whole,
)
from rongyao.law.facts import FACTS

# The account of a cell: taken, reported, declared ignored, used only to check, in an unread column, blank.
TAKEN, REPORTED, IGNORED, CHECKED, UNREAD, BLANK = "T", "R", "I", "C", "U", "."


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """`values` by fact name; `person` holds name, id_number, phone, other_phones, address, town, ethnicity, note, places.

    `ledger` has one letter for each column (see TAKEN…BLANK). `written` holds the row's own cells as they stand.
    """

    number: int
    values: Mapping[str, FactValue]
    person: Mapping[str, Any]
    problems: tuple[Problem, ...]
    ledger: str
    written: tuple[Value, ...] = field(repr=False)
    merged: Mapping[int, str] = field(default_factory=dict, repr=False)

    @property
    def accepted(self) -> bool:
        return not any(found.severity is Severity.ERROR for found in self.problems)

    @property
    def facts(self) -> dict[str, Any]:
        """The flat dict the law takes."""
        return {name: taken.value for name, taken in self.values.items()}


class RowReader:
    """Reads rows of one layout. `certified` maps facts to who certifies them; `on` is the day nothing may lie after.

    What is the same for every row (which column is what, what a text of a column says) is worked out once and kept.
    """

    def __init__(self, layout: Layout, on: date, certified: Mapping[str, str] | None = None) -> None:
        self.layout, self.on, self.certified = layout, on, certified or {}
        self.columns = [_Plan(column, self.certified) for column in layout.columns]
        self.closing = [(plan, name) for plan in self.columns for name in plan.closes]
        self.named = layout.of_kind(kinds.NAME)
        self.numbered = layout.of_kind(kinds.ID_NUMBER)

    def read(self, row: Row, twins: Iterable[Problem] = ()) -> ParsedRow:
        """One row. `twins` are problems found by comparing rows, which one row cannot know."""
        return _Work(self, row, twins).done()


class _Plan:
    """One column as every row meets it. `account`: what its cells are when nobody reads them, "" when somebody does."""

    def __init__(self, column: Column, certified: Mapping[str, str]) -> None:
        self.column, self.number, self.letter = column, column.number, column.letter
        kind = column.kind
        is_read = kind is not None and kind.key != kinds.IGNORED
        self.reader = CellReader(column, certified) if is_read else None
        self.account = "" if is_read else IGNORED if kind else UNREAD
        self.is_checked = kind is not None and kind.key == kinds.SERVICE_YEARS
        self.closes = [name for name in closable(column) if name in certified]


class _Work:
    """The row being read; it lives for one row: cells brought together, checked, and every one accounted for."""

    def __init__(self, reader: RowReader, row: Row, twins: Iterable[Problem]) -> None:
        self.reader, self.row = reader, row
        # The place of each column's value: its own cell, or the one it was filled from.
        number = str(row.number)
        self.places = [plan.letter + number for plan in reader.columns]
        for column, anchor in row.merged.items():
            if column <= len(self.places):
                self.places[column - 1] = anchor
        self.problems: list[Problem] = [self._twin(one) for one in twins]
        self.person: dict[str, Any] = {}
        # The first cell that says something of a fact, and the others, if any.
        self.found: dict[str, tuple[FactValue, Column]] = {}
        self.again: dict[str, list[tuple[FactValue, Column]]] = {}
        self.values: dict[str, FactValue] = {}
        self.taken: set[str] = set()
        self.identity = IdReading(None)
        self.stated_years: tuple[str, Column] | None = None

    def done(self) -> ParsedRow:
        accounts = self._read_cells()
        self._require()
        for name, (value, column) in self.found.items():
            if name in self.again:
                self._resolve(name, [(value, column), *self.again[name]])
            else:
                self.values[name] = value
                self.taken.add(value.cell)
        self._from_identity()
        self._close_blanks()
        self._check()
        row, own = self.row, self.row.own_values
        if self.problems or row.merged or "" in accounts:
            accounts = list(self._accounts(own))
        ledger = "".join(accounts)
        return ParsedRow(row.number, self.values, self.person, tuple(self.problems), ledger, own, row.merged)

    def _read_cells(self) -> list[str]:
        """Read every cell; what becomes of each, should nothing in the row speak against it ("": not settled)."""
        values, columns = self.row.values, self.reader.columns
        accounts: list[str] = []
        for plan, where, value in zip(columns, self.places, values, strict=False):
            if value is None:
                accounts.append(BLANK)
            elif plan.reader is None:
                accounts.append(plan.account)
            else:
                cell = plan.reader.remembered.get((value.__class__, value)) or plan.reader.read(value)
                accounts.append(
                    self._take_one(cell, where, plan.column)
                    if cell.is_one_fact
                    else self._take(cell, where, plan.column)
                )
        accounts.extend(BLANK if value is None else UNREAD for value in values[len(columns) :])
        return accounts

    def _take_one(self, cell: CellReading, where: str, column: Column) -> str:
        """``_take`` for a cell that says one fact and no more: two cells of three."""
        name, value, exact, is_absence = cell.facts[0]
        if name in self.found:
            return self._take(cell, where, column)
        self.found[name] = (FactValue(value, where, exact, is_absence), column)
        return TAKEN

    def _take(self, cell: CellReading, where: str, column: Column) -> str:
        """What one cell says, put where it belongs; what becomes of the cell."""
        problems, facts, text, phones, identity, years, is_taken, _is_one_fact = cell
        for name, value, exact, is_absence in facts:
            kept = value.copy() if value.__class__ is list else value
            said = (FactValue(kept, where, exact, is_absence), column)
            if self.found.setdefault(name, said) is not said:
                self.again.setdefault(name, []).append(said)
        if text:
            self._keep(*text)
        elif phones:
            self._keep_phones(list(phones))
        if identity:
            self.identity = identity
        for one in problems:
            self.problems.append(one.at(where, column.header))
        if is_taken:
            self.taken.add(where)
        elif years is not None:
            self.stated_years = (years, column)
            return CHECKED
        return TAKEN if is_taken or facts else ""

    def _keep(self, field: str, text: str, is_added: bool) -> None:
        before = self.person.get(field) if is_added else None
        self.person[field] = f"{before}；{text}" if before and before != text else text

    def _keep_phones(self, numbers: list[str]) -> None:
        if "phone" not in self.person:
            self.person["phone"] = numbers.pop(0)
        known = self.person.setdefault("other_phones", [])
        known += [number for number in numbers if number not in (self.person["phone"], *known)]

    # Bringing the cells together ----------------------------------------------------------------------------

    def _require(self) -> None:
        named, numbered = self.reader.named, self.reader.numbered
        if "name" not in self.person and not self._has_said(named):
            self._report(problem("name_blank"), named[0] if named else None)
        if named and "name" in self.person and self._is_alone():
            self._report(problem("only_a_name", name=self.person["name"]), named[0])
            return
        if numbered and "id_number" not in self.person and not self._has_said(numbered):
            self._report(problem("id_blank"), numbered[0])

    def _is_alone(self) -> bool:
        """One cell only of this row says something of the person (merged ones count, running numbers do not)."""
        columns, filled = self.reader.columns, 0
        for place, value in enumerate(self.row.values):
            if value is not None and (place >= len(columns) or columns[place].account != IGNORED):
                filled += 1
                if filled > 1:
                    return False
        return filled == 1

    def _has_said(self, columns: list[Column]) -> bool:
        where = {self._where(column) for column in columns}
        return any(one.cell in where and one.severity is Severity.ERROR for one in self.problems)

    def _resolve(self, name: str, candidates: list[tuple[FactValue, Column]]) -> None:
        """Several cells may fill one fact; they must agree. Of two dates that agree the more exact one is kept."""
        best = max((value for value, _ in candidates), key=lambda value: len(str(value.value)))
        if all(_agree(name, best.value, other.value) for other, _ in candidates):
            self.values[name] = best
            self.taken |= {value.cell for value, _ in candidates}
            return
        one, at = candidates[0]
        other, beside = next((v, c) for v, c in candidates if not _agree(name, v.value, one.value))
        shown = _shown(name, one.value), _shown(name, other.value)
        if name in ("rank_group", "nco_grade"):
            said = problem(
                "rank_conflict", one=at.header, other=beside.header, one_is=shown[0], other_is=shown[1]
            )
        else:
            said = problem(
                "values_conflict", fact=(FACTS[name].zh, FACTS[name].en), one=shown[0], other=shown[1]
            )
        for _, column in candidates:
            self._report(said, column)

    def _from_identity(self) -> None:
        if not self.identity.number or not self.identity.birth_on:
            return
        at = self.reader.numbered[0]
        born = self.identity.birth_on.isoformat()
        stated = self.values.get("birth_on")
        if stated and not overlap(stated.value, born):
            self._report_at(
                problem("birth_not_of_id", written=stated.value, of_id=born),
                stated.cell,
                self._header(stated.cell),
            )
        else:
            self.values["birth_on"] = FactValue(born, self._where(at), "day", source="id_number")
        sex = self.values.get("sex")
        if sex and sex.value != self.identity.sex:
            self._report_at(
                problem("sex_not_of_id", written=_shown("sex", sex.value)), sex.cell, self._header(sex.cell)
            )
        elif not sex:
            self.values["sex"] = FactValue(self.identity.sex, self._where(at), source="id_number")

    def _close_blanks(self) -> None:
        """A blank cell (or a dash) under a certified column asserts the absence; an unread cell never does."""
        for plan, name in self.reader.closing:
            if name not in self.found and self._is_blank(plan) and self._may_close(name):
                absent = FACTS[name].absent
                value = list(absent) if isinstance(absent, list) else absent
                where = self.places[plan.number - 1]
                self.values.setdefault(name, FactValue(value, where, "", True, "certified_column"))

    def _may_close(self, name: str) -> bool:
        """A grade without a cause has a cause that is not known; an NCO without a tier has one that is not known."""
        against = {"disability_cause": "disability_grade", "nco_grade": "rank_group"}.get(name)
        known = self.values.get(against) if against else None
        return known is None or known.value in (0, "conscript", "officer")

    def _is_blank(self, plan: _Plan) -> bool:
        value = self.row.value(plan.number)
        return value is None or plain(value) in DASHES

    def _check(self) -> None:
        values = self.values
        known = {name: values[name].value for name in CHECKED_FACTS if name in values}
        for found in check(known, self.reader.on):
            where = values[found.cell].cell
            self._report_at(found, where, self._header(where))
        if self.stated_years:
            self._check_years(*self.stated_years)

    def _check_years(self, text: str, column: Column) -> None:
        months = read_months(text) if "年" in text and "月" in text else None
        stated = months // 12 if months is not None else read_whole(text.split(".")[0] or "?")
        if stated is None:
            self._report(problem("service_years_unread", written=text), column)
            return
        enlisted, discharged = self._value("enlisted_on"), self._value("discharged_on")
        if enlisted and discharged and earliest(enlisted) <= latest(discharged):
            agrees, computed = service_years_agree(stated, enlisted, discharged)
            if not agrees:
                self._report(problem("service_years_differ", stated=stated, computed=computed), column)

    # Keeping account ----------------------------------------------------------------------------------------

    def _accounts(self, own: Sequence[Value]) -> Iterator[str]:
        reported = {found.cell for found in self.problems if found.cell}
        taken, places, columns = self.taken, self.places, self.reader.columns
        for place, value in enumerate(own):
            if value is None:
                yield BLANK
            elif place >= len(columns):
                yield UNREAD
            elif account := columns[place].account:
                yield account
            else:
                where = places[place]
                is_taken, is_reported = where in taken, where in reported
                yield TAKEN if is_taken else REPORTED if is_reported else self._left(columns[place], value)

    def _left(self, plan: _Plan, value: Value) -> str:
        """The account of a cell that was neither taken nor reported."""
        if plan.is_checked:
            return CHECKED
        # Never reached while every reader either takes or reports; kept so that a mistake there cannot lose a cell.
        self._report(problem("cell_not_taken", written=str(value)), plan.column)
        return REPORTED

    def _where(self, column: Column) -> str:
        return self.places[column.number - 1]

    def _header(self, cell: str) -> str:
        return next(
            (
                p.column.header
                for p, where in zip(self.reader.columns, self.places, strict=True)
                if where == cell
            ),
            "",
        )

    def _twin(self, found: Problem) -> Problem:
        column = (self.reader.numbered or self.reader.named)[0]
        return found.at(self._where(column), column.header)

    def _report(self, found: Problem, column: Column | None) -> None:
        self._report_at(found, self._where(column) if column else "", column.header if column else "")

    def _report_at(self, found: Problem, cell: str, header: str) -> None:
        self.problems.append(found.at(cell, header))

    def _value(self, name: str) -> Any:
        known = self.values.get(name)
        return known.value if known else None


def _agree(name: str, one: Any, other: Any) -> bool:
    return overlap(one, other) if FACTS[name].kind == "date" else one == other


def _shown(name: str, value: Any) -> tuple[str, str]:
    choices = FACTS[name].choices
    if value in choices:
        return choices[value]
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    return (str(value), str(value))
