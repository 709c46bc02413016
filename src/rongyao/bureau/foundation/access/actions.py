"""The verbs of access: users, appointments with terms and stand-ins, sign-in, second factor, links."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata

import pyotp
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import Appointment, SignInLink, User
from rongyao.bureau.foundation.access.rules import ROLES, Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division

FAILURES_BEFORE_LOCK = 5
LOCKED_FOR = dt.timedelta(minutes=15)


class UnableToSignIn(Exception):
    """Wrong name, password or code, or a lock. The message never says which of the first two."""


class UnableToAppoint(Exception):
    """The appointment asked for cannot be made; the message says why."""


class UnableToRedeem(Exception):
    """A sign-in link that was used, is too old, or never was."""


@transaction.atomic
def create_user(
    *, by: Actor, username: str, display_name: str, password: str | None, needs_totp: bool = True
) -> User:
    demand(by, Permission.USER_MANAGE)
    user = User(username=username, display_name=display_name, needs_totp=needs_totp)
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    user.save(force_insert=True)
    audit.record(by=by, verb="user.created", subject=user, detail={"username": username})
    return user


@transaction.atomic
def appoint(
    *,
    by: Actor,
    user: User,
    role: str,
    division: Division,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    stands_in_for: Appointment | None = None,
    reason: str = "",
) -> Appointment:
    """Give a user a role at a division from a day to a day (inclusive)."""
    demand(by, Permission.USER_MANAGE)
    _check_appointment(user, role, starts_on, ends_on, stands_in_for)
    if stands_in_for and (stands_in_for.role, stands_in_for.division_id) != (role, division.pk):
        raise UnableToAppoint(_("A stand-in takes the same role at the same place as the one stood in for."))
    row = Appointment.objects.create(
        user=user,
        role=role,
        division=division,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=stands_in_for,
        reason=reason,
        appointed_by_id=by.user_id,
    )
    detail = {"user": user.username, "role": role, "division": division.code, "to": str(ends_on or "")}
    audit.record(by=by, verb="appointment.made", subject=row, path=division.path, detail=detail)
    return row


def _check_appointment(
    user: User, role: str, starts_on: dt.date, ends_on: dt.date | None, stands_in_for: Appointment | None
) -> None:
    if role not in ROLES or not ROLES[role].is_staff:
        raise UnableToAppoint(_("Choose one of the staff roles."))
    if ends_on and ends_on < starts_on:
        raise UnableToAppoint(_("The last day lies before the first day."))
    if stands_in_for and stands_in_for.user_id == user.pk:
        raise UnableToAppoint(_("Nobody can stand in for themselves."))
    if stands_in_for and ends_on is None:
        raise UnableToAppoint(_("A stand-in needs a last day."))


@transaction.atomic
def end(*, by: Actor, appointment: Appointment, ends_on: dt.date, reason: str) -> None:
    """Let an appointment end; its stand-ins end with it."""
    demand(by, Permission.USER_MANAGE)
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if ends_on < row.starts_on:
        raise UnableToAppoint(_("The last day lies before the first day."))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    for stand_in in row.stand_ins.all():
        if stand_in.ends_on is None or stand_in.ends_on > ends_on:
            stand_in.ends_on = max(ends_on, stand_in.starts_on)
            stand_in.save(update_fields=["ends_on"])
    audit.record(by=by, verb="appointment.ended", subject=row, detail={"on": str(ends_on), "reason": reason})


def check_password(*, username: str, password: str) -> User:
    """The user whose password this is.

    Raises:
        UnableToSignIn: wrong, unknown, switched off, or locked for a while after five failures: the words and the
            work are the same, so that nobody learns who may sign in here.
    """
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        User().set_password(password)  # the same work, so timing tells nothing
    elif user.check_password(password):
        if not _is_locked(user):
            return user
    elif not _is_locked(user):
        _count_failure(user)
    raise UnableToSignIn(
        _("The name or the password is not right. Whoever was wrong five times waits 15 minutes.")
    )


@transaction.atomic
def _count_failure(user: User) -> None:
    row = User.objects.select_for_update().get(pk=user.pk)
    row.failed_count += 1
    if row.failed_count >= FAILURES_BEFORE_LOCK:
        row.locked_until, row.failed_count = timezone.now() + LOCKED_FOR, 0
    row.save(update_fields=["failed_count", "locked_until"])
    audit.record(by=Actor.public(), verb="user.sign_in_failed", subject=row)


@transaction.atomic
def signed_in(*, by: Actor, user: User, how: str) -> None:
    """Record a sign-in and forget earlier failures; a one-time link of the administrator also ends a lock."""
    User.objects.filter(pk=user.pk).update(failed_count=0, locked_until=None, last_login=timezone.now())
    audit.record(by=by, verb="user.signed_in", subject=user, detail={"how": how})


@transaction.atomic
def signed_out(*, by: Actor, user: User) -> None:
    audit.record(by=by, verb="user.signed_out", subject=user)


@transaction.atomic
def enrol_totp(*, user: User) -> str:
    """Give the user a fresh secret, not in force until confirmed. Returns the provisioning URI."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.totp_confirmed_at is None and not row.totp_secret:
        row.totp_secret = pyotp.random_base32()
        row.save(update_fields=["totp_secret"])
    return pyotp.TOTP(row.totp_secret).provisioning_uri(name=row.username, issuer_name="Rongyao")


def check_totp(*, user: User, code: str) -> None:
    """Accept a six-digit code once.

    Raises:
        UnableToSignIn: wrong, already used, or locked for a while after five failures.
    """
    if _is_locked(User.objects.get(pk=user.pk)):
        raise UnableToSignIn(_("Too many tries. Wait 15 minutes, or ask the administrator."))
    # Outside the transaction: a failure that is raised must not take its own count back.
    if not _use_step(user, "".join(unicodedata.normalize("NFKC", code).split())):
        _count_failure(user)
        raise UnableToSignIn(_("The six digits are not right, or were used already. Wait for the next ones."))


@transaction.atomic
def _use_step(user: User, code: str) -> bool:
    """Mark the step of this code as used; False when it is none, or was used before."""
    row = User.objects.select_for_update().get(pk=user.pk)
    step = _matching_step(row.totp_secret or "", code)
    if step is None or step <= row.totp_last_step:
        return False
    row.totp_last_step = step
    row.totp_confirmed_at = row.totp_confirmed_at or timezone.now()
    row.save(update_fields=["totp_last_step", "totp_confirmed_at"])
    return True


def _is_locked(user: User) -> bool:
    return bool(user.locked_until and user.locked_until > timezone.now())


def _matching_step(secret: str, code: str) -> int | None:
    """The 30-second step whose code this is, one step either side allowed for slow clocks."""
    now = int(timezone.now().timestamp()) // 30
    if not secret:
        return None
    totp = pyotp.TOTP(secret)
    return next(
        (s for s in (now, now - 1, now + 1) if hmac.compare_digest(totp.at(s * 30).encode(), code.encode())),
        None,
    )


@transaction.atomic
def reset_totp(*, by: Actor, user: User, reason: str) -> None:
    """Forget a lost second factor; the user enrols anew at the next sign-in."""
    demand(by, Permission.USER_MANAGE)
    User.objects.filter(pk=user.pk).update(totp_secret=None, totp_confirmed_at=None, totp_last_step=0)
    audit.record(by=by, verb="user.totp_reset", subject=user, detail={"reason": reason})


@transaction.atomic
def set_active(*, by: Actor, user: User, is_active: bool, reason: str) -> None:
    demand(by, Permission.USER_MANAGE)
    User.objects.filter(pk=user.pk).update(is_active=is_active)
    audit.record(
        by=by,
        verb="user.switched_on" if is_active else "user.switched_off",
        subject=user,
        detail={"reason": reason},
    )


@transaction.atomic
def set_password(*, by: Actor, user: User, password: str) -> None:
    """Set a password: by the administrator, or by the user for themselves."""
    if by.user_id != user.pk:
        demand(by, Permission.USER_MANAGE)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(by=by, verb="user.password_set", subject=user)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_link(*, by: Actor, user: User, lasts: dt.timedelta, purpose: str) -> str:
    """A one-time sign-in token for the user; only its digest is stored. Returns the token."""
    demand(by, Permission.USER_MANAGE)
    token = secrets.token_urlsafe(24)
    SignInLink.objects.create(
        user=user, token_digest=digest(token), purpose=purpose, expires_at=timezone.now() + lasts
    )
    audit.record(by=by, verb="link.issued", subject=user, detail={"purpose": purpose})
    return token


@transaction.atomic
def redeem_link(*, token: str) -> User:
    """Sign the link's user in, once.

    Raises:
        UnableToRedeem: used, too old or unknown.
    """
    row = SignInLink.objects.select_for_update().filter(token_digest=digest(token)).first()
    if row is None or row.used_at or row.expires_at < timezone.now() or not row.user.is_active:
        raise UnableToRedeem(_("This link has been used or is too old. Ask for a new one."))
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    return row.user


def purpose_of(*, token: str) -> str:
    """What a link was made for; empty when there is no such link."""
    found = SignInLink.objects.filter(token_digest=digest(token)).values_list("purpose", flat=True)
    return found.first() or ""
