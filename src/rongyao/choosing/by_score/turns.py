"""Whose turn it is: rounds, the order, and those recalled, late or put at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Turns:
    """The queue of a placement. ``entry[i]`` is the first round of position ``i + 1``; positions are ascending.

    A round moves on by itself as soon as nobody is left in it (``settle``).
    """

    entry: Sequence[int]
    rounds: int
    round: int = 0
    recalled: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    at_end: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    _regular: list[int] = field(default_factory=list)
    _next: int = 0

    def __post_init__(self) -> None:
        self._begin()

    def peek(self) -> int | None:
        """The position whose turn it is; None when the round is over."""
        for group in (self.recalled, self.late):
            if group:
                return min(group)
        self._skip()
        if self._next < len(self._regular):
            return self._regular[self._next]
        return min(self.at_end, default=None)

    def spend(self, position: int) -> None:
        """The turn of ``position`` is used up, however it ends."""
        for group in (self.recalled, self.late, self.at_end):
            if position in group:
                group.discard(position)
                return
        self._next += 1

    def remove(self, position: int) -> None:
        """``position`` takes no further part: placed or out."""
        self.gone.add(position)
        for group in (self.recalled, self.late, self.at_end):
            group.discard(position)

    def settle(self) -> bool:
        """Move on to the next round while nobody is left; whether the round changed."""
        before = self.round
        while self.peek() is None and self.round + 1 < self.rounds:
            self.round += 1
            self._begin()
        return self.round != before

    def to_come(self) -> list[int]:
        """Everyone of this round whose turn is still to come, in no particular order."""
        regular = (one for one in self._regular[self._next :] if one not in self.gone)
        return [*self.recalled, *self.late, *self.at_end, *regular]

    def _begin(self) -> None:
        numbered = enumerate(self.entry, 1)
        self._regular = [one for one, first in numbered if first <= self.round and one not in self.gone]
        self._next = 0

    def _skip(self) -> None:
        while self._next < len(self._regular) and self._regular[self._next] in self.gone:
            self._next += 1
