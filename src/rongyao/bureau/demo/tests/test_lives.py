"""The made-up people: the same every time, sound by the registry's own checks, a fifth of them with a gap."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from rongyao.bureau.demo.lives import Life, lives
from rongyao.bureau.demo.numbers import ELSEWHERE, ROSTER_DAY
from rongyao.bureau.demo.people import check
from rongyao.bureau.registry.identity.numbers import is_kunshan_code, read_id_number
from rongyao.law import determine
from rongyao.law.facts import FACTS

TODAY = dt.date(2026, 11, 24)
SEED = 320583
RESERVED = {"996", "997", "998", "999"}


def city(people: int, *, seed: int = SEED, first_run: dt.date = TODAY) -> list[Life]:
    return list(lives(people, seed=seed, first_run=first_run))


@pytest.fixture(scope="module")
def thousand() -> list[Life]:
    return city(1000)


def test_two_builds_of_the_same_day_are_equal(thousand: list[Life]) -> None:
    assert city(1000) == thousand


def test_a_larger_city_begins_with_the_people_of_the_smaller(thousand: list[Life]) -> None:
    assert city(1500)[:1000] == thousand


def test_another_seed_gives_other_people(thousand: list[Life]) -> None:
    assert [life.name for life in city(100, seed=1)] != [life.name for life in thousand[:100]]


def test_nobody_is_discharged_after_the_first_run() -> None:
    early = dt.date(2025, 1, 15)
    left = [
        life.facts["discharged_on"] for life in city(1000, first_run=early) if "discharged_on" in life.facts
    ]
    assert max(left) <= early.isoformat()


def test_in_every_five_people_exactly_one_lacks_a_deciding_fact(thousand: list[Life]) -> None:
    for start in range(0, 1000, 5):
        assert sum(bool(life.gap) for life in thousand[start : start + 5]) == 1


def test_many_kinds_of_gap_occur(thousand: list[Life]) -> None:
    assert len(Counter(life.gap for life in thousand)) >= 9


def test_identity_numbers_are_unique_and_pass_the_check_digit(thousand: list[Life]) -> None:
    assert len({life.id_number for life in thousand}) == 1000
    for life in thousand:
        reading = read_id_number(life.id_number)
        assert (reading.number, reading.birth_on, reading.sex) == (life.id_number, life.born, life.sex)
        assert reading.problems == ()


def test_identity_numbers_use_a_sequence_kept_for_centenarians(thousand: list[Life]) -> None:
    assert {life.id_number[14:17] for life in thousand} <= RESERVED


def test_nobody_of_the_city_is_born_on_the_day_kept_for_rosters(thousand: list[Life]) -> None:
    assert not any(life.born.day == ROSTER_DAY for life in thousand)


@pytest.mark.parametrize(
    ("born", "code"),
    [(range(1920, 1989), "320523"), (range(1989, 1995), "329012"), (range(1995, 2009), "320583")],
)
def test_a_kunshan_number_has_the_area_code_of_its_era(thousand: list[Life], born: range, code: str) -> None:
    native = [life for life in thousand if is_kunshan_code(life.id_number[:6]) and life.born.year in born]
    assert native
    assert {life.id_number[:6] for life in native} == {code}


def test_people_received_from_elsewhere_occur(thousand: list[Life]) -> None:
    share = sum(life.id_number[:6] in ELSEWHERE for life in thousand) / 1000
    assert 0.10 < share < 0.18


def test_everybody_passes_the_checks_of_the_registry(thousand: list[Life]) -> None:
    for life in thousand:
        check(life)


def test_no_judged_fact_is_made_up(thousand: list[Life]) -> None:
    assert not any(FACTS[name].judged for life in thousand for name in life.facts)


def test_everybody_was_of_age_when_joining(thousand: list[Life]) -> None:
    for life in thousand:
        if joined := life.facts.get("enlisted_on"):
            assert int(joined[:4]) - life.born.year >= 17


def test_discharges_lie_on_both_sides_of_the_new_regulations(thousand: list[Life]) -> None:
    left = [life.facts["discharged_on"] for life in thousand if life.kind == "recent"]
    assert sum(day >= "2024-09-01" for day in left) > 100
    assert sum(day < "2024-09-01" for day in left) > 100


def test_rare_characters_and_dotted_names_occur() -> None:
    names = "".join(life.name for life in city(3000))
    assert any(ord(character) > 0xFFFF for character in names)
    assert "·" in names


def _row(life: Life) -> dict[str, object]:
    return {**life.facts, "birth_on": life.born.isoformat(), "sex": life.sex}


def _is_open(life: Life, keys: list[str]) -> bool:
    findings = determine.person(_row(life), on=TODAY, entitlements=keys)
    return any(found.applies and found.answer == "unknown" for found in findings)


def test_without_a_gap_no_question_of_placement_stays_open(thousand: list[Life]) -> None:
    """With one, most stay open: the gap really decides."""
    keys = ["resettlement_2024.job_assignment", "resettlement_2011.job_assignment",
            "resettlement_2024.discharge_money", "resettlement_2011.discharge_money"]  # fmt: skip
    recent = [life for life in thousand if life.kind == "recent"]
    whole = [life for life in recent if not life.gap][:40]
    lacking = [life for life in recent if life.gap][:40]
    assert not any(_is_open(life, keys) for life in whole)
    assert sum(_is_open(life, keys) for life in lacking) >= 20
