"""The calendar as entered (the seed and the bureau's own years), and clocks as deadlines."""

from __future__ import annotations

import datetime as dt

from rongyao.bureau.foundation.clock import periods
from rongyao.bureau.foundation.clock.calendar import Calendar, Day, statutory
from rongyao.bureau.foundation.clock.models import CalendarDay, CalendarYear, RunningClock
from rongyao.bureau.foundation.clock.rules import Deadline, Rule, deadline

RULES: dict[str, Rule] = {rule.code: rule for rule in vars(periods).values() if isinstance(rule, Rule)}


def calendar() -> Calendar:
    """The statutory calendar carried with the program, with the years and days entered here laid over it."""
    seed = statutory()
    changed = [Day(row.on, row.is_workday, row.name) for row in CalendarDay.objects.all()]
    seed_years = {on.year for on in seed.days}
    entered = sorted(set(CalendarYear.objects.values_list("year", flat=True)) - seed_years)
    own = Calendar.of_years(entered, changed) if entered else Calendar.of([])
    corrections = [day for day in changed if seed.is_known(day.on)]
    return seed.extended([*own.days.values(), *corrections]) if own.days or corrections else seed


def deadline_of(clock: RunningClock, cal: Calendar | None = None) -> Deadline:
    """The clock's deadline counted anew: its last day, whether provisional, and each day's arithmetic."""
    return deadline(
        RULES[clock.rule],
        started_on=clock.started_on,
        calendar=cal or calendar(),
        pauses=[(_date(since), _date(until) if until else None) for since, until in clock.pauses],
    )


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
