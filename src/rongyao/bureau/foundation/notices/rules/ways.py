"""By which way a message reaches a person, and what a try may end in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Way(StrEnum):
    """How a message travels. ``VISIT``: nothing else reaches this person, somebody goes there."""

    BOX = "box"
    SMS = "sms"
    EMAIL = "email"
    CONSOLE = "console"
    VISIT = "visit"


WAY_WORDS = {
    Way.BOX: _("Message box"),
    Way.SMS: _("Text message"),
    Way.EMAIL: _("E-mail"),
    Way.CONSOLE: _("Console of the demonstration"),
    Way.VISIT: _("In person"),
}


@dataclass(frozen=True)
class Recipient:
    """What a message needs to know of a person; given by the department that keeps people."""

    person_id: int
    name: str
    path: str
    phone: str = ""
    is_bound: bool = False
    is_deceased: bool = False


@dataclass(frozen=True)
class Wish:
    """How the person wants to be told. ``way`` is "" where they have not said."""

    language: str = "zh"
    way: str = ""
    no_sms: bool = False
    email: str = ""


def ways_to(person: Recipient, wish: Wish, on: frozenset[Way]) -> list[Way]:
    """The ways that can reach this person, best first: the one they chose, text message, mail, their box.

    The box is not enough by itself for somebody who has not asked for it: it is read only when they sign in.
    """
    can = {
        Way.SMS: bool(mobile(person.phone)) and not wish.no_sms,
        Way.CONSOLE: bool(mobile(person.phone)) and not wish.no_sms,
        Way.EMAIL: bool(wish.email),
        Way.BOX: person.is_bound,
    }
    order = [Way.SMS, Way.CONSOLE, Way.EMAIL, Way.BOX]
    order.sort(key=lambda way: way != wish.way and not (wish.way == Way.SMS and way == Way.CONSOLE))
    return [way for way in order if way in on and can[way]]


def mobile(phone: str) -> str:
    """The number as a gateway takes it, or "" for a landline: that cannot receive text messages."""
    digits = "".join(c for c in phone if c.isdigit())
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    return digits if len(digits) == 11 and digits.startswith("1") else ""


class End(StrEnum):
    """What one try ended in."""

    DELIVERED = "delivered"  # it is there (the box, the other mail server)
    TAKEN = "taken"  # the gateway has it; a report follows
    LATER = "later"  # it did not go out; try again
    REFUSED = "refused"  # it did not go out and never will by this way
    UNSURE = "unsure"  # it may have gone out: never try again by itself


@dataclass(frozen=True)
class Result:
    """How a try ended, the other side's number for it, and its words without any personal data."""

    end: End
    reference: str = ""
    words: str = ""
