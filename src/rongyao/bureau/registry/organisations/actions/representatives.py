"""Who speaks for an organisation: appointed on its letter, from a day to a day, with a slip that opens the sign-in."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import ROLES, Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import blind
from rongyao.bureau.registry.actions.accounts import SLIP_LASTS, TRIES, UnableToActivate, UnableToPrintSlip
from rongyao.bureau.registry.models import id_index_of
from rongyao.bureau.registry.organisations.models import Organisation, Representative, RepresentativeSlip
from rongyao.bureau.registry.organisations.rules import REPRESENTING
from rongyao.bureau.registry.rules import new_slip_code, plain_slip_code

P = Permission
LONGEST_TERM = dt.timedelta(days=3 * 366)
FEWEST_WORDS = 2


class UnableToAppoint(Exception):
    """Nobody can be appointed so; ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Named:
    """Somebody as their card and the organisation's letter show them."""

    name: str
    id_number: str
    role: str
    letter: str
    starts_on: dt.date
    ends_on: dt.date


@transaction.atomic
def appoint(*, by: Actor, organisation: Organisation, named: Named) -> Representative:
    """Record who speaks for an organisation. Of their identity number only the last four and a keyed mark are kept.

    Raises:
        UnableToAppoint: a closed organisation, a role of another kind, a term that is none, or appointed already.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand(by, P.ORGANISATION_EDIT, row.path)
    _refuse(row, named)
    index = id_index_of(named.id_number)
    if row.representatives.filter(id_index=index, role=named.role, ended_at__isnull=True).exists():
        raise UnableToAppoint(
            _("This person speaks for it already. End that first, or let it run on."), "id_number"
        )
    known = Representative.objects.filter(id_index=index, user__isnull=False).order_by("-pk").first()
    made = Representative.objects.create(
        organisation=row, role=named.role, name=named.name, id_index=index, id_last4=named.id_number[-4:],
        letter=named.letter, starts_on=named.starts_on, ends_on=named.ends_on, appointed_by_id=by.user_id,
        user_id=known.user_id if known else None,
    )  # fmt: skip
    detail = {"role": named.role, "from": named.starts_on.isoformat(), "until": named.ends_on.isoformat()}
    audit.record(by=by, verb="representative.appointed", subject=made, path=row.path, detail=detail)
    return made


def _refuse(row: Organisation, named: Named) -> None:
    if not row.is_open:
        raise UnableToAppoint(_("This organisation is closed."))
    if REPRESENTING.get(named.role) != row.kind:
        raise UnableToAppoint(_("This role belongs to another kind of organisation."), "role")
    if named.ends_on < named.starts_on:
        raise UnableToAppoint(_("The last day lies before the first."), "ends_on")
    if named.ends_on - named.starts_on > LONGEST_TERM:
        raise UnableToAppoint(
            _("A term is three years at most; then the organisation writes anew."), "ends_on"
        )


@transaction.atomic
def end(*, by: Actor, representative: Representative, reason: str) -> Representative:
    """From this moment on they speak for it no longer.

    Raises:
        UnableToAppoint: no reason, or ended already.
    """
    rows = Representative.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=representative.pk)
    demand(by, P.ORGANISATION_EDIT, row.organisation.path)
    if row.ended_at is not None:
        raise UnableToAppoint(_("This was ended already."))
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToAppoint(_("Write why it ends."), "reason")
    row.ended_at, row.end_reason = timezone.now(), reason.strip()[:160]
    row.save(update_fields=["ended_at", "end_reason"])
    detail = {"reason": row.end_reason}
    path = row.organisation.path
    audit.record(by=by, verb="representative.ended", subject=row, path=path, detail=detail)
    return row


# --- the slip --------------------------------------------------------------------------------------------


def digest(code: str) -> str:
    """The keyed digest of a slip's code: the table alone lets nobody try codes."""
    return blind(plain_slip_code(code), purpose="representative.slip")


def username_of(row: Representative) -> str:
    """What they sign in with: the name they have, or the number of the appointment, as the slip prints it."""
    return row.user.username if row.user else f"o-{row.pk:06d}"


@transaction.atomic
def print_slip(*, by: Actor, representative: Representative) -> str:
    """A fresh one-time code; earlier slips stop working. Returns the code, kept nowhere.

    Raises:
        UnableToPrintSlip: the term is over.
    """
    rows = Representative.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=representative.pk)
    demand(by, P.ORGANISATION_EDIT, row.organisation.path)
    if row.ended_at is not None or row.ends_on < timezone.localdate():
        raise UnableToPrintSlip(_("The term is over. Appoint them anew, on a new letter."))
    now = timezone.now()
    earlier = RepresentativeSlip.objects.filter(representative__id_index=row.id_index, used_at__isnull=True)
    earlier.filter(expires_at__gt=now).update(expires_at=now)
    code = new_slip_code()
    slip = RepresentativeSlip.objects.create(
        representative=row,
        code_digest=digest(code),
        printed_by_id=by.user_id,
        expires_at=now + SLIP_LASTS,
    )
    audit.record(by=by, verb="representative.slip_printed", subject=slip, path=row.organisation.path)
    return code


@sees_beyond("the slip in the hand stands for the sign-in that is only made here")
def activate(*, code: str, id_last4: str, password: str) -> User:
    """Open a representative's sign-in, once, with a password of their own; a later slip mends a forgotten one.

    Raises:
        UnableToActivate: unknown, used or old slip; wrong digits (counted, five spend the slip); weak password.
    """
    slip = _open_slip(code)
    told, asked = slip.representative.id_last4.upper(), id_last4.strip().upper()
    if not secrets.compare_digest(told.encode(), asked.encode()):
        _count_try(slip=slip)
        raise UnableToActivate(_("The last four of the identity number are not right."), "id_last4")
    return _bind(slip_id=slip.pk, password=password)


def _open_slip(code: str) -> RepresentativeSlip:
    rows = RepresentativeSlip.objects.filter(code_digest=digest(code)).select_related("representative")
    slip = rows.first()
    if slip is None or _is_spent(slip):
        words = _("This slip was used, is too old, or the code is mistyped. The bureau can print a new one.")
        raise UnableToActivate(words, "code")
    return slip


def _is_spent(slip: RepresentativeSlip) -> bool:
    row = slip.representative
    is_over = row.ended_at is not None or row.ends_on < timezone.localdate()
    return bool(is_over or slip.used_at or slip.failed_count >= TRIES or slip.expires_at <= timezone.now())


@transaction.atomic
def _count_try(*, slip: RepresentativeSlip) -> None:
    row = RepresentativeSlip.objects.select_for_update().get(pk=slip.pk)
    row.failed_count += 1
    row.save(update_fields=["failed_count"])
    audit.record(by=Actor.public(), verb="representative.slip_refused", subject=row)


@transaction.atomic
def _bind(*, slip_id: int, password: str) -> User:
    rows = RepresentativeSlip.objects.select_for_update(of=("self", "representative"))
    slip = rows.select_related("representative__organisation").get(pk=slip_id)
    if _is_spent(slip):
        raise UnableToActivate(_("This slip was used already."), "code")
    row = slip.representative
    user = row.user or User(
        username=username_of(row), display_name=row.name, needs_totp=ROLES[row.role].is_staff
    )
    _check_password(user, password)
    user.set_password(password)
    user.save()
    slip.used_at = timezone.now()
    slip.save(update_fields=["used_at"])
    # One human, one sign-in, whomever they speak for.
    Representative.objects.filter(id_index=row.id_index, user__isnull=True).update(user=user)
    actor = actor_for(user, timezone.localdate())
    audit.record(by=actor, verb="representative.activated", subject=user, path=row.organisation.path)
    return user


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToActivate(" ".join(error.messages), "password") from error
