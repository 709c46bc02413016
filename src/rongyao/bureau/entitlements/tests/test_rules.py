"""Pure rules: what becomes a proposal, who signs second, how articles are cited, what a letter lists."""

from __future__ import annotations

import datetime as dt

import pytest

from rongyao.bureau.entitlements.rules import letter_rows
from rongyao.bureau.entitlements.rules.articles import citation, cited, numeral, titled
from rongyao.bureau.entitlements.rules.findings import articles, differences, facts_wanted, failing
from rongyao.bureau.entitlements.rules.genuine import new_code, plain_code
from rongyao.bureau.entitlements.rules.proposing import (
    facts_short,
    has_arisen,
    is_settled_on_paper,
    makes_proposal,
    needs_second,
)
from rongyao.bureau.entitlements.tests.known import DEATH, MONEY, WAY

ON = dt.date(2026, 11, 24)


def part(kind, answer, zh="", children=(), article="", facts=()):
    return {
        "kind": kind, "answer": answer, "zh": zh, "en": zh, "article": article, "item": "", "children": list(children),
        "facts": [{"name": name, "value": value} for name, value in facts],
    }  # fmt: skip


def clause(zh, answer, article="25", facts=()):
    return part("clause", answer, zh, article=article, facts=facts)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (25, "二十五"), (100, "一百"), (105, "一百〇五")],
)
def test_article_numbers_in_chinese_numerals(number, text):
    assert numeral(number) == text


def test_articles_are_cited_as_people_write_them():
    assert cited("resettlement_2024/25(6)", "zh") == "第二十五条第（六）项"
    assert cited("25(6)", "en") == "Art 25(6)"
    assert cited("suzhou_3205/", "zh") == ""
    assert titled("军人抚恤优待条例（2024年修订）", "zh") == "《军人抚恤优待条例》（2024年修订）"
    assert titled("《退役士兵安置条例》", "zh") == "《退役士兵安置条例》"
    assert citation("20", "Regulation", "en") == "Regulation, Art 20"


def test_money_and_ways_of_placement_are_proposed_the_rest_is_information():
    assert makes_proposal(MONEY)
    assert makes_proposal(WAY)
    assert not makes_proposal("protection_2020.preference_card")
    assert not makes_proposal("resettlement_2011.placement_given_up")
    assert not makes_proposal("repealed.long_ago")


def left_on(day, key=MONEY):
    return is_settled_on_paper(key, {"tree": clause("x", "yes", facts=[("discharged_on", day)])}, ON)


def test_a_matter_of_once_is_settled_when_its_event_lies_more_than_three_years_back():
    assert left_on("2023-11-23")
    assert not left_on("2023-11-24")
    assert left_on("2015-09-01", WAY)
    assert not left_on("2024-09-01", WAY)


def test_a_date_known_to_the_month_or_the_year_settles_from_its_last_possible_day():
    assert left_on("2023-10")
    assert not left_on("2023-11")
    assert left_on("2022")
    assert not left_on("2023")
    assert not left_on(None)
    assert not is_settled_on_paper(MONEY, {"tree": None}, ON)


def test_what_is_paid_by_the_month_or_the_year_is_never_settled():
    assert not left_on("1992-11-30", "compensation_2024.disability_pension")
    assert not left_on("1992-11-30", "compensation_2024.nursing_allowance")
    assert not left_on("1992-11-30", "protection_2020.preference_card")
    assert not left_on("1992-11-30", "repealed.long_ago")


def test_the_29th_of_february_has_an_eve_three_years_before():
    seen = {"tree": clause("x", "yes", facts=[("discharged_on", "2025-02-27")])}
    assert is_settled_on_paper(MONEY, seen, dt.date(2028, 2, 29))
    later = {"tree": clause("x", "yes", facts=[("discharged_on", "2025-02-28")])}
    assert not is_settled_on_paper(MONEY, later, dt.date(2028, 2, 29))


def test_the_second_signature_is_needed_from_the_limit_on_and_always_for_death_money():
    assert needs_second(MONEY, 5_000_000)
    assert not needs_second(MONEY, 4_999_999)
    assert not needs_second(WAY, None)
    assert needs_second(DEATH, None)
    assert needs_second(MONEY, 100, limit_fen=100)


def test_nobody_is_asked_about_a_death_unheard_of():
    assert not has_arisen(DEATH, None)
    assert has_arisen(DEATH, True)
    assert has_arisen(MONEY, None)
    assert not has_arisen(MONEY, False)
    assert facts_short(MONEY, "unknown", ["honours", "rank_group"]) == 2
    assert facts_short(MONEY, "unknown", ["honours", "died_on"]) == 0
    assert facts_short(MONEY, "yes", ["honours"]) == 0
    assert facts_short("protection_2020.preference_card", "unknown", ["hukou_kunshan"]) == 0


def test_a_refusal_rests_on_the_innermost_condition_that_failed_and_under_exceptions_the_sides_are_turned():
    tree = part("unless", "no", children=[
        part("all_of", "yes", children=[clause("军士满十二年", "yes")]),
        part("exceptions", "yes", children=[clause("被开除党籍", "yes", "35"), clause("受过刑事处罚", "no", "35")]),
    ])  # fmt: skip
    found = failing({"tree": tree})
    assert [one["zh"] for one in found] == ["被开除党籍"]
    assert articles(found, "zh") == "35 被开除党籍"
    assert failing({"tree": part("all_of", "yes", children=[clause("x", "yes")])}) == []


def test_differences_name_answer_sum_conditions_and_facts():
    was = {
        "answer": "yes",
        "amount": {"amount_fen": 100},
        "tree": clause("满两年", "yes", facts=[("enlisted_on", "2018")]),
    }
    now = {"answer": "no", "amount": None, "tree": clause("满两年", "no", facts=[("enlisted_on", "2019")])}
    assert [(one.kind, one.was, one.now) for one in differences(was, now)] == [
        ("answer", "yes", "no"), ("amount", 100, None), ("condition", "yes", "no"), ("fact", "2018", "2019"),
    ]  # fmt: skip


def test_where_only_a_version_moved_on_the_difference_says_which():
    was = {"answer": "yes", "tree": None, "hashes": {"pack": "a", "standards": "b"}}
    newer_law = {**was, "hashes": {"pack": "c", "standards": "b"}}
    newer_table = {**was, "hashes": {"pack": "a", "standards": "c"}}
    assert [one.kind for one in differences(was, newer_law)] == ["law"]
    assert [one.kind for one in differences(was, newer_table)] == ["standards"]
    assert [one.kind for one in differences(was, was)] == ["words"]
    assert [one.kind for one in differences(was, {**newer_law, "answer": "no"})] == ["answer", "law"]
    assert [one.kind for one in differences(was, {**newer_table, "answer": "no"})] == ["answer"]


def test_what_is_wanted_is_what_settles_the_answer_and_then_the_sum():
    assert facts_wanted({"missing": ["a"], "amount": {"missing": ["b", "a"]}}) == ["a", "b"]
    assert facts_wanted({"missing": [], "amount": None}) == []


def test_a_letter_lists_what_is_met_one_alternative_and_few_exclusions_by_name():
    tree = part("all_of", "yes", children=[
        {**clause("适用2024年条例", "yes"), "key": "resettlement_2024/in_force.discharged_on"},
        part("unless", "yes", children=[
            part("any_of", "yes", children=[clause("烈士子女", "no"), clause("满十二年", "yes"), clause("二等功", "yes")]),
            part("exceptions", "no", children=[clause("被开除党籍", "no"), clause("受过刑事处罚", "no")]),
        ]),
        part("none_of", "yes", "未以其他方式安置", children=[part("exceptions", "no", children=[clause("退休", "no")])]),
        clause("满十二年", "yes"),
    ])  # fmt: skip
    lines = [(line.zh, line.found) for line in letter_rows.lines(tree)]
    assert lines == [
        ("满十二年", "met"), ("被开除党籍；受过刑事处罚", "is_not_so"), ("未以其他方式安置", "met"),
    ]  # fmt: skip


def test_many_exclusions_stand_in_a_letter_as_their_number():
    barred = part("exceptions", "no", children=[clause(f"情形{n}", "no") for n in range(3)])
    tree = part("all_of", "yes", children=[barred])
    assert [line.zh for line in letter_rows.lines(tree)] == ["法律列明的例外情形，共3项"]


def test_a_letter_of_refusal_lists_what_failed_and_of_alternatives_what_they_are_alternatives_of():
    tree = part("all_of", "no", children=[
        clause("户籍在昆山", "yes"),
        part("any_of", "no", "符合安排工作的任一条件", children=[clause("满十二年", "no"), clause("烈士子女", "no")]),
        part("any_of", "no", "满足以下任一项", children=[clause("义务兵", "no")]),
        part("exceptions", "yes", children=[clause("受过刑事处罚", "yes"), clause("被通缉", "no")]),
    ])  # fmt: skip
    lines = [(line.zh, line.found) for line in letter_rows.lines(tree)]
    assert lines == [
        ("符合安排工作的任一条件", "not_met"), ("义务兵", "not_met"), ("受过刑事处罚", "is_so"),
    ]  # fmt: skip


def test_what_is_not_known_is_not_in_a_letter():
    assert list(letter_rows.lines(clause("x", "unknown"))) == []
    assert list(letter_rows.lines(None)) == []


def test_a_code_survives_being_read_aloud_and_typed_with_spaces():
    code = new_code()
    assert plain_code(f"{code[:4]} {code[4:8].lower()}-{code[8:]}") == code
    assert plain_code(code[:-1]) == ""
