"""The invariants of serial choice, on random markets small enough to try everything."""

import itertools
import os
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.by_score.serial import choose, filled_at
from rongyao.choosing.by_score.tests.markets import Market, deferred_acceptance, market, sublists

MARKETS = st.integers(0, 10**9).map(market)
SMALL = st.integers(0, 10**9).map(lambda seed: market(seed, people=4, posts=3))


@given(MARKETS)
@settings(max_examples=300, deadline=None)
def test_seats_are_respected_and_nobody_gets_what_was_not_asked_for(one: Market):
    placed = choose(one.wanted(), one.seats)
    assert all(placed.count(post) <= seats for post, seats in enumerate(one.seats))
    assert all(post < 0 or post in wishes for post, wishes in zip(placed, one.wanted(), strict=True))


@given(MARKETS)
@settings(max_examples=300, deadline=None)
def test_every_post_someone_would_rather_have_is_full_of_better_ranked_people(one: Market):
    lists = one.wanted()
    placed = choose(lists, one.seats)
    full = filled_at(placed, one.seats)
    for row, post in enumerate(placed):
        better = lists[row] if post < 0 else lists[row][: lists[row].index(post)]
        assert all(full[other] < row for other in better)
        assert all(
            sum(placed[above] == other for above in range(row)) == one.seats[other] for other in better
        )


@given(MARKETS)
@settings(max_examples=300, deadline=None)
def test_it_is_deferred_acceptance_with_the_common_priority(one: Market):
    assert choose(one.wanted(), one.seats) == deferred_acceptance(one.wanted(), one.seats)


@given(SMALL)
@settings(max_examples=100, deadline=None)
def test_of_all_results_it_is_the_first_in_order_and_nobody_could_gain_without_a_loss(one: Market):
    lists = one.wanted()
    fair = [
        found
        for found in itertools.product(*([*wishes, -1] for wishes in lists))
        if all(found.count(post) <= seats for post, seats in enumerate(one.seats))
    ]
    worth = {
        found: [[*wishes, -1].index(post) for wishes, post in zip(lists, found, strict=True)]
        for found in fair
    }
    mine = tuple(choose(lists, one.seats))
    assert worth[mine] == min(worth.values())
    better = [
        one for one, places in worth.items() if all(a <= b for a, b in zip(places, worth[mine], strict=True))
    ]
    assert better == [mine]


def test_a_million_people_keep_every_promise_a_small_market_keeps():
    people, posts = (10**6, 5000) if os.environ.get("RONGYAO_FULL") else (10**5, 500)
    lists = [((row * 7919) % posts, (row * row) % posts, (row * 31 + 7) % posts) for row in range(people)]
    seats = [people // posts // 2 + post % 50 for post in range(posts)]
    placed = choose(lists, seats)
    full, taken = filled_at(placed, seats), Counter(placed)
    assert all(taken[post] <= count for post, count in enumerate(seats))
    for row, (wishes, post) in enumerate(zip(lists, placed, strict=True)):
        assert all(full[other] < row for other in (wishes if post < 0 else wishes[: wishes.index(post)]))


@given(SMALL)
@settings(max_examples=40, deadline=None)
def test_no_false_list_gets_anyone_a_better_post(one: Market):
    true = one.wanted()
    placed = choose(true, one.seats)
    for row, wishes in enumerate(true):
        worth = {post: place for place, post in enumerate(wishes)}
        for false in sublists(len(one.seats)):
            allowed = [post for post in false if one.eligible[row] >> post & 1]
            got = choose([*true[:row], allowed, *true[row + 1 :]], one.seats)[row]
            assert worth.get(got, 99) >= worth.get(placed[row], 99)


@given(MARKETS, st.data())
@settings(max_examples=200, deadline=None)
def test_rising_in_the_order_never_worsens_ones_own_result(one: Market, data: st.DataObject):
    lists = one.wanted()
    row = data.draw(st.integers(0, len(lists) - 1))
    higher = data.draw(st.integers(0, row))
    before = choose(lists, one.seats)[row]
    moved = [*lists[:row], *lists[row + 1 :]]
    moved.insert(higher, lists[row])
    after = choose(moved, one.seats)[higher]
    worth = {post: place for place, post in enumerate(lists[row])}
    assert worth.get(after, 99) <= worth.get(before, 99)


@given(MARKETS, st.data())
@settings(max_examples=200, deadline=None)
def test_one_more_seat_hurts_nobody(one: Market, data: st.DataObject):
    post = data.draw(st.integers(0, len(one.seats) - 1))
    more = [count + (number == post) for number, count in enumerate(one.seats)]
    for wishes, before, after in zip(
        one.wanted(), choose(one.wanted(), one.seats), choose(one.wanted(), more), strict=True
    ):
        worth = {post: place for place, post in enumerate(wishes)}
        assert worth.get(after, 99) <= worth.get(before, 99)


@given(MARKETS, st.data())
@settings(max_examples=200, deadline=None)
def test_taking_away_a_placed_person_with_the_seat_changes_nobody_else(one: Market, data: st.DataObject):
    lists, placed = one.wanted(), choose(one.wanted(), one.seats)
    rows = [row for row, post in enumerate(placed) if post >= 0]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    fewer = [count - (post == placed[row]) for post, count in enumerate(one.seats)]
    assert choose([*lists[:row], *lists[row + 1 :]], fewer) == [*placed[:row], *placed[row + 1 :]]


@given(MARKETS)
@settings(max_examples=200, deadline=None)
def test_cutting_a_list_below_the_result_changes_nothing(one: Market):
    lists, placed = one.wanted(), choose(one.wanted(), one.seats)
    cut = [
        wishes[: wishes.index(post) + 1] if post >= 0 else wishes
        for wishes, post in zip(lists, placed, strict=True)
    ]
    assert choose(cut, one.seats) == placed


@given(MARKETS, st.integers(0, 10**6))
@settings(max_examples=200, deadline=None)
def test_renaming_the_posts_renames_the_result_and_nothing_else(one: Market, seed: int):
    names = list(range(len(one.seats)))
    random.Random(seed).shuffle(names)
    lists = [[names[post] for post in wishes] for wishes in one.wanted()]
    seats = [0] * len(names)
    for post, count in enumerate(one.seats):
        seats[names[post]] = count
    expected = [names[post] if post >= 0 else -1 for post in choose(one.wanted(), one.seats)]
    assert choose(lists, seats) == expected


@given(MARKETS, st.data())
@settings(max_examples=200, deadline=None)
def test_changing_places_inside_a_tie_group_changes_nobody_above_it(one: Market, data: st.DataObject):
    lists = one.wanted()
    start = data.draw(st.integers(0, len(lists) - 1))
    end = data.draw(st.integers(start, len(lists)))
    group = data.draw(st.permutations(lists[start:end]))
    assert (
        choose([*lists[:start], *group, *lists[end:]], one.seats)[:start] == choose(lists, one.seats)[:start]
    )


def test_nobody_nothing_and_no_seats():
    assert choose([], [1]) == []
    assert choose([[0], []], [0]) == [-1, -1]
    assert filled_at([], [0, 1]) == [-1, 0]


def test_agreement_with_matching_where_it_is_installed():
    matching = pytest.importorskip("matching.games", reason="the oracle `matching` is not installed")
    for seed in range(200):
        one = market(seed, people=8)
        lists = {row: wishes for row, wishes in enumerate(one.wanted()) if wishes}
        asked = {
            post: [row for row, wishes in lists.items() if post in wishes] for post in range(len(one.seats))
        }
        open_posts = {post for post, rows in asked.items() if rows and one.seats[post]}
        lists = {row: [post for post in wishes if post in open_posts] for row, wishes in lists.items()}
        lists = {row: wishes for row, wishes in lists.items() if wishes}
        if not lists:
            continue
        game = matching.HospitalResident.create_from_dictionaries(
            lists,
            {post: [row for row in asked[post] if row in lists] for post in open_posts},
            {post: one.seats[post] for post in open_posts},
        )
        found = {person.name: post.name for post, people in game.solve().items() for person in people}
        placed = choose(one.wanted(), one.seats)
        assert {row: post for row, post in enumerate(placed) if post >= 0} == found


def test_agreement_with_algmatch_where_it_is_installed():
    algmatch = pytest.importorskip("algmatch", reason="the oracle `algmatch` is not installed")
    for seed in range(200):
        one = market(seed, people=8)
        if not all(one.seats):
            continue  # algmatch 1.5.2 fails on a hospital without places
        lists = one.wanted()
        asked = [
            [row + 1 for row, wishes in enumerate(lists) if post in wishes] for post in range(len(one.seats))
        ]
        instance = {
            "residents": {row + 1: [post + 1 for post in wishes] for row, wishes in enumerate(lists)},
            "hospitals": {
                post + 1: {"capacity": count, "preferences": asked[post]}
                for post, count in enumerate(one.seats)
            },
        }
        solver = algmatch.HospitalResidentsProblem(dictionary=instance, optimised_side="residents")
        found = solver.get_stable_matching()["resident_sided"]
        placed = choose(lists, one.seats)
        for row, post in enumerate(placed):
            said = found.get(f"r{row + 1}", "")
            assert (said or "") == (f"h{post + 1}" if post >= 0 else "")
