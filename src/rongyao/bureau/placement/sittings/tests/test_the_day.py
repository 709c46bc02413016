"""People are called up and choose; every step is kept; the record of the day is found right by the public's program."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import pytest
from django.db import transaction

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.placement.results import checking
from rongyao.bureau.placement.rounds.actions import drawing
from rongyao.bureau.placement.rounds.models import Entrant, Round
from rongyao.bureau.placement.rounds.tests import twelve
from rongyao.bureau.placement.sittings import actions, queries, rules
from rongyao.bureau.placement.sittings.models import Step
from rongyao.choosing.by_score import session

pytestmark = pytest.mark.django_db


def step(office, row: Round, verb: str, **told: Any) -> Step:
    return actions.act(by=office.by, row=row, verb=verb, told=told, seen=len(queries.steps(row)))


def now(row: Round) -> rules.Sitting:
    return queries.sitting(row, queries.steps(row))


def choose(office, row: Round) -> None:
    """The next person is called and takes the first post offered, or finds nothing left."""
    position = now(row).whose
    step(office, row, "call", position=position)
    offered = now(row).session.offered(position)
    if offered:
        step(office, row, "pick", post=offered[0], by="self")
    else:
        step(office, row, "decline")


def to_the_end(office, row: Round) -> Round:
    while not now(row).is_over:
        choose(office, row)
    return actions.finish(by=office.by, row=row)


def test_the_draw_makes_the_order_and_the_first_may_be_called(office, sitting):
    assert sitting.state == Round.State.SITTING
    found = now(sitting)
    assert (found.whose, found.is_called, found.is_over) == (1, False, False)
    assert sorted(Entrant.objects.filter(round=sitting).values_list("position", flat=True)) != []
    assert not Entrant.objects.filter(round=sitting).exclude(post="").exists()


def test_a_day_played_to_its_end_is_found_right_and_handed_on(office, sitting):
    row = to_the_end(office, sitting)
    assert row.state == Round.State.HANDED
    said = checking.check(row.record.bundle, "by_score")
    assert any("逐步重演" in zh for zh, _en in said)
    lines = [
        json.loads(line) for line in dict(json.loads(row.record.bundle)["files"])["log.jsonl"].splitlines()
    ]
    assert lines[0]["manner"] == "live"
    assert {"CALL", "PICK"} <= {line["kind"] for line in lines}
    placed = dict(row.record.places.exclude(post="").values_list("position", "post"))
    told = {one.position: one.post for one in Entrant.objects.filter(round=row).exclude(post="")}
    assert told.items() <= placed.items()


def test_the_sitting_goes_on_where_it_stands_whoever_opens_it(office, sitting):
    choose(office, sitting)
    choose(office, sitting)
    before = now(sitting)
    queries._KEPT.clear()
    queries._PLAYED.clear()
    after = now(twelve.anew(sitting))
    assert after.placement.log.lines == before.placement.log.lines
    assert after.whose == before.whose == 3


def test_a_step_that_was_not_kept_after_all_is_not_played_on(office, sitting):
    choose(office, sitting)
    try:
        with transaction.atomic():
            step(office, sitting, "call", position=2)
            raise RuntimeError
    except RuntimeError:
        pass
    with queries.in_hand(sitting, queries.steps(sitting)) as hand:
        assert (hand.sitting.whose, hand.sitting.is_called) == (2, False)
    choose(office, sitting)
    with queries.in_hand(sitting, queries.steps(sitting)) as hand:
        assert hand.sitting.placement.log.lines == now(sitting).placement.log.lines


def test_a_step_against_the_rules_is_refused_in_words_and_nothing_is_kept(office, sitting):
    with pytest.raises(actions.UnableToSit, match="第 1 名"):
        step(office, sitting, "call", position=2)
    with pytest.raises(actions.UnableToSit):
        step(office, sitting, "pick", post="P1", by="self")
    step(office, sitting, "call", position=1)
    with pytest.raises(actions.UnableToSit):
        step(office, sitting, "pick", post="no-such", by="self")
    with pytest.raises(actions.UnableToSit):
        step(office, sitting, "dance")
    assert [one.verb for one in queries.steps(sitting)] == ["call"]


def test_two_who_press_at_once_do_one_step(office, sitting):
    actions.act(by=office.by, row=sitting, verb="call", told={"position": 1}, seen=0)
    with pytest.raises(actions.UnableToSit, match="打开以后"):
        actions.act(by=office.by, row=sitting, verb="call", told={"position": 1}, seen=0)
    assert len(queries.steps(sitting)) == 1


def test_absence_second_thoughts_seats_and_rulings_follow_the_published_rules(office, opened, clock):
    told = rules.USUAL | {
        "cooling_minutes": 10,
        "late": "next",
        "added": "from_now",
        "withdraw_taken": "recall",
    }
    actions.set_rules(by=office.by, row=opened, values=told)
    row = office.close(twelve.anew(opened))
    clock.move_to(twelve.EVENING)
    row = actions.begin(by=office.by, row=row, draws={"3d": "407"})
    step(office, row, "call", position=1)
    step(office, row, "absent")
    choose(office, row)
    step(office, row, "late", position=1)
    assert now(row).whose == 1
    choose(office, row)
    step(office, row, "revoke", position=2)
    step(office, row, "add", post="P4", seats=1, document="昆退役〔2026〕8号")
    step(office, row, "withdraw", post="P2", seats=1, document="昆退役〔2026〕9号")
    step(office, row, "rule", position=12, effect="exclude", document="昆退役〔2026〕10号", zh="本人书面放弃")
    row = to_the_end(office, row)
    checking.check(row.record.bundle, "by_score")
    kinds = {
        json.loads(line)["kind"]
        for line in dict(json.loads(row.record.bundle)["files"])["log.jsonl"].splitlines()
    }
    assert {"ABSENT", "LATE", "REVOKE", "ADD", "WITHDRAW", "RULING"} <= kinds


def test_keeping_the_number_placed_refuses_what_would_strand_somebody(office, clock):
    row = office.close(office.opened(manner="live", mechanism="preserving", least_witnesses=0))
    clock.move_to(twelve.EVENING)
    row = actions.begin(by=office.by, row=row, draws={"3d": "407"})
    row = to_the_end(office, row)
    checking.check(row.record.bundle, "by_score")
    assert row.record.placed == 10


def test_nothing_is_finished_before_everybody_has_had_a_turn(office, sitting):
    with pytest.raises(actions.UnableToSit):
        actions.finish(by=office.by, row=sitting)
    assert twelve.anew(sitting).state == Round.State.SITTING


def test_a_round_by_lists_does_not_sit_and_one_that_sits_is_not_run_by_lists(office, opened, clock):
    by_lists = office.close(office.opened(origin="kunshan.example/placement/2026-2", least_witnesses=0))
    live = office.close(opened)
    clock.move_to(twelve.EVENING)
    with pytest.raises(actions.UnableToSit):
        actions.begin(by=office.by, row=by_lists, draws={"3d": "407"})
    with pytest.raises(drawing.UnableToDraw):
        drawing.draw(by=office.by, row=live, draws={"3d": "407"})
    with pytest.raises(actions.UnableToSit):
        actions.set_rules(by=office.by, row=live, values=rules.USUAL)


def test_a_towns_officer_and_the_director_do_no_step(office, sitting, cast):
    for user in (cast.lin, cast.wei):
        with pytest.raises(NotAllowed):
            actions.act(by=cast.actor(user), row=sitting, verb="call", told={"position": 1}, seen=0)


def test_every_step_is_on_record_without_the_words_of_a_ruling(office, sitting):
    step(office, sitting, "rule", position=3, effect="exclude", document="1号", zh="本人书面放弃")
    event = Event.objects.filter(verb="placement.stepped").latest("id")
    assert (event.by_id, event.detail["step"], event.detail["told"]["position"]) == (
        office.officer.pk,
        "rule",
        3,
    )
    assert "zh" not in event.detail["told"]


def test_every_refusal_of_the_session_has_its_own_words():
    source = inspect.getsource(session)
    told = re.findall(r'(?:_expect\([^"]*|UnableToProceed\(|,\s*)f?"([a-z{][^"]{8,})"', source)
    sentences = {re.sub(r"\{[^}]*\}", "X1", one) for one in told if " " in one}
    of_lists = {
        "a session by lists calls nobody", "a list is not taken back", "in a live session people choose when called",
        "everybody has had a turn",
    }  # fmt: skip
    assert len(sentences - of_lists) > 15
    assert [one for one in sentences - of_lists if rules.refusal(one) == one] == []
