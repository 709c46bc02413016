"""Before a round is closed: who can take what, whom each condition removes, who is sure, what is not known yet. Pure."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rongyao.choosing.by_score import preflight
from rongyao.choosing.by_score.preflight import PostOutlook
from rongyao.choosing.by_score.publish import Post
from rongyao.choosing.by_score.requirements import Atom, match
from rongyao.choosing.place_cli import Inputs

# So many sorts of people among equals are looked at one by one; beyond it nobody of them is called sure.
MOST_SORTS = 12


@dataclass(frozen=True)
class Missing:
    """A fact that decides and is not known: the row of the people table, and the fact."""

    row: int
    fact: str


@dataclass(frozen=True)
class Outlook:
    """The whole round. ``sure``: of a post whatever the others choose and however the lot falls among equals."""

    posts: list[tuple[Post, PostOutlook]]
    people: int
    seats: int
    sure: int
    nothing: int
    stranded: int
    missing: list[Missing]
    # How many people share their place in the order with somebody, so that the lot decides between them.
    equals: int


def look_over(inputs: Inputs) -> Outlook:
    """Everything the tables say before anybody has chosen anything that counts."""
    masks = _masks(inputs)
    groups = _equals(inputs)
    sure = _sure(inputs, masks, groups)
    last = preflight.prospects(*_asked(inputs, masks, list(itertools.chain(*groups))))
    nothing = len(last.eligible_for_nothing)
    return Outlook(
        posts=_outlooks(inputs),
        people=len(masks),
        seats=sum(post.seats for post in inputs.posts),
        sure=len(sure),
        nothing=nothing,
        stranded=len(masks) - len(sure) - nothing,
        missing=list(missing(inputs)),
        equals=sum(len(group) for group in groups if len(group) > 1),
    )


def _outlooks(inputs: Inputs) -> list[tuple[Post, PostOutlook]]:
    """Posts that ask for the same are looked at once."""
    facts = [one.facts for one in inputs.applicants]
    seen: dict[tuple[Atom, ...], PostOutlook] = {}
    found = []
    for post in inputs.posts:
        if post.atoms not in seen:
            seen[post.atoms] = preflight.outlook(post.id, 0, post.atoms, facts)
        one = seen[post.atoms]
        own = PostOutlook(post.id, post.seats, one.eligible, one.undecided, one.removed_alone, one.remarks)
        found.append((post, own))
    return found


def missing(inputs: Inputs) -> Iterator[Missing]:
    """Facts that stop the closing: asked for by a post, and not known of a person whom nothing else rules out there."""
    asking = {post.atoms for post in inputs.posts if post.atoms}
    for one in inputs.applicants:
        facts = {fact for atoms in asking for fact in match(atoms, one.facts).missing}
        yield from (Missing(inputs.rows[one.key], fact) for fact in sorted(facts))


def _masks(inputs: Inputs) -> list[int]:
    """Of each person a bit set: the posts they are eligible for as far as it is known."""
    numbered: dict[tuple[Atom, ...], int] = {}
    for number, post in enumerate(inputs.posts):
        numbered[post.atoms] = numbered.get(post.atoms, 0) | 1 << number
    return [
        sum(bits for atoms, bits in numbered.items() if match(atoms, one.facts).eligible)
        for one in inputs.applicants
    ]


def _equals(inputs: Inputs) -> list[list[int]]:
    """The people in their order, as numbers into ``applicants``; those only the lot tells apart stand together."""
    people, signs = inputs.applicants, [-1 if tie.prefer == "higher" else 1 for tie in inputs.rules.ties]

    def key(number: int) -> tuple[int, ...]:
        ties = (sign * value for sign, value in zip(signs, people[number].ties, strict=True))
        return (-people[number].score, *ties)

    return [list(group) for _key, group in itertools.groupby(sorted(range(len(people)), key=key), key=key)]


def _sure(inputs: Inputs, masks: list[int], groups: list[list[int]]) -> set[int]:
    """Those who are sure of a post though everybody equal to them went first.

    Among equals who may take the same posts it does not matter which of them is last, so one run of the order for each
    sort of them answers for all of that sort.
    """
    sorts = [_by_sort(group, masks) for group in groups]
    runs = max((len(one) for one in sorts if len(one) <= MOST_SORTS), default=1)
    sure: set[int] = set()
    for run in range(runs):
        order: list[int] = []
        answers: dict[int, list[int]] = {}
        for one in sorts:
            chosen = run % len(one)
            order += itertools.chain(*(part for n, part in enumerate(one) if n != chosen), one[chosen])
            if len(one) <= MOST_SORTS:
                answers[len(order)] = one[chosen]
        guaranteed = set(preflight.prospects(*_asked(inputs, masks, order)).guaranteed)
        sure.update(*(part for position, part in answers.items() if position in guaranteed))
    return sure


def _by_sort(group: list[int], masks: list[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for number in group:
        found.setdefault(masks[number], []).append(number)
    return list(found.values())


def _asked(
    inputs: Inputs, masks: list[int], order: Sequence[int]
) -> tuple[list[int], list[int], list[int], list[int]]:
    """What ``preflight.prospects`` takes, the people in this order."""
    people = inputs.applicants
    return (
        [masks[number] for number in order], [post.seats for post in inputs.posts],
        [people[number].round for number in order], [post.round for post in inputs.posts],
    )  # fmt: skip


def columns_missing(found: Sequence[Missing]) -> list[tuple[str, int]]:
    """How many people each unknown fact is missing of, the most first."""
    return Counter(one.fact for one in found).most_common()
