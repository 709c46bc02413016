"""Rotating the keys while the bureau works: everything sealed anew in batches, every blind index worked out anew.

Each batch is one transaction. A rotation that was killed is taken up by running it again: what is still under an old
key is found by the name of its key, and what already has its new index is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.secrets.fields import SealedTextField, ring
from rongyao.bureau.foundation.secrets.registrations import BLINDED, ELSEWHERE, Blinded

BATCH = 500
ROUNDS = 20
Told = Callable[[str, int], None]


class UnableToRetire(Exception):
    """The key is still needed; the message says by what."""


@dataclass(frozen=True)
class Column:
    """One sealed column."""

    table: str
    name: str
    key: str

    @property
    def label(self) -> str:
        return f"{self.table}.{self.name}"


def sealed_columns() -> list[Column]:
    return [
        Column(model._meta.db_table, str(field.column), str(model._meta.pk.column))
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField) and model._meta.managed
    ]


def in_use() -> dict[str, int]:
    """{name of a key: how many values it seals}, every key of the ring included."""
    counted = dict.fromkeys(ring().keys, 0)
    with connection.cursor() as cursor:
        for column in sealed_columns():
            name = f"encode(substring({column.name} from 1 for position('\\x3a'::bytea in {column.name}) - 1), 'escape')"
            cursor.execute(
                f'SELECT {name}, count(*) FROM "{column.table}" WHERE octet_length({column.name}) > 0 GROUP BY 1'
            )
            for key, many in cursor.fetchall():
                counted[key] = counted.get(key, 0) + many
    for kept in ELSEWHERE:
        for key, many in kept.in_use().items():
            counted[key] = counted.get(key, 0) + many
    return counted


def is_unfinished() -> bool:
    """Was a rotation begun and not brought to its end?"""
    return any(many for name, many in in_use().items() if name != ring().current)


def rotate(told: Told) -> str:
    """Seal everything under a fresh key, or go on where an earlier rotation stopped. Returns the key's name."""
    if not is_unfinished():
        ring().with_new_key().keep_in(settings.RONGYAO_KEY_FILE)
        audit.record(by=Actor.system("keys"), verb="keys.rotated", detail={"to": ring().current})
    for _round in range(ROUNDS):
        for column in sealed_columns():
            for many in _reseal(column):
                told(column.label, many)
        for kept in ELSEWHERE:
            for many in kept.reseal():
                told(kept.label, many)
        # A row somebody held, or wrote under the old key a moment before the new one lay in the file.
        if not is_unfinished():
            break
    return ring().current


def _reseal(column: Column) -> Iterator[int]:
    """The values of a column not under the current key, a batch at a time."""
    prefix = f"{ring().current}:".encode()
    last: Any = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {column.key}, {column.name} FROM "{column.table}" WHERE {column.key} > %s '
                f"AND octet_length({column.name}) > 0 AND substring({column.name} from 1 for %s) <> %s "
                f"ORDER BY {column.key} LIMIT %s FOR UPDATE SKIP LOCKED",
                [last, len(prefix), prefix, BATCH],
            )
            rows = cursor.fetchall()
            keys = ring()
            fresh = [keys.seal(keys.open(bytes(value))) for _key, value in rows]
            cursor.execute(
                f'UPDATE "{column.table}" t SET {column.name} = f.value '
                f"FROM unnest(%s::bigint[], %s::bytea[]) AS f(key, value) WHERE t.{column.key} = f.key",
                [[key for key, _value in rows], fresh],
            )
        if not rows:
            return
        last = rows[-1][0]
        yield len(rows)


def retire(name: str) -> None:
    """Take a key off the ring.

    Raises:
        UnableToRetire: it seals now, something is sealed with it, or there is no such key.
    """
    keys = ring()
    if name not in keys.keys:
        raise UnableToRetire(f"There is no key {name} on the ring.")
    if name == keys.current:
        raise UnableToRetire(f"{name} is the key that seals now. Rotate first: rongyao keys rotate")
    if many := in_use().get(name, 0):
        raise UnableToRetire(f"{many} values are still sealed with {name}. Finish first: rongyao keys rotate")
    keys.without_key(name).keep_in(settings.RONGYAO_KEY_FILE)
    audit.record(by=Actor.system("keys"), verb="keys.retired", detail={"key": name})


# --- blind indexes -----------------------------------------------------------------------------------


def rotate_index(told: Told) -> int:
    """A fresh index key and every index worked out anew; meanwhile look-ups answer under both. Returns how many moved.

    Run again after a kill it goes on: while an old index key is on the ring no further one is made.
    """
    if not ring().old_indexes:
        ring().with_new_index().keep_in(settings.RONGYAO_KEY_FILE)
        audit.record(by=Actor.system("keys"), verb="keys.index_rotated")
    return sum(_reblind(one, told) for one in BLINDED if one.again)


def _reblind(one: Blinded, told: Told) -> int:
    moved, last = 0, 0
    while True:
        with transaction.atomic():
            rows = one.model._default_manager.filter(pk__gt=last).exclude(**{one.column: ""}).order_by("pk")
            batch = list(rows.select_for_update(of=("self",))[:BATCH])
            if not batch:
                return moved
            changed = [row for row in batch if _has_moved(row, one)]
            one.model._default_manager.bulk_update(changed, [one.column], batch_size=BATCH)
        last, moved = batch[-1].pk, moved + len(changed)
        told(f"{one.model._meta.db_table}.{one.column}", len(batch))


def _has_moved(row: Any, one: Blinded) -> bool:
    """Set the index of a row anew; False where it is so already, or its text is kept no more."""
    fresh = one.again(row) if one.again else None
    if not fresh or str(fresh) == getattr(row, one.column):
        return False
    setattr(row, one.column, str(fresh))
    return True


def rests_on_old_index() -> dict[str, int]:
    """{column: rows} that could not be worked out anew, because no text of them is kept: they need the old index key."""
    found = {}
    for one in BLINDED:
        if one.again is None:
            many = one.model._default_manager.exclude(**{one.column: ""}).count()
            if many:
                found[f"{one.model._meta.label}.{one.column}: {one.why_never}"] = many
    return found


def retire_index(*, even_though: bool = False) -> None:
    """Take the old index keys off the ring.

    Raises:
        UnableToRetire: something can only be found under an old one, unless ``even_though``.
    """
    if not ring().old_indexes:
        raise UnableToRetire("There is no old index key on the ring.")
    rotate_index(lambda _label, _many: None)
    if (resting := rests_on_old_index()) and not even_though:
        lines = "\n".join(f"  {many} in {what}" for what, many in resting.items())
        raise UnableToRetire(
            f"These would no longer be found, for no text of them is kept:\n{lines}\nKeep the old index key until "
            "they have run out, or say --even-though: then slips are printed anew and helpers are named anew."
        )
    replace(ring(), old_indexes=()).keep_in(settings.RONGYAO_KEY_FILE)
    audit.record(by=Actor.system("keys"), verb="keys.index_retired", detail={"even_though": even_though})
