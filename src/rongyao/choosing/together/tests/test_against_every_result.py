"""The matching equals its definition, worked out by trying every result of small markets."""

import itertools
from dataclasses import replace
from random import Random

import made
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.together.market import Line, Market, Person, UnableToMatch
from rongyao.choosing.together.match import Outcome, match
from rongyao.choosing.together.serial import choose


def result(market: Market, lots: list[int] | None = None) -> Outcome | None:
    """The outcome, None where the institutions' minimums cannot be met."""
    try:
        return match(market, lots=lots)
    except UnableToMatch:
        return None


def placed(market: Market) -> int:
    found = result(market)
    return found.settled.counts[0] if found else -1


@settings(max_examples=made.examples(250, 2000), deadline=None)
@given(made.markets(), st.integers(0, 255))
def test_counts_classes_and_places_are_those_of_the_definition(market: Market, seed: int):
    lots = made.as_lots(market, seed)
    wanted, found = made.by_hand(market, lots), result(market, lots)
    assert (wanted is None) == (found is None)
    if found and wanted:
        assert (found.settled.counts, list(found.is_open), found.placed) == tuple(wanted)
        assert found.is_closed
        assert market.faults(found.placed, found.is_open) == []


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets(most_people=5), st.data())
def test_more_seats_people_wishes_or_room_never_place_fewer(market: Market, data: st.DataObject):
    before = placed(market)
    line = data.draw(st.integers(0, len(market.lines) - 1))
    lines, classes = list(market.lines), list(market.classes)
    lines[line] = replace(lines[line], seats=lines[line].seats + 1)
    of = lines[line].of
    classes[of] = replace(classes[of], most=classes[of].most + 1)
    assert placed(replace(market, lines=tuple(lines))) >= before
    assert placed(replace(market, classes=tuple(classes))) >= before
    assert placed(replace(market, people=(*market.people, Person((line,))))) >= before
    classes[of] = replace(market.classes[of], least=market.classes[of].least + 1)
    assert placed(replace(market, classes=tuple(classes))) <= before
    if market.people:
        wider = (*(w for w in market.people[0].wishes if w != line), line)
        people = (replace(market.people[0], wishes=wider), *market.people[1:])
        assert placed(replace(market, people=people)) >= before


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets(), st.integers(0, 255))
def test_renaming_and_reordering_the_tables_changes_nobody(market: Market, seed: int):
    lots = made.as_lots(market, seed)
    shuffled = list(range(len(market.classes)))
    Random(seed).shuffle(shuffled)
    now = {old: new for new, old in enumerate(shuffled)}
    turned = [replace(line, of=now[line.of]) for line in reversed(market.lines)]
    last = len(turned) - 1
    people = tuple(replace(one, wishes=tuple(last - w for w in one.wishes)) for one in market.people)
    classes = tuple(market.classes[old] for old in shuffled)
    other = result(
        replace(market, people=people, lines=tuple(turned), classes=classes), [now[n] for n in lots]
    )
    found = result(market, lots)
    assert (found is None) == (other is None)
    if found and other:
        assert [last - line if line >= 0 else -1 for line in other.placed] == found.placed


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets(), st.integers(0, 255))
def test_the_choice_in_order_does_not_depend_on_the_seating_it_begins_with(market: Market, seed: int):
    found = result(market)
    if found is None:
        return
    other = [
        one
        for one in made.every_result(market)
        if market.counts(one) == found.settled.counts and not market.faults(one, found.is_open)
    ]
    assert choose(market, found.is_open, other[seed % len(other)]) == found.placed


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets())
def test_no_two_people_would_both_gladly_change_places(market: Market):
    found = result(market)
    if found is None:
        return
    for a, b in itertools.combinations(range(len(market.people)), 2):
        if found.placed[a] >= 0 and found.placed[b] >= 0:
            assert not (_prefers(market, found, a, b) and _prefers(market, found, b, a))


def _prefers(market: Market, found: Outcome, one: int, other: int) -> bool:
    wishes, mine, theirs = market.people[one].wishes, found.placed[one], found.placed[other]
    return theirs in wishes and wishes.index(theirs) < wishes.index(mine)


@settings(max_examples=made.examples(50, 250), deadline=None)
@given(made.markets())
def test_without_minimums_as_many_are_placed_as_a_flow_can_carry(market: Market):
    easy = replace(
        market, institutions=(), classes=tuple(replace(one, least=0, under=-1) for one in market.classes)
    )
    assert placed(easy) == _largest_flow(easy)


def _largest_flow(market: Market) -> int:
    """Augmenting paths over copies of the seats, a class of at most u people having only its u best-filled ways."""
    best = 0
    for size in _ways_to_cut(market):
        seats = [replace(line, seats=n) for line, n in zip(market.lines, size, strict=True)]
        best = max(best, _seated(market, seats))
    return best


def _ways_to_cut(market: Market) -> list[list[int]]:
    """All ways to lower the lines' seats so that no class has more seats than its most."""
    ways: list[list[int]] = [[]]
    for line in market.lines:
        ways = [[*way, n] for way in ways for n in range(line.seats + 1)]
    return [
        way
        for way in ways
        if all(
            sum(n for n, line in zip(way, market.lines, strict=True) if line.of == c) <= one.most
            for c, one in enumerate(market.classes)
        )
    ]


def _seated(market: Market, lines: list[Line]) -> int:
    held: dict[int, list[int]] = {n: [] for n in range(len(lines))}

    def seat(person: int, seen: set[int]) -> bool:
        for line in market.people[person].wishes:
            if line in seen:
                continue
            seen.add(line)
            if len(held[line]) < lines[line].seats:
                held[line].append(person)
                return True
            for place, other in enumerate(held[line]):
                if seat(other, seen):
                    held[line][place] = person
                    return True
        return False

    return sum(seat(person, set()) for person in range(len(market.people)))


@settings(max_examples=made.examples(30, 200), deadline=None)
@given(made.markets())
def test_running_it_again_gives_the_same_record_to_the_byte(market: Market):
    try:
        first = made.record(market).finish(at=made.AT)
    except UnableToMatch:
        return
    assert made.record(market).finish(at=made.AT) == first
