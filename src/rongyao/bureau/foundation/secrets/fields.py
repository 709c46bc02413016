"""A model field whose text is sealed in the database and plain only in memory."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from rongyao.bureau.foundation.secrets.rules import KeyRing


@cache
def ring() -> KeyRing:
    return KeyRing.kept_in(settings.RONGYAO_KEY_FILE)


def blind(text: str, *, purpose: str) -> str:
    """The blind index of ``text`` for ``purpose`` (64 hex), or '' for empty text."""
    return ring().blind(text, purpose=purpose) if text else ""


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
