"""Reading the cells of one row: each is taken, or a problem says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import Row, Value, address
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import IdReading, read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.certified import closable
from rongyao.bureau.registry.roster.dates import precision
from rongyao.bureau.registry.roster.layout import Column, Layout
from rongyao.bureau.registry.roster.places import is_kunshan
from rongyao.bureau.registry.roster.ranks import read_rank
from rongyao.bureau.registry.roster.values import (
    DASHES,
    NONE_WORDS,
    UNKNOWN,
    YES_WORDS,
    Taken,
    plain,
    read_choice,
    read_disability,
    read_fact,
    shown_choices,
)
from rongyao.law.facts import FACTS

declare(
    Severity.ERROR,
    {
        "key_lost": (
            "单元格里是“{written}”，不是值",
            "the cell holds “{written}”, which is no value",
            "请把公式改成值，或改正出错的公式",
            "replace the formula by its value, or correct it",
        ),
        "only_a_name": (
            "这一行除了姓名“{name}”没有别的内容，认不出是谁",
            "the row holds nothing but the name “{name}”; nobody can be told by it",
            "请补上身份证号等内容；不是人名就删去这一行",
            "add the identity number and the rest; if it is no name, remove the row",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "id_blank": (
            "没有身份证号，只能按姓名和出生日期由人来认",
            "there is no identity number; a person must be matched by name and birth by hand",
            "请补上身份证号",
            "add the identity number",
        ),
        "place_too_coarse": (
            "“{written}”看不出是不是昆山，地名已保留，是否昆山按不知道处理",
            "“{written}” does not say whether it is Kunshan; the name is kept, the answer is not known",
            "请写到县（市、区）",
            "name the county or city",
        ),
        "rank_unread": (
            "“{written}”不是认得的军衔或人员类别，没有采用",
            "“{written}” is no known rank or category and was not taken",
            "请填义务兵、军士、军官，或具体军衔",
            "give conscript, NCO or officer, or the rank",
        ),
        "discipline_unclear": (
            "党内处分写的是“{written}”，是否开除党籍按不知道处理",
            "the discipline is “{written}”; whether it was expulsion is not known",
            "受过开除党籍处分的写“开除党籍”，没有受过党内处分的写“无”",
            "write 开除党籍 for expulsion, 无 where there was no discipline",
        ),
        "way_unread": (
            "“{written}”不是认得的退役或安置方式，没有采用（可填：{choices}）",
            "“{written}” is no known way of discharge or placement and was not taken (it takes: {choices})",
            "请从可填的内容里选一种",
            "choose one of these",
        ),
        "cell_not_taken": ("“{written}”没有采用", "“{written}” was not taken"),
    },
)


@dataclass(frozen=True, slots=True)
class FactValue:
    """A fact's value with its cell. `precision` is set for dates. `source`: cell, certified_column or id_number."""

    value: Any
    cell: str
    precision: str = ""
    asserted_absence: bool = False
    source: str = "cell"


class Cells:
    """The row being read; it lives for one row and keeps the steps short."""

    def __init__(
        self, layout: Layout, certified: Mapping[str, str], row: Row, problems: Iterable[Problem]
    ) -> None:
        self.layout, self.certified, self.row = layout, certified, row
        self.problems = [self._twin(one) for one in problems]
        self.person: dict[str, Any] = {}
        self.found: dict[str, list[tuple[FactValue, Column]]] = {}
        self.values: dict[str, FactValue] = {}
        self.taken: set[str] = set()
        self.identity = IdReading(None)
        self.stated_years: tuple[str, Column] | None = None

    # Reading cells ------------------------------------------------------------------------------------------

    def _read(self, column: Column, value: Value) -> None:
        key = column.kind.key if column.kind else ""
        if value is None or key == kinds.IGNORED:
            return
        if key in (kinds.NAME, kinds.ID_NUMBER):
            self._key(column, value)
        elif not self._is_empty_word(column, value):
            READERS.get(key, Cells._fact)(self, column, value)

    def _key(self, column: Column, value: Value) -> None:
        if isinstance(value, LostValue):
            self._report(problem("key_lost", written=str(value)), column)
        elif column.kind and column.kind.key == kinds.NAME:
            self._name(column, value)
        else:
            self._id_number(column, value)

    def _is_empty_word(self, column: Column, value: Value) -> bool:
        """Dashes, "不详" and lost values are the same in every column but the remarks."""
        text = plain(value)
        if isinstance(value, LostValue):
            self._report(problem("value_lost", written=str(value)), column)
        elif column.kind and column.kind.key == kinds.NOTE:
            return False
        elif text in DASHES and any(name in self.certified for name in closable(column)):
            self.taken.add(self._where(column))
        elif text in DASHES:
            self._report(problem("dash_is_not_no", written=text), column)
        elif text in UNKNOWN or (
            text in NONE_WORDS and column.kind and column.kind.key.startswith(("person.", "place."))
        ):
            self._report(problem("stated_unknown", written=text), column)
        else:
            return False
        return True

    def _name(self, column: Column, value: Value) -> None:
        reading = read_name(value)
        self._report_all(reading.problems, column)
        if reading.name:
            self._keep("name", reading.name, column)

    def _id_number(self, column: Column, value: Value) -> None:
        self.identity = read_id_number(value)
        self._report_all(self.identity.problems, column)
        if self.identity.number:
            self._keep("id_number", self.identity.number, column)

    def _phone(self, column: Column, value: Value) -> None:
        reading = read_phone(value)
        self._report_all(reading.problems, column)
        numbers = [number for number in (reading.number, *reading.others) if number]
        if not numbers:
            return
        if "phone" not in self.person:
            self.person["phone"] = numbers.pop(0)
        known = self.person.setdefault("other_phones", [])
        known += [number for number in numbers if number not in (self.person["phone"], *known)]
        self.taken.add(self._where(column))

    def _text(self, column: Column, value: Value) -> None:
        """Plain text. Two columns of one kind (two remarks, two addresses) are both kept."""
        name = column.kind.key.removeprefix("person.") if column.kind else ""
        text = plain(value) if name in ("town", "ethnicity") else str(value).strip()
        before = self.person.get(name)
        self._keep(name, f"{before}；{text}" if before and before != text else text, column)

    def _place(self, column: Column, value: Value) -> None:
        kind = column.kind
        assert kind is not None
        text = plain(value)
        self._keep(kind.key.removeprefix("place."), text, column)
        answer = is_kunshan(text)
        if answer is None:
            self._report(problem("place_too_coarse", written=text), column)
        else:
            self._add(kind.facts[0], Taken(answer, asserts_absence=not answer), column)

    def _rank(self, column: Column, value: Value) -> None:
        rank = read_rank(plain(value))
        if rank is None:
            self._report(problem("rank_unread", written=plain(value)), column)
            return
        self._add("rank_group", Taken(rank.group), column)
        if rank.grade is not None:
            self._add("nco_grade", Taken(rank.grade), column)
        if rank.is_sergeant_4 is not None:
            self._add("rank_sergeant_4_or_above", Taken(rank.is_sergeant_4), column)

    def _disability(self, column: Column, value: Value) -> None:
        read = read_disability(plain(value))
        if isinstance(read, Problem):
            self._report(read, column)
            return
        grade, cause = read
        self._add("disability_grade", Taken(grade, asserts_absence=grade == 0), column)
        if cause is not None:
            self._add("disability_cause", Taken(cause, asserts_absence=cause == "none"), column)

    def _way(self, column: Column, value: Value) -> None:
        text = plain(value)
        facts = [_way_of(part) for part in [text, *_parts(text)]]
        read = [facts[0]] if facts[0] else facts[1:]
        if not read or None in read:
            ways, modes = shown_choices("placement_choice"), shown_choices("discharge_mode")
            choices = (f"{ways[0]}、{modes[0]}", f"{ways[1]}; {modes[1]}")
            self._report(problem("way_unread", written=text, choices=choices), column)
            return
        for name, code in (way for way in read if way):
            self._add(name, Taken(code), column)

    def _party_discipline(self, column: Column, value: Value) -> None:
        """ "有" is some discipline and not yet expulsion; only the word itself, or none at all, answers the question."""
        text = plain(value)
        if text in NONE_WORDS or YES_WORDS["expelled_from_party"].fullmatch(text):
            self._add("expelled_from_party", Taken(text not in NONE_WORDS, text in NONE_WORDS), column)
        else:
            self._report(problem("discipline_unclear", written=text), column)

    def _service_years(self, column: Column, value: Value) -> None:
        self.stated_years = (plain(value), column)

    def _fact(self, column: Column, value: Value) -> None:
        assert column.kind is not None
        read = read_fact(FACTS[column.kind.facts[0]], value)
        if isinstance(read, Problem):
            self._report(read, column)
        else:
            self._add(column.kind.facts[0], read, column)

    def _add(self, name: str, taken: Taken, column: Column) -> None:
        exact = precision(taken.value) if FACTS[name].kind == "date" else ""
        value = FactValue(taken.value, self._where(column), exact, taken.asserts_absence)
        self.found.setdefault(name, []).append((value, column))

    def _keep(self, name: str, value: Any, column: Column) -> None:
        self.person[name] = value
        self.taken.add(self._where(column))

    def _where(self, column: Column) -> str:
        return self.row.merged.get(column.number) or address(self.row.number, column.number)

    def _header(self, cell: str) -> str:
        return next((c.header for c in self.layout.columns if self._where(c) == cell), "")

    def _twin(self, found: Problem) -> Problem:
        column = (self.layout.of_kind(kinds.ID_NUMBER) or self.layout.of_kind(kinds.NAME))[0]
        return found.at(self._where(column), column.header)

    def _report(self, found: Problem, column: Column | None) -> None:
        self._report_at(found, self._where(column) if column else "", column.header if column else "")

    def _report_all(self, found: Iterable[Problem], column: Column) -> None:
        for one in found:
            self._report(one, column)

    def _report_at(self, found: Problem, cell: str, header: str) -> None:
        self.problems.append(found.at(cell, header))


READERS = {
    kinds.PHONE: Cells._phone,
    kinds.ADDRESS: Cells._text,
    kinds.TOWN: Cells._text,
    kinds.ETHNICITY: Cells._text,
    kinds.NOTE: Cells._text,
    kinds.RANK: Cells._rank,
    kinds.DISABILITY: Cells._disability,
    kinds.WAY: Cells._way,
    kinds.PARTY_DISCIPLINE: Cells._party_discipline,
    kinds.ENLISTED_FROM: Cells._place,
    kinds.HUKOU_THEN: Cells._place,
    kinds.HUKOU_NOW: Cells._place,
    kinds.SERVICE_YEARS: Cells._service_years,
}


def _way_of(text: str) -> tuple[str, str] | None:
    for name in ("placement_choice", "discharge_mode"):
        if code := read_choice(name, text):
            return (name, code)
    return None


def _parts(text: str) -> list[str]:
    for separator in "、，,；;/ ":
        if separator in text:
            return [part.strip() for part in text.split(separator) if part.strip()]
    return []
