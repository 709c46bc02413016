"""Two worlds side by side: the same worlds differ in nothing, and turning them round turns every sign."""

from __future__ import annotations

from datetime import date

import hypothesis
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.law import impact, standards
from rongyao.law.door import frame
from rongyao.law.settings import override

ON = date(2026, 11, 24)
PENSION = "compensation_2024.disability_pension"
KNOWN = {
    "disability_grade": 6, "disability_cause": "duty", "disability_approved_on": "2019-05-06",
    "discharged_on": "2019-12-01", "criminal_record": False, "is_wanted": False, "discharge_mode": "normal",
}  # fmt: skip
ROWS = [KNOWN | {"disability_grade": grade} for grade in (5, 6, 6, 7)] + [KNOWN | {"criminal_record": None}]


def raised(yuan: int) -> impact.World:
    row = {
        "name": "disability_pension", "key1": "6", "key2": "duty", "level": "national", "division": "",
        "from": date(2025, 8, 1), "value": yuan * 100,
    }  # fmt: skip
    return impact.World(standards.overlay(standards.seed(), [row]))


WRITTEN = impact.World(standards.seed())


def test_a_raise_of_one_cell_changes_exactly_the_people_of_that_cell():
    found = impact.compare(frame(ROWS, ON), WRITTEN, raised(49_620), entitlements=[PENSION])
    changed = found.filter(impact.is_changed())
    assert changed["place"].to_list() == [1, 2]
    (line,) = impact.summed(changed, ()).to_dicts()
    assert (line["yearly_before"], line["yearly_after"]) == (2 * 4_818_000, 2 * 4_962_000)
    assert (line["people"], line["gained"], line["lost"]) == (2, 0, 0)


@hypothesis.settings(deadline=None, max_examples=25)
@given(st.integers(1, 200_000))
def test_turning_the_worlds_round_turns_the_difference_round(yuan):
    there, back = (
        impact.summed(impact.compare(frame(ROWS, ON), *worlds, entitlements=[PENSION]), ()).to_dicts()[0]
        for worlds in ((WRITTEN, raised(yuan)), (raised(yuan), WRITTEN))
    )
    assert (there["yearly_before"], there["yearly_after"]) == (back["yearly_after"], back["yearly_before"])


def test_one_world_beside_itself_changes_nothing():
    found = impact.compare(frame(ROWS, ON), WRITTEN, WRITTEN)
    assert found.height
    assert found.filter(impact.is_changed()).is_empty()


CONSCRIPT = {
    "rank_group": "conscript", "nco_grade": "none", "enlisted_on": "2023-03-01", "discharged_on": "2025-06-01",
    "discharge_mode": "normal", "placement_choice": "by_law", "honours": [], "disability_grade": 0,
    "disability_cause": "none", "expelled_from_party": False, "criminal_record": False, "child_of_martyr": False,
    "is_deceased": False, "is_serving": False, "took_part_in_combat": False, "serious_illness_incapacity": False,
    "expelled_from_army": False, "in_tibet": False, "prosecuted_while_waiting": False, "refused_assignment": False,
}  # fmt: skip


def test_another_reading_is_another_world():
    full_years = override(readings={"resettlement_2024/21.part_years": "full_years_only"})
    found = impact.compare(
        frame([CONSCRIPT], ON), WRITTEN, impact.World(standards.seed(), full_years),
        entitlements=["resettlement_2024.discharge_money"],
    )  # fmt: skip
    (row,) = found.filter(impact.is_changed()).to_dicts()
    assert (row["fen_before"], row["fen_after"]) == (1_125_000, 900_000)
    (line,) = impact.summed(found, ()).to_dicts()
    assert line["once_before"] == line["once_after"] == 0, (
        "the base is only reported, so nothing of it may be paid"
    )


def test_a_standard_names_the_entitlements_that_look_it_up():
    assert PENSION in impact.using(("disability_pension",))
    assert "compensation_2024.funeral_of_disabled" in impact.using(("disability_pension",))
    assert PENSION not in impact.using(("minimum_wage",))


@pytest.mark.parametrize(("yearly", "month"), [(12, 1), (6, 1), (5, 0), (4_818_000, 401_500), (-12, -1)])
def test_a_month_of_a_year_is_its_twelfth_half_a_fen_up(yearly, month):
    assert impact.monthly(yearly) == month


def test_nobody_is_no_row():
    assert impact.compare(pl.DataFrame(), WRITTEN, WRITTEN, entitlements=[PENSION]).is_empty()
