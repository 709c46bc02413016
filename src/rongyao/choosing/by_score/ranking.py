"""The published order: score, then the tie keys, then the lot. A strict total order or nothing."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


class UnableToRank(ValueError):
    """Two people cannot be told apart: the same leaf twice, hence the same lot."""


@dataclass(frozen=True)
class TieKey:
    """A published attribute that separates equal scores; ``prefer`` is ``higher`` or ``lower``."""

    id: str
    zh: str
    en: str
    prefer: str

    def published(self) -> dict[str, str]:
        return dict(vars(self))


@dataclass(frozen=True)
class Standing:
    """What decides one person's place: score in hundredths, tie keys in order, the lot (32 bytes)."""

    score: int
    ties: tuple[int, ...]
    lot: bytes


def rank(standings: Sequence[Standing], ties: Sequence[TieKey]) -> list[int]:
    """Indices of ``standings``, best first."""
    keys = [sort_key(standing, ties) for standing in standings]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    for before, after in itertools.pairwise(order):
        if keys[before] == keys[after]:
            raise UnableToRank(f"rows {before} and {after} have the same score, tie keys and lot")
    return order


def sort_key(standing: Standing, ties: Sequence[TieKey]) -> tuple[int | bytes, ...]:
    """Ascending means better."""
    signed = (
        -value if key.prefer == "higher" else value for key, value in zip(ties, standing.ties, strict=True)
    )
    return (-standing.score, *signed, standing.lot)


def keys_needed(before: Standing, after: Standing) -> tuple[int, bool]:
    """How many tie keys must be shown to tell two neighbours apart, and whether the lot decides."""
    if before.score != after.score:
        return 0, False
    for place, (one, other) in enumerate(zip(before.ties, after.ties, strict=True)):
        if one != other:
            return place + 1, False
    return len(before.ties), True
