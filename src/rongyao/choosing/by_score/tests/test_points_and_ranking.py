"""Scores without loss and an order without ties."""

import itertools
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongyao.choosing.by_score.points import ScoreItem, UnableToReadPoints, hundredths, in_points, total
from rongyao.choosing.by_score.ranking import Standing, TieKey, UnableToRank, keys_needed, rank, sort_key

ITEMS = (
    ScoreItem("service", "服役", "service", "8", 0, 6000),
    ScoreItem("fault", "减分", "fault", "12", -1000, 0),
)
TIES = (TieKey("months", "月", "months", "higher"), TieKey("begun", "次序", "begun", "lower"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("689.85", 68985), ("６８９．８５", 68985), ("689.850", 68985), (" 75 ", 7500), ("75.", 7500), ("0.5", 50), ("-3.25", -325),
        ("−3.25", -325), ("+1", 100), ("0", 0), ("-0", 0), ("12345678901.99", 1234567890199),
    ],
)  # fmt: skip
def test_points_are_read_without_loss(text: str, value: int):
    assert hundredths(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1e400",
        "1e2",
        "nan",
        "inf",
        "1,000",
        "689.855",
        "1.2.3",
        "十",
        "0x10",
        "1 2",
        "--1",
        "9" * 19,
        ".5",
        "9" * 17,
    ],
)
def test_what_is_no_number_of_points_is_refused(text: str):
    with pytest.raises(UnableToReadPoints):
        hundredths(text)


@given(st.integers(-(10**12), 10**12))
def test_writing_and_reading_points_give_back_the_same(value: int):
    assert hundredths(in_points(value)) == value
    assert Decimal(in_points(value)) * 100 == value


@given(st.integers(0, 6000), st.integers(-1000, 0))
def test_the_total_is_the_sum_of_items_in_their_ranges_and_scoring_again_changes_nothing(
    service: int, fault: int
):
    points = {"service": service, "fault": fault}
    assert total(points, ITEMS) == total(points, ITEMS) == service + fault


@pytest.mark.parametrize(
    "points",
    [
        {"service": 6001, "fault": 0},
        {"service": -1, "fault": 0},
        {"service": 0, "fault": 1},
        {"service": 0},
        {"service": 0, "fault": 0, "x": 1},
    ],
)
def test_points_outside_the_rule_missing_or_unknown_are_refused(points: dict[str, int]):
    with pytest.raises(UnableToReadPoints):
        total(points, ITEMS)


def standings(count: int, rng: random.Random) -> list[Standing]:
    return [
        Standing(rng.randint(0, 2), (rng.randint(0, 1), rng.randint(0, 1)), rng.randbytes(32))
        for _ in range(count)
    ]


@given(st.integers(0, 30), st.integers(0, 10**6))
def test_the_order_does_not_depend_on_the_order_of_rows(count: int, seed: int):
    rng = random.Random(seed)
    people = standings(count, rng)
    shuffled = people[:]
    rng.shuffle(shuffled)
    assert [people[row] for row in rank(people, TIES)] == [shuffled[row] for row in rank(shuffled, TIES)]


@given(st.integers(2, 30), st.integers(0, 10**6))
def test_no_more_tie_keys_are_shown_than_tell_neighbours_apart(count: int, seed: int):
    rng = random.Random(seed)
    people = standings(count, rng)
    ordered = [people[row] for row in rank(people, TIES)]
    for before, after in itertools.pairwise(ordered):
        depth, by_lot = keys_needed(before, after)
        shown = [sort_key(one, TIES)[: depth + 1] for one in (before, after)]
        assert (shown[0] == shown[1]) == by_lot
        if depth:
            assert sort_key(before, TIES)[:depth] == sort_key(after, TIES)[:depth]


def test_all_scores_equal_the_lot_decides():
    people = [Standing(5, (1, 1), bytes([255 - number]) * 32) for number in range(5)]
    assert rank(people, TIES) == [4, 3, 2, 1, 0]


def test_two_people_with_the_same_lot_cannot_be_ranked():
    with pytest.raises(UnableToRank):
        rank([Standing(1, (1, 1), b"x"), Standing(1, (1, 1), b"x")], TIES)


def test_the_direction_of_each_tie_key_is_kept():
    more, earlier = Standing(1, (2, 9), b"b"), Standing(1, (2, 1), b"c")
    fewer = Standing(1, (1, 0), b"a")
    assert rank([more, earlier, fewer], TIES) == [1, 0, 2]
