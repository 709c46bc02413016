"""What taking one roster row would change, side by side with what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rongyao.bureau.registry.actions.matching import Body, current_facts, recorded_of, steps_of
from rongyao.bureau.registry.actions.people import masked
from rongyao.bureau.registry.models import RosterImport, RosterRow
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, Step


@dataclass(frozen=True)
class Difference:
    """One field: what is recorded, what the roster says, and what accepting would do ("add", "change", "conflict")."""

    name: str
    is_identity: bool
    recorded: Any
    incoming: Any
    step: str


def differences_of(body: Body, row: RosterRow, roster: RosterImport) -> list[Difference]:
    """Every field the row would add or change; numbers masked. Empty for a row that is not to be written."""
    if row.state not in (RosterRow.State.NEW, RosterRow.State.CHANGED):
        return []
    facts = current_facts([row.person_id]).get(row.person_id, {}) if row.person_id else {}
    recorded = recorded_of(row.person, facts) if row.person else {}
    steps = steps_of(body, row.person, facts, roster.dated_on)
    return [_difference(name, step, body, recorded) for name, step in steps.items() if step != Step.SAME]


def _difference(name: str, step: Step, body: Body, recorded: dict[str, Any]) -> Difference:
    is_identity = name in IDENTITY_FIELDS
    incoming = body.identity.get(name) if is_identity else body.facts[name]
    before = recorded[name].value if name in recorded else None
    if is_identity:
        incoming, before = masked(name, str(incoming or "")), masked(name, str(before or ""))
    return Difference(name, is_identity, before, incoming, step.value)
