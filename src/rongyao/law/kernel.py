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
from rongyao.law.explain import finding as explained
from rongyao.law.facts import FACTS
from rongyao.law.findings import ANSWERS, Finding
from rongyao.law.model import Amount, Clause, Entitlement
from rongyao.law.nodes import Node, Quantity, Test, UnableToWriteArticle, Value, as_expr, walk
from rongyao.law.quantities import Standard
from rongyao.law.reader import Reader
from rongyao.law.settings import Settings
from rongyao.law.standards import CONFIDENCES, Finder, digest

ANSWER = pl.Enum(ANSWERS)
CONFIDENCE = pl.Enum(CONFIDENCES)
SLICE = 50_000
FEW = 16
"""Up to so many people are answered one by one, more in columns."""
TOLD_KEPT = 10_000


class Plan:
    """Some entitlements compiled under one table of standards and one set of settings; used again and again."""

    def __init__(
        self, entitlements: Sequence[Entitlement], standards: pl.DataFrame, settings: Settings
    ) -> None:
        self.entitlements = tuple(entitlements)
        self.compiler = Compiler(standards, settings)
        self._answers = [column for e in self.entitlements for column in self._columns(e)]
        self._clauses = self._clause_columns()
        self._nodes: list[Node] | None = None
        self._told: dict[tuple[Any, ...], Finding] = {}
        self._facts_asked: dict[str, tuple[str, ...]] = {}
        self._node_columns: list[pl.Expr] = []

    @cached_property
    def standards_hash(self) -> str:
        """The hash of the amounts this plan looks up."""
        return digest(self.compiler.standards)

    def population(self, people: pl.DataFrame | pl.LazyFrame, *, clauses: bool = True) -> pl.DataFrame:
        """The answers, one row a person, in the order given."""
        return self._select(people, self._answers + (self._clauses if clauses else []))

    def readers(self, rows: Sequence[Mapping[str, Any]], people: pl.DataFrame) -> list[Reader]:
        """For each person, every node's own answer or number."""
        found = self._select(people, self._every_node())
        return [
            self._reader(row, cells) for row, cells in zip(rows, found.iter_rows(named=True), strict=True)
        ]

    def readers_of(self, rows: Sequence[Mapping[str, Any]], days: Sequence[date]) -> list[Reader]:
        """The same for raw facts: a few people one by one, a crowd in columns."""
        if len(rows) > FEW or self.finders is None:
            return self.readers(rows, door.frame(rows, days))
        return [
            One(row, day, self.finders, self.compiler.settings, place)
            for place, (row, day) in enumerate(zip(rows, days, strict=True))
        ]

    @cached_property
    def finders(self) -> dict[int, Finder] | None:
        """Each standard's look-up for one person; None where some node can only be asked in columns."""
        roots = [node for e in self.entitlements for node in (e.condition, *e.quantities)]
        nodes = {id(node): node for root in roots for node in walk(root)}
        if not all(can_answer(node) for node in nodes.values()):
            return None
        table = self.compiler.standards
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

    def _select(self, people: pl.DataFrame | pl.LazyFrame, wanted: list[pl.Expr]) -> pl.DataFrame:
        """The wanted columns, level by level, slice by slice: what is kept never exceeds a slice.

        As one query of a thousand expressions the law takes Polars a third of a second to plan, however few the
        people, and (version 2.1) its common-subexpression pass may mix two looked-up columns up.
        """
        present = door.check_types(people)
        needed = [column for name in self.compiler.facts for column in door.column_types(FACTS[name])]
        asked = people.lazy().select("on", *(column for column in needed if column in present)).collect()
        slices = [asked.slice(start, SLICE) for start in range(0, asked.height, SLICE)] or [asked]
        return pl.concat([self._levels(part).select(wanted) for part in slices])

    def _levels(self, people: pl.DataFrame) -> pl.DataFrame:
        ready = door.complete(people, self.compiler.facts)
        if set(door.IMPLIED_FROM) <= set(self.compiler.facts):
            ready = ready.with_columns(door.implied())
        for level in [self.compiler.length_columns(), *self.compiler.levels()]:
            ready = ready.with_columns(level)
        return ready

    # ── for everybody ────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self, e: Entitlement) -> Iterator[pl.Expr]:
        answer = self.compiler.test(e.condition)
        yield self._answer(e, answer).alias(e.key)
        yield self.compiler.test(e.in_force).alias(f"{e.key}.applies")
        if e.amount:
            value = self._whole_fen(e, e.amount)
            yield from _amount_columns(e.key, e.amount, value, answer)

    def _answer(self, e: Entitlement, answer: pl.Expr) -> pl.Expr:
        unknown = pl.lit("unknown")
        if any(FACTS[name].judged for name in e.facts):
            papers = self.compiler.needs_papers(e.condition)
            unknown = pl.when(papers).then(pl.lit("unknown")).otherwise(pl.lit("judge"))
        said = pl.when(answer).then(pl.lit("yes")).when(~answer).then(pl.lit("no")).otherwise(unknown)
        return said.cast(ANSWER)

    def _whole_fen(self, e: Entitlement, amount: Amount) -> Value:
        value = self.compiler.value(amount.quantity)
        if value.lo.den != 1 or value.hi.den != 1:
            raise UnableToWriteArticle(f"{e.key}: name the rounding, the sum may not be whole fen")
        return value

    def _clause_columns(self) -> list[pl.Expr]:
        found = {n.key: n for e in self.entitlements for n in walk(e.condition) if isinstance(n, Clause)}
        return [self.compiler.test(clause).alias(key) for key, clause in found.items()]

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
        return Reader(cells, row, vague, self.compiler.lookups, self.compiler.settings)

    def _cell(self, place: int, node: Node, found: Mapping[str, Any]) -> Any:
        if isinstance(node, Test):
            return found[f"{place}"]
        assert isinstance(node, Quantity)
        value = self.compiler.value(node)
        lo = _fraction(found[f"{place}"], value.lo.den)
        hi = lo if value.is_exact else _fraction(found[f"{place}.hi"], value.hi.den)
        return lo, hi, found.get(f"{place}.row"), found.get(f"{place}.rank")


def _amount_columns(key: str, amount: Amount, value: Value, answer: pl.Expr) -> Iterator[pl.Expr]:
    low, high = as_expr(value.lo.num), as_expr(value.hi.num)
    one = low if value.is_exact else pl.when(low == high).then(low)
    fen = pl.when(answer).then(one).cast(pl.Int64)
    rank = pl.lit(CONFIDENCES.index("published"), dtype=pl.Int64) if value.rank is None else value.rank
    named = rank.replace_strict(
        list(range(len(CONFIDENCES))), list(CONFIDENCES), default=None, return_dtype=pl.String
    )
    payable = pl.lit(True) if value.payable is None else value.payable.fill_null(False)
    carried = pl.lit(False) if value.carried is None else value.carried.fill_null(False)
    yield fen.alias(f"{key}.amount_fen")
    yield pl.when(answer).then(named).cast(CONFIDENCE).alias(f"{key}.confidence")
    yield (fen.is_not_null() & payable & amount.may_pay).alias(f"{key}.is_payable")
    yield (fen.is_not_null() & carried).alias(f"{key}.carried_on")


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


def _fraction(number: int | None, den: int) -> Fraction | None:
    return None if number is None else Fraction(number, den)
