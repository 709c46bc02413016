"""Once a result is public everybody in the round is told, once, without the outcome; of a rehearsal nobody is."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from people import TODAY
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds import jobs
from rongyao.bureau.placement.rounds.actions import telling
from rongyao.bureau.placement.rounds.models import Entrant
from rongyao.bureau.registry.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(office, closed, clock, tmp_path, cast):
    row = office.through(closed, clock, tmp_path)
    results.publish(by=cast.actor(cast.wei), record=row.record)
    return row


def test_publishing_defers_the_telling_in_the_same_transaction(public):
    job = ProcrastinateJob.objects.get(task_name="rounds.tell")
    assert job.args == {"round_id": public.pk}


def test_everybody_with_a_file_is_told_once_and_not_what_came_of_it(public, monkeypatch):
    monkeypatch.setattr(telling, "SLICE", 4)
    for _again in range(2):
        jobs.tell(round_id=public.pk)
    told = Message.objects.filter(kind=telling.KIND)
    assert told.count() == Entrant.objects.filter(round=public).count() == 11
    assert all(public.title in one.body for one in told)
    posts = [one.post for one in Entrant.objects.filter(round=public) if one.post]
    assert not any(post in one.title + one.body for one in told for post in posts)


def test_a_crash_in_the_middle_is_gone_on_from_without_a_second_message(public, monkeypatch):
    monkeypatch.setattr(telling, "SLICE", 4)
    telling.tell_some(by=Actor.system("rounds"), row=public, after=0)
    assert Message.objects.filter(kind=telling.KIND).count() == 4
    jobs.tell(round_id=public.pk)
    assert Message.objects.filter(kind=telling.KIND).count() == 11


def test_nobody_is_told_of_what_is_not_public_any_more(public, cast):
    results.withdraw(by=cast.actor(cast.wei), record=public.record, reason="岗位表有误")
    jobs.tell(round_id=public.pk)
    assert not Message.objects.filter(kind=telling.KIND).exists()


def test_of_a_rehearsal_nobody_is_told(office, cast):
    row = office.rehearsed()
    results.publish(by=cast.actor(cast.wei), record=row.record)
    assert not ProcrastinateJob.objects.filter(task_name="rounds.tell").exists()


def test_nobody_who_has_died_is_written_to(public, cast):
    Fact.objects.create(person=cast.chen, name="is_deceased", value=True, source=cast.paper, as_of=TODAY)
    jobs.tell(round_id=public.pk)
    assert not Message.objects.filter(kind=telling.KIND, person_id=cast.chen.pk).exists()
