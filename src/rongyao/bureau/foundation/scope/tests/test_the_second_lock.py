"""Raw SQL on the application's own role: what the database shows, whatever the query forgot to ask."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rongyao.bureau.entitlements.tests import known
from rongyao.bureau.foundation.access.middleware import bureau_path
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import beyond, within
from rongyao.bureau.foundation.scope.rules import NOTHING, WHOLE, Scope, scope_of
from rongyao.bureau.registry.models import Person, PersonAccount, Source

A, B = "320583/320583100/", "320583/320583101/"


def _ask(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _count(table: str) -> int:
    return _ask(f"SELECT count(*) FROM {table}")[0][0]


def _scope(user) -> Scope:
    return scope_of(actor_for(user, timezone.localdate()), bureau_path())


def _fail_beyond() -> None:
    with beyond("to show that a look beyond ends when its step fails"):
        assert _count("registry_person") == 1
        _ = 1 / 0


@pytest.fixture
def zhou(cast):
    """Somebody of town B, with answers of the law."""
    person = Person.objects.create(
        number="KS-000060", name="周敏", division=cast.town_b, path=cast.town_b.path
    )
    return known.worked_out(cast, person, known.CONSCRIPT)


@pytest.fixture
def chen(cast):
    return known.worked_out(cast, cast.chen, known.CONSCRIPT)


TABLES = (
    "registry_person", "registry_fact", "entitlements_determination", "entitlements_proposal", "queue_workitem",
)  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_an_officer_reads_their_own_towns_rows_and_none_of_the_other(cast, chen, zhou, table):
    whole = _count(table)
    with within(_scope(cast.lin)):
        a = _count(table)
    with within(_scope(cast.zhao)):
        b = _count(table)
    with within(_scope(cast.wei)):
        assert _count(table) == whole
    assert a > 0
    assert b > 0
    assert a + b == whole


@pytest.mark.parametrize("table", [*TABLES, "registry_source", "audit_event", "entitlements_letter"])
def test_a_request_without_a_scope_reads_nothing(cast, chen, zhou, table):
    with within(NOTHING):
        assert _count(table) == 0


def test_administrator_and_auditor_open_no_file_but_the_auditor_reads_the_whole_record(cast, chen, zhou):
    record = _count("audit_event")
    for user, seen in ((cast.ma, 0), (cast.hao, record)):
        with within(_scope(user)):
            assert _count("registry_person") == 0
            assert _count("registry_fact") == 0
            assert _count("audit_event") == seen


def test_a_veteran_reads_their_own_rows_and_who_looked_at_them(cast, chen, zhou):
    for who in (chen, zhou):
        audit.record(by=cast.actor(cast.wei), verb="person.looked", person_id=who.pk, path=who.path)
    with within(_scope(cast.chen_user)):
        assert _ask("SELECT id FROM registry_person") == [(chen.pk,)]
        assert {pk for (pk,) in _ask("SELECT person_id FROM registry_fact")} == {chen.pk}
        looks = _ask("SELECT person_id FROM audit_event WHERE verb = 'person.looked'")
        assert looks == [(chen.pk,)]


def test_a_source_is_seen_by_whoever_sees_a_fact_that_rests_on_it_and_by_its_recorder(cast, chen):
    other = Source.objects.create(kind="paper", title="另一件", dated_on="2026-01-01", recorded_by=cast.zhao)
    used = {pk for (pk,) in _ask("SELECT source_id FROM registry_fact")}
    with within(_scope(cast.lin)):
        assert {pk for (pk,) in _ask("SELECT id FROM registry_source")} == used
    with within(_scope(cast.zhao)):
        assert _ask("SELECT id FROM registry_source") == [(other.pk,)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registry_person SET name = '改' WHERE id = %s RETURNING id",
        "DELETE FROM registry_fact WHERE person_id = %s RETURNING id",
        "SELECT id FROM registry_person WHERE id = %s FOR UPDATE",
    ],
)
def test_another_towns_row_can_be_neither_changed_nor_locked(cast, chen, sql):
    with within(_scope(cast.zhao)):
        assert _ask(sql, chen.pk) == []


def test_a_row_cannot_be_moved_or_added_into_another_town(cast, chen, zhou):
    move = "UPDATE registry_person SET path = %s WHERE id = %s"
    for sql, values in (
        (move, (A, zhou.pk)),
        ("INSERT INTO registry_remark (person_id, kind, body, index, source_id, recorded_at) "
         "VALUES (%s, 'note', '', 'x', %s, now())", (chen.pk, cast.paper.pk)),
    ):  # fmt: skip
        with (
            within(_scope(cast.zhao)),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)


def test_anybody_adds_to_the_record_and_the_chain_holds(cast, chen):
    from rongyao.bureau.foundation.audit.queries import verify

    before = verify().count
    with within(_scope(cast.zhao)):
        audit.record(by=cast.actor(cast.zhao), verb="test.one", person_id=chen.pk, path=chen.path)
    with within(NOTHING):
        audit.record(by=Actor.public(), verb="test.two")
    assert (verify().count, verify().first_break) == (before + 2, None)


def test_the_application_may_not_take_the_lock_off(cast):
    with within(WHOLE), pytest.raises(DatabaseError, match="must be owner"), transaction.atomic():
        _ask("ALTER TABLE registry_person DISABLE ROW LEVEL SECURITY")


def test_looking_beyond_ends_with_its_step_even_when_the_step_fails(cast, chen):
    with within(_scope(cast.zhao)):
        with pytest.raises(ZeroDivisionError):
            _fail_beyond()
        assert _count("registry_person") == 0


def test_a_step_that_breaks_its_transaction_leaves_the_scope_of_before(cast, chen):
    with within(_scope(cast.zhao)):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            beyond("to show what a failed statement leaves"),
        ):
            _ask("SELECT nothing FROM nowhere")
        assert _count("registry_person") == 0
        with beyond("to show that the scope can be turned again"):
            assert _count("registry_person") == 1
        assert _count("registry_person") == 0


def test_a_rolled_back_step_does_not_bring_an_older_scope_back(cast, chen):
    with within(_scope(cast.lin)):
        assert _count("registry_person") == 1
    with within(_scope(cast.zhao)):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _fail_beyond()
        assert _count("registry_person") == 0


def test_a_helper_reads_the_file_of_whom_they_help_and_a_seat_opens_no_file():
    from rongyao.bureau.foundation.access.rules import Helped, Seat

    helper = Actor(user_id=5, name="h", person_id=9, helped=(Helped(9, "九"), Helped(11, "十一")))
    assert scope_of(helper, bureau_path()) == Scope(people=(9, 11), user=5)
    seat = Actor(user_id=6, name="s", seats=(Seat("employer", 3, "甲"),))
    assert scope_of(seat, bureau_path()) == Scope(organisations=(3,), user=6)


def test_an_account_of_another_town_is_not_seen(cast):
    with within(_scope(cast.zhao)):
        assert not PersonAccount.objects.exists()
