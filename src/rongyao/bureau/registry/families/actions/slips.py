"""The helper's one-time slip: printed at the counter, used once with the last four of the helper's own card."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import blind
from rongyao.bureau.registry.actions.accounts import SLIP_LASTS, TRIES, UnableToActivate, UnableToPrintSlip
from rongyao.bureau.registry.families.models import HelperAgreement, HelperSlip
from rongyao.bureau.registry.models import PersonAccount
from rongyao.bureau.registry.rules import new_slip_code, plain_slip_code, signer


def digest(code: str) -> str:
    """The keyed digest of a slip's code: the table alone lets nobody try codes."""
    return blind(plain_slip_code(code), purpose="helper.slip")


@transaction.atomic
def print_slip(*, by: Actor, agreement: HelperAgreement) -> str:
    """A fresh one-time code for the helper; earlier slips stop working. Returns the code, kept nowhere.

    Raises:
        UnableToPrintSlip: the agreement is over, or the helper signs in with an account of their own.
    """
    row = (
        HelperAgreement.objects.select_for_update(of=("self",)).select_related("person").get(pk=agreement.pk)
    )
    demand(by, Permission.HELPER_BIND, row.person.path)
    if row.ended_at is not None or row.ends_on < timezone.localdate():
        raise UnableToPrintSlip(_("This agreement is over. Renew it first, with a new paper."))
    if has_own_account(row):
        words = _(
            "This helper has an account of their own and signs in with it. A forgotten password is mended there."
        )
        raise UnableToPrintSlip(words)
    now = timezone.now()
    open_slips = HelperSlip.objects.filter(agreement__id_index=row.id_index, used_at__isnull=True)
    open_slips.filter(expires_at__gt=now).update(expires_at=now)
    code = new_slip_code()
    slip = HelperSlip.objects.create(
        agreement=row,
        code_digest=digest(code),
        printed_by_id=signer(by, Permission.HELPER_BIND),
        expires_at=now + SLIP_LASTS,
    )
    person = row.person
    audit.record(by=by, verb="helper.slip_printed", subject=slip, person_id=person.pk, path=person.path)
    return code


def has_own_account(agreement: HelperAgreement) -> bool:
    """Is the helper's sign-in that of a person on file?"""
    return (
        PersonAccount.objects.filter(user_id=agreement.helper_id).exists() if agreement.helper_id else False
    )


@sees_beyond("the slip in the hand stands for the sign-in that is only made here")
def activate(*, code: str, id_last4: str, password: str) -> User:
    """Open the helper's sign-in, once, with a password of their own; a later slip mends a forgotten one.

    Raises:
        UnableToActivate: unknown, used or old slip; wrong digits (counted, five spend the slip); weak password.
    """
    slip = _open_slip(code)
    if not secrets.compare_digest(
        slip.agreement.id_last4.upper().encode(), id_last4.strip().upper().encode()
    ):
        _count_try(slip=slip)
        raise UnableToActivate(_("The last four of the identity number are not right."), "id_last4")
    return _bind(slip_id=slip.pk, password=password)


def _open_slip(code: str) -> HelperSlip:
    slip = HelperSlip.objects.filter(code_digest=digest(code)).select_related("agreement").first()
    if slip is None or _is_spent(slip):
        words = _("This slip was used, is too old, or the code is mistyped. The station can print a new one.")
        raise UnableToActivate(words, "code")
    return slip


def _is_spent(slip: HelperSlip) -> bool:
    is_over = slip.agreement.ended_at is not None or slip.agreement.ends_on < timezone.localdate()
    return bool(is_over or slip.used_at or slip.failed_count >= TRIES or slip.expires_at <= timezone.now())


@transaction.atomic
def _count_try(*, slip: HelperSlip) -> None:
    row = HelperSlip.objects.select_for_update().get(pk=slip.pk)
    row.failed_count += 1
    row.save(update_fields=["failed_count"])
    person_id = slip.agreement.person_id
    audit.record(by=Actor.public(), verb="helper.slip_refused", subject=row, person_id=person_id)


@transaction.atomic
def _bind(*, slip_id: int, password: str) -> User:
    rows = HelperSlip.objects.select_for_update(of=("self", "agreement"))
    slip = rows.select_related("agreement__person").get(pk=slip_id)
    if _is_spent(slip):
        raise UnableToActivate(_("This slip was used already."), "code")
    agreement = slip.agreement
    user = agreement.helper or User(
        username=username_of(agreement), display_name=agreement.helper_name, needs_totp=False
    )
    _check_password(user, password)
    user.set_password(password)
    user.save()
    slip.used_at = timezone.now()
    slip.save(update_fields=["used_at"])
    # One human, one sign-in: whoever else named them meanwhile is helped by it too.
    HelperAgreement.objects.filter(id_index=agreement.id_index, helper__isnull=True).update(helper=user)
    actor, person = actor_for(user, timezone.localdate()), agreement.person
    audit.record(by=actor, verb="helper.activated", subject=user, person_id=person.pk, path=person.path)
    return user


def username_of(agreement: HelperAgreement) -> str:
    """What the helper signs in with: the one they have, or the number of the agreement, as the slip prints it."""
    return agreement.helper.username if agreement.helper else f"h-{agreement.pk:06d}"


def _check_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToActivate(" ".join(error.messages), "password") from error
