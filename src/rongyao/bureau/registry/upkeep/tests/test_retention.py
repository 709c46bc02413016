"""What has run out goes by two persons and leaves no name; one's own data is read, taken away and deleted on request."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from io import BytesIO

import pytest
from django.apps import apps
from openpyxl import load_workbook

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.models import ActivationSlip, Fact, Person, Remark
from rongyao.bureau.registry.upkeep.actions import own, retention
from rongyao.bureau.registry.upkeep.column_words import WORDS
from rongyao.bureau.registry.upkeep.models import Disposal, Erasure, IssueRow
from rongyao.bureau.registry.upkeep.queries.joins import ties
from rongyao.bureau.registry.upkeep.queries.own import COPIES, _readable, own_data
from rongyao.bureau.registry.upkeep.queries.retention import run_out
from rongyao.bureau.registry.upkeep.rules.retention import schedule
from rongyao.bureau.registry.upkeep.tests.books import issued
from rongyao.bureau.registry.upkeep.words import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def wei(cast):
    return cast.actor(cast.wei)


@pytest.fixture
def old_slip(cast):
    return ActivationSlip.objects.create(
        person=cast.chen, code_digest="x" * 64, printed_by=cast.sun,
        expires_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip


def proposed(lin) -> Disposal:
    return retention.propose(by=lin, kind="slip", reason="早已过期")


def test_every_kind_names_its_ground_and_no_number_is_called_law() -> None:
    for kind in schedule().values():
        assert kind.ground_zh
        assert kind.ground_en
        assert (kind.days is None) == (kind.set_by == "archives")
    assert schedule()["person_file"].days is None


def test_what_has_run_out_is_listed_in_scope_only(cast, lin, old_slip) -> None:
    from rongyao.bureau.foundation.access.rules import Permission

    here = {
        one.kind.code: one.rows for one in run_out(lin, dt.date(2026, 11, 24), Permission.CORRECTION_DECIDE)
    }
    there = run_out(cast.actor(cast.zhao), dt.date(2026, 11, 24), Permission.CORRECTION_DECIDE)
    assert here["slip"] == [old_slip.pk]
    assert not any(one.rows for one in there)


def test_two_persons_destroy_and_a_row_without_a_name_stays(cast, lin, wei, old_slip) -> None:
    row = proposed(lin)
    assert WorkItem.objects.get(kind=retention.PROPOSED).permission == "retention.decide"
    retention.decide(by=wei, disposal=row, destroys=True, answer="同意")
    row.refresh_from_db()
    assert not ActivationSlip.objects.exists()
    assert (row.state, row.destroyed, row.rows) == (Disposal.State.DESTROYED, 1, [old_slip.pk])
    kept = json.dumps([list(Disposal.objects.values_list("kind", "rows", "reason")), list(Event.objects.values_list("detail", flat=True))], ensure_ascii=False)  # fmt: skip
    assert "陈卫国" not in kept
    assert not WorkItem.objects.filter(kind=retention.PROPOSED, state="open").exists()


def test_nobody_decides_alone_and_an_officer_does_not_decide(cast, lin, wei, old_slip) -> None:
    alone = retention.propose(by=wei, kind="slip", reason="早已过期")
    with pytest.raises(retention.UnableToDispose, match="第二"):
        retention.decide(by=wei, disposal=alone, destroys=True, answer="同意")
    with pytest.raises(NotAllowed):
        retention.decide(by=lin, disposal=alone, destroys=True, answer="同意")
    assert ActivationSlip.objects.exists()


def test_what_is_not_out_of_time_cannot_be_proposed(lin) -> None:
    with pytest.raises(retention.UnableToDispose):
        retention.propose(by=lin, kind="person_file", reason="不要了")


def test_an_old_workbooks_copies_go_and_the_workbook_no_longer_comes_back(cast, lin, wei) -> None:
    import time_machine

    book = issued(lin)
    with time_machine.travel("2027-06-01T04:00:00+00:00", tick=False):
        row = retention.propose(by=cast.actor(cast.lin), kind="issue", reason="早已比对完")
        retention.decide(by=wei, disposal=row, destroys=True, answer="同意")
    assert not IssueRow.objects.exists()
    assert book


def test_own_data_leaves_no_table_out(cast, record) -> None:
    record(cast.chen, "enlisted_on", "2008-12")
    Remark.objects.create(person=cast.chen, kind="note", body="会修农机", index="x" * 64, source=cast.paper)
    codes = {section.code for section in own_data(cast.chen)}
    held = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("rongyao.") and model not in COPIES
        for one in model._meta.concrete_fields
        if one.related_model is Person and model._base_manager.filter(**{one.attname: cast.chen.pk}).exists()
    }
    assert held - codes == {"registry.fact"}
    assert "facts" in codes


@pytest.mark.parametrize(
    "model", sorted({tie.model for tie in ties()} - {Fact, *COPIES}, key=lambda one: one.__name__)
)
def test_every_kind_and_every_column_of_a_copy_is_named_in_words(model) -> None:
    assert model._meta.label_lower in KINDS
    assert set(_readable(model)) <= set(WORDS)


def test_the_veteran_takes_everything_away_and_it_is_recorded(cast, record) -> None:
    record(cast.chen, "enlisted_on", "2008-12")
    client = cast.signed_in(cast.chen_user)
    assert client.get("/me/data/").status_code == 200
    book = load_workbook(BytesIO(client.post("/me/data/take/xlsx/").content))
    text = "".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)
    assert "陈卫国" in text
    assert "2008-12" in text
    answer = json.loads(client.post("/me/data/take/json/").content)
    assert answer["number"] == cast.chen.number
    assert Event.objects.filter(verb="person.took_data", person_id=cast.chen.pk).count() == 2
    assert cast.signed_in(cast.lin).get("/me/data/").status_code in (403, 404)


def test_a_copy_holds_ones_own_whole_numbers_and_a_relatives_masked_and_no_helper_takes_it(cast, lin) -> None:
    from rongyao.bureau.foundation.access.rules import Helped

    cast.chen.keep_phone("13862610027").save()
    Kin.objects.create(
        person=cast.chen, name="李秀英", relation="mother", phone="13912345678", consent="given"
    )
    taken = json.dumps([section.rows for section in own_data(cast.chen)], ensure_ascii=False)
    assert "13862610027" in taken
    assert "13912345678" not in taken
    assert "1391***5678" in taken
    helper = dataclasses.replace(
        cast.actor(cast.chen_user), on_behalf_of="陈卫国", helped=(Helped(cast.chen.pk, "陈卫国"),)
    )
    with pytest.raises(NotAllowed):
        own.take_away(by=helper, form="json")


@pytest.fixture
def with_phone(cast):
    cast.chen.keep_phone("13912345678").save()
    return cast.actor(cast.chen_user)


def test_a_deletion_asked_for_runs_with_a_clock_and_is_done(cast, lin, with_phone) -> None:
    row = own.ask(by=with_phone, what="phone", words="不想再接电话")
    item = WorkItem.objects.get(kind=own.ASKED)
    assert item.clock == row.clock
    assert row.clock.due_on is not None
    own.answer(by=lin, erasure=row, deletes=True, words="已删除您的电话。")
    cast.chen.refresh_from_db()
    assert (cast.chen.phone, cast.chen.phone_index) == ("", "")
    row.refresh_from_db()
    assert row.state == Erasure.State.DELETED
    assert row.clock.stopped_on is not None
    assert Event.objects.filter(verb__startswith="erasure.").count() == 2


def test_a_refusal_needs_reasons_and_nothing_can_be_asked_twice(cast, lin, with_phone) -> None:
    row = own.ask(by=with_phone, what="phone", words="")
    with pytest.raises(own.UnableToAskErasure):
        own.ask(by=with_phone, what="phone", words="")
    with pytest.raises(own.UnableToAskErasure):
        own.ask(by=with_phone, what="remarks", words="")
    with pytest.raises(own.UnableToAnswerErasure):
        own.answer(by=lin, erasure=row, deletes=False, words="")
    with pytest.raises(NotAllowed):
        own.answer(by=cast.actor(cast.zhao), erasure=row, deletes=True, words="已删除。")


def test_the_pages_of_retention_and_deletion(cast, old_slip, with_phone) -> None:
    officer, director = cast.signed_in(cast.lin), cast.signed_in(cast.wei)
    assert officer.get("/desk/upkeep/retention/").status_code == 200
    assert officer.post("/desk/upkeep/retention/", {"kind": "slip", "reason": ""}).status_code == 422
    assert officer.post("/desk/upkeep/retention/", {"kind": "slip", "reason": "过期"}).status_code == 302
    row = Disposal.objects.get()
    address = f"/desk/upkeep/disposals/{row.pk}/"
    assert director.get("/desk/upkeep/disposals/").status_code == 200
    assert officer.get(address).status_code == 403
    assert director.post(address, {"decision": "destroy", "answer": "同意"}).status_code == 302
    veteran = cast.signed_in(cast.chen_user)
    assert veteran.post("/me/data/", {"what": "phone", "words": "谢谢"}).status_code == 302
    assert veteran.post("/me/data/", {"what": "phone"}).status_code == 422
    asked = Erasure.objects.get()
    assert officer.get("/desk/upkeep/erasures/").status_code == 200
    assert officer.get(f"/desk/upkeep/erasures/{asked.pk}/").status_code == 200
    answer = {"decision": "keep", "words": "您有正在办理的待遇，需要电话联系。"}
    assert officer.post(f"/desk/upkeep/erasures/{asked.pk}/", answer).status_code == 302
    assert "需要电话联系" in veteran.get("/me/data/").content.decode()
