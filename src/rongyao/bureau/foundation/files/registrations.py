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
PersonPage = Callable[[int], str]
OwnHome = Callable[[], str]
_person_page: PersonPage | None = None
_own_home: OwnHome | None = None


def register_person_page(page: PersonPage) -> None:
    """``page(person_id)`` answers the address of the person's file. Registered once, by the registry."""
    global _person_page
    _person_page = page


def register_own_home(home: OwnHome) -> None:
    """``home()`` answers the address of the page a person comes from. Registered once, by the desks."""
    global _own_home
    _own_home = home


def person_page(person_id: int) -> str:
    return _person_page(person_id) if _person_page else ""


def own_home() -> str:
    return _own_home() if _own_home else "/"


def declare(subject: Subject) -> None:
    """Called by a department's apps.py."""
    SUBJECTS[subject.label] = subject
