"""Reads of papers. ``visible_to``, ``held_for``, and the person's own are the only ways to a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.files import scanning
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.registrations import SUBJECTS, Place
from rongyao.bureau.foundation.files.rules.kinds import KINDS

SORTS = {"kept": "kept_at", "name": "name", "size": "size", "state": "state"}
LOOKS = {"held": "hold", "clean": "done", "released": "done", "infected": "refused", "destroyed": "withdrawn"}


def within(actor: Actor, permission: Permission) -> Q:
    scope = Q(pk__in=())
    for path in actor.paths(permission):
        scope |= Q(path__startswith=path)
    return scope


def visible_to(actor: Actor, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[KeptFile]:
    """The papers of people in this actor's scope."""
    return KeptFile.objects.filter(within(actor, permission)).select_related("released_by", "destroyed_by")


def get_file_for(actor: Actor, file_id: int, permission: Permission = Permission.PEOPLE_VIEW) -> KeptFile:
    return get_object_or_404(visible_to(actor, permission), pk=file_id)


@dataclass(frozen=True)
class Filters:
    """What the list of papers is narrowed by. Unknown values narrow nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    sort: str = "-kept"

    @property
    def order(self) -> str:
        key = self.sort.lstrip("-")
        return f"{'-' if self.sort.startswith('-') else ''}{SORTS[key]}" if key in SORTS else "-kept_at"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed(
    actor: Actor, filters: Filters, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[KeptFile]:
    rows = visible_to(actor, permission)
    if filters.state in KeptFile.State.values:
        rows = rows.filter(state=filters.state)
    if filters.kind in KINDS:
        rows = rows.filter(kind=filters.kind)
    if filters.words:
        rows = rows.filter(Q(name__icontains=filters.words) | Q(about__icontains=filters.words))
    return rows.order_by(filters.order, "-pk")


def held_for(actor: Actor) -> QuerySet[KeptFile]:
    """Papers held back where this actor may release them, the oldest first."""
    return (
        visible_to(actor, Permission.FILE_RELEASE).filter(state=KeptFile.State.HELD).order_by("kept_at", "pk")
    )


def get_held_for(actor: Actor, file_id: int) -> KeptFile:
    return get_object_or_404(held_for(actor), pk=file_id)


def place_names(rows: list[KeptFile]) -> dict[str, str]:
    """The names of the divisions where papers lie, by path."""
    found = Division.objects.filter(path__in={row.path for row in rows}).order_by("valid_from")
    return dict(found.values_list("path", "name"))


def own_files(actor: Actor) -> QuerySet[KeptFile]:
    demand(actor, Permission.SELF_VIEW)
    if actor.person_id is None:
        raise Http404
    return KeptFile.objects.filter(person_id=actor.person_id).order_by("-pk")


def own_file(actor: Actor, file_id: int) -> KeptFile:
    return get_object_or_404(own_files(actor), pk=file_id)


def of_subject(subject: str) -> QuerySet[KeptFile]:
    """The papers of one thing. The caller has the right to that thing."""
    return KeptFile.objects.filter(subject=subject).order_by("pk")


def of_person(person_id: int) -> QuerySet[KeptFile]:
    return KeptFile.objects.filter(person_id=person_id).order_by("-pk")


def place_for(actor: Actor, label: str, number: int) -> Place:
    """Where papers for this thing belong, if this actor may hand them in (else 404)."""
    if label not in SUBJECTS:
        raise Http404
    return SUBJECTS[label].find(actor, number)


def with_looks(rows: Any) -> list[tuple[KeptFile, str]]:
    return [(row, LOOKS[row.state]) for row in rows]


def has_scanner() -> bool:
    return bool(scanning.address())
