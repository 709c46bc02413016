"""Markets made to break the matching, and the six reasons one by one."""

from dataclasses import replace

import made
import pytest

from rongyao.choosing.together import instances
from rongyao.choosing.together.market import Institution, Line, Market, Person, TrainingClass, UnableToMatch
from rongyao.choosing.together.match import changes, match


def market(
    classes: list[tuple[int, int]],
    lines: list[tuple[int, int]],
    wishes: list[tuple[int, ...]],
    groups: list[int] | None = None,
) -> Market:
    """Classes (least, most), lines (class, seats), wishes by person."""
    mine = groups or [0] * len(wishes)
    return Market(
        tuple(Person(one, group) for one, group in zip(wishes, mine, strict=True)),
        tuple(Line(f"L{n}", of, seats) for n, (of, seats) in enumerate(lines)),
        tuple(TrainingClass(f"C{n}", least, most) for n, (least, most) in enumerate(classes)),
        groups=max(mine, default=0) + 1,
    )


def test_everyone_wants_one_class_and_the_first_get_it():
    found = match(market([(2, 3)], [(0, 3)], [(0,)] * 6))
    assert found.placed == [0, 0, 0, -1, -1, -1]
    reasons = found.why_unplaced()
    assert [reasons[n].code for n in (3, 4, 5)] == ["N3"] * 3
    assert reasons[3].evidence == {"full": [[0, "line", 2]]}


def test_two_classes_need_the_same_fifteen_people_and_the_lot_decides():
    both = market([(15, 20), (15, 20)], [(0, 20), (1, 20)], [(0, 1)] * 15)
    assert match(both, lots=[0, 1]).is_open == (True, False)
    assert match(both, lots=[1, 0]).is_open == (False, True)


def test_a_class_that_can_run_only_if_another_does_not():
    found = match(market([(3, 3), (2, 2)], [(0, 3), (1, 2)], [(0, 1), (0, 1), (0,), (1,)]))
    assert found.is_open == (True, False)
    assert found.why_unplaced()[3].code == "N2"


@pytest.mark.parametrize("limits", [(99, 100), (5, 4), (1, 0)])
def test_a_class_that_never_can_run_does_not(limits: tuple[int, int]):
    found = match(market([limits], [(0, 9)], [(0,)] * 6))
    assert (found.is_open, found.settled.counts) == ((False,), [0])
    refusal = found.why_unplaced()[0].evidence["classes"][0]
    assert refusal["why"] == "few"
    assert refusal["most"] < limits[0]


def test_no_people_no_seats_no_wishes():
    assert match(market([(0, 5)], [(0, 5)], [])).placed == []
    assert match(market([(1, 5)], [(0, 0)], [(0,)])).settled.counts == [0]
    assert match(market([(1, 5)], [(0, 5)], [()])).placed == [-1]


def test_groups_in_which_nobody_is_change_nothing():
    one = market([(1, 2)], [(0, 2)], [(0,), (0,), (0,)])
    empty = replace(one, people=(), groups=3)
    assert match(empty).settled.counts == [0, 0, 0]
    more = replace(one, people=tuple(replace(person, group=1) for person in one.people), groups=4)
    assert match(more).placed == match(one).placed
    assert match(more).settled.counts[0] == match(one).settled.counts[0] == 2


def test_a_cancelled_order_changes_only_what_it_must():
    before = market([(2, 4), (2, 4)], [(0, 2), (0, 2), (1, 2)], [(0,), (0, 1), (2,), (2,)])
    first, after = match(before), match(before.without([0]))
    assert first.settled.counts == [4]
    assert changes(first, after) == [(0, 0, -1), (1, 0, -1)]


def test_three_hundred_identical_classes_are_no_maze():
    many = market([(2, 2)] * 300, [(n, 2) for n in range(300)], [tuple(range(300))] * 7)
    found = match(many)
    assert found.settled.counts == [6]
    assert found.is_closed
    assert [n for n, runs in enumerate(found.is_open) if runs] == [0, 1, 2]


def test_the_first_group_is_served_before_the_second_but_never_at_the_cost_of_the_number():
    both = market([(2, 2), (3, 3)], [(0, 2), (1, 3)], [(1,), (1,), (1,), (0, 1), (0,)], [1, 1, 1, 0, 0])
    assert match(both).settled.counts == [5, 2]
    short = market([(1, 1)], [(0, 1)], [(0,), (0,)], [1, 0])
    assert match(short).placed == [-1, 0]


def test_an_institution_that_cannot_keep_its_promise_is_told_so():
    promised = Institution("I", 9, 5)
    one = Market((Person((0,)),), (Line("L", 0, 1),), (TrainingClass("C", 0, 9, 0),), (promised,))
    with pytest.raises(UnableToMatch, match="minimums"):
        match(one)


def test_cities_tied_together_by_cross_city_wishes_match_with_proof():
    found = match(instances.city(800, over=1.3, seed=4, groups=2, wishes=3))
    assert found.is_closed
    assert found.market.faults(found.placed, found.is_open) == []


def test_more_people_than_places_in_a_set_is_a_reason_of_its_own():
    crowd = market([(0, 2), (0, 1)], [(0, 2), (1, 1)], [(0, 1), (0,), (1,), (0,)], [1, 1, 0, 0])
    found = match(crowd)
    reasons = found.why_unplaced()
    assert {reason.code for reason in reasons.values()} == {"N4"}
    evidence = next(iter(reasons.values())).evidence
    assert evidence["seats"] < len(evidence["people"])


def test_all_six_reasons_come_with_evidence_that_holds():
    base = market(
        [(1, 1), (3, 3), (0, 9)], [(0, 1), (1, 3), (2, 1)], [(0,), (0,), (1,), (), (0,), (0, 2), (0, 2)]
    )
    eligible = [[0], [0], [1], [2], [], [0, 2], [0, 2]]
    found = made.record(base, eligible=eligible, status=["in"] * 5 + ["withdrew", "in"])
    made.checked(found.finish(at=made.AT))
    codes = {place: reason.code for place, reason in found.reasons.items()}
    assert codes == {1: "N3", 2: "N2", 3: "N1", 4: "N0", 5: "N5"}


def test_a_new_minimum_above_the_people_left_closes_the_class_after_a_withdrawal():
    full = market([(3, 3)], [(0, 3)], [(0,), (0,), (0,)])
    less = replace(full, people=full.people[:2])
    assert (match(full).settled.counts, match(less).settled.counts) == ([3], [0])
