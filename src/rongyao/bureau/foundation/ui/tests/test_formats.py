"""Dates, sums and masked numbers as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.bureau.foundation.ui import formats


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (dt.date(2026, 6, 18), "2026年6月18日（星期四）", "18 June 2026 (Thursday)"),
        ("1992-11", "1992年11月", "November 1992"),
        ("1992", "1992年", "1992"),
        (
            dt.datetime(2026, 2, 1, 23, 59, tzinfo=dt.UTC),
            "2026年2月1日（星期日）",
            "1 February 2026 (Sunday)",
        ),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(value: object, zh: str, en: str) -> None:
    seen = formats.precise_date(value)
    assert seen is not None
    assert "".join(formats.date_text(seen, "zh-hans")) == zh
    assert "".join(formats.date_text(seen, "en")) == en


def test_the_short_style_leaves_out_the_year_but_never_the_only_part() -> None:
    day, year = formats.precise_date("2026-06-18"), formats.precise_date("1992")
    assert day is not None
    assert year is not None
    assert formats.date_text(day, "zh", "short") == ("6月18日", "（星期四）")
    assert formats.date_text(year, "zh", "short") == ("1992年", "")


@pytest.mark.parametrize("text", ["", None, "1992-13", "2026-02-30", "1992/11", "19921130", "abc", "92-11"])
def test_what_is_no_date_is_not_made_into_one(text: object) -> None:
    assert formats.precise_date(text) is None


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_survives_the_way_through_iso_text(day: dt.date) -> None:
    assert formats.precise_date(day.isoformat()) == formats.precise_date(day)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00 元"),
        (5, "0.05 元"),
        (123_400, "1,234.00 元"),
        (-123_456, "-1,234.56 元"),
        (123_456_789_01, "123,456,789.01 元"),
    ],
)
def test_fen_are_written_as_yuan_with_two_decimals(fen: int, text: str) -> None:
    assert formats.yuan_text(fen, "zh-hans") == text


def test_an_estimate_drops_whole_decimals_but_never_a_fen() -> None:
    assert formats.yuan_text(330_000, "zh", decimals=False) == "3,300 元"
    assert formats.yuan_text(330_001, "en", decimals=False) == "3,300.01 yuan"


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_no_sum_loses_a_fen_on_the_screen(fen: int) -> None:
    digits = formats.yuan_text(fen, "zh").removesuffix(" 元").replace(",", "").replace(".", "")
    assert int(digits) == fen


def test_an_identity_number_shows_four_and_four_and_nothing_of_the_birth_date() -> None:
    assert formats.mask_id("320583196911042618") == "3205**********2618"
    assert formats.mask_id("12345678") == "********"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("138 0000 6027", "138****6027"),
        ("0512-57551234", "0512-******34"),
        ("010-65551234", "010-******34"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_is_masked_by_its_kind(number: str, shown: str) -> None:
    assert formats.mask_phone(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("沈明", "沈*"), ("沈明华", "沈**"), ("欧阳明", "欧阳*"), ("买买提·吐尔逊", "买***"), ("𠮷田", "𠮷*")],
)
def test_a_name_keeps_its_family_name(name: str, shown: str) -> None:
    assert formats.mask_name(name) == shown
