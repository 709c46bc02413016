"""Serial choice that never lowers the number of people who can be placed.

A seating of everyone still to come is kept at its largest. A choice is allowed iff, that seat taken and that
person gone, the others can still be seated as before; otherwise a tight set of people and posts shows why not.
Posts are bits of an integer: one search costs about one OR a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

Steps = dict[int, tuple[int | None, int | None]]
"""How a search came to a post: (from which post, by moving whom)."""


@dataclass
class Tight:
    """A witness: ``people`` can go only to ``posts`` (a bit set), and need every seat; ``left`` of them to come."""

    people: frozenset[int]
    posts: int
    left: int


@dataclass
class Seating:
    """A largest seating of the people in ``eligible`` (person → bit set of posts), kept as they choose.

    ``seats[p]`` counts the seats of post ``p`` not yet chosen. Both arguments are owned and changed.
    """

    eligible: dict[int, int]
    seats: list[int]
    at: dict[int, int] = field(default_factory=dict)
    tight: list[Tight] = field(default_factory=list)
    _occupants: list[set[int]] = field(default_factory=list)
    _unseated: set[int] = field(default_factory=set)
    _free: int = 0
    _open: int = 0

    def __post_init__(self) -> None:
        self._occupants = [set() for _ in self.seats]
        self._free = self._open = bit_set(post for post, count in enumerate(self.seats) if count > 0)
        self._unseated = set(self.eligible)
        for person in [one for one in self.eligible if not self._sit_at_once(one)]:
            self._search(dict.fromkeys(bits(self.eligible[person] & self._open), (None, person)))

    @property
    def placeable(self) -> int:
        """How many of those still to come can be placed."""
        return len(self.at)

    def refusal(self, person: int, post: int) -> Tight | None:
        """None if ``person`` may take ``post`` (eligible, a seat left), else the tight set that forbids it."""
        if self.at.get(person) == post or self._free >> post & 1:
            return None
        known = next((tight for tight in self.tight if self._forbids(tight, person, post)), None)
        return known or (None if self._allows(person, post) else self._new_tight(person, post))

    def take(self, person: int, post: int) -> None:
        """``person`` takes a seat of ``post`` for good; only where ``refusal`` is None."""
        if self.at.get(person) != post and not self._free >> post & 1:
            self._allows(person, post)  # other posts may have been asked for since: make room again
        self._stand_up(person)
        if len(self._occupants[post]) >= self.seats[post]:
            self._stand_up(min(self._occupants[post]))
        self.seats[post] -= 1
        if not self.seats[post]:
            self._open &= ~(1 << post)
        self._note(post)
        self.leave(person)

    def leave(self, person: int) -> None:
        """``person`` is no longer to come: chose, or had nothing left to choose (then unseated already)."""
        del self.eligible[person]
        self._unseated.discard(person)
        for tight in self.tight:
            tight.left -= person in tight.people

    def _allows(self, person: int, post: int) -> bool:
        home = self.at.get(person)
        if home is None:
            return True
        self._stand_up(person)
        if self._search({post: (None, None)}):
            self._sit(person, post)
            return True
        if self._search(self._unseated_wishes(person)):
            return True
        self._sit(person, home)
        return False

    def _forbids(self, tight: Tight, person: int, post: int) -> bool:
        if not tight.posts >> post & 1:
            return False
        inside = tight.left - (person in tight.people)
        room = sum(self.seats[number] for number in bits(tight.posts))
        return len(self.eligible) - 1 - inside + room <= self.placeable - 1

    def _new_tight(self, person: int, post: int) -> Tight:
        home = self.at[person]
        self._stand_up(person)
        posts = self._closure(bit_set([post, *self._unseated_wishes(person)]))
        outside = self._open & ~posts
        people = frozenset(one for one, may in self.eligible.items() if one != person and not may & outside)
        self._sit(person, home)
        self.tight.append(Tight(people, posts, len(people)))
        return self.tight[-1]

    def _unseated_wishes(self, but: int) -> Steps:
        steps: Steps = {}
        for one in self._unseated - {but}:
            steps |= dict.fromkeys(bits(self.eligible[one] & self._open), (None, one))
        return steps

    def _closure(self, posts: int) -> int:
        """``posts`` and every open post to which people seated there could move, and on from those."""
        todo = list(bits(posts))
        for post in todo:
            new = self._reach(post) & ~posts
            posts |= new
            todo += bits(new)
        return posts

    def _reach(self, post: int) -> int:
        reach = 0
        for person in self._occupants[post]:
            reach |= self.eligible[person]
        return reach & self._open

    def _search(self, came: Steps) -> bool:
        """From the given posts look for a free seat; if found, move everybody along the way. False if none."""
        todo, seen = list(came), bit_set(came)
        for post in todo:
            if self._free >> post & 1:
                self._move_along(came, post)
                return True
            for person in self._occupants[post]:
                new = self.eligible[person] & self._open & ~seen
                if new:
                    seen |= new
                    came.update(dict.fromkeys(bits(new), (post, person)))
                    todo += bits(new)
        return False

    def _move_along(self, came: Steps, post: int) -> None:
        while True:
            before, person = came[post]
            if person is not None:
                self._stand_up(person)
                self._sit(person, post)
            if before is None:
                return
            post = before

    def _sit_at_once(self, person: int) -> bool:
        free = self.eligible[person] & self._free
        if free:
            self._sit(person, (free & -free).bit_length() - 1)
        return bool(free)

    def _sit(self, person: int, post: int) -> None:
        self.at[person] = post
        self._unseated.discard(person)
        self._occupants[post].add(person)
        self._note(post)

    def _stand_up(self, person: int) -> None:
        post = self.at.pop(person, None)
        self._unseated.add(person)
        if post is not None:
            self._occupants[post].discard(person)
            self._note(post)

    def _note(self, post: int) -> None:
        if len(self._occupants[post]) < self.seats[post]:
            self._free |= 1 << post
        else:
            self._free &= ~(1 << post)


def bits(mask: int) -> Iterator[int]:
    """The post numbers in a bit set, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def bit_set(posts: Iterable[int]) -> int:
    """Post numbers as one integer."""
    found = 0
    for post in posts:
        found |= 1 << post
    return found


def completed(wishes: Iterable[int], eligible: int) -> list[int]:
    """The list's eligible posts, then the person's other eligible ones in the order of the table."""
    wanted = [post for post in wishes if eligible >> post & 1]
    return wanted + list(bits(eligible & ~bit_set(wanted)))


def choose(wishes: Sequence[Sequence[int]], eligible: Sequence[int], seats: Sequence[int]) -> list[int]:
    """Everyone in order: the first allowed post of the completed list, else -1. The number placed is the largest."""
    seating = Seating(dict(enumerate(eligible)), list(seats))
    return [_one(seating, row, completed(wishes[row], eligible[row])) for row in range(len(eligible))]


def _one(seating: Seating, person: int, posts: Sequence[int]) -> int:
    for post in posts:
        if seating.seats[post] > 0 and seating.refusal(person, post) is None:
            seating.take(person, post)
            return post
    seating.leave(person)
    return -1
