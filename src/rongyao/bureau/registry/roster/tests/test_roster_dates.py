"""Dates as rosters write them."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.registry.roster.dates import earliest, latest, overlap, read_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1992.11.30", "1992-11-30"),
        ("1992-11-30 00:00:00", "1992-11-30"),
        ("１９９２／１１／３０", "1992-11-30"),
        ("1992年11月30日", "1992-11-30"),
        ("1992年11月30号", "1992-11-30"),
        ("19921130", "1992-11-30"),
        (19921130, "1992-11-30"),
        (33938, "1992-11-30"),
        ("33938", "1992-11-30"),
        (33938.0, "1992-11-30"),
        (date(1992, 11, 30), "1992-11-30"),
        (datetime(1992, 11, 30, 8), "1992-11-30"),  # noqa: DTZ001
        ("一九九二年十一月三十日", "1992-11-30"),
        ("30/11/1992", "1992-11-30"),
        ("1992年11月", "1992-11"),
        ("1992.11", "1992-11"),
        (1992.11, "1992-11"),
        ("199211", "1992-11"),
        (199211, "1992-11"),
        ("1992-11-00", "1992-11"),
        ("二〇〇二年十月", "2002-10"),
        ("1992.1", "1992-01"),
        ("1992", "1992"),
        (1992, "1992"),
        ("1992年", "1992"),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_in(written, iso):
    assert read_date(written) == iso


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("92/11/30", "date_two_digit_year"),
        ("92.11", "date_two_digit_year"),
        ("921130", "date_two_digit_year"),
        ("03/04/1992", "date_day_or_month"),
        (1992.1, "date_lost_zero"),
        ("1992-02-30", "date_impossible"),
        ("1992.13", "date_impossible"),
        ("2012年9", None),
        ("不记得", "date_unread"),
        (True, "date_unread"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(written, code):
    read = read_date(written)
    assert (read.code if isinstance(read, Problem) else None) == code


@given(st.dates(date(1928, 1, 1), date(2060, 1, 1)))
@settings(deadline=None)
def test_every_day_reads_back_from_every_spelling(day):
    for spelling in ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"):
        assert read_date(day.strftime(spelling)) == day.isoformat()
    assert read_date((day - date(1899, 12, 30)).days) == day.isoformat()


@given(st.text(max_size=15))
@settings(deadline=None)
def test_no_text_makes_the_reader_fail(written):
    read = read_date(written)
    assert isinstance(read, Problem) or earliest(read) <= latest(read)


def test_a_month_overlaps_its_days_and_no_others():
    assert overlap("1992-11", "1992-11-30")
    assert overlap("1992", "1992-11")
    assert not overlap("1992-11", "1992-12-01")
