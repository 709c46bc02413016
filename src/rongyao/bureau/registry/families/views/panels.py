"""The family on a person's file."""

from __future__ import annotations

from typing import Any

from rongyao.bureau.foundation.access.middleware import Request
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.models import Person

P = Permission


def family_panel(request: Request, person: Person) -> tuple[str, dict[str, Any]] | None:
    """Next of kin first, then who lives with them and who may act for them; the page behind holds the rest."""
    actor = request.actor
    if not actor.may_at(P.PEOPLE_VIEW, person.path):
        return None
    kin = list(queries.kin_of(person))
    return "families/_panel.html", {
        "person": person,
        "kin": kin,
        "linkable": queries.in_scope(actor, (row.linked_id for row in kin)),
        "home": queries.home_of(actor, person),
        "agreements": list(queries.agreements_of(person)),
        "may_edit": actor.may_at(P.FAMILY_EDIT, person.path),
        "may_bind": actor.may_at(P.HELPER_BIND, person.path),
    }
