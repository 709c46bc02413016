"""Which question settles most: for somebody who answers one at a time and does not know the law.

Each fact that still matters is tried with the values it may take, all in one population pass; the fact whose answer
settles the most entitlements on average is asked first. The value that says "no", where a fact has one, is what most
people answer and counts for most; so nobody is asked early about prison. Facts only an officer can judge are not asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from rongyao.law import door
from rongyao.law.facts import FACTS, FactDef
from rongyao.law.plans import plan
from rongyao.law.reader import Reader
from rongyao.law.settings import Settings

# Of a date nobody knows, days spread over a life: near the regime changes and far from them.
YEARS_AGO = (0, 1, 3, 8, 13, 25, 45)
NUMBERS = (0, 1, 2, 5, 8, 12, 20, 30)
GRADES = (0, 1, 4, 5, 6, 8, 10)
SOME_MONEY = 500_000
# How much the answer "no" counts against any other.
LIKELY = 9


@dataclass(frozen=True)
class Question:
    """One fact to ask next. `settles`: how many open answers it settles on average; `matters_to`: the open ones it touches."""

    fact: str
    settles: Fraction
    matters_to: tuple[str, ...]


def questions(
    row: Mapping[str, Any],
    *,
    on: date,
    entitlements: Sequence[str] | None = None,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
    skipped: Collection[str] = (),
) -> list[Question]:
    """Every fact that still matters, the one that settles most first; empty where nothing more can be settled.

    A fact matters while it could still settle a condition, or the sum of somebody whose conditions are met.
    `skipped` are facts the person could not answer: they are not asked again.
    """
    compiled = plan(entitlements, standards, settings)
    (reader,) = compiled.readers([row], door.frame([row], on))
    open_to = _open_to(compiled.entitlements, reader)
    wanted = [name for name in FACTS if name in open_to and name not in skipped and not FACTS[name].judged]
    if not wanted:
        return []
    gains = _gains(row, on, wanted, entitlements, standards, settings)
    found = [Question(name, gains[name], tuple(open_to[name])) for name in wanted]
    return sorted(found, key=lambda q: (-q.settles, -len(q.matters_to)))


def _open_to(entitlements: Iterable[Any], reader: Reader) -> dict[str, list[str]]:
    """For each missing fact, the entitlements it could still settle. Another edition's are not asked about."""
    found: dict[str, list[str]] = {}
    for e in entitlements:
        if reader.answer(e.in_force) is False:
            continue
        lacking = reader.missing(e.condition)
        if reader.answer(e.condition) and e.amount and not reader.knows(e.amount.quantity):
            lacking = e.amount.quantity.missing(reader)
        for name in lacking:
            found.setdefault(name, []).append(e.key)
    return found


def _gains(
    row: Mapping[str, Any],
    on: date,
    wanted: Sequence[str],
    entitlements: Sequence[str] | None,
    standards: pl.DataFrame | None,
    settings: Settings | None,
) -> dict[str, Fraction]:
    """For each fact, how many more answers are settled, on average over the values it may take."""
    trials = [(name, value) for name in wanted for value in _values(FACTS[name], on)]
    typed = door.frame([row, *({**row, name: value} for name, value in trials)], on)
    settled = _settled(plan(entitlements, standards, settings).population(typed, clauses=False))
    gained, weights = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
    for (name, value), count in zip(trials, settled[1:], strict=True):
        weight = LIKELY if value == FACTS[name].absent else 1
        gained[name] += weight * (count - settled[0])
        weights[name] += weight
    return {name: Fraction(gained[name], weights[name]) for name in wanted}


def _settled(answers: pl.DataFrame) -> list[int]:
    """How many answers of each row are settled; a sum that is known counts once more."""
    said = [name for name, kind in answers.schema.items() if isinstance(kind, pl.Enum) and "." in name]
    keys = [name for name in said if not name.endswith(".confidence")]
    sums = [name for name in answers.columns if name.endswith(".amount_fen")]
    counted = [pl.col(key).is_in(["yes", "no"]).cast(pl.Int64) for key in keys]
    counted += [pl.col(name).is_not_null().cast(pl.Int64) for name in sums]
    return answers.select(pl.sum_horizontal(counted).alias("n"))["n"].to_list()


def _values(definition: FactDef, on: date) -> list[Any]:
    """Values a fact may take, few enough to try them all."""
    match definition.kind:
        case "bool":
            return [True, False]
        case "category":
            return list(definition.choices)
        case "categories":
            return [[], *([code] for code in definition.choices)]
        case "date":
            return [f"{on.year - years:04d}-06-15" for years in YEARS_AGO]
        case "money":
            return [SOME_MONEY]
        case _:
            return list(GRADES if definition.name == "disability_grade" else NUMBERS)
