"""What must hold in every whole database: asked after a restore, after a crash, and by ``rongyao check --deep``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from rongyao.bureau.config.backups.manifest import Manifest
from rongyao.bureau.foundation.audit.queries import verify
from rongyao.bureau.foundation.secrets.fields import SealedTextField
from rongyao.bureau.foundation.secrets.rules import UnableToOpen

_FOREIGN_KEYS = """
SELECT c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
       array_agg(quote_ident(a.attname) ORDER BY k.n), array_agg(quote_ident(b.attname) ORDER BY k.n)
FROM pg_constraint c
CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(here, there, n)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.here
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.there
WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
GROUP BY c.oid, c.conname, c.conrelid, c.confrelid ORDER BY 2, 1
"""
_SEQUENCES = """
SELECT s.oid::regclass::text, d.refobjid::regclass::text, quote_ident(a.attname)
FROM pg_class s
JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace ORDER BY 1
"""
_NOT_VALID = """
SELECT conname::text FROM pg_constraint WHERE NOT convalidated AND connamespace = 'public'::regnamespace
UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
"""
_ROSTERS = """
SELECT id FROM registry_rosterimport WHERE summary ? 'counts' AND
  (summary->'counts'->>'accepted')::int + (summary->'counts'->>'rejected')::int <> (summary->'counts'->>'rows')::int
"""
_HALF_WRITTEN = """
SELECT i.id FROM registry_rosterimport i WHERE
  (i.state = 'accepted') <> (i.source_id IS NOT NULL AND EXISTS (SELECT 1 FROM registry_source s WHERE s.id = i.source_id))
  OR (i.state <> 'accepted' AND EXISTS (SELECT 1 FROM registry_rosterrow r WHERE r.roster_id = i.id AND r.state = 'written'))
"""


@dataclass(frozen=True)
class Held:
    """One invariant: how much was looked at, and what does not hold ('' where all does)."""

    name: str
    looked_at: int
    broken: str = ""


def check(manifest: Manifest | None = None) -> list[Held]:
    """Every invariant of the database of Django's settings; against a backup's manifest, its counts too."""
    from django.conf import settings

    connection = connections["owner" if "owner" in settings.DATABASES else "default"]
    checks: tuple[Callable[[BaseDatabaseWrapper], Held], ...] = (
        _foreign_keys, _sequences, _validity, _sealed_values, _rosters,
    )  # fmt: skip
    found = [_record(manifest), *(one(connection) for one in checks)]
    return (
        found
        if manifest is None
        else [_counts(connection, manifest), _migrations(connection, manifest), *found]
    )


def _rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _counts(connection: BaseDatabaseWrapper, manifest: Manifest) -> Held:
    broken = []
    for table, stated in manifest.counts.items():
        there = _rows(connection, f"SELECT count(*) FROM {connection.ops.quote_name(table)}")[0][0]
        if there != stated:
            broken.append(f"{table} has {there} rows instead of {stated}")
    return Held("row counts", len(manifest.counts), "; ".join(broken))


def _migrations(connection: BaseDatabaseWrapper, manifest: Manifest) -> Held:
    there = [
        row[0] for row in _rows(connection, "SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    ]
    return Held("migrations", len(there), "" if there == manifest.migrations else "other than in the backup")


def _record(manifest: Manifest | None) -> Held:
    found = verify()
    if found.first_break is not None:
        return Held("the record", found.count, f"row {found.first_break.event_id}: {found.first_break.why}")
    if manifest and (found.count, found.head) != (manifest.record_rows, manifest.record_head):
        return Held("the record", found.count, f"its head is {found.head} instead of {manifest.record_head}")
    return Held("the record", found.count)


def _foreign_keys(connection: BaseDatabaseWrapper) -> Held:
    keys = _rows(connection, _FOREIGN_KEYS)
    broken = [sentence for key in keys if (sentence := _dangling(connection, *key))]
    return Held("foreign keys", len(keys), "; ".join(broken))


def _dangling(
    connection: BaseDatabaseWrapper, name: str, here: str, there: str, columns: Any, keys: Any
) -> str:
    pairs = list(zip(_listed(columns), _listed(keys), strict=True))
    set_ = " AND ".join(f"h.{column} IS NOT NULL" for column, _ in pairs)
    same = " AND ".join(f"t.{key} = h.{column}" for column, key in pairs)
    query = (
        f"SELECT count(*) FROM {here} h WHERE {set_} AND NOT EXISTS (SELECT 1 FROM {there} t WHERE {same})"
    )
    count = _rows(connection, query)[0][0]
    return f"{count} rows of {here} point nowhere ({name})" if count else ""


def _listed(names: Any) -> list[str]:
    return list(names) if not isinstance(names, str) else names.strip("{}").split(",")


def _sequences(connection: BaseDatabaseWrapper) -> Held:
    found = _rows(connection, _SEQUENCES)
    broken = []
    for sequence, table, column in found:
        query = f"SELECT last_value, is_called, (SELECT max({column}) FROM {table}) FROM {sequence}"
        last, is_called, highest = _rows(connection, query)[0]
        if highest is not None and (last < highest or (last == highest and not is_called)):
            broken.append(f"{sequence} stands at {last} below {highest}")
    return Held("sequences", len(found), "; ".join(broken))


def _validity(connection: BaseDatabaseWrapper) -> Held:
    names = [row[0] for row in _rows(connection, _NOT_VALID)]
    return Held("constraints and indexes", 1, f"not valid: {', '.join(names)}" if names else "")


def _sealed_values(connection: BaseDatabaseWrapper) -> Held:
    count = 0
    for model, field in sealed_fields():
        try:
            values = model._base_manager.using(connection.alias).values_list(field, flat=True)
            count += sum(1 for value in values.iterator(chunk_size=2000) if value)
        except UnableToOpen as error:
            return Held("sealed values", count, f"{model._meta.db_table}.{field}: {error}")
    return Held("sealed values", count)


def sealed_fields() -> Iterator[tuple[Any, str]]:
    """Every sealed column of the product."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField) and field.model is model:
                yield model, field.name


def _rosters(connection: BaseDatabaseWrapper) -> Held:
    counted = [row[0] for row in _rows(connection, _ROSTERS)]
    half = [row[0] for row in _rows(connection, _HALF_WRITTEN)]
    total = _rows(connection, "SELECT count(*) FROM registry_rosterimport")[0][0]
    broken = [f"accepted and rejected are not all rows: {counted}"] if counted else []
    broken += [f"half written: {half}"] if half else []
    return Held("rosters", total, "; ".join(broken))
