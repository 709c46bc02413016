"""Raw SQL and every job under the scope of somebody else: no row of any guarded table is read, changed or lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from procrastinate.contrib.django import app

from access import filling
from access.world import World
from people import TODAY
from rongyao.bureau.foundation.access.middleware import bureau_path
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.files.actions import keeping
from rongyao.bureau.foundation.scope import policies
from rongyao.bureau.foundation.scope.connection import within
from rongyao.bureau.foundation.scope.rules import NOTHING, Scope, scope_of

pytestmark = pytest.mark.xdist_group("matrix")
# Seen by more than the other side's own, as tables.toml says; nobody beyond may change them.
READ_BY_ALL = {"organisations.Organisation"}
# A side's row that its own officer does not see: table -> why.
NOT_THE_OFFICERS = {
    "entitlements.KeptInput": "found by the answer that was computed from it, and this row has none"
}


def strangers(world: World) -> dict[str, Scope]:
    """Who must see nothing of side A."""
    users = {f"{role} of the other side": user for role, user in world.b.users.items() if role != "auditor"}
    scopes = {name: scope_of(actor_for(user, TODAY), bureau_path()) for name, user in users.items()}
    return {**scopes, "nobody": NOTHING}


def tried(sql: str, pk: Any) -> list[Any]:
    """What a statement finds, taken back whatever it did."""
    found = []
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [pk])
                found = cursor.fetchall()
        except ProgrammingError as error:
            # The record: the application's role may not even ask to change or delete a row of it.
            if "permission denied" not in str(error):
                raise
        transaction.set_rollback(True)
    return found


def statements(guard: policies.Guard, key: str) -> Iterator[tuple[str, str]]:
    if guard.label not in READ_BY_ALL:
        yield "reads", f'SELECT 1 FROM "{guard.table}" WHERE "{key}" = %s'
        yield "locks", f'SELECT 1 FROM "{guard.table}" WHERE "{key}" = %s FOR UPDATE'
    yield "changes", f'UPDATE "{guard.table}" SET "{key}" = "{key}" WHERE "{key}" = %s RETURNING 1'
    yield "deletes", f'DELETE FROM "{guard.table}" WHERE "{key}" = %s RETURNING 1'


def test_raw_sql_of_a_stranger_reads_and_touches_no_row_of_any_guarded_table(world):
    faults, tables = [], policies.guards()
    for guard in tables:
        row = filling.row(world.a, guard.label)
        for name, scope in strangers(world).items():
            with within(scope):
                for verb, sql in statements(guard, row._meta.pk.column):
                    if tried(sql, row.pk):
                        faults.append(f"{name} {verb} {guard.table} {row.pk}")
    assert len(tables) > 50
    assert not faults, "\n".join(faults)


def test_the_rows_are_there_and_their_own_officer_sees_them(world):
    """So that the test above cannot pass because there was nothing to see."""
    scope = scope_of(world.a.actor("officer"), bureau_path())
    missing = []
    for guard in policies.guards():
        row = filling.row(world.a, guard.label)
        with within(scope):
            seen = tried(f'SELECT 1 FROM "{guard.table}" WHERE "{row._meta.pk.column}" = %s', row.pk)
        if bool(seen) == (guard.label in NOT_THE_OFFICERS):
            missing.append(guard.label)
    assert missing == []


def test_whole_tables_hold_nothing_of_the_other_town_for_its_officer(world):
    scope = scope_of(world.b.actor("officer"), bureau_path())
    faults = []
    for guard in policies.guards():
        model = next(one for one in policies.our_models() if one._meta.label == guard.label)
        if guard.label in READ_BY_ALL or not any(one.name == "path" for one in model._meta.concrete_fields):
            continue
        with within(scope), connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{guard.table}" WHERE path ^@ %s', [world.a.town.path])
            if cursor.fetchone()[0]:
                faults.append(guard.table)
    assert faults == []


# --- every job ------------------------------------------------------------------------------------

Given = Callable[[World], dict[str, Any]]


def of(label: str, name: str) -> Given:
    return lambda world: {name: filling.row(world.a, label).pk}


# What each job is given; a new job fails the test until it is named here.
JOBS: dict[str, Given] = {
    "notices.deliver": of("notices.Message", "message_id"),
    "notices.write_batch": of("notices.Batch", "batch_id"),
    "notices.sweep": lambda _world: {"timestamp": 0},
    "files.scan": lambda world: {"file_id": world.a.rows["held paper"].pk},
    "files.sweep": lambda _world: {"timestamp": 0},
    "registry.read_roster": of("registry.RosterImport", "roster_id"),
    "registry.accept_roster": lambda world: {
        "roster_id": filling.row(world.a, "registry.RosterImport").pk,
        "user_id": world.b.users["officer"].pk,
        "takes_rosters": True,
    },
    "registry.give_back_left_rosters": lambda _world: {"timestamp": 0},
    "entitlements.end_left": lambda _world: {"timestamp": 0},
    "impact.end_left": lambda _world: {"timestamp": 0},
    "whatif.end_left": lambda _world: {"timestamp": 0},
    "entitlements.determine_people": of("entitlements.DeterminationRun", "run_id"),
    "impact.work_out": of("impact.ImpactRun", "run_id"),
    "whatif.work_out": of("whatif.Scenario", "scenario_id"),
    "rounds.work": lambda world: {"round_id": world.a.rows["spare round"].pk},
    "rounds.end_left": lambda _world: {"timestamp": 0},
    "rounds.tell": lambda world: {"round_id": world.a.rows["rounds.Round"].pk},
}
# Jobs that ask for nobody's row: name -> why.
OF_NOBODY = {
    "files.erase": "is given the index of bytes that lie outside the database, after the row that named them went",
    "installation.take_up_left_jobs": "reads and writes the queue's own tables only",
    "installation.forget_old_jobs": "deletes finished jobs from the queue's own tables only",
    "installation.back_up": "copies the whole database as the owner does; started by the timetable alone",
    "builtin:procrastinate.builtin_tasks.remove_old_jobs": "the queue's own",
    "procrastinate.builtin_tasks.remove_old_jobs": "the queue's own",
}


def test_every_job_is_known_here():
    unknown = set(app.tasks) - set(JOBS) - set(OF_NOBODY)
    assert not unknown, (
        f"Say in JOBS what these jobs are given, or in OF_NOBODY why they ask for nobody: {unknown}"
    )


def everything() -> dict[str, str]:
    """A digest of each guarded table as the product itself sees it; the record apart, to which anybody adds."""
    found = {}
    with connection.cursor() as cursor:
        for guard in policies.guards():
            if guard.label != "audit.Event":
                cursor.execute(
                    f"SELECT md5(coalesce(string_agg(to_jsonb(t)::text, chr(10) ORDER BY t::text), '')) FROM \"{guard.table}\" t"
                )
                found[guard.table] = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("name", JOBS)
def test_a_job_run_in_the_scope_of_a_stranger_finds_nothing_to_do(world, name):
    """Should a job ever run outside the worker, under whoever happened to ask, it touches nothing of others."""
    before, faults = everything(), []
    for who in ("officer", "veteran", "employer", "administrator"):
        scope = strangers(world)[f"{who} of the other side"]
        with transaction.atomic():
            with within(scope):
                came_to = _run(name, JOBS[name](world))
            after = everything() if came_to != "broke its transaction" else before
            transaction.set_rollback(True)
        changed = [table for table in before if after[table] != before[table]]
        if changed:
            faults.append(f"{who}: {came_to}, changed {changed}")
    assert not faults, "\n".join(faults)


def _run(name: str, given: dict[str, Any]) -> str:
    try:
        with transaction.atomic():
            app.tasks[name](**given)
    except Exception as error:
        return f"refused with {type(error).__name__}"
    return "ran"


def test_bytes_of_a_paper_are_not_taken_for_nobodys_by_who_cannot_see_it(world):
    """Erasing asks whether any paper lies under these bytes: the answer must not depend on who asks."""
    paper = world.a.rows["files.KeptFile"]
    stored = keeping.path_of(paper.stored_index)
    assert stored.exists()
    with within(strangers(world)["officer of the other side"]):
        app.tasks["files.erase"](index=paper.stored_index)
    assert stored.exists()
