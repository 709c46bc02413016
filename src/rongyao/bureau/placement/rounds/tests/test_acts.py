"""Each act on a round: the row, the record and the work item together; who may, and what is refused with which words."""

from __future__ import annotations

import json

import pytest

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.placement.rounds import making, queries, rules
from rongyao.bureau.placement.rounds.actions import closing, drawing, opening, receipts
from rongyao.bureau.placement.rounds.models import Entrant, Handed, Round, Vault
from rongyao.bureau.placement.rounds.tests import twelve
from rongyao.choosing.record.notes import Signer

pytestmark = pytest.mark.django_db


def acts(row: Round, entrant: Entrant | None = None) -> dict:
    """Every act that takes the right to keep rounds."""
    entry = {"id": "hard", "zh": "艰苦", "en": "hard", "article": "5", "least": 0, "most": 500}
    return {
        "open": lambda by: opening.open_round(
            by=by, values={**twelve.VALUES, "origin": "kunshan.example/other"}
        ),
        "change": lambda by: opening.change(by=by, row=row, values=twelve.VALUES),
        "add": lambda by: opening.add_part(by=by, row=row, part="items", entry=entry),
        "remove": lambda by: opening.remove_part(by=by, row=row, part="sources", name="3d"),
        "hand_in": lambda by: opening.hand_in(by=by, row=row, files=twelve.tables()),
        "close": lambda by: closing.close(by=by, row=row),
        "cosign": lambda by: closing.cosign(by=by, row=row, name="a.txt", body=b"x"),
        "draw": lambda by: drawing.draw(by=by, row=row, draws={}),
        "give_up": lambda by: opening.give_up(by=by, row=row, reason="演练"),
        "take_all": lambda by: receipts.take_all(by=by, row=row),
    }


@pytest.mark.parametrize("name", sorted(acts(Round())))
def test_a_towns_officer_a_director_and_a_clerk_may_not(cast, opened, name):
    for user in (cast.lin, cast.wei, cast.sun):
        with pytest.raises(NotAllowed):
            acts(opened)[name](cast.actor(user))
    assert twelve.anew(opened).state == "open"


def test_closing_makes_root_rows_record_and_work_item_together(office, opened):
    row = office.close(opened)
    assert (row.state, row.people, row.strangers, len(row.root)) == ("closed", 12, 1, 64)
    assert row.entrants.count() == 11
    assert set(row.entrants.values_list("position", "post")) == {(None, "")}
    event = Event.objects.get(verb="placement.round_closed")
    assert (event.detail["root"], event.subject) == (row.root, f"rounds.round:{row.pk}")
    assert WorkItem.objects.get(kind="placement.go_on", state="open").path == office.cast.city.path


@pytest.mark.parametrize("name", ["change", "add", "remove", "hand_in", "close"])
def test_nothing_of_a_closed_round_can_be_changed(office, closed, name):
    before = Vault.objects.get(round=closed).root_files
    with pytest.raises((opening.UnableToOpen, closing.UnableToClose)):
        acts(closed)[name](office.by)
    row = twelve.anew(closed)
    assert (row.root, Vault.objects.get(round=row).root_files) == (closed.root, before)


@pytest.mark.parametrize(
    "origin",
    ["kunshan", "kunshan.example/", "Kunshan.example/a", "kunshan.example/a b", twelve.VALUES["origin"]],
)
def test_a_name_that_is_none_or_was_used_is_refused(office, opened, origin):
    with pytest.raises(opening.UnableToOpen):
        opening.open_round(by=office.by, values={**twelve.VALUES, "origin": origin})


def test_a_name_whose_round_was_given_up_is_not_used_again(office, opened):
    opening.give_up(by=office.by, row=opened, reason="岗位有变")
    with pytest.raises(opening.UnableToOpen):
        opening.open_round(by=office.by, values=twelve.VALUES)


def test_giving_up_needs_a_reason_and_is_on_record(office, closed):
    with pytest.raises(opening.UnableToGiveUp):
        opening.give_up(by=office.by, row=closed, reason="  ")
    row = opening.give_up(by=office.by, row=closed, reason="见证人未到")
    assert row.state == "given_up"
    assert Event.objects.get(verb="placement.given_up").detail["reason"] == "见证人未到"
    assert not WorkItem.objects.filter(kind="placement.go_on", state="open").exists()
    with pytest.raises(opening.UnableToGiveUp):
        opening.give_up(by=office.by, row=row, reason="再次")


def test_a_missing_table_a_fault_and_an_unknown_fact_stop_the_closing(office, opened):
    Handed.objects.get(round=opened, kind="choices").delete()
    with pytest.raises(closing.UnableToClose):
        closing.close(by=office.by, row=opened)
    opening.hand_in(by=office.by, row=opened, files=twelve.tables(choices="编号,志愿\n无此人,P9\n"))
    with pytest.raises(closing.UnableToClose) as caught:
        closing.close(by=office.by, row=opened)
    assert {(one.table, one.row) for one in caught.value.faults} == {("choices", "2")}
    gaps = ("", *twelve.EDUCATION[1:])
    opening.hand_in(by=office.by, row=opened, files=twelve.tables(people=twelve.people(gaps)))
    with pytest.raises(closing.UnableToClose) as caught:
        closing.close(by=office.by, row=opened)
    assert [(one.table, one.row) for one in caught.value.faults] == [("people", "2")]
    assert twelve.NUMBERS[0] not in str([vars(one) for one in caught.value.faults])
    assert twelve.anew(opened).state == "open"
    assert not Vault.objects.exists()


def test_a_draw_that_is_past_stops_the_closing_and_too_few_witnesses_named_too(office, opened, clock):
    clock.move_to(twelve.EVENING)
    with pytest.raises(closing.UnableToClose):
        closing.close(by=office.by, row=opened)
    clock.move_to(twelve.MORNING)
    opening.change(by=office.by, row=opened, values={**twelve.VALUES, "least_witnesses": 2})
    with pytest.raises(closing.UnableToClose):
        closing.close(by=office.by, row=opened)


def test_the_draw_waits_for_the_witness_the_moment_and_the_right_digits(office, closed, clock, tmp_path):
    def refused(digits: str) -> str:
        with pytest.raises(drawing.UnableToDraw) as caught:
            drawing.draw(by=office.by, row=closed, draws={"3d": digits})
        return caught.value.fault.zh if caught.value.fault else str(caught.value)

    clock.move_to(twelve.NOON)
    assert "0" in refused("407")  # nobody has signed
    office.signed(closed, tmp_path / "root", twelve.seconds(twelve.NOON))
    assert "21:15" in refused("407")
    clock.move_to(twelve.EVENING)
    assert "3 位数字" in refused("4077")
    assert "3 位数字" in refused("4o7")
    assert "3d" in refused("")
    assert twelve.anew(closed).state == "closed"
    drawing.draw(by=office.by, row=closed, draws={"3d": "407"})
    assert twelve.anew(closed).state == "drawn"  # the witness signs the whole before it is handed on


def forged(note: str, signer: Signer, at: int, text: str = "") -> bytes:
    line = signer.cosign(text or rules.text_of(note), at=at)
    return (note + line).encode()


def test_signatures_that_do_not_hold_are_refused_with_their_reason(office, closed):
    files = queries.vault_files(closed)
    note = files[making.last_note(files)]
    noon, evening = twelve.seconds(twelve.NOON), twelve.seconds(twelve.EVENING)
    impostor, stranger = Signer(twelve.NOTARY.name, b"x" * 32), Signer("somebody", b"y" * 32)
    other = rules.text_of(note).replace("\n3\n", "\n4\n")
    for body in (
        note.encode(),  # nobody signed
        forged(note, impostor, noon),  # another key
        forged(note, stranger, noon),  # no witness of this round
        forged(note, twelve.NOTARY, noon, other),  # over another text
        forged(note.replace(rules.text_of(note), other), twelve.NOTARY, noon, other),  # another checkpoint
        forged(note, twelve.NOTARY, evening),  # after the draw
        b"PK\x03\x04 no folder",
        b"\x00",
    ):
        with pytest.raises(closing.UnableToSign):
            closing.cosign(by=office.by, row=closed, name="note.txt", body=body)
    assert queries.vault_files(closed) == files
    closing.cosign(by=office.by, row=closed, name="note.txt", body=forged(note, twelve.NOTARY, noon))
    assert len(rules.signatures(queries.vault_files(closed)["checkpoints/3.txt"], closed.witnesses)) == 1


def test_a_rehearsal_needs_neither_draw_nor_witness_and_says_what_it_is(office, clock):
    row = office.rehearsed()
    assert (row.state, row.record.is_rehearsal, row.record.kept_by_id) == ("handed", True, office.officer.pk)


def test_tables_identity_and_receipts_lie_sealed_in_the_database(office, closed):
    from django.db import connection

    with connection.cursor() as cursor:
        for table, column in (("rounds_handed", "body"), ("rounds_vault", "secret"), ("rounds_vault", "strangers"), ("rounds_entrant", "body")):  # fmt: skip
            cursor.execute(f"SELECT {column} FROM {table}")
            raw = b"".join(bytes(value) for (value,) in cursor.fetchall())
            assert raw
            assert not any(number.encode() in raw for number in twelve.NUMBERS)
            assert b"bureau_nonce" not in raw


def test_a_person_takes_only_their_own_receipt(office, closed, cast):
    chen, other = (Entrant.objects.get(round=closed, row=row) for row in (2, 3))
    by = cast.actor(cast.chen_user)
    assert receipts.take_own(by=by, entrant=chen)["root"] == closed.root
    with pytest.raises(NotAllowed):
        receipts.take_own(by=by, entrant=other)
    assert Event.objects.get(verb="placement.receipt_taken").person_id == chen.person_id


def test_a_receipt_at_the_counter_is_a_look_at_that_person_and_stops_at_the_town(office, closed, cast):
    from rongyao.bureau.registry.queries import looks

    chen = Entrant.objects.get(round=closed, row=2)
    receipts.take_for(by=cast.actor(cast.lin), entrant=chen)
    with pytest.raises(NotAllowed):
        receipts.take_for(by=cast.actor(cast.zhao), entrant=chen)
    assert [one.by_id for one in looks(chen.person)] == [cast.lin.pk]


def test_all_receipts_are_named_by_rows_and_each_person_sees_it(office, closed):
    import io
    import zipfile

    content = receipts.take_all(by=office.by, row=closed)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == [*(f"{row:06}.json" for row in range(2, 13)), "000013.json"]
        assert json.loads(packed.read("000013.json"))["root"] == closed.root
    assert not any(number.encode() in content for number in twelve.NUMBERS)
    assert Event.objects.filter(verb="placement.receipt_looked").count() == 11
    with pytest.raises(receipts.UnableToTakeReceipt):
        receipts.take_all(by=office.by, row=office.opened(origin="kunshan.example/later"))


def test_the_worker_does_what_is_too_much_for_a_page(office, opened, clock, tmp_path, monkeypatch):
    from procrastinate.contrib.django.models import ProcrastinateJob

    from rongyao.bureau.placement.rounds import jobs

    monkeypatch.setattr(rules, "AT_ONCE", 0)
    row = office.close(opened)
    assert (row.state, row.work, row.root) == ("open", "closing", "")
    assert ProcrastinateJob.objects.get(task_name="rounds.work").args == {"round_id": row.pk}
    with pytest.raises(opening.UnableToOpen):
        opening.hand_in(by=office.by, row=row, files=twelve.tables())
    jobs.work(row.pk)
    row = twelve.anew(row)
    assert (row.state, row.work, row.closed_by_id) == ("closed", "", office.officer.pk)
    clock.move_to(twelve.NOON)
    row = office.signed(row, tmp_path / "root", twelve.seconds(twelve.NOON))
    clock.move_to(twelve.EVENING)
    assert drawing.draw(by=office.by, row=row, draws={"3d": "407"}).work == "drawing"
    jobs.work(row.pk)
    jobs.work(row.pk)  # run twice, it comes to the same end
    assert twelve.anew(row).state == "drawn"


def test_work_that_fails_in_the_background_says_why_and_may_be_asked_for_again(
    office, opened, clock, monkeypatch
):
    from rongyao.bureau.placement.rounds import jobs

    monkeypatch.setattr(rules, "AT_ONCE", 0)
    row = office.close(opened)
    clock.move_to(twelve.EVENING)  # the draw has passed meanwhile
    jobs.work(row.pk)
    row = twelve.anew(row)
    assert (row.state, row.work) == ("open", "")
    assert "福彩3D" in row.failure
    clock.move_to(twelve.MORNING)
    assert office.close(row).work == "closing"
    clock.move_to(twelve.EVENING)
    from procrastinate.contrib.django.models import ProcrastinateJob

    ProcrastinateJob.objects.all().delete()
    jobs.end_left(0)
    assert twelve.anew(row).work == ""
