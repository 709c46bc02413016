"""From the law's own tree to NumPy formulas, for the peer of ``benchmarks.determining``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rongyao.law import nodes, references
from rongyao.law.clauses import Clause, Exceptions, Group
from rongyao.law.facts import DERIVED, FACTS
from rongyao.law.readings import ReadingIs
from rongyao.law.settings import AS_WRITTEN

Formula = Callable[[Any], np.ndarray]


class UnableToExpress(Exception):
    """OpenFisca's arrays have no word for this node."""


class Writer:
    """Writes one formula for each node. ``get(name)`` gives a fact's or a variable's column."""

    def __init__(self) -> None:
        self.variables: dict[str, Formula] = {}
        self.facts: dict[str, None] = {}
        self._names: dict[int, str] = {}
        self._alive: list[Any] = []

    def test(self, node: nodes.Test) -> Formula:
        if isinstance(node, Clause | Group | Exceptions):
            return self._variable(node)
        return self._plain(node)

    def _variable(self, node: Any) -> Formula:
        if id(node) not in self._names:
            inner = self._plain(node) if isinstance(node, Exceptions) else self.test(node.test)
            name = f"v{len(self._names)}"
            self._names[id(node)], self.variables[name] = name, inner
            self._alive.append(node)
        name = self._names[id(node)]
        return lambda get: get(name)

    def _plain(self, node: nodes.Test) -> Formula:
        if isinstance(node, nodes.Not):
            inner = self.test(node.tests[0])
            return lambda get: ~inner(get)
        if isinstance(node, nodes.AllOf | nodes.AnyOf):
            parts = [self.test(part) for part in node.tests]
            joined = np.logical_and if isinstance(node, nodes.AllOf) else np.logical_or
            return lambda get: _joined(joined, [part(get) for part in parts])
        return self._leaf(node)

    def _leaf(self, node: nodes.Test) -> Formula:
        if isinstance(node, references.BoolFact):
            return self._fact(node.name)
        if isinstance(node, references.CategoryIs):
            return self._coded(node)
        if isinstance(node, references.DateCompare):
            left, right = self._day(node.left), self._day(node.right)
            return (
                (lambda get: left(get) >= right(get))
                if node.sign == ">="
                else (lambda get: left(get) > right(get))
            )
        if isinstance(node, references.DateKnown):
            known = self._day(node.fact)
            return lambda get: ~np.isnat(known(get))
        if isinstance(node, nodes.Compare):
            one, two = self._number(node.left), self._number(node.right)
            return (
                (lambda get: one(get) >= two(get)) if node.sign == ">=" else (lambda get: one(get) > two(get))
            )
        if isinstance(node, ReadingIs):
            answer = AS_WRITTEN.reading(node.question.key, node.question.ours) == node.code
            return lambda get: np.full(len(get("on")), answer)
        raise UnableToExpress(type(node).__name__)

    def _fact(self, name: str) -> Formula:
        self.facts[name] = None
        return lambda get: get(name)

    def _coded(self, node: references.CategoryIs) -> Formula:
        read, order = self._fact(node.fact.name), list(FACTS[node.fact.name].choices)
        places = [order.index(code) for code in node.codes]
        if isinstance(node, references.ListHas):
            mask = sum(1 << place for place in places)
            return lambda get: (read(get) & mask) != 0
        return lambda get: np.isin(read(get), places)

    def _day(self, node: references.DateFact) -> Formula:
        if isinstance(node, references.DayConstant):
            day = np.datetime64(node.day)
            return lambda get: day
        read = (lambda get: get("on")) if node.name == "on" else self._fact(node.name)
        if isinstance(node, references.ShiftedDate):
            unit, more = ("M", 0) if node.shift == "month_start" else ("Y", 1)
            return lambda get: (read(get).astype(f"datetime64[{unit}]") + more).astype("datetime64[D]")
        return read

    def _number(self, node: nodes.Quantity) -> Formula:
        if isinstance(node, nodes.Constant):
            return lambda get: float(node.number)
        if hasattr(node, "written"):
            number = float(AS_WRITTEN.number(node.key, node.written))
            return lambda get: number
        if isinstance(node, references.NumberFact):
            return self._fact(node.name)
        if isinstance(node, references.DerivedFact):
            return self._length(node)
        raise UnableToExpress(type(node).__name__)

    def _length(self, node: references.DerivedFact) -> Formula:
        d = DERIVED[node.name]
        if d.name not in self.variables:
            start, end = (self._day(references.DateFact(name)) for name in (d.start, d.end))
            self.variables[d.name] = lambda get: _measured(start(get), end(get), d.rule)
        return lambda get: get(d.name)


def _joined(how: Any, parts: list[np.ndarray]) -> np.ndarray:
    found = parts[0]
    for part in parts[1:]:
        found = how(found, part)
    return found


def _measured(start: np.ndarray, end: np.ndarray, rule: str) -> np.ndarray:
    if rule == "days":
        return (end - start).astype(np.int64)
    begins, stops = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    months = (stops - begins).astype(np.int64)
    day_of = (start - begins.astype("datetime64[D]")).astype(np.int64)
    until = (end - stops.astype("datetime64[D]")).astype(np.int64)
    is_last = (end + 1).astype("datetime64[M]") != stops
    if rule == "half_years":
        return (months + (until > day_of) + 5) // 6
    full = months - ((until < day_of) & ~is_last)
    return full // 12 if rule == "full_years" else full
