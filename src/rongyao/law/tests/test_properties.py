"""What must hold of the law whoever is asked: four properties of all packs, found false by search or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law import catalog, determine, standards
from rongyao.law.findings import Finding
from rongyao.law.tests.test_population import ON, QUICK, people

SEARCH = settings(max_examples=40, deadline=None)
GROWS_WITH_SERVICE = [
    e.key for e in catalog.ENTITLEMENTS.values() if "enlisted_on" in e.facts and (e.has_amount or e.measures)
]


def asked(row: dict[str, Any], keys: list[str], on: date = ON, **how: Any) -> dict[str, Finding]:
    return {one.entitlement: one for one in determine.person(row, on=on, entitlements=keys, **how)}


def numbers(found: Finding) -> dict[str, Fraction]:
    """The sum and the measures that are known, by name."""
    known = {one.key: Fraction(one.value) for one in found.measures if one.value is not None}
    if found.amount and found.amount.amount_fen is not None:
        known["sum"] = Fraction(found.amount.amount_fen)
    return known


# ── one more year never lowers it ──


@st.composite
def veterans(draw: st.DrawFn) -> dict[str, Any]:
    """Soldiers and officers with a whole life on paper, long and short serving, around the days the rules changed."""
    discharged = draw(
        st.sampled_from([date(2020, 9, 1), date(2022, 12, 1), date(2024, 8, 31), date(2024, 9, 1)])
    )
    months = draw(st.integers(13, 31 * 12))
    place = discharged.year * 12 + discharged.month - 1 - months
    enlisted = date(place // 12, place % 12 + 1, draw(st.integers(1, 28)))
    group = draw(st.sampled_from(["conscript", "nco", "officer"]))
    counts = {name: draw(st.integers(0, 3)) for name in catalog_counts()}
    return {
        "rank_group": group,
        "nco_grade": draw(st.sampled_from(["junior", "intermediate"])) if group == "nco" else "none",
        "enlisted_on": enlisted.isoformat(),
        "nco_since_on": (enlisted + timedelta(days=730)).isoformat(),
        "officer_since_on": enlisted.isoformat(),
        "birth_on": f"{enlisted.year - 19}-05-01",
        "discharged_on": discharged.isoformat(),
        "discharge_mode": "normal",
        "placement_choice": draw(st.sampled_from(["by_law", "self_employment", "monthly_pension"])),
        "honours": draw(st.sampled_from([[], ["merit_3"], ["merit_2"], ["war_merit_4", "merit_1"]])),
        "disability_grade": 0,
        "disability_cause": "none",
        "serious_illness_incapacity": False,
        "rank_sergeant_4_or_above": False,
        "direct_officer_at_age_limit": False,
        "child_of_martyr": draw(st.booleans()),
        "criminal_record": False,
        "expelled_from_party": False,
        "hired_by_state": False,
        "hukou_kunshan_at_enlistment": True,
        "in_tibet": draw(st.booleans()),
        "retirement_age_on": "2050-01-01",
        "monthly_pension_base": 1_000_000,
        "hard_area_years": draw(st.integers(0, 20)),
        "hard_area_beyond_ten": draw(st.sampled_from(["tibet", "class_3", "none"])),
        "special_post_months": 0,
        "combat_commander_months": 0,
        "wants_to_teach": True,
        "teacher_certificate": True,
        **counts,
    }


def catalog_counts() -> list[str]:
    asked_by_score = catalog.ENTITLEMENTS["scores_2018.service_score"].facts
    return [name for name in asked_by_score if name.startswith(("count_", "months_", "combat_days"))]


@SEARCH
@given(veterans())
def test_within_a_named_amount_one_more_year_of_service_never_lowers_it(row: dict[str, Any]) -> None:
    longer = {**row, "enlisted_on": f"{int(row['enlisted_on'][:4]) - 1}{row['enlisted_on'][4:]}"}
    table = standards.given(
        standards.seed(), {"local_urban_income": 80_000, "discharge_money_per_year": 4500}
    )
    before, after = (asked(one, GROWS_WITH_SERVICE, standards=table) for one in (row, longer))
    for key in GROWS_WITH_SERVICE:
        if before[key].answer == after[key].answer == "yes":
            then, now = numbers(before[key]), numbers(after[key])
            for name in then.keys() & now.keys():
                assert now[name] >= then[name], (key, name)


def test_the_property_sees_sums_and_rates_that_do_grow() -> None:
    assert {"resettlement_2011.discharge_money", "monthly_pension_2021.monthly_pension"} <= set(
        GROWS_WITH_SERVICE
    )
    row = {"rank_group": "officer", "enlisted_on": "2002-07-01", "officer_since_on": "2002-07-01"}
    row |= {"discharged_on": "2022-07-01", "placement_choice": "monthly_pension", "hired_by_state": False}
    key = "monthly_pension_2021.monthly_pension"
    rest = {"retirement_age_on": "2050-01-01", "birth_on": "1983-05-01"}
    found = asked({**row, **rest}, [key])[key]
    assert numbers(found)["monthly_pension_2021/.by_years"] == Fraction(68, 100)


# ── forgetting ──


@QUICK
@given(people(), st.data())
def test_forgetting_several_facts_opens_answers_and_flips_none(
    row: dict[str, Any], data: st.DataObject
) -> None:
    known = [name for name, value in row.items() if value is not None]
    lost = data.draw(st.lists(st.sampled_from(known), max_size=12, unique=True)) if known else []
    before = determine.person(row, on=ON)
    after = determine.person({name: value for name, value in row.items() if name not in lost}, on=ON)
    for one, other in zip(before, after, strict=True):
        assert other.answer in (one.answer, "unknown", "judge"), one.entitlement
        if one.answer in ("unknown", "judge"):
            assert other.answer in ("unknown", "judge"), one.entitlement


@QUICK
@given(people())
def test_knowing_a_date_less_closely_opens_answers_and_flips_none(row: dict[str, Any]) -> None:
    vague = {
        name: value[:7]
        if isinstance(value, str) and len(value) == len("2024-09-01") and value[4] == "-"
        else value
        for name, value in row.items()
    }
    for one, other in zip(determine.person(row, on=ON), determine.person(vague, on=ON), strict=True):
        assert other.answer in (one.answer, "unknown", "judge"), one.entitlement


# ── two editions, one text ──

LIMITS = {"tax_limit_self_employed": 14_400, "tax_limit_employer": 6000, "national_urban_income": 50_000}
TRADER = {
    "rank_group": "conscript",
    "enlisted_on": "2017-09-01",
    "discharged_on": "2019-09-01",
    "discharge_mode": "normal",
    "placement_choice": "self_employment",
    "honours": [],
    "disability_grade": 0,
    "disability_cause": "none",
    "runs_household_business": True,
    "business_registered_on": "2021-06-15",
    "other_employment_relief": False,
    "takes_half_relief": False,
}
TAX_NAMES = ("tax_vat", "tax_city", "tax_education", "tax_local_education", "tax_personal_income")
TAXES = st.fixed_dictionaries({name: st.integers(0, 5_000_000) for name in TAX_NAMES})


@SEARCH
@given(TAXES, st.integers(0, 13))
def test_the_tax_relief_is_the_same_on_either_side_of_2023_where_only_the_limit_changed(
    taxes: dict[str, int], months: int
) -> None:
    table = standards.given(standards.seed(), LIMITS)
    row = {**TRADER, **taxes, "business_months": months}
    old = asked(row, ["tax_2019.self_employed_relief"], date(2022, 12, 31), standards=table)
    new = asked(row, ["tax_2023.self_employed_relief"], date(2023, 1, 1), standards=table)
    then, now = old["tax_2019.self_employed_relief"], new["tax_2023.self_employed_relief"]
    assert then.answer == now.answer == "yes"
    assert [one.value for one in then.measures] == [one.value for one in now.measures]
    assert numbers(then)["sum"] == numbers(now)["sum"]


@SEARCH
@given(TAXES, st.integers(0, 13))
def test_the_limit_gives_each_tax_in_order_and_never_more_than_there_is(
    taxes: dict[str, int], months: int
) -> None:
    row = {**TRADER, **taxes, "business_months": months}
    key = "tax_2023.self_employed_relief"
    found = numbers(asked(row, [key], date(2023, 12, 31))[key])
    limit = found["tax_2023/1.limit"]
    taken = [
        found[f"tax_2023/1.{name}"]
        for name in ("off_vat", "off_city", "off_education", "off_local", "off_income")
    ]
    due = [taxes[name] for name in TAX_NAMES]
    assert sum(taken) == found["sum"] == min(limit, sum(due))
    for place, part in enumerate(taken):
        assert 0 <= part <= due[place]
        assert part == due[place] or not any(taken[place + 1 :]), (
            "a later tax was served before an earlier one was paid"
        )


@SEARCH
@given(st.integers(1, 10), st.sampled_from(["battle", "duty", "illness"]), st.booleans())
def test_the_disability_pension_is_the_same_on_either_side_of_october_2024(
    grade: int, cause: str, sentenced: bool
) -> None:
    row = {
        "disability_grade": grade,
        "disability_cause": cause,
        "disability_approved_on": "2015-03-02",
        "discharged_on": "2015-12-01",
        "discharge_mode": "normal",
        "rank_group": "conscript",
        "criminal_record": sentenced,
        "serving_sentence": sentenced,
        "life_or_death_sentence": False,
        "is_wanted": False,
    }
    old = asked(row, ["compensation_2019.disability_pension"], date(2024, 9, 30))
    new = asked(row, ["compensation_2024.disability_pension"], date(2024, 10, 1))
    then, now = old["compensation_2019.disability_pension"], new["compensation_2024.disability_pension"]
    assert then.answer == now.answer
    assert numbers(then).get("sum") == numbers(now).get("sum")


@SEARCH
@given(st.integers(20, 34), st.integers(18, 30), st.sampled_from(["intermediate", "senior"]))
def test_who_retires_is_the_same_on_either_side_of_september_2024(
    years: int, enlisted_at: int, grade: str
) -> None:
    def on_the_day(discharged: date) -> dict[str, Any]:
        enlisted = discharged.replace(year=discharged.year - years)
        return {
            "rank_group": "nco",
            "nco_grade": grade,
            "enlisted_on": enlisted.isoformat(),
            "birth_on": enlisted.replace(year=enlisted.year - enlisted_at).isoformat(),
            "discharged_on": discharged.isoformat(),
            "placement_choice": "by_law",
            "disability_grade": 0,
            "disability_cause": "none",
            "serious_illness_incapacity": False,
        }

    old = asked(on_the_day(date(2024, 8, 30)), ["resettlement_2011.retirement"])
    new = asked(on_the_day(date(2024, 9, 30)), ["resettlement_2024.retirement"])
    assert old["resettlement_2011.retirement"].answer == new["resettlement_2024.retirement"].answer


@pytest.mark.parametrize("key", ["honour_money", "gratuity"])
@pytest.mark.parametrize("scheme", ["military", "work_injury", "other"])
def test_a_martyrs_honour_money_is_the_same_on_either_side_of_2025(key: str, scheme: str) -> None:
    table = standards.given(
        standards.seed(), LIMITS | {"second_lieutenant_basic_pay": 5000, "second_lieutenant_pay": 5000}
    )
    row = {"is_deceased": True, "death_nature": "martyr", "martyr_scheme": scheme}
    days = {"martyrs_2019": "2024-12-31", "martyrs_2024": "2025-01-01"}
    then, now = (
        asked({**row, "died_on": day}, [f"{pack}.{key}"], standards=table)[f"{pack}.{key}"]
        for pack, day in days.items()
    )
    assert then.answer == now.answer
    assert numbers(then) == numbers(now)


# ── a raise and its reversal ──

CELL = {"name": "disability_pension", "key1": "6", "key2": "duty", "level": "national", "division": ""}


@SEARCH
@given(st.integers(-4_000_000, 9_000_000), st.integers(0, 24))
def test_a_raise_and_its_reversal_leave_nothing_due(by: int, months_late: int) -> None:
    day = date(2024, 8, 1)
    base = standards.seed()
    was = standards.look_up_one(base, "disability_pension", keys=(6, "duty"), on=day)["value"]
    raised = standards.overlay(base, [{**CELL, "from": day, "value": was + by, "document": "a notice"}])
    back = standards.overlay(
        raised, [{**CELL, "from": day, "value": was, "document": "the notice withdrawn"}]
    )
    row = {
        "disability_grade": 6,
        "disability_cause": "duty",
        "disability_approved_on": "2015-03-02",
        "discharged_on": "2015-12-01",
        "discharge_mode": "normal",
        "criminal_record": False,
        "is_wanted": False,
    }
    key = "compensation_2024.disability_pension"
    on = date(2024, 10, 1) + timedelta(days=30 * months_late)
    paid = [numbers(asked(row, [key], on, standards=table)[key])["sum"] for table in (base, raised, back)]
    assert paid[1] - paid[0] == by
    assert (paid[1] - paid[0]) + (paid[2] - paid[1]) == 0
