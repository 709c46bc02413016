"""The worked cases of every pack: `law/**/cases/*.yaml`, written so that a lawyer can read and dispute them.

Each file is a list of cases:

    - title: 军士服役满十二年，正好到周年日 | an NCO on the very anniversary of twelve years
      entitlement: resettlement_2024.job_assignment
      on: 2024-09-10                       # the legal date of the question
      facts: {rank_group: nco, enlisted_on: 2012-09-01, discharged_on: 2024-09-01, …}
      standards: {discharge_money_per_year: 4500}       # optional: yuan; "name:key1:key2" for one cell
      settings: {numbers: {…}, readings: {…}}           # optional: a what-if
      preview: true                                     # optional: the newest figures, whether or not they pay
      expect:
        answer: yes | no | unknown | judge
        item: "25(1)"                      # a clause that must be answered yes (or a list of them)
        amount: 9000                       # yuan
        payable: true                      # may it be paid
        confidence: published
        missing: [criminal_record]         # exactly the facts that still matter, in any order
        judge: [unsuitable_for_assignment]
        applies: false                     # another edition governs
        line: "4,500.00 元 × 2 年 = 9,000.00 元"
        days: 30 calendar_day              # the period that goes with the entitlement
        periods: {examine: 5 working_day}  # the same by name, where several go with it
        measures: {limit: 24000}           # numbers beside the sum, by name: yuan, percent, points or months (null: open)

A fact not listed is not known. Only true and false are Booleans here; on, yes and no are plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from rongyao.law import catalog, determine, standards
from rongyao.law.findings import Condition, Finding
from rongyao.law.model import Entitlement

LAW = Path(__file__).parents[1]


class PlainWords(yaml.SafeLoader):
    """YAML in which `on:` is a key and `yes` an answer."""


PlainWords.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


EXPECTED = {
    "answer",
    "item",
    "amount",
    "payable",
    "confidence",
    "missing",
    "judge",
    "applies",
    "line",
    "days",
    "periods",
    "measures",
}
GIVEN = {"title", "entitlement", "on", "facts", "standards", "settings", "preview", "expect", "source"}


def cases() -> Iterator[Any]:
    for path in sorted(LAW.glob("**/cases/*.yaml")):
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=PlainWords) or []:
            yield pytest.param(case, id=f"{path.parent.parent.name}: {case.get('title')}")


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def answer_of(case: dict[str, Any]) -> Finding:
    table = standards.given(standards.seed(), case["standards"]) if case.get("standards") else None
    if case.get("preview"):
        table = standards.preview(standards.seed() if table is None else table)
    settings = determine.override(**case["settings"]) if case.get("settings") else None
    facts = {name: plain(value) for name, value in case["facts"].items()}
    on, key = case["on"], case["entitlement"]
    return determine.person(facts, on=on, entitlements=[key], standards=table, settings=settings)[0]


def answers_by_item(tree: Condition) -> dict[str, str]:
    item = f"{tree.article}({tree.item})" if tree.item else tree.article
    found = {item: tree.answer} if tree.kind == "clause" else {}
    for child in tree.children:
        for key, answer in answers_by_item(child).items():
            found[key] = "yes" if "yes" in (answer, found.get(key)) else answer
    return found


@pytest.mark.parametrize("case", list(cases()))
def test_the_case_is_answered_as_the_lawyer_wrote_it(case: dict[str, Any]) -> None:
    assert set(case) <= GIVEN, "the case has a key nothing reads"
    expect = case["expect"]
    assert set(expect) <= EXPECTED, "the case expects something nothing checks"
    found = answer_of(case)
    assert found.answer == expect["answer"], f"missing {found.missing}, to judge {found.to_judge}"
    check_reasons(found, expect)
    check_sum(found, expect)
    check_period(catalog.ENTITLEMENTS[case["entitlement"]], expect)


def check_period(entitlement: Entitlement, expect: dict[str, Any]) -> None:
    if "days" in expect:
        assert expect["days"] in [f"{period.number} {period.unit}" for period in entitlement.deadlines]
    known = {one.key.rpartition(".")[2]: f"{one.number} {one.unit}" for one in entitlement.deadlines}
    for name, words in expect.get("periods", {}).items():
        assert known[name] == words, name


def check_reasons(found: Finding, expect: dict[str, Any]) -> None:
    items = expect.get("item", [])
    answered = answers_by_item(found.tree)
    for item in [items] if isinstance(items, str | int) else items:
        assert answered.get(str(item)) == "yes", f"{item} is {answered.get(str(item))}"
    if "missing" in expect:
        assert set(found.missing) == set(expect["missing"])
    if "judge" in expect:
        assert set(found.to_judge) == set(expect["judge"])
    if "applies" in expect:
        assert found.applies is expect["applies"]


def check_sum(found: Finding, expect: dict[str, Any]) -> None:
    line = found.amount
    if "amount" in expect:
        wanted = None if expect["amount"] is None else Fraction(str(expect["amount"])) * 100
        assert (line.amount_fen if line else None) == wanted, line and line.line_zh
    if "payable" in expect:
        assert line is not None
        assert line.is_payable is expect["payable"], line.note_zh
    if "confidence" in expect:
        assert line is not None
        assert line.confidence == expect["confidence"]
    if "line" in expect:
        assert line is not None
        assert line.line_zh == expect["line"]

    for name, wanted in expect.get("measures", {}).items():
        assert measured(found, name) == (None if wanted is None else Fraction(str(wanted))), name


SCALES = {
    "fen": Fraction(1, 100),
    "percent": Fraction(100),
    "points": Fraction(1),
    "months": Fraction(1),
    "years": Fraction(1),
}


def measured(found: Finding, name: str) -> Fraction | None:
    (one,) = [one for one in found.measures if one.key.endswith(f".{name}")]
    return None if one.value is None else Fraction(one.value) * SCALES[one.unit]


def test_every_pack_has_cases() -> None:
    with_cases = {path.parent.parent.name for path in LAW.glob("**/cases/*.yaml")}
    assert set(catalog.packs()) <= with_cases


def test_every_entitlement_has_a_case() -> None:
    tried = {case.values[0]["entitlement"] for case in cases()}
    assert set(catalog.ENTITLEMENTS) <= tried
