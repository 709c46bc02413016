"""What upper departments tell access: whose own file a user may read. Filled by their apps.py."""

from __future__ import annotations

from collections.abc import Callable

_person_of: Callable[[int], int | None] | None = None


def register_person_lookup(lookup: Callable[[int], int | None]) -> None:
    """``lookup(user_id)`` answers the person bound to a user, or None. Registered once, by the registry."""
    global _person_of
    _person_of = lookup


def person_of(user_id: int) -> int | None:
    return _person_of(user_id) if _person_of else None
