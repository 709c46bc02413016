"""The published worked examples, read from the shared table and worked out again by the packs.

The YAML cases restate them for the reader; this file reads the table itself, so a figure mistyped there is found here.
The tax examples print totals; the taxes before relief that lead to them (value-added tax 1% of sales, surtaxes 12% of it,
the income tax by its published brackets) are prepared here, as the taxpayer's own return would give them.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rongyao.law import determine, standards
from rongyao.law.findings import Finding
from rongyao.law.money import fen

TABLES = [folder / "shared" / "law" / "cases.csv" for folder in Path(__file__).parents]
TABLE = next((path for path in TABLES if path.exists()), TABLES[-1])


def examples() -> list[Any]:
    if not TABLE.exists():
        reason = "the shared table of worked examples is not beside this checkout"
        return [pytest.param(None, id="absent", marks=pytest.mark.skip(reason=reason))]
    with TABLE.open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    return [pytest.param(line, id=line["id"]) for line in lines]


def finding(
    key: str, day: str, facts: dict[str, Any], *, given: dict[str, Any] | None = None, **how: Any
) -> Finding:
    base = standards.given(standards.seed(), given) if given else standards.seed()
    if how.pop("preview", False):
        base = standards.preview(base)
    settings = determine.override(**how) if how else None
    on = date.fromisoformat(day)
    (found,) = determine.person(facts, on=on, entitlements=[key], standards=base, settings=settings)
    return found


def yuan(found: Finding) -> int:
    assert found.answer == "yes", found.missing
    assert found.amount is not None
    assert found.amount.amount_fen is not None, found.amount.note_en
    assert found.amount.amount_fen % 100 == 0
    return found.amount.amount_fen // 100


def served(years: int, discharged: str = "2023-09-01") -> dict[str, Any]:
    """Someone placed by self-employment after so many whole years; two years are a conscript's."""
    year = int(discharged[:4]) - years
    group = {"rank_group": "conscript"} if years <= 2 else {"rank_group": "nco", "nco_grade": "junior"}
    if years >= 12:
        group |= {"nco_grade": "intermediate", "birth_on": f"{year - 20}-05-01"}
    return group | {
        "enlisted_on": f"{year}{discharged[4:]}",
        "discharged_on": discharged,
        "discharge_mode": "normal",
        "placement_choice": "self_employment",
        "hukou_kunshan_at_enlistment": True,
        "in_tibet": False,
        "honours": [],
        "disability_grade": 0,
        "disability_cause": "none",
        "serious_illness_incapacity": False,
    }


def discharge_money(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = served(given["years"], line["event_on"])
    amounts = {"discharge_money_per_year": given["base"]}
    return yuan(finding("resettlement_2011.discharge_money", line["event_on"], facts, given=amounts))


def subsidy(years: int, amounts: dict[str, Any], **readings: str) -> int:
    """Another city's shape through the same formula; its own day would be another edition's, so ours is used."""
    keyed = {f"jiangsu_32/subsidy.{name}": option for name, option in readings.items()}
    found = finding("jiangsu_32.one_off_subsidy", "2023-09-10", served(years), given=amounts, readings=keyed)
    return yuan(found)


def ningbo(line: dict[str, str], given: dict[str, Any]) -> int:
    amounts = {
        "local_urban_income": given["base"],
        "local_subsidy_multiple": 1,
        "local_subsidy_per_extra_year": given["per_extra_year"],
    }
    return subsidy(given["years"], amounts, rounding=line["rounding"])


def fixed_sum(line: dict[str, str], given: dict[str, Any]) -> int:
    amounts = {"local_subsidy_base": given.get("base", 0), "local_subsidy_per_year": given["per_year"]}
    return subsidy(given["years"], amounts, shape="fixed_sum")


def jiangsu(line: dict[str, str], given: dict[str, Any]) -> int:
    amounts = {
        "local_urban_income": given["prior_year_urban_income"],
        "local_subsidy_multiple": given["multiple"],
    }
    return subsidy(2, amounts, rounding=line["rounding"])


def conscript_allowance(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = {"rank_group": "conscript", "is_serving": True, "enlisted_from_kunshan": True}
    amounts = {
        "local_urban_income": given["prior_year_urban_income"],
        "conscript_allowance_rate": given["rate"],
    }
    readings = {
        "compensation_2024/42.sum": "formula",
        "compensation_2024/42.rounding": line["rounding"],
    }
    key = f"{compensation(line)}.conscript_family_allowance"
    return yuan(finding(key, line["event_on"], facts, given=amounts, readings=readings))


def nursing_allowance(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = {
        "disability_grade": given["grade"],
        "disability_cause": given["cause"],
        "discharged_on": "2005-12-01",
        "disability_approved_on": "2005-06-01",
        "centralised_care": False,
        "criminal_record": False,
        "is_wanted": False,
    }
    amounts = {"average_monthly_wage_staff": given["local_monthly_wage"]}
    return yuan(finding("compensation_2019.nursing_allowance", line["event_on"], facts, given=amounts))


def death_gratuity(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = {
        "died_on": line["event_on"],
        "died_in_service": True,
        "death_nature": given["nature"],
        "monthly_pay": fen(given["monthly_pay"]),
        "honours": [],
    }
    amounts = {
        "national_urban_income": given["prior_year_national_urban_income"],
        "second_lieutenant_pay": given["monthly_pay"],  # the examples give no floor: it is not above the pay
    }
    return yuan(finding(f"{compensation(line)}.death_gratuity", line["event_on"], facts, given=amounts))


def twenty_times(line: dict[str, str], given: dict[str, Any]) -> int:
    """By the seeded incomes, not the example's: the multiple's part is what remains of a gratuity without pay."""
    facts = {
        "died_on": line["event_on"],
        "died_in_service": True,
        "death_nature": "duty_death",
        "monthly_pay": 0,
        "honours": [],
    }
    amounts = {"second_lieutenant_pay": 0}
    found = finding(f"{compensation(line)}.death_gratuity", line["event_on"], facts, given=amounts)
    assert found.amount is not None
    assert found.amount.standards[0]["value"] == fen(given["prior_year_income"])
    assert found.amount.is_payable
    return yuan(found)


def disability_pension(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = {
        "disability_grade": given["grade"],
        "disability_cause": given["cause"],
        "disability_approved_on": "2019-05-06",
        "discharged_on": "2019-12-01",
        "discharge_mode": "normal",
        "criminal_record": False,
        "is_wanted": False,
    }
    key = f"{compensation(line)}.disability_pension"
    found = finding(key, given["from"], facts, preview=True)
    assert found.amount is not None
    assert found.amount.is_payable is (given["from"] < "2025"), "E-30 is worked out and may not be paid"
    return yuan(found)


def survivor_step(line: dict[str, str], given: dict[str, Any]) -> dict[str, int]:
    return {nature: survivor(nature, "2024-08-01") - survivor(nature, "2024-07-31") for nature in NATURES}


NATURES = ("martyr", "duty_death", "illness_death")


def survivor(nature: str, day: str) -> int:
    facts = {
        "survivor_of": nature,
        "survivor_relation": "parent",
        "income_below_local_average": True,
        "criminal_record": False,
        "is_wanted": False,
        "survivor_confirmed_on": "2020-01-01",
        "pension_moved_in": False,
    }
    return yuan(finding("compensation_2019.survivor_pension", day, facts, preview=True))


def compensation(line: dict[str, str]) -> str:
    """The edition of the compensation regulations in force on the day of the event."""
    return "compensation_2024" if line["event_on"] >= "2024-10-01" else "compensation_2019"


def trader(day: str, registered: str, months: int, taxes: dict[str, int], **more: Any) -> dict[str, Any]:
    """A conscript placed by self-employment who runs a household business; `taxes` in fen."""
    none = dict.fromkeys(("tax_vat", "tax_city", "tax_education", "tax_local_education"), 0)
    return {
        **served(2, "2018-09-01"),
        "runs_household_business": True,
        "business_registered_on": registered,
        "business_months": months,
        "other_employment_relief": False,
        "takes_half_relief": False,
        "tax_personal_income": 0,
        **none,
        **taxes,
        **more,
    }


BRACKETS = ((30_000, 5, 0), (90_000, 10, 1_500), (300_000, 20, 10_500), (500_000, 30, 40_500))
"""Income tax on a business: up to so many yuan a year, percent, quick deduction."""


def income_tax(income: int) -> int:
    """In fen."""
    percent, off = next((p, o) for top, p, o in BRACKETS if income <= top)
    return income * percent - off * 100


def taxes_of(given: dict[str, Any]) -> dict[str, int]:
    """By sales: 1% value-added tax (none up to 1.2 million a year of 2023), surtaxes 7, 3 and 2% of it."""
    vat = given["sales"] if given["sales"] > 1_200_000 else 0
    return {
        "tax_vat": vat,
        "tax_city": vat * 7 // 100,
        "tax_education": vat * 3 // 100,
        "tax_local_education": vat * 2 // 100,
        "tax_personal_income": income_tax(given["taxable_income"]),
    }


def measured(found: Finding, name: str) -> int:
    """One of the numbers beside the sum, in fen."""
    (one,) = [m for m in found.measures if m.key.endswith(f".{name}")]
    assert one.value is not None, one.missing
    return int(one.value)


def self_employed_total(line: dict[str, str], given: dict[str, Any]) -> dict[str, int]:
    registered = f"{line['event_on'][:4]}-{13 - given['months']:02d}-01"
    amounts = {"tax_limit_self_employed": given["annual_limit"]}
    found = {}
    for both in (False, True):
        facts = trader(line["event_on"], registered, given["months"], taxes_of(given), takes_half_relief=both)
        found[both] = finding("tax_2023.self_employed_relief", line["event_on"], facts, given=amounts)
    totals = {
        "veteran_only": measured(found[False], "payable"),
        "half_only": measured(found[True], "payable_without"),
        "both": measured(found[True], "payable"),
    }
    wanted = json.loads(line["expected_json"])
    return {name: totals[name] // 100 for name in wanted}


def self_employed_relief(line: dict[str, str], given: dict[str, Any]) -> dict[str, int]:
    year = line["event_on"][:4]
    if "taxable_income" in given:
        taxes = {"tax_personal_income": income_tax(given["taxable_income"])}
    else:
        paid = given.get("taxes", [given.get("taxes_total"), 0])
        taxes = {"tax_vat": fen(paid[0]), "tax_personal_income": fen(paid[1])}
    half = given.get("half_relief", False)
    facts = trader(line["event_on"], f"{year}-01-02", 12, taxes, takes_half_relief=half)
    amounts = {"tax_limit_self_employed": given["annual_limit"]}
    found = finding("tax_2019.self_employed_relief", line["event_on"], facts, given=amounts)
    all_told = {
        "tax_before": measured(found, "payable_without") // 100,
        "relief": yuan(found),
        "payable": measured(found, "payable") // 100,
    }
    return {name: all_told[name] for name in json.loads(line["expected_json"])}


def employer_limit(line: dict[str, str], given: dict[str, Any]) -> int:
    facts = {
        "employer_person_months": given["people"] * given["months"],
        "contract_one_year": True,
        "other_employment_relief": False,
    }
    amounts = {"tax_limit_employer": given["standard"]}
    found = finding("tax_2023.employer_relief", line["event_on"], facts, given=amounts)
    return measured(found, "limit") // 100


RULES = {
    "tax_self_employed_total_payable": self_employed_total,
    "tax_self_employed_relief": self_employed_relief,
    "tax_employer_limit": employer_limit,
    "discharge_money_pre_2024_09": discharge_money,
    "local_subsidy_ningbo_2020": ningbo,
    "local_subsidy_hubei": fixed_sum,
    "local_subsidy_shawan_2018": fixed_sum,
    "local_subsidy_jiangsu": jiangsu,
    "conscript_family_allowance": conscript_allowance,
    "nursing_allowance": nursing_allowance,
    "death_gratuity": death_gratuity,
    "twenty_times_national_urban_income": twenty_times,
    "disability_pension": disability_pension,
    "survivor_pension_step": survivor_step,
}


@pytest.mark.parametrize("line", examples())
def test_the_published_example_comes_out_to_the_yuan(line: dict[str, str]) -> None:
    worked = RULES[line["rule"]](line, json.loads(line["inputs_json"]))
    assert worked == json.loads(line["expected_json"])
