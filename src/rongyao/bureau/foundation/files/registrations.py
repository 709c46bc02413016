"""What upper departments tell files: to what a paper can be handed in, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rongyao.bureau.foundation.access.rules import Actor


@dataclass(frozen=True)
class Place:
    """Where a paper belongs: the row it is for, whose it is, and where the page goes back to."""

    subject: str
    person_id: int | None
    path: str
    title: str
    back_url: str
    # What was asked for, in words the person can read; "" where nothing was.
    asked: str = ""


@dataclass(frozen=True)
class Subject:
    """One kind of thing a paper can be handed in for.

    Attributes:
        label: ``app.model``, as it stands in the address and before the number in ``KeptFile.subject``.
        find: (actor, number) -> the place, if this actor may hand papers in for it or is the person; Http404 otherwise.
        on_kept: told inside the transaction that keeps a paper.
    """

    label: str
    find: Callable[[Actor, int], Place]
    on_kept: Callable[[Actor, Any], None] | None = None


SUBJECTS: dict[str, Subject] = {}


def declare(subject: Subject) -> None:
    """Called by a department's apps.py."""
    SUBJECTS[subject.label] = subject
