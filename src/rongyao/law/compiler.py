"""From an article's nodes to Polars expressions: each node once, under one set of settings and amounts.

A clause, a group, a looked-up standard and a choice become columns of their own, level by level, so that what is
built on them names a column instead of repeating their text: the query stays as long as the law, not its square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rongyao.law.bounds import Between, date_bounds, length
from rongyao.law.money import Exact
from rongyao.law.nodes import Quantity, Test, Value
from rongyao.law.settings import AS_WRITTEN, Settings

if TYPE_CHECKING:
    from rongyao.law.facts import DerivedDef
    from rongyao.law.standards import Lookup

LAST_DAY = ("service/last_day", "anniversary")
"""Key and our answer of the reading `model.LAST_DAY`: does the day of discharge count as served."""


class Compiler:
    """Collects what the question needs (facts, lengths of time) while the nodes compile."""

    def __init__(self, standards: pl.DataFrame, settings: Settings = AS_WRITTEN) -> None:
        self.standards = standards
        self.settings = settings
        self.facts: dict[str, None] = {}
        self.lengths: dict[str, DerivedDef] = {}
        self.lookups: dict[int, Lookup] = {}
        self.looked_up: dict[tuple[object, ...], Lookup] = {}
        self._tests: dict[int, pl.Expr] = {}
        self._papers: dict[int, pl.Expr] = {}
        self._values: dict[int, Value] = {}
        self._alive: list[object] = []
        self._columns: list[tuple[int, str, pl.Expr]] = []
        self._levels: dict[str, int] = {}

    def needs(self, name: str) -> None:
        """Note that the question reads this fact."""
        self.facts[name] = None

    def derived(self, definition: DerivedDef) -> Between:
        """A length of time as two columns, worked out once for all the articles that ask it."""
        self.lengths[definition.name] = definition
        return Between(pl.col(f"{definition.name}.lo"), pl.col(f"{definition.name}.hi"))

    def keep(self, expression: pl.Expr) -> pl.Expr:
        """Make the expression a column of its own, one level above the columns it reads. A constant stays one."""
        read = expression.meta.root_names()
        if not read:
            return expression
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

    def length_columns(self) -> list[pl.Expr]:
        """The columns `derived` promised, to be added before anything else is asked."""
        counts = self.settings.reading(*LAST_DAY) == "counted"
        columns = []
        for name, d in self.lengths.items():
            found = length(
                date_bounds(d.start), date_bounds(d.end), d.rule, last_day_counts=d.is_service and counts
            )
            columns += [found.lo.alias(f"{name}.lo"), found.hi.alias(f"{name}.hi")]
        return columns
