"""Reading the cells of one column: each is taken, or a problem says why not."""

from collections.abc import Container
from typing import Any, NamedTuple

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import Value
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import IdReading, read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.certified import closable
from rongyao.bureau.registry.roster.columns import ColumnKind
from rongyao.bureau.registry.roster.dates import precision
from rongyao.bureau.registry.roster.layout import Column
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

# Of what stands in a roster once only, nothing is gained by remembering it.
HARDLY_EVER_TWICE = (kinds.ID_NUMBER, kinds.PHONE, kinds.ADDRESS)
MOST_REMEMBERED = 8192

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


class FactValue(NamedTuple):
    """A fact's value with its cell. `precision` is set for dates. `source`: cell, certified_column or id_number."""

    value: Any
    cell: str
    precision: str = ""
    asserted_absence: bool = False
    source: str = "cell"


class CellReading(NamedTuple):
    """What one cell says, in whichever row it stands.

    `facts` as (name, value, precision, asserted absence); `text` as (field of the person, text, whether a second such
    column is added to the first); `years` are the stated years of service. `is_taken`: nothing of it is left over.
    `is_one_fact`: it says one fact of one immutable value and no more, as most cells do; set on what is remembered.
    """

    problems: tuple[Problem, ...] = ()
    facts: tuple[tuple[str, Any, str, bool], ...] = ()
    text: tuple[str, str, bool] | None = None
    phones: tuple[str, ...] = ()
    identity: IdReading | None = None
    years: str | None = None
    is_taken: bool = False
    is_one_fact: bool = False

    def marked(self) -> "CellReading":
        """The same with ``is_one_fact`` set as it is."""
        more = self.problems or self.text or self.phones or self.identity or self.years or self.is_taken
        is_one = not more and len(self.facts) == 1 and not isinstance(self.facts[0][1], list)
        return self._replace(is_one_fact=is_one)


class CellReader:
    """Reads the cells of one column. A text that stands in many rows is read once.

    `is_closed`: somebody certifies the column as complete, so that a dash in it is a statement. `remembered` holds
    what was read, by type and value: 1, 1.0 and True are equal and say different things.
    """

    def __init__(self, column: Column, certified: Container[str]) -> None:
        assert column.kind is not None
        self.kind = column.kind
        self.is_closed = any(name in certified for name in closable(column))
        self._is_remembered = self.kind.key not in HARDLY_EVER_TWICE
        self.remembered: dict[tuple[type, Value], CellReading] = {}

    def read(self, value: Value) -> CellReading:
        """What a cell that is not blank says."""
        if not self._is_remembered:
            return self._read(value)
        if len(self.remembered) >= MOST_REMEMBERED:
            self.remembered.clear()
        known = self.remembered[value.__class__, value] = self._read(value).marked()
        return known

    def _read(self, value: Value) -> CellReading:
        if self.kind.key in (kinds.NAME, kinds.ID_NUMBER):
            return _key(self.kind.key, value)
        return self._empty_word(value) or READERS.get(self.kind.key, _fact)(self.kind, value)

    def _empty_word(self, value: Value) -> CellReading | None:
        """Dashes, "不详" and lost values are the same in every column but the remarks."""
        text = plain(value)
        if isinstance(value, LostValue):
            return _said(problem("value_lost", written=str(value)))
        if self.kind.key == kinds.NOTE:
            return None
        if text in DASHES:
            return (
                CellReading(is_taken=True)
                if self.is_closed
                else _said(problem("dash_is_not_no", written=text))
            )
        if text in UNKNOWN or (text in NONE_WORDS and self.kind.key.startswith(("person.", "place."))):
            return _said(problem("stated_unknown", written=text))
        return None


def _said(*problems: Problem) -> CellReading:
    return CellReading(problems)


def _stating(*facts: tuple[str, Taken]) -> CellReading:
    return CellReading(
        facts=tuple((name, t.value, _precision(name, t.value), t.asserts_absence) for name, t in facts)
    )


def _precision(name: str, value: Any) -> str:
    return precision(value) if FACTS[name].kind == "date" else ""


def _key(kind: str, value: Value) -> CellReading:
    if isinstance(value, LostValue):
        return _said(problem("key_lost", written=str(value)))
    if kind == kinds.NAME:
        reading = read_name(value)
        return _keeping("name", reading.name, reading.problems)
    identity = read_id_number(value)
    return _keeping("id_number", identity.number, identity.problems)._replace(identity=identity)


def _keeping(field: str, text: str | None, problems: tuple[Problem, ...] = ()) -> CellReading:
    return CellReading(problems, text=(field, text, False) if text else None, is_taken=bool(text))


def _phone(_kind: ColumnKind, value: Value) -> CellReading:
    reading = read_phone(value)
    numbers = tuple(number for number in (reading.number, *reading.others) if number)
    return CellReading(reading.problems, phones=numbers, is_taken=bool(numbers))


def _text(kind: ColumnKind, value: Value) -> CellReading:
    """Plain text. Two columns of one kind (two remarks, two addresses) are both kept."""
    field = kind.key.removeprefix("person.")
    text = plain(value) if field in ("town", "ethnicity") else str(value).strip()
    return CellReading(text=(field, text, True), is_taken=True)


def _place(kind: ColumnKind, value: Value) -> CellReading:
    text = plain(value)
    kept = CellReading(text=(kind.key.removeprefix("place."), text, False), is_taken=True)
    answer = is_kunshan(text)
    if answer is None:
        return kept._replace(problems=(problem("place_too_coarse", written=text),))
    return kept._replace(facts=((kind.facts[0], answer, "", not answer),))


def _rank(_kind: ColumnKind, value: Value) -> CellReading:
    rank = read_rank(plain(value))
    if rank is None:
        return _said(problem("rank_unread", written=plain(value)))
    facts = [("rank_group", Taken(rank.group))]
    facts += [("nco_grade", Taken(rank.grade))] if rank.grade is not None else []
    if rank.is_sergeant_4 is not None:
        facts.append(("rank_sergeant_4_or_above", Taken(rank.is_sergeant_4)))
    return _stating(*facts)


def _disability(_kind: ColumnKind, value: Value) -> CellReading:
    read = read_disability(plain(value))
    if isinstance(read, Problem):
        return _said(read)
    grade, cause = read
    facts = [("disability_grade", Taken(grade, asserts_absence=grade == 0))]
    if cause is not None:
        facts.append(("disability_cause", Taken(cause, asserts_absence=cause == "none")))
    return _stating(*facts)


def _way(_kind: ColumnKind, value: Value) -> CellReading:
    text = plain(value)
    facts = [_way_of(part) for part in [text, *_parts(text)]]
    read = [facts[0]] if facts[0] else facts[1:]
    if not read or None in read:
        ways, modes = shown_choices("placement_choice"), shown_choices("discharge_mode")
        choices = (f"{ways[0]}、{modes[0]}", f"{ways[1]}; {modes[1]}")
        return _said(problem("way_unread", written=text, choices=choices))
    return _stating(*((way[0], Taken(way[1])) for way in read if way))


def _party_discipline(_kind: ColumnKind, value: Value) -> CellReading:
    """ "有" is some discipline and not yet expulsion; only the word itself, or none at all, answers the question."""
    text = plain(value)
    if text in NONE_WORDS or YES_WORDS["expelled_from_party"].fullmatch(text):
        return _stating(("expelled_from_party", Taken(text not in NONE_WORDS, text in NONE_WORDS)))
    return _said(problem("discipline_unclear", written=text))


def _service_years(_kind: ColumnKind, value: Value) -> CellReading:
    return CellReading(years=plain(value))


def _fact(kind: ColumnKind, value: Value) -> CellReading:
    read = read_fact(FACTS[kind.facts[0]], value)
    return _said(read) if isinstance(read, Problem) else _stating((kind.facts[0], read))


READERS = {
    kinds.PHONE: _phone,
    kinds.ADDRESS: _text,
    kinds.TOWN: _text,
    kinds.ETHNICITY: _text,
    kinds.NOTE: _text,
    kinds.RANK: _rank,
    kinds.DISABILITY: _disability,
    kinds.WAY: _way,
    kinds.PARTY_DISCIPLINE: _party_discipline,
    kinds.ENLISTED_FROM: _place,
    kinds.HUKOU_THEN: _place,
    kinds.HUKOU_NOW: _place,
    kinds.SERVICE_YEARS: _service_years,
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
