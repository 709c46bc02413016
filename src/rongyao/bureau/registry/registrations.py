"""What upper departments tell the registry, and what it tells them. Filled by their ``apps.py``.

Two slots: ``FactsChanged``, told inside the transaction that wrote the facts, so whatever a listener
does commits or rolls back with them; and panels for a person's file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.registry.models import Person


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """The recorded facts (or the birth date or sex) of these people are no longer what they were.

    Attributes:
        person_ids: one person from the counter, many from an accepted roster.
        names: the facts written, where few enough to name; empty means "any".
    """

    by: Actor
    person_ids: tuple[int, ...]
    names: tuple[str, ...] = ()


FactsListener = Callable[[FactsChanged], None]
FilePanel = Callable[[Any, Person], "tuple[str, dict[str, Any]] | None"]

facts_listeners: list[FactsListener] = []
# (request, person) -> (template, context), or None where this reader has nothing to see.
file_panels: list[FilePanel] = []


def on_facts_changed(listener: FactsListener) -> FactsListener:
    """Have ``listener`` told of every change of facts, in the transaction that makes it."""
    if listener not in facts_listeners:
        facts_listeners.append(listener)
    return listener


def add_file_panel(panel: FilePanel) -> FilePanel:
    """Show ``panel`` on every person's file."""
    if panel not in file_panels:
        file_panels.append(panel)
    return panel


def tell_facts_changed(event: FactsChanged) -> None:
    """Tell every listener. Called once an action, after its rows are written."""
    if event.person_ids:
        for listener in facts_listeners:
            listener(event)


# --- files that were joined: filled by registry.upkeep ------------------------------------------------

NumberLookup = Callable[[str], "list[int]"]
JoinedLookup = Callable[[int], "int | None"]
_once_numbered: list[NumberLookup] = []
_joined_into: list[JoinedLookup] = []


def register_joined_files(once_numbered: NumberLookup, joined_into: JoinedLookup) -> None:
    """Who is found by the number of a file that went up in another; where the file of an old id lies now."""
    _once_numbered[:], _joined_into[:] = [once_numbered], [joined_into]


def people_once_numbered(number: str) -> list[int]:
    """Ids of people whose file once bore this number, beside the one it bears now."""
    return [pk for lookup in _once_numbered for pk in lookup(number)]


def joined_into(person_id: int) -> int | None:
    """The file into which the file of this id went, or None."""
    return next((pk for lookup in _joined_into if (pk := lookup(person_id)) is not None), None)
