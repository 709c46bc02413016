"""The other mode: nobody earlier is passed over in a class that runs; fewer people are placed.

Everyone in order takes the first line with room. Then the class furthest below its least (smallest load/least; among
equals the earlier in the table) is closed, and all begin again, until every class that runs has its least.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rongyao.choosing.together.market import UNPLACED, Market


@dataclass(frozen=True)
class Stable:
    """``closed``: (class, people it had) in the order of closing. Cut-offs: the last position (from 1) let in where it is
    full, 0 where everyone is let in."""

    placed: list[int]
    is_open: list[bool]
    closed: list[tuple[int, int]]
    line_cutoffs: list[int]
    class_cutoffs: list[int]
    roof_cutoffs: list[int]


def stable(market: Market) -> Stable:
    """Close one class after the other until the rest hold. An institution's ``least`` is not promised in this mode."""
    is_open, closed = [True] * len(market.classes), list[tuple[int, int]]()
    while True:
        placed = in_order(market, is_open)
        _, size, _ = market.loads(placed)
        short = [n for n, one in enumerate(market.classes) if is_open[n] and size[n] < one.least]
        if not short:
            return Stable(placed, is_open, closed, *_cutoffs(market, placed))
        worst = min(short, key=lambda n: (Fraction(size[n], market.classes[n].least), n))
        is_open[worst] = False
        closed.append((worst, size[worst]))


def in_order(market: Market, is_open: Sequence[bool]) -> list[int]:
    """Everyone in order takes the first line with room (line, class and institution)."""
    load, size, under = market.loads([])
    placed = []
    for person in market.people:
        line = next((n for n in person.wishes if _has_room(market, is_open, n, load, size, under)), UNPLACED)
        placed.append(line)
        if line >= 0:
            of = market.lines[line].of
            load[line] += 1
            size[of] += 1
            if market.classes[of].under >= 0:
                under[market.classes[of].under] += 1
    return placed


def _has_room(
    market: Market, is_open: Sequence[bool], line: int, load: list[int], size: list[int], under: list[int]
) -> bool:
    one = market.lines[line]
    above = market.classes[one.of]
    if not is_open[one.of] or load[line] >= one.seats or size[one.of] >= above.most:
        return False
    return above.under < 0 or under[above.under] < market.institutions[above.under].most


def _cutoffs(market: Market, placed: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    last_line, last_class, last_roof = market.loads([])
    for position, line in enumerate(placed, 1):
        if line >= 0:
            of = market.lines[line].of
            last_line[line] = last_class[of] = position
            if market.classes[of].under >= 0:
                last_roof[market.classes[of].under] = position
    load, size, under = market.loads(placed)
    return (
        [last if n >= one.seats else 0 for last, n, one in zip(last_line, load, market.lines, strict=True)],
        [last if n >= one.most else 0 for last, n, one in zip(last_class, size, market.classes, strict=True)],
        [
            last if n >= one.most else 0
            for last, n, one in zip(last_roof, under, market.institutions, strict=True)
        ],
    )
