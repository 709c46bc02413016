"""Counting periods: hand-made cases, each checked against a wall calendar."""

from datetime import date

import pytest

from rongyao.bureau.foundation.clock import periods
from rongyao.bureau.foundation.clock.calendar import Calendar, Day, UnableToReadCalendar, statutory
from rongyao.bureau.foundation.clock.rules import (
    Reason,
    Rule,
    State,
    Unit,
    add_months,
    deadline,
    remaining,
    standing,
    state,
)


def rule(number: int, unit: Unit, *, shifts: bool = True) -> Rule:
    return Rule("test", "", "", "试", "test", number, unit, shifts_off_rest_day=shifts)


def working(number: int) -> Rule:
    return rule(number, Unit.WORKING_DAY)


def test_the_day_it_starts_is_not_counted():
    due = deadline(working(1), started_on=date(2026, 6, 1))
    assert due.due_on == date(2026, 6, 2)
    assert due.arithmetic()[0].reason is Reason.START
    assert not due.arithmetic()[0].is_counted


def test_national_day_is_skipped_and_its_make_up_days_are_counted():
    # 2025: off 1 to 8 October; Sunday 28 September and Saturday 11 October are worked.
    due = deadline(working(5), started_on=date(2025, 9, 26))
    assert [day.on.isoformat() for day in due.arithmetic() if day.is_counted] == [
        "2025-09-28",
        "2025-09-29",
        "2025-09-30",
        "2025-10-09",
        "2025-10-10",
    ]
    assert due.due_on == date(2025, 10, 10)
    by_day = {day.on: day for day in due.arithmetic()}
    assert by_day[date(2025, 9, 28)].reason is Reason.MADE_UP
    assert by_day[date(2025, 9, 27)].text("zh") == "周末，不计入"
    assert "National Day" in by_day[date(2025, 10, 1)].text("en")
    assert deadline(working(6), started_on=date(2025, 9, 26)).due_on == date(2025, 10, 11)


def test_a_month_from_31_january_ends_on_the_last_day_of_february():
    due = deadline(rule(1, Unit.MONTH), started_on=date(2025, 1, 31))
    assert due.due_on == date(2025, 2, 28)


def test_a_month_from_31_january_of_a_leap_year_ends_on_the_29th():
    assert deadline(rule(1, Unit.MONTH), started_on=date(2024, 1, 31)).due_on == date(2024, 2, 29)


def test_a_year_from_29_february_ends_on_the_28th_and_moves_off_the_weekend():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert deadline(rule(12, Unit.MONTH), started_on=date(2020, 2, 29)).due_on == date(
        2021, 3, 1
    )  # 28th: Sunday


def test_the_last_day_in_spring_festival_moves_to_the_first_working_day():
    # 30 days from 18 January 2026 end on 17 February, inside the holiday of 15 to 23 February 2026.
    due = deadline(periods.REPORTING_IN, started_on=date(2026, 1, 18))
    assert due.due_on == date(2026, 2, 24)
    assert due.arithmetic()[-1].reason is Reason.MOVED_TO
    assert sum(day.is_counted for day in due.arithmetic()) == 30
    assert any("春节" in day.zh for day in due.arithmetic())


def test_the_last_day_on_a_made_up_saturday_stays_there():
    # 14 February 2026 is a Saturday that is worked before Spring Festival.
    due = deadline(rule(10, Unit.CALENDAR_DAY), started_on=date(2026, 2, 4))
    assert due.due_on == date(2026, 2, 14)


def test_a_period_that_does_not_shift_ends_on_the_holiday():
    due = deadline(rule(30, Unit.CALENDAR_DAY, shifts=False), started_on=date(2026, 1, 18))
    assert due.due_on == date(2026, 2, 17)


def test_a_pause_across_a_holiday_is_not_counted_twice():
    # Stopped 29 September to 9 October 2025; 15 working days begin after 22 September.
    due = deadline(working(15), started_on=date(2025, 9, 22), pauses=[(date(2025, 9, 29), date(2025, 10, 9))])
    counted = [day.on for day in due.arithmetic() if day.is_counted]
    assert len(counted) == 15
    assert counted[:5] == [date(2025, 9, day) for day in (23, 24, 25, 26, 28)]
    assert counted[5] == date(2025, 10, 10)
    assert due.due_on == date(2025, 10, 22)
    assert {day.reason for day in due.arithmetic() if date(2025, 9, 29) <= day.on <= date(2025, 10, 9)} == {
        Reason.PAUSED
    }


def test_a_running_pause_stops_the_clock_and_keeps_what_was_left():
    due = deadline(working(10), started_on=date(2026, 6, 1), pauses=[(date(2026, 6, 4), None)])
    assert due.due_on is None
    assert not due.is_provisional
    assert state(due, date(2026, 7, 1)) is State.HOLD
    assert remaining(due, date(2026, 7, 1)) == 8
    assert standing(due, date(2026, 7, 1)).text("zh") == "已停表"


def test_a_pause_that_begins_after_the_end_changes_nothing():
    plain = deadline(working(3), started_on=date(2026, 6, 1))
    paused = deadline(working(3), started_on=date(2026, 6, 1), pauses=[(date(2026, 7, 1), None)])
    assert paused.due_on == plain.due_on


def test_a_pause_lengthens_a_period_in_months_by_its_days():
    due = deadline(
        rule(6, Unit.MONTH), started_on=date(2026, 1, 5), pauses=[(date(2026, 3, 1), date(2026, 3, 10))]
    )
    assert due.due_on == date(2026, 7, 15)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        deadline(working(3), started_on=date(2026, 6, 1), pauses=[(date(2026, 6, 5), date(2026, 6, 4))])


def test_past_the_last_calendar_a_deadline_is_provisional_and_says_when_it_becomes_final():
    due = deadline(working(15), started_on=date(2026, 12, 24))
    assert due.is_provisional
    assert due.missing_years == (2027,)
    assert "2027 calendar is entered" in due.text("en")
    assert due.text("zh").startswith("不早于 2027 年 1 月")
    new_year = next(day for day in due.arithmetic() if day.on == date(2027, 1, 1))
    assert new_year.reason is Reason.FIXED_REST


def test_entering_the_next_calendar_makes_the_deadline_final():
    start = date(2026, 12, 24)
    before = deadline(working(15), started_on=start)
    year = [date.fromordinal(n) for n in range(date(2027, 1, 1).toordinal(), date(2028, 1, 1).toordinal())]
    rest = {date(2027, 1, 1)}
    entered = statutory().extended(Day(on, on.weekday() < 5 and on not in rest) for on in year)
    after = deadline(working(15), started_on=start, calendar=entered)
    assert not after.is_provisional
    assert after.due_on == date(2027, 1, 15)
    assert before.due_on <= after.due_on


def test_a_calendar_day_period_is_provisional_only_by_its_last_day():
    inside = deadline(periods.REVIEW, started_on=date(2026, 10, 1))
    assert not inside.is_provisional
    outside = deadline(periods.REVIEW, started_on=date(2026, 11, 24))
    assert outside.due_on == date(2027, 1, 23)
    assert outside.is_provisional


def test_without_any_calendar_every_deadline_is_provisional_and_none_fails():
    due = deadline(working(5), started_on=date(2026, 9, 28), calendar=Calendar.of([]))
    assert due.is_provisional
    assert all(
        day.on not in (date(2026, 10, 1), date(2026, 10, 2)) for day in due.arithmetic() if day.is_counted
    )


def test_remaining_and_state_follow_the_guide():
    due = deadline(working(10), started_on=date(2026, 6, 1))  # ends Monday 15 June
    assert due.due_on == date(2026, 6, 15)
    assert (remaining(due, date(2026, 6, 1)), state(due, date(2026, 6, 1))) == (10, State.OK)
    assert (remaining(due, date(2026, 6, 9)), state(due, date(2026, 6, 9))) == (4, State.OK)
    assert (remaining(due, date(2026, 6, 10)), state(due, date(2026, 6, 10))) == (3, State.SOON)
    assert (remaining(due, date(2026, 6, 13)), state(due, date(2026, 6, 13))) == (1, State.SOON)
    assert (remaining(due, date(2026, 6, 15)), state(due, date(2026, 6, 15))) == (0, State.SOON)
    assert (remaining(due, date(2026, 6, 17)), state(due, date(2026, 6, 17))) == (-2, State.LATE)
    assert standing(due, date(2026, 6, 17)).text("zh") == "超 2 个工作日"
    assert standing(due, date(2026, 6, 12)).text("zh") == "还剩 1 个工作日"
    assert standing(due, date(2026, 6, 14)).text("en") == "1 working day left"
    assert standing(due, date(2026, 6, 15)).text("zh") == "今天截止"


def test_late_by_a_weekend_only_is_late_though_no_working_day_has_passed():
    due = deadline(working(5), started_on=date(2026, 6, 5))
    assert due.due_on == date(2026, 6, 12)
    assert state(due, date(2026, 6, 13)) is State.LATE
    seen = standing(due, date(2026, 6, 13))
    assert (seen.remaining, seen.text("zh"), seen.text("en")) == (0, "已超期", "Overdue")


def test_a_calendar_with_a_gap_is_refused():
    with pytest.raises(UnableToReadCalendar, match="2026-01-01 to 2026-01-03"):
        Calendar.of([Day(date(2026, 1, 1), False), Day(date(2026, 1, 3), False)])


def test_a_promise_is_never_printed_as_law():
    promises = [period for period in periods.PERIODS.values() if not period.is_law]
    assert {"correction", "card_hand_over"} <= {promise.code for promise in promises}
    assert all("非法定" in promise.article_zh for promise in promises)


def test_the_carried_calendar_has_every_day_of_eight_years():
    calendar = statutory()
    assert (calendar.first_known, calendar.last_known) == (date(2019, 1, 1), date(2026, 12, 31))
    assert len(calendar.days) == 2922
    assert calendar.is_workday(date(2027, 1, 4)) is None


def test_a_calendar_of_years_and_changed_days_equals_the_carried_one():
    carried = statutory()
    changed = [
        day for day in carried.days.values() if day.festival or day.is_worked != (day.on.weekday() < 5)
    ]
    assert Calendar.of_years(range(2019, 2027), changed) == carried
