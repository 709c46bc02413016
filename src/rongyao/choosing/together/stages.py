"""The stages, strictly one after the other: how many are placed; how many of each group; which set of classes.

Several sets of classes often do equally well. Then the classes' lots decide: in the order of the lots a class runs
whenever some best set runs it along with those decided before. (The same as weights 2^(C-1), 2^(C-2), … by lot, without
their size.) So the set is unique, whoever computes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rongyao.choosing.together.market import Market, UnableToMatch
from rongyao.choosing.together.search import Found, Search, Tree

SMALL = 12
"""Up to this many classes the own search starts cold; above, HiGHS looks for a good set first, unless the relaxation shows one that cannot be bettered."""


FEW = 3
"""More closed classes than this are first tried together."""


@dataclass(frozen=True)
class Stage:
    """One count: what was reached, and the tree that proves no more than ``at_most`` is possible, the earlier kept."""

    reached: int
    at_most: int
    tree: Tree

    @property
    def is_closed(self) -> bool:
        return self.reached == self.at_most


@dataclass
class Settled:
    """The set of classes, a first seating of it, the proofs. ``declined``: classes that lost by lot order, each with its tree."""

    found: Found
    stages: list[Stage]
    declined: list[tuple[int, Tree]] = field(default_factory=list)
    undecided: list[int] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Every stage is proved, and so is the set of classes."""
        return all(stage.is_closed for stage in self.stages) and not self.undecided

    @property
    def counts(self) -> list[int]:
        return [stage.reached for stage in self.stages]


def settle(search: Search, lots: Sequence[int]) -> Settled:
    """All stages. ``lots``: every class number once, first lot first. Raises ``UnableToMatch`` if nothing is possible."""
    market = search.market
    if sorted(lots) != list(range(len(market.classes))):
        raise UnableToMatch("the lots do not name every class once")
    search.order_twins(lots)
    best, tree = _stage(search, _first(search), 0)
    proofs = [tree]
    for stage in range(1, len(market.objectives)):
        best, tree = _stage(search, best, stage)
        proofs.append(tree)
    settled = _by_lot(search, best, lots)
    settled.stages = [
        Stage(count, max(count, tree.targets[-1] - 1), tree)
        for count, tree in zip(settled.found.counts, proofs, strict=True)
    ]
    return settled


def _first(search: Search) -> Found | None:
    if len(search.market.classes) <= SMALL:
        return None
    return search.likely() or search.whole()


def _stage(search: Search, best: Found | None, stage: int) -> tuple[Found, Tree]:
    found, tree = search.maximise(list(best.counts[:stage]) if best else [], best)
    if found is None:
        raise UnableToMatch(
            "no set of classes keeps the institutions' minimums: lower one of them, or find more people"
            if tree.is_closed
            else "no result was found in the time given: allow more"
        )
    return found, tree


def _by_lot(search: Search, best: Found, lots: Sequence[int]) -> Settled:
    settled, fixed = Settled(best, []), dict[int, bool]()
    closed = [number for number in lots if not best.is_open[number]]
    if len(closed) > FEW:
        search.shut(closed)
    for number in lots:
        if not settled.found.is_open[number]:
            _challenge(search, settled, fixed, number)
        fixed[number] = settled.found.is_open[number]
    return settled


def _challenge(search: Search, settled: Settled, fixed: dict[int, bool], number: int) -> None:
    """Can class ``number`` run too, with ``fixed`` and nothing lost? If so the result changes; if not, a tree says why."""
    answer = search.decide(settled.found.counts, fixed | {number: True})
    if isinstance(answer, Found):
        settled.found = answer
    elif answer.is_closed:
        settled.declined.append((number, answer))
    else:
        settled.undecided.append(number)


def same_again(market: Market, lots: Sequence[int]) -> Settled:
    """``settle`` with a fresh search and no deadline."""
    return settle(Search(market), lots)
