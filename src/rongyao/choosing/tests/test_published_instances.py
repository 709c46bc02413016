"""Instances published by others, turned into files and run: 26 students choosing courses (Ariel University, 5783)."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.place_cli import place
from rongyao.choosing.record.log import read_folder
from rongyao.choosing.together.match_cli import match_files
from rongyao.choosing.verify import check_together, rongyao_verify

DATA = Path(__file__).parents[5] / "shared/data/matching/ariel_5783_course_allocation.json"
Lists = dict[str, list[str]]
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the published instance is not on this machine")


@pytest.fixture
def courses() -> dict[str, Any]:
    """The instance with courses named C0, C1, …: seats, conflicts, each student's list from the most valued on, how many each may take."""
    told = json.loads(DATA.read_text("utf-8"))
    name = {course: f"C{n}" for n, course in enumerate(told["item_capacities"])}
    lists = {
        who: [name[c] for c, value in sorted(values.items(), key=lambda pair: (-pair[1], name[pair[0]])) if value > 0]
        for who, values in told["valuations"].items()
    }  # fmt: skip
    barred = {who: {name[c] for c in some if c in name} for who, some in told["agent_conflicts"].items()}
    return {
        "seats": {name[c]: n for c, n in told["item_capacities"].items()},
        "lists": {who: [c for c in wishes if c not in barred.get(who, ())] for who, wishes in lists.items()},
        "apart": {name[c]: {name[other] for other in some} for c, some in told["item_conflicts"].items()},
        "rounds": told["agent_capacities"],
    }


def written(path: Path, header: list[str], rows: list[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def chosen_in_a_round(folder: Path, lists: Lists, seats: dict[str, int]) -> dict[str, str]:
    """One course for each, through ``place``: students in the order of the instance, the record checked."""
    folder.mkdir()
    people = written(folder / "people.csv", ["id", "score"], [[who, 100 - n] for n, who in enumerate(lists)])
    posts = written(folder / "posts.csv", ["post", "seats"], [[post, n] for post, n in seats.items()])
    wishes = written(
        folder / "choices.csv", ["id", "choices"], [[who, " ".join(mine)] for who, mine in lists.items()]
    )
    made = place(people, posts, wishes, folder / "record")
    rongyao_verify.verify(read_folder(made.folder))
    return {who.lower(): post for who, _, post in made.results if post != "-"}


def by_hand(lists: Lists, seats: dict[str, int]) -> dict[str, str]:
    """The definition: one after the other, the first course with a seat."""
    left, got = dict(seats), dict[str, str]()
    for who, mine in lists.items():
        course = next((one for one in mine if left[one]), None)
        if course:
            left[course] -= 1
            got[who] = course
    return got


def test_a_course_draft_of_several_rounds_runs_as_placements(courses: dict[str, Any], tmp_path: Path):
    seats, held = {course: min(n, 6) for course, n in courses["seats"].items()}, dict[str, list[str]]()
    for turn in range(max(courses["rounds"].values())):
        may = {who: mine for who, mine in courses["lists"].items() if courses["rounds"][who] > turn}
        apart = {
            who: set().union(*(courses["apart"].get(one, set()) | {one} for one in held.get(who, [])))
            for who in may
        }
        lists = {who: [one for one in mine if one not in apart[who]] for who, mine in may.items()}
        got = chosen_in_a_round(tmp_path / str(turn), lists, seats)
        assert got == by_hand(lists, seats)
        for who, course in got.items():
            held.setdefault(who, []).append(course)
            seats[course] -= 1
    assert len(held) == len(courses["lists"])
    assert sum(map(len, held.values())) > 2 * len(held)


@pytest.mark.parametrize("mode", ["most", "stable"])
def test_the_same_courses_with_a_minimum_run_as_a_joint_matching(
    courses: dict[str, Any], tmp_path: Path, mode: str
):
    """Every course a class that runs with at least four of at most six, half of them under one department of at most twelve."""
    rows = [[c, 6, 4, 6, "D1" if n % 2 else "", 12 if n % 2 else ""] for n, c in enumerate(courses["seats"])]
    orders = written(
        tmp_path / "orders.csv", ["line", "seats", "least", "most", "institution", "institution_most"], rows
    )
    people = written(
        tmp_path / "people.csv", ["id", "rank"], [[who, n] for n, who in enumerate(courses["lists"], 1)]
    )
    wishes = written(
        tmp_path / "wishes.csv",
        ["id", "choices"],
        [[who, " ".join(mine)] for who, mine in courses["lists"].items()],
    )
    made = match_files(people, orders, wishes, tmp_path / "record", mode=mode)
    assert check_together.verify(made.folder)
    assert made.placed == len(courses["lists"]) if mode == "most" else made.placed <= len(courses["lists"])
