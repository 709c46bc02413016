"""Figures that give nobody away: a line is shown where its people are none or at least five, its money with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rongyao.bureau.registry.background.rules import suppressed
from rongyao.law.impact import monthly


@dataclass(frozen=True)
class Figures:
    """People and money of one line; the sums are fen. `is_hidden`: too few people to be told apart."""

    label: str
    people: int
    gained: int = 0
    lost: int = 0
    yearly_before: int = 0
    yearly_after: int = 0
    once_before: int = 0
    once_after: int = 0
    is_hidden: bool = False

    @property
    def yearly_difference(self) -> int:
        return self.yearly_after - self.yearly_before

    @property
    def monthly_before(self) -> int:
        return monthly(self.yearly_before)

    @property
    def monthly_after(self) -> int:
        return monthly(self.yearly_after)

    @property
    def once_difference(self) -> int:
        return self.once_after - self.once_before


def guarded(lines: Iterable[Figures]) -> tuple[list[Figures], bool]:
    """The lines with the small ones emptied, a second one too where one alone could be worked out from the sum.

    Returns:
        The lines, and whether the sum over them may be shown.
    """
    listed = list(lines)
    shown, whole = suppressed({str(place): line.people for place, line in enumerate(listed)})
    kept = [line if shown[str(place)] is not None else hidden(line) for place, line in enumerate(listed)]
    return kept, whole is not None


def hidden(line: Figures) -> Figures:
    """The line with its name and nothing else."""
    return replace(Figures(line.label, 0), is_hidden=True)
