"""The explanation shows what the law found: nothing added, nothing turned round, nothing lost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from rongyao.bureau.foundation.ui import explanation
from rongyao.bureau.foundation.ui.tests.test_tags import draw, words
from rongyao.law import catalog, determine
from rongyao.law.facts import FACTS

CLAUSE: dict[str, Any] = {
    "kind": "clause",
    "article": "25",
    "item": "1",
    "zh": "甲",
    "en": "first",
    "answer": "yes",
    "facts": [],
    "children": [],
}


def finding(tree: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "zh": "安排工作",
        "en": "an assigned job",
        "article": "resettlement_2024/25",
        "answer": tree["answer"],
        "tree": tree,
    } | more


def test_each_answer_has_its_own_word_and_its_own_sign() -> None:
    children = [
        CLAUSE | {"answer": answer, "zh": f"条件{answer}"} for answer in ("yes", "no", "unknown", "judge")
    ]
    seen = explanation.explain(
        finding(CLAUSE | {"kind": "all_of", "answer": "no", "children": children}), "zh"
    )
    assert len({row.sign for row in seen.rows}) == 4
    assert len({row.said for row in seen.rows}) == 4
    assert seen.counts == (1, 4)


def test_an_exclusion_that_is_not_there_is_good_news() -> None:
    barred = {"kind": "exceptions", "zh": "但以下情形除外", "en": "except where", "answer": "no", "facts": [],
              "children": [CLAUSE | {"answer": "no"}, CLAUSE | {"answer": "yes"}]}  # fmt: skip
    tree = {"kind": "unless", "zh": "", "en": "", "answer": "no", "facts": [], "children": [CLAUSE, barred]}
    base, exclusions = explanation.explain(finding(tree), "zh").rows
    assert base.look == "yes"
    assert [child.look for child in exclusions.children] == ["yes", "no"]
    assert exclusions.children[0].said == str(explanation.SAID_OF_A_BAR["no"])
    assert exclusions.children[0].said != str(explanation.SAID["yes"])


def test_an_exception_to_an_exception_is_good_news_again() -> None:
    inner = {
        "kind": "exceptions",
        "zh": "但以下情形除外",
        "en": "except where",
        "answer": "yes",
        "facts": [],
        "children": [CLAUSE],
    }
    barred = {"kind": "unless", "zh": "", "en": "", "answer": "no", "facts": [], "children": [CLAUSE, inner]}
    tree = {"kind": "not", "zh": "不属于", "en": "not", "answer": "yes", "facts": [], "children": [barred]}
    (group,) = explanation.explain(finding(tree), "zh").rows
    bar, escape = group.children
    assert (group.look, bar.look, escape.look, escape.children[0].look) == ("yes", "no", "yes", "yes")


def test_what_is_met_is_folded_and_what_is_not_stands_open() -> None:
    group = {"kind": "any_of", "zh": "甲乙", "en": "x", "facts": [], "children": [CLAUSE, CLAUSE]}
    tree = {"kind": "all_of", "zh": "x", "en": "x", "answer": "no", "facts": [], "children": [group | {"answer": "yes"}, group | {"answer": "unknown"}]}  # fmt: skip
    assert [row.is_open for row in explanation.explain(finding(tree), "zh").rows] == [False, True]


def test_none_of_shows_its_exclusions_once_and_turned() -> None:
    inner = {"kind": "exceptions", "zh": "不存在以下任何情形", "en": "none of these", "answer": "no", "facts": [], "children": [CLAUSE | {"answer": "no"}, CLAUSE | {"answer": "no"}]}  # fmt: skip
    group = inner | {"kind": "none_of", "answer": "yes", "children": [inner]}
    tree = {"kind": "all_of", "zh": "x", "en": "x", "answer": "yes", "facts": [], "children": [CLAUSE, group]}
    shown = explanation.explain(finding(tree), "zh").rows[1]
    assert shown.look == "yes"
    assert [child.look for child in shown.children] == ["yes", "yes"]


def test_a_group_without_words_of_its_own_adds_no_depth() -> None:
    inner = {
        "kind": "all_of",
        "zh": "以下各项均须满足",
        "en": "all of these",
        "answer": "yes",
        "facts": [],
        "children": [CLAUSE, CLAUSE],
    }
    tree = {"kind": "all_of", "zh": "x", "en": "x", "answer": "yes", "facts": [], "children": [CLAUSE, inner]}
    assert [row.text for row in explanation.explain(finding(tree), "zh").rows] == ["甲", "甲", "甲"]


def test_an_either_or_is_never_dissolved_into_an_all_of() -> None:
    inner = {
        "kind": "any_of",
        "zh": "满足以下任一项",
        "en": "any one of these",
        "answer": "yes",
        "facts": [],
        "children": [CLAUSE, CLAUSE | {"answer": "no"}],
    }
    tree = {"kind": "all_of", "zh": "x", "en": "x", "answer": "yes", "facts": [], "children": [CLAUSE, inner]}
    first, group = explanation.explain(finding(tree), "zh").rows
    assert (len(group.children), group.look, first.children) == (2, "yes", ())


def test_the_article_is_cited_by_the_name_of_its_law() -> None:
    assert explanation.explain(finding(CLAUSE), "zh").article == "《退役军人安置条例》（2024年）第25条"
    assert explanation.explain(finding(CLAUSE), "en").article == "Placement Regulations (2024), Art 25"
    assert "第 25(1) 条" in words(draw("{% why finding %}", finding=finding(CLAUSE)))


def test_a_rate_beside_the_sum_stands_with_its_arithmetic() -> None:
    rate = {"zh": "计发比例", "en": "rate", "line_zh": "50% + 2% × 3 = 56%", "line_en": "50% + 2% × 3 = 56%"}
    shown = words(draw("{% why finding %}", finding=finding(CLAUSE) | {"measures": [rate]}))
    assert "计发比例：50% + 2% × 3 = 56%" in shown


def test_every_law_that_answers_has_a_name() -> None:
    packs = {entitlement.pack for entitlement in catalog.ENTITLEMENTS.values()}
    assert all(explanation.law_names(pack) for pack in packs)


def test_a_fact_stands_with_its_source_and_its_day() -> None:
    tree = CLAUSE | {"facts": [{"name": "rank_group", "value": "nco"}]}
    said = words(
        draw(
            "{% why finding sources=sources %}",
            finding=finding(tree),
            sources={"rank_group": {"source": "退役登记表", "as_of": "2026-06-09"}},
        )
    )
    assert FACTS["rank_group"].choices["nco"][0] in said
    assert "退役登记表 2026年6月9日" in said


def test_a_missing_fact_names_the_paper_that_proves_it() -> None:
    seen = explanation.explain(finding(CLAUSE, missing=["enlisted_on"]), "zh")
    assert seen.missing[0].label == FACTS["enlisted_on"].zh
    assert seen.missing[0].paper == FACTS["enlisted_on"].evidence_zh


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("rank_group", None, "不知道", "not known"),
        ("expelled_from_party", False, "否", "no"),
        ("discharged_on", "1992-11", "1992年11月", "November 1992"),
        ("honours", [], "没有", "none"),
        ("honours", ["merit_3", "citation"], "三等功、嘉奖", "merit, third class, citation"),
        ("monthly_basic_pay", 123_456, "1,234.56 元", "1,234.56 yuan"),
        ("disability_grade", 6, "6", "6"),
    ],
)
def test_a_value_is_told_by_its_kind(name: str, value: Any, zh: str, en: str) -> None:
    assert words(draw("{{ v|fact_value:name }}", v=value, name=name)) == zh
    assert words(draw("{{ v|fact_value:name }}", lang="en", v=value, name=name)) == en


def test_a_sum_that_may_not_be_paid_says_why_in_the_readers_words() -> None:
    amount = {
        "amount_fen": 900_000,
        "unit": "once",
        "line_zh": "4,500.00 元 × 2 = 9,000.00 元",
        "line_en": "",
        "confidence": "reported",
        "note_zh": "只作测算",
        "note_en": "",
    }
    person = words(draw("{% why finding %}", finding=finding(CLAUSE, amount=amount)))
    officer = words(draw("{% why finding staff=True %}", finding=finding(CLAUSE, amount=amount)))
    assert "核实以前不发钱" in person
    assert "只作测算" in officer
    assert "系统只核对条件" in officer
    assert "系统只核对条件" not in person


def test_a_sum_without_a_number_shows_what_it_waits_for_and_no_zero() -> None:
    amount = {
        "amount_fen": None,
        "unit": "month",
        "line_zh": "",
        "confidence": "missing",
        "missing": ["monthly_basic_pay"],
    }
    said = words(draw("{% why finding %}", finding=finding(CLAUSE, amount=amount)))
    assert "标准还没有录入" in said
    assert FACTS["monthly_basic_pay"].zh in said
    assert "0.00" not in said


def test_markup_in_a_source_is_not_believed() -> None:
    tree = CLAUSE | {"facts": [{"name": "rank_group", "value": "<script>x</script>"}]}
    assert "<script>" not in draw(
        "{% why finding sources=s %}", finding=finding(tree), s={"rank_group": {"source": "<script>"}}
    )


PERSON = {
    "rank_group": "nco", "nco_grade": "intermediate", "enlisted_on": "2011-12", "discharged_on": "2025-09-01",
    "discharge_mode": "normal", "honours": ["merit_3"], "disability_grade": 6, "disability_cause": "duty",
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> list[Any]:
    """What the law itself finds for one person."""
    return determine.person(PERSON, on=dt.date(2025, 11, 1))


def test_every_real_finding_is_drawn_in_both_languages_without_losing_a_clause(real: list[Any]) -> None:
    assert len(real) > 5
    for found in real:
        for lang in ("zh-hans", "en"):
            said = words(draw("{% why finding %}", lang=lang, finding=found.to_json()))
            assert [text for text in _clauses(found.tree, lang) if _folded(text) not in _folded(said)] == []


def _clauses(tree: Any, lang: str) -> list[str]:
    own = [tree.zh if lang.startswith("zh") else tree.en] if tree.kind == "clause" else []
    return own + [text for child in tree.children for text in _clauses(child, lang)]


def _folded(text: str) -> str:
    return re.sub(r"\s+|&#x27;|'", "", text).casefold()


def test_the_top_of_a_real_explanation_agrees_with_its_answer(real: list[Any]) -> None:
    """Where the whole is met no row is bad; where a joined-by-and whole is not, some row is not good."""
    for found in real:
        looks = {row.look for row in explanation.explain(found, "zh").rows}
        if found.tree.kind in ("all_of", "unless", "clause"):
            assert (looks == {"yes"}) == (found.answer == "yes"), found.entitlement


def test_a_change_says_the_fact_its_new_value_and_the_new_answer() -> None:
    change = {
        "fact": "rank_group",
        "zh": "人员类别",
        "en": "rank group",
        "value": "nco",
        "answer": "yes",
        "amount_fen": 900_000,
    }
    said = words(
        draw(
            "{% changes found %}",
            found=[change, {"fact": "on", "value": "2027-09", "answer": "yes", "amount_fen": None}],
        )
    )
    assert f"人员类别：{FACTS['rank_group'].choices['nco'][0]}" in said
    assert "符合 · 9,000.00 元" in said
    assert "从2027年9月起" in said


def test_no_change_at_all_is_said_too() -> None:
    assert "只变一样，结果都不会变" in words(draw("{% changes found %}", found=[]))
