"""Amounts set otherwise on a copy."""

from __future__ import annotations

from datetime import date

import pytest

from rongyao.law import standards
from rongyao.law.standards import look_up_one, seed
from rongyao.law.whatif import Adjustment, UnableToAdjust, adjusted

ON, FROM = date(2026, 11, 24), date(2026, 11, 1)


def pension(table, grade="6", on=ON):
    return look_up_one(table, "disability_pension", keys=(grade, "duty"), on=on)["value"]


@pytest.mark.parametrize(
    ("text", "fen"),
    [("+5%", 5_058_900), ("-10%", 4_336_200), ("50000", 5_000_000), ("1", 100), ("+0.01%", 4_818_482)],
)
def test_a_figure_or_a_part_of_it_is_looked_up_from_the_day_on_and_not_before(text, fen):
    table = adjusted(seed(), [Adjustment("disability_pension:6:duty", text)], FROM)
    assert pension(table) == fen
    assert pension(table, on=date(2026, 10, 31)) == pension(seed(), on=date(2026, 10, 31))
    assert pension(table, "7") == pension(seed(), "7")


def test_a_whole_standard_moves_in_every_cell():
    table = adjusted(seed(), [Adjustment("disability_pension", "+10%")], FROM)
    for grade in map(str, range(1, 11)):
        assert pension(table, grade) * 10 == pension(seed(), grade) * 11


def test_the_table_it_was_given_is_as_it_was():
    before = standards.digest(seed())
    adjusted(seed(), [Adjustment("disability_pension", "-50%")], FROM)
    assert standards.digest(seed()) == before


def test_a_figure_that_nobody_has_given_can_be_supposed():
    table = adjusted(seed(), [Adjustment("second_lieutenant_basic_pay", "7500")], FROM)
    assert look_up_one(table, "second_lieutenant_basic_pay", on=ON)["value"] == 750_000


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("nothing", "+5%"), ("disability_pension:6", "+5%"), ("disability_pension:11:duty", "+5%"),
        ("disability_pension", "+5"), ("disability_pension", "-101%"), ("disability_pension", "much"),
    ],
)  # fmt: skip
def test_what_names_nothing_is_refused(cell, text):
    with pytest.raises(UnableToAdjust):
        adjusted(seed(), [Adjustment(cell, text)], FROM)
