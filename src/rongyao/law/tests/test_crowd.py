"""A crowd is answered alike whichever way its rows take: the calendar's table, the calendar itself, or both."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.law import crowd, determine
from rongyao.law.calendars import FIRST, LAST, AnyDay, Everyday
from rongyao.law.facts import FACTS
from rongyao.law.plans import plan
from rongyao.law.settings import AS_WRITTEN, override
from rongyao.law.tests.test_population import ON, QUICK, people


def to_the_day(row: dict[str, Any]) -> dict[str, Any]:
    """The same person with papers that give the day."""
    dates = (name for name in row if FACTS[name].kind == "date" and row[name])
    return row | {name: f"{row[name]}-01-01"[:10] for name in dates}


@QUICK
@given(st.lists(people().map(to_the_day), min_size=1, max_size=4), st.booleans())
def test_who_is_known_to_the_day_is_answered_alike_by_both_ways(
    rows: list[dict[str, Any]], last_day_counts: bool
) -> None:
    said = override(readings={"service/last_day": "counted"}) if last_day_counts else AS_WRITTEN
    asked, typed = plan(None, None, said).crowd, determine.frame(rows, ON)
    assert typed.select(crowd._is_everyday(typed)).to_series().all()
    assert asked.everyday.answers(typed, True).equals(asked.any_date.answers(typed, True))


@QUICK
@given(st.lists(people().map(to_the_day), min_size=2, max_size=4), people())
def test_a_mixed_slice_is_answered_row_by_row_as_it_stands(
    rows: list[dict[str, Any]], vague: dict[str, Any]
) -> None:
    typed = determine.frame([rows[0], vague | {"birth_on": "1971"}, *rows[1:]], ON)
    asked = plan(None, None, None).crowd
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "CROWD", 1)
        assert asked.answers(typed, clauses=True).equals(asked.any_date.answers(typed, True))


@pytest.mark.parametrize(
    ("known", "on", "is_everyday"),
    [
        ({"birth_on": "1971-02-28"}, ON, [True, True]),
        ({"birth_on": None}, ON, [True, True]),
        ({"birth_on": "1971-02"}, ON, [True, False]),
        ({"birth_on": "1849-12-31"}, ON, [True, False]),
        ({"birth_on": "2150-01-01"}, ON, [True, False]),
        ({"birth_on": "1850-01-01"}, ON, [True, True]),
        ({"birth_on": "1971-02-28"}, ON + timedelta(days=1), [True, False]),
    ],
)
def test_only_days_of_the_table_and_one_legal_date_are_everyday(
    known: dict[str, Any], on: date, is_everyday: list[bool]
) -> None:
    typed = determine.frame([{"birth_on": "1971-02-28"}, known], [ON, on])
    assert typed.select(crowd._is_everyday(typed)).to_series().to_list() == is_everyday


def test_the_table_reads_every_day_as_the_calendar_does() -> None:
    days = pl.DataFrame({"day": pl.date_range(FIRST, LAST, eager=True)})
    one, other = (days.select(parts(calendar)) for calendar in (AnyDay(), Everyday()))
    assert one.height == (LAST - FIRST).days + 1
    assert one.equals(other)


def parts(calendar: AnyDay) -> list[pl.Expr]:
    day = pl.col("day")
    apart = calendar.apart(day, lambda part: part)
    months = [calendar.later(day, n, lambda part: part).alias(f"{n}") for n in (0, 1, 6, 12, 13, 60, 1201)]
    firsts = [calendar.first_of, calendar.first_after, calendar.new_year_after]
    read_off = [made(day, lambda part: part).alias(made.__name__) for made in firsts]
    return [apart.month.alias("m"), apart.of_month.alias("d"), apart.is_last.alias("l"), *read_off, *months]
