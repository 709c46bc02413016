"""Starting, pausing, resuming and stopping clocks; entering a calendar, which moves every running one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock.calendar import Calendar, Day, statutory
from rongyao.bureau.foundation.clock.models import CalendarDay, CalendarYear, RunningClock
from rongyao.bureau.foundation.clock.queries import RULES, calendar, deadline_of
from rongyao.bureau.foundation.scope.connection import sees_beyond


class UnableToRunClock(Exception):
    """The clock cannot be paused, resumed or stopped as asked."""


class UnableToEnterCalendar(Exception):
    """The calendar as typed leaves a gap or contradicts itself."""


@transaction.atomic
def start(
    *, by: Actor, rule: str, subject: Model, person_id: int | None, path: str, on: dt.date
) -> RunningClock:
    """Start the clock of ``rule`` (see clock.periods) for a subject on a legal date."""
    return start_many(by=by, rule=rule, subjects=[(subject, person_id, path)], on=on)[0]


@transaction.atomic
def start_many(
    *, by: Actor, rule: str, subjects: Iterable[tuple[Model, int | None, str]], on: dt.date
) -> list[RunningClock]:
    """Start one clock for each ``(subject, person id, path)``; all begin on one day, so they are counted once."""
    clocks = [
        RunningClock(
            rule=RULES[rule].code,
            subject=f"{subject._meta.label_lower}:{subject.pk}",
            person_id=person_id,
            path=path,
            started_on=on,
        )
        for subject, person_id, path in subjects
    ]
    if clocks:
        _recount(clocks[0], calendar())
    for clock in clocks[1:]:
        clock.due_on, clock.is_provisional = clocks[0].due_on, clocks[0].is_provisional
        clock.computed_at = clocks[0].computed_at
    return RunningClock.objects.bulk_create(clocks, batch_size=500)


@transaction.atomic
def pause(*, by: Actor, clock: RunningClock, on: dt.date) -> None:
    """Stop counting from ``on`` (it does not count)."""
    row = RunningClock.objects.select_for_update().get(pk=clock.pk)
    if row.stopped_on or (row.pauses and row.pauses[-1][1] is None):
        raise UnableToRunClock(_("This clock does not run, so it cannot be paused."))
    row.pauses = [*row.pauses, [on.isoformat(), None]]
    _recount(row, calendar())
    row.save()


@transaction.atomic
def resume(*, by: Actor, clock: RunningClock, on: dt.date) -> None:
    """Count again from ``on`` (it counts)."""
    row = RunningClock.objects.select_for_update().get(pk=clock.pk)
    if not row.pauses or row.pauses[-1][1] is not None:
        raise UnableToRunClock(_("This clock is not paused."))
    since = dt.date.fromisoformat(row.pauses[-1][0])
    until = on - dt.timedelta(days=1)
    last = [[since.isoformat(), until.isoformat()]] if until >= since else []
    row.pauses = [*row.pauses[:-1], *last]
    _recount(row, calendar())
    row.save()


@transaction.atomic
def stop(*, by: Actor, clock: RunningClock, on: dt.date) -> None:
    """The matter reached its end."""
    RunningClock.objects.filter(pk=clock.pk, stopped_on__isnull=True).update(stopped_on=on)


def _recount(clock: RunningClock, cal: Calendar) -> bool:
    """Refresh the cached last day; True when it moved."""
    before = (clock.due_on, clock.is_provisional)
    counted = deadline_of(clock, cal)
    clock.due_on, clock.is_provisional = counted.due_on, counted.is_provisional
    clock.computed_at = timezone.now()
    return before != (clock.due_on, clock.is_provisional)


@transaction.atomic
def enter_calendar(*, by: Actor, year: int, document: str, days: Iterable[Day]) -> int:
    """Enter or correct one year's holidays and make-up workdays; every running clock is counted anew.

    Returns how many running clocks moved. Each says so in its own note.
    """
    demand(by, Permission.CALENDAR_EDIT)
    listed = list(days)
    _check_year(year, listed)
    CalendarDay.objects.filter(on__year=year).delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(on=d.on, is_workday=d.is_worked, name=d.festival) for d in listed]
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"document": document, "entered_by": by.name})
    moved = _move_clocks(document)
    audit.record(by=by, verb="calendar.entered", detail={"year": year, "document": document, "moved": moved})
    return moved


def _check_year(year: int, days: list[Day]) -> None:
    if any(day.on.year != year for day in days):
        raise UnableToEnterCalendar(_("A day lies outside the year %(year)s.") % {"year": year})
    if len({day.on for day in days}) != len(days):
        raise UnableToEnterCalendar(_("A day is named twice."))
    if not days:
        raise UnableToEnterCalendar(_("No holiday was named. Copy the days of the notice."))
    known = {on.year for on in statutory().days} | set(CalendarYear.objects.values_list("year", flat=True))
    if year > max(known) + 1:
        raise UnableToEnterCalendar(_("Enter %(year)s first.") % {"year": max(known) + 1})


@sees_beyond("a calendar moves the clocks of every town; its administrator opens no file")
def _move_clocks(document: str) -> int:
    cal, moved = calendar(), 0
    for clock in RunningClock.objects.select_for_update().filter(stopped_on__isnull=True):
        was = clock.due_on
        if _recount(clock, cal):
            note = _("Counted anew under %(document)s: %(was)s became %(now)s.")
            clock.moved_note = (note % {"document": document, "was": was, "now": clock.due_on})[:200]
            clock.save()
            moved += 1
    return moved
