"""Who hears that a record is public: filled by upper parts in their apps.py, asked inside the publishing's transaction."""

from __future__ import annotations

from collections.abc import Callable

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.placement.results.models import Record

Listener = Callable[[Actor, Record], None]
_listeners: list[Listener] = []


def on_published(listener: Listener) -> None:
    """Have ``listener(by, record)`` called whenever a record is published."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell_published(by: Actor, record: Record) -> None:
    """Tell everybody who wants to hear of it."""
    for listener in _listeners:
        listener(by, record)
