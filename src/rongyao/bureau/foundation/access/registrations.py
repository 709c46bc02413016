"""What upper departments tell access: whose own file a user may read, whom they help, whom they represent.

Filled by their apps.py; each slot is filled once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Helped, Seat

PersonLookup = Callable[[int], int | None]
HelpedLookup = Callable[[int, dt.date], tuple[Helped, ...]]
SeatsLookup = Callable[[int, dt.date], tuple[Seat, ...]]
BearerLookup = Callable[[str], "User | None"]


@dataclass(frozen=True)
class OtherWay:
    """A way in beside password and digits: what its button says, where it begins, where signing out goes on."""

    name: str
    start_url: str
    out_url: str


OtherWayLookup = Callable[[], "OtherWay | None"]

_person_of: PersonLookup | None = None
_helped_by: HelpedLookup | None = None
_seats_of: SeatsLookup | None = None
_bearer_of: BearerLookup | None = None
_other_way: OtherWayLookup | None = None


def register_person_lookup(lookup: PersonLookup) -> None:
    """``lookup(user_id)`` answers the person bound to a user, or None. Registered once, by the registry."""
    global _person_of
    _person_of = lookup


def register_helped_lookup(lookup: HelpedLookup) -> None:
    """``lookup(user_id, on)`` answers whom a user may act for on a day. Registered by registry.families."""
    global _helped_by
    _helped_by = lookup


def register_seats_lookup(lookup: SeatsLookup) -> None:
    """``lookup(user_id, on)`` answers whom a user represents on a day. Registered by registry.organisations."""
    global _seats_of
    _seats_of = lookup


def register_bearer_lookup(lookup: BearerLookup) -> None:
    """``lookup(token)`` answers the user a system's token acts as. Registered by foundation.api."""
    global _bearer_of
    _bearer_of = lookup


def register_other_way(lookup: OtherWayLookup) -> None:
    """``lookup()`` answers the way through a directory, where one is set. Registered by access.federation."""
    global _other_way
    _other_way = lookup


def other_way() -> OtherWay | None:
    return _other_way() if _other_way else None


def bearer_of(token: str) -> User | None:
    return _bearer_of(token) if _bearer_of else None


def person_of(user_id: int) -> int | None:
    return _person_of(user_id) if _person_of else None


def helped_by(user_id: int, on: dt.date) -> tuple[Helped, ...]:
    return _helped_by(user_id, on) if _helped_by else ()


def seats_of(user_id: int, on: dt.date) -> tuple[Seat, ...]:
    return _seats_of(user_id, on) if _seats_of else ()
