"""What a way out is given: no row, no person, only what must be on the outside and inside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Envelope:
    """One message as it leaves the house. ``key`` is the same at every try."""

    key: str
    way: str
    address: str
    title: str
    body: str
