"""Each trap of the collected facts has a case or a test that carries its number, so that none is lost unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2]
TRAPS = {
    1: "three days on which a regime changed; the date of the event chooses",
    2: "two ladders of increments, for discharge money and for death money",
    3: "placement by merit in the newer and in the older words",
    4: "basic pay (2024) against pay (2019) in the forty months",
    5: "a disability pension from the month of approval, or the next",
    6: "the wage behind the nursing allowance, and the class for mental disorder",
    7: "who pays in the year of a move",
    8: "raises announced for months gone by",
    9: "calendar days against working days",
    10: "the waiting allowance, from the minimum living standard to the minimum wage",
    11: "the tax announcement cites a repealed regulation",
    12: "local sums above the national ones, each with its level and document",
    13: "codes of places change",
}
NAMED = re.compile(r"\btraps? (\d+)(?:(?:,| and) (\d+))*", re.IGNORECASE)


def numbers_named(text: str) -> set[int]:
    """ "traps 1 and 4: …" → {1, 4}."""
    return {int(n) for found in NAMED.finditer(text) for n in re.findall(r"\d+", found.group())}


@pytest.fixture(scope="module")
def named() -> dict[int, list[str]]:
    """Where each trap is named: titles of YAML cases, docstrings of tests."""
    found: dict[int, list[str]] = {}
    files = [*SOURCE.glob("law/**/cases/*.yaml"), *SOURCE.glob("**/tests/test_*.py")]
    for path in files:
        if path.name != Path(__file__).name:
            for number in numbers_named(path.read_text(encoding="utf-8")):
                found.setdefault(number, []).append(str(path.relative_to(SOURCE)))
    return found


@pytest.mark.parametrize("number", TRAPS)
def test_the_trap_has_a_case_that_carries_its_number(number: int, named: dict[int, list[str]]) -> None:
    assert named.get(number), f"trap {number}: {TRAPS[number]}"


def test_no_case_names_a_trap_that_is_not_on_the_list(named: dict[int, list[str]]) -> None:
    assert set(named) <= set(TRAPS)
