"""The stand-alone checker accepts every honest record and names what is wrong with a dishonest one."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.choosing.together import instances
from rongyao.choosing.together.market import Market, UnableToMatch
from rongyao.choosing.verify.check_together import Refused

Lines = list[dict[str, Any]]


def files_of(market: Market, **more: Any) -> dict[str, str] | None:
    try:
        return made.record(market, **more).finish(at=made.AT)
    except UnableToMatch:
        return None


@settings(max_examples=made.examples(100, 600), deadline=None)
@given(made.markets(), st.integers(1, 3), st.sampled_from(["listed", "eligible"]), st.data())
def test_every_honest_record_holds_with_a_reason_for_each_unplaced_person(
    market: Market, ties: int, accept: str, data: st.DataObject
):
    lines = st.sets(st.integers(0, len(market.lines) - 1))
    eligible = [sorted({*one.wishes, *data.draw(lines)} - data.draw(lines)) for one in market.people]
    status = [data.draw(st.sampled_from(["in", "in", "in", "withdrew", "late"])) for _ in market.people]
    files = files_of(market, ties=ties, accept=accept, eligible=eligible, status=status)
    if files:
        assert len(made.checked(files)) >= 5


@settings(max_examples=made.examples(60, 300), deadline=None)
@given(made.markets())
def test_a_stable_record_holds_and_passes_nobody_over(market: Market):
    found = made.record(market, mode="stable")
    made.checked(found.finish(at=made.AT))
    placed, is_open = found.stable.placed, found.stable.is_open
    _, size, _ = market.loads(placed)
    assert all(not n or one.least <= n <= one.most for n, one in zip(size, market.classes, strict=True))
    for person, one in enumerate(found.market().people):
        better = one.wishes[: one.wishes.index(placed[person])] if placed[person] >= 0 else one.wishes
        assert not any(is_open[market.lines[n].of] and _has_room(market, placed[:person], n) for n in better)


def _has_room(market: Market, placed: list[int], line: int) -> bool:
    load, size, under = market.loads(placed)
    of = market.lines[line].of
    above = market.classes[of].under
    fits = load[line] < market.lines[line].seats and size[of] < market.classes[of].most
    return fits and (above < 0 or under[above] < market.institutions[above].most)


@pytest.fixture(scope="module")
def lines() -> Lines:
    """A city of 90 people with two groups, some closed classes and every kind of certificate line."""
    market = instances.city(90, over=1.1, seed=5, groups=2, wishes=3)
    files = made.record(market).finish(at=made.AT)
    return [json.loads(line) for line in files["log.jsonl"].splitlines()]


def test_the_sample_has_every_kind_of_line(lines: Lines):
    kinds = {line["kind"] for line in lines}
    assert kinds >= {"ORDER", "PRICES", "STAGE", "DECLINED", "RESULT", "REASON"}
    assert made.signed_again(lines)["log.jsonl"].count("\n") == len(lines)
    made.checked(made.signed_again(lines))


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every number and text in a line."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        if isinstance(one, dict | list):
            yield from _leaves(one, (*path, key))
        else:
            yield (*path, key)


def _changed(lines: Lines, number: int, path: tuple[Any, ...], draw: Random) -> Lines:
    other = copy.deepcopy(lines)
    at: Any = other[number]
    for key in path[:-1]:
        at = at[key]
    was = at[path[-1]]
    at[path[-1]] = (
        was + draw.choice([-1, 1]) if isinstance(was, int) else was[:-1] + ("0" if was[-1:] != "0" else "1")
    )
    return other


def test_any_changed_character_of_the_log_is_refused(lines: Lines):
    honest, draw = made.signed_again(lines), Random(1)
    for _ in range(made.examples(60, 300)):
        text = honest["log.jsonl"]
        place = draw.randrange(len(text))
        letter = draw.choice('0123456789[]{},:"ab')
        if text[place] != letter:
            with pytest.raises(Refused):
                made.checked(honest | {"log.jsonl": text[:place] + letter + text[place + 1 :]})


WORDS = {
    "suite",
    "zh",
    "en",
    "text_zh",
    "text_en",
    "employer",
    "code",
    "record",
    "name",
    "key",
    "at",
    "id",
    "rehearsal",
    "n",
}


def test_a_dishonest_bureau_that_hashes_and_signs_all_anew_is_refused_or_lies_about_nothing(lines: Lines):
    """Inputs, proofs, results, reasons: each change is refused, but for another proof of the same, and for limits that bind nobody."""
    claims, draw = made.checked(made.signed_again(lines)), Random(2)
    places = [
        (n, path) for n, line in enumerate(lines) for path in _leaves(line) if not WORDS & set(map(str, path))
    ]
    draw.shuffle(places)
    refused = 0
    for number, path in places[: made.examples(150, 2500)]:
        other = _changed(lines, number, path, draw)
        try:
            assert made.checked(made.signed_again(other)) == claims
        except Refused:
            refused += 1
            continue
        is_another_proof = other[number]["kind"] == "PRICES" or {"prices", "tree"} & set(path)
        assert is_another_proof or other[number]["kind"] in ("POSTS", "RULES"), (lines[number], path)
    assert refused > 100


def test_another_choice_of_equal_size_is_refused(lines: Lines):
    """Two people change lines both would take: the numbers stay, the order does not."""
    wishes = {line["position"]: line["open"][1][1] for line in lines if line["kind"] == "ORDER"}
    place = next(n for n, line in enumerate(lines) if line["kind"] == "RESULT")
    placed, tried = dict(lines[place]["placements"]), 0
    pairs = [(a, b) for a in placed for b in placed if a < b and placed[a] != placed[b]]
    for a, b in [(a, b) for a, b in pairs if placed[b] in wishes[a] and placed[a] in wishes[b]][:20]:
        other = copy.deepcopy(lines)
        other[place]["placements"] = [[n, placed[{a: b, b: a}.get(n, n)]] for n in placed]
        with pytest.raises(Refused):
            made.checked(made.signed_again(other))
        tried += 1
    assert tried


def test_no_time_at_all_states_the_gap_and_the_record_still_holds():
    market = instances.city(300, over=1.1, seed=3, wishes=3)
    found = made.record(market, seconds=0.0)
    stage = found.outcome.settled.stages[0]
    said = made.checked(found.finish(at=made.AT))
    assert stage.at_most > stage.reached or found.outcome.settled.undecided
    assert any("not proved to the end" in en for _, en in said)
    assert not any("optimal" in en for _, en in said)


def test_the_word_that_promises_the_best_is_nowhere_in_the_package():
    from pathlib import Path

    here = Path(__file__).parents[1]
    texts = [
        path.read_text("utf-8").lower()
        for path in [*here.glob("*.py"), *here.parent.glob("verify/check_*.py")]
    ]
    assert not any("optimal" in text.replace("koptimal", "") for text in texts)
