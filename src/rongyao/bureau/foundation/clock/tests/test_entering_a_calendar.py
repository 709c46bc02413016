"""Entering a year's calendar: what is refused, which running clocks move, and that they say so."""

from __future__ import annotations

import datetime as dt

import pytest

from people import TODAY
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock import actions
from rongyao.bureau.foundation.clock.actions import UnableToEnterCalendar, UnableToRunClock
from rongyao.bureau.foundation.clock.calendar import Day
from rongyao.bureau.foundation.clock.models import CalendarDay, RunningClock
from rongyao.bureau.foundation.clock.queries import calendar

NEW_YEAR = dt.date(2027, 1, 1)
NOTICE = "国办发明电〔2026〕9号"


@pytest.fixture
def admin(cast) -> Actor:
    return cast.actor(cast.ma)


def running(cast, rule: str = "correction", on: dt.date = TODAY) -> RunningClock:
    return actions.start(
        by=Actor.system(), rule=rule, subject=cast.chen, person_id=cast.chen.pk, path=cast.chen.path, on=on
    )


def enter(by: Actor, *days: Day, year: int = 2027) -> int:
    return actions.enter_calendar(by=by, year=year, document=NOTICE, days=days)


def holidays() -> list[Day]:
    return [Day(NEW_YEAR + dt.timedelta(n), False, "元旦") for n in range(3)]


def test_a_clock_that_ends_in_a_known_year_does_not_move(cast, admin):
    clock = running(cast)
    assert not clock.is_provisional
    assert enter(admin, *holidays()) == 0
    clock.refresh_from_db()
    assert clock.moved_note == ""


def test_a_provisional_clock_becomes_final_moves_past_the_holiday_and_notes_both_days(cast, admin):
    clock = running(cast, on=dt.date(2026, 12, 21))
    assert clock.is_provisional
    before = clock.due_on
    assert enter(admin, *holidays()) == 1
    clock.refresh_from_db()
    assert not clock.is_provisional
    assert clock.due_on >= before
    assert NOTICE in clock.moved_note
    assert clock.moved_note.rstrip("。.").endswith(f"{clock.due_on}")
    assert str(before) in clock.moved_note


def test_a_stopped_clock_is_left_alone(cast, admin):
    clock = running(cast, on=dt.date(2026, 12, 21))
    actions.stop(by=Actor.system(), clock=clock, on=TODAY)
    assert enter(admin, *holidays()) == 0


def test_entering_a_year_again_replaces_it_whole(cast, admin):
    enter(admin, *holidays())
    enter(admin, Day(NEW_YEAR, False, "元旦"))
    assert list(CalendarDay.objects.values_list("on", flat=True)) == [NEW_YEAR]
    assert calendar().is_workday(NEW_YEAR) is False
    assert Event.objects.filter(verb="calendar.entered").count() == 2


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2027, []),
        (2027, [Day(dt.date(2028, 1, 1), False, "元旦")]),
        (2027, [Day(NEW_YEAR, False, "元旦"), Day(NEW_YEAR, True, "元旦")]),
        (2029, [Day(dt.date(2029, 1, 1), False, "元旦")]),
    ],
)
def test_an_empty_a_foreign_a_doubled_and_a_skipped_year_are_refused_and_nothing_is_kept(
    cast, admin, year, days
):
    with pytest.raises(UnableToEnterCalendar):
        enter(admin, *days, year=year)
    assert not CalendarDay.objects.exists()


def test_only_who_keeps_the_calendar_may_enter_it(cast):
    with pytest.raises(NotAllowed):
        enter(cast.actor(cast.lin), *holidays())


def test_a_paused_clock_has_no_last_day_and_goes_on_where_it_stood(cast):
    clock = running(cast)
    before = clock.due_on
    actions.pause(by=Actor.system(), clock=clock, on=TODAY + dt.timedelta(days=1))
    clock.refresh_from_db()
    assert clock.due_on is None
    with pytest.raises(UnableToRunClock):
        actions.pause(by=Actor.system(), clock=clock, on=TODAY + dt.timedelta(days=2))
    actions.resume(by=Actor.system(), clock=clock, on=TODAY + dt.timedelta(days=8))
    clock.refresh_from_db()
    assert clock.due_on == before + dt.timedelta(days=7)
    with pytest.raises(UnableToRunClock):
        actions.resume(by=Actor.system(), clock=clock, on=TODAY + dt.timedelta(days=9))
