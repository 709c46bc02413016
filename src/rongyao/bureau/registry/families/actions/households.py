"""Households: formed at a person's address, joined and left with a day."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.registry.families.models import Household, Membership
from rongyao.bureau.registry.models import Person

NUMBER_LOCK = (320583, 31)
PREFIX = "H-"


class UnableToKeepHousehold(Exception):
    """The household cannot be changed as asked. ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def form_household(*, by: Actor, person: Person, address: str, on: dt.date) -> Household:
    """Open a household with this person as its first member.

    Raises:
        UnableToKeepHousehold: they live in one already, no address, or a day to come.
    """
    demand(by, Permission.FAMILY_EDIT, person.path)
    if not address.strip():
        raise UnableToKeepHousehold(_("Write the address."), "address")
    _check_joining(person, on)
    row = Household.objects.create(number=_next_number(), address=address.strip()[:200], path=person.path)
    Membership.objects.create(person=person, household=row, from_on=on)
    audit.record(by=by, verb="household.formed", subject=row, person_id=person.pk, path=person.path)
    return row


@transaction.atomic
def join_household(*, by: Actor, person: Person, household: Household, on: dt.date) -> Membership:
    """Write a person into a household. The actor needs the right where the file and the household lie.

    Raises:
        UnableToKeepHousehold: they live in one already, or a day to come.
    """
    demand(by, Permission.FAMILY_EDIT, person.path)
    demand(by, Permission.FAMILY_EDIT, household.path)
    _check_joining(person, on)
    row = Membership.objects.create(person=person, household=household, from_on=on)
    detail = {"household": household.number}
    audit.record(
        by=by, verb="household.joined", subject=row, person_id=person.pk, path=person.path, detail=detail
    )
    return row


@transaction.atomic
def leave_household(*, by: Actor, person: Person, on: dt.date, reason: str) -> Membership:
    """The person no longer lives there from a day on.

    Raises:
        UnableToKeepHousehold: they live in none, no reason, or a day before they came or still to come.
    """
    demand(by, Permission.FAMILY_EDIT, person.path)
    row = Membership.objects.select_for_update().filter(person=person, to_on__isnull=True).first()
    if row is None:
        raise UnableToKeepHousehold(_("No household is recorded for this person."))
    if not reason.strip():
        raise UnableToKeepHousehold(_("Write why they leave."), "reason")
    if on < row.from_on:
        raise UnableToKeepHousehold(_("The day lies before the day they came."), "on")
    _refuse_future(on)
    row.to_on, row.end_reason = on, reason.strip()[:160]
    row.save()
    audit.record(by=by, verb="household.left", subject=row, person_id=person.pk, path=person.path)
    return row


def _check_joining(person: Person, on: dt.date) -> None:
    _refuse_future(on)
    # The person's row is the lock: two officers writing one person into two households come one after the other.
    Person.objects.select_for_update().filter(pk=person.pk).exists()
    if Membership.objects.filter(person=person, to_on__isnull=True).exists():
        raise UnableToKeepHousehold(_("They are recorded in a household already: first let them leave it."))


def _refuse_future(on: dt.date) -> None:
    if on > timezone.localdate():
        raise UnableToKeepHousehold(_("This day has not come yet."), "on")


@sees_beyond("household numbers run through the whole bureau")
def _next_number() -> str:
    """The next household number, held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", NUMBER_LOCK)
    digits = Cast(Substr("number", len(PREFIX) + 1), BigIntegerField())
    last = Household.objects.aggregate(last=Max(digits))["last"]
    return f"{PREFIX}{int(last or 0) + 1:06d}"
