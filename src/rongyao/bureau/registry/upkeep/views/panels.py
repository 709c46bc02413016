"""What upkeep shows on a person's file: numbers it once bore, where it lay, what it may be a double of."""

from __future__ import annotations

from typing import Any

from rongyao.bureau.foundation.access.middleware import Request
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.upkeep.queries.joins import joinings_of
from rongyao.bureau.registry.upkeep.queries.recoding import former_places

P = Permission


def upkeep_panel(request: Request, person: Person) -> tuple[str, dict[str, Any]] | None:
    """Nothing on most files: only where something was joined or recoded."""
    joinings, places = list(joinings_of(person)), list(former_places(person))
    if not joinings and not places:
        return None
    may_part = request.actor.may_at(P.PEOPLE_MERGE, person.path)
    return "upkeep/_panel.html", {"joinings": joinings, "places": places, "may_part": may_part}
