"""The readings in force here: the settings every answer of a person is worked out under."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from rongyao.bureau.entitlements.readings.models import ReadingChoice
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.law import catalog
from rongyao.law.settings import Settings, override


def effective() -> Settings:
    """The law as written, with what this bureau reads otherwise. A reading a release no longer knows is left out."""
    rows = _in_force().values_list("key", "option")
    return override(readings={key: option for key, option in rows if is_known(key, option)})


def is_known(key: str, option: str) -> bool:
    return key in catalog.READINGS and option in catalog.READINGS[key].options


def _in_force() -> QuerySet[ReadingChoice]:
    return ReadingChoice.objects.filter(state=ReadingChoice.State.CONFIRMED)


def in_force() -> dict[str, ReadingChoice]:
    """By key, what this bureau reads otherwise: public, like the law."""
    return {row.key: row for row in _in_force() if is_known(row.key, row.option)}


def as_kept(settings: Settings) -> dict[str, Any]:
    """The settings as plain JSON, to be kept beside an answer."""
    kept: dict[str, Any] = json.loads(settings.to_json())
    return kept


def from_kept(kept: dict[str, Any]) -> Settings:
    """The settings ``as_kept`` wrote."""
    return override(kept["numbers"], kept["readings"])


def choices_visible_to(actor: Actor) -> QuerySet[ReadingChoice]:
    """Every choice: readings are of the whole bureau, so the permission alone decides."""
    demand(actor, Permission.STANDARD_VIEW)
    return ReadingChoice.objects.select_related("entered_by", "confirmed_by")
