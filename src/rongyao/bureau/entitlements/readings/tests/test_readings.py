"""Readings by the bureau: two persons, then every answer, the public page and the re-run follow."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from people import TODAY
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Determination, DeterminationRun, KeptInput
from rongyao.bureau.entitlements.queries.rerun import rerun
from rongyao.bureau.entitlements.readings import actions, queries
from rongyao.bureau.entitlements.readings.models import ReadingChoice
from rongyao.bureau.entitlements.tests.known import CONSCRIPT, record
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.models import Person
from rongyao.law import determine as law
from rongyao.law.settings import AS_WRITTEN

KEY = "resettlement_2024/21.part_years"
MONEY = "resettlement_2024.discharge_money"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def served(cast) -> Person:
    """Two years and three months: two and a half years under our reading, two under the other."""
    record(cast, cast.chen, **{**CONSCRIPT, "enlisted_on": "2023-03-01", "discharged_on": "2025-06-01"})
    return cast.chen


def chosen(cast, by=None, **other) -> ReadingChoice:
    args = {
        "key": KEY,
        "option": "full_years_only",
        "reason": "省厅答复只计整年",
        "document": "示例答复〔2026〕1号",
    }
    return actions.enter(by=cast.actor(by or cast.lin), **{**args, **other})


def in_force(cast) -> ReadingChoice:
    return actions.confirm(by=cast.actor(cast.wei), choice=chosen(cast), on=TODAY)


def answer(person) -> Determination:
    determine(by=Actor.system(), people=Person.objects.filter(pk=person.pk), on=TODAY, entitlements=[MONEY])
    return Determination.objects.get(person=person, entitlement=MONEY, ended_at__isnull=True)


def test_a_choice_holds_only_after_another_person_confirmed_it(cast, served):
    first = answer(served)
    row = chosen(cast)
    assert queries.effective() == AS_WRITTEN
    actions.confirm(by=cast.actor(cast.wei), choice=row, on=TODAY)
    assert queries.effective().reading(KEY, "") == "full_years_only"
    run = DeterminationRun.objects.get()
    assert (run.why, run.person_ids, run.path) == ("reading_confirmed", None, cast.city.path)
    now = answer(served)
    assert (first.finding["amount"]["amount_fen"], now.finding["amount"]["amount_fen"]) == (
        1_125_000,
        900_000,
    )
    assert now.pack_hash == law.pack_hash(queries.effective()) != first.pack_hash
    assert {r["is_ours"] for r in now.finding["readings"] if r["key"] == KEY} == {False}
    assert not WorkItem.objects.filter(kind="readings.confirm", state="open").exists()


def test_answers_before_and_after_compute_again_bit_for_bit(cast, served):
    before = answer(served)
    in_force(cast)
    after = answer(served)
    before.refresh_from_db()
    again = {row.pk: rerun(row) for row in (before, after)}
    assert again[before.pk].is_identical
    assert again[before.pk].moved_on == ("readings",)
    assert again[after.pk].is_identical
    assert again[after.pk].moved_on == ()
    assert KeptInput.objects.filter(kind="settings").count() == 2


def test_going_back_to_our_reading_gives_the_first_answer_again(cast, served):
    before = answer(served)
    row = in_force(cast)
    answer(served)
    actions.withdraw(by=cast.actor(cast.wei), choice=row, reason="省厅更正", on=TODAY)
    assert queries.effective() == AS_WRITTEN
    now = answer(served)
    assert (now.finding_hash, now.pack_hash) == (before.finding_hash, before.pack_hash)


def test_a_later_choice_replaces_the_one_in_force(cast):
    key = "compensation_2024/42.rounding"
    first = actions.confirm(by=cast.actor(cast.wei), choice=chosen(cast, key=key, option="floor"), on=TODAY)
    actions.confirm(by=cast.actor(cast.wei), choice=chosen(cast, key=key, option="ceiling"), on=TODAY)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert queries.effective().reading(key, "") == "ceiling"


def test_nobody_confirms_their_own_choice_and_a_refused_one_never_holds(cast):
    own = chosen(cast, by=cast.wei)
    wei = cast.actor(cast.wei)
    with pytest.raises(actions.UnableToConfirmReading):
        actions.confirm(by=wei, choice=own, on=TODAY)
    with pytest.raises(actions.UnableToConfirmReading):
        actions.refuse(by=wei, choice=own, reason=" ")
    actions.refuse(by=wei, choice=own, reason="没有文件")
    with pytest.raises(actions.UnableToConfirmReading):
        actions.confirm(by=wei, choice=own, on=TODAY)
    assert queries.effective() == AS_WRITTEN
    assert set(Event.objects.filter(verb__startswith="reading.").values_list("verb", flat=True)) == {
        "reading.entered", "reading.refused",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{"key": "nothing"}, {"option": "nothing"}, {"option": "as_2011"}, {"reason": " "}, {"document": " "}],
    ids=lambda wrong: "".join(map(str, wrong.values())).strip() or next(iter(wrong)),
)  # fmt: skip
def test_a_choice_that_says_nothing_new_or_lacks_its_reason_is_refused(cast, wrong):
    with pytest.raises(actions.UnableToChooseReading):
        chosen(cast, **wrong)
    assert ReadingChoice.objects.count() == 0


def test_two_choices_for_one_question_do_not_wait_together(cast):
    chosen(cast)
    with pytest.raises(actions.UnableToChooseReading):
        chosen(cast)


def test_rights(cast):
    with pytest.raises(NotAllowed):
        chosen(cast, by=cast.sun)
    row = chosen(cast)
    for user in (cast.lin, cast.hao, cast.sun):
        with pytest.raises(NotAllowed):
            actions.confirm(by=cast.actor(user), choice=row, on=TODAY)
        with pytest.raises(NotAllowed):
            actions.refuse(by=cast.actor(user), choice=row, reason="x")
        with pytest.raises(NotAllowed):
            actions.withdraw(by=cast.actor(user), choice=row, reason="x", on=TODAY)


def test_a_reading_a_release_no_longer_knows_stops_nothing(cast):
    row = in_force(cast)
    ReadingChoice.objects.filter(pk=row.pk).update(option="gone")
    assert queries.effective() == AS_WRITTEN
    assert cast.signed_in(cast.wei).get(reverse("readings:choice", args=[row.pk])).status_code == 200


def test_settings_are_kept_and_read_back_as_they_were(cast):
    in_force(cast)
    found = queries.effective()
    assert queries.from_kept(queries.as_kept(found)) == found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_question_to_the_public_page(cast, served, client, language):
    officer, director = cast.signed_in(cast.lin, language), cast.signed_in(cast.wei, language)
    assert officer.get(reverse("readings:readings")).status_code == 200
    enter = reverse("readings:enter") + f"?key={KEY}"
    assert officer.get(enter).status_code == 200
    assert officer.post(enter, {"option": "full_years_only", "reason": "只计整年"}).status_code == 422
    sent = {"option": "full_years_only", "reason": "省厅答复只计整年", "document": "示例答复"}
    assert officer.post(enter, sent).status_code == 302
    row = ReadingChoice.objects.get()
    assert "省厅答复只计整年" not in client.get(reverse("lawbook:readings")).content.decode()
    assert director.get(reverse("readings:choice", args=[row.pk])).status_code == 200
    assert director.get(reverse("readings:impact", args=[row.pk])).status_code == 200
    assert director.post(reverse("readings:refuse", args=[row.pk]), {"reason": ""}).status_code == 422
    assert director.post(reverse("readings:confirm", args=[row.pk])).status_code == 302
    for page in (reverse("lawbook:readings"), reverse("lawbook:article", args=["resettlement_2024", "21"])):
        assert "省厅答复只计整年" in client.get(page).content.decode()
    assert director.get(reverse("readings:readings")).status_code == 200
    assert director.post(reverse("readings:confirm", args=[row.pk])).status_code == 422
    assert director.post(reverse("readings:withdraw", args=[row.pk]), {"reason": "更正"}).status_code == 302
