"""Looking ahead, and saying why afterwards."""

import json
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.by_score.explain import explain
from rongyao.choosing.by_score.preflight import outlook, prospects
from rongyao.choosing.by_score.requirements import FactKind, parse
from rongyao.choosing.by_score.serial import choose
from rongyao.choosing.by_score.tests.markets import Market, market
from rongyao.choosing.verify.tests import staged

KINDS = {name: FactKind(name, "int", name, name) for name in ("years", "level")}


@given(st.integers(0, 10**9).map(lambda seed: market(seed, people=4, posts=3)))
@settings(max_examples=25, deadline=None)
def test_a_guarantee_holds_against_every_choice_of_the_others_and_its_absence_has_an_example(one: Market):
    seen = prospects(one.eligible, one.seats)
    options = [[[], *([post] for post in range(len(one.seats)) if may >> post & 1)] for may in one.eligible]
    for position, may in enumerate(one.eligible, 1):
        mine = [post for post in range(len(one.seats)) if may >> post & 1]
        outcomes = {choose([*others, mine], one.seats)[-1] for others in product(*options[: position - 1])}
        assert (-1 not in outcomes) == (position in seen.guaranteed)
    assert sorted([*seen.guaranteed, *seen.eligible_for_nothing, *seen.may_be_stranded]) == list(
        range(1, len(one.eligible) + 1)
    )


def test_who_may_be_stranded_is_named():
    seen = prospects([0b01, 0b11, 0b01, 0b00], [1, 1])
    assert (seen.guaranteed, seen.may_be_stranded, seen.eligible_for_nothing) == ((1, 2), (3,), (4,))


def test_people_of_an_earlier_round_count_as_earlier():
    assert prospects([0b1, 0b1], [1], [1, 0]).guaranteed == (2,)


def test_two_thousand_people_are_looked_at_in_a_few_seconds():
    seats = [3] * 100
    masks = [((1 << (row % 90)) * 0b1011001) % (1 << 100) for row in range(2000)]
    seen = prospects(masks, seats)
    assert len(seen.guaranteed) + len(seen.may_be_stranded) + len(seen.eligible_for_nothing) == 2000


def test_a_tailored_post_is_shown_with_the_condition_that_removes_the_others():
    atoms = parse("years >= 5; level = 3", KINDS)
    people = [
        {"years": 6, "level": 3},
        {"years": 6, "level": 1},
        {"years": 6, "level": 2},
        {"years": 1, "level": 1},
    ]
    seen = outlook("P1", 1, atoms, people)
    assert (seen.eligible, seen.looks_tailored, seen.cannot_fill) == (1, True, False)
    assert [(atom.id, count) for atom, count in seen.removed_alone] == [("c1", 0), ("c2", 2)]


def test_undecided_people_are_counted_apart_and_nothing_is_concluded_yet():
    seen = outlook("P1", 2, parse("years >= 5", KINDS), [{"years": None}, {"years": 6}])
    assert (seen.eligible, seen.undecided, seen.looks_tailored) == (1, 1, False)


def test_a_post_nobody_can_take_is_shown_with_its_contradiction():
    seen = outlook("P1", 1, parse("years >= 5; years <= 4", KINDS), [{"years": 5}])
    assert seen.cannot_fill
    assert [one.why for one in seen.remarks] == ["contradiction"]


def test_everyone_gets_reasons_that_agree_with_the_record():
    for one in staged.everything()[:6]:
        events = [json.loads(line) for line in one.placement.log.lines]
        for position, key in enumerate(one.placement.order, 1):
            reasons = explain(one.placement, key, events=events)
            held = one.session.placed.get(position)
            taken = [reason.post for reason in reasons if reason.outcome == "taken"]
            assert held is None or taken == [one.placement.posts[held].id]
            for reason in reasons:
                assert reason.zh
                assert reason.en
                may = (
                    one.placement.eligible[key]
                    >> [post.id for post in one.placement.posts].index(reason.post)
                    & 1
                )
                assert (reason.outcome == "not_eligible") == (not may)


def test_a_refusal_is_explained_by_the_people_and_posts_of_its_witness():
    one = next(one for one in staged.everything() if one.name == "preserving")
    events = [json.loads(line) for line in one.placement.log.lines]
    pick = next(line for line in events if line["kind"] == "PICK" and line["refused"])
    reasons = explain(one.placement, one.placement.order[pick["position"] - 1], events=events)
    refused = next(reason for reason in reasons if reason.outcome == "refused")
    assert refused.witness
    assert str(refused.witness[0]) in refused.zh
