"""The audit table refuses change, chains by hash, and says where it was tampered with."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions, queries
from rongyao.bureau.foundation.audit.models import Event

pytestmark = pytest.mark.django_db


def _write(count: int) -> None:
    for number in range(count):
        actions.record(by=Actor.system(), verb="test.written", detail={"number": number, "字": "戎耀"})


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_a_row_can_be_neither_changed_nor_removed(sql: str) -> None:
    _write(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Event.objects.count() == 1


def test_an_untouched_record_verifies_with_every_row_counted() -> None:
    _write(5)
    actions.record_many(
        by=Actor.system(), verb="test.many", people=[(1, "320583/"), (2, "320583/")], detail={}
    )
    found = queries.verify()
    assert (found.count, found.first_break) == (7, None)
    assert found.head == Event.objects.order_by("-id").first().hash


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit_event SET detail = '{\"number\": 9}' WHERE id = %s",
        "UPDATE audit_event SET by_name = 'somebody else' WHERE id = %s",
        "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = %s",
        "DELETE FROM audit_event WHERE id = %s",
    ],
)
def test_tampering_behind_the_trigger_is_found_at_its_row(tamper: str) -> None:
    _write(4)
    victim = Event.objects.order_by("id")[1]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        cursor.execute(tamper, [victim.pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER ALL")
    found = queries.verify()
    assert found.first_break is not None
    assert victim.pk <= found.first_break.event_id <= victim.pk + 1
