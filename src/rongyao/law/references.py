"""Facts as they stand in an article: `f.rank_group == "nco"`, `f.service_years >= TWELVE_YEARS`, `f.honours.has(…)`.

A name the vocabulary does not know, a code a category does not have, or a comparison its type cannot bear is
refused when the article is imported, not when a person comes to the counter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from rongyao.law.bounds import Between
from rongyao.law.compiler import Compiler
from rongyao.law.facts import DERIVED, FACTS, DerivedDef, FactDef
from rongyao.law.money import Exact, yuan_text
from rongyao.law.nodes import (
    AllOf,
    Missing,
    Node,
    Quantity,
    Test,
    UnableToWriteArticle,
    Value,
    bounded,
    number_text,
)
from rongyao.law.reader import Reader

if TYPE_CHECKING:
    from rongyao.law.quantities import Number


class BoolFact(Test):
    """A yes-or-no fact, itself a condition."""

    def __init__(self, definition: FactDef) -> None:
        self.name, self.is_judged = definition.name, definition.judged

    def compiled(self, c: Compiler) -> pl.Expr:
        c.needs(self.name)
        return pl.col(self.name)

    def missing(self, read: Reader) -> Missing:
        return {self.name: None}

    def needs_papers(self, c: Compiler) -> pl.Expr:
        return pl.lit(False) if self.is_judged else c.test(self).is_null()


class NumberFact(Quantity):
    """A whole number, or a sum of money in fen."""

    def __init__(self, definition: FactDef) -> None:
        self.name, self.kind = definition.name, definition.kind

    def compiled(self, c: Compiler) -> Value:
        c.needs(self.name)
        number = Exact(pl.col(self.name))
        return Value(number, number)

    def missing(self, read: Reader) -> Missing:
        return {} if read.knows(self) else {self.name: None}

    def shown(self, read: Reader, lang: str) -> str:
        number = read.number(self)
        if number is None:
            return FACTS[self.name].zh if lang == "zh" else FACTS[self.name].en
        if self.kind == "money":
            return f"{yuan_text(int(number))} {'元' if lang == 'zh' else 'yuan'}"
        return number_text(number)


UNITS = {
    "full_months": ("个月", "months"),
    "full_years": ("年", "years"),
    "half_years": ("个半年", "half years"),
    "calendar_months": ("个月", "months"),
    "started_months": ("个月", "months"),
    "started_years": ("年", "years"),
    "calendar_years": ("个历年", "calendar years"),
    "days": ("天", "days"),
}


class DerivedFact(Quantity):
    """A length of time between two dates; bounds where a date is known only to the month or the year."""

    def __init__(self, definition: DerivedDef) -> None:
        self.name, self.definition = definition.name, definition

    def compiled(self, c: Compiler) -> Value:
        for base in self.definition.bases:
            c.needs(base)
        between = c.derived(self.definition)
        lo = Exact(between.lo)
        return Value(lo, lo if between.is_exact else Exact(between.hi))

    def missing(self, read: Reader) -> Missing:
        return {} if read.knows(self) else read.vague_dates(self.definition.bases)

    def shown(self, read: Reader, lang: str) -> str:
        number, unit = read.number(self), UNITS[self.definition.rule]
        if number is None:
            return self.definition.zh if lang == "zh" else self.definition.en
        return f"{number_text(number)} {unit[0] if lang == 'zh' else unit[1]}"


class DateFact(Node):
    """A date, exact or with an earliest and a latest day. Compare it with a day, another date or `on`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def ask(self, c: Compiler) -> None:
        """Declare that the question needs this date."""
        if self.name != "on":
            c.needs(self.name)

    def read_off(self, day: pl.Expr, c: Compiler) -> pl.Expr:
        """The day the law means, for one bound of the date."""
        return day

    def __ge__(self, other: Any) -> Test:
        return DateCompare(self, ">=", _day(other))

    def __gt__(self, other: Any) -> Test:
        return DateCompare(self, ">", _day(other))

    def __le__(self, other: Any) -> Test:
        return DateCompare(_day(other), ">=", self)

    def __lt__(self, other: Any) -> Test:
        return DateCompare(_day(other), ">", self)

    def is_known(self) -> Test:
        """Whether the date is known at all. For the choice of an edition only; articles ask what the date is."""
        return DateKnown(self)


class DayConstant(DateFact):
    """A day written in the law."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day

    def ask(self, c: Compiler) -> None:
        return None


class ShiftedDate(DateFact):
    """A day the law reads off a date: the first of its month or of the next, or the first of January after."""

    def __init__(self, base: DateFact, shift: str) -> None:
        super().__init__(base.name)
        self.shift = shift

    def read_off(self, day: pl.Expr, c: Compiler) -> pl.Expr:
        return getattr(c.calendar, SHIFTS[self.shift])(day, c.keep)


SHIFTS = {"month_start": "first_of", "month_after": "first_after", "year_after": "new_year_after"}


class LaterDate(DateFact):
    """A day so many months after a date; a day the month does not have becomes its last."""

    def __init__(self, base: DateFact, months: Number) -> None:
        super().__init__(base.name)
        self.base, self.months = base, months

    def parts(self) -> tuple[Node, ...]:
        return (self.months,)

    def read_off(self, day: pl.Expr, c: Compiler) -> pl.Expr:
        number = c.settings.number(self.months.key, self.months.written)
        return c.calendar.later(day, int(number), c.keep)


def months_later(day: DateFact, months: Number) -> DateFact:
    """The last day of a period of months that begins with a date: months_later(f.discharged_on, TWO_YEARS)."""
    return LaterDate(day, months)


def month_start(day: DateFact) -> DateFact:
    """The first day of the month of a date (从当月起); exact even where the date is known only to the month."""
    return ShiftedDate(day, "month_start")


def month_after(day: DateFact) -> DateFact:
    """The first day of the month after a date (自下月起)."""
    return ShiftedDate(day, "month_after")


def year_after(day: DateFact) -> DateFact:
    """The first of January of the year after a date (从下一年起)."""
    return ShiftedDate(day, "year_after")


def _day(value: Any) -> DateFact:
    if isinstance(value, DateFact):
        return value
    if not isinstance(value, date):
        raise UnableToWriteArticle(f"{value!r} is no date: compare with a date, a date fact or `on`")
    return DayConstant(value)


class DateCompare(Test):
    """One date against another."""

    is_kept = True

    def __init__(self, left: DateFact, sign: str, right: DateFact) -> None:
        self.left, self.sign, self.right = left, sign, right

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def compiled(self, c: Compiler) -> pl.Expr:
        self.left.ask(c)
        self.right.ask(c)
        left, right = _bounds(self.left, c), _bounds(self.right, c)
        surely = _is_after(left.lo, self.sign, right.hi)
        if left.is_exact and right.is_exact:
            return surely
        return bounded(surely, _is_after(left.hi, self.sign, right.lo))

    def missing(self, read: Reader) -> Missing:
        names = [d.name for d in (self.left, self.right) if d.name in FACTS]
        return read.vague_dates(names)


class DateKnown(Test):
    """Yes or no, never null: is there a date."""

    def __init__(self, fact: DateFact) -> None:
        self.fact = fact

    def parts(self) -> tuple[Node, ...]:
        return (self.fact,)

    def compiled(self, c: Compiler) -> pl.Expr:
        self.fact.ask(c)
        return pl.col(f"{self.fact.name}.lo").is_not_null()

    def missing(self, read: Reader) -> Missing:
        return {}


def _is_after(left: pl.Expr, sign: str, right: pl.Expr) -> pl.Expr:
    return left >= right if sign == ">=" else left > right


def _bounds(fact: DateFact, c: Compiler) -> Between[pl.Expr]:
    if isinstance(fact, DayConstant):
        day = pl.lit(fact.day, dtype=pl.Date)
        return Between(day, day)
    return c.dates(fact.name).each(lambda day: c.keep(fact.read_off(day, c)))


class CategoryFact(Node):
    """One code of a declared list."""

    def __init__(self, definition: FactDef) -> None:
        self.definition, self.name = definition, definition.name

    def is_in(self, *codes: str) -> Test:
        """Whether the code is one of these."""
        return CategoryIs(self, self.checked(codes))

    def checked(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes, if the fact declares them all."""
        unknown = [code for code in codes if code not in self.definition.choices]
        if unknown or not codes:
            raise UnableToWriteArticle(f"{self.name} has no code {unknown}: see law/vocabulary.py")
        return codes

    def __eq__(self, other: Any) -> Test:  # type: ignore[override]
        return self.is_in(other)

    def __ne__(self, other: Any) -> Test:  # type: ignore[override]
        return ~self.is_in(other)

    __hash__ = Node.__hash__


class CategoryIs(Test):
    """The category has one of these codes."""

    is_kept = True

    def __init__(self, fact: CategoryFact, codes: tuple[str, ...]) -> None:
        self.fact, self.codes = fact, codes

    def parts(self) -> tuple[Node, ...]:
        return (self.fact,)

    def compiled(self, c: Compiler) -> pl.Expr:
        c.needs(self.fact.name)
        column = pl.col(self.fact.name)
        found = column == self.codes[0]
        for code in self.codes[1:]:
            found = found | (column == code)
        return found

    def missing(self, read: Reader) -> Missing:
        return {self.fact.name: None}


class ListFact(CategoryFact):
    """A list of codes; at the door it becomes one Int64 with a bit for each, so ten million rows stay quick."""

    def has(self, *codes: str) -> Test:
        """Whether the list holds any of these."""
        return ListHas(self, self.checked(codes))

    def is_in(self, *codes: str) -> Test:
        raise UnableToWriteArticle(f"{self.name} is a list: ask .has(…)")


class ListHas(CategoryIs):
    """The list holds any of these codes."""

    def compiled(self, c: Compiler) -> pl.Expr:
        c.needs(self.fact.name)
        order = list(self.fact.definition.choices)
        mask = sum(1 << order.index(code) for code in self.codes)
        return (pl.col(self.fact.name) & pl.lit(mask, dtype=pl.Int64)) != 0


class Facts:
    """`f.name` for every fact of the vocabulary, typed by its kind."""

    def __getattr__(self, name: str) -> Any:
        if name in DERIVED:
            return DerivedFact(DERIVED[name])
        if name not in FACTS:
            raise AttributeError(f"no fact is called {name!r}: see law/facts.py")
        definition = FACTS[name]
        if definition.kind == "date":
            return DateFact(name)
        makers = {"bool": BoolFact, "category": CategoryFact, "categories": ListFact}
        return makers.get(definition.kind, NumberFact)(definition)


fact = Facts()
on = DateFact("on")
"""The legal date of the question: a column like any other, never today."""


_FACTS_OF: dict[int, tuple[Node, tuple[str, ...]]] = {}


def facts_of(node: Node) -> tuple[str, ...]:
    """The names of every fact a node may ask, in the order of the text; a derived number gives its dates."""
    if id(node) not in _FACTS_OF:
        # The node is kept beside its answer, so its id cannot come back as another node's.
        _FACTS_OF[id(node)] = (node, tuple(dict.fromkeys(_facts_of(node))))
    return _FACTS_OF[id(node)][1]


def _facts_of(node: Node) -> Iterator[str]:
    if isinstance(node, DerivedFact):
        yield from node.definition.bases
    elif isinstance(node, BoolFact | NumberFact | CategoryFact | DateFact) and node.name in FACTS:
        yield node.name
    for part in node.parts():
        yield from facts_of(part)


__all__ = [
    "AllOf",
    "BoolFact",
    "CategoryFact",
    "DateFact",
    "Facts",
    "ListFact",
    "fact",
    "facts_of",
    "month_after",
    "month_start",
    "months_later",
    "on",
    "year_after",
]
