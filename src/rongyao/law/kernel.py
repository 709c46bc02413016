"""Running the compiled law: over a population in one pass, or over one person with every node kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from rongyao.law import door
from rongyao.law.alone import One, can_answer
from rongyao.law.compiler import Compiler
from rongyao.law.crowd import Crowd
from rongyao.law.explain import finding as explained
from rongyao.law.findings import Finding
from rongyao.law.model import Entitlement
from rongyao.law.nodes import Node, Quantity, Test, as_expr, walk
from rongyao.law.quantities import Standard
from rongyao.law.reader import Reader
from rongyao.law.settings import Settings
from rongyao.law.standards import Finder, digest

FEW = 16
"""Up to so many people are answered one by one, more in columns."""
TOLD_KEPT = 10_000


class Plan:
    """Some entitlements compiled under one table of standards and one set of settings; used again and again."""

    def __init__(
        self, entitlements: Sequence[Entitlement], standards: pl.DataFrame, settings: Settings
    ) -> None:
        self.entitlements = tuple(entitlements)
        self.standards, self.settings = standards, settings
        self.crowd = Crowd(self.entitlements, standards, settings)
        self._nodes: list[Node] | None = None
        self._told: dict[tuple[Any, ...], Finding] = {}
        self._facts_asked: dict[str, tuple[str, ...]] = {}
        self._node_columns: list[pl.Expr] = []

    @property
    def compiler(self) -> Compiler:
        """What names the columns of every node; compiled when first asked."""
        return self.crowd.any_date.compiler

    @cached_property
    def standards_hash(self) -> str:
        """The hash of the amounts this plan looks up."""
        return digest(self.standards)

    def population(self, people: pl.DataFrame | pl.LazyFrame, *, clauses: bool = True) -> pl.DataFrame:
        """The answers, one row a person, in the order given."""
        return self.crowd.answers(people, clauses=clauses)

    def readers(self, rows: Sequence[Mapping[str, Any]], people: pl.DataFrame) -> list[Reader]:
        """For each person, every node's own answer or number."""
        columns, wanted = self.crowd.any_date, self._every_node()
        found = pl.concat([columns.select(part, wanted) for part in columns.slices(people)])
        return [
            self._reader(row, cells) for row, cells in zip(rows, found.iter_rows(named=True), strict=True)
        ]

    def readers_of(self, rows: Sequence[Mapping[str, Any]], days: Sequence[date]) -> list[Reader]:
        """The same for raw facts: a few people one by one, a crowd in columns."""
        if len(rows) > FEW or self.finders is None:
            return self.readers(rows, door.frame(rows, days))
        return [
            One(row, day, self.finders, self.settings, place)
            for place, (row, day) in enumerate(zip(rows, days, strict=True))
        ]

    @cached_property
    def finders(self) -> dict[int, Finder] | None:
        """Each standard's look-up for one person; None where some node can only be asked in columns."""
        roots = [node for e in self.entitlements for node in (e.condition, *e.quantities)]
        nodes = {id(node): node for root in roots for node in walk(root)}
        if not all(can_answer(node) for node in nodes.values()):
            return None
        table = self.standards
        shelf = {node.name: Finder(table, node.name) for node in nodes.values() if isinstance(node, Standard)}
        return {key: shelf[node.name] for key, node in nodes.items() if isinstance(node, Standard)}

    def finding(self, e: Entitlement, read: Reader, on: date) -> Finding:
        """What the law says of one person, unsigned. Who is alike in every fact an entitlement asks is told the same."""
        place = (e.key, on, *(_hashable(read.person.get(name)) for name in self._asked(e)))
        if place not in self._told:
            if len(self._told) >= TOLD_KEPT:
                self._told.pop(next(iter(self._told)))
            self._told[place] = explained(e, read, on.isoformat())
        return self._told[place]

    def _asked(self, e: Entitlement) -> tuple[str, ...]:
        if e.key not in self._facts_asked:
            self._facts_asked[e.key] = tuple(dict.fromkeys((*e.facts, *door.IMPLIED_FROM)))
        return self._facts_asked[e.key]

    # ── for one person ───────────────────────────────────────────────────────────────────────────────────────

    def _every_node(self) -> list[pl.Expr]:
        if self._nodes is None:
            roots = [n for e in self.entitlements for n in (e.condition, *e.quantities)]
            nodes = {id(n): n for root in roots for n in walk(root) if isinstance(n, Test | Quantity)}
            self._nodes = list(nodes.values())
            self._node_columns = [c for place, n in enumerate(self._nodes) for c in self._cells(place, n)]
        return self._node_columns

    def _cells(self, place: int, node: Node) -> Iterator[pl.Expr]:
        if isinstance(node, Test):
            yield self.compiler.test(node).alias(f"{place}")
        elif isinstance(node, Quantity):
            value = self.compiler.value(node)
            yield as_expr(value.lo.num).alias(f"{place}")
            if not value.is_exact:
                yield as_expr(value.hi.num).alias(f"{place}.hi")
            if isinstance(node, Standard):
                yield self.compiler.lookups[id(node)].row.alias(f"{place}.row")
            if value.rank is not None:
                yield value.rank.alias(f"{place}.rank")

    def _reader(self, row: Mapping[str, Any], found: Mapping[str, Any]) -> Reader:
        cells = {id(node): self._cell(place, node, found) for place, node in enumerate(self._nodes or ())}
        vague = {name: door.is_vague(value) for name, value in row.items()}
        return Reader(cells, row, vague, self.compiler.lookups, self.settings)

    def _cell(self, place: int, node: Node, found: Mapping[str, Any]) -> Any:
        if isinstance(node, Test):
            return found[f"{place}"]
        assert isinstance(node, Quantity)
        value = self.compiler.value(node)
        lo = _fraction(found[f"{place}"], value.lo.den)
        hi = lo if value.is_exact else _fraction(found[f"{place}.hi"], value.hi.den)
        return lo, hi, found.get(f"{place}.row"), found.get(f"{place}.rank")


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _fraction(number: int | None, den: int) -> Fraction | None:
    return None if number is None else Fraction(number, den)
