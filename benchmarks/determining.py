"""Determining a population with the actual packs against OpenFisca running the same clauses:
``python -m benchmarks.determining [rows …] [--slice 500000] [--vague 10]``.

For OpenFisca one variable is generated from each clause, group and condition of the law's own tree, with NumPy formulas
that say what the node says. OpenFisca has no "not known", so the people of this benchmark have every fact the compared
entitlements ask for, and only entitlements are compared whose conditions it can express. Ours does more in its time: it
also looks the sums up, and keeps every clause's answer as a column. The answers are asserted equal, person by person.

Each measurement runs in a process of its own, so that the memory is its own, and goes by slices made one after another, so
that it stays bounded for any number of people; making them is not timed. A third line is ours alone, where of every hundred
people ``--vague`` know their dates to the month or the year only: asserted never to turn a yes into a no or a no into a yes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from benchmarks.formulas import Formula, UnableToExpress, Writer
from benchmarks.table import peak_mb, show
from rongyao.law import catalog, crowd, determine, door
from rongyao.law.facts import DERIVED, FACTS

ON = date(2026, 11, 24)
FIRST = np.datetime64("1930-01-01")
DAYS = 365 * 90


# --- the same people for both ---------------------------------------------------------------------


def people(rows: int, names: list[str], part: int = 0) -> dict[str, np.ndarray]:
    """Every named fact for so many people, known of each; other people for each part.

    Dates are days; lists are bits; categories are places.
    """
    rng = np.random.default_rng(320583 + part)
    made = {name: _column(rng, name, rows) for name in names}
    if "died_on" in made and "is_deceased" in made:
        made["died_on"][~made["is_deceased"]] = np.datetime64("NaT")
    return made


def _column(rng: np.random.Generator, name: str, rows: int) -> np.ndarray:
    definition = FACTS[name]
    if definition.kind == "bool":
        return rng.random(rows) < 0.3
    if definition.kind == "date":
        return FIRST + rng.integers(0, DAYS, rows).astype("timedelta64[D]")
    if definition.kind == "category":
        return rng.integers(0, len(definition.choices), rows)
    if definition.kind == "categories":
        return rng.integers(0, 1 << len(definition.choices), rows) & rng.integers(
            0, 1 << len(definition.choices), rows
        )
    return rng.integers(0, 40, rows)


def frame(columns: dict[str, np.ndarray], rows: int) -> pl.DataFrame:
    """As the door hands people to the law."""
    made: dict[str, pl.Series] = {"on": pl.Series("on", [ON], dtype=pl.Date).new_from_index(0, rows)}
    for name, values in columns.items():
        kinds = door.column_types(FACTS[name])
        for column, dtype in kinds.items():
            if dtype == pl.Date:
                made[column] = pl.Series(column, values.astype("datetime64[D]"))
            elif isinstance(dtype, pl.Enum):
                made[column] = pl.Series(column, list(FACTS[name].choices), dtype=dtype).gather(values)
            else:
                made[column] = pl.Series(column, values).cast(dtype)
    return pl.DataFrame(made)


# --- what is compared -----------------------------------------------------------------------------


def expressible() -> tuple[list[str], Writer, dict[str, str]]:
    """(entitlement keys OpenFisca can express, their formulas, key → variable); judged facts count as known."""
    keys, writer, named = [], Writer(), {}
    for key, entitlement in catalog.ENTITLEMENTS.items():
        trial = Writer()
        try:
            trial.test(entitlement.condition)
        except UnableToExpress:
            continue
        get = writer.test(entitlement.condition)
        keys.append(key)
        named[key] = get(lambda name: name)  # type: ignore[assignment]
    return keys, writer, named


def facts_of(keys: list[str]) -> list[str]:
    """Everything these entitlements ask for, the sums' facts too."""
    return sorted({name for key in keys for name in catalog.ENTITLEMENTS[key].facts})


Measured = tuple[float, float, np.ndarray]
"""Wall seconds, processor seconds, and the answers of one slice packed as bits."""


def ours(parts: Iterable[tuple[int, int]], vague: int) -> Iterator[Measured]:
    """Slice by slice, with every clause kept.

    Compiling the law is left out, as building OpenFisca's system is: each is done once for any number of people.
    """
    keys, _, _ = expressible()
    for number, (part, rows) in enumerate(parts):
        given = frame(people(rows, facts_of(keys), part), rows)
        if not number:
            determine.population(given.head(crowd.CROWD), entitlements=keys)
        seconds, worked, found = _clocked(lambda given=given: determine.population(given, entitlements=keys))
        yield seconds, worked, _said(found, keys, "yes")


def ours_vague(parts: Iterable[tuple[int, int]], vague: int) -> Iterator[Measured]:
    """The same, where so many of a hundred people know their dates to the month or to the year only."""
    keys, _, _ = expressible()
    for number, (part, rows) in enumerate(parts):
        known = frame(people(rows, facts_of(keys), part), rows)
        given = forgotten(known, vague, part)
        if not number:
            determine.population(given.head(crowd.CROWD), entitlements=keys)
        seconds, worked, found = _clocked(lambda given=given: determine.population(given, entitlements=keys))
        exact = determine.population(known, entitlements=keys, clauses=False)
        for answer in ("yes", "no"):
            flipped = _said(found, keys, answer) & ~_said(exact, keys, answer)
            assert not flipped.any(), f"a vaguer date made an answer {answer}"
        yield seconds, worked, _said(found, keys, "yes")


def forgotten(known: pl.DataFrame, percent: int, part: int) -> pl.DataFrame:
    """The same people; so many of a hundred keep of each date its month (half of them) or its year (the others)."""
    rng = np.random.default_rng(84 + part)
    draw = rng.random(known.height)
    by_month = pl.Series("by_month", draw < percent / 200)
    by_year = pl.Series("by_year", (draw >= percent / 200) & (draw < percent / 100))
    dates = [name for name in known.columns if name.endswith((".lo", ".hi"))]
    return known.with_columns(by_month, by_year).with_columns(map(_bound, dates)).select(known.columns)


def _bound(name: str) -> pl.Expr:
    day = pl.col(name)
    month, year = day.dt.truncate("1mo"), day.dt.truncate("1y")
    if name.endswith(".hi"):
        month, year = (
            month.dt.offset_by("1mo").dt.offset_by("-1d"),
            year.dt.offset_by("1y").dt.offset_by("-1d"),
        )
    return pl.when("by_month").then(month).when("by_year").then(year).otherwise(day).alias(name)


def _clocked(work: Callable[[], Any]) -> tuple[float, float, Any]:
    began, worked = time.perf_counter(), time.process_time()
    found = work()
    return time.perf_counter() - began, time.process_time() - worked, found


def _said(found: pl.DataFrame, keys: list[str], answer: str) -> np.ndarray:
    return np.packbits(np.stack([(found[key] == answer).to_numpy() for key in keys]), axis=1)


def openfisca(parts: Iterable[tuple[int, int]], vague: int) -> Iterator[Measured]:
    """The same by OpenFisca: every clause is a variable with a cache, asked through its simulation."""
    keys, writer, named = expressible()
    system = _system(writer, facts_of(keys))
    for part, rows in parts:
        simulation = _simulation(system, people(rows, facts_of(keys), part), rows)

        def work(simulation: Any = simulation) -> list[np.ndarray]:
            for name in writer.variables:
                simulation.calculate(name, str(ON))
            return [simulation.calculate(named[key], str(ON)) for key in keys]

        seconds, worked, answers = _clocked(work)
        yield seconds, worked, np.packbits(np.stack(answers), axis=1)


def _system(writer: Writer, facts: list[str]) -> Any:
    from openfisca_core import periods
    from openfisca_core.entities import build_entity
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="", is_person=True)
    system, eternal = TaxBenefitSystem([person]), periods.DateUnit.ETERNITY

    def variable(name: str, kind: type, formula: Formula | None) -> None:
        body: dict[str, Any] = {
            "value_type": kind,
            "entity": person,
            "definition_period": eternal,
            "label": name,
        }
        if formula:
            body["formula"] = lambda who, period, parameters: formula(lambda other: who(other, period))
        system.add_variable(type(name, (Variable,), body))

    variable("on", date, None)
    for name in facts:
        kinds: dict[str, type] = {"bool": bool, "date": date}
        variable(name, kinds.get(FACTS[name].kind, int), None)
    for name, formula in writer.variables.items():
        variable(name, int if name in DERIVED else bool, formula)
    return system


def _simulation(system: Any, given: dict[str, np.ndarray], rows: int) -> Any:
    from openfisca_core.simulations import SimulationBuilder

    simulation = SimulationBuilder().build_default_simulation(system, rows)
    simulation.set_input("on", "ETERNITY", np.full(rows, np.datetime64(ON)))
    for name, values in given.items():
        simulation.set_input(name, "ETERNITY", values)
    return simulation


# --- measuring ------------------------------------------------------------------------------------

OURS = "Rongyao (answers, sums, every clause kept)"
PEER = "OpenFisca (conditions and clauses only)"
VAGUE = "Rongyao, of every hundred people {} with dates known to the month or year"
SIDES: dict[str, Callable[[Iterable[tuple[int, int]], int], Iterator[Measured]]] = {
    OURS: ours,
    PEER: openfisca,
    VAGUE: ours_vague,
}
HEADS = (
    "people",
    "by",
    "wall s",
    "CPU s",
    "CPU µs a person",
    "times OpenFisca (wall)",
    "peak MB",
    "said yes",
)


@dataclass(frozen=True)
class Total:
    """All slices of one side: seconds, memory in MB, and for each slice who said yes, and a digest of every answer."""

    seconds: float
    worked: float
    peak: float
    slices: tuple[str, ...]

    @property
    def said_yes(self) -> int:
        """How many answers were yes."""
        return sum(int(one.split(":")[0]) for one in self.slices)


def main() -> None:
    asks = argparse.ArgumentParser(prog="benchmarks.determining")
    asks.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    asks.add_argument("--slice", type=int, default=500_000, help="people at a time")
    asks.add_argument(
        "--vague", type=int, default=10, help="of a hundred people, with vague dates; 0: not measured"
    )
    asks.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = asks.parse_args()
    if given.one is not None:
        return _one(list(SIDES.values())[given.one], parts_of(given.rows[0], given.slice), given.vague)
    keys, writer, _ = expressible()
    lines = [line for rows in given.rows for line in _lines(rows, given.slice, given.vague)]
    title = (
        f"Determining: {len(keys)} of {len(catalog.ENTITLEMENTS)} entitlements, {len(writer.variables)} variables, "
        f"slices of {given.slice:,}, answers equal in each slice"
    )
    return show(title, HEADS, lines)


def parts_of(rows: int, size: int) -> list[tuple[int, int]]:
    """(number, rows) of each slice."""
    return [(number, min(size, rows - start)) for number, start in enumerate(range(0, rows, size))]


def _lines(rows: int, size: int, vague: int) -> Iterator[tuple[str, ...]]:
    found = {
        title: _in_its_own_process(title, rows, size, vague) for title in SIDES if vague or title != VAGUE
    }
    for number, (mine, other) in enumerate(zip(found[OURS].slices, found[PEER].slices, strict=True)):
        assert mine == other, f"the answers differ in slice {number} of {rows} rows"
    for title, total in found.items():
        yield (
            f"{rows:,}",
            title.format(vague),
            f"{total.seconds:.2f}",
            f"{total.worked:.2f}",
            f"{total.worked / rows * 1e6:.1f}",
            f"{total.seconds / found[PEER].seconds:.2f}",
            f"{total.peak:.0f}",
            f"{total.said_yes:,}",
        )


def _in_its_own_process(title: str, rows: int, size: int, vague: int) -> Total:
    command = [sys.executable, "-m", "benchmarks.determining", str(rows)]
    command += ["--slice", str(size), "--vague", str(vague), "--one", str(list(SIDES).index(title))]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Total(**json.loads(said.stdout.splitlines()[-1]))


def _one(side: Callable[..., Iterator[Measured]], parts: list[tuple[int, int]], vague: int) -> None:
    seconds = worked = 0.0
    slices = []
    for more, busy, answers in side(parts, vague):
        seconds, worked = seconds + more, worked + busy
        slices.append(
            f"{int(np.bitwise_count(answers).sum())}:{hashlib.sha256(answers.tobytes()).hexdigest()}"
        )
        del answers
    total = {"seconds": seconds, "worked": worked, "peak": peak_mb(), "slices": slices}
    sys.stdout.write(json.dumps(total) + "\n")


if __name__ == "__main__":
    main()
