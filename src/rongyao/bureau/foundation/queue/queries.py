"""The worklist of an actor, and the deadline ruler over it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, F, Q, QuerySet

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.queue.models import WorkItem

BANDS = ("late", "today", "soon", "week", "ample", "hold")


def visible_to(actor: Actor) -> QuerySet[WorkItem]:
    """Open items this actor may do: permission and scope both, most urgent first."""
    allowed = Q(pk__in=())
    for path, permissions in _permissions_by_path(actor).items():
        allowed |= Q(permission__in=permissions, path__startswith=path)
    rows = WorkItem.objects.filter(allowed, state=WorkItem.State.OPEN)
    return rows.select_related("clock", "owner").order_by(F("clock__due_on").asc(nulls_last=True), "id")


def _permissions_by_path(actor: Actor) -> dict[str, list[str]]:
    """{path: the permissions held there}: a condition a place, not one a permission and place."""
    held: dict[str, list[str]] = {}
    for permission in sorted(actor.permissions, key=str):
        for path in actor.paths(permission):
            held.setdefault(path, []).append(permission.value)
    return held


def band_filters(on: dt.date, calendar: Calendar) -> dict[str, Q]:
    """The six bands of the ruler as filters: late, today, within 3 working days, next week, ample, on hold."""
    soon = working_days_on(on, 3, calendar)
    week = on + dt.timedelta(days=7)
    due = "clock__due_on"
    running = Q(**{f"{due}__isnull": False})
    return {
        "late": running & Q(**{f"{due}__lt": on}),
        "today": Q(**{due: on}),
        "soon": Q(**{f"{due}__gt": on, f"{due}__lte": soon}),
        "week": Q(**{f"{due}__gt": soon, f"{due}__lte": max(week, soon)}),
        "ample": Q(**{f"{due}__gt": max(week, soon)}) | Q(clock__isnull=True),
        "hold": Q(clock__isnull=False, clock__due_on__isnull=True),
    }


def ruler(rows: QuerySet[WorkItem], on: dt.date, calendar: Calendar) -> dict[str, int]:
    """How many items lie in each band, in one query."""
    counts = {band: Count("pk", filter=where) for band, where in band_filters(on, calendar).items()}
    return rows.order_by().aggregate(**counts)


def working_days_on(on: dt.date, number: int, calendar: Calendar) -> dt.date:
    """The day that is ``number`` working days after ``on`` (unknown weekdays taken as worked)."""
    day, left = on, number
    while left:
        day += dt.timedelta(days=1)
        worked = calendar.is_workday(day)
        left -= bool(day.weekday() < 5 if worked is None else worked)
    return day


def count_for(actor: Actor, permission: Permission) -> int:
    return visible_to(actor).filter(permission=permission.value).count()
