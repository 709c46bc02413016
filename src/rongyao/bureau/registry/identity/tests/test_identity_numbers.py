"""Identity numbers: what is read, and what exactly is wrong. All numbers are made up."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.bureau.registry.identity.numbers import (
    KUNSHAN_ERAS,
    area_codes,
    check_digit,
    mask,
    read_id_number,
    upgrade,
)


def number(area: str = "320583", born: str = "19921130", sequence: str = "123") -> str:
    first_17 = area + born + sequence
    return first_17 + check_digit(first_17)


def codes(written: object) -> list[str]:
    return [problem.code for problem in read_id_number(written).problems]


def test_the_check_digit_is_that_of_the_standard():
    # The worked example of GB 11643-1999.
    assert check_digit("11010519491231002") == "X"


def test_a_good_number_gives_birth_sex_and_area():
    reading = read_id_number(number())
    assert reading.birth_on == date(1992, 11, 30)
    assert reading.sex == "male"
    assert reading.areas[-1].name == "昆山市"
    assert reading.is_of_kunshan
    assert reading.problems == ()


def test_an_even_sequence_is_female():
    assert read_id_number(number(sequence="124")).sex == "female"


def test_full_width_spaces_hyphens_and_a_small_x_are_the_same_number():
    good = "11010519491231002X"
    for written in (
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002x",
        "'110105-19491231-002×",
        "11010519491231002Х",
    ):
        assert read_id_number(written).number == good


def test_an_old_number_is_carried_over_and_said_so():
    reading = read_id_number("320523800101123")
    assert (
        reading.number == upgrade("320523800101123") == "32052319800101123" + check_digit("32052319800101123")
    )
    assert codes("320523800101123") == ["id_upgraded"]


def test_seventeen_characters_are_named_as_seventeen():
    reading = read_id_number(number()[:17])
    assert reading.number is None
    assert reading.problems[0].params == {"length": 17}
    assert "17 位" in reading.problems[0].text("zh")


def test_a_wrong_check_digit_is_named_and_no_number_is_suggested():
    good = number()
    wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
    problem = read_id_number(wrong).problems[0]
    assert problem.code == "id_check_digit"
    assert good[-4:] not in problem.text("zh") + problem.mend("zh") + problem.text("en") + problem.mend("en")


def test_a_birth_date_that_does_not_exist_is_shown_as_written():
    problem = read_id_number(number(born="19930229")).problems[0]
    assert (problem.code, problem.params["written"]) == ("id_birth_date", "19930229")


def test_a_letter_in_the_middle_is_named_with_its_place():
    problem = read_id_number("32O583199211301234").problems[0]
    assert (problem.code, problem.params["position"], problem.params["character"]) == ("id_character", 3, "O")


def test_an_unknown_area_is_a_warning_and_the_number_is_kept():
    written = number(area="999999")
    assert codes(written) == ["id_area_unknown"]
    assert read_id_number(written).number == written


@pytest.mark.parametrize(
    ("code", "born"),
    [("322726", "19700101"), ("320523", "19860101"), ("329012", "19920101"), ("320583", "20050101")],
)
def test_each_era_of_kunshan_is_known(code, born):
    reading = read_id_number(number(area=code, born=born))
    assert reading.problems == ()
    assert reading.is_of_kunshan


def test_a_code_that_ended_before_the_birth_is_doubted():
    assert codes(number(area="322726", born="19900101")) == ["id_area_era"]


def test_a_code_that_began_after_the_birth_is_normal():
    assert codes(number(area="320583", born="19600101")) == []


def test_the_four_eras_stand_in_the_table_with_their_years():
    for code, start, end in KUNSHAN_ERAS:
        assert [(use.start_year, use.end_year) for use in area_codes()[code]] == [(start, end)]


def test_a_number_stored_as_a_number_has_lost_its_tail():
    assert codes(3.20583199211301e17) == ["id_lost_digits"]
    assert codes("3.20583E+17") == ["id_lost_digits"]
    assert codes(320523800101123.0) == ["id_upgraded"]


def test_a_masked_number_is_not_called_too_long():
    assert codes("3205**********1234") == ["id_masked"]


def test_masking_keeps_four_and_four():
    assert mask("320583199211301234") == "3205**********1234"


@given(st.dates(date(1900, 1, 1), date(2025, 12, 31)), st.integers(0, 999))
@settings(deadline=None)
def test_every_well_formed_number_reads_back(born, sequence):
    written = number(born=f"{born:%Y%m%d}", sequence=f"{sequence:03d}")
    reading = read_id_number(written)
    assert (reading.number, reading.birth_on) == (written, born)


@given(st.integers(0, 16), st.integers(1, 9))
@settings(deadline=None)
def test_any_one_changed_digit_is_noticed(place, step):
    good = number()
    changed = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert read_id_number(changed).number is None


@given(st.text(max_size=30))
@settings(deadline=None)
def test_no_text_makes_the_reader_fail(written):
    reading = read_id_number(written)
    assert reading.number is not None or reading.problems
