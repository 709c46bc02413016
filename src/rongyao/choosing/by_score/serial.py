"""Serial choice in its plain form, on lists: the whole of the matching, and fast because it is small.

People are rows in the published order; posts are numbers. Eligibility is decided before.
"""

from collections.abc import Iterable, Sequence


def choose(lists: Iterable[Sequence[int]], seats: Sequence[int]) -> list[int]:
    """For each person in order the first post of the list with a seat left, else -1.

    ``lists`` hold post numbers the person is eligible for, best first; ``seats[p]`` ≥ 0. Time is linear in the
    lists, memory one number a post and a person; a million people of ten wishes take seconds.
    """
    left = list(seats)
    result = []
    for wishes in lists:
        for post in wishes:
            if left[post]:
                left[post] -= 1
                result.append(post)
                break
        else:
            result.append(-1)
    return result


def filled_at(placed: Sequence[int], seats: Sequence[int]) -> list[int]:
    """For each post the row after which no seat was left; -1 for none from the start; ``len(placed)`` for never full."""
    left = list(seats)
    full = [-1 if not free else len(placed) for free in left]
    for row, post in enumerate(placed):
        if post >= 0:
            left[post] -= 1
            if not left[post]:
                full[post] = row
    return full
