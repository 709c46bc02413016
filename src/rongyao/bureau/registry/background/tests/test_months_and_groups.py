"""The months of spells with their arithmetic, what facts say of a group, small numbers: no database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.bureau.registry.background.occupations import OCCUPATIONS
from rongyao.bureau.registry.background.rules import (
    GROUNDS,
    SMALLEST,
    Category,
    Says,
    Term,
    UnableToCount,
    born_by,
    check_term,
    says,
    suppressed,
    total,
)
from rongyao.law.facts import FACTS

TODAY = dt.date(2026, 11, 24)
MONTHS = st.integers(1980 * 12, 2020 * 12).map(lambda n: f"{n // 12:04d}-{n % 12 + 1:02d}")


def test_first_and_last_month_are_both_counted() -> None:
    assert total([Term("tibet", "1998-03", "1998-03")]).months == 1
    assert total([Term("tibet", "1998-03", "2001-11")]).months == 45


def test_a_month_in_which_one_spell_ends_and_the_next_begins_is_counted_once() -> None:
    counted = total([Term("area_5", "1999-01", "1999-06"), Term("tibet", "1998-01", "1999-01")])
    assert counted.months == 18
    assert [(step.months, step.shared) for step in counted.steps] == [(13, 0), (5, 1)]


def test_what_the_law_does_not_count_is_shown_and_not_counted() -> None:
    counted = total([Term("area_3", "1998-01", "1998-12"), Term("island_2", "1999-01", "1999-12"),
                     Term("island_3", "2000-01", "2000-12")])  # fmt: skip
    assert counted.months == 12
    assert [step.counts for step in counted.steps] == [False, True, False]


@given(st.lists(st.tuples(MONTHS, MONTHS), max_size=6))
def test_the_sum_is_that_of_its_steps_and_never_more_than_the_months_between(pairs: list) -> None:
    terms = [Term("tibet", min(pair), max(pair)) for pair in pairs]
    counted = total(terms)
    assert counted.months == sum(step.months for step in counted.steps)
    years = {month for first, last in ((t.from_month, t.to_month) for t in terms) for month in (first, last)}
    if years:
        first, last = min(years), max(years)
        longest = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
        assert counted.months <= longest


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1999-05", "1999-01", "早于开始"),
        ("1999-13", "2000-01", "年和月"),
        ("2026-10", "2026-12", "还没有到"),
        ("1997-11", "1998-12", "早于入伍"),
        ("2009-01", "2010-13", "年和月"),
        ("2009-01", "2011-01", "晚于退役"),
        ("2000-06", "2001-02", "重叠7个月"),
    ],
)
def test_a_spell_that_cannot_be_is_refused_with_what_it_contradicts(
    first: str, last: str, words: str
) -> None:
    others = [Term("tibet", "2000-01", "2000-12")]
    with pytest.raises(UnableToCount, match=words):
        check_term(
            Term("area_4", first, last), others, enlisted_on="1997-12-01", discharged_on="2010", today=TODAY
        )


def test_spells_may_meet_in_a_month_but_not_lie_within_each_other() -> None:
    others = [Term("tibet", "2000-01", "2000-12")]
    check_term(Term("area_4", "2000-12", "2001-06"), others, today=TODAY)
    check_term(Term("area_4", "1999-01", "2000-01"), others, today=TODAY)
    with pytest.raises(UnableToCount):
        check_term(Term("area_4", "2000-06", "2000-06"), others, today=TODAY)


def test_a_missing_fact_is_not_known_and_never_a_no() -> None:
    assert says(Category.DISABLED, {}) == Says.NOT_KNOWN
    assert says(Category.DISABLED, {"disability_grade": 0}) == Says.NO
    assert says(Category.DISABLED, {"disability_grade": 6}) == Says.YES
    assert says(Category.SELF_EMPLOYED, {"placement_choice": "self_employment"}) == Says.NOT_KNOWN
    assert (
        says(Category.SELF_EMPLOYED, {"placement_choice": "self_employment", "rank_group": "officer"})
        == Says.NO
    )
    assert says(Category.ARMY_FAMILY, {"rank_group": "nco"}) == Says.BY_PAPER
    # That the household was a rural one stands in no fact: facts never settle it.
    assert says(Category.RURAL_60, {"rank_group": "conscript"}) == Says.BY_PAPER


def test_every_ground_asks_only_facts_that_exist_and_values_they_can_have() -> None:
    for category, ground in GROUNDS.items():
        for name, values in ground.facts:
            known = FACTS[name]
            assert not known.choices or values <= set(known.choices), (category, name)


def test_the_day_of_sixty() -> None:
    assert born_by(dt.date(2026, 11, 24)) == "1966-11-24"
    assert born_by(dt.date(2028, 2, 29)) == "1968-02-28"


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=8))
def test_no_small_number_is_shown_nor_can_be_had_from_the_sum(counts: dict) -> None:
    shown, whole = suppressed(counts)
    assert not [n for n in shown.values() if n is not None and 0 < n < SMALLEST]
    assert all(shown[name] in (None, counts[name]) for name in counts)
    hidden = [counts[name] for name in counts if shown[name] is None]
    if whole is not None:
        assert whole == sum(counts.values())
        # From the sum one learns only what the hidden ones come to together: two at least, and not few.
        assert hidden == [] or (len(hidden) > 1 and sum(hidden) >= SMALLEST)


def test_the_occupations_are_a_tree_with_known_gaps() -> None:
    assert len(OCCUPATIONS.entries) == 2047
    assert all(e.level == 1 or OCCUPATIONS.get(e.parent) for e in OCCUPATIONS.entries.values())
    assert OCCUPATIONS.exact("电工").code.startswith("6-")
    assert {e.code[:1] for e in OCCUPATIONS.find("焊工")} <= set("12345678")
