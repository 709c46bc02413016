"""A model field whose text is sealed in the database and plain only in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact, In

from rongyao.bureau.foundation.secrets.rules import Blind, KeyRing

Row = TypeVar("Row")
_read: tuple[tuple[object, ...], KeyRing] | None = None


def ring() -> KeyRing:
    """The keys as they lie in the file now: another process may have rotated them a moment ago."""
    global _read
    path = settings.RONGYAO_KEY_FILE
    held = _read
    try:
        found = os.stat(path)
        stamp: tuple[object, ...] = (str(path), found.st_mtime_ns, found.st_ino, found.st_size)
    except FileNotFoundError:
        stamp = ()
    if held is None or not stamp or held[0] != stamp:
        kept = KeyRing.kept_in(path)
        found = os.stat(path)
        held = _read = ((str(path), found.st_mtime_ns, found.st_ino, found.st_size), kept)
    return held[1]


def blind(text: str, *, purpose: str) -> str:
    """The blind index of ``text`` for ``purpose`` (64 hex), or '' for empty text."""
    return ring().blind(text, purpose=purpose) if text else ""


def under_any_key(index: str) -> tuple[str, ...]:
    """What to look for where a blind index is compared in Python: the index itself, and as it was before a rotation."""
    return index.all if isinstance(index, Blind) else (index,)


def found_under(rows: Mapping[str, Row], index: str) -> Row | None:
    """The row kept under this index, whichever key it was written under."""
    return next((rows[key] for key in under_any_key(index) if key in rows), None)


@models.CharField.register_lookup
class ExactUnderAnyKey(Exact):
    """``id_index=…`` finds a row whichever index key it was written under."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not (isinstance(self.rhs, Blind) and self.rhs.also):
            return super().as_sql(compiler, connection)
        return In(self.lhs, list(self.rhs.all)).as_sql(compiler, connection)


@models.CharField.register_lookup
class InUnderAnyKey(In):
    """``id_index__in=…`` likewise."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if isinstance(rhs, (list, tuple, set, frozenset)) and any(isinstance(one, Blind) for one in rhs):
            rhs = [key for one in rhs for key in (one.all if isinstance(one, Blind) else (one,))]
        super().__init__(lhs, rhs)


class SealedTextField(models.BinaryField):
    """Text sealed with AES-GCM. Cannot be searched; keep a blind index beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = ring().seal(value) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        return ring().open(bytes(value)) if len(value) else ""

    def get_default(self) -> Any:
        return "" if not self.null else None

    def value_to_string(self, obj: models.Model) -> str:
        return "(sealed)"
