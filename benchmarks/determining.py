"""Determining a population with the actual packs against OpenFisca running the same clauses:
``python -m benchmarks.determining [rows …]``.

For OpenFisca one variable is generated from each clause, group and condition of the law's own tree, with NumPy formulas
that say what the node says. OpenFisca has no "not known", so the people of this benchmark have every fact the compared
entitlements ask for, and only entitlements are compared whose conditions it can express. Ours does more in its time: it
also looks the sums up, and keeps every clause's answer as a column. The answers are asserted equal, person by person.
Each measurement runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from benchmarks.table import show
from rongyao.law import catalog, door, nodes, references
from rongyao.law.clauses import Clause, Exceptions, Group
from rongyao.law.facts import DERIVED, FACTS
from rongyao.law.readings import ReadingIs
from rongyao.law.settings import AS_WRITTEN

ON = date(2026, 11, 24)
FIRST = np.datetime64("1930-01-01")
DAYS = 365 * 90
Formula = Callable[[Any], np.ndarray]


class UnableToExpress(Exception):
    """OpenFisca's arrays have no word for this node."""


# --- the same people for both ---------------------------------------------------------------------


def people(rows: int, names: list[str]) -> dict[str, np.ndarray]:
    """Every named fact for so many people, known of each. Dates are days; lists are bits; categories are places."""
    rng = np.random.default_rng(320583)
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


# --- from the law's nodes to NumPy ----------------------------------------------------------------


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


def ours(rows: int) -> tuple[float, float, np.ndarray]:
    """(wall seconds, processor seconds, the answers packed as bits), with every clause kept.

    Compiling the law is left out, as building OpenFisca's system is: each is done once for any number of people.
    """
    from rongyao.law import crowd, determine

    keys, _, _ = expressible()
    given = frame(people(rows, facts_of(keys)), rows)
    determine.population(given.head(crowd.CROWD), entitlements=keys)
    began, worked = time.perf_counter(), time.process_time()
    found = determine.population(given, entitlements=keys)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return seconds, worked, np.packbits(np.stack([(found[key] == "yes").to_numpy() for key in keys]), axis=1)


def openfisca(rows: int) -> tuple[float, float, np.ndarray]:
    """The same by OpenFisca: every clause is a variable with a cache, asked through its simulation."""
    keys, writer, named = expressible()
    given = people(rows, facts_of(keys))
    simulation = _simulation(writer, given, rows)
    began, worked = time.perf_counter(), time.process_time()
    for name in writer.variables:
        simulation.calculate(name, str(ON))
    answers = [simulation.calculate(named[key], str(ON)) for key in keys]
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return seconds, worked, np.packbits(np.stack(answers), axis=1)


def _simulation(writer: Writer, given: dict[str, np.ndarray], rows: int) -> Any:
    from openfisca_core import periods
    from openfisca_core.entities import build_entity
    from openfisca_core.simulations import SimulationBuilder
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
    for name in given:
        kinds: dict[str, type] = {"bool": bool, "date": date}
        variable(name, kinds.get(FACTS[name].kind, int), None)
    for name, formula in writer.variables.items():
        variable(name, int if name in DERIVED else bool, formula)
    simulation = SimulationBuilder().build_default_simulation(system, rows)
    simulation.set_input("on", "ETERNITY", np.full(rows, np.datetime64(ON)))
    for name, values in given.items():
        simulation.set_input(name, "ETERNITY", values)
    return simulation


# --- measuring ------------------------------------------------------------------------------------

SIDES = {
    "Rongyao (answers, sums, every clause kept)": ours,
    "OpenFisca (conditions and clauses only)": openfisca,
}


def main(sizes: list[int]) -> None:
    keys, writer, _ = expressible()
    lines = []
    for rows in sizes:
        found = {title: _in_its_own_process(title, rows) for title in SIDES}
        answers = {one[3] for one in found.values()}
        assert len(answers) == 1, f"the answers differ at {rows} rows"
        said_yes = int(answers.pop().split(":")[0])
        peer = found[list(SIDES)[1]][0]
        for title, (seconds, worked, peak, _) in found.items():
            lines.append(
                (
                    f"{rows:,}",
                    title,
                    f"{seconds:.2f}",
                    f"{worked:.2f}",
                    f"{worked / rows * 1e6:.1f}",
                    f"{seconds / peer:.2f}",
                    f"{peak:.0f}",
                    f"{said_yes:,}",
                )
            )
    show(
        f"Determining: {len(keys)} of {len(catalog.ENTITLEMENTS)} entitlements, {len(writer.variables)} variables, answers equal",
        (
            "people",
            "by",
            "wall s",
            "CPU s",
            "CPU µs a person",
            "times OpenFisca (wall)",
            "peak MB",
            "said yes",
        ),
        lines,
    )


def _in_its_own_process(title: str, rows: int) -> tuple[float, float, float, str]:
    place = str(list(SIDES).index(title))
    command = [sys.executable, "-m", "benchmarks.determining", "--one", place, str(rows)]
    said = subprocess.run(command, capture_output=True, text=True)
    if said.returncode:
        sys.exit(said.stderr[-3000:])
    seconds, worked, peak, answers = said.stdout.split()[-4:]
    return float(seconds), float(worked), float(peak), answers


def _one(place: str, rows: str) -> None:
    import hashlib

    seconds, worked, answers = list(SIDES.values())[int(place)](int(rows))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said_yes = int(np.unpackbits(answers).sum())
    sys.stdout.write(
        f"{seconds} {worked} {peak} {said_yes}:{hashlib.sha256(answers.tobytes()).hexdigest()}\n"
    )


if __name__ == "__main__":
    random.seed(1)
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:4])
    else:
        main([int(word) for word in sys.argv[1:]] or [100_000, 1_000_000])
