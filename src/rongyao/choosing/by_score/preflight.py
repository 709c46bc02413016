"""Before the day: how many can take each post, which condition removes whom, who is sure of a post, who may be stranded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rongyao.choosing.by_score.preserving import bits
from rongyao.choosing.by_score.requirements import Atom, Lint, Value, lint, match

FEW = 2
"""A post with so few eligible people or fewer is shown as possibly tailored (因人设岗)."""


@dataclass(frozen=True)
class PostOutlook:
    """One post: eligible people, people not yet decided, and per atom how many it alone removes."""

    post: str
    seats: int
    eligible: int
    undecided: int
    removed_alone: tuple[tuple[Atom, int], ...]
    remarks: tuple[Lint, ...]

    @property
    def looks_tailored(self) -> bool:
        return self.undecided == 0 and self.eligible <= FEW

    @property
    def cannot_fill(self) -> bool:
        return self.undecided == 0 and self.eligible < self.seats


def outlook(
    post: str, seats: int, atoms: Sequence[Atom], people: Sequence[Mapping[str, Value]]
) -> PostOutlook:
    """Look at one post against everybody's facts."""
    answers = [match(atoms, facts) for facts in people]
    alone = {atom.id: 0 for atom in atoms}
    for answer in answers:
        if len(answer.failing) == 1 and not answer.unknown:
            alone[answer.failing[0].id] += 1
    return PostOutlook(
        post=post,
        seats=seats,
        eligible=sum(answer.eligible is True for answer in answers),
        undecided=sum(answer.eligible is None for answer in answers),
        removed_alone=tuple((atom, alone[atom.id]) for atom in atoms),
        remarks=tuple(lint(atoms)),
    )


@dataclass(frozen=True)
class Prospects:
    """Positions (from 1): sure of a post whatever others choose; eligible for none; and those between."""

    guaranteed: tuple[int, ...]
    eligible_for_nothing: tuple[int, ...]
    may_be_stranded: tuple[int, ...]


def prospects(
    eligible: Sequence[int],
    seats: Sequence[int],
    entry: Sequence[int] | None = None,
    post_rounds: Sequence[int] | None = None,
) -> Prospects:
    """``eligible[i]`` is the bit set of position ``i + 1``; ``entry`` and ``post_rounds`` where there are lanes.

    A person is sure iff the most seats that people with an earlier turn could take among the posts this person is
    eligible for is less than those seats. With lanes only the first round of each person is looked at: everybody of
    an earlier round counts as earlier, so whoever is called sure is sure, and a later round may help some others.
    """
    rounds, begins = entry or [0] * len(eligible), post_rounds or [0] * len(seats)
    sure: set[int] = set()
    for current in set(rounds):
        numbered = enumerate(zip(seats, begins, strict=True))
        here = sum(1 << post for post, (count, begin) in numbered if count > 0 and begin <= current)
        rows = sorted(
            (row for row, first in enumerate(rounds) if first <= current),
            key=lambda row: (rounds[row] == current, row),
        )
        for mask in {eligible[row] & here for row in rows if rounds[row] == current} - {0}:
            sure |= _sure_with(mask, here, [(row, rounds[row] == current) for row in rows], eligible, seats)
    everyone = range(1, len(eligible) + 1)
    any_seat = sum(1 << post for post, count in enumerate(seats) if count > 0)
    nothing = tuple(one for one in everyone if not eligible[one - 1] & any_seat)
    between = (one for one in everyone if one not in sure and one not in nothing)
    return Prospects(tuple(sorted(sure)), nothing, tuple(between))


def _sure_with(
    mask: int, here: int, rows: Sequence[tuple[int, bool]], eligible: Sequence[int], seats: Sequence[int]
) -> set[int]:
    """The positions of this round with exactly this bit set that are sure of a post."""
    room = sum(seats[post] for post in bits(mask))
    crowd, sure = _Crowd(mask, seats), set()
    for row, is_this_round in rows:
        if crowd.seated >= room:
            break
        if is_this_round and eligible[row] & here == mask:
            sure.add(row + 1)
        if eligible[row] & mask:
            crowd.squeeze_in(row, eligible)
    return sure


class _Crowd:
    """People pressing into the posts of one bit set, as many as can be seated."""

    def __init__(self, posts: int, seats: Sequence[int]) -> None:
        self.posts, self.seats, self.seated, self.shut = posts, seats, 0, 0
        self.sitting: dict[int, list[int]] = {post: [] for post in bits(posts)}
        self.free = posts

    def squeeze_in(self, row: int, masks: Sequence[int]) -> None:
        """Seat ``row`` if some moving about allows it; posts seen in vain are shut for good."""
        seen, came = 0, {}
        todo: list[tuple[int, int | None]] = [(row, None)]
        for person, origin in todo:
            new = masks[person] & self.posts & ~seen & ~self.shut
            seen |= new
            for post in bits(new):
                came[post] = (person, origin)
            if new & self.free:
                return self._move((new & self.free & -(new & self.free)).bit_length() - 1, came)
            todo.extend((other, post) for post in bits(new) for other in self.sitting[post])
        self.shut |= seen
        return None

    def _move(self, post: int | None, came: dict[int, tuple[int, int | None]]) -> None:
        self.seated += 1
        last = post
        while post is not None:
            person, before = came[post]
            if before is not None:
                self.sitting[before].remove(person)
            self.sitting[post].append(person)
            post = before
        if last is not None and len(self.sitting[last]) >= self.seats[last]:
            self.free &= ~(1 << last)
