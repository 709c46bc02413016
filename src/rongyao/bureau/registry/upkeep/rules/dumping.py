"""A row as plain JSON and back: what a joined file keeps, so that it can be parted again exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from rongyao.bureau.foundation.secrets.fields import SealedTextField


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def dump(row: Model) -> dict[str, Any]:
    """Every column of a row by its attribute."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def restored(model: type[Model], kept: dict[str, Any]) -> dict[str, Any]:
    """Values as the columns take them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value
        if value is None or isinstance(fields[name], SealedTextField)
        else fields[name].to_python(value)
        for name, value in kept.items()
    }
