"""A list of messages that leaves the house is recorded."""

from __future__ import annotations

from django.db import transaction

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit


@transaction.atomic
def note_export(*, by: Actor, count: int, filters: dict[str, str]) -> None:
    """Who took how many messages out, under which filters; the words searched for are not kept."""
    demand(by, Permission.PEOPLE_EXPORT)
    kept = {name: value for name, value in filters.items() if name != "words"}
    audit.record(by=by, verb="messages.exported", path=by.home_path, detail={"rows": count, "filters": kept})


@transaction.atomic
def look(*, by: Actor, person_id: int, path: str) -> None:
    """Somebody read a message to a person: a look, which the person can see."""
    audit.record(by=by, verb="message.looked", person_id=person_id, path=path)
