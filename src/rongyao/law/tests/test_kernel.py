"""The kernel itself: Kleene's logic, bounds of dates, and the traps a data frame sets for a lawyer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from rongyao.law import standards
from rongyao.law.compiler import Compiler
from rongyao.law.door import UnableToReadFacts, complete, date_bounds, frame
from rongyao.law.kernel import Plan
from rongyao.law.model import (
    Clause,
    Test,
    all_of,
    amount,
    any_of,
    clause,
    edition,
    entitlement,
    highest,
    none_of,
    on,
    pick,
    rounded,
    standard,
    threshold,
    total,
    unless,
)
from rongyao.law.model import fact as f
from rongyao.law.nodes import Quantity, UnableToWriteArticle
from rongyao.law.settings import AS_WRITTEN, Settings, override

ON = date(2026, 3, 1)
ANY_TIME = edition(zh="测试", en="test", short_zh="测试", starts="1900-01-01")
TRUTH = (True, False, None)
PEOPLE = [{"child_of_martyr": a, "both_parents_dead": b} for a in TRUTH for b in TRUTH]


def columns(test: Test, rows: list[dict[str, Any]], settings: Settings = AS_WRITTEN) -> list[bool | None]:
    c = Compiler(standards.seed(), settings)
    expression = c.test(test)
    ready = complete(frame(rows, ON), c.facts)
    for level in c.levels():
        ready = ready.with_columns(level)
    return ready.select(answer=expression)["answer"].to_list()


def sums(of: Quantity, rows: list[dict[str, Any]], when: Test | None = None) -> list[int | None]:
    e = entitlement(
        "sum", zh="数", en="sum", article="1", edition=ANY_TIME, event=on, when=on >= date(1900, 1, 1) if when is None else when,
        amount=amount(of, unit="once"),
    )  # fmt: skip
    return (
        Plan([e], standards.seed(), AS_WRITTEN).population(frame(rows, ON))[f"{e.key}.amount_fen"].to_list()
    )


def kleene_and(a: bool | None, b: bool | None) -> bool | None:
    return False if a is False or b is False else None if None in (a, b) else True


def test_all_of_and_any_of_follow_kleene_in_all_nine_cases() -> None:
    a, b = f.child_of_martyr, f.both_parents_dead
    expected_and = [kleene_and(p["child_of_martyr"], p["both_parents_dead"]) for p in PEOPLE]
    assert columns(all_of(a, b), PEOPLE) == expected_and == columns(a & b, PEOPLE)
    negated = [{name: None if v is None else not v for name, v in p.items()} for p in PEOPLE]
    expected_or = [None if v is None else not v for v in columns(all_of(a, b), negated)]
    assert columns(any_of(a, b), PEOPLE) == expected_or == columns(a | b, PEOPLE)


def test_unless_denies_where_the_exception_holds_and_waits_where_it_is_not_known() -> None:
    answers = columns(unless(f.child_of_martyr, f.both_parents_dead), PEOPLE)
    assert answers == [False, True, None, False, False, False, False, None, None]
    assert columns(none_of(f.child_of_martyr), PEOPLE[::3]) == [False, True, None]


def test_a_missing_column_is_not_known_and_not_false() -> None:
    assert columns(f.child_of_martyr, [{}]) == [None]
    assert columns(~f.child_of_martyr, [{}]) == [None]


WRONG: dict[str, Callable[[], Any]] = {
    "and": lambda: f.child_of_martyr and f.both_parents_dead,
    "or": lambda: f.child_of_martyr or f.both_parents_dead,
    "not": lambda: not f.child_of_martyr,
    "a chained comparison": lambda: 5 <= f.disability_grade <= 8,
    "a code nobody declared": lambda: f.rank_group == "general",
    "an honour nobody declared": lambda: f.honours.has("no_such_honour"),
    "a float": lambda: f.service_years >= 11.5,
    "a list asked like a code": lambda: f.honours.is_in("merit_1"),
    "a date compared with text": lambda: f.discharged_on >= "2024-09-01",
    "a standard nobody named": lambda: standard("no_such_standard"),
    "a clause that is no condition": lambda: clause("1", zh="", en="")(lambda: 5),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_the_kernel_cannot_mean_is_refused_when_the_article_is_written(name: str) -> None:
    with pytest.raises(UnableToWriteArticle):
        WRONG[name]()


def test_a_fact_outside_the_vocabulary_does_not_exist() -> None:
    assert not hasattr(f, "no_such_fact")


# ── dates with bounds ──


@pytest.mark.parametrize(
    ("enlisted", "discharged", "full"),
    [
        ("2012-09-01", "2024-09-01", True),
        ("2012-09-02", "2024-09-01", False),
        ("2012-09", "2024-09-30", True),
        ("2012-09", "2024-09-01", None),
        ("2012-10", "2024-09", False),
        ("2012-08", "2024-09", True),
        ("2012", "2024-12-31", True),
        ("2012", "2024-01-01", None),
        ("2012-02-29", "2024-02-28", False),
        ("2012-02-29", "2024-02-29", True),
    ],
)
def test_twelve_full_years_are_unknown_only_where_the_bounds_disagree(
    enlisted: str, discharged: str, full: bool | None
) -> None:
    row = {"enlisted_on": enlisted, "discharged_on": discharged}
    assert columns(f.service_years >= 12, [row]) == [full]


def test_a_leap_day_birthday_is_reached_on_the_last_of_february() -> None:
    rows = [{"birth_on": "1969-12-31", "discharged_on": d} for d in ("2024-12-30", "2024-12-31")]
    assert columns(f.age_at_discharge >= 55, rows) == [False, True]
    leap = [{"birth_on": "1972-02-29", "discharged_on": d} for d in ("2027-02-27", "2027-02-28")]
    assert columns(f.age_at_discharge >= 55, leap) == [False, True]


def test_months_do_not_wrap_around_in_eight_bits() -> None:
    # December is 12: twelve years are 144 months, and Int8 ends at 127.
    rows = [{"enlisted_on": "2000-01-01", "discharged_on": f"{2000 + n}-12-31"} for n in range(40)]
    expected = [12 * n + 11 for n in range(40)]
    found = [columns(f.service_months == months, [row]) for row, months in zip(rows, expected, strict=True)]
    assert found == [[True]] * 40


def test_half_years_count_a_started_half_and_not_a_finished_one_twice() -> None:
    rows = [
        {"enlisted_on": start, "discharged_on": "2020-09-01"}
        for start in ("2018-09-01", "2018-08-31", "2018-03-01", "2018-02-28", "2020-08-31")
    ]
    assert [
        columns(f.service_half_years == n, [row]) for row, n in zip(rows, (4, 5, 5, 6, 1), strict=True)
    ] == [[True]] * 5


def test_a_date_compares_by_its_earliest_and_latest_day() -> None:
    rows = [{"discharged_on": d} for d in ("2024-08", "2024-09", "2024", None)]
    assert columns(f.discharged_on >= date(2024, 9, 1), rows) == [False, True, None, None]
    assert columns(f.discharged_on > date(2024, 8, 31), rows) == [False, True, None, None]


def test_dates_are_read_with_the_precision_they_carry() -> None:
    assert date_bounds("1992") == (date(1992, 1, 1), date(1992, 12, 31))
    assert date_bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    for wrong in ("1992/11", "92-11-01", "1992-13", "1992-11-31", "", "19921130"):
        with pytest.raises(ValueError):
            date_bounds(wrong)


# ── the traps of a data frame ──


def test_pick_with_an_unknown_condition_is_unknown_and_not_the_otherwise_branch() -> None:
    ladder = pick((f.child_of_martyr, 20), otherwise=2)
    assert sums(ladder, [{"child_of_martyr": v} for v in TRUTH]) == [20, 2, None]


def test_pick_stops_at_the_first_step_that_holds_and_does_not_ask_on() -> None:
    ladder = pick((f.child_of_martyr, 20), (f.both_parents_dead, 10), otherwise=2)
    assert sums(ladder, PEOPLE) == [20, 20, 20, 10, 2, None, None, None, None]


def test_highest_and_total_are_unknown_while_any_part_is() -> None:
    rows = [{"monthly_pay": 5, "monthly_basic_pay": 7}, {"monthly_pay": 5}, {}]
    assert sums(highest(f.monthly_pay, f.monthly_basic_pay), rows) == [7, None, None]
    assert sums(total(f.monthly_pay, f.monthly_basic_pay), rows) == [12, None, None]


def test_a_sum_is_given_only_to_the_entitled() -> None:
    rows = [{"child_of_martyr": v, "monthly_pay": 5} for v in TRUTH]
    assert sums(f.monthly_pay * 2, rows, when=f.child_of_martyr) == [10, None, None]


def test_bounds_that_give_two_sums_give_none_and_bounds_that_agree_give_one() -> None:
    rows = [
        {"enlisted_on": "2018-09", "discharged_on": d} for d in ("2020-09-01", "2020-09-15", "2020-08-31")
    ]
    assert sums(f.service_half_years * 1, rows) == [4, None, 4]


def test_an_amount_that_may_not_be_whole_fen_must_name_its_rounding() -> None:
    with pytest.raises(UnableToWriteArticle, match="rounding"):
        sums(f.monthly_pay * Fraction(1, 3), [{"monthly_pay": 1}])
    assert sums(rounded(f.monthly_pay * Fraction(1, 2), "half_up"), [{"monthly_pay": 5}]) == [3]


def test_an_empty_list_is_known_and_a_missing_one_is_not() -> None:
    rows = [{"honours": []}, {"honours": None}, {"honours": ["merit_3", "medal"]}, {"honours": ["other"]}]
    assert columns(f.honours.has("medal", "state_title"), rows) == [False, None, True, False]


def test_a_category_that_is_not_known_is_neither_equal_nor_different() -> None:
    rows: list[dict[str, Any]] = [{"rank_group": "nco"}, {"rank_group": "officer"}, {}]
    assert columns(f.rank_group == "nco", rows) == [True, False, None]
    assert columns(f.rank_group != "nco", rows) == [False, True, None]


# ── the door ──


@pytest.mark.parametrize(
    "row",
    [
        {"nonsense": True},
        {"child_of_martyr": "是"},
        {"child_of_martyr": 1},
        {"disability_grade": "6"},
        {"disability_grade": True},
        {"rank_group": "士官"},
        {"honours": "merit_3"},
        {"honours": ["merit_9"]},
        {"enlisted_on": "2012/09/01"},
        {"monthly_pay": 12.5},
    ],
)
def test_the_door_refuses_what_its_fact_cannot_be_and_says_which(row: dict[str, Any]) -> None:
    with pytest.raises(UnableToReadFacts) as refused:
        frame([{}, row], ON)
    assert refused.value.fact in row


def test_a_frame_built_elsewhere_with_another_type_is_refused() -> None:
    wrong = pl.DataFrame({"on": [ON], "disability_grade": [1.0]})
    e = entitlement(
        "typed", zh="", en="", article="1", edition=ANY_TIME, event=on, when=f.disability_grade >= 1
    )
    with pytest.raises(UnableToReadFacts):
        Plan([e], standards.seed(), AS_WRITTEN).population(wrong)


# ── numbers ──


def test_a_threshold_set_otherwise_changes_the_answer_on_the_copy_only() -> None:
    twelve = threshold("99", years=12)
    row = {"enlisted_on": "2014-09-01", "discharged_on": "2024-09-01"}
    assert columns(f.service_years >= twelve, [row]) == [False]
    assert columns(f.service_years >= twelve, [row], override({twelve.key: 10})) == [True]
    assert columns(f.service_years >= twelve, [row]) == [False]


def test_a_standard_is_looked_up_as_of_each_persons_own_day() -> None:
    pension = standard("disability_pension", f.disability_grade, f.disability_cause, at=on)
    e = entitlement(
        "pension", zh="", en="", article="1", edition=ANY_TIME, event=on, when=f.disability_grade >= 1,
        amount=amount(pension, unit="year"),
    )  # fmt: skip
    row = {"disability_grade": 6, "disability_cause": "duty"}
    people = frame(
        [row, row, {**row, "disability_cause": None}], [date(2024, 7, 31), date(2024, 8, 1), date(2024, 8, 1)]
    )
    found = Plan([e], standards.seed(), AS_WRITTEN).population(people)
    before, after, unknown = found[f"{e.key}.amount_fen"].to_list()
    assert after == 4_818_000
    assert before < after
    assert unknown is None


def test_an_unrounded_clause_keeps_its_article_and_words() -> None:
    found = ANY_TIME.in_force(on)
    assert isinstance(found, Clause)
    assert found.zh.startswith("适用")
