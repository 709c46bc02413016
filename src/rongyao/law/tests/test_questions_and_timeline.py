"""Which question settles most, and a life on one line."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law import catalog, determine
from rongyao.law.facts import FACTS
from rongyao.law.questions import questions
from rongyao.law.timeline import UnableToDrawTimeline, first_due, timeline

ON = dt.date(2026, 11, 27)
NCO = {
    "rank_group": "nco", "enlisted_on": "2012-09-01", "discharged_on": "2026-09-01", "is_deceased": False,
    "birth_on": "1992-03-04", "discharge_mode": "normal",
}  # fmt: skip


def asked(row: dict, **more) -> list[str]:
    return [q.fact for q in questions(row, on=ON, **more)]


def test_of_nobody_known_the_day_of_discharge_is_asked_before_anything_about_prison() -> None:
    found = asked({"is_deceased": False})
    assert found[0] == "discharged_on"
    bars = [n for n, name in enumerate(found) if FACTS[name].group == "exclusions"]
    assert min(bars) > 5


def test_only_facts_that_still_matter_are_asked_and_never_a_judgement() -> None:
    row = NCO | {"honours": []}
    for q in questions(row, on=ON):
        assert row.get(q.fact) is None
        assert not FACTS[q.fact].judged
        assert q.matters_to


def test_a_settled_entitlement_asks_nothing() -> None:
    nursing = ["compensation_2024.nursing_allowance"]
    assert "disability_grade" in asked(NCO, entitlements=nursing)
    assert asked(NCO | {"disability_grade": 0, "disability_cause": "none"}, entitlements=nursing) == []


def test_what_was_skipped_is_not_asked_again() -> None:
    first = asked({"is_deceased": False})[0]
    assert first not in asked({"is_deceased": False}, skipped=(first,))


def test_answering_what_is_asked_ends() -> None:
    """Whoever answers every question with its usual "no" comes to the end, and nothing is left open but judgements."""
    row: dict = {"is_deceased": False, "discharged_on": "2026-09-01", "enlisted_on": "2024-09-01"}
    some = [
        key for key in catalog.ENTITLEMENTS if key.startswith(("resettlement_2024", "compensation_2024.d"))
    ]
    for _n in range(60):
        found = questions(row, on=ON, entitlements=some)
        if not found:
            break
        row[found[0].fact] = _plain_answer(found[0].fact)
    asked_of = determine.person(row, on=ON, entitlements=some)
    left = [f.entitlement for f in asked_of if f.applies and f.answer == "unknown"]
    assert questions(row, on=ON, entitlements=some) == []
    assert left == []


def _plain_answer(name: str):
    fact = FACTS[name]
    usual = {"date": "2020-01-01", "int": 0, "money": 500_000, "categories": [], "bool": False}
    if fact.absent is not None:
        return fact.absent
    return usual.get(fact.kind) if fact.kind in usual else next(iter(fact.choices))


RAISED = "compensation_2024.disability_pension"
GRADED = NCO | {
    "disability_grade": 6, "disability_cause": "duty", "disability_approved_on": "2024-12-15",
    "disability_graded_after_discharge": True, "criminal_record": False, "serving_sentence": False,
    "is_wanted": False, "life_or_death_sentence": False, "expelled_from_army": False, "discharged_on": "2024-09-30",
    "retired_cadre_transferred": False, "centralised_care": False,
}  # fmt: skip


def test_the_pension_begins_in_the_month_of_approval_and_moves_with_the_standard() -> None:
    spells = timeline(GRADED, since=dt.date(2024, 10, 1), until=dt.date(2026, 12, 1), entitlements=[RAISED])[
        RAISED
    ]
    due = [s for s in spells if s.answer == "yes"]
    assert spells[0].answer == "no"
    assert due[0].starts_on == dt.date(2024, 12, 1)
    assert due[-1].ends_on is None
    for one, other in itertools.pairwise(spells):
        assert (other.starts_on - one.ends_on).days == 1
    assert first_due(GRADED, RAISED, on=dt.date(2024, 10, 1)) == dt.date(2024, 12, 1)


def test_where_nothing_will_ever_be_due_the_line_is_empty() -> None:
    well = GRADED | {"disability_grade": 0, "disability_cause": "none"}
    assert timeline(well, since=dt.date(2024, 10, 1), until=ON, entitlements=[RAISED]) == {}
    assert first_due(well, RAISED, on=ON) is None


@settings(max_examples=15, deadline=None)
@given(grade=st.integers(1, 10), approved=st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1)))
def test_each_month_of_the_line_is_what_the_law_says_on_its_first_day(grade: int, approved: dt.date) -> None:
    key = "compensation_2024.disability_pension"
    row = NCO | {
        "disability_grade": grade,
        "disability_cause": "duty",
        "disability_approved_on": approved.isoformat(),
    }
    since, until = dt.date(2024, 10, 1), dt.date(2026, 12, 1)
    spells = timeline(row, since=since, until=until, entitlements=[key]).get(key, [])
    for month in (dt.date(2024, 11, 1), dt.date(2025, 9, 1), dt.date(2026, 12, 1)):
        (found,) = determine.person(row, on=month, entitlements=[key])
        spell = next(s for s in spells if s.starts_on <= month and (s.ends_on is None or month <= s.ends_on))
        assert spell.answer == (found.answer if found.applies or found.answer == "unknown" else "no") or (
            spell.answer == "unknown" and found.answer == "judge"
        )
        if found.answer == "yes" and found.amount:
            assert spell.amount_fen == found.amount.amount_fen


def test_a_span_that_is_no_life_is_refused() -> None:
    with pytest.raises(UnableToDrawTimeline):
        timeline(NCO, since=dt.date(2030, 1, 1), until=dt.date(2020, 1, 1))
