"""The date of three boxes takes what a person knows, and refuses what cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from rongyao.bureau.foundation.ui.forms import DayField, IdNumberInput, PreciseDateField


class Ask(forms.Form):
    day = PreciseDateField(required=False)


def _asked(year: str, month: str, day: str) -> Ask:
    return Ask({"day_0": year, "day_1": month, "day_2": day})


@pytest.mark.parametrize(
    ("boxes", "text"),
    [
        (("1992", "11", "30"), "1992-11-30"),
        (("1992", "1", ""), "1992-01"),
        (("1992", "", ""), "1992"),
        ((" 1992 ", "2", "9"), "1992-02-09"),
        (("", "", ""), ""),
    ],
)
def test_a_date_keeps_the_precision_it_was_given(boxes: tuple[str, str, str], text: str) -> None:
    form = _asked(*boxes)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == text


@pytest.mark.parametrize(
    ("boxes", "code"),
    [
        (("92", "11", "30"), "no_year"),
        (("", "11", "30"), "no_year"),
        (("1992", "", "30"), "no_month"),
        (("1991", "2", "29"), "no_such_day"),
        (("1992", "13", ""), "no_such_day"),
        (("1992", "x", ""), "no_such_day"),
    ],
)
def test_an_impossible_date_is_refused_with_its_reason(boxes: tuple[str, str, str], code: str) -> None:
    form = _asked(*boxes)
    assert not form.is_valid()
    assert [error.code for error in form.errors.as_data()["day"]] == [code]


def test_a_kept_date_comes_back_into_its_boxes() -> None:
    markup = str(Ask(initial={"day": "1992-11"})["day"])
    assert 'value="1992"' in markup
    assert 'value="11"' in markup
    assert markup.count("value=") == 2


def test_the_identity_number_box_asks_for_no_numeric_keypad() -> None:
    markup = IdNumberInput().render("id_number", "")
    assert "inputmode" not in markup
    assert 'autocomplete="off"' in markup


class AskDay(forms.Form):
    day = DayField(required=False)


@pytest.mark.parametrize("given", [{"day": "1992-11-30"}, {"day_0": "1992", "day_1": "11", "day_2": "30"}])
def test_a_whole_day_is_taken_from_its_boxes_or_as_one_iso_text(given: dict[str, str]) -> None:
    form = AskDay(given)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(1992, 11, 30)
    assert AskDay({}).is_valid()


def test_a_day_half_told_or_still_to_come_is_refused() -> None:
    year = str(timezone.localdate().year + 1)
    for boxes in (("1992", "11", ""), (year, "1", "1")):
        form = AskDay({f"day_{n}": part for n, part in enumerate(boxes)})
        assert not form.is_valid()
        assert "day" in form.errors
