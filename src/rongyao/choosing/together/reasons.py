"""Why someone has no place: one main reason of six, with evidence that the published data alone confirm.

N5 withdrew or late · N0 eligible for no line · N1 the lines still to be had are not on the list · N2 none of the classes
wished for runs · N3 everything wished for is full of people earlier in the order · N4 with m others after s < m places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rongyao.choosing.by_score.preserving import bits
from rongyao.choosing.together.market import Market
from rongyao.choosing.together.serial import Moves

if TYPE_CHECKING:
    from rongyao.choosing.together.match import Outcome

SAID = {
    "N0": ("没有符合条件的岗位", "eligible for no line"),
    "N1": ("还能去的岗位不在本人志愿里", "the lines still to be had are not on the list"),
    "N2": ("所报的班都没有开成", "none of the classes wished for runs"),
    "N3": (
        "所报的岗位都已被名次在前的人占满",
        "everything wished for is full of people earlier in the order",
    ),
    "N4": ("与其他人争同一批名额，名额不够", "competes with others for too few places"),
    "N5": ("本人退出或逾期", "withdrew or missed the deadline"),
}


@dataclass(frozen=True)
class Known:
    """What the wishes alone do not show: the lines each person is eligible for, and whether he or she takes part."""

    eligible: tuple[frozenset[int], ...]
    takes_part: tuple[bool, ...]

    @classmethod
    def nothing(cls, market: Market) -> "Known":
        """Everybody takes part and is eligible for exactly the wishes."""
        wishes = tuple(frozenset(person.wishes) for person in market.people)
        return cls(wishes, (True,) * len(wishes))


@dataclass(frozen=True)
class Reason:
    """``code`` N0 … N5; ``evidence`` in numbers of lines, classes, people and prices (from 0), as the record names it."""

    code: str
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def zh(self) -> str:
        return SAID[self.code][0]

    @property
    def en(self) -> str:
        return SAID[self.code][1]


@dataclass
class _Final:
    """The result, read several ways."""

    outcome: "Outcome"
    moves: Moves
    worst: list[int]
    refusals: dict[int, dict[str, Any]] = field(default_factory=dict)

    def has_room(self, line: int) -> bool:
        """One more could sit in ``line`` as things stand."""
        return self.is_running(line) and self.full(line) is None

    def is_running(self, line: int) -> bool:
        return self.outcome.is_open[self.outcome.market.lines[line].of]

    def full(self, line: int) -> str | None:
        """``line``, ``class`` or ``roof``: what is full, the smallest first."""
        moves, market = self.moves, self.outcome.market
        of = market.lines[line].of
        under = market.classes[of].under
        if moves.load[line] >= market.lines[line].seats:
            return "line"
        if moves.size[of] >= market.classes[of].most:
            return "class"
        return "roof" if under >= 0 and moves.under[under] >= market.institutions[under].most else None

    def worst_in(self, line: int, what: str) -> int:
        """The last position (from 0) among those who fill it; -1 if nobody does."""
        market = self.outcome.market
        of = market.lines[line].of
        if what == "line":
            return self.worst[line]
        beside = [
            n
            for n, one in enumerate(market.classes)
            if n == of or (what == "roof" and one.under == market.classes[of].under)
        ]
        return max((self.worst[n] for number in beside for n in market.lines_of[number]), default=-1)


def explain(outcome: "Outcome", known: Known) -> dict[int, Reason]:
    """The main reason of every unplaced person."""
    moves = Moves(outcome.market, outcome.is_open, list(outcome.placed))
    worst = [-1] * len(outcome.market.lines)
    for person, line in enumerate(outcome.placed):
        if line >= 0:
            worst[line] = person
    final = _Final(outcome, moves, worst)
    return {person: _main(final, known, person) for person, line in enumerate(outcome.placed) if line < 0}


def _main(final: _Final, known: Known, person: int) -> Reason:
    wishes, eligible = final.outcome.market.people[person].wishes, known.eligible[person]
    if not known.takes_part[person]:
        return Reason("N5")
    if not eligible:
        return Reason("N0")
    to_be_had = sorted(line for line in eligible.difference(wishes) if final.has_room(line))
    if to_be_had or not wishes:
        return Reason("N1", {"free": int(bool(to_be_had)), "lines": to_be_had or sorted(eligible)})
    running = [line for line in wishes if final.is_running(line)]
    if not running:
        classes = sorted({final.outcome.market.lines[line].of for line in wishes})
        return Reason("N2", {"classes": [_not_running(final, number) for number in classes]})
    return _filled_before(final, person, running) or _crowded(final, person)


def _filled_before(final: _Final, person: int, running: Sequence[int]) -> Reason | None:
    rows = []
    for line in running:
        what = final.full(line)
        if what is None or final.worst_in(line, what) > person:
            return None
        rows.append([line, what, final.worst_in(line, what)])
    return Reason("N3", {"full": rows})


def _crowded(final: _Final, person: int) -> Reason:
    """Follow whom one more person would push, and whom they: these people and these lines."""
    moves, seen, todo = final.moves, 0, list(bits(final.moves.masks[person]))
    groups = ((1 << final.outcome.market.groups) - 1) << moves.first_group
    for line in todo:
        seen |= 1 << line
    for node in todo:
        new = moves.after(node) & ~seen & ~groups
        seen |= new
        todo += bits(new)
    lines = [node for node in sorted(todo) if node < moves.first_class]
    people = sorted([person, *(one for line in lines for one in moves.movable[line])])
    return Reason(
        "N4",
        {"people": people, "lines": lines, "seats": room(final.outcome.market, final.outcome.is_open, lines)},
    )


def room(market: Market, is_open: Sequence[bool], lines: Sequence[int]) -> int:
    """At most how many people can sit in ``lines`` together, these classes running."""
    seats = [0] * len(market.classes)
    for line in lines:
        seats[market.lines[line].of] += market.lines[line].seats
    seats = [
        min(n, one.most) if runs else 0 for n, one, runs in zip(seats, market.classes, is_open, strict=True)
    ]
    total = sum(n for n, one in zip(seats, market.classes, strict=True) if one.under < 0)
    for number, roof in enumerate(market.institutions):
        mine = [n for n, one in enumerate(market.classes) if one.under == number]
        kept = sum(max(0, market.classes[n].least - seats[n]) for n in mine if is_open[n])
        total += min(roof.most - kept, sum(seats[n] for n in mine))
    return total


# --- a class that does not run ---


def _not_running(final: _Final, number: int) -> dict[str, Any]:
    if number not in final.refusals:
        final.refusals[number] = {"class": number, **_refusal(final, number)}
    return final.refusals[number]


def _refusal(final: _Final, number: int) -> dict[str, Any]:
    market = final.outcome.market
    most, full = reach_of_class(market, number)
    if most < market.classes[number].least:
        return {"why": "few", "most": most, "full": full}
    reached = final.outcome.settled.counts
    for stage in range(len(reached)):
        at_most, prices = _with_class(final, number, reached[:stage])
        if at_most < reached[stage]:
            return {"why": "count", "stage": stage, "at_most": max(at_most, -1), "prices": prices}
    lost = any(number == declined for declined, _ in final.outcome.settled.declined)
    return {"why": "lot" if lost else "undecided"}


def _with_class(final: _Final, number: int, kept: Sequence[int]) -> tuple[int, int]:
    """At most how much of the next count, and by which prices, if this class runs and ``kept`` is kept."""
    search, fixed, goal = final.outcome.search, {number: True}, [*kept, 0]
    before = search.pool.at_most(goal, fixed)
    if before[0] < final.outcome.settled.counts[len(kept)]:
        return before
    search.price(search.program.relax, goal, fixed)
    return search.pool.at_most(goal, fixed)


def reach_of_class(market: Market, number: int) -> tuple[int, list[int]]:
    """(k, full): at most k people can be put in the class alone, for the lines ``full`` have that many seats and the others
    that many people; ``full`` is every line if it is the class's own most that binds."""
    lines = market.lines_of[number]
    held: dict[int, list[int]] = {line: [] for line in lines}
    wished: dict[int, list[int]] = {}
    for line in lines:
        for person in market.wanting[line]:
            wished.setdefault(person, []).append(line)
    full: set[int] = set()
    for person in wished:
        full |= _seat_one(market, held, wished, person)
    others = {person for line in lines if line not in full for person in market.wanting[line]}
    bound = sum(market.lines[line].seats for line in full) + len(others)
    return min(bound, market.classes[number].most), sorted(full)


def _seat_one(
    market: Market, held: dict[int, list[int]], wished: Mapping[int, list[int]], person: int
) -> set[int]:
    """Seat ``person``, moving others; or the full lines that stand in the way (they stay full)."""
    came: dict[int, tuple[int, int]] = dict.fromkeys(wished[person], (-1, person))
    todo = list(came)
    for line in todo:
        if len(held[line]) < market.lines[line].seats:
            _shift(held, came, line)
            return set()
        for other in held[line]:
            for following in wished[other]:
                if following not in came:
                    came[following] = (line, other)
                    todo.append(following)
    return set(todo)


def _shift(held: dict[int, list[int]], came: Mapping[int, tuple[int, int]], line: int) -> None:
    while line >= 0:
        before, person = came[line]
        if before >= 0:
            held[before].remove(person)
        held[line].append(person)
        line = before
