"""One person without a data frame: the same nodes, worked out one by one in plain Python.

A population is answered in columns; for one person the columns are the dear part (a few hundred milliseconds for a few
thousand tiny expressions). So a page asks here. Every kind of node has its counterpart below, null-strict like its
column, and a test holds the two together: whoever is answered alone is answered as in a crowd. A kind without a
counterpart is no error: `Plan` then asks the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from rongyao.law import door
from rongyao.law.bounds import MEASURES
from rongyao.law.clauses import Clause, Exceptions, Group
from rongyao.law.compiler import LAST_DAY
from rongyao.law.money import Exact
from rongyao.law.nodes import (
    AllOf,
    AnyOf,
    Both,
    Compare,
    Constant,
    Difference,
    Node,
    Not,
    Product,
    Quantity,
    Sum,
    Test,
)
from rongyao.law.quantities import Choice, Highest, Labelled, Lowest, Number, Rounded, Standard, Subtotal
from rongyao.law.reader import Reader
from rongyao.law.readings import ReadingIs
from rongyao.law.references import (
    BoolFact,
    CategoryFact,
    CategoryIs,
    DateCompare,
    DateFact,
    DateKnown,
    DayConstant,
    DerivedFact,
    LaterDate,
    ListFact,
    ListHas,
    NumberFact,
    ShiftedDate,
)
from rongyao.law.settings import Settings
from rongyao.law.standards import Finder

Bounds = tuple[Any, Any]
UNKNOWN: Bounds = (None, None)


class One(Reader):
    """A reader that works a node out when it is first asked for."""

    def __init__(
        self,
        row: Mapping[str, Any],
        on: date,
        finders: Mapping[int, Finder],
        settings: Settings,
        place: int = 0,
    ) -> None:
        vague = {name: door.is_vague(value) for name, value in row.items()}
        super().__init__({}, row, vague, {}, settings)
        self.known = door.read_one(row, place)
        self.known["on"] = (on, on)
        self.finders = finders
        self._answers: dict[int, bool | None] = {}
        self._numbers: dict[int, tuple[Any, ...]] = {}

    def answer(self, node: Test) -> bool | None:
        place = id(node)
        if place not in self._answers:
            self._answers[place] = TESTS[type(node)](node, self)
        return self._answers[place]

    def cell(self, node: Node) -> Any:
        place = id(node)
        if place not in self._numbers:
            found = self._found(node) if isinstance(node, Standard) else NUMBERS[type(node)](node, self)
            self._numbers[place] = found if len(found) == 3 else (*found, None)
        return self._numbers[place]

    def bounds(self, node: Quantity) -> Bounds:
        """Lowest and highest, None where not known."""
        found: Bounds = self.cell(node)[:2]
        return found

    def number(self, node: Quantity) -> Any:
        lo, hi = self.bounds(node)
        return lo if lo is not None and lo == hi else None

    def standard(self, node: Quantity) -> dict[str, Any] | None:
        row = self.cell(node)[2]
        return self.finders[id(node)].explain(row)

    def _found(self, node: Standard) -> tuple[Any, Any, int]:
        finder = self.finders[id(node)]
        lo, hi = self.known[node.at.name] or UNKNOWN
        row = finder.row([_key(key, self) for key in node.keys], lo, hi, year_before=node.year_before)
        value = finder.value(row)
        return value, value, row


def can_answer(node: Node) -> bool:
    """Whether every kind of node has its counterpart here."""
    if isinstance(node, DerivedFact):
        return node.definition.rule in MEASURES
    return type(node) in TESTS or type(node) in NUMBERS or type(node) in ASKED_INSIDE


# ── tests ────────────────────────────────────────────────────────────────────────────────────────────────────


def _all(node: Any, one: One) -> bool | None:
    found: bool | None = True
    for test in node.tests:
        answer = one.answer(test)
        if answer is False:
            return False
        if answer is None:
            found = None
    return found


def _any(node: Any, one: One) -> bool | None:
    found: bool | None = False
    for test in node.tests:
        answer = one.answer(test)
        if answer is True:
            return True
        if answer is None:
            found = None
    return found


def _not(node: Any, one: One) -> bool | None:
    answer = one.answer(node.tests[0])
    return None if answer is None else not answer


def _inner(node: Any, one: One) -> bool | None:
    return one.answer(node.test)


def _compare(node: Compare, one: One) -> bool | None:
    left, right = one.bounds(node.left), one.bounds(node.right)
    return _bounded(_holds(left[0], node.sign, right[1]), _holds(left[1], node.sign, right[0]))


def _dates(node: DateCompare, one: One) -> bool | None:
    left, right = _day(node.left, one), _day(node.right, one)
    return _bounded(_holds(left[0], node.sign, right[1]), _holds(left[1], node.sign, right[0]))


def _holds(left: Any, sign: str, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    return bool(left >= right if sign == ">=" else left > right)


def _bounded(surely: bool | None, possibly: bool | None) -> bool | None:
    return True if surely else False if possibly is False else None


def _category(node: CategoryIs, one: One) -> bool | None:
    code = one.known[node.fact.name]
    return None if code is None else code in node.codes


def _list(node: ListHas, one: One) -> bool | None:
    codes = one.known[node.fact.name]
    return None if codes is None else bool(codes & door.mask(node.fact.definition, node.codes))


def _reading(node: ReadingIs, one: One) -> bool:
    return one.settings.reading(node.question.key, node.question.ours) == node.code


def _day(day: DateFact, one: One) -> Bounds:
    if isinstance(day, DayConstant):
        return day.day, day.day
    lo, hi = one.known[day.name] or UNKNOWN
    if lo is None:
        return UNKNOWN
    if isinstance(day, LaterDate):
        months = int(one.settings.number(day.months.key, day.months.written))
        return _later(lo, months), _later(hi, months)
    if isinstance(day, ShiftedDate):
        return SHIFTS[day.shift](lo), SHIFTS[day.shift](hi)
    return lo, hi


def _later(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 + months
    last = door.date_bounds(f"{place // 12:04d}-{place % 12 + 1:02d}")[1]
    return last.replace(day=min(day.day, last.day))


SHIFTS: dict[str, Callable[[date], date]] = {
    "month_start": lambda day: day.replace(day=1),
    "month_after": lambda day: _later(day.replace(day=1), 1),
    "year_after": lambda day: date(day.year + 1, 1, 1),
}

TESTS: dict[type, Callable[[Any, One], bool | None]] = {
    AllOf: _all,
    Both: _all,
    AnyOf: _any,
    Exceptions: _any,
    Not: _not,
    Clause: _inner,
    Group: _inner,
    Compare: _compare,
    DateCompare: _dates,
    DateKnown: lambda node, one: one.known[node.fact.name] is not None,
    BoolFact: lambda node, one: one.known[node.name],
    CategoryIs: _category,
    ListHas: _list,
    ReadingIs: _reading,
}

# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(number: Fraction) -> int | Fraction:
    """Whole numbers as ints: most are, and ints are quick."""
    return number.numerator if number.denominator == 1 else number


def _sum(node: Sum, one: One) -> Bounds:
    left, right = one.bounds(node.left), one.bounds(node.right)
    if left[0] is None or right[0] is None:
        return UNKNOWN
    return left[0] + right[0], left[1] + right[1]


def _difference(node: Difference, one: One) -> Bounds:
    left, right = one.bounds(node.left), one.bounds(node.right)
    if left[0] is None or right[0] is None:
        return UNKNOWN
    return left[0] - right[1], left[1] - right[0]


def _product(node: Product, one: One) -> Bounds:
    left, right = one.bounds(node.left), one.bounds(node.right)
    if left[0] is None or right[0] is None:
        return UNKNOWN
    return left[0] * right[0], left[1] * right[1]


def _highest(node: Highest, one: One) -> Bounds:
    left, right = one.bounds(node.left), one.bounds(node.right)
    if left[0] is None or right[0] is None:
        return UNKNOWN
    return max(left[0], right[0]), max(left[1], right[1])


def _lowest(node: Lowest, one: One) -> Bounds:
    left, right = one.bounds(node.left), one.bounds(node.right)
    if left[0] is None or right[0] is None:
        return UNKNOWN
    return min(left[0], right[0]), min(left[1], right[1])


def _rounded(node: Rounded, one: One) -> Bounds:
    lo, hi = one.bounds(node.inner)
    if lo is None:
        return UNKNOWN
    low = _round(lo, node)
    return low, low if hi == lo else _round(hi, node)


def _round(number: int | Fraction, node: Rounded) -> int:
    rounded: int = Exact(number.numerator, number.denominator).rounded(node.rounding, to=node.to)
    return rounded


def _choice(node: Choice, one: One) -> Bounds:
    answer = one.answer(node.test)
    if answer is None:
        return UNKNOWN
    return one.bounds(node.yes if answer else node.no)


def _inside(node: Labelled, one: One) -> Bounds:
    return one.bounds(node.inner)


def _derived(node: DerivedFact, one: One) -> Bounds:
    definition = node.definition
    start, end = one.known[definition.start], one.known[definition.end]
    if start is None or end is None:
        return UNKNOWN
    first, last = end
    if definition.is_service and one.settings.reading(*LAST_DAY) == "counted":
        first, last = first + timedelta(days=1), last + timedelta(days=1)
    measure = MEASURES[definition.rule]
    return measure(start[1], first), measure(start[0], last)


def _number(node: Number, one: One) -> Bounds:
    number = _plain(one.settings.number(node.key, node.written))
    return number, number


def _fact(node: NumberFact, one: One) -> Bounds:
    number = one.known[node.name]
    return number, number


def _key(key: Any, one: One) -> str | None:
    if isinstance(key, CategoryFact):
        code: str | None = one.known[key.name]
        return code
    if isinstance(key, Quantity):
        number = one.bounds(key)[0]
        return None if number is None else str(number)
    return str(key)


NUMBERS: dict[type, Callable[[Any, One], Bounds]] = {
    Constant: lambda node, one: (_plain(node.number),) * 2,
    Number: _number,
    NumberFact: _fact,
    DerivedFact: _derived,
    Sum: _sum,
    Difference: _difference,
    Product: _product,
    Highest: _highest,
    Lowest: _lowest,
    Rounded: _rounded,
    Choice: _choice,
    Labelled: _inside,
    Subtotal: _inside,
}
ASKED_INSIDE = {Standard, DateFact, DayConstant, ShiftedDate, LaterDate, CategoryFact, ListFact}
"""Looked up, or read by the node they belong to."""
