"""A whole population in columns: the compiled law, level by level, slice by slice.

Most people's dates are known to the day, and most tables ask on one legal date. For them every bound is one and the
calendar is a table: about half the work. Those rows are answered by the law compiled so (`everyday`), the others by the law
compiled for any date, and each row comes back to its place. Both ways give the same answers: a test asks both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import polars as pl

from rongyao.law import door
from rongyao.law.calendars import FIRST, LAST
from rongyao.law.compiler import Compiler
from rongyao.law.facts import FACTS
from rongyao.law.findings import ANSWERS
from rongyao.law.model import Amount, Clause, Entitlement
from rongyao.law.nodes import UnableToWriteArticle, Value, as_expr, walk
from rongyao.law.settings import Settings
from rongyao.law.standards import CONFIDENCE, CONFIDENCES

ANSWER = pl.Enum(ANSWERS)
SLICE = 100_000
CROWD = 2_000
"""From so many rows on it is worth compiling the law a second time."""


class Crowd:
    """Some entitlements over populations of any size."""

    def __init__(
        self, entitlements: Sequence[Entitlement], standards: pl.DataFrame, settings: Settings
    ) -> None:
        self._given = entitlements, standards, settings

    @cached_property
    def any_date(self) -> Columns:
        """The law for any row; compiled when first asked, since one person alone needs no columns."""
        return Columns(*self._given, everyday=False)

    @cached_property
    def everyday(self) -> Columns:
        """The same law for the rows `_is_everyday` finds."""
        return Columns(*self._given, everyday=True)

    def answers(self, people: pl.DataFrame | pl.LazyFrame, *, clauses: bool) -> pl.DataFrame:
        """One row a person in the order given; what is kept never exceeds a slice."""
        slices = self.any_date.slices(people)
        return pl.concat([self._slice(part, clauses) for part in slices])

    def _slice(self, people: pl.DataFrame, clauses: bool) -> pl.DataFrame:
        if people.height < CROWD:
            return self.any_date.answers(people, clauses)
        plain = people.select(_is_everyday(people)).to_series()
        if plain.all():
            return self.everyday.answers(people, clauses)
        if plain.sum() < people.height // 2:
            return self.any_date.answers(people, clauses)
        both = [
            self.everyday.answers(people.filter(plain), clauses),
            self.any_date.answers(people.filter(~plain), clauses),
        ]
        places = pl.concat([plain.arg_true(), (~plain).arg_true()])
        return pl.concat(both)[places.arg_sort()]


def _is_everyday(people: pl.DataFrame) -> pl.Expr:
    """Every date of the row is not known, or known to the day and within the table; asked on the first row's day."""
    names = [name.removesuffix(".lo") for name in people.columns if name.endswith(".lo")]
    same = [(pl.col("on") == pl.col("on").first()) & pl.col("on").is_between(FIRST, LAST)]
    for name in names:
        lo, hi = pl.col(f"{name}.lo"), pl.col(f"{name}.hi")
        same.append(lo.eq_missing(hi) & (lo.is_between(FIRST, LAST) | lo.is_null()))
    return pl.all_horizontal(same)


class Columns:
    """Some entitlements compiled to columns, one way."""

    def __init__(
        self,
        entitlements: Sequence[Entitlement],
        standards: pl.DataFrame,
        settings: Settings,
        *,
        everyday: bool,
    ) -> None:
        self.compiler = Compiler(standards, settings, everyday=everyday)
        self._answers = [column for e in entitlements for column in self._columns(e)]
        found = {n.key: n for e in entitlements for n in walk(e.condition) if isinstance(n, Clause)}
        self._clauses = [self.compiler.test(clause).alias(key) for key, clause in found.items()]

    def answers(self, people: pl.DataFrame, clauses: bool) -> pl.DataFrame:
        """The answers of one slice."""
        return self.select(people, self._answers + (self._clauses if clauses else []))

    def slices(self, people: pl.DataFrame | pl.LazyFrame) -> list[pl.DataFrame]:
        """The columns the law asks for, so many rows at a time. Refuses a column of a wrong type."""
        present = door.check_types(people)
        needed = [column for name in self.compiler.facts for column in door.column_types(FACTS[name])]
        asked = people.lazy().select("on", *(column for column in needed if column in present)).collect()
        return [asked.slice(start, SLICE) for start in range(0, asked.height, SLICE)] or [asked]

    def select(self, people: pl.DataFrame, wanted: list[pl.Expr]) -> pl.DataFrame:
        """The wanted columns, level by level.

        As one query of a thousand expressions the law takes Polars a third of a second to plan, however few the
        people, and (version 2.1) its common-subexpression pass may mix two looked-up columns up.
        """
        ready = door.complete(people, self.compiler.facts)
        if set(door.IMPLIED_FROM) <= set(self.compiler.facts):
            ready = ready.with_columns(door.implied())
        for level in self.compiler.levels():
            ready = ready.with_columns(level)
        return ready.select(wanted)

    def _columns(self, e: Entitlement) -> Iterator[pl.Expr]:
        answer = self.compiler.test(e.condition)
        yield self._answer(e, answer).alias(e.key)
        yield self.compiler.test(e.in_force).alias(f"{e.key}.applies")
        if e.amount:
            yield from _amount_columns(e.key, e.amount, self._whole_fen(e, e.amount), answer)

    def _answer(self, e: Entitlement, answer: pl.Expr) -> pl.Expr:
        unknown: pl.Expr = _said("unknown")
        if any(FACTS[name].judged for name in e.facts):
            papers = self.compiler.needs_papers(e.condition)
            unknown = pl.when(papers).then(_said("unknown")).otherwise(_said("judge"))
        return pl.when(answer).then(_said("yes")).when(~answer).then(_said("no")).otherwise(unknown)

    def _whole_fen(self, e: Entitlement, amount: Amount) -> Value:
        value = self.compiler.value(amount.quantity)
        if value.lo.den != 1 or value.hi.den != 1:
            raise UnableToWriteArticle(f"{e.key}: name the rounding, the sum may not be whole fen")
        return value


def _said(answer: str) -> pl.Expr:
    return pl.lit(answer, dtype=ANSWER)


def _amount_columns(key: str, amount: Amount, value: Value, answer: pl.Expr) -> Iterator[pl.Expr]:
    low, high = as_expr(value.lo.num), as_expr(value.hi.num)
    one = low if value.is_exact else pl.when(low == high).then(low)
    fen = pl.when(answer).then(one).cast(pl.Int64)
    payable = pl.lit(True) if value.payable is None else value.payable.fill_null(False)
    carried = pl.lit(False) if value.carried is None else value.carried.fill_null(False)
    yield fen.alias(f"{key}.amount_fen")
    yield pl.when(answer).then(_confidence(value.rank)).alias(f"{key}.confidence")
    yield (fen.is_not_null() & payable & amount.may_pay).alias(f"{key}.is_payable")
    yield (fen.is_not_null() & carried).alias(f"{key}.carried_on")


def _confidence(rank: pl.Expr | None) -> pl.Expr:
    """A sum without a standard is as sure as a published one: the article itself states it."""
    if rank is None:
        return pl.lit("published", dtype=CONFIDENCE)
    return pl.lit(pl.Series(CONFIDENCES, dtype=CONFIDENCE)).gather(rank.cast(pl.UInt32))
