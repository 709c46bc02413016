"""What has run out of time, what was proposed and decided, and what a person asked to be deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.models import ActivationSlip, Person, RosterImport
from rongyao.bureau.registry.queries import within
from rongyao.bureau.registry.upkeep.models import Disposal, Erasure, Issue, Joining, Sheet
from rongyao.bureau.registry.upkeep.rules.retention import Kept, schedule

P = Permission


def _rosters(before: dt.date) -> QuerySet[Any]:
    decided = (RosterImport.State.ACCEPTED, RosterImport.State.DISCARDED)
    return RosterImport.objects.filter(state__in=decided, decided_at__date__lt=before).exclude(stored_as="")


def _issues(before: dt.date) -> QuerySet[Any]:
    """Given out long ago, with no sheet that still waits for a decision."""
    return (
        Issue.objects.filter(at__date__lt=before, rows__isnull=False)
        .exclude(sheets__state=Sheet.State.READ)
        .distinct()
    )


def _sheets(before: dt.date) -> QuerySet[Any]:
    return Sheet.objects.filter(decided_at__date__lt=before, rows__isnull=False).distinct()


def _joinings(before: dt.date) -> QuerySet[Any]:
    return Joining.objects.filter(at__date__lt=before).exclude(body=b"")


def _slips(before: dt.date) -> QuerySet[Any]:
    return ActivationSlip.objects.filter(expires_at__date__lt=before)


# Where the rows of a kind lie: the column that carries their division path.
SOURCES: dict[str, tuple[Callable[[dt.date], QuerySet[Any]], str]] = {
    "roster_file": (_rosters, "path"),
    "issue": (_issues, "path"),
    "sheet": (_sheets, "path"),
    "joining": (_joinings, "path"),
    "slip": (_slips, "person__path"),
}


@dataclass(frozen=True)
class RunOut:
    """One kind of the schedule with the rows whose time is out in the actor's scope, proposed ones apart."""

    kind: Kept
    rows: list[int]
    proposed: int


def run_out(actor: Actor, on: dt.date, permission: Permission) -> list[RunOut]:
    """The whole schedule, with what has run out of each kind."""
    return [_run_out(actor, kind, on, permission) for kind in schedule().values()]


def _run_out(actor: Actor, kind: Kept, on: dt.date, permission: Permission) -> RunOut:
    if kind.days is None:
        return RunOut(kind, [], 0)
    rows = expired(kind.code, on).filter(within(actor, permission, SOURCES[kind.code][1]))
    waiting = {
        pk
        for listed in Disposal.objects.filter(kind=kind.code, state=Disposal.State.PROPOSED).values_list(
            "rows", flat=True
        )
        for pk in listed
    }
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    return RunOut(kind, [pk for pk in found if pk not in waiting], len(waiting & set(found)))


def expired(code: str, on: dt.date) -> QuerySet[Any]:
    """Rows of a kind whose time is out on a day."""
    source, _path = SOURCES[code]
    return source(schedule()[code].before(on))


def disposals_visible_to(actor: Actor, permission: Permission) -> QuerySet[Disposal]:
    rows = Disposal.objects.filter(within(actor, permission))
    return rows.select_related("by", "decided_by").order_by("-pk")


def get_disposal_for(actor: Actor, disposal_id: int) -> Disposal:
    return get_object_or_404(disposals_visible_to(actor, P.RETENTION_DECIDE), pk=disposal_id)


def erasures_visible_to(actor: Actor) -> QuerySet[Erasure]:
    rows = Erasure.objects.filter(within(actor, P.CORRECTION_DECIDE))
    return rows.select_related("person__division", "clock", "answered_by").order_by("state", "-pk")


def get_erasure_for(actor: Actor, erasure_id: int) -> Erasure:
    return get_object_or_404(erasures_visible_to(actor), pk=erasure_id)


def erasures_of(person: Person) -> QuerySet[Erasure]:
    return Erasure.objects.filter(person=person).select_related("clock", "answered_by").order_by("-pk")
