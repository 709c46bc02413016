"""Telephone numbers as people write them. All numbers are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.registry.identity.phones import mask, read_phone


@pytest.mark.parametrize(
    "written",
    [
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "+86 13912345678",
        "+86-139-1234-5678",
        "008613912345678",
        "１３９１２３４５６７８",
        13912345678,
        13912345678.0,
        "手机：13912345678",
    ],
)
def test_a_mobile_number_is_eleven_digits_however_written(written):
    reading = read_phone(written)
    assert (reading.number, reading.kind, reading.problems) == ("13912345678", "mobile", ())


@pytest.mark.parametrize(
    "written",
    [
        "0512-57312345",
        "0512 57312345",
        "051257312345",
        "(0512)57312345",
        "（０５１２）57312345",
        "+86 512 57312345",
    ],
)
def test_a_landline_keeps_its_area_code(written):
    assert read_phone(written).number == "0512-57312345"


def test_a_landline_without_area_code_is_kunshans_and_said_so():
    reading = read_phone("57312345")
    assert reading.number == "0512-57312345"
    assert [problem.code for problem in reading.problems] == ["phone_local"]


def test_an_extension_is_kept():
    assert read_phone("0512-57312345转8001").number == "0512-57312345-8001"


def test_two_numbers_in_one_cell_are_both_kept_and_reported():
    reading = read_phone("13912345678/0512-57312345")
    assert (reading.number, reading.others) == ("13912345678", ("0512-57312345",))
    assert [problem.code for problem in reading.problems] == ["phone_several"]


@pytest.mark.parametrize(
    "written", ["13912345678 家长：13812345678", "13912345678 13812345678", "本人13912345678;父13812345678"]
)
def test_a_second_number_with_a_label_is_kept_too(written):
    reading = read_phone(written)
    assert (reading.number, reading.others) == ("13912345678", ("13812345678",))


def test_ten_digits_are_named_as_ten():
    problem = read_phone("1391234567").problems[0]
    assert (problem.code, problem.params["length"]) == ("phone_length", 10)


@pytest.mark.parametrize("written", ["无", "同上", "12345", "", None, "99912345678"])
def test_what_is_no_number_is_not_taken(written):
    assert read_phone(written).number is None
    assert read_phone(written).problems


def test_masking_shows_three_and_four():
    assert mask("13912345678") == "139****5678"


@given(st.text(max_size=30))
@settings(deadline=None)
def test_no_text_makes_the_reader_fail(written):
    reading = read_phone(written)
    assert reading.number or reading.problems
