"""Branch and bound over which classes run: finds the best set and leaves a tree that proves it.

A leaf of the tree is refuted by one vector of whole-number prices (``prices``); the branches exclude nothing.
Where time runs out the open leaves keep the bound they have, and the whole tree proves the worst of them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongyao.choosing.together.market import Market, UnableToMatch
from rongyao.choosing.together.prices import Pool, Prices
from rongyao.choosing.together.program import Program, Relaxed

NEAR = 1e-6
DEEP = 12
"""Down to this depth a node where classes run in part is branched on rather than solved again in the slower way."""
PATIENCE = 40
"""After so many nodes HiGHS's own search is asked for a good result."""
ROUNDS = 12
"""How often the classes that may run are taken out before the others are shut together."""
Relax = Callable[[Sequence[int], Mapping[int, bool]], Relaxed]


@dataclass(frozen=True)
class Found:
    """A set of classes and who sits where, checked exactly; ``counts`` as in ``Market.objectives``."""

    is_open: tuple[bool, ...]
    placed: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass
class Node:
    """Classes decided so far; then either a branch on a class (open first) or the prices that refute it."""

    fixed: dict[int, bool]
    branch: int = -1
    children: tuple["Node", ...] = ()
    prices: int = -1


@dataclass
class Tree:
    """``targets`` cannot be reached; ``is_closed`` False where time ran out before the goal asked for was refuted."""

    root: Node
    targets: list[int]
    is_closed: bool

    def leaves(self) -> int:
        """How many leaves the proof has."""
        return sum(1 for number in self.preorder() if number < 0)

    def preorder(self) -> list[int]:
        """The tree as whole numbers: a class number to branch on (its open side follows, then the closed), or -1-prices."""
        out, todo = [], [self.root]
        while todo:
            node = todo.pop()
            out.append(node.branch if node.children else -1 - node.prices)
            todo += reversed(node.children)
        return out


@dataclass
class Search:
    """Everything learnt about one market: the program, all prices found, the deadline (``time.monotonic`` seconds)."""

    market: Market
    deadline: float = float("inf")
    clock: Callable[[], float] = time.monotonic
    program: Program = field(init=False)
    pool: Pool = field(init=False)
    _twin: dict[int, tuple[list[int], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = Program(self.market)
        self.pool = Pool(len(self.market.classes))

    def order_twins(self, lots: Sequence[int]) -> None:
        """Among interchangeable classes the earlier in ``lots`` runs first: no result is lost by it."""
        place = {number: turn for turn, number in enumerate(lots)}
        for group in self.market.twins:
            ordered = sorted(group, key=place.__getitem__)
            self._twin |= {number: (ordered, turn) for turn, number in enumerate(ordered)}

    def maximise(self, kept: Sequence[int], start: Found | None) -> tuple[Found | None, Tree]:
        """The most of the next count after ``kept`` (which are kept), and the tree that proves no more can be had."""
        stage, best = len(kept), start
        goal = [*kept, best.counts[stage] + 1 if best else 0]

        def better(found: Found) -> bool:
            nonlocal best
            best = found
            goal[stage] = found.counts[stage] + 1
            return False

        root = Node({})
        rest = self._explore(root, goal, better)
        tree = self._finish(root, goal, rest)
        return best, tree

    def decide(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> Found | Tree:
        """A result that reaches ``targets`` with these classes, or the tree that refutes it."""
        found: list[Found] = []

        def stop(one: Found) -> bool:
            found.append(one)
            return True

        root = Node(self._settled(fixed))
        rest = self._explore(root, list(targets), stop)
        return found[0] if found else self._finish(root, list(targets), rest)

    def shut(self, numbers: Sequence[int]) -> None:
        """One vector of prices that refutes, if it can be, each of these classes running with nothing lost.

        Their running is favoured a little; those that do not run all the same pay for it, each with its own price. Those
        that do run are left to be decided one by one."""
        rest = list(numbers)
        for _ in range(ROUNDS):
            relaxed = self.program.weigh([0] * len(self.market.objectives), {}, rest)
            running = {number for number in rest if relaxed.y[number] > NEAR}
            rest = [number for number in rest if number not in running]
            if not running or not rest:
                break
        self.pool.add(Prices.of(self.market, self.program.shape, relaxed))

    # --- inside ---

    def _explore(self, root: Node, goal: list[int], accept: Callable[[Found], bool]) -> list[Node]:
        """Depth first. ``accept`` is told of results that reach ``goal`` and may raise it; True stops. Open leaves are returned."""
        todo, visited = [root], 0
        while todo:
            if self.clock() > self.deadline and self.pool.found:
                return todo
            visited += 1
            if visited == PATIENCE and len(goal) == 1 and not root.fixed:
                self._ask(goal, accept)
            node = todo.pop()
            relaxed, is_over = self._weighed(node, goal, accept, len(node.fixed) - len(root.fixed))
            if is_over:
                return []
            if relaxed is not None:
                todo += reversed(self._branch(node, relaxed))
        return []

    def _weighed(
        self, node: Node, goal: list[int], accept: Callable[[Found], bool], depth: int
    ) -> tuple[Relaxed | None, bool]:
        """The relaxation to branch on, or None if the node is refuted (its prices are set); and whether ``accept`` said stop."""
        if self._is_refuted(goal, node):
            return None, False
        for relax in self._ways(goal):
            relaxed = self.price(relax, goal, node.fixed)
            if self._is_refuted(goal, node):
                return None, False
            for found in self._candidates(relaxed, depth == 0):
                if all(a >= b for a, b in zip(found.counts, goal, strict=False)) and accept(found):
                    return None, True
            if self._is_refuted(goal, node):
                return None, False
            if not _is_whole(relaxed) and depth < DEEP:
                break
        return relaxed, False

    def _is_refuted(self, goal: Sequence[int], node: Node) -> bool:
        refuted = self.pool.refuting(goal, node.fixed)
        node.prices = -1 if refuted is None else refuted
        return refuted is not None

    def likely(self) -> Found | None:
        """The result nearest to the relaxation of all counts. Its prices for every count stay in the pool: the basis that is
        best for all of them is best for each (falling worths), so they cost little more."""
        stages = reversed(range(len(self.market.objectives)))
        weighed = [self.price(self.program.weigh, [0] * (stage + 1), {}) for stage in stages]
        found = self._candidates(weighed[0], True)
        return found[0] if found else None

    def price(self, relax: Relax, goal: Sequence[int], fixed: Mapping[int, bool]) -> Relaxed:
        """Solve by ``relax`` and keep the prices."""
        relaxed = relax(goal, fixed)
        self.pool.add(Prices.of(self.market, self.program.shape, relaxed))
        return relaxed

    def whole(self) -> Found | None:
        """A good result for the number placed by HiGHS's own search, given half the time that is left."""
        is_open = self.program.whole(max(1.0, min(self.deadline - self.clock(), 1e7) / 2))
        return self.seated(is_open) if is_open else None

    def seated(self, is_open: Sequence[bool]) -> Found | None:
        """The best seating of these classes, every count."""
        placed = self.program.seat(is_open)
        return self._checked(is_open, placed)[0] if placed else None

    def _ask(self, goal: Sequence[int], accept: Callable[[Found], bool]) -> None:
        found = self.whole()
        if found and found.counts[0] >= goal[0]:
            accept(found)

    def _ways(self, goal: Sequence[int]) -> list[Relax]:
        """All counts at once first: quick, and nearly always enough. Then the last, the earlier being kept: never worse."""
        return [self.program.weigh, self.program.relax] if len(goal) > 1 else [self.program.relax]

    def _candidates(self, relaxed: Relaxed, is_root: bool) -> list[Found]:
        whole = [bool(value > 0.5) for value in relaxed.y]
        if _is_whole(relaxed):
            return self._checked(whole, self.program.rounded(relaxed))
        found = self.seated(whole) if is_root else None
        return [found] if found else []

    def _checked(self, is_open: Sequence[bool], placed: Sequence[int]) -> list[Found]:
        if self.market.faults(placed, is_open):
            return []
        return [Found(tuple(is_open), tuple(placed), tuple(self.market.counts(placed)))]

    def _branch(self, node: Node, relaxed: Relaxed) -> list[Node]:
        free = [number for number in range(len(relaxed.y)) if number not in node.fixed]
        if not free:
            raise UnableToMatch("the solver's prices are too inexact to settle a set of classes")
        node.branch = min(free, key=lambda number: abs(relaxed.y[number] - 0.5))
        node.children = tuple(Node(self._settled(node.fixed | {node.branch: side})) for side in (True, False))
        nearer = relaxed.y[node.branch] >= 0.5
        return list(node.children if nearer else reversed(node.children))

    def _settled(self, fixed: Mapping[int, bool]) -> dict[int, bool]:
        """With what follows for interchangeable classes: the earlier ones of an open one run, the later of a closed one do not."""
        full = dict(fixed)
        for number, is_open in fixed.items():
            if number in self._twin:
                group, turn = self._twin[number]
                follows = group[:turn] if is_open else group[turn + 1 :]
                full |= {other: is_open for other in follows if other not in fixed}
        return full

    def _finish(self, root: Node, goal: list[int], rest: Sequence[Node]) -> Tree:
        """Leaves left open take their best prices; the tree's target is raised to what it does prove."""
        if not rest:
            return Tree(root, list(goal), True)
        if not self.pool.values(len(goal) - 1):  # time ran out before any prices that value this count
            self.price(self.program.weigh, [0] * len(goal), {})
        bounds = []
        for node in rest:
            bound, node.prices = self.pool.at_most(goal, node.fixed)
            bounds.append(bound)
        return Tree(root, [*goal[:-1], max(*bounds, goal[-1] - 1) + 1], False)


def _is_whole(relaxed: Relaxed) -> bool:
    y = relaxed.y
    return bool(np.abs(y - np.rint(y)).max(initial=0.0) < NEAR and relaxed.shortage < NEAR)
