"""One definition, four uses: what holds between one person, a population, forgetting and hypotheticals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongyao.law import catalog, determine
from rongyao.law.facts import FACTS, FactDef
from rongyao.law.findings import Condition, Finding

ON = date(2026, 3, 1)
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
CHAIN_DAY = st.dates(date(1965, 1, 1), date(2026, 2, 1))


def days() -> st.SearchStrategy[str]:
    """A day, a month or a year: the three precisions in which papers give dates."""
    return st.builds(lambda day, length: day.isoformat()[:length], CHAIN_DAY, st.sampled_from([10, 10, 7, 4]))


def values(fact: FactDef) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "bool": st.booleans(),
        "int": st.integers(0, 10) if "grade" in fact.name else st.integers(0, 300),
        "date": days(),
        "category": st.sampled_from(list(fact.choices) or [""]),
        "categories": st.lists(st.sampled_from(list(fact.choices) or [""]), max_size=2, unique=True),
        "money": st.integers(0, 3_000_000),
    }
    return kinds[fact.kind]


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Most facts known, some not; dates mostly around the three days on which the regime changed."""
    row = {name: draw(st.none() | values(fact)) for name, fact in FACTS.items()}
    if row["died_on"] is not None:
        row["is_deceased"] = draw(
            st.sampled_from([True, None])
        )  # papers that contradict each other have their own test
    if draw(st.booleans()):
        row["discharged_on"] = draw(st.sampled_from(["2024-08-31", "2024-09-01", "2024-09", "2020-09-01"]))
        row["rank_group"] = draw(st.sampled_from(["nco", "conscript"]))
    return row


def leaves(tree: Condition) -> list[Condition]:
    return [tree, *(leaf for child in tree.children for leaf in leaves(child))]


@QUICK
@given(st.lists(people(), min_size=1, max_size=3))
def test_a_person_alone_is_answered_as_in_a_crowd(rows: list[dict[str, Any]]) -> None:
    crowd = determine.population(determine.frame(rows, ON)).to_dicts()
    together = determine.people(rows, on=ON)
    for row, answers, findings in zip(rows, crowd, together, strict=True):
        assert findings == determine.person(row, on=ON)
        for found in findings:
            same_in_column(found, answers)


def test_people_of_whom_next_to_nothing_is_known_are_still_one_row_each() -> None:
    rows: list[dict[str, Any]] = [{"rank_group": "nco"}] * 3
    assert determine.population(determine.frame(rows, ON)).height == 3
    assert len(determine.people(rows, on=ON)) == 3
    assert determine.people([{}, {}], on=ON)[0] == determine.person({}, on=ON)


def same_in_column(found: Finding, answers: dict[str, Any]) -> None:
    key = found.entitlement
    assert found.answer == answers[key]
    for leaf in leaves(found.tree):
        if leaf.key in answers:
            assert answers[leaf.key] == {"yes": True, "no": False}.get(leaf.answer)
    if found.amount and found.answer == "yes":
        line = found.amount
        assert line.amount_fen == answers[f"{key}.amount_fen"], line.line_zh
        assert line.is_payable == answers[f"{key}.is_payable"], line
        assert line.carried_on == answers[f"{key}.carried_on"] or line.amount_fen is None
        if line.amount_fen is not None:
            assert line.confidence == answers[f"{key}.confidence"]


@QUICK
@given(people(), st.sampled_from(sorted(FACTS)))
def test_forgetting_a_fact_never_turns_a_yes_into_a_no_or_a_no_into_a_yes(
    row: dict[str, Any], name: str
) -> None:
    before, after = (determine.person(r, on=ON) for r in (row, {**row, name: None}))
    for one, other in zip(before, after, strict=True):
        assert other.answer in (one.answer, "unknown", "judge"), one.entitlement
        if one.answer in ("unknown", "judge"):
            assert other.answer in ("unknown", "judge")


@QUICK
@given(people())
def test_an_open_answer_names_what_is_missing_and_a_settled_one_asks_nothing(row: dict[str, Any]) -> None:
    for found in determine.person(row, on=ON):
        is_open = found.answer in ("unknown", "judge")
        assert bool(found.missing or found.to_judge) is is_open, found.entitlement
        assert (found.answer == "judge") == (is_open and not found.missing)
        for name in found.missing:
            assert row[name] is None or len(str(row[name])) < len("1992-11-30"), (
                "a fact that is known was asked for"
            )


@settings(max_examples=10, deadline=None)
@given(people(), st.data())
def test_a_fact_that_was_not_asked_for_cannot_settle_the_answer(
    row: dict[str, Any], data: st.DataObject
) -> None:
    for found in determine.person(row, on=ON):
        if found.answer != "unknown":
            continue
        asked = {*found.missing, *found.to_judge, *(n for n in FACTS if FACTS[n].judged)}
        others = [
            name
            for name in catalog.ENTITLEMENTS[found.entitlement].facts
            if row[name] is None and name not in asked
        ]
        if others:
            name = data.draw(st.sampled_from(others))
            more = {**row, name: data.draw(values(FACTS[name]))}
            after = determine.person(more, on=ON, entitlements=[found.entitlement])[0]
            assert after.answer in ("unknown", "judge"), (
                f"{name} settled {found.entitlement}, though nobody asked it"
            )


@QUICK
@given(people())
def test_a_finding_survives_json_and_a_second_run_is_bit_identical(row: dict[str, Any]) -> None:
    first, again = determine.person(row, on=ON), determine.person(dict(reversed(row.items())), on=ON)
    assert [one.hashes for one in first] == [one.hashes for one in again]
    for found in first:
        assert Finding.from_json(found.to_json()) == found
        assert determine.finding_hash(found) == found.hashes["finding"]


def test_the_answers_come_in_the_order_of_the_people() -> None:
    rows: list[dict[str, Any]] = [
        {"rank_group": g, "discharged_on": "2024-09-01", "disability_grade": 4}
        for g in ("nco", "conscript", "officer")
    ]
    found = determine.population(
        determine.frame(rows, ON), entitlements=["resettlement_2024.lifetime_care"], clauses=False
    )
    assert found["resettlement_2024.lifetime_care"].to_list() == ["unknown", "yes", "no"]
    assert found.columns == ["resettlement_2024.lifetime_care", "resettlement_2024.lifetime_care.applies"]


def test_many_people_are_answered_slice_by_slice_and_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {
            "rank_group": "nco",
            "nco_grade": "junior",
            "discharged_on": "2024-09-01",
            "disability_grade": n % 11,
        }
        for n in range(25)
    ]
    typed = determine.frame(rows, ON)
    whole = determine.population(typed)
    monkeypatch.setattr("rongyao.law.crowd.SLICE", 7)
    assert determine.population(typed.lazy()).equals(whole)
    assert determine.population(typed.clear()).is_empty()
    assert whole["resettlement_2024.lifetime_care"].to_list() == [
        "yes" if 1 <= n % 11 <= 4 else "no" for n in range(25)
    ]
