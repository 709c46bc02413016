"""Writing the record. The only way a row gets into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import router
from django.db.models import Model, sql
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit.models import Event

LONGEST_NAME = 80


def record(
    *,
    by: Actor,
    verb: str,
    subject: Model | None = None,
    person_id: int | None = None,
    path: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Add one event in the current transaction. ``detail`` must hold no secret value."""
    _add([_row(by=by, verb=verb, subject=subject, person_id=person_id, path=path, detail=detail)])


def record_many(*, by: Actor, verb: str, people: Iterable[tuple[int, str]], detail: dict[str, Any]) -> None:
    """One event for each (person_id, path), in one statement."""
    rows: list[Model] = [
        _row(by=by, verb=verb, person_id=pid, path=path, detail=detail) for pid, path in people
    ]
    _add(rows)


def record_each(
    *, by: Actor, verb: str, subjects: Iterable[tuple[Model, int | None, str, dict[str, Any]]]
) -> None:
    """One event for each ``(subject, person_id, path, detail)``, in one statement."""
    rows: list[Model] = [
        _row(by=by, verb=verb, subject=subject, person_id=person_id, path=path, detail=detail)
        for subject, person_id, path, detail in subjects
    ]
    _add(rows)


def _add(rows: list[Model]) -> None:
    """Add the rows without reading anything back: whoever acts may not be allowed to read the record."""
    columns = [column for column in Event._meta.concrete_fields if not column.primary_key]
    for start in range(0, len(rows), 1000):
        query = sql.InsertQuery(Event)
        query.insert_values(columns, rows[start : start + 1000])
        query.get_compiler(router.db_for_write(Event)).execute_sql()


def _row(
    *,
    by: Actor,
    verb: str,
    subject: Model | None = None,
    person_id: int | None = None,
    path: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    return Event(
        at=timezone.now(),
        by_id=by.user_id,
        # A helper and the person helped stand on the record together.
        by_name=(f"{by.name} ({by.on_behalf_of})" if by.on_behalf_of else by.name)[:LONGEST_NAME],
        by_role=" ".join(by.roles),
        verb=verb,
        subject=f"{subject._meta.label_lower}:{subject.pk}" if subject is not None else "",
        person_id=person_id,
        path=path,
        detail=detail or {},
    )
