"""``python -m rongyao.choosing.together.bench [people …]``: the whole matching with its proof, against HiGHS alone.

HiGHS alone is asked twice: how many can be placed, and every count in turn. Either way it answers in floating point, with
nothing to check it by and no choice among the sets of classes that do equally well. CP-SAT, where the package ``ortools``
is installed, is given the same model and the seconds told. Every method must come to the same numbers.
"""

import argparse
import importlib
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import highspy
import numpy as np

from rongyao.choosing.record.log import write_folder
from rongyao.choosing.record.notes import Signer
from rongyao.choosing.together import instances, serial, stable
from rongyao.choosing.together.market import Market
from rongyao.choosing.together.match import match
from rongyao.choosing.together.program import quiet, tie
from rongyao.choosing.together.publish import Applicant, Matching, Order, Rules
from rongyao.choosing.together.rows import assemble
from rongyao.choosing.together.search import Search
from rongyao.choosing.together.stages import settle
from rongyao.choosing.verify import check_together

AT = "2026-01-01T00:00:00+08:00"
Result = TypeVar("Result")


def timed(act: Callable[[], Result]) -> tuple[Result, float]:
    """What came out, and how many seconds of processor time it took (other work on the machine does not count)."""
    start = time.process_time()
    found = act()
    return found, time.process_time() - start


class Alone:
    """HiGHS as one would use it: a whole-number model with every row x ≤ y (its fastest of four tried: x in whole numbers or
    not, with these rows or not), one core; for the next count the last becomes a constraint and it solves again."""

    def __init__(self, market: Market, seconds: float) -> None:
        self.market, table = market, assemble(market)
        shape = self.shape = table.shape
        columns, (starts, rows, values) = shape.edges + shape.classes, table.entries
        end = starts[columns]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = columns, len(table.upper)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.zeros(columns), np.ones(columns)
        lp.row_lower_, lp.row_upper_ = table.lower, table.upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = starts[: columns + 1], rows[:end]
        lp.a_matrix_.value_ = values[:end]
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [part] * shape.edges + [whole] * shape.classes
        self.highs = quiet()
        self.highs.passModel(lp)
        tie(self.highs, np.arange(shape.edges), shape.edges + market.class_of[market.edges[1]])
        for name, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("time_limit", seconds)):
            self.highs.setOptionValue(name, value)

    def most(self, stage: int) -> int:
        """The most of this count, what was found before being kept from now on; -1 where the time ran out before that was known."""
        edges = np.arange(self.shape.edges, dtype=np.int32)
        counted = self.market.objectives[stage][self.market.edges[0]]
        self.highs.changeColsCost(len(edges), edges, -counted.astype(np.float64))
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return -1
        found = round(-self.highs.getInfo().objective_function_value)
        row = self.shape.rows["stage"].start + stage
        self.highs.changeRowBounds(row, float(found), highspy.kHighsInf)
        return found

    def counts(self) -> list[int]:
        """Every count in turn; nothing to check it by, and whichever set of classes comes first."""
        found: list[int] = []
        for stage in range(len(self.market.objectives)):
            found.append(self.most(stage))
            if found[-1] < 0:
                break
        return found


def with_cp_sat(market: Market, seconds: float) -> tuple[int, int] | None:
    """(placed, bound) by CP-SAT with two workers; None where it is not installed."""
    try:
        cp: Any = importlib.import_module("ortools.sat.python.cp_model")
    except ImportError:
        return None
    model = cp.CpModel()
    y = [model.NewBoolVar(one.id) for one in market.classes]
    by_line: list[list[Any]] = [[] for _ in market.lines]
    for person in market.people:
        mine = {line: model.NewBoolVar("") for line in person.wishes}
        model.AddAtMostOne(mine.values())
        for line, x in mine.items():
            by_line[line].append(x)
            model.AddImplication(x, y[market.lines[line].of])
    for one_line, xs in zip(market.lines, by_line, strict=True):
        model.Add(sum(xs) <= one_line.seats)
    for number, one in enumerate(market.classes):
        size = sum(x for line in market.lines_of[number] for x in by_line[line])
        model.Add(size >= one.least * y[number])
        model.Add(size <= one.most * y[number])
    model.Maximize(sum(x for xs in by_line for x in xs))
    solver = cp.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 2
    solver.Solve(model)
    return int(solver.ObjectiveValue()), int(solver.BestObjectiveBound())


def record_of(market: Market) -> Matching:
    """Everything up to the seed; people are eligible for every line, so that the lists alone count."""
    ids = [line.id for line in market.lines]
    people = [
        Applicant(f"p{n}", n, person.group, tuple(ids[w] for w in person.wishes))
        for n, person in enumerate(market.people)
    ]
    rules = Rules("bench", groups=tuple((f"g{n}", str(n), str(n)) for n in range(market.groups)))
    orders = [Order(line) for line in market.lines]
    made = Matching(rules, orders, market.classes, market.institutions, people, Signer("bench", b"b" * 32))
    made.close(at=AT)
    made.draw({}, at=AT)
    return made


def bench(people: int, over: float, *, groups: int, wishes: int, seed: int, seconds: float) -> list[str]:
    """The lines of one table: one city."""
    market = instances.city(people, over=over, groups=groups, wishes=wishes, seed=seed)
    shape = f"{people} people, {len(market.classes)} classes, {len(market.edges[0])} wishes, {groups} groups"
    only, t_alone = timed(lambda: Alone(market, seconds).most(0))
    each, t_each = timed(lambda: Alone(market, seconds).counts())
    search = Search(market)
    search.deadline = time.monotonic() + seconds
    settled, t_settle = timed(lambda: settle(search, range(len(market.classes))))
    placed, t_serial = timed(lambda: serial.choose(market, settled.found.is_open, settled.found.placed))
    assert not settled.is_closed or only in (-1, settled.counts[0]), (only, settled.counts)
    assert market.counts(placed) == settled.counts
    assert not settled.is_closed or each[-1] < 0 or each == settled.counts, (each, settled.counts)
    other, t_stable = timed(lambda: stable.stable(market))
    leaves = sum(stage.tree.leaves() for stage in settled.stages)
    more = sum(tree.leaves() for _, tree in settled.declined)
    proof = "closed" if settled.is_closed else f"gap {settled.stages[0].at_most - settled.stages[0].reached}"
    told = [
        f"== {shape}",
        f"HiGHS alone, number placed only      {t_alone:8.2f} s",
        f"HiGHS alone, every count in turn     {t_each:8.2f} s   {each}",
        f"counts, classes by lot, all proofs   {t_settle:8.2f} s   {settled.counts} {proof}, "
        f"{leaves} + {more} leaves, {search.program.solves} solves",
        f"choice in order                      {t_serial:8.2f} s",
        f"ratio to HiGHS, number only          {(t_settle + t_serial) / t_alone:8.1f}",
        f"ratio to HiGHS, every count          {(t_settle + t_serial) / t_each:8.1f}",
        f"stable mode                          {t_stable:8.2f} s   "
        f"{market.counts(other.placed)[0]} placed, {settled.counts[0] - market.counts(other.placed)[0]} fewer",
    ]
    return told + _checked(record_of(market), seconds) + _cp_sat(market, seconds)


def in_parallel(cities: int, people: int, seconds: float) -> list[str]:
    """Independent cities one after the other, and then in two processes; the same counts asserted."""
    start = time.monotonic()
    apart = [one_city((people, seed, seconds)) for seed in range(cities)]
    t_apart = time.monotonic() - start
    start = time.monotonic()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        beside = list(pool.map(one_city, [(people, seed, seconds) for seed in range(cities)]))
    t_beside = time.monotonic() - start
    assert apart == beside, (apart, beside)
    return [
        f"== {cities} independent cities of {people} people each",
        f"one after the other                  {t_apart:8.2f} s of the clock   {sum(apart)} placed",
        f"in two processes                     {t_beside:8.2f} s of the clock   {t_apart / t_beside:.2f} times as fast, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}",
    ]


def one_city(told: tuple[int, int, float]) -> int:
    """The number placed in one city, counts and classes proved, everyone seated."""
    people, seed, seconds = told
    return match(instances.city(people, seed=seed + 1), seconds=seconds).settled.counts[0]


def _checked(made: Matching, seconds: float) -> list[str]:
    _, t_run = timed(lambda: made.run(seconds=seconds))
    files = made.finish(at=AT)
    with tempfile.TemporaryDirectory() as folder:
        write_folder(files, Path(folder) / "record")
        said, t_check = timed(lambda: check_together.verify(Path(folder) / "record"))
    size = sum(map(len, files.values())) / 1e6
    return [
        f"with a reason for each unplaced      {t_run:8.2f} s   record {size:.1f} MB",
        f"stand-alone checker                  {t_check:8.2f} s   {said[2][1]}",
    ]


def _cp_sat(market: Market, seconds: float) -> list[str]:
    found, took = timed(lambda: with_cp_sat(market, min(seconds, 30.0)))
    if found is None:
        return ["CP-SAT: ortools is not installed"]
    return [f"CP-SAT, number placed only           {took:8.2f} s   {found[0]} placed, bound {found[1]}"]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int, nargs="*", default=[300, 1000, 2000])
    parser.add_argument("--over", type=float, nargs="*", default=[1.3, 2.0])
    parser.add_argument("--groups", type=int, nargs="*", default=[1, 3])
    parser.add_argument("--wishes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--cities", type=int, default=8, help="independent cities of 500, in parallel; 0 for none"
    )
    parser.add_argument("--seconds", type=float, default=120.0)
    told = parser.parse_args(arguments)
    for people in told.people:
        for over in told.over:
            for groups in told.groups:
                more = {"groups": groups, "wishes": told.wishes, "seed": told.seed}
                sys.stdout.write("\n".join(bench(people, over, seconds=told.seconds, **more)) + "\n\n")
                sys.stdout.flush()
    if told.cities:
        sys.stdout.write("\n".join(in_parallel(told.cities, 500, told.seconds)) + "\n\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"peak memory {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
