"""A round of twelve from its opening to a record that the public's programs find right, and everybody's receipt."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.results import checking
from rongyao.bureau.placement.rounds import making, rules
from rongyao.bureau.placement.rounds.actions import drawing
from rongyao.bureau.placement.rounds.models import Entrant, Round, Vault
from rongyao.bureau.placement.rounds.tests import twelve
from rongyao.choosing.by_score.explain import explain
from rongyao.choosing.verify import rongyao_verify as verifier

pytestmark = pytest.mark.django_db
# Whoever the lot puts first of the two with 80 points gets the last seat of P2; of these the first has a second wish.
FIXED = {1: "P3", 4: "P2", 7: "P1", 8: "", 9: "P4", 10: "", 11: "P4", 12: ""}


@pytest.fixture
def handed(office, closed, clock, tmp_path) -> Round:
    return office.through(closed, clock, tmp_path)


def test_the_record_of_a_round_is_found_right_and_handed_on(handed, cast):
    record = handed.record
    assert (handed.state, record.people, record.root, record.is_rehearsal) == (
        "handed",
        12,
        handed.root,
        False,
    )
    assert record.draws[0]["value"] == "407"
    checking.check(record.bundle, "by_score")
    assert results.publish(by=cast.actor(cast.wei), record=record).state == "published"
    places = dict(record.places.values_list("position", "post"))
    assert {place: places[place] for place in FIXED} == FIXED
    assert {places[2], places[3]} == {"P1", "P2"}
    assert (places[5], places[6]) in {("P2", ""), ("P2", "P4")}


@pytest.mark.skipif(not twelve.chromium(), reason="no Chromium on this machine")
def test_the_twin_in_the_browser_finds_the_same_record_right(handed):
    pytest.importorskip("playwright.sync_api")
    files = making.unpacked(handed.record.bundle)
    assert twelve.asked_in_browser(files)["ok"] is True
    files["log.jsonl"] = files["log.jsonl"].replace('"position":2', '"position":3', 1)
    assert twelve.asked_in_browser(files)["ok"] is False


def test_everybodys_receipt_agrees_with_the_record(handed):
    files = making.unpacked(handed.record.bundle)
    bodies = [json.loads(one.body) for one in Entrant.objects.filter(round=handed)]
    bodies += json.loads(Vault.objects.get(round=handed).strangers)
    slips = [body[part] for body in bodies for part in ("receipt", "total")]
    assert (len(slips), handed.strangers) == (24, 1)
    assert not any({"fields", "bureau_nonce"} & set(body["total"]) for body in bodies)
    for slip in slips:
        verifier.verify(files, receipt=json.dumps(slip), witnesses={"notary-office": twelve.NOTARY.public})


def test_neither_number_nor_name_of_anybody_is_in_the_record_or_lies_open_in_a_row(handed):
    vault = Vault.objects.get(round=handed)
    texts = [handed.record.bundle, vault.root_files, vault.record_files, str(vars(handed))]
    assert not any(number in text for text in texts for number in twelve.NUMBERS)
    assert not any("某" in text for text in texts)


def test_a_round_that_another_process_draws_gives_the_root_that_was_signed(office, closed, clock, tmp_path):
    """Another process has nothing but the rows: the root is computed once more from them, in a process of its own."""
    vault = Vault.objects.get(round=closed)
    told = {
        "tables": {one.kind: one.body for one in closed.tables.all()}, "secret": vault.secret,
        "at": rules.stamp(closed.closed_at), "settings": rules.settings_of(closed),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", twelve.ROOT_AGAIN],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == closed.root
    assert office.through(closed, clock, tmp_path).record.root == closed.root


def test_tables_changed_behind_the_rounds_back_stop_the_draw(office, closed, clock, tmp_path):
    clock.move_to(twelve.NOON)
    row = office.signed(closed, tmp_path / "root", twelve.seconds(twelve.NOON))
    table = row.tables.get(kind="people")
    table.body = str(table.body).replace(",90,", ",91,")
    table.save()
    clock.move_to(twelve.EVENING)
    with pytest.raises(drawing.UnableToDraw) as caught:
        drawing.draw(by=office.by, row=row, draws={"3d": "407"})
    assert "不是当时签署的根" in caught.value.fault.zh
    assert twelve.anew(row).state == "closed"


def test_reasons_in_one_pass_are_those_of_the_chooser(office, closed, clock, tmp_path):
    for mechanism in ("plain", "preserving"):
        settings = rules.settings_of(closed) | {"mechanism": mechanism}
        inputs = making.read({one.kind: str(one.body) for one in closed.tables.all()}, settings)
        placement = making.prepared(inputs, settings, b"s" * 32)
        making.close(placement, rules.stamp(closed.closed_at), inputs.rows)
        making.draw(placement, {"3d": "407"}, root_at="", at="2026-11-24T22:00:00+08:00")
        events = [json.loads(line) for line in placement.log.lines]
        found = making.reasons(placement)
        assert {key: explain(placement, key, events=events) for key in placement.order} == found


def test_every_step_is_on_record_and_the_work_item_is_gone(handed):
    verbs = list(
        Event.objects.filter(verb__startswith="placement.").order_by("id").values_list("verb", flat=True)
    )
    assert verbs == [
        "placement.round_opened", "placement.round_changed", "placement.round_changed", "placement.tables_handed_in",
        "placement.round_closed", "placement.cosigned", "placement.drawn", "placement.cosigned", "placement.kept",
        "placement.handed_on",
    ]  # fmt: skip
    assert not WorkItem.objects.filter(kind="placement.go_on", state="open").exists()
