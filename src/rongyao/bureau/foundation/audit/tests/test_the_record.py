"""The record: written once, chained, and anybody can see that it is whole or where it breaks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit import actions, queries
from rongyao.bureau.foundation.audit.models import Event


@pytest.fixture
def three(cast) -> list[Event]:
    for number in range(3):
        actions.record(by=cast.actor(cast.lin), verb="fact.recorded", subject=cast.chen, person_id=cast.chen.pk,
                       detail={"n": number})  # fmt: skip
    return list(Event.objects.order_by("id"))


def without_the_trigger(sql: str, *values: object) -> None:
    """What only the owner of the database could do: change a row behind the trigger's back."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER ALL")


def test_each_row_carries_the_hash_of_the_one_before_and_the_whole_verifies(three):
    assert [row.prev_hash for row in three[1:]] == [row.hash for row in three[:-1]]
    found = queries.verify()
    assert found.first_break is None
    assert found.count == Event.objects.count()
    assert found.head == three[-1].hash


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET verb = 'x' WHERE id = %s", "DELETE FROM audit_event WHERE id = %s"]
)
def test_the_database_refuses_to_change_or_delete_a_row(three, sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [three[1].pk])
    assert Event.objects.filter(pk=three[1].pk, verb="fact.recorded").exists()


def test_a_row_changed_by_force_is_found(three):
    without_the_trigger("UPDATE audit_event SET by_name = '别人' WHERE id = %s", three[1].pk)
    assert queries.verify().first_break.event_id == three[1].pk


def test_a_row_taken_out_by_force_is_found_at_the_next_one(three):
    without_the_trigger("DELETE FROM audit_event WHERE id = %s", three[1].pk)
    assert queries.verify().first_break.event_id == three[2].pk


def test_a_row_names_who_in_which_role_and_the_person(cast, three):
    row = three[0]
    assert (row.by_name, row.by_role, row.person_id) == ("林晓", "officer", cast.chen.pk)
    assert row.subject == f"registry.person:{cast.chen.pk}"


def test_the_last_hash_of_a_day_is_that_of_its_last_row(three):
    day, count, head = queries.heads(1)[0]
    assert (count, head) == (Event.objects.count(), three[-1].hash)
    assert day == timezone.localdate(three[-1].at)


def test_only_an_auditor_reads_it(cast, three):
    assert queries.visible_to(cast.actor(cast.hao)).count() == len(three)
    for other in (cast.lin, cast.wei, cast.ma, cast.chen_user):
        with pytest.raises(NotAllowed):
            queries.visible_to(cast.actor(other))
