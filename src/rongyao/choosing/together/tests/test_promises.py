"""What the matching promises besides its counts, and the ways people try to bend it."""

from dataclasses import replace

import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.together.market import Institution, Line, Market, Person, TrainingClass, UnableToMatch
from rongyao.choosing.together.match import Outcome, match


def result(market: Market) -> Outcome | None:
    try:
        return match(market)
    except UnableToMatch:
        return None


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets())
def test_nobody_is_left_over_while_a_wished_seat_stays_free_in_a_class_that_runs(market: Market):
    found = result(market)
    if found is None:
        return
    load, size, under = market.loads(found.placed)
    for person, line in enumerate(found.placed):
        for wish in market.people[person].wishes if line < 0 else ():
            of = market.lines[wish].of
            roof = market.classes[of].under
            has_room = load[wish] < market.lines[wish].seats and size[of] < market.classes[of].most
            below = roof < 0 or under[roof] < market.institutions[roof].most
            assert not (found.is_open[of] and has_room and below)


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets(), st.integers(1, 3))
def test_classes_of_one_exact_size_run_full_or_not_at_all(market: Market, size: int):
    classes = tuple(replace(one, least=size, most=size, under=-1) for one in market.classes)
    exact = replace(market, classes=classes, institutions=())
    found = match(exact)
    assert set(exact.loads(found.placed)[1]) <= {0, size}
    assert exact.faults(found.placed, found.is_open) == []


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets())
def test_without_minimums_the_number_placed_is_the_maximum_flow_of_scipy(market: Market):
    sparse = pytest.importorskip("scipy.sparse", reason="scipy is not installed: not compared")
    flow = pytest.importorskip("scipy.sparse.csgraph")
    easy = replace(
        market, institutions=(), classes=tuple(replace(one, least=0, under=-1) for one in market.classes)
    )
    people, lines, classes = len(easy.people), len(easy.lines), len(easy.classes)
    end = 1 + people + lines + classes
    arcs = [(0, 1 + i, 1) for i in range(people)]
    arcs += [(1 + i, 1 + people + line, 1) for i, one in enumerate(easy.people) for line in one.wishes]
    arcs += [(1 + people + n, 1 + people + lines + line.of, line.seats) for n, line in enumerate(easy.lines)]
    arcs += [(1 + people + lines + c, end, one.most) for c, one in enumerate(easy.classes)]
    heads, tails, room = zip(*arcs, strict=True)
    graph = sparse.csr_matrix((room, (heads, tails)), shape=(end + 1, end + 1), dtype="int32")
    assert match(easy).settled.counts[0] == flow.maximum_flow(graph, 0, end).flow_value


def test_one_person_listed_by_two_employers_holds_one_line():
    two = Market(
        (Person((0, 1)), Person((1,))),
        (Line("A", 0, 1), Line("B", 1, 1)),
        (TrainingClass("C", 1, 1), TrainingClass("D", 1, 1)),
    )
    assert match(two).placed == [0, 1]


def test_applications_that_only_hold_a_class_up_do_so_only_while_they_stand():
    """Three who would never come keep a class of four above its minimum; once they withdraw it does not run."""
    held = Market(tuple(Person((0,)) for _ in range(4)), (Line("A", 0, 4),), (TrainingClass("C", 4, 4),))
    assert match(held).settled.counts == [4]
    without = replace(held, people=(held.people[0], *(Person(()) for _ in range(3))))
    assert match(without).placed == [-1] * 4


def test_a_list_cut_short_can_pay_where_lists_bind_and_never_where_eligibility_does():
    """The first would go to B so that the second, who takes only A, has a place too. Leaving B out forces A, unless eligibility decides."""
    classes = (TrainingClass("C1", 0, 1), TrainingClass("C2", 0, 1))
    honest = Market((Person((0, 1)), Person((0,))), (Line("A", 0, 1), Line("B", 1, 1)), classes)
    short = replace(honest, people=(Person((0,)), Person((0,))))
    assert (match(honest).placed, match(short).placed) == ([1, 0], [0, -1])
    told, cut = (made.record(one, accept="eligible", eligible=[[0, 1], [0]]) for one in (honest, short))
    assert told.outcome
    assert cut.outcome
    assert told.outcome.placed == cut.outcome.placed == [1, 0]


@pytest.mark.parametrize("huge", [10**6, 2**40])
def test_limits_near_the_largest_integers_count_people_and_nothing_else(huge: int):
    roof = Institution("I", huge, 0)
    wide = Market(
        (Person((0,), 1), Person((1, 0), 0), Person((1,), 1)), (Line("A", 0, huge), Line("B", 1, 1)),
        (TrainingClass("C", 1, huge, 0), TrainingClass("D", 1, huge, 0)), (roof,), groups=2,
    )  # fmt: skip
    found = made.record(wide)
    made.checked(found.finish(at=made.AT))
    assert found.outcome.placed == [0, 0, 1] or found.outcome.settled.counts == [3, 1]


def test_identical_inputs_in_another_process_give_the_same_classes():
    """Ties among equally good sets of classes are broken by lot, never by the solver."""
    tied = Market(
        tuple(Person((0, 1, 2)) for _ in range(4)),
        tuple(Line(f"L{n}", n, 4) for n in range(3)),
        tuple(TrainingClass(f"C{n}", 4, 4) for n in range(3)),
    )
    for lots in ([0, 1, 2], [1, 2, 0], [2, 0, 1]):
        assert match(tied, lots=lots).is_open.index(True) == lots[0]
