"""A selection session, live or by lists: each verb checks the published rule, then writes its line.

The state is nothing but what the lines say, so replaying them gives it back exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from rongyao.choosing.by_score.preserving import Seating, Tight, bits, completed
from rongyao.choosing.by_score.turns import Turns
from rongyao.choosing.record.leaves import Opening


class UnableToProceed(ValueError):
    """The step is against the published rules of the session; nothing was written."""


class Write(Protocol):
    """Appends one line to the log."""

    def __call__(self, kind: str, *, at: str, **content: Any) -> int: ...


@dataclass(frozen=True)
class SessionRules:
    """What the city publishes about absence, proxies, second thoughts and changing posts. The defaults are ours."""

    absent: str = "at_end"
    late: str = "at_end"
    proxy: int = 1
    cooling_minutes: int = 0
    withdraw_taken: str = "refuse"
    added: str = "next_round"

    def published(self) -> dict[str, str | int]:
        return dict(vars(self))


@dataclass(frozen=True)
class Chooser:
    """One person in the order: eligible posts (bit set), the list if handed in, and how to open a field."""

    entry: int
    eligible: int
    wishes: tuple[int, ...]
    open: Callable[[str], Opening]


@dataclass
class Session:
    """``choosers[i]`` has position ``i + 1``; ``seats`` and ``post_rounds`` run along ``posts`` (identifiers)."""

    choosers: Sequence[Chooser]
    posts: Sequence[str]
    seats: list[int]
    post_rounds: Sequence[int]
    rounds: int
    rules: SessionRules
    write: Write
    preserving: bool = False
    live: bool = True
    at: str = ""
    placed: dict[int, int] = field(default_factory=dict)
    called: int | None = None
    answering: str = ""
    _out: set[int] = field(default_factory=set)
    _absences: set[int] = field(default_factory=set)
    _away: set[int] = field(default_factory=set)
    _picked_at: dict[int, str] = field(default_factory=dict)
    _revoked: set[int] = field(default_factory=set)
    _tight: dict[int, int] = field(default_factory=dict)
    _tights: int = 0

    def __post_init__(self) -> None:
        self.turns = Turns([chooser.entry for chooser in self.choosers], self.rounds)
        self._number = {post: number for number, post in enumerate(self.posts)}
        self._seating = Seating({}, [])
        self._pool = self._count_pool()

    # --- reading ---

    @property
    def next(self) -> int | None:
        """The position whose turn it is; None when all is done."""
        return self.turns.peek()

    def free(self, post: int) -> bool:
        """Whether the post may be taken in this round and has a seat left."""
        return bool(self._pool >> post & 1)

    def offered(self, position: int) -> list[str]:
        """The posts with a free seat this person is eligible for and may take now."""
        mine = list(bits(self.choosers[position - 1].eligible & self._pool))
        return [
            self.posts[post] for post in mine if not self.preserving or self._refusal(position, post) is None
        ]

    def placements(self) -> list[list[Any]]:
        """``[[position, post], …]`` by position."""
        return [[position, self.posts[post]] for position, post in sorted(self.placed.items())]

    def seats_left(self) -> list[list[Any]]:
        """``[[post, seats left], …]`` in the order of the table."""
        return [[post, left] for post, left in zip(self.posts, self.seats, strict=True)]

    # --- verbs ---

    def start(self, *, at: str) -> None:
        """Open the first round."""
        self.turns.settle()
        self._pool = self._count_pool()
        self._after(at, changing=False, began=True)

    def call(self, position: int, *, at: str) -> None:
        """Call exactly the next person."""
        self._expect(self.live, "a session by lists calls nobody")
        self._expect_no_call(at)
        self._expect(position == self.next, f"the next turn is position {self.next}, not {position}")
        self.called = position
        self._away.discard(position)
        self._line("CALL", at, position=position)

    def pick(self, post: str, *, by: str = "self", at: str) -> None:
        """The person called takes ``post``; ``by`` is ``self`` or ``proxy``."""
        position = self._answering(at)
        number = self._number.get(post, -1)
        self._expect(
            by == "self" or (by == "proxy" and self.rules.proxy == 1), f"the rules allow no choice by {by}"
        )
        self._expect(number >= 0 and self.free(number), f"{post} has no free seat in this round")
        self._expect(
            bool(self.choosers[position - 1].eligible >> number & 1),
            f"position {position} does not meet {post}",
        )
        mine = list(bits(self.choosers[position - 1].eligible & self._pool)) if self.preserving else []
        refused = [(other, self._refusal(position, other)) for other in mine]
        against = {other: tight for other, tight in refused if tight}
        self._expect(number not in against, f"{post} is refused: fewer people could then be placed in all")
        self._pick(position, number, by, self._shown(position, [number]), self._said(against, at), at)

    def decline(self, *, at: str) -> None:
        """The person called finds nothing left (written as such if so), or wants none: out of the placement."""
        position = self._answering(at)
        mine = self.choosers[position - 1].eligible & self._pool
        if mine:
            self._none(position, "waived", [], at)
        else:
            self._none(position, "nothing_left", self._shown(position, list(bits(self._pool))), at)

    def absent(self, *, at: str) -> None:
        """The person called is not there; what follows is the published rule."""
        position = self._answering(at)
        self._line("ABSENT", at, position=position)
        if self.rules.absent == "list":
            return self._by_list(position, at)
        if self.rules.absent == "waives" or position in self._absences:
            return self._none(position, "absent", [], at)
        self._absences.add(position)
        self._away.add(position)
        self.turns.spend(position)
        self.turns.at_end.add(position)
        self.called = None
        return None

    def late(self, position: int, *, at: str) -> None:
        """Someone absent before has come and is next to be called, where the rules say so."""
        self._expect_no_call(at)
        self._expect(self.rules.late == "next", "who comes late is called at the end")
        waiting = position in self.turns.at_end and position in self._away
        self._expect(waiting, f"position {position} is not waiting after an absence")
        self.turns.at_end.discard(position)
        self.turns.late.add(position)
        self._line("LATE", at, position=position)

    def revoke(self, position: int, *, at: str) -> None:
        """Take a pick back within the cooling time; the seat is free, the person chooses again at the end."""
        self._expect(self.live, "a list is not taken back")
        self._expect_no_call(at)
        self._expect(position in self.placed, f"position {position} holds no post")
        self._expect(position not in self._revoked, f"position {position} has taken a pick back before")
        waited = _minutes(self._picked_at[position], at)
        self._expect(
            waited <= self.rules.cooling_minutes, f"the {self.rules.cooling_minutes} minutes are over"
        )
        self._revoked.add(position)
        self.seats[self.placed.pop(position)] += 1
        self.turns.gone.discard(position)
        self.turns.at_end.add(position)
        self._line("REVOKE", at, position=position)
        self._after(at, changing=True)

    def withdraw(self, post: str, seats: int, *, document: str, at: str) -> None:
        """So many seats fewer; holders without a seat lose it from the last position up, where the rules say so."""
        self._expect_no_call(at)
        number = self._known(post)
        holders = sorted(one for one, held in self.placed.items() if held == number)
        self._expect(1 <= seats <= self.seats[number] + len(holders), f"{post} has not {seats} seats")
        losing = holders[len(holders) - max(0, seats - self.seats[number]) :]
        self._expect(
            not losing or self.rules.withdraw_taken == "recall", f"a seat of {post} is taken already"
        )
        for position in losing:
            del self.placed[position]
            self.turns.gone.discard(position)
            self.turns.recalled.add(position)
        self.seats[number] += len(losing) - seats
        self._line("WITHDRAW", at, post=post, seats=seats, displaced=losing, document=document)
        self._after(at, changing=True)

    def add(self, post: str, seats: int, *, document: str, at: str) -> None:
        """So many seats more: from now on, or only noted for the next placement, as the rules say."""
        self._expect_no_call(at)
        number = self._known(post)
        self._expect(seats >= 1, "at least one seat is added")
        if self.rules.added == "from_now":
            self.seats[number] += seats
        self._line("ADD", at, post=post, seats=seats, document=document)
        if self.rules.added == "from_now":
            self._after(at, changing=True)

    def rule(self, position: int, effect: str, *, document: str, zh: str, at: str) -> None:
        """A ruling: ``vacate`` (placed, but dies or waives: the seat is gone) or ``exclude`` (not to be called)."""
        self._expect_no_call(at)
        known = 1 <= position <= len(self.choosers) and position not in self._out
        self._expect(known, f"position {position} takes no part any more")
        self._expect(
            (position in self.placed) == (effect == "vacate"), f"{effect} does not fit position {position}"
        )
        self.placed.pop(position, None)
        self._leave_for_good(position)
        self._line("RULING", at, position=position, effect=effect, document=document, zh=zh)
        self._after(at, changing=True)

    def run_by_lists(self, *, at: str) -> None:
        """Let everyone still to come choose by the list handed in."""
        while self.next is not None:
            self.next_by_list(at=at)

    def next_by_list(self, *, at: str) -> None:
        """Let the next person choose by the list handed in."""
        self._expect(not self.live, "in a live session people choose when called")
        position = self.next
        if position is None:
            raise UnableToProceed("everybody has had a turn")
        self._by_list(position, at)

    # --- inside ---

    def _by_list(self, position: int, at: str) -> None:
        chooser = self.choosers[position - 1]
        if self.preserving:
            return self._by_completed_list(position, chooser, at)
        opened: list[int] = []
        for post in chooser.wishes:
            if self.free(post):
                opened.append(post)
                if chooser.eligible >> post & 1:
                    return self._pick(position, post, "list", self._shown(position, opened, True), [], at)
        return self._none(position, "list_exhausted", self._shown(position, opened, True), at)

    def _by_completed_list(self, position: int, chooser: Chooser, at: str) -> None:
        against: dict[int, Tight] = {}
        shown = [chooser.open("list")]
        for post in completed(chooser.wishes, chooser.eligible):
            if self.free(post):
                tight = self._refusal(position, post)
                if tight is None:
                    return self._pick(position, post, "list", shown, self._said(against, at), at)
                against[post] = tight
        return self._none(position, "nothing_left", shown, at)

    def _shown(self, position: int, posts: list[int], with_list: bool = False) -> list[Opening]:
        reveal = self.choosers[position - 1].open
        shown = [reveal("list")] if with_list else []
        return shown if self.preserving else shown + [reveal(f"post.{self.posts[post]}") for post in posts]

    def _refusal(self, position: int, post: int) -> Tight | None:
        return self._seating.refusal(position, post)

    def _said(self, against: dict[int, Tight], at: str) -> list[list[Any]]:
        return [[self.posts[post], self._tight_line(tight, at)] for post, tight in against.items()]

    def _tight_line(self, tight: Tight, at: str) -> int:
        if id(tight) not in self._tight:
            self._tight[id(tight)] = self._tights
            people = sorted(one for one in tight.people if one in self._seating.eligible)
            posts = [self.posts[post] for post in bits(tight.posts)]
            self._line("TIGHT", at, id=self._tights, people=people, posts=posts)
            self._tights += 1
        return self._tight[id(tight)]

    def _pick(
        self, position: int, post: int, by: str, shown: list[Opening], refused: list[list[Any]], at: str
    ) -> None:
        self._line("PICK", at, position=position, post=self.posts[post], by=by, open=shown, refused=refused)
        if self.preserving:
            self._seating.take(position, post)
        self.placed[position] = post
        self._picked_at[position] = at
        self.seats[post] -= 1
        if not self.seats[post]:
            self._pool &= ~(1 << post)
        self.turns.spend(position)
        self.turns.remove(position)
        self._after(at, changing=False)

    def _none(self, position: int, why: str, shown: list[Opening], at: str) -> None:
        self._line("NONE", at, position=position, why=why, open=shown, refused=[])
        self.turns.spend(position)
        if why in ("waived", "absent"):
            self._leave_for_good(position)
        elif self.preserving:
            self._seating.leave(position)
        self._after(at, changing=why in ("waived", "absent"))

    def _after(self, at: str, *, changing: bool, began: bool = False) -> None:
        self.called = None
        moved = self.turns.settle() or began
        if moved or changing:
            self._pool = self._count_pool()
        if self.preserving and (changing or (moved and self.next is not None)):
            self._reseat(at)

    def _reseat(self, at: str) -> None:
        people = {one: self.choosers[one - 1].eligible for one in sorted(self.turns.to_come())}
        seats = [count if self.free(post) else 0 for post, count in enumerate(self.seats)]
        self._seating, self._tight = Seating(people, seats), {}
        self._line("REACH", at, round=self.turns.round, placeable=self._seating.placeable)

    def _leave_for_good(self, position: int) -> None:
        self._out.add(position)
        self.turns.remove(position)

    def _count_pool(self) -> int:
        here = enumerate(zip(self.seats, self.post_rounds, strict=True))
        return sum(1 << post for post, (left, first) in here if left > 0 and first <= self.turns.round)

    def _line(self, kind: str, at: str, **content: Any) -> None:
        self.at = at
        self.write(kind, at=at, **content)

    def _answering(self, at: str) -> int:
        self._expect_later(at)
        if self.called is None:
            raise UnableToProceed("nobody has been called")
        return self.called

    def _expect_later(self, at: str) -> None:
        self._expect(at >= self.at, f"{at} is before the last line ({self.at})")

    def _expect_no_call(self, at: str) -> None:
        self._expect_later(at)
        self._expect(self.called is None, f"position {self.called} has been called and has not answered")

    def _known(self, post: str) -> int:
        self._expect(post in self._number, f"there is no post {post}")
        return self._number[post]

    @staticmethod
    def _expect(fine: bool, otherwise: str) -> None:
        if not fine:
            raise UnableToProceed(otherwise)


def _minutes(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 60
