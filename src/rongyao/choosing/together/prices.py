"""Whole-number prices that bound every result at once: the certificate's only arithmetic.

Any non-negative prices (of a person's turn, a seat, a class's most and least, an institution, a stage) give, by adding
up the rules, for EVERY set of classes and every result with it::

    Σ worth_k · count_k  ≤  constant + Σ_{classes that run} slope_c

So how the prices were found does not matter; a reader adds up integers and sees what cannot be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from rongyao.choosing.together.market import Ints, Market
from rongyao.choosing.together.program import Relaxed
from rongyao.choosing.together.rows import Shape

SCALE = 2**20
KINDS = ("person", "line", "most", "least", "roof", "promise")


@dataclass(frozen=True)
class Prices:
    """Prices in units of 1/``SCALE`` of a placement; ``worth`` by stage. ``constant`` and ``slope`` are computed."""

    worth: Ints
    person: Ints
    line: Ints
    most: Ints
    least: Ints
    roof: Ints
    promise: Ints
    constant: int
    slope: Ints

    @classmethod
    def of(cls, market: Market, shape: Shape, relaxed: Relaxed) -> "Prices":
        """From the solver's row prices (of the minimisation), rounded, never negative; the last stage counted is worth 1."""
        sign = {"person": -1, "line": -1, "most": -1, "least": 1, "roof": -1, "promise": 1, "stage": 1}
        whole = {
            name: np.maximum(np.rint(relaxed.prices[shape.rows[name]] * by * SCALE), 0).astype(np.int64)
            for name, by in sign.items()
        }
        worth = whole.pop("stage") + relaxed.worth * SCALE
        last = int(np.flatnonzero(relaxed.worth)[-1])
        worth[last:] = 0
        worth[last] = SCALE
        person, line, most, least, roof, promise = (whole[name] for name in KINDS)
        constant, slope = _added_up(market, worth, person, line, most, least, roof, promise)
        return cls(worth, person, line, most, least, roof, promise, constant, slope)

    def published(self) -> dict[str, list[int] | list[list[int]]]:
        """For the record: sparse, ``[[number, price],…]`` but for ``worth``. Constant and slopes are left to the reader."""
        sparse = {
            name: [[int(n), int(getattr(self, name)[n])] for n in np.flatnonzero(getattr(self, name))]
            for name in KINDS
        }
        return {"worth": [int(one) for one in self.worth], **sparse}


def _added_up(
    market: Market, worth: Ints, person: Ints, line: Ints, most: Ints, least: Ints, roof: Ints, promise: Ints
) -> tuple[int, Ints]:
    """(constant, slope by class)"""
    people, lines = market.edges
    of = market.class_of
    under = np.array([one.under for one in market.classes], dtype=np.int64)
    roof_price = np.append(roof - promise, 0)[under]
    gain = sum(w * weights for w, weights in zip(worth, market.objectives, strict=True)) - person
    by_line = line + (most - least + roof_price)[of]
    left = np.maximum(gain[people] - by_line[lines], 0)
    slope = np.zeros(len(market.classes), dtype=np.int64)
    np.add.at(slope, of[lines], left)
    np.add.at(slope, of, line * np.array([one.seats for one in market.lines], dtype=np.int64))
    slope += most * np.array([one.most for one in market.classes], dtype=np.int64)
    slope -= least * np.array([one.least for one in market.classes], dtype=np.int64)
    caps = int(roof @ np.array([one.most for one in market.institutions], dtype=np.int64))
    promised = int(promise @ np.array([one.least for one in market.institutions], dtype=np.int64))
    return int(person.sum()) + caps - promised, slope


@dataclass
class Pool:
    """All prices found so far: each may refute any set of classes, whatever it was found for."""

    classes: int
    found: list[Prices] = field(default_factory=list)
    _constants: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    _slopes: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    _worths: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def add(self, prices: Prices) -> int:
        """Its number in the pool."""
        number = len(self.found)
        if number >= len(self._constants):
            self._grow(max(64, 2 * number), len(prices.worth))
        self._constants[number], self._slopes[number] = prices.constant, prices.slope
        self._worths[number] = prices.worth
        self.found.append(prices)
        return number

    def _grow(self, room: int, stages: int) -> None:
        old = len(self.found)
        for name, shape in (
            ("_constants", (room,)),
            ("_slopes", (room, self.classes)),
            ("_worths", (room, stages)),
        ):
            bigger = np.zeros(shape, dtype=np.int64)
            if old:
                bigger[:old] = getattr(self, name)[:old]
            setattr(self, name, bigger)

    def excess(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> Ints:
        """For each prices: the bound on what these classes can be worth, less what ``targets`` are worth; < 0 refutes."""
        count = len(self.found)
        free, is_open = np.ones(self.classes, dtype=bool), np.zeros(self.classes, dtype=bool)
        for number, chosen in fixed.items():
            free[number], is_open[number] = False, chosen
        slopes = self._slopes[:count]
        reach = np.maximum(slopes[:, free], 0).sum(axis=1) + slopes[:, is_open].sum(axis=1)
        goal = np.zeros(self._worths.shape[1], dtype=np.int64)
        goal[: len(targets)] = targets
        return self._constants[:count] + reach - self._worths[:count] @ goal

    def refuting(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> int | None:
        """The number of prices that refute these targets with these classes, or None."""
        if not self.found:
            return None
        excess = self.excess(targets, fixed)
        best = int(excess.argmin())
        return best if excess[best] < 0 else None

    def values(self, stage: int) -> bool:
        """Whether some prices found give this count a worth, and so a bound."""
        return bool((self._worths[: len(self.found), stage] > 0).any()) if self.found else False

    def at_most(self, targets: Sequence[int], fixed: Mapping[int, bool]) -> tuple[int, int]:
        """The least bound on the last count of ``targets``, the earlier ones being kept, and whose prices give it."""
        stage = len(targets) - 1
        excess = self.excess([*targets[:-1], 0], fixed)
        worth = self._worths[: len(self.found), stage]
        bounds = np.where(worth > 0, excess // np.maximum(worth, 1), np.iinfo(np.int64).max)
        best = int(bounds.argmin())
        return int(bounds[best]), best
