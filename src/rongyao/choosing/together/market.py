"""What is matched: people in their published order, order lines, training classes, institutions.

An order line (employer, post, seats) belongs to exactly one class; a class may belong to one institution. A class
runs with at least ``least`` and at most ``most`` people, or it does not run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
UNPLACED = -1


class UnableToMatch(ValueError):
    """The market is malformed, or its institutions' minimums cannot be met by any set of classes."""


@dataclass(frozen=True)
class Line:
    """One order line: ``seats`` jobs behind class number ``of``."""

    id: str
    of: int
    seats: int


@dataclass(frozen=True)
class TrainingClass:
    """A class: 0 people, or between ``least`` and ``most``; ``under`` an institution's number, -1 for none."""

    id: str
    least: int
    most: int
    under: int = -1


@dataclass(frozen=True)
class Institution:
    """A cap over several classes. ``least`` is a promise that every result keeps (0 for none)."""

    id: str
    most: int
    least: int = 0


@dataclass(frozen=True)
class Person:
    """``wishes``: numbers of the lines this person may and would take, best first; ``group`` 0 is served first."""

    wishes: tuple[int, ...]
    group: int = 0


@dataclass(frozen=True)
class Market:
    """``people`` stand in their published order, the first chooses first. ``groups``: how many priority groups."""

    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    classes: tuple[TrainingClass, ...]
    institutions: tuple[Institution, ...] = ()
    groups: int = 1

    def __post_init__(self) -> None:
        for line in self.lines:
            _expect(0 <= line.of < len(self.classes) and line.seats >= 0, f"line {line.id} is malformed")
        for one in self.classes:
            _expect(-1 <= one.under < len(self.institutions), f"class {one.id} names no institution")
            _expect(one.least >= 0 and one.most >= 0, f"class {one.id} has a negative size")
        for place, person in enumerate(self.people, 1):
            _expect(0 <= person.group < self.groups, f"person {place} is in no group")
            _expect(len(set(person.wishes)) == len(person.wishes), f"person {place} lists a line twice")
            _expect(all(0 <= w < len(self.lines) for w in person.wishes), f"person {place} lists no line")

    @cached_property
    def edges(self) -> tuple[Ints, Ints]:
        """(person, line) of every wish, by person and then by line."""
        pairs = [(i, line) for i, one in enumerate(self.people) for line in sorted(one.wishes)]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy()

    @cached_property
    def class_of(self) -> Ints:
        """Class number of each line."""
        return np.array([line.of for line in self.lines], dtype=np.int64)

    @cached_property
    def lines_of(self) -> list[list[int]]:
        """Line numbers of each class."""
        found: list[list[int]] = [[] for _ in self.classes]
        for number, line in enumerate(self.lines):
            found[line.of].append(number)
        return found

    @cached_property
    def wanting(self) -> list[list[int]]:
        """The people who would take each line, in order."""
        found: list[list[int]] = [[] for _ in self.lines]
        for place, person in enumerate(self.people):
            for line in person.wishes:
                found[line].append(place)
        return found

    @cached_property
    def objectives(self) -> list[Ints]:
        """What is counted, most important first: everybody (1 each); then the people of group 0, 1, …; the last follows."""
        groups = np.array([person.group for person in self.people], dtype=np.int64)
        return [np.ones_like(groups), *((groups == k).astype(np.int64) for k in range(self.groups - 1))]

    @cached_property
    def twins(self) -> list[list[int]]:
        """Groups of two or more interchangeable classes: same limits, institution, seats and the same people wanting them."""
        alike: dict[object, list[int]] = {}
        for number, one in enumerate(self.classes):
            lines = sorted((self.lines[n].seats, tuple(self.wanting[n])) for n in self.lines_of[number])
            alike.setdefault((one.least, one.most, one.under, tuple(lines)), []).append(number)
        return [group for group in alike.values() if len(group) > 1]

    def counts(self, placed: Sequence[int]) -> list[int]:
        """The objectives reached by ``placed`` (a line number or ``UNPLACED`` for each person)."""
        seated = np.array([line >= 0 for line in placed], dtype=np.int64)
        return [int(weights @ seated) for weights in self.objectives]

    def faults(self, placed: Sequence[int], is_open: Sequence[bool]) -> list[str]:
        """What is wrong with a result, in words; empty if nothing is."""
        load, size, under = self.loads(placed)
        wrong = [
            f"person {i + 1} holds a line not wished"
            for i, line in enumerate(placed)
            if not self._may(i, line)
        ]
        wrong += [f"line {one.id} is over-full" for n, one in enumerate(self.lines) if load[n] > one.seats]
        for number, one in enumerate(self.classes):
            fits = one.least <= size[number] <= one.most if is_open[number] else size[number] == 0
            wrong += [] if fits else [f"class {one.id} has {size[number]} people"]
        for number, roof in enumerate(self.institutions):
            wrong += (
                []
                if roof.least <= under[number] <= roof.most
                else [f"institution {roof.id}: {under[number]}"]
            )
        return wrong

    def loads(self, placed: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
        """People in each line, class and institution."""
        load, size, under = [0] * len(self.lines), [0] * len(self.classes), [0] * len(self.institutions)
        for line in placed:
            if line >= 0:
                of = self.lines[line].of
                load[line] += 1
                size[of] += 1
                if self.classes[of].under >= 0:
                    under[self.classes[of].under] += 1
        return load, size, under

    def without(self, cancelled: Iterable[int]) -> "Market":
        """The same market after these order lines were cancelled: their seats are 0."""
        gone = set(cancelled)
        lines = (replace(one, seats=0) if n in gone else one for n, one in enumerate(self.lines))
        return replace(self, lines=tuple(lines))

    def _may(self, person: int, line: int) -> bool:
        return line == UNPLACED or line in self.people[person].wishes


def _expect(fine: bool, otherwise: str) -> None:
    if not fine:
        raise UnableToMatch(otherwise)
