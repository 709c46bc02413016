"""Two worlds side by side: everybody's answers under one table of amounts and one set of readings, and under another.

The same people are only asked twice; what is kept is a row wherever something is due in either world or the answers
differ. Nothing is written anywhere: what a new standard would do is known before it is in force, and what another
number, reading or amount would do is known without touching anybody's answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from rongyao.law import catalog
from rongyao.law.kernel import walk
from rongyao.law.plans import entitlement, plan
from rongyao.law.quantities import Standard
from rongyao.law.settings import AS_WRITTEN, Settings

MONTHS_A_YEAR = 12
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "place": pl.Int64,
    "entitlement": pl.String,
    "unit": pl.String,
    "answer_before": pl.String,
    "answer_after": pl.String,
    "fen_before": pl.Int64,
    "fen_after": pl.Int64,
    "pays_before": pl.Boolean,
    "pays_after": pl.Boolean,
}
MONEY = ("yearly_before", "yearly_after", "once_before", "once_after")


@dataclass(frozen=True)
class World:
    """What the law is given beside the facts: the amounts and the numbers and readings."""

    standards: pl.DataFrame
    settings: Settings = AS_WRITTEN


@cache
def using(names: tuple[str, ...]) -> tuple[str, ...]:
    """The entitlements whose answer or sum looks one of these standards up."""
    return tuple(key for key in catalog.ENTITLEMENTS if not _looked_up(key).isdisjoint(names))


@cache
def _looked_up(key: str) -> frozenset[str]:
    one = entitlement(key)
    roots = (one.condition, *one.quantities)
    return frozenset(node.name for root in roots for node in walk(root) if isinstance(node, Standard))


def compare(
    people: pl.DataFrame, before: World, after: World, *, entitlements: Sequence[str] | None = None
) -> pl.DataFrame:
    """One row for each person (`place` in `people`) and entitlement due in either world or answered differently.

    Columns as in `SCHEMA`; a sum is null where none follows or it is not known, and `pays_…` says whether it may be paid.
    """
    keys = tuple(entitlements if entitlements is not None else catalog.ENTITLEMENTS)
    if not keys or not people.height:
        return pl.DataFrame(schema=SCHEMA)
    both = [
        plan(keys, world.standards, world.settings).population(people, clauses=False)
        for world in (before, after)
    ]
    return pl.concat([_pair(key, *both) for key in keys])


def _pair(key: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    amount = entitlement(key).amount
    sides = [_side(key, one, f"_{name}") for one, name in ((before, "before"), (after, "after"))]
    joined = pl.concat(sides, how="horizontal").with_row_index("place")
    due = (pl.col("answer_before") == "yes") | (pl.col("answer_after") == "yes")
    named = joined.filter(due | (pl.col("answer_before") != pl.col("answer_after"))).with_columns(
        pl.lit(key).alias("entitlement"), pl.lit(amount.unit if amount else "").alias("unit")
    )
    return named.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _side(key: str, answers: pl.DataFrame, suffix: str) -> pl.DataFrame:
    """The answer of one world; another edition's question is answered no here."""
    said = pl.when(~pl.col(f"{key}.applies")).then(pl.lit("no")).otherwise(pl.col(key).cast(pl.String))
    has_sum = f"{key}.amount_fen" in answers.columns
    fen = pl.col(f"{key}.amount_fen") if has_sum else pl.lit(None, dtype=pl.Int64)
    pays = pl.col(f"{key}.is_payable") if has_sum else pl.lit(False)
    is_due = said == "yes"
    return answers.select(
        said.alias(f"answer{suffix}"),
        pl.when(is_due).then(fen).alias(f"fen{suffix}"),
        (is_due & pays).alias(f"pays{suffix}"),
    )


def is_changed() -> pl.Expr:
    """Another answer, another sum, or the same sum that may be paid now and could not (or no longer)."""
    return (
        (pl.col("answer_before") != pl.col("answer_after"))
        | pl.col("fen_before").ne_missing(pl.col("fen_after"))
        | (pl.col("pays_before") != pl.col("pays_after"))
    )


def money() -> list[pl.Expr]:
    """The columns `MONEY`: what may be paid a year, and what is paid once, before and after. Nothing payable is 0."""
    return [
        expression.alias(f"{kind}_{side}")
        for side in ("before", "after")
        for kind, expression in (("yearly", _yearly(side)), ("once", _once(side)))
    ]


def _yearly(side: str) -> pl.Expr:
    times = {"month": MONTHS_A_YEAR, "year": 1}
    factor = pl.col("unit").replace_strict(times, default=0, return_dtype=pl.Int64)
    return _paid(side) * factor


def _once(side: str) -> pl.Expr:
    return pl.when(pl.col("unit") == "once").then(_paid(side)).otherwise(0)


def _paid(side: str) -> pl.Expr:
    known = pl.col(f"pays_{side}") & pl.col(f"fen_{side}").is_not_null()
    return pl.when(known).then(pl.col(f"fen_{side}")).otherwise(0)


def summed(compared: pl.DataFrame, by: Iterable[str], person: str = "place") -> pl.DataFrame:
    """People (each counted once), people who gain and lose an answer "yes", and the money, for each group of `by`."""
    is_yes = {side: pl.col(f"answer_{side}") == "yes" for side in ("before", "after")}
    gained = is_yes["after"] & ~is_yes["before"]
    lost = is_yes["before"] & ~is_yes["after"]
    columns = [
        pl.col(person).n_unique().alias("people"),
        pl.col(person).filter(gained).n_unique().alias("gained"),
        pl.col(person).filter(lost).n_unique().alias("lost"),
        *(pl.col(name).sum() for name in MONEY),
    ]
    with_money = compared.with_columns(money())
    keys = list(by)
    return with_money.group_by(keys).agg(columns).sort(keys) if keys else with_money.select(columns)


def monthly(yearly_fen: int) -> int:
    """A twelfth of a year's sum, half a fen up: for comparing, not for paying."""
    return (2 * yearly_fen + MONTHS_A_YEAR) // (2 * MONTHS_A_YEAR)
