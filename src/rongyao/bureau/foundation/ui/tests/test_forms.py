"""The date of three boxes takes what a person knows, and refuses what cannot be."""

from __future__ import annotations

import pytest
from django import forms

from rongyao.bureau.foundation.ui.forms import IdNumberInput, PreciseDateField


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
