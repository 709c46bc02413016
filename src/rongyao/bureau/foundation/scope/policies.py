"""A policy for every table, derived from the models, so that a new one is guarded without anybody remembering.

A table with a ``path`` answers to the divisions of whoever asks; one with a person (or an organisation) to whose file
it is; one that only hangs on such a table answers as that one does. A table that is none of these is named in
``tables.toml`` with its reason; until somebody does, only the product itself and the bureau's own root see it.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.migrations.executor import MigrationExecutor

OURS = "rongyao."
POLICY = "rongyao_scope"
HELD = "rongyao_held"
# Evaluated once a query (an uncorrelated sub-select), not once a row.
EVERYWHERE = "(SELECT current_setting('rongyao.everywhere', true)) = 'on'"
AUDIT = "(SELECT current_setting('rongyao.audit', true)) = 'on'"
USER = "(SELECT nullif(current_setting('rongyao.user', true), '')::bigint)"
PATHS = "(SELECT string_to_array(current_setting('rongyao.paths', true), ','))::text[]"
PEOPLE = "(SELECT string_to_array(nullif(current_setting('rongyao.people', true), ''), ','))::bigint[]"
SEATS = "(SELECT string_to_array(nullif(current_setting('rongyao.organisations', true), ''), ','))::bigint[]"


@dataclass(frozen=True)
class Told:
    """``tables.toml``."""

    keys: dict[str, str]
    open: dict[str, str]
    also: dict[str, str] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Guard:
    """How one table answers: the condition, and whether anybody may add to it."""

    table: str
    label: str
    condition: str
    is_added_by_all: bool
    function: str = ""
    read_by_more: str = ""

    def statements(self) -> list[str]:
        """The policies, anew."""
        make = [
            f'DROP POLICY IF EXISTS {name} ON "{self.table}"'
            for name in (POLICY, f"{POLICY}_add", f"{POLICY}_read")
        ]
        make += [self.function] if self.function else []
        make.append(f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY')
        make.append(
            f'CREATE POLICY {POLICY} ON "{self.table}" USING ({self.condition}) WITH CHECK ({self.condition})'
        )
        if self.is_added_by_all:
            make.append(f'CREATE POLICY {POLICY}_add ON "{self.table}" FOR INSERT WITH CHECK (true)')
        if self.read_by_more:
            make.append(
                f'CREATE POLICY {POLICY}_read ON "{self.table}" FOR SELECT USING ({self.read_by_more})'
            )
        return [*make, f"COMMENT ON POLICY {POLICY} ON \"{self.table}\" IS '{self.mark}'"]

    @property
    def mark(self) -> str:
        """Tells an unchanged policy from one to be made anew, so that an ordinary start locks no table."""
        return hashlib.sha256(
            f"{self.condition}|{self.is_added_by_all}|{self.function}|{self.read_by_more}".encode()
        ).hexdigest()[:16]


@cache
def told() -> Told:
    return Told(**tomllib.loads((Path(__file__).parent / "tables.toml").read_text()))


def our_models() -> list[type[models.Model]]:
    """Every table of the product; those of the framework hold nobody's file."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model.__module__.startswith(OURS) and model._meta.managed]


def guards() -> list[Guard]:
    """The guard of every table that is not open."""
    made = []
    for model in our_models():
        label = model._meta.label
        if label in told().open:
            continue
        if label in told().shared:
            made.append(_shared(model))
        else:
            condition = condition_of(model) or EVERYWHERE
            read = told().read.get(label, "").format(user=USER)
            adds = label in told().added
            made.append(Guard(model._meta.db_table, label, condition, adds, read_by_more=read))
    return made


def undecided() -> list[str]:
    """Tables that have no path, no person and hang on no guarded one, and that nobody has named in ``tables.toml``."""
    return [guard.label for guard in guards() if guard.condition == EVERYWHERE]


def _shared(model: type[models.Model]) -> Guard:
    """A row that many people's rows rest on: seen by who recorded it and by whoever sees one that rests on it.

    The looking is a function: its plan is kept for the life of the connection, where so many sub-selects in the
    policy itself would be planned anew for every query. It stops at the first row that is seen, so it looks each up;
    with memory at hand the planner would gather everybody the actor sees instead, once for every row it is asked of
    (at 100,000 people a file took 14 seconds so). It is dear, so it is asked last and of few rows.
    """
    table = model._meta.db_table
    resting = [
        f'EXISTS (SELECT 1 FROM "{key.model._meta.db_table}" s WHERE s."{key.column}" = wanted)'
        for key in _keys_to(model)
    ]
    name = f"rongyao_sees_{table}"
    function = (
        f"CREATE OR REPLACE FUNCTION {name}(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE "
        f"COST 10000 SET work_mem = '64kB' AS "
        f"$$ BEGIN RETURN {' OR '.join(resting)}; END $$"
    )
    own = f'"{table}"."{told().shared[model._meta.label]}" = {USER}'
    condition = f'{EVERYWHERE} OR {own} OR {name}("{table}".id)'
    return Guard(table, model._meta.label, condition, is_added_by_all=False, function=function)


def _keys_to(model: type[models.Model]) -> list[Any]:
    keys = [
        key
        for other in our_models()
        for key in other._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and key.related_model is model and _is_guarded(other)
    ]
    return sorted(keys, key=lambda key: (key.model._meta.db_table, key.column))


def condition_of(model: type[models.Model]) -> str:
    """Which rows a scope sees, as SQL; empty where nothing in the model says so."""
    ways = _own_ways(model)
    has_reader = any(part in way for way in ways for part in (PEOPLE, SEATS))
    # A row with a path of its own is read, too, by whoever reads what it hangs on: a step of one's own message.
    if not has_reader and (key := _hangs_on(model)):
        ways = [*(ways or [EVERYWHERE]), _through(model, key)]
    if label := told().also.get(model._meta.label):
        ways = [*(ways or [EVERYWHERE]), f"({label.format(user=USER, audit=AUDIT, paths=PATHS)})"]
    return " OR ".join(ways)


def _own_ways(model: type[models.Model]) -> list[str]:
    table, label = model._meta.db_table, model._meta.label
    columns = {column.column for column in model._meta.concrete_fields}
    keys = told().keys
    ways = []
    if "path" in columns:
        ways += [EVERYWHERE, f'"{table}".path ^@ ANY ({PATHS})']
    if label == keys["people"]:
        ways.append(f'"{table}".id = ANY ({PEOPLE})')
    elif "person_id" in columns and ways:
        ways.append(f'"{table}".person_id = ANY ({PEOPLE})')
    if label == keys["organisations"]:
        ways.append(f'"{table}".id = ANY ({SEATS})')
    elif "organisation_id" in columns and ways:
        ways.append(f'"{table}".organisation_id = ANY ({SEATS})')
    # The record is read by who reads the record, not by whoever sees every town.
    return [way for way in ways if not (way == EVERYWHERE and label == "audit.Event")]


def _hangs_on(model: type[models.Model]) -> Any:
    """The foreign key by which a row belongs to a guarded one: to a person before all others, never an optional one."""
    keys = [
        key
        for key in model._meta.concrete_fields
        if isinstance(key, models.ForeignKey) and not key.null and key.related_model is not model
    ]
    keys = [key for key in keys if _is_guarded(key.related_model)]
    people = [key for key in keys if key.related_model._meta.label == told().keys["people"]]
    return next(iter([*people, *keys]), None)


def _is_guarded(model: Any) -> bool:
    is_ours = model.__module__.startswith(OURS) and model._meta.label not in {**told().open, **told().shared}
    return is_ours and bool(_own_ways(model) or _hangs_on(model) or model._meta.label in told().also)


def _through(model: type[models.Model], key: Any) -> str:
    """Seen where the row it hangs on is seen: that table's own policy is asked, as the same actor."""
    parent = key.related_model._meta
    mine = f'"{model._meta.db_table}"."{key.column}"'
    if parent.label in told().read:
        # Read by more than it belongs to: what hangs on it answers to whom it belongs to.
        own = f'"{parent.db_table}"."{parent.pk.column}" = {mine} AND ({condition_of(key.related_model)})'
        return f'EXISTS (SELECT 1 FROM "{parent.db_table}" WHERE {own})'
    exists = f'EXISTS (SELECT 1 FROM "{parent.db_table}" s WHERE s."{parent.pk.column}" = {mine})'
    if parent.label == told().keys["people"]:
        return f"{mine} = ANY ({PEOPLE}) OR {exists}"
    return exists


@dataclass(frozen=True)
class Secured:
    """What ``secure`` found and did."""

    guarded: int
    renewed: tuple[str, ...]
    open: dict[str, str]


def held_function() -> str:
    """A function that names the tables that hold rows of a person, as far as whoever asks sees them.

    One question for a page that gathers them all; its plan is kept for the life of the connection.
    """
    tables = sorted(
        m._meta.db_table for m in our_models() if m._meta.label != "audit.Event" and _is_by_person(m)
    )
    ways = [
        f"CASE WHEN EXISTS (SELECT 1 FROM \"{table}\" WHERE person_id = wanted) THEN '{table}' END"
        for table in tables
    ]
    return (
        f"CREATE OR REPLACE FUNCTION {HELD}(wanted bigint) RETURNS text[] LANGUAGE plpgsql STABLE AS "
        f"$$ BEGIN RETURN array_remove(ARRAY[{', '.join(ways)}]::text[], NULL); END $$"
    )


def _is_by_person(model: type[models.Model]) -> bool:
    """A row is of one person, and found by them without reading the table."""
    column = next((field for field in model._meta.concrete_fields if field.column == "person_id"), None)
    return column is not None and (getattr(column, "db_index", False) or column.unique)


def secure(connection: Any) -> Secured:
    """Give every table its policy. Idempotent; an unchanged table is not touched.

    Args:
        connection: a Django connection of the role that owns the tables (no policy binds the owner).
    """
    wanted = guards()
    guarded = {guard.table for guard in wanted}
    opened = [m._meta.db_table for m in our_models() if m._meta.db_table not in guarded]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        there = _in_force(cursor)
        cursor.execute(held_function())
        renewed = [guard for guard in wanted if there.get(guard.table) != guard.mark]
        for guard in renewed:
            for statement in guard.statements():
                cursor.execute(statement)
        for table in opened:
            if table in there:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
                cursor.execute(f'DROP POLICY {POLICY} ON "{table}"')
    return Secured(len(wanted), tuple(guard.label for guard in renewed), told().open)


def _in_force(cursor: Any) -> dict[str, str]:
    """{table: mark} of the policies that hold now."""
    cursor.execute(
        "SELECT c.relname, coalesce(obj_description(p.oid, 'pg_policy'), '') FROM pg_policy p "
        "JOIN pg_class c ON c.oid = p.polrelid WHERE p.polname = %s AND c.relrowsecurity",
        [POLICY],
    )
    return dict(cursor.fetchall())


def release_before_migrating(connection: Any) -> None:
    """Where migrations wait, take the policies off: a column that a policy names cannot be changed.

    Row-level security stays on, so until ``secure`` has run the application sees no row rather than every row.
    """
    plan = MigrationExecutor(connection)
    if not plan.migration_plan(plan.loader.graph.leaf_nodes()):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.polname, c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
            "WHERE p.polname LIKE %s",
            [f"{POLICY}%"],
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP POLICY {name} ON "{table}"')


def is_bound(connection: Any) -> bool:
    """Does the second lock bind the role of this connection (neither superuser, nor bypassing, nor owner)?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT rolsuper AND NOT rolbypassrls AND NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_policy p "
            "ON p.polrelid = c.oid WHERE p.polname = %s AND pg_has_role(current_user, c.relowner, 'USAGE')) "
            "FROM pg_roles WHERE rolname = current_user",
            [POLICY],
        )
        return bool(cursor.fetchone()[0])
