"""What upper departments tell notices: the kinds of messages they send, who the people are, who visits them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.notices.rules import words
from rongyao.bureau.foundation.notices.rules.ways import Recipient


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    Attributes:
        code: ``department.noun_verb``; its texts lie in ``folder`` as ``<code>.zh.txt`` and ``<code>.en.txt``.
        title: lazy words for the staff.
        params: the named parameters, each with its lazy label. Never a secret: see rules.words.FORBIDDEN.
        is_urgent: exempt from the quiet hours.
        is_by_hand: the staff may send it themselves, to one person or to many.
    """

    code: str
    title: Any
    folder: Path
    params: dict[str, Any] = field(default_factory=dict)
    is_urgent: bool = False
    is_by_hand: bool = False

    def text(self, language: str) -> words.Text:
        return words.read(self.folder, self.code, language)


@dataclass(frozen=True)
class People:
    """What the department that keeps people answers.

    Attributes:
        recipient: (person id) -> the person, or None where there is none.
        find: (actor, person id) -> the person if this actor may write to them; raises Http404 otherwise.
        page: (person id) -> address of the person's file.
        filter_form: (actor, data) -> a GET form that narrows people.
        found: (actor, data) -> everybody in the actor's scope under these filters.
        filter_words: (data) -> the filters in force, for the record.
    """

    recipient: Callable[[int], Recipient | None]
    find: Callable[[Actor, int], Recipient]
    page: Callable[[int], str]
    filter_form: Callable[[Actor, Any], Any]
    found: Callable[[Actor, Any], Iterable[Recipient]]
    filter_words: Callable[[Any], dict[str, str]]


# (actor, message) -> opens whatever makes somebody go there; True where it did.
FollowUpMaker = Callable[[Actor, Any], bool]

KINDS: dict[str, Kind] = {}
follow_up_makers: list[FollowUpMaker] = []
_people: People | None = None


class UnableToDeclare(Exception):
    """The kind's texts and parameters do not fit, or a parameter would carry a secret."""


def declare(kind: Kind) -> None:
    """Called by a department's apps.py. The texts are checked here, so a wrong one stops the start."""
    secret = [name for name in kind.params if words.FORBIDDEN.search(name)]
    if secret:
        raise UnableToDeclare(f"{kind.code}: {secret} may not be a parameter of a message")
    for language in words.LANGUAGES:
        strange = kind.text(language).parameters ^ (set(kind.params) | {"name"})
        if strange - {"name"}:
            raise UnableToDeclare(f"{kind.code}.{language}: parameters do not fit: {sorted(strange)}")
    KINDS[kind.code] = kind


def register_people(people: People) -> None:
    """Filled once, by the registry."""
    global _people
    _people = people


def people() -> People:
    if _people is None:
        raise LookupError("no department has told notices who the people are")
    return _people


def add_follow_up(maker: FollowUpMaker) -> FollowUpMaker:
    """Have ``maker`` asked when a message cannot be delivered; the first that opens something is enough."""
    if maker not in follow_up_makers:
        follow_up_makers.append(maker)
    return maker
