"""What posts ask: three-valued, explained, linted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.choosing.by_score.requirements import (
    Atom,
    FactKind,
    UnableToReadRequirement,
    holds,
    lint,
    match,
    parse,
)

KINDS = {
    name: FactKind(name, kind, name, name)
    for name, kind in {"edu": "category", "years": "int", "party": "bool", "skills": "categories", "born": "date", "sex": "category"}.items()
}  # fmt: skip
PERSON = {
    "edu": "大专",
    "years": 5,
    "party": True,
    "skills": ["电工", "焊工"],
    "born": "1992-11-30",
    "sex": "male",
}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", True), ("edu in 大专|本科", True), ("edu = 本科", False), ("edu != 本科", True), ("edu not in 大专|本科", False),
        ("years >= 5", True), ("years ≥ ６", False), ("years <= 4; edu = 大专", False), ("party = 是", True), ("party = 否", False),
        ("skills has 电工|车工", True), ("skills has all 电工|焊工", True), ("skills has all 电工|车工", False),
        ("born >= 1990-01-01；born <= 1992-11-30", True),
    ],
)  # fmt: skip
def test_the_small_language_means_what_it_says(text: str, answer: bool):
    assert match(parse(text, KINDS), PERSON).eligible is answer


@pytest.mark.parametrize(
    "text",
    ["edu", "edu ~ x", "rank = 1", "years = ten", "years >= 1|2", "party >= 是", "skills = 电工", "edu >= 大专", "born >= 1992", "party = 或许", "edu in "],
)  # fmt: skip
def test_what_the_language_does_not_say_is_refused(text: str):
    with pytest.raises(UnableToReadRequirement):
        parse(text, KINDS)


def test_a_missing_fact_is_unknown_and_not_no():
    answer = match(parse("edu = 大专; years >= 5", KINDS), {"edu": "大专"})
    assert answer.eligible is None
    assert answer.missing == ["years"]


def test_a_condition_that_fails_settles_the_matter_whatever_is_unknown():
    answer = match(parse("edu = 本科; years >= 5", KINDS), {"edu": "大专"})
    assert answer.eligible is False
    assert answer.missing == []
    assert [atom.id for atom in answer.failing] == ["c1"]


def test_an_asserted_empty_list_is_no_and_an_unknown_list_is_unknown():
    atoms = parse("skills has 电工", KINDS)
    assert match(atoms, {"skills": []}).eligible is False
    assert match(atoms, {"skills": None}).eligible is None


@given(st.lists(st.sampled_from([True, False, None]), max_size=5))
def test_all_of_is_kleene(answers: list[bool | None]):
    atoms = [Atom(f"c{number}", f"f{number}", "eq", (True,)) for number in range(len(answers))]
    facts = {f"f{number}": answer for number, answer in enumerate(answers)}
    expected = False if False in answers else None if None in answers else True
    assert match(atoms, facts).eligible is expected


@pytest.mark.parametrize(
    "text",
    [
        "years >= 6; years <= 5",
        "edu = 大专; edu = 本科",
        "edu in 大专|本科; edu not in 大专|本科",
        "party = 是; party = 否",
        "years = 3; years >= 4",
    ],
)
def test_conditions_nobody_can_meet_together_are_pointed_out(text: str):
    assert [one.why for one in lint(parse(text, KINDS))] == ["contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        "years >= 5; years <= 5",
        "edu in 大专|本科; edu != 大专",
        "skills has 电工; skills has 焊工",
        "years >= 1",
    ],
)
def test_conditions_someone_can_meet_are_left_alone(text: str):
    assert lint(parse(text, KINDS)) == []


def test_a_limit_by_sex_is_pointed_out_unless_its_ground_is_named():
    atoms = parse("sex = male", KINDS)
    assert [one.why for one in lint(atoms)] == ["forbidden"]
    assert lint(atoms, grounds={"sex": "a named legal ground"}) == []


def test_numbers_are_never_taken_for_text():
    assert holds(Atom("c1", "years", "eq", (5,)), {"years": 5}) is True
    assert parse("years = ５", KINDS)[0].value == (5,)
