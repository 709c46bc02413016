"""The whole of it: stages, then choice in order, then a reason for everyone left without a place."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from rongyao.choosing.together import reasons, serial
from rongyao.choosing.together.market import Market
from rongyao.choosing.together.search import Search
from rongyao.choosing.together.stages import Settled, settle


@dataclass
class Outcome:
    """Who goes where. ``placed``: a line number or -1 for each person, in order; ``search`` holds the prices of the proofs."""

    market: Market
    lots: list[int]
    settled: Settled
    placed: list[int]
    search: Search

    @property
    def is_open(self) -> tuple[bool, ...]:
        return self.settled.found.is_open

    @property
    def is_closed(self) -> bool:
        """Every claim is proved; otherwise say how far it may be from the best."""
        return self.settled.is_closed

    def why_unplaced(self, facts: reasons.Known | None = None) -> dict[int, reasons.Reason]:
        """One main reason for each unplaced person, with evidence (finds more prices where a class did not run)."""
        return reasons.explain(self, facts or reasons.Known.nothing(self.market))


def match(market: Market, *, lots: Sequence[int] | None = None, seconds: float | None = None) -> Outcome:
    """Match people to lines. ``lots``: the classes in the order of their lots (their own order without). ``seconds``: a
    limit, after which what is not proved is stated. Raises ``UnableToMatch``."""
    search = Search(market)
    if seconds is not None:
        search.deadline = time.monotonic() + seconds
    order = list(range(len(market.classes))) if lots is None else list(lots)
    settled = settle(search, order)
    placed = serial.choose(market, settled.found.is_open, settled.found.placed)
    return Outcome(market, order, settled, placed, search)


def changes(before: Outcome, after: Outcome) -> list[tuple[int, int, int]]:
    """(person, line before, line after) where two outcomes over the same people and lines differ."""
    pairs = enumerate(zip(before.placed, after.placed, strict=True))
    return [(person, was, now) for person, (was, now) in pairs if was != now]
