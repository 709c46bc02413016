"""Reading the record and checking that it is whole."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit.models import Event

FIRST = "0" * 64
_COLUMNS = (
    "id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), coalesce(by_id::text, ''), by_name, "
    "by_role, verb, subject, coalesce(person_id::text, ''), path, detail::text, prev_hash, hash"
)


@dataclass(frozen=True)
class Break:
    """The first place where the record does not hold together."""

    event_id: int
    why: str


@dataclass(frozen=True)
class Verified:
    count: int
    head: str
    first_break: Break | None


def verify() -> Verified:
    """Walk the whole chain, recomputing every hash here and not in the database."""
    previous, count, head = FIRST, 0, FIRST
    for row in _stream():
        stated_previous, stated = row[-2], row[-1]
        if stated_previous != previous:
            return Verified(
                count, head, Break(int(row[0]), "a row before this one is missing or was changed")
            )
        if _digest(row[:-1]) != stated:
            return Verified(count, head, Break(int(row[0]), "this row was changed after it was written"))
        previous, head, count = stated, stated, count + 1
    return Verified(count, head, None)


def _digest(values: tuple[object, ...]) -> str:
    """SHA-256 over the row's fields in order, joined by the unit separator (as the trigger does).

    The id takes part, so a deleted and re-inserted row cannot pass; the previous hash is last.
    """
    return hashlib.sha256("\x1f".join(str(value) for value in values).encode()).hexdigest()


def _stream() -> Iterator[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM audit_event ORDER BY id")
        while rows := cursor.fetchmany(5000):
            yield from rows


def looks_at(person_id: int) -> QuerySet[Event]:
    """Who opened this person's file, newest first (for the person to read)."""
    return Event.objects.filter(person_id=person_id).order_by("-id")


def visible_to(actor: Actor) -> QuerySet[Event]:
    demand(actor, Permission.AUDIT_VIEW)
    return Event.objects.all()


def heads(limit: int = 60) -> list[tuple[dt.date, int, str]]:
    """The last hash of each day with the number of rows that day, newest first: what gets published."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d, count(*), (array_agg(hash ORDER BY id DESC))[1] FROM "
            "(SELECT id, hash, (at AT TIME ZONE 'Asia/Shanghai')::date AS d FROM audit_event) AS e "
            "GROUP BY d ORDER BY d DESC LIMIT %s",
            [limit],
        )
        return list(cursor.fetchall())
