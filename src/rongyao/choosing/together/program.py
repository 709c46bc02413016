"""The market as a linear program for HiGHS: what is the most that classes in part could place, and at what prices.

A row x ≤ y for every wish is redundant for whole numbers and decisive for the bound; few are ever broken, and all of them
at once make the program five times slower, so each is written down once a solution breaks it. Every shortage (of a class,
an institution, a stage) may be bought at more than everybody is worth, so the program always has a solution and its
prices always make a bound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from rongyao.choosing.together.market import UNPLACED, Ints, Market, UnableToMatch
from rongyao.choosing.together.rows import Floats, Shape, Table, assemble

BIG = 5000
"""Edges above which the first solve goes by interior point."""
ENOUGH = 0.01
"""How far below the target a bound must fall before the solver may stop: rounded prices lose a little."""
BROKEN = 1e-7
"""By how much x must exceed y before the row x ≤ y is written down."""
DUAL, PRIMAL = 1, 4
"""HiGHS's ``simplex_strategy``."""
STEEP = 256
"""How many people of one count one person of the count before is worth, where 64 bits allow it."""
FAVOUR = 1 / 16
ROOM = 2**42
"""Falling worths times people times places stay below this, so that prices in 1/2²⁰ add up in 64 bits."""


@dataclass(frozen=True)
class Relaxed:
    """A solved relaxation: x by edge, y by class, prices by row, total shortage; ``worth`` of a placement by stage, as whole
    numbers, in the units of ``value`` and ``prices``."""

    value: float
    x: Floats
    y: Floats
    prices: Floats
    shortage: float
    worth: Ints


class _Quiet(highspy.Highs):
    """HiGHS prints a banner while it sets up its callbacks: be silent before that."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()
        super().enableCallbacks()


@dataclass
class Model:
    """One HiGHS model; only bounds, costs and rows x ≤ y change between solves, so each starts from the last basis."""

    highs: highspy.Highs
    tied: Ints
    aim: object = None
    is_turned: bool = False
    solves: int = 0


class Program:
    """The relaxations of one market. Two models: counts one after the other, and all at once (``weigh``)."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self._table: Table = assemble(market)
        self.shape: Shape = self._table.shape
        self.penalty = 2 * (len(market.people) + 1)
        self._y = np.arange(self.shape.edges, self.shape.edges + self.shape.classes, dtype=np.int32)
        self._class_of = market.class_of[market.edges[1]]
        self._models: dict[str, Model] = {}
        stages = len(market.objectives)
        seats = max(len(market.people), sum(one.least for one in market.classes)) + 1
        self._steep = STEEP
        while self._steep > 1 and self._steep ** (stages - 1) * self.penalty * seats > ROOM:
            self._steep //= 2

    @property
    def solves(self) -> int:
        """How often HiGHS was asked."""
        return sum(model.solves for model in self._models.values())

    def relax(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> Relaxed:
        """Maximise the last count of ``targets`` keeping the earlier ones; ``fixed`` classes are open or closed."""
        stage = len(targets) - 1
        if not stage:
            return self.weigh(targets, fixed)
        worth = np.zeros(len(self.market.objectives), dtype=np.int64)
        worth[stage] = 1
        model = self._model("kept")
        self._aim(model, worth, targets[:-1])
        # what falls short of the target is refuted by the prices found up to there
        return self._solve(model, worth, fixed, targets[-1] - ENOUGH if fixed else None)

    def weigh(
        self, targets: Sequence[int], fixed: Mapping[int, bool], favoured: Sequence[int] = ()
    ) -> Relaxed:
        """Maximise all counts of ``targets`` at once, each worth much more than the next; for each ``favoured`` class that
        runs add ``FAVOUR``.

        Where the classes come out whole this is as good as keeping the earlier counts, and one basis serves every count."""
        worth = self.falling(len(targets))
        model = self._model("weighed")
        self._aim(model, worth, (), favoured)
        goal = float(worth[: len(targets)] @ np.asarray(targets, dtype=np.int64))
        return self._solve(model, worth, fixed, goal - ENOUGH if fixed else None)

    def seat(self, is_open: Sequence[bool]) -> list[int] | None:
        """With the classes fixed: who sits where (whole numbers, checked exactly), or None if a shortage remains.

        One solve serves every count: those who can be placed together form a matroid, whose heaviest set has the most
        people of each group in turn, whatever the falling worths."""
        model, worth = self._model("weighed"), self.falling(len(self.market.objectives))
        self._aim(model, worth, ())
        before = model.highs.getBasis() if model.solves else None
        placed = self.rounded(self._solve(model, worth, dict(enumerate(is_open)), None))
        if before and len(before.row_status) == model.highs.getNumRow():
            # what is asked next is nearer to what was asked before
            model.highs.setBasis(before)
        return None if self.market.faults(placed, is_open) else placed

    def falling(self, stages: int) -> Ints:
        """The worth of one person by stage, the last of ``stages`` worth 1."""
        worth = np.zeros(len(self.market.objectives), dtype=np.int64)
        worth[:stages] = [self._steep ** (stages - 1 - stage) for stage in range(stages)]
        return worth

    def rounded(self, found: Relaxed) -> list[int]:
        """The line of each person where x is 1."""
        placed = [UNPLACED] * len(self.market.people)
        people, lines = self.market.edges
        for edge in np.flatnonzero(found.x > 0.5):
            placed[people[edge]] = int(lines[edge])
        return placed

    def whole(self, seconds: float) -> list[bool] | None:
        """HiGHS's own search with whole classes for the number placed: the best set of classes it found in time, unproved;
        None if none. It is given the rows x ≤ y known by now."""
        highs = self._fresh(whole=True)
        known = [np.flatnonzero(model.tied) for model in self._models.values()]
        edges = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *known]))
        tie(highs, edges, self.shape.edges + self._class_of[edges])
        self._aim(Model(highs, edges), self.falling(1), ())
        highs.setOptionValue("time_limit", seconds)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", 0.5)
        highs.run()
        if highs.getInfo().primal_solution_status != 2:
            return None
        solution = np.array(highs.getSolution().col_value)
        return [bool(value > 0.5) for value in solution[self.shape.edges :][: self.shape.classes]]

    # --- inside ---

    def _model(self, name: str) -> Model:
        if name not in self._models:
            self._models[name] = Model(self._fresh(whole=False), np.zeros(self.shape.edges, dtype=bool))
        return self._models[name]

    def _aim(self, model: Model, worth: Ints, kept: Sequence[int], favoured: Sequence[int] = ()) -> None:
        """What is counted, and which counts are kept. Costs are at most 1: the greatest worth is one unit of the solver's."""
        before, model.aim = model.aim, (worth.tolist(), list(kept), list(favoured))
        if before == model.aim:
            return
        model.is_turned = True
        people, _ = self.market.edges
        counted = self.market.objectives
        each = np.sum([one * of for one, of in zip(worth, counted, strict=True)], axis=0) / worth.max()
        bonus = np.zeros(self.shape.classes)
        bonus[list(favoured)] = FAVOUR / worth.max()
        columns = np.arange(self.shape.edges + self.shape.classes, dtype=np.int32)
        model.highs.changeColsCost(len(columns), columns, -np.concatenate([each[people], bonus]))
        for stage in range(len(counted)):
            least = float(kept[stage]) if stage < len(kept) else 0.0
            model.highs.changeRowBounds(self.shape.rows["stage"].start + stage, least, highspy.kHighsInf)

    def _solve(self, model: Model, worth: Ints, fixed: Mapping[int, bool], enough: float | None) -> Relaxed:
        """Solve; write down the rows x ≤ y that the solution breaks; solve again, until none is broken or less than
        ``enough`` can be had."""
        low, high = np.zeros(self.shape.classes), np.ones(self.shape.classes)
        for number, is_open in fixed.items():
            low[number] = high[number] = float(is_open)
        highs = model.highs
        highs.changeColsBounds(self.shape.classes, self._y, low, high)
        bound = highspy.kHighsInf if enough is None else -enough / float(worth.max())
        highs.setOptionValue("objective_bound", bound)
        while True:
            found = self._run(model, worth)
            broken = (found.x > found.y[self._class_of] + BROKEN) & ~model.tied
            if not broken.any() or (enough is not None and found.value <= enough):
                return found
            self._tie_up(model, np.flatnonzero(broken))

    def _run(self, model: Model, worth: Ints) -> Relaxed:
        # a big market begins by interior point; every other solve goes on from the last basis: in the primal when only the
        # aim is new (the solution stays possible), in the dual when rows or bounds are (the prices stay possible)
        begins = not model.solves
        model.highs.setOptionValue("solver", "ipm" if begins and self.shape.edges > BIG else "simplex")
        model.highs.setOptionValue("presolve", "choose" if begins else "off")
        model.highs.setOptionValue("simplex_strategy", PRIMAL if model.is_turned and not begins else DUAL)
        model.highs.run()
        model.solves += 1
        model.is_turned = False
        status = model.highs.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveBound):
            raise UnableToMatch(f"the solver stopped: {status}")
        return self._read(model.highs, worth)

    def _read(self, highs: highspy.Highs, worth: Ints) -> Relaxed:
        solution, unit = highs.getSolution(), float(worth.max())
        values, prices = np.array(solution.col_value), np.array(solution.row_dual) * unit
        edges, classes = self.shape.edges, self.shape.classes
        shortage = float(values[edges + classes :].sum())
        value = -highs.getInfo().objective_function_value * unit
        return Relaxed(value, values[:edges], values[edges : edges + classes], prices, shortage, worth)

    def _tie_up(self, model: Model, edges: Ints) -> None:
        model.tied[edges] = True
        tie(model.highs, edges, self.shape.edges + self._class_of[edges])

    def _fresh(self, *, whole: bool) -> highspy.Highs:
        """``whole``: y in {0, 1} and no shortage may be bought."""
        highs = quiet()
        highs.passModel(self._lp(whole))
        return highs

    def _lp(self, whole: bool) -> highspy.HighsLp:
        shape, lp = self.shape, highspy.HighsLp()
        extra = shape.columns - shape.edges - shape.classes
        starts, rows, values = self._table.entries
        lp.num_col_, lp.num_row_ = shape.columns, len(self._table.upper)
        lp.col_cost_ = np.concatenate(
            [np.zeros(shape.edges + shape.classes), np.full(extra, float(self.penalty))]
        )
        lp.col_lower_ = np.zeros(shape.columns)
        bought = np.full(extra, 0.0 if whole else highspy.kHighsInf)
        # x ≤ 1 follows from the person's row; a bound of its own would carry a price that the certificate lacks
        lp.col_upper_ = np.concatenate(
            [np.full(shape.edges, highspy.kHighsInf), np.ones(shape.classes), bought]
        )
        lp.row_lower_, lp.row_upper_ = self._table.lower, self._table.upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, rows, values
        if whole:
            kinds = [highspy.HighsVarType.kContinuous] * shape.edges
            kinds += [highspy.HighsVarType.kInteger] * shape.classes
            lp.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * extra
        return lp


def quiet() -> highspy.Highs:
    """A HiGHS that prints nothing and uses one core, the same way every time."""
    highs = _Quiet()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    return highs


def tie(highs: highspy.Highs, smaller: Ints, larger: Ints) -> None:
    """One row ``smaller`` - ``larger`` ≤ 0 for each pair of columns."""
    count = len(smaller)
    columns = np.stack([smaller, larger], axis=1).ravel().astype(np.int32)
    starts = np.arange(0, 2 * count, 2, dtype=np.int32)
    below, zero = np.full(count, -highspy.kHighsInf), np.zeros(count)
    highs.addRows(count, below, zero, 2 * count, starts, columns, np.tile([1.0, -1.0], count))
