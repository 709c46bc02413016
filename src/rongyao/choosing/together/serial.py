"""The classes fixed: everyone in published order takes the best line that keeps every count within reach.

A seating with the right counts is kept all along. A person may take a line iff those still to come can be moved so
that it works out: a path, in the graph of possible moves, from that line to the place the person gives up. Lines,
classes, institutions, the sink and the groups are bits of an integer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rongyao.choosing.by_score.preserving import bit_set, bits
from rongyao.choosing.together.market import UNPLACED, Market


@dataclass
class Moves:
    """Who may still be moved where. ``placed`` is changed; the classes not in ``is_open`` have no lines here."""

    market: Market
    is_open: Sequence[bool]
    placed: list[int]
    masks: list[int] = field(default_factory=list)
    movable: list[set[int]] = field(default_factory=list)
    idle: list[set[int]] = field(default_factory=list)
    load: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)
    under: list[int] = field(default_factory=list)
    _known: dict[int, int] = field(default_factory=dict)
    _shut: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        market = self.market
        self.first_class = len(market.lines)
        self.first_roof = self.first_class + len(market.classes)
        self.sink = self.first_roof + len(market.institutions) + 1
        self.first_group = self.sink + 1
        running = bit_set(n for n, line in enumerate(market.lines) if self.is_open[line.of])
        self.masks = [bit_set(person.wishes) & running for person in market.people]
        self.movable = [set() for _ in market.lines]
        self.idle = [set() for _ in range(market.groups)]
        for person, line in enumerate(self.placed):
            (self.movable[line] if line >= 0 else self.idle[market.people[person].group]).add(person)
        self.load, self.size, self.under = market.loads(self.placed)
        self.under.append(0)

    def home(self, person: int) -> int:
        """The node a person gives up: the line held, or the group's place among the unplaced."""
        line = self.placed[person]
        return line if line >= 0 else self.first_group + self.market.people[person].group

    def settle(self, person: int) -> None:
        """``person`` is not moved any more."""
        home = self.home(person)
        (self.movable[home] if home < self.first_class else self.idle[home - self.first_group]).discard(
            person
        )
        self._known.pop(home, None)

    def reach(self, start: int, goal: int, dead: int) -> tuple[list[int], int]:
        """A path of nodes from ``start`` to ``goal`` (empty: none), and every node seen. ``dead`` nodes lead nowhere."""
        came, todo, seen = {start: -1}, [start], 1 << start | dead
        for node in todo:
            if node == goal:
                return _path(came, goal), seen
            new = self.after(node) & ~seen
            seen |= new
            for following in bits(new):
                came[following] = node
                todo.append(following)
        return [], seen

    def shut(self, line: int) -> int:
        """Nodes, ``line`` among them, from which no step leads out (0: none known).

        Once so, always so: people only ever change places in rings, and a ring that entered would have to leave again;
        and whoever is settled takes steps away."""
        return self._shut.get(line, 0)

    def shut_in(self, nodes: int, but: int) -> None:
        """No step leads out of ``nodes``; this is news of those of its lines that are not in ``but``."""
        for line in bits(nodes & ~but & ((1 << self.first_class) - 1)):
            self._shut[line] = nodes

    def after(self, node: int) -> int:
        """Where one too many at ``node`` can go on to."""
        if node < self.first_class:
            return self._from_people(node) | self._line_to_class(node)
        if node < self.first_roof:
            return self._from_class(node - self.first_class)
        if node < self.sink:
            return self._from_roof(node - self.first_roof)
        if node == self.sink:
            return self._from_sink()
        return self._from_people(node)

    def move_along(self, person: int, path: Sequence[int]) -> None:
        """``person`` goes to the first node of ``path``, and everyone on it moves up; the last node was the home."""
        moves = [(person, path[0])]
        for here, there in pairwise(path):
            mover = self._mover(here, there)
            if mover is not None:
                moves.append((mover, there))
        for one, there in moves:
            self._move(one, there)

    # --- inside ---

    def _from_people(self, node: int) -> int:
        if node not in self._known:
            is_line, found = node < self.first_class, 0
            for person in self.movable[node] if is_line else self.idle[node - self.first_group]:
                found |= self.masks[person]
                if is_line:
                    found |= 1 << (self.first_group + self.market.people[person].group)
            self._known[node] = found
        return self._known[node]

    def _line_to_class(self, line: int) -> int:
        one = self.market.lines[line]
        return 1 << (self.first_class + one.of) if self.load[line] < one.seats else 0

    def _from_class(self, number: int) -> int:
        one = self.market.classes[number]
        lines = bit_set(line for line in self.market.lines_of[number] if self.load[line])
        return lines | (
            1 << (self.first_roof + one.under % self._roofs) if self.size[number] < one.most else 0
        )

    @property
    def _roofs(self) -> int:
        return len(self.market.institutions) + 1

    def _from_roof(self, number: int) -> int:
        roofs = self.market.institutions
        beneath = bit_set(
            self.first_class + n
            for n, one in enumerate(self.market.classes)
            if one.under % self._roofs == number and self.is_open[n] and self.size[n] > one.least
        )
        has_room = number == len(roofs) or self.under[number] < roofs[number].most
        return beneath | (1 << self.sink if has_room else 0)

    def _from_sink(self) -> int:
        roofs = self.market.institutions
        giving = [n for n, one in enumerate(roofs) if self.under[n] > one.least]
        return bit_set(self.first_roof + n for n in [*giving, len(roofs)])

    def _mover(self, here: int, there: int) -> int | None:
        """The person whose move is the step from ``here`` to ``there``; None for a step between classes."""
        if here < self.first_class and there < self.first_class:
            return min(one for one in self.movable[here] if self.masks[one] >> there & 1)
        if here < self.first_class and there >= self.first_group:
            group = there - self.first_group
            return min(one for one in self.movable[here] if self.market.people[one].group == group)
        if here >= self.first_group:
            return min(one for one in self.idle[here - self.first_group] if self.masks[one] >> there & 1)
        return None

    def _move(self, person: int, there: int) -> None:
        self._count(self.placed[person], -1)
        was_movable = person in self._people_at(self.home(person))
        self.settle(person)
        self.placed[person] = there if there < self.first_class else UNPLACED
        self._count(self.placed[person], 1)
        if was_movable:
            self._people_at(self.home(person)).add(person)
        self._known.pop(self.home(person), None)

    def _people_at(self, node: int) -> set[int]:
        return self.movable[node] if node < self.first_class else self.idle[node - self.first_group]

    def _count(self, line: int, by: int) -> None:
        if line >= 0:
            of = self.market.lines[line].of
            self.load[line] += by
            self.size[of] += by
            self.under[self.market.classes[of].under] += by


def _path(came: dict[int, int], node: int) -> list[int]:
    path = []
    while node >= 0:
        path.append(node)
        node = came[node]
    return path[::-1]


def choose(market: Market, is_open: Sequence[bool], placed: Sequence[int]) -> list[int]:
    """The line of everyone, in order each the best that keeps the counts of ``placed`` (a seating of these classes)."""
    moves = Moves(market, is_open, list(placed))
    for person in range(len(market.people)):
        moves.settle(person)
        _turn(moves, person)
    return moves.placed


def _turn(moves: Moves, person: int) -> None:
    home, dead = moves.home(person), 0
    for line in moves.market.people[person].wishes:
        if line == home:
            return
        if not moves.masks[person] >> line & 1 or dead >> line & 1:
            continue
        known = moves.shut(line)
        if known and not known >> home & 1:
            dead |= known
            continue
        path, seen = moves.reach(line, home, dead)
        if path:
            moves.move_along(person, path)
            return
        moves.shut_in(seen, dead)
        dead |= seen
