"""From an article's nodes to Polars expressions: each node once, under one set of settings and amounts.

A clause, a group, a looked-up standard and a choice become columns of their own, level by level, so that what is
built on them names a column instead of repeating their text: the query stays as long as the law, not its square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rongyao.law.bounds import Between, length
from rongyao.law.calendars import AnyDay, Day, Everyday
from rongyao.law.money import Exact
from rongyao.law.nodes import Quantity, Test, Value
from rongyao.law.settings import AS_WRITTEN, Settings

if TYPE_CHECKING:
    from rongyao.law.facts import DerivedDef
    from rongyao.law.standards import Lookup

LAST_DAY = ("service/last_day", "anniversary")
"""Key and our answer of the reading `model.LAST_DAY`: does the day of discharge count as served."""


class Compiler:
    """Collects what the question needs (facts, columns) while the nodes compile.

    `everyday`: for people all of whose dates are known to the day, lie in the table of `calendars`, and who are asked on
    one legal date. Their bounds are one, so everything made of them is worked out once and not twice.
    """

    def __init__(
        self, standards: pl.DataFrame, settings: Settings = AS_WRITTEN, *, everyday: bool = False
    ) -> None:
        self.standards = standards
        self.settings = settings
        self.everyday = everyday
        self.calendar = Everyday() if everyday else AnyDay()
        self.facts: dict[str, None] = {}
        self.lookups: dict[int, Lookup] = {}
        self.looked_up: dict[tuple[object, ...], Lookup] = {}
        self._tests: dict[int, pl.Expr] = {}
        self._papers: dict[int, pl.Expr] = {}
        self._values: dict[int, Value] = {}
        self._alive: list[object] = []
        self._columns: list[tuple[int, str, pl.Expr]] = []
        self._levels: dict[str, int] = {}
        self._written: dict[bytes, pl.Expr] = {}

    def needs(self, name: str) -> None:
        """Note that the question reads this fact."""
        self.facts[name] = None

    def dates(self, name: str) -> Between[pl.Expr]:
        """The earliest and the latest day of a date fact; the legal date `on` is always one day."""
        lo = pl.col("on" if name == "on" else f"{name}.lo")
        return Between(lo, lo if name == "on" or self.everyday else pl.col(f"{name}.hi"))

    def derived(self, d: DerivedDef) -> Between[pl.Expr]:
        """A length of time, worked out once for all the articles that ask it."""
        counts = d.is_service and self.settings.reading(*LAST_DAY) == "counted"
        start = self.dates(d.start).each(self._apart)
        last = self.dates(d.end).each(lambda day: day + pl.duration(days=1) if counts else day)
        return length(start, last.each(self._apart), d.rule).each(self.keep)

    def _apart(self, day: pl.Expr) -> Day:
        return self.calendar.apart(day, self.keep)

    def keep(self, expression: pl.Expr) -> pl.Expr:
        """Make the expression a column of its own, one level above the columns it reads. A constant stays one.

        What is written twice, in however many articles, is one column: lower columns have their names first, so two
        expressions that mean the same read the same.
        """
        read = expression.meta.root_names()
        if not read or expression.meta.is_column():
            return expression
        written = expression.meta.serialize()
        if written not in self._written:
            self._written[written] = self._column(read, expression)
        return self._written[written]

    def _column(self, read: list[str], expression: pl.Expr) -> pl.Expr:
        level = 1 + max(self._levels.get(name, 0) for name in read)
        name = f"@{len(self._columns)}"
        self._levels[name] = level
        self._columns.append((level, name, expression))
        return pl.col(name)

    def levels(self) -> list[list[pl.Expr]]:
        """The kept columns, lowest level first."""
        top = max((level for level, _, _ in self._columns), default=0)
        return [
            [e.alias(name) for at, name, e in self._columns if at == level] for level in range(1, top + 1)
        ]

    def test(self, node: Test) -> pl.Expr:
        """The node's Boolean expression."""
        if id(node) not in self._tests:
            self._alive.append(node)  # an id is only unique while the node lives
            expression = node.compiled(self)
            self._tests[id(node)] = self.keep(expression) if node.is_kept else expression
        return self._tests[id(node)]

    def needs_papers(self, node: Test) -> pl.Expr:
        """True where a paper, and not only a judgement, is missing."""
        if id(node) not in self._papers:
            self._alive.append(node)
            expression = node.needs_papers(self)
            self._papers[id(node)] = self.keep(expression) if node.is_kept else expression
        return self._papers[id(node)]

    def value(self, node: Quantity) -> Value:
        """The node's number, exact or between bounds."""
        if id(node) not in self._values:
            self._alive.append(node)
            found = node.compiled(self)
            self._values[id(node)] = self._keep_value(found) if node.is_kept else found
        return self._values[id(node)]

    def _keep_value(self, found: Value) -> Value:
        lo = self._keep_exact(found.lo)
        hi = lo if found.is_exact else self._keep_exact(found.hi)
        sides = (
            part if part is None else self.keep(part) for part in (found.rank, found.carried, found.payable)
        )
        return Value(lo, hi, *sides)

    def _keep_exact(self, number: Exact) -> Exact:
        return Exact(self.keep(number.num), number.den) if isinstance(number.num, pl.Expr) else number
