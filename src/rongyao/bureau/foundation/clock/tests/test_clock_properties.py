"""What must hold for every start, length, pause and calendar."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.foundation.clock.calendar import Calendar, Day, fixed_rest, statutory
from rongyao.bureau.foundation.clock.rules import (
    MADE_UP_AT_MOST,
    MADE_UP_WITHIN_DAYS,
    Reason,
    Rule,
    Unit,
    deadline,
    remaining,
)

DAY = timedelta(days=1)
starts = st.dates(date(2019, 1, 2), date(2026, 6, 1))
lengths = st.integers(1, 60)
units = st.sampled_from(list(Unit))


def rule(number: int, unit: Unit) -> Rule:
    return Rule("test", "", "", "试", "test", number if unit is not Unit.MONTH else number % 12 + 1, unit)


@st.composite
def pauses(draw, start=date(2019, 1, 1)):
    first = draw(st.dates(date(2019, 1, 1), date(2026, 6, 1)))
    return [(first, first + timedelta(days=draw(st.integers(0, 30))))]


@given(starts, lengths)
@settings(max_examples=60, deadline=None)
def test_a_working_day_period_counts_exactly_its_number_of_working_days(start, number):
    due = deadline(rule(number, Unit.WORKING_DAY), started_on=start)
    calendar = statutory()
    days = [start + n * DAY for n in range(1, (due.due_on - start).days + 1)]
    assert sum(bool(calendar.is_workday(day)) for day in days) == number
    assert calendar.is_workday(due.due_on)


@given(starts, lengths, units, pauses())
@settings(max_examples=60, deadline=None)
def test_the_arithmetic_lists_every_day_once_from_start_to_end(start, number, unit, held):
    due = deadline(rule(number, unit), started_on=start, pauses=held)
    listed = [day.on for day in due.arithmetic()]
    assert listed == [start + n * DAY for n in range((due.due_on - start).days + 1)]
    assert [day.number for day in due.arithmetic() if day.is_counted] == list(
        range(1, sum(d.is_counted for d in due.days) + 1)
    )


@given(starts, lengths, units, pauses())
@settings(max_examples=60, deadline=None)
def test_a_pause_never_shortens_a_period_and_no_paused_day_counts(start, number, unit, held):
    plain = deadline(rule(number, unit), started_on=start)
    paused = deadline(rule(number, unit), started_on=start, pauses=held)
    assert paused.due_on >= plain.due_on
    for day in paused.arithmetic():
        if day.is_counted:
            assert not held[0][0] <= day.on <= held[0][1]


@given(starts, lengths, units)
@settings(max_examples=60, deadline=None)
def test_remaining_goes_down_to_zero_on_the_last_day_and_then_below(start, number, unit):
    due = deadline(rule(number, unit), started_on=start)
    span = (due.due_on - start).days
    left = [remaining(due, start + n * DAY) for n in range(span + 10)]
    assert left == sorted(left, reverse=True)
    assert left[span] == 0
    assert left[-1] < 0


@st.composite
def possible_years(draw):
    """A 2027 that a notice could order: fixed rest days off, some weekdays off, at most 4 weekend days worked in 60."""
    made_up: list[date] = []
    days = []
    offs = draw(st.sets(st.integers(0, 364), max_size=25))
    worked_weekends = draw(st.sets(st.integers(0, 364), max_size=60))
    for n in range(365):
        on = date(2027, 1, 1) + n * DAY
        is_worked = on.weekday() < 5 and n not in offs
        recent = [day for day in made_up if (on - day).days < MADE_UP_WITHIN_DAYS]
        if on.weekday() >= 5 and n in worked_weekends and len(recent) < MADE_UP_AT_MOST:
            is_worked = True
            made_up.append(on)
        days.append(Day(on, is_worked and not fixed_rest(on), "" if is_worked else "某节"))
    return days


@given(st.dates(date(2026, 11, 1), date(2027, 2, 1)), st.integers(1, 60), units, possible_years())
@settings(max_examples=80, deadline=None)
def test_entering_a_year_never_moves_a_provisional_deadline_earlier(start, number, unit, year):
    before = deadline(rule(number, unit), started_on=start)
    after = deadline(rule(number, unit), started_on=start, calendar=statutory().extended(year))
    if before.due_on <= date(2027, 6, 1) and after.due_on <= date(2027, 12, 31):
        assert before.due_on <= after.due_on


@given(starts, lengths)
@settings(max_examples=30, deadline=None)
def test_a_calendar_cut_short_gives_a_bound_below_the_true_end(start, number):
    whole = statutory()
    cut = Calendar.of(day for day in whole.days.values() if day.on <= start)
    bound = deadline(rule(number, Unit.WORKING_DAY), started_on=start, calendar=cut)
    assert bound.due_on <= deadline(rule(number, Unit.WORKING_DAY), started_on=start).due_on
    assert bound.is_provisional
    assert all(day.reason is not Reason.FESTIVAL for day in bound.arithmetic() if day.on > start)
