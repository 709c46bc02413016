"""One row of a roster: what is taken from it, what is wrong with it, and an account of every cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, problem
from rongyao.bureau.foundation.exchange.reading import Row, Value, address
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.cells import Cells, FactValue
from rongyao.bureau.registry.roster.certified import closable
from rongyao.bureau.registry.roster.crosscheck import Seen, check, service_years_agree
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


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one layout. `certified` maps facts to who certifies them; `on` is the day nothing may lie after."""

    layout: Layout
    on: date
    certified: Mapping[str, str] = field(default_factory=dict)

    def read(self, row: Row, twins: Iterable[Problem] = ()) -> ParsedRow:
        """One row. `twins` are problems found by comparing rows, which one row cannot know."""
        return _Work(self, row, twins).done()


class _Work(Cells):
    """The cells of a row brought together: one value for each fact, checked, and every cell accounted for."""

    def __init__(self, reader: RowReader, row: Row, problems: Iterable[Problem]) -> None:
        super().__init__(reader.layout, reader.certified, row, problems)
        self.on = reader.on

    def done(self) -> ParsedRow:
        for column in self.layout.columns:
            if column.kind:
                self._read(column, self.row.value(column.number))
        self._require()
        for name, candidates in self.found.items():
            self._resolve(name, candidates)
        self._from_identity()
        self._close_blanks()
        self._check()
        ledger = "".join(self._accounts())
        row = self.row
        return ParsedRow(
            row.number, self.values, self.person, tuple(self.problems), ledger, row.own_values, row.merged
        )

    # Bringing the cells together ----------------------------------------------------------------------------

    def _require(self) -> None:
        named = self.layout.of_kind(kinds.NAME)
        if "name" not in self.person and not self._has_said(named):
            self._report(problem("name_blank"), named[0] if named else None)
        if named and "name" in self.person and self._filled() == 1:
            self._report(problem("only_a_name", name=self.person["name"]), named[0])
            return
        numbered = self.layout.of_kind(kinds.ID_NUMBER)
        if numbered and "id_number" not in self.person and not self._has_said(numbered):
            self._report(problem("id_blank"), numbered[0])

    def _filled(self) -> int:
        """Cells of this row that say something of the person (merged ones too, running numbers not)."""
        ignored = {c.number for c in self.layout.columns if c.kind and c.kind.key == kinds.IGNORED}
        return sum(v is not None and n not in ignored for n, v in enumerate(self.row.values, start=1))

    def _has_said(self, columns: list[Column]) -> bool:
        where = {self._where(column) for column in columns}
        return any(one.cell in where and one.severity is Severity.ERROR for one in self.problems)

    def _resolve(self, name: str, candidates: list[tuple[FactValue, Column]]) -> None:
        """Several cells may fill one fact; they must agree. Of two dates that agree the more exact one is kept."""
        if len(candidates) == 1:
            self.values[name] = candidates[0][0]
            self.taken.add(candidates[0][0].cell)
            return
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
        at = self.layout.of_kind(kinds.ID_NUMBER)[0]
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
        for column in self.layout.columns:
            for name in closable(column):
                if (
                    name in self.certified
                    and self._is_blank(column)
                    and name not in self.found
                    and self._may_close(name)
                ):
                    absent = FACTS[name].absent
                    value = FactValue(
                        list(absent) if isinstance(absent, list) else absent,
                        self._where(column),
                        "",
                        True,
                        "certified_column",
                    )
                    self.values.setdefault(name, value)

    def _may_close(self, name: str) -> bool:
        """A grade without a cause has a cause that is not known; an NCO without a tier has one that is not known."""
        against = {"disability_cause": "disability_grade", "nco_grade": "rank_group"}.get(name)
        known = self.values.get(against) if against else None
        return known is None or known.value in (0, "conscript", "officer")

    def _is_blank(self, column: Column) -> bool:
        value = self.row.value(column.number)
        return value is None or plain(value) in DASHES

    def _check(self) -> None:
        seen = Seen(self._value, lambda name: self.values[name].cell, self.on)
        for found in check(seen):
            self._report_at(found, found.cell, self._header(found.cell))
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

    def _accounts(self) -> Iterator[str]:
        reported = {found.cell for found in self.problems if found.cell}
        by_number = {column.number: column for column in self.layout.columns}
        for number, value in enumerate(self.row.own_values, start=1):
            yield BLANK if value is None else self._account(number, value, by_number.get(number), reported)

    def _account(self, number: int, value: Value, column: Column | None, reported: set[str]) -> str:
        where = address(self.row.number, number)
        if column is None or column.kind is None:
            return UNREAD
        if column.kind.key == kinds.IGNORED:
            return IGNORED
        if where in self.taken:
            return TAKEN
        if where in reported:
            return REPORTED
        if column.kind.key == kinds.SERVICE_YEARS:
            return CHECKED
        # Never reached while every reader either takes or reports; kept so that a mistake there cannot lose a cell.
        self._report(problem("cell_not_taken", written=str(value)), column)
        return REPORTED

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
