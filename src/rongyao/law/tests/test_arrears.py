"""Arrears: differences that add up, a raise and its reversal leave zero, twelve months make a year."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law import arrears, standards
from rongyao.law.arrears import due, months, owed, recurring, share, total
from rongyao.law.impact import World

PENSION = "compensation_2024.disability_pension"
KNOWN = {
    "disability_grade": 6, "disability_cause": "duty", "disability_approved_on": "2019-05-06",
    "discharged_on": "2019-12-01", "criminal_record": False, "is_wanted": False, "discharge_mode": "normal",
}  # fmt: skip
DAYS = months(date(2025, 8, 1), date(2026, 7, 31))
FEN = st.integers(0, 10**12)
SUMS = st.lists(FEN, min_size=3, max_size=3)


@cache
def table(yuan: int, starts: date = date(2025, 8, 1)) -> World:
    row = {
        "name": "disability_pension", "key1": "6", "key2": "duty", "level": "national", "division": "",
        "from": starts, "value": yuan * 100,
    }  # fmt: skip
    return World(standards.overlay(standards.seed(), [row]))


WRITTEN = World(standards.seed())


def paid(world: World, row=KNOWN, days=DAYS) -> list[int]:
    return due([row], days, world, [PENSION])[PENSION][0]


@given(FEN, st.integers(1, 9999))
def test_twelve_months_make_the_year_to_the_fen(fen, year):
    assert sum(share(fen, "year", date(year, month, 1)) for month in range(1, 13)) == fen


@given(FEN, FEN, st.integers(1, 12))
def test_a_higher_year_is_in_no_month_lower(one, other, month):
    low, high = sorted((one, other))
    # A month is a difference of two rounded-down sums: it may fall short by the rounding, never by more than a fen.
    assert share(high, "year", date(2026, month, 1)) >= share(low, "year", date(2026, month, 1)) - 1


@given(st.lists(SUMS, min_size=1, max_size=24))
def test_a_raise_on_top_of_a_raise_is_both_together(rows):
    days = months(date(2024, 1, 1), date(2026, 12, 1))[: len(rows)]
    first, second, third = ([row[n] for row in rows] for n in range(3))
    steps = total(owed(days, first, second)) + total(owed(days, second, third))
    assert steps == total(owed(days, first, third))


@given(st.lists(st.tuples(FEN, FEN), min_size=1, max_size=24))
def test_a_raise_and_its_reversal_leave_zero(rows):
    days = months(date(2024, 1, 1), date(2026, 12, 1))[: len(rows)]
    old, new = [row[0] for row in rows], [row[1] for row in rows]
    assert total(owed(days, old, new)) + total(owed(days, new, old)) == 0


@settings(deadline=None, max_examples=15)
@given(st.integers(48_181, 90_000), st.integers(48_181, 90_000))
def test_under_the_law_a_second_raise_adds_to_the_first_and_taking_both_back_leaves_zero(one, other):
    written, first, second = paid(WRITTEN), paid(table(one)), paid(table(other))
    steps = [owed(DAYS, written, first), owed(DAYS, first, second), owed(DAYS, second, written)]
    assert sum(total(step) for step in steps) == 0
    assert total(steps[0]) == (one - 48_180) * 100, "twelve months of one raise are a year of it"


def test_only_the_months_from_the_first_day_in_force_change():
    late = table(49_620, date(2026, 1, 1))
    found = owed(DAYS, paid(WRITTEN), paid(late))
    assert [month.difference_fen for month in found] == [0] * 5 + [12_000] * 7


def test_a_month_before_the_person_was_entitled_is_owed_nothing():
    graded = {**KNOWN, "disability_graded_after_discharge": True, "disability_approved_on": "2026-05-20"}
    found = owed(DAYS, paid(WRITTEN, graded), paid(table(49_620), graded))
    assert [month.month.month for month in found if month.difference_fen] == [5, 6, 7]


def test_what_may_not_be_paid_is_owed_nothing():
    unsure = {**KNOWN, "criminal_record": None}
    assert set(paid(table(49_620), unsure)) == {0}


def test_a_sum_paid_once_has_no_months():
    assert recurring([PENSION, "compensation_2024.death_gratuity"]) == (PENSION,)
    assert share(100, "once", date(2026, 1, 1)) == 0


@pytest.mark.parametrize(
    ("since", "until"), [(date(2026, 2, 1), date(2026, 1, 31)), (date(2000, 1, 1), date(2026, 1, 1))]
)
def test_a_span_without_end_or_beginning_is_refused(since, until):
    with pytest.raises(arrears.UnableToReckonArrears):
        months(since, until)


def test_nobody_is_owed_nothing():
    assert due([], DAYS, WRITTEN, [PENSION]) == {PENSION: []}
