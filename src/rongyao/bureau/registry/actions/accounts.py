"""Binding a veteran's sign-in at the counter: print a one-time slip; the person uses it."""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access import actions as access
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import blind
from rongyao.bureau.registry.models import ActivationSlip, Person, PersonAccount
from rongyao.bureau.registry.rules import new_slip_code, plain_slip_code, signer

SLIP_LASTS = dt.timedelta(days=7)
TRIES = 5


class UnableToPrintSlip(Exception):
    """No slip can be printed for this person; the message says what is missing."""


class UnableToActivate(Exception):
    """The slip, the four digits or the password cannot be taken. ``field`` names which, where that may be told."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


def digest(code: str) -> str:
    """The keyed digest of a slip's code: the table alone lets nobody try codes."""
    return blind(plain_slip_code(code), purpose="activation.slip")


@transaction.atomic
def print_slip(*, by: Actor, person: Person) -> str:
    """A fresh one-time code for the person; slips printed earlier stop working. Returns the code, kept nowhere.

    Raises:
        UnableToPrintSlip: the file has no identity number to check the person by.
    """
    demand(by, Permission.ACCOUNT_BIND, person.path)
    if not person.id_last4:
        raise UnableToPrintSlip(
            _("Record the identity number first: its last four digits are asked with the slip.")
        )
    now = timezone.now()
    ActivationSlip.objects.filter(person=person, used_at__isnull=True).update(expires_at=now)
    code = new_slip_code()
    slip = ActivationSlip.objects.create(
        person=person,
        code_digest=digest(code),
        printed_by_id=signer(by, Permission.ACCOUNT_BIND),
        expires_at=now + SLIP_LASTS,
    )
    audit.record(by=by, verb="account.slip_printed", subject=slip, person_id=person.pk, path=person.path)
    return code


@sees_beyond("the slip in the hand stands for the sign-in that is only made here")
def activate(*, code: str, id_last4: str, password: str) -> User:
    """Bind a sign-in to the person of a slip, once, with a password of the person's own.

    A person who has a sign-in already gets the new password for it: that is how a forgotten one is mended.

    Raises:
        UnableToActivate: unknown, used or old slip; wrong digits (counted, five spend the slip); weak password.
    """
    slip = _open_slip(code)
    if not secrets.compare_digest(slip.person.id_last4.upper(), id_last4.strip().upper()):
        _count_try(slip=slip)
        raise UnableToActivate(_("The last four of the identity number are not right."), "id_last4")
    return _bind(slip_id=slip.pk, password=password)


def _open_slip(code: str) -> ActivationSlip:
    slip = ActivationSlip.objects.filter(code_digest=digest(code)).select_related("person").first()
    if slip is None or slip.used_at or slip.failed_count >= TRIES or slip.expires_at < timezone.now():
        words = _("This slip was used, is too old, or the code is mistyped. The station can print a new one.")
        raise UnableToActivate(words, "code")
    return slip


@transaction.atomic
def _count_try(*, slip: ActivationSlip) -> None:
    row = ActivationSlip.objects.select_for_update().get(pk=slip.pk)
    row.failed_count += 1
    row.save(update_fields=["failed_count"])
    audit.record(by=Actor.public(), verb="account.slip_refused", subject=row, person_id=row.person_id)


@transaction.atomic
def _bind(*, slip_id: int, password: str) -> User:
    slip = ActivationSlip.objects.select_for_update().select_related("person").get(pk=slip_id)
    if slip.used_at:
        raise UnableToActivate(_("This slip was used already."), "code")
    user = _user_of(slip)
    _check_password(user, password)
    user.set_password(password)
    user.save()
    slip.used_at = timezone.now()
    slip.save(update_fields=["used_at"])
    person = slip.person
    PersonAccount.objects.get_or_create(
        person=person, defaults={"user": user, "bound_by_id": slip.printed_by_id}
    )
    actor = actor_for(user, timezone.localdate())
    audit.record(by=actor, verb="account.activated", subject=user, person_id=person.pk, path=person.path)
    return user


def _user_of(slip: ActivationSlip) -> User:
    account = PersonAccount.objects.filter(person=slip.person).select_related("user").first()
    if account:
        return account.user
    return User(username=username_of(slip.person), display_name=slip.person.name, needs_totp=False)


def username_of(person: Person) -> str:
    """What the person signs in with: the number of the file, as the slip prints it."""
    return person.number.lower()


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToActivate(" ".join(error.messages), "password") from error


@transaction.atomic
def unbind(*, by: Actor, person: Person, reason: str) -> None:
    """Take the sign-in away (a lost phone, a wrong binding); the user is switched off, the record stays."""
    demand(by, Permission.ACCOUNT_BIND, person.path)
    account = PersonAccount.objects.select_for_update().filter(person=person).select_related("user").first()
    if account is None:
        return
    access.set_active(by=Actor.system("registry"), user=account.user, is_active=False, reason=reason)
    account.delete()
    detail = {"reason": reason}
    audit.record(
        by=by, verb="account.unbound", subject=person, person_id=person.pk, path=person.path, detail=detail
    )
