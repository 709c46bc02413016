"""The calendar as entered (the seed and the bureau's own years), and clocks as deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import BooleanField, CharField, DateField, IntegerField, QuerySet, Value

from rongyao.bureau.foundation.clock import periods
from rongyao.bureau.foundation.clock.calendar import Calendar, Day, statutory
from rongyao.bureau.foundation.clock.models import CalendarDay, CalendarYear, RunningClock
from rongyao.bureau.foundation.clock.rules import Deadline, Rule, deadline

RULES: dict[str, Rule] = {rule.code: rule for rule in vars(periods).values() if isinstance(rule, Rule)}


def calendar() -> Calendar:
    """The statutory calendar carried with the program, with the years and days entered here laid over it."""
    seed = statutory()
    rows = list(_entered())
    changed = [Day(on, is_workday, name) for on, is_workday, name, _year in rows if on is not None]
    seed_years = {on.year for on in seed.days}
    entered = sorted({year for *_day, year in rows if year is not None} - seed_years)
    own = Calendar.of_years(entered, changed) if entered else Calendar.of([])
    corrections = [day for day in changed if seed.is_known(day.on)]
    return seed.extended([*own.days.values(), *corrections]) if own.days or corrections else seed


def _entered() -> QuerySet[Any, Any]:
    """What was entered here, in one query, for every page asks for it: (day, worked, name, None) and (None, …, year)."""
    columns = ("on", "is_workday", "name", "year")
    days = CalendarDay.objects.annotate(year=Value(None, output_field=IntegerField()))
    years = CalendarYear.objects.annotate(
        on=Value(None, output_field=DateField()),
        is_workday=Value(None, output_field=BooleanField()),
        name=Value("", output_field=CharField()),
    )
    return days.values_list(*columns).union(years.values_list(*columns), all=True)


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
