"""What entitlements shows on a person's file: the answers and decisions in a few lines."""

from __future__ import annotations

from typing import Any

from rongyao.bureau.entitlements.queries.due import due_in_brief
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.models import Person


def on_file(request: Any, person: Person) -> tuple[str, dict[str, Any]] | None:
    """The panel for this reader, or None where they may not see entitlements of this person."""
    if not request.actor.may_at(Permission.ENTITLEMENT_VIEW, person.path):
        return None
    due = due_in_brief(person)
    return "entitlements/_on_file.html", {"due": due, "lines": due.lines, "person": person}
