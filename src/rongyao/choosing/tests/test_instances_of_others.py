"""Instances in the forms others publish them in, turned into files and run: hospitals and residents with a common order, and
student–project allocation with lower and upper quotas and closures, on one level and on two."""

import csv
import random
from pathlib import Path
from typing import Any

import pytest

from rongyao.choosing.by_score import serial
from rongyao.choosing.place_cli import place
from rongyao.choosing.record.log import read_folder
from rongyao.choosing.together.market import Institution, Line, Market, Person, TrainingClass
from rongyao.choosing.together.match_cli import match_files
from rongyao.choosing.together.tests import made
from rongyao.choosing.verify import check_together, rongyao_verify

Hospitals = tuple[dict[str, list[str]], dict[str, int]]


def written(path: Path, header: str, rows: list[list[Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header.split(), *rows])
    return path


# ---------------------------------------------------------------- hospitals and residents


def hospitals(seed: int) -> Hospitals:
    """Nine residents r0, r1, … in the one order all hospitals have, four hospitals, as the dictionaries that ``matching`` reads."""
    rng = random.Random(seed)
    names = [f"h{n}" for n in range(4)]
    lists = {f"r{n}": rng.sample(names, rng.randint(1, 4)) for n in range(9)}
    return lists, {name: rng.randint(1, 3) for name in names}


def by_serial_choice(instance: Hospitals) -> dict[str, str]:
    lists, seats = instance
    names = list(seats)
    placed = serial.choose([[names.index(h) for h in mine] for mine in lists.values()], list(seats.values()))
    return {who: names[post] for who, post in zip(lists, placed, strict=True) if post >= 0}


@pytest.mark.parametrize("seed", range(3))
def test_hospitals_and_residents_run_as_a_placement(seed: int, tmp_path: Path):
    lists, seats = hospitals(seed)
    people = written(tmp_path / "people.csv", "id score", [[who, 100 - n] for n, who in enumerate(lists)])
    posts = written(tmp_path / "posts.csv", "post seats", [[name, n] for name, n in seats.items()])
    wishes = written(tmp_path / "choices.csv", "id choices", [[w, " > ".join(m)] for w, m in lists.items()])
    done = place(people, posts, wishes, tmp_path / "record")
    rongyao_verify.verify(read_folder(done.folder))
    assert {who.lower(): post for who, _, post in done.results if post != "-"} == by_serial_choice(
        (lists, seats)
    )


@pytest.mark.parametrize("seed", range(3))
def test_hospitals_and_residents_run_as_a_stable_matching(seed: int, tmp_path: Path):
    lists, seats = hospitals(seed)
    assert stably(tmp_path, (lists, seats)) == by_serial_choice((lists, seats))


def test_that_is_what_matching_finds_where_it_is_installed(tmp_path: Path):
    games = pytest.importorskip("matching.games")
    for seed in range(3):
        lists, seats = hospitals(seed)
        asked = {h: [who for who, mine in lists.items() if h in mine] for h in seats}
        asked = {h: residents for h, residents in asked.items() if residents}
        create = games.HospitalResident.create_from_dictionaries
        solved = create(lists, asked, {h: seats[h] for h in asked}).solve()
        theirs = {person.name: h.name for h, people in solved.items() for person in people}
        assert stably(tmp_path / str(seed), (lists, seats)) == theirs


def stably(folder: Path, instance: Hospitals) -> dict[str, str]:
    lists, seats = instance
    people = written(folder / "people.csv", "id rank", [[who, n] for n, who in enumerate(lists, 1)])
    orders = written(folder / "orders.csv", "line seats", [[name, n] for name, n in seats.items()])
    wishes = written(folder / "wishes.csv", "id choices", [[w, " ".join(m)] for w, m in lists.items()])
    done = match_files(people, orders, wishes, folder / "record", mode="stable")
    check_together.verify(done.folder)
    return {who.lower(): line for who, _, line, *_ in done.results if line not in ("-", "")}


# ---------------------------------------------------------------- students, projects, lecturers

SPA = """7 4 2
1: 1 2
2: 1 3
3: 2 1
4: 3
5: 3 4
6: 4 1
7: 4 2
1: 2: 3: 1
2: 2: 2: 1
3: 3: 3: 2
4: 1: 2: 2
1: 1: 3: 4
2: 1: 3: 4
"""
"""Numbers of students, projects, lecturers; each student's projects, best first; each project's lower and upper quota and
lecturer; each lecturer's lower quota, target and upper quota (the form of the SPA instances of ``matchingproblems``)."""


def projects(text: str, levels: int) -> Market:
    """The instance as a market: a project is a class of one line, a lecturer (on two levels) an institution."""
    first, *rest = text.splitlines()
    students, count, _ = map(int, first.split())
    rows = [[field.split() for field in line.split(":")] for line in rest]
    people = tuple(Person(tuple(int(p) - 1 for p in row[1])) for row in rows[:students])
    quotas = [[int(field[0]) for field in row] for row in rows[students : students + count]]
    lines = tuple(Line(f"P{n}", n, upper) for n, (_, _, upper, _) in enumerate(quotas))
    classes = tuple(
        TrainingClass(f"P{n}", lower, upper, lecturer - 1 if levels == 2 else -1)
        for n, (_, lower, upper, lecturer) in enumerate(quotas)
    )
    roofs = [[int(field[0]) for field in row] for row in rows[students + count :]] if levels == 2 else []
    return Market(
        people, lines, classes, tuple(Institution(f"L{n}", r[3], r[1]) for n, r in enumerate(roofs))
    )


def as_files(folder: Path, market: Market) -> tuple[Path, Path, Path]:
    rows = []
    for one in market.classes:
        roof = market.institutions[one.under] if one.under >= 0 else None
        limits = [roof.id, roof.least, roof.most] if roof else ["", "", ""]
        rows.append([one.id, one.most, one.least, one.most, *limits])
    header = "line seats least most institution institution_least institution_most"
    names = [line.id for line in market.lines]
    lists = [[f"s{n}", " ".join(names[w] for w in one.wishes)] for n, one in enumerate(market.people)]
    return (
        written(folder / "people.csv", "id rank", [[f"s{n}", n + 1] for n in range(len(market.people))]),
        written(folder / "orders.csv", header, rows),
        written(folder / "wishes.csv", "id choices", lists),
    )


@pytest.mark.parametrize("levels", [1, 2])
def test_students_and_projects_with_closures_are_placed_as_trying_everything_does(
    levels: int, tmp_path: Path
):
    market = projects(SPA, levels)
    done = match_files(*as_files(tmp_path, market), tmp_path / "record")
    check_together.verify(done.folder)
    most = max(sum(line >= 0 for line in placed) for placed in made.every_result(market))
    assert done.placed == most
    assert done.counts[0] == (most, most)
    assert len(done.running) < len(market.classes), "an instance in which a project closes"


def test_a_lecturers_limit_changes_the_result(tmp_path: Path):
    """Two levels are not one: with at most two students the second lecturer's projects cannot both run."""
    tight = SPA.replace("2: 1: 3: 4\n", "2: 1: 2: 2\n")
    one = match_files(*as_files(tmp_path / "one", projects(tight, 1)), tmp_path / "record1")
    two = match_files(*as_files(tmp_path / "two", projects(tight, 2)), tmp_path / "record2")
    assert two.placed < one.placed
