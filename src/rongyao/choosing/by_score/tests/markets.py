"""Small random markets and slow, obvious reference answers."""

import random
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from rongyao.choosing.by_score.preserving import bit_set, bits, completed


@dataclass(frozen=True)
class Market:
    """People in rank order: eligible bit sets and lists; seats per post."""

    eligible: tuple[int, ...]
    wishes: tuple[tuple[int, ...], ...]
    seats: tuple[int, ...]

    def wanted(self) -> list[list[int]]:
        """Each list without the posts the person may not have."""
        pairs = zip(self.wishes, self.eligible, strict=True)
        return [[post for post in wishes if may >> post & 1] for wishes, may in pairs]


def market(seed: int, *, people: int = 7, posts: int = 5) -> Market:
    """A random market, small and often tight."""
    rng = random.Random(seed)
    count, places = rng.randint(1, people), rng.randint(1, posts)
    thin = rng.random() < 0.5
    masks = [rng.randrange(1 << places) & (rng.randrange(1 << places) if thin else -1) for _ in range(count)]
    lists = [tuple(rng.sample(range(places), rng.randint(0, places))) for _ in range(count)]
    return Market(tuple(masks), tuple(lists), tuple(rng.choice([0, 1, 1, 1, 2, 3]) for _ in range(places)))


@cache
def most(eligible: tuple[int, ...], seats: tuple[int, ...]) -> int:
    """The largest number that can be placed, by trying everything."""
    if not eligible:
        return 0
    first, rest = eligible[0], eligible[1:]
    best = most(rest, seats)
    for post in bits(first):
        if seats[post]:
            best = max(best, 1 + most(rest, (*seats[:post], seats[post] - 1, *seats[post + 1 :])))
    return best


def first_feasible(one: Market) -> list[int]:
    """Person by person the first post of the completed list that keeps the number placed, by trying everything."""
    left, result = one.seats, []
    for row, may in enumerate(one.eligible):
        before = most(one.eligible[row:], left)
        choice = -1
        for post in completed(one.wishes[row], may):
            if not left[post]:
                continue
            after = (*left[:post], left[post] - 1, *left[post + 1 :])
            if 1 + most(one.eligible[row + 1 :], after) == before:
                choice, left = post, after
                break
        result.append(choice)
    return result


def deferred_acceptance(lists: list[list[int]], seats: tuple[int, ...]) -> list[int]:
    """People propose down their lists, posts keep the best-ranked: with one common priority this is serial choice."""
    held: list[list[int]] = [[] for _ in seats]
    at = [0] * len(lists)
    free = list(range(len(lists)))
    while free:
        person = free.pop()
        if at[person] < len(lists[person]):
            post = lists[person][at[person]]
            at[person] += 1
            held[post] = sorted([*held[post], person])
            free += held[post][seats[post] :]
            held[post] = held[post][: seats[post]]
    result = [-1] * len(lists)
    for post, people in enumerate(held):
        for person in people:
            result[person] = post
    return result


def blocked_by(one: Market, people: frozenset[int], posts: int) -> bool:
    """Whether ``people`` can really go nowhere but to ``posts``."""
    open_posts = bit_set(post for post, count in enumerate(one.seats) if count)
    return all(not one.eligible[person] & open_posts & ~posts for person in people)


def sublists(posts: int) -> list[tuple[int, ...]]:
    """Every strict list over so many posts: all that could be handed in."""
    from itertools import permutations

    return [
        chosen
        for size in range(posts + 1)
        for group in combinations(range(posts), size)
        for chosen in permutations(group)
    ]
