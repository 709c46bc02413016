"""Sums of the compensation and martyrs' packs across whole ladders, tables and regime days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law import catalog, determine, standards
from rongyao.law.findings import Finding
from rongyao.law.money import fen

FLOOR = fen(6_000)
AMOUNTS = standards.given(
    standards.seed(),
    {
        "second_lieutenant_basic_pay": 6_000,
        "second_lieutenant_pay": 6_000,
        "average_monthly_wage_employed": 10_000,
    },
)
INCOME = {2022: fen(47_412), 2023: fen(49_283), 2024: fen(51_821), 2025: fen(54_188)}
"""The national urban income by the year of the death it serves."""

LADDER_2024 = {
    "medal": 40,
    "state_title": 40,
    "cmc_title": 35,
    "authorised_title": 30,
    "war_merit_1": 30,
    "commendation_1": 30,
    "war_merit_2": 25,
    "merit_1": 25,
    "war_merit_3": 15,
    "merit_2": 15,
    "war_merit_4": 5,
    "merit_3": 5,
    "commendation_3": 0,
    "citation": 0,
}
LADDER_2019 = {
    "cmc_title": 35,
    "authorised_title": 30,
    "merit_1": 25,
    "merit_2": 15,
    "merit_3": 5,
    "citation": 0,
}


def ask(key: str, facts: dict[str, Any], on: date = date(2026, 1, 15)) -> Finding:
    (found,) = determine.person(facts, on=on, entitlements=[key], standards=AMOUNTS)
    return found


def sum_of(key: str, facts: dict[str, Any]) -> int:
    found = ask(key, facts)
    assert found.amount is not None
    assert found.amount.amount_fen is not None, found.amount.note_en
    return found.amount.amount_fen


def died(
    on: str, nature: str = "martyr", pay: int = fen(8_000), honours: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "died_on": on,
        "died_in_service": True,
        "death_nature": nature,
        "monthly_basic_pay": pay,
        "monthly_pay": pay,
        "honours": list(honours),
    }


@pytest.mark.parametrize(("honour", "percent"), LADDER_2024.items())
def test_each_step_of_the_2024_ladder_is_added_to_the_gratuity(honour: str, percent: int) -> None:
    base = 20 * INCOME[2025] + 40 * fen(8_000)
    assert (
        sum_of("compensation_2024.death_gratuity", died("2025-05-01", honours=(honour,)))
        == base * (100 + percent) // 100
    )


@pytest.mark.parametrize(("honour", "percent"), LADDER_2019.items())
def test_each_step_of_the_earlier_ladder_is_added_to_the_gratuity(honour: str, percent: int) -> None:
    base = 20 * INCOME[2023] + 40 * fen(8_000)
    assert (
        sum_of("compensation_2019.death_gratuity", died("2023-05-01", honours=(honour,)))
        == base * (100 + percent) // 100
    )


@settings(max_examples=20, deadline=None)
@given(honours=st.lists(st.sampled_from(sorted(LADDER_2024)), unique=True, max_size=6))
def test_of_several_honours_only_the_highest_adds(honours: list[str]) -> None:
    best = max((LADDER_2024[honour] for honour in honours), default=0)
    base = 20 * INCOME[2025] + 40 * fen(8_000)
    assert (
        sum_of("compensation_2024.death_gratuity", died("2025-05-01", honours=tuple(honours)))
        == base * (100 + best) // 100
    )


@settings(max_examples=20, deadline=None)
@given(pay=st.integers(0, fen(20_000)), nature=st.sampled_from(["martyr", "duty_death", "illness_death"]))
def test_forty_months_never_count_less_than_a_second_lieutenants_pay(pay: int, nature: str) -> None:
    times = 2 if nature == "illness_death" else 20
    worked = sum_of("compensation_2024.death_gratuity", died("2025-05-01", nature, pay))
    assert worked == times * INCOME[2025] + 40 * max(pay, FLOOR)


@pytest.mark.parametrize(
    ("day", "gratuity", "honour_money"),
    [
        ("2024-09-30", "compensation_2019", "martyrs_2019"),
        ("2024-10-01", "compensation_2024", "martyrs_2019"),
        ("2024-12-31", "compensation_2024", "martyrs_2019"),
        ("2025-01-01", "compensation_2024", "martyrs_2024"),
    ],
)
def test_each_death_falls_under_one_edition_of_each_regulation(
    day: str, gratuity: str, honour_money: str
) -> None:
    keys = {
        "death_gratuity": ("compensation_2019", "compensation_2024"),
        "honour_money": ("martyrs_2019", "martyrs_2024"),
    }
    granting = {
        name: [pack for pack in packs if ask(f"{pack}.{name}", died(day)).answer == "yes"]
        for name, packs in keys.items()
    }
    assert granting == {"death_gratuity": [gratuity], "honour_money": [honour_money]}


@pytest.mark.parametrize("year", INCOME)
def test_the_honour_money_is_thirty_times_the_income_and_honours_add_nothing_to_it(year: int) -> None:
    pack = "martyrs_2024" if year >= 2025 else "martyrs_2019"
    for honours in ((), ("medal",)):
        assert sum_of(f"{pack}.honour_money", died(f"{year}-06-01", honours=honours)) == 30 * INCOME[year]


NURSING = [
    ("battle", 1, 50),
    ("duty", 2, 50),
    ("battle", 3, 40),
    ("duty", 4, 40),
    ("illness", 1, 30),
    ("illness", 4, 30),
]


@pytest.mark.parametrize(("cause", "grade", "percent"), NURSING)
def test_the_nursing_allowance_is_its_share_of_the_wage(cause: str, grade: int, percent: int) -> None:
    assert (
        sum_of("compensation_2024.nursing_allowance", disabled(cause, grade)) == fen(10_000) * percent // 100
    )


@pytest.mark.parametrize("grade", [5, 6])
@pytest.mark.parametrize("cause", ["battle", "duty", "illness"])
def test_a_mental_disorder_of_grade_5_or_6_gives_a_quarter_whatever_the_cause(cause: str, grade: int) -> None:
    facts = disabled(cause, grade) | {"mental_illness": True}
    assert sum_of("compensation_2024.nursing_allowance", facts) == fen(2_500)


@pytest.mark.parametrize("grade", [5, 6, 7])
def test_without_one_no_grade_above_4_is_nursed(grade: int) -> None:
    assert ask("compensation_2024.nursing_allowance", disabled("duty", grade)).answer == "no"


def test_a_mental_disorder_of_grade_7_is_not_nursed() -> None:
    facts = disabled("duty", 7) | {"mental_illness": True}
    assert ask("compensation_2024.nursing_allowance", facts).answer == "no"


def disabled(cause: str, grade: int) -> dict[str, Any]:
    return {
        "disability_grade": grade,
        "disability_cause": cause,
        "disability_approved_on": "2015-03-01",
        "discharged_on": "2015-12-01",
        "rank_group": "conscript",
        "discharge_mode": "normal",
        "centralised_care": False,
        "mental_illness": False,
        "criminal_record": False,
        "is_wanted": False,
    }


def test_a_pension_paid_by_a_carried_on_figure_says_so_in_both_languages() -> None:
    line = ask("compensation_2024.disability_pension", disabled("duty", 6)).amount
    assert line is not None
    assert (line.amount_fen, line.is_payable, line.carried_on) == (fen(48_180), True, True)
    assert "2025-08-01" in line.note_zh
    assert "arrears will follow" in line.note_en


def test_a_missing_standard_gives_no_sum_and_is_named() -> None:
    (found,) = determine.person(
        died("2025-05-01"), on=date(2026, 1, 15), entitlements=["compensation_2024.death_gratuity"]
    )
    assert found.answer == "yes"
    assert found.amount is not None
    assert (found.amount.amount_fen, found.amount.is_payable) == (None, False)
    assert found.amount.missing_standards == ("second_lieutenant_basic_pay",)
    assert "少尉军官月基本工资" in found.amount.note_zh


def test_the_periods_of_the_packs_are_those_of_their_texts() -> None:
    periods = {key: (one.number, one.unit, one.starts) for key, one in catalog.DEADLINES.items()}
    assert periods["compensation_2024/30.transfer"] == (60, "calendar_day", "discharged_on")
    assert periods["protection_2020/15.hand_over"] == (10, "working_day", "card_received_on")


def test_a_what_if_on_the_multiple_changes_the_sum_and_the_hash() -> None:
    key = "martyrs_2024.honour_money"
    more = determine.override(numbers={"martyrs_2024/15.times": 40})
    (found,) = determine.person(
        died("2025-05-01"), on=date(2026, 1, 15), entitlements=[key], standards=AMOUNTS, settings=more
    )
    assert found.amount is not None
    assert found.amount.amount_fen == 40 * INCOME[2025]
    assert found.hashes["pack"] != ask(key, died("2025-05-01")).hashes["pack"]


def test_a_population_is_paid_what_its_people_are() -> None:
    rows = [
        died(day, nature) for day in ("2024-11-01", "2025-11-01") for nature in ("martyr", "illness_death")
    ]
    key = "compensation_2024.death_gratuity"
    frame = determine.frame(rows, on=date(2026, 1, 15))
    answers = determine.population(frame, entitlements=[key], standards=AMOUNTS)
    assert answers[f"{key}.amount_fen"].to_list() == [sum_of(key, row) for row in rows]
    assert answers[f"{key}.is_payable"].to_list() == [True] * 4


def test_an_ncos_further_years_and_tibet_are_added_on_the_base_and_can_be_read_otherwise() -> None:
    key = "jiangsu_32.one_off_subsidy"
    facts = {
        "rank_group": "nco",
        "nco_grade": "junior",
        "enlisted_on": "2018-09-01",
        "discharged_on": "2023-09-01",
        "discharge_mode": "normal",
        "placement_choice": "self_employment",
        "hukou_kunshan_at_enlistment": True,
        "in_tibet": True,
        "disability_grade": 0,
        "disability_cause": "none",
        "serious_illness_incapacity": False,
    }
    base = Fraction(3, 2) * 79_537
    for option, share in (("added", Fraction(18, 10)), ("multiplied", Fraction(13, 10) * Fraction(3, 2))):
        how = determine.override(readings={"jiangsu_32/subsidy.tibet": option})
        (found,) = determine.person(facts, on=date(2023, 9, 10), entitlements=[key], settings=how)
        assert found.amount is not None
        assert found.amount.amount_fen == int(base * share) * 100
