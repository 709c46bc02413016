"""Reads for the desks: the worklist with its people and clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from rongyao.bureau.desks.rules import Line, RecordLine, line
from rongyao.bureau.desks.words import subject_words, verb_words, who_words
from rongyao.bureau.foundation.access.rules import ROLES, Actor
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.queue import queries as queue
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS
from rongyao.bureau.foundation.scope.connection import beyond, sees_beyond
from rongyao.bureau.registry.models import Person


def band_of(item: WorkItem, on: dt.date, soon: dt.date, week: dt.date) -> str:
    """The band of the ruler an item lies in (the same borders as ``queue.band_filters``)."""
    if item.clock is None:
        return "ample"
    if item.clock.due_on is None:
        return "hold"
    due = item.clock.due_on
    borders = ((on - dt.timedelta(days=1), "late"), (on, "today"), (soon, "soon"), (max(week, soon), "week"))
    return next((band for border, band in borders if due <= border), "ample")


def lines(items: Iterable[WorkItem], on: dt.date, calendar: Calendar) -> list[Line]:
    """The items as rows to show, with who and where, in three queries however many there are."""
    rows = [item for item in items if item.kind in KINDS]
    people = _people({item.person_id for item in rows if item.person_id})
    soon = queue.working_days_on(on, 3, calendar)
    week = on + dt.timedelta(days=7)
    return [
        line(item, band=band_of(item, on, soon, week), **people.get(item.person_id or 0, _nobody()))
        for item in rows
    ]


def _people(ids: set[int]) -> dict[int, dict[str, Any]]:
    found = Person.objects.filter(pk__in=ids).select_related("division__parent")
    return {p.pk: {"number": p.number, "town": _town(p)} for p in found}


def _town(person: Person) -> str:
    place = person.division
    return place.parent.name if place.level == "village" and place.parent else place.name


def _nobody() -> dict[str, str]:
    return {"number": "", "town": ""}


def worklist(actor: Actor, *, band: str, mine: bool, on: dt.date, calendar: Calendar) -> Any:
    """Open items of an actor, in one band or all, mine or everybody's."""
    rows = queue.visible_to(actor)
    if band in queue.BANDS:
        rows = rows.filter(queue.band_filters(on, calendar)[band])
    return rows.filter(owner_id=actor.user_id) if mine else rows


def record_lines(events: Iterable[Event]) -> list[RecordLine]:
    """Rows of the record in words; each file by its number (no name), in one query however many there are."""
    rows = list(events)
    ids = {event.person_id for event in rows if event.person_id}
    with beyond("who reads the record sees each file's number, in whatever town it lies"):
        numbers = dict(Person.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [
        RecordLine(
            event=event,
            who=who_words(event.by_name),
            roles=role_words(event.by_role),
            verb=verb_words(event.verb),
            subject=subject_words(event.subject),
            number=numbers.get(event.person_id or 0, ""),
        )
        for event in rows
    ]


def role_words(codes: str) -> str:
    """Role codes of the record ("officer clerk") as words."""
    return " · ".join(str(ROLES[code].name) if code in ROLES else code for code in codes.split())


@sees_beyond("who reads the record finds a file by its number, in whatever town it lies")
def numbered(number: str) -> list[int]:
    """The file of this number; a bare number is taken as the record's own key of a person."""
    found = list(Person.objects.filter(number__iexact=number).values_list("pk", flat=True))
    return found or ([int(number)] if number.isdecimal() and len(number) < 18 else [])
