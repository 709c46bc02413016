"""The market as a linear program for HiGHS: who may sit where, and which classes run.

Rows: one line a person; seats of a line; most and least of a class; caps and promises of an institution; x ≤ y for
every wish (redundant for whole numbers, decisive for the bound); what earlier stages have reached. Every shortage (of a
class, an institution, a stage) may be bought at more than everybody is worth, so the program always has a solution
and its prices always make a bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np
from numpy.typing import NDArray

from rongyao.choosing.together.market import UNPLACED, Ints, Market, UnableToMatch

Floats = NDArray[np.float64]
BIG = 5000
"""Edges above which a solve is begun with care."""
ENOUGH = 0.01
"""How far below the target a bound must fall before the solver may stop: rounded prices lose a little."""
BLOCKS = ("person", "line", "most", "least", "roof", "promise", "strong", "stage")


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: the value of the stage's count, x by edge, y by class, prices by row, total shortage."""

    value: float
    x: Floats
    y: Floats
    prices: Floats
    shortage: float


@dataclass(frozen=True)
class Shape:
    """Where the blocks of rows and columns begin."""

    rows: Mapping[str, slice]
    edges: int
    classes: int
    columns: int


class _Quiet(highspy.Highs):
    """HiGHS prints a banner while it sets up its callbacks: be silent before that."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()
        super().enableCallbacks()


class Program:
    """One HiGHS model of ``market``; only bounds and costs change between solves, so each starts from the last basis."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.shape, self._entries, self._upper, self._lower = _assemble(market)
        self.penalty = len(market.people) + 1
        self._highs = self._model(whole=False)
        self._y = np.arange(self.shape.edges, self.shape.edges + self.shape.classes, dtype=np.int32)
        self._stage: list[int] = []
        self.solves = 0

    def relax(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> Relaxed:
        """Maximise the last count of ``targets`` keeping the earlier ones; ``fixed`` classes are open or closed."""
        fresh = self._aim(targets)
        low, high = np.zeros(self.shape.classes), np.ones(self.shape.classes)
        for number, is_open in fixed.items():
            low[number] = high[number] = float(is_open)
        self._highs.changeColsBounds(self.shape.classes, self._y, low, high)
        self._start_well(fresh)
        # what falls short of the target is refuted by the prices found up to there
        self._highs.setOptionValue("objective_bound", ENOUGH - targets[-1] if fixed else highspy.kHighsInf)
        self._highs.run()
        self.solves += 1
        if self._highs.getModelStatus() not in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kObjectiveBound,
        ):
            raise UnableToMatch(f"the solver stopped: {self._highs.getModelStatus()}")
        return self._read()

    def _start_well(self, is_new_aim: bool) -> None:
        """A big market with a new aim begins by interior point; every other solve goes on from the last basis."""
        begins = self.solves == 0 or is_new_aim
        with_care = begins and self.shape.edges > BIG
        if with_care:
            self._highs.clearSolver()
        self._highs.setOptionValue("solver", "ipm" if with_care else "simplex")
        self._highs.setOptionValue("presolve", "choose" if with_care or not self.solves else "off")

    def seat(self, is_open: Sequence[bool], targets: Sequence[int]) -> list[int] | None:
        """With the classes fixed: who sits where (whole numbers, checked exactly), or None if a shortage remains."""
        found = self.relax(targets, dict(enumerate(is_open)))
        placed = self.rounded(found)
        return None if self.market.faults(placed, is_open) else placed

    def rounded(self, found: Relaxed) -> list[int]:
        """The line of each person where x is 1."""
        placed = [UNPLACED] * len(self.market.people)
        people, lines = self.market.edges
        for edge in np.flatnonzero(found.x > 0.5):
            placed[people[edge]] = int(lines[edge])
        return placed

    def whole(self, targets: Sequence[int], seconds: float) -> list[bool] | None:
        """HiGHS's own search with whole classes: the best set of classes it found in time, unproved; None if none."""
        highs = self._model(whole=True)
        self._set_aim(highs, targets)
        highs.setOptionValue("time_limit", seconds)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.5)
        highs.run()
        solution = np.array(highs.getSolution().col_value)
        if highs.getInfo().primal_solution_status != 2:
            return None
        return [bool(value > 0.5) for value in solution[self.shape.edges :][: self.shape.classes]]

    def _aim(self, targets: Sequence[int]) -> bool:
        """Whether something else is counted now than in the last solve."""
        before, self._stage = self._stage, list(targets)
        if self._stage[:-1] != before[:-1] or len(self._stage) != len(before):
            self._set_aim(self._highs, targets)
        return len(self._stage) != len(before)

    def _set_aim(self, highs: highspy.Highs, targets: Sequence[int]) -> None:
        people, _ = self.market.edges
        wanted = self.market.objectives[len(targets) - 1][people].astype(np.float64)
        columns = np.arange(self.shape.edges, dtype=np.int32)
        highs.changeColsCost(len(columns), columns, -wanted)
        for stage in range(len(self.market.objectives)):
            keep = float(targets[stage]) if stage < len(targets) - 1 else 0.0
            highs.changeRowBounds(self.shape.rows["stage"].start + stage, keep, highspy.kHighsInf)

    def _read(self) -> Relaxed:
        solution = self._highs.getSolution()
        values, prices = np.array(solution.col_value), np.array(solution.row_dual)
        edges, classes = self.shape.edges, self.shape.classes
        shortage = float(values[edges + classes :].sum())
        value = -self._highs.getInfo().objective_function_value
        return Relaxed(value, values[:edges], values[edges : edges + classes], prices, shortage)

    def _model(self, *, whole: bool) -> highspy.Highs:
        """``whole``: y in {0, 1} and no shortage may be bought."""
        highs = _Quiet()
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", 0)
        highs.passModel(self._lp(whole))
        return highs

    def _lp(self, whole: bool) -> highspy.HighsLp:
        shape, lp = self.shape, highspy.HighsLp()
        extra = shape.columns - shape.edges - shape.classes
        starts, rows, values = self._entries
        lp.num_col_, lp.num_row_ = shape.columns, len(self._upper)
        lp.col_cost_ = np.concatenate(
            [np.zeros(shape.edges + shape.classes), np.full(extra, float(self.penalty))]
        )
        lp.col_lower_ = np.zeros(shape.columns)
        bought = np.full(extra, 0.0 if whole else highspy.kHighsInf)
        # x ≤ 1 follows from the person's row; a bound of its own would carry a price that the certificate lacks
        lp.col_upper_ = np.concatenate(
            [np.full(shape.edges, highspy.kHighsInf), np.ones(shape.classes), bought]
        )
        lp.row_lower_, lp.row_upper_ = self._lower, self._upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, rows, values
        if whole:
            kinds = [highspy.HighsVarType.kContinuous] * shape.edges
            kinds += [highspy.HighsVarType.kInteger] * shape.classes
            lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * extra
        return lp


def _assemble(market: Market) -> tuple[Shape, tuple[Ints, Ints, Floats], Floats, Floats]:
    """Shape, column-wise entries (starts, rows, values), upper and lower bounds of the rows."""
    people, _ = market.edges
    edges, classes, roofs, stages = (
        len(people),
        len(market.classes),
        len(market.institutions),
        len(market.objectives),
    )
    sizes = (len(market.people), len(market.lines), classes, classes, roofs, roofs, edges, stages)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    rows = {name: slice(int(a), int(b)) for name, (a, b) in zip(BLOCKS, pairwise(starts), strict=True)}
    shape = Shape(rows, edges, classes, edges + 2 * classes + roofs + stages)
    parts = [*_edge_entries(market, rows), *_class_entries(market, rows, edges)]
    parts += _shortage_entries(rows, edges + classes, classes, roofs, stages)
    return shape, _columnwise(parts, shape.columns), *_row_bounds(market, rows)


Part = tuple[Ints, Ints, float | Ints]


def _edge_entries(market: Market, rows: Mapping[str, slice]) -> list[Part]:
    people, lines = market.edges
    of, number = market.class_of[lines], np.arange(len(people))
    under = np.array([one.under for one in market.classes], dtype=np.int64)[of]
    parts: list[Part] = [
        (number, rows["person"].start + people, 1.0),
        (number, rows["line"].start + lines, 1.0),
        (number, rows["most"].start + of, 1.0),
        (number, rows["least"].start + of, 1.0),
        (number, rows["strong"].start + number, 1.0),
    ]
    roofed = under >= 0
    parts += [(number[roofed], rows[name].start + under[roofed], 1.0) for name in ("roof", "promise")]
    for stage, weights in enumerate(market.objectives):
        counted = weights[people] > 0
        parts.append((number[counted], np.full(int(counted.sum()), rows["stage"].start + stage), 1.0))
    return parts


def _class_entries(market: Market, rows: Mapping[str, slice], first: int) -> list[Part]:
    _, lines = market.edges
    number = np.arange(len(market.classes))
    seats = np.array([line.seats for line in market.lines], dtype=np.int64)
    most = np.array([one.most for one in market.classes], dtype=np.int64)
    least = np.array([one.least for one in market.classes], dtype=np.int64)
    strong = np.arange(len(lines))
    return [
        (first + market.class_of, rows["line"].start + np.arange(len(seats)), -seats),
        (first + number, rows["most"].start + number, -most),
        (first + number, rows["least"].start + number, -least),
        (first + market.class_of[lines], rows["strong"].start + strong, -1.0),
    ]


def _shortage_entries(
    rows: Mapping[str, slice], first: int, classes: int, roofs: int, stages: int
) -> list[Part]:
    parts: list[Part] = []
    for name, count in (("least", classes), ("promise", roofs), ("stage", stages)):
        parts.append((first + np.arange(count), rows[name].start + np.arange(count), 1.0))
        first += count
    return parts


def _columnwise(parts: Sequence[Part], columns: int) -> tuple[Ints, Ints, Floats]:
    column = np.concatenate([part[0] for part in parts]).astype(np.int64)
    row = np.concatenate([part[1] for part in parts]).astype(np.int64)
    value = np.concatenate(
        [np.broadcast_to(np.asarray(part[2], dtype=np.float64), len(part[0])) for part in parts]
    )
    kept = value != 0
    column, row, value = column[kept], row[kept], value[kept]
    order = np.lexsort((row, column))
    starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    return starts.astype(np.int32), row[order].astype(np.int32), value[order]


def _row_bounds(market: Market, rows: Mapping[str, slice]) -> tuple[Floats, Floats]:
    """(upper, lower)"""
    total = rows["stage"].stop
    upper, lower = np.zeros(total), np.full(total, -highspy.kHighsInf)
    upper[rows["person"]] = 1.0
    upper[rows["roof"]] = [one.most for one in market.institutions]
    for name in ("least", "promise", "stage"):
        upper[rows[name]], lower[rows[name]] = highspy.kHighsInf, 0.0
    lower[rows["promise"]] = [one.least for one in market.institutions]
    return upper, lower
