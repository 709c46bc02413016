"""A list of papers that leaves the house is recorded."""

from __future__ import annotations

from django.db import transaction

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit


@transaction.atomic
def note_export(*, by: Actor, count: int) -> None:
    demand(by, Permission.PEOPLE_EXPORT)
    audit.record(by=by, verb="files.exported", path=by.home_path, detail={"rows": count})
