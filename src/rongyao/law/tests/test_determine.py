"""The outer door: hashes, overrides, what would change the answer, worked tables, and the law as text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rongyao.law import answer, catalog, determine, show, standards
from rongyao.law.facts import DERIVED, FACTS, GROUPS
from rongyao.law.reasons import why

ON = date(2024, 9, 10)
JOB = "resettlement_2024.job_assignment"
MONEY = "resettlement_2011.discharge_money"
TWELVE: dict[str, Any] = {
    "rank_group": "nco",
    "nco_grade": "intermediate",
    "birth_on": "1993-03-05",
    "enlisted_on": "2012-09-01",
    "discharged_on": "2024-09-01",
    "discharge_mode": "normal",
    "placement_choice": "by_law",
    "honours": [],
    "disability_grade": 0,
    "disability_cause": "none",
    "serious_illness_incapacity": False,
    "child_of_martyr": False,
    "expelled_from_party": False,
    "criminal_record": False,
}


def ask(row: dict[str, Any], key: str = JOB, on: date = ON, **rest: Any) -> determine.Finding:
    return determine.person(row, on=on, entitlements=[key], **rest)[0]


# ── hashes and overrides ──


def test_a_threshold_set_otherwise_is_another_hash() -> None:
    changed = determine.override({"resettlement_2024/25(1).years": 10})
    assert determine.pack_hash() == determine.pack_hash(determine.Settings())
    assert determine.pack_hash(changed) != determine.pack_hash()
    short = {**TWELVE, "enlisted_on": "2014-09-01"}
    assert (ask(short).answer, ask(short, settings=changed).answer) == ("no", "yes")
    assert ask(short).hashes["pack"] != ask(short, settings=changed).hashes["pack"]


def test_a_reading_set_otherwise_is_another_hash_and_is_shown_as_not_ours() -> None:
    changed = determine.override(readings={"resettlement_2024/35(3).forced_discharge": "always"})
    forced = {**TWELVE, "discharge_mode": "forced"}
    assert (ask(forced).answer, ask(forced, settings=changed).answer) == ("judge", "no")
    used = {r.key: r for r in ask(forced, settings=changed).readings}[
        "resettlement_2024/35(3).forced_discharge"
    ]
    assert (used.answer, used.is_ours) == ("always", False)


@pytest.mark.parametrize(
    "wrong",
    [
        determine.override({"resettlement_2024/25(1).yeers": 10}),
        determine.override(readings={"resettlement_2024/35(3).forced_discharge": "perhaps"}),
        determine.override(readings={"nothing": "always"}),
    ],
)
def test_an_override_that_nothing_heeds_is_refused(wrong: determine.Settings) -> None:
    with pytest.raises(determine.UnableToOverride):
        ask(TWELVE, settings=wrong)


def test_another_amount_another_standards_hash_and_the_order_of_rows_does_not_matter() -> None:
    seed = standards.seed()
    assert determine.standards_hash() == determine.standards_hash(seed.reverse())
    raised = standards.given(seed, {"discharge_money_per_year": 5000})
    assert determine.standards_hash(raised) != determine.standards_hash()


def test_a_fact_not_given_and_a_fact_not_known_are_the_same_person() -> None:
    assert determine.facts_hash(TWELVE) == determine.facts_hash({**TWELVE, "reported_on": None})
    assert determine.facts_hash(TWELVE) != determine.facts_hash({**TWELVE, "criminal_record": True})


def test_an_entitlement_nobody_wrote_is_refused() -> None:
    with pytest.raises(determine.UnableToDetermine):
        ask(TWELVE, key="resettlement_2024.a_horse")


# ── reasons ──


def test_the_tree_names_the_article_the_facts_and_what_is_missing() -> None:
    found = ask({**TWELVE, "criminal_record": None})
    clauses = {c.key: c for c in _all(found.tree)}
    record = clauses["resettlement_2024/criminally_punished"]
    assert (record.article, record.item, record.answer, record.missing) == (
        "35",
        "2",
        "unknown",
        ("criminal_record",),
    )
    served = clauses["resettlement_2024/long_serving_nco"]
    assert served.answer == "yes"
    assert {seen.name: seen.value for seen in served.facts}["enlisted_on"] == "2012-09-01"


def test_only_the_facts_that_still_matter_are_asked() -> None:
    # Not a child of a martyr, no honours: of `grade 5–8 and by battle`, the grade is out, so the cause is not asked.
    found = ask({**TWELVE, "enlisted_on": "2020-09-01", "disability_grade": 9, "disability_cause": None})
    assert (found.answer, found.missing) == ("no", ())
    open_ = ask({**TWELVE, "enlisted_on": "2020-09-01", "disability_grade": 8, "disability_cause": None})
    assert open_.missing == ("disability_cause",)


def test_the_reason_is_one_sentence_in_both_languages() -> None:
    found = ask({**TWELVE, "criminal_record": True})
    assert why(found, "zh") == "第35条(2) 受过刑事处罚"
    assert why(found, "en") == "Art. 35(2) has been criminally punished"
    missing = ask({**TWELVE, "criminal_record": None})
    assert "受过刑事处罚" in why(missing)
    assert "proved by" in why(missing, "en")


def _all(tree: Any) -> list[Any]:
    return [tree, *(c for child in tree.children for c in _all(child))]


def test_what_follows_a_death_is_not_asked_of_the_living() -> None:
    after_death = [key for key, e in catalog.ENTITLEMENTS.items() if e.event == "died_on"]
    assert "compensation_2024.death_gratuity" in after_death
    for key in after_death:
        assert ask({"is_deceased": False}, key).answer == "no"
        assert "is_deceased" in ask({}, key).missing
        assert "is_deceased" not in ask({"died_on": "2025-06-01"}, key).missing


def test_papers_that_contradict_each_other_about_a_death_are_asked_again() -> None:
    row = {
        "is_deceased": False,
        "died_on": "2025-06-01",
        "died_in_service": True,
        "death_nature": "duty_death",
    }
    found = ask(row, "compensation_2024.death_gratuity")
    assert (found.answer, found.missing) == ("unknown", ("is_deceased",))


# ── what would change it ──


def test_a_few_days_short_the_nearest_change_is_found_first() -> None:
    short = {**TWELVE, "enlisted_on": "2012-09-20"}
    found = determine.changes(short, JOB, on=ON)
    dates = {c.fact: c for c in found if c.answer == "yes"}
    assert dates["enlisted_on"].value == "2012-08-20"
    assert dates["enlisted_on"].size == 1
    assert dates["discharged_on"].value == "2024-10-01"
    assert [c.size for c in found if not c.is_missing] == sorted(c.size for c in found if not c.is_missing)


def test_the_smallest_honour_that_would_do_is_named() -> None:
    short = {**TWELVE, "enlisted_on": "2018-09-01"}
    honour = next(c for c in determine.changes(short, JOB, on=ON) if c.fact == "honours")
    assert honour.answer == "yes"
    assert honour.value == ["commendation_1"]


def test_a_missing_fact_comes_before_everything_else() -> None:
    found = determine.changes({**TWELVE, "criminal_record": None}, JOB, on=ON)
    assert found[0].is_missing
    assert {c.answer for c in found if c.fact == "criminal_record"} == {"yes", "no"}


def test_every_change_is_true_when_asked_for_itself() -> None:
    row = {**TWELVE, "enlisted_on": "2012-09-20", "criminal_record": None}
    for change in determine.changes(row, JOB, on=ON):
        assert change.fact != "on"
        assert ask({**row, change.fact: change.value}).answer == change.answer


def test_the_first_month_a_right_falls_due_is_found_by_asking_month_by_month() -> None:
    row = {
        "disability_grade": 6, "disability_cause": "duty", "disability_approved_on": "2026-06-20", "is_deceased": False,
        "rank_group": "nco", "nco_grade": "junior", "discharged_on": "2026-09-01", "is_serving": False,
        "serving_sentence": False, "is_wanted": False, "life_or_death_sentence": False, "expelled_from_army": False,
        "retired_cadre_transferred": False, "disability_graded_after_discharge": False,
        "disability_transferred_on": "2026-10-01",
    }  # fmt: skip
    changes = determine.changes(row, "compensation_2024.disability_pension", on=date(2026, 3, 1))
    assert [c.value for c in changes if c.fact == "on" and c.answer == "yes"] == ["2027-01-01"]


# ── worked tables ──


def test_worked_cases_are_answered_row_by_row_with_their_own_standards() -> None:
    cases = pl.DataFrame(
        {
            "id": ["E-01", "E-02", "x"],
            "entitlement": [MONEY, MONEY, JOB],
            "event_on": ["2020-09-01", "2020-09-01", "2024-09-01"],
            "rank_group": ["conscript", "nco", "nco"],
            "nco_grade": ["none", "junior", "junior"],
            "enlisted_on": ["2018-09-01", "2015-09-01", "2012-09-01"],
            "honours": ["[]", "[]", None],
            "disability_grade": ["0", "0", "0"],
            "child_of_martyr": ["否", "false", None],
            "criminal_record": [None, None, "是"],
            "standard:discharge_money_per_year": ["4500", "5000", None],
        }
    )
    found = answer.answer(cases)
    assert found[MONEY].to_list() == ["yes", "yes", None]
    assert found[f"{MONEY}.amount"].to_list() == ["9000.00", "25000.00", None]
    assert found[JOB].to_list() == [None, None, "no"]
    assert found[f"{JOB}.why"].to_list()[2] == "第35条(2) 受过刑事处罚"
    assert found.columns[: len(cases.columns)] == cases.columns


@pytest.mark.parametrize(
    ("column", "cell"),
    [("disability_grade", "six"), ("child_of_martyr", "maybe"), ("honours", "merit_9"), ("enlisted_on", "2012.9.1"),
     ("event_on", "soon"), ("entitlement", "nothing"), ("monthly_pay", "a lot")],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(column: str, cell: str) -> None:
    row = {"event_on": "2024-09-01", "entitlement": JOB, column: cell}
    good = {
        "event_on": "2024-09-01",
        "entitlement": JOB,
        column: None
        if column not in ("event_on", "entitlement")
        else {"event_on": "2024-09-01", "entitlement": JOB}[column],
    }
    with pytest.raises(answer.UnableToAnswer, match=f"row 2, .*{column}"):
        answer.answer(pl.DataFrame([good, row]))


# ── the law as text ──


def test_an_article_is_shown_with_its_clauses_facts_numbers_and_what_is_built_on_it() -> None:
    text = show.show("resettlement_2024/25")
    assert [line.split("  ")[0] for line in text.splitlines() if line.startswith("25(")] == [
        f"25({n})" for n in range(1, 7)
    ]
    assert "threshold  resettlement_2024/25(1).years = 12 years" in text
    assert f"→ {JOB}" in text
    assert "asks: rank_group, enlisted_on, discharged_on" in text


def test_everything_of_the_law_can_be_shown() -> None:
    listed = show.show()
    for key in catalog.ENTITLEMENTS:
        assert key in listed
        assert show.show(key).startswith(key)
    for pack in catalog.packs():
        assert catalog.packs()[pack][0].edition.zh in show.show(pack)


def test_a_name_nothing_has_is_refused_with_what_is_near() -> None:
    with pytest.raises(show.UnableToShow, match="resettlement_2024/25"):
        show.show("resettlement_2024/255")


def test_every_fact_is_complete_and_its_codes_are_named_in_both_languages() -> None:
    for row in show.facts_table():
        fact = FACTS[row["name"]]
        assert fact.zh
        assert fact.en
        assert fact.evidence_zh
        assert fact.evidence_en
        assert fact.group in GROUPS
        assert bool(fact.choices) == (fact.kind in ("category", "categories"))
        assert all(zh and en for zh, en in fact.choices.values())
        assert fact.absent is None or fact.absence, (
            f"{fact.name} has a value for absence and nothing to assert it"
        )
        assert not (fact.judged and fact.absence), "a judgement is recorded, never asserted"


def test_every_yes_or_no_fact_can_be_closed_by_an_assertion_or_a_judgement() -> None:
    assert [f.name for f in FACTS.values() if f.kind == "bool" and not f.absence and not f.judged] == []


def test_derived_numbers_come_from_dates_that_exist() -> None:
    for derived in DERIVED.values():
        assert {FACTS[name].kind for name in derived.bases} == {"date"}


# ── the published cases ──


def test_the_published_cases_of_the_old_discharge_money_come_out_to_the_yuan() -> None:
    path = Path(__file__).parents[5] / "shared" / "law" / "cases.csv"
    if not path.exists():
        pytest.skip("the published cases (shared/law/cases.csv) are not beside this checkout")
    published = pl.read_csv(path, infer_schema=False).filter(pl.col("rule") == "discharge_money_pre_2024_09")
    inputs = [json.loads(text) for text in published["inputs_json"]]
    end = [date.fromisoformat(day) for day in published["event_on"]]
    cases = pl.DataFrame(
        {
            "entitlement": [MONEY] * len(inputs),
            "event_on": published["event_on"],
            "rank_group": ["conscript" if one["years"] == 2 else "nco" for one in inputs],
            "nco_grade": ["none" if one["years"] == 2 else "junior" for one in inputs],
            "enlisted_on": [
                day.replace(year=day.year - one["years"]).isoformat()
                for day, one in zip(end, inputs, strict=True)
            ],
            "honours": ["[]"] * len(inputs),
            "disability_grade": ["0"] * len(inputs),
            "child_of_martyr": ["false"] * len(inputs),
            "standard:discharge_money_per_year": [str(one["base"]) for one in inputs],
        }
    )
    found = answer.answer(cases)
    assert published["id"].to_list() == ["E-01", "E-02", "E-03"]
    assert found[f"{MONEY}.amount"].to_list() == [f"{amount}.00" for amount in published["expected_json"]]
