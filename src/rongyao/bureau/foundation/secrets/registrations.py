"""Which column is the blind index of what: declared by the departments, so that an index key can be rotated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Blinded:
    """One column that holds a blind index.

    Attributes:
        model, column: where it lies.
        again: its value worked out anew from the row's own sealed text; None where the text is kept no more.
        why_never: where no text is kept at all: why, and what that means for an old index key.
    """

    model: type[Any]
    column: str
    again: Callable[[Any], str | None] | None
    why_never: str = ""


@dataclass(frozen=True)
class SealedElsewhere:
    """What is sealed with the ring's keys outside the database's columns (papers on the disk).

    Attributes:
        in_use: {name of a key: how many} of it.
        reseal: seals anew what is not under the current key, telling how many at a time.
    """

    label: str
    in_use: Callable[[], dict[str, int]]
    reseal: Callable[[], Iterator[int]]


ELSEWHERE: list[SealedElsewhere] = []
BLINDED: list[Blinded] = []


def declare_blinded(
    model: type[Any], column: str, again: Callable[[Any], str | None] | None = None, why_never: str = ""
) -> None:
    """Called by a department's apps.py."""
    BLINDED.append(Blinded(model, column, again, why_never))
