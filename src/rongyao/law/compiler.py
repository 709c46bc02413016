"""From an article's nodes to Polars expressions: each node once, under one set of settings and amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rongyao.law.bounds import Between, date_bounds, length
from rongyao.law.nodes import Quantity, Test, Value
from rongyao.law.settings import AS_WRITTEN, Settings

if TYPE_CHECKING:
    from rongyao.law.facts import DerivedDef
    from rongyao.law.standards import Lookup

LAST_DAY = "service/last_day"
LAST_DAY_OURS = "anniversary"


class Compiler:
    """Collects what the question needs (facts, lengths of time) while the nodes compile."""

    def __init__(self, standards: pl.DataFrame, settings: Settings = AS_WRITTEN) -> None:
        self.standards = standards
        self.settings = settings
        self.facts: dict[str, None] = {}
        self.lengths: dict[str, DerivedDef] = {}
        self.lookups: dict[int, Lookup] = {}
        self._tests: dict[int, pl.Expr] = {}
        self._papers: dict[int, pl.Expr] = {}
        self._values: dict[int, Value] = {}
        self._kept: list[object] = []

    def needs(self, name: str) -> None:
        """Note that the question reads this fact."""
        self.facts[name] = None

    def derived(self, definition: DerivedDef) -> Between:
        """A length of time as two columns, worked out once for all the articles that ask it."""
        self.lengths[definition.name] = definition
        return Between(pl.col(f"{definition.name}.lo"), pl.col(f"{definition.name}.hi"))

    def test(self, node: Test) -> pl.Expr:
        """The node's Boolean expression."""
        if id(node) not in self._tests:
            self._kept.append(node)  # an id is only unique while the node lives
            self._tests[id(node)] = node.compiled(self)
        return self._tests[id(node)]

    def needs_papers(self, node: Test) -> pl.Expr:
        """True where a paper, and not only a judgement, is missing."""
        if id(node) not in self._papers:
            self._kept.append(node)
            self._papers[id(node)] = node.needs_papers(self)
        return self._papers[id(node)]

    def value(self, node: Quantity) -> Value:
        """The node's number, exact or between bounds."""
        if id(node) not in self._values:
            self._kept.append(node)
            self._values[id(node)] = node.compiled(self)
        return self._values[id(node)]

    def length_columns(self) -> list[pl.Expr]:
        """The columns `derived` promised, to be added before anything else is asked."""
        counts = self.settings.reading(LAST_DAY, LAST_DAY_OURS) == "counted"
        columns = []
        for name, d in self.lengths.items():
            service = d.end == "discharged_on" and d.rule != "days" and d.start != "birth_on"
            found = length(date_bounds(d.start), date_bounds(d.end), d.rule, last_day_counts=service and counts)
            columns += [found.lo.alias(f"{name}.lo"), found.hi.alias(f"{name}.hi")]
        return columns
