"""The verbs of federation: meet an account, bind it to a user, let it go, record who was refused."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.federation.models import Identity
from rongyao.bureau.foundation.access.federation.tokens import Claims
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit

# Letters and digits nobody confuses when read out over the telephone.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


class UnableToBind(Exception):
    """The account cannot be bound to this user; the message says why and what to do."""


@transaction.atomic
def meet(*, by: Actor, claims: Claims) -> Identity:
    """The account the directory vouches for; a new one is kept so that an administrator can bind it."""
    row, is_new = Identity.objects.select_for_update(of=("self",)).get_or_create(
        issuer=claims.issuer,
        subject=claims.subject,
        defaults={"shown_name": claims.name, "reference": _reference()},
    )
    row.shown_name, row.last_seen_at = claims.name or row.shown_name, timezone.now()
    row.save(update_fields=["shown_name", "last_seen_at"])
    if is_new:
        audit.record(by=by, verb="identity.met", subject=row, detail={"reference": row.reference})
    return row


def _reference() -> str:
    return "".join(secrets.choice(ALPHABET) for _n in range(6))


@transaction.atomic
def bind(*, by: Actor, identity: Identity, user: User, reason: str) -> Identity:
    """Let this account of the directory sign this user in. Gives no right: appointments do.

    Raises:
        UnableToBind: bound already, the user has one, or it is no user of the staff.
    """
    demand(by, Permission.USER_MANAGE)
    row = Identity.objects.select_for_update(of=("self",)).get(pk=identity.pk)
    _check(by, row, user)
    row.user, row.bound_by_id, row.bound_at = user, by.user_id, timezone.now()
    row.save(update_fields=["user", "bound_by", "bound_at"])
    detail = {"user": user.username, "reference": row.reference, "reason": reason}
    audit.record(by=by, verb="identity.bound", subject=row, detail=detail)
    return row


def _check(by: Actor, row: Identity, user: User) -> None:
    if row.user_id is not None:
        raise UnableToBind(_("This account is bound already. Open the list again."))
    if not user.needs_totp:
        raise UnableToBind(
            _("Only the staff sign in through the directory; a veteran has a slip from the station.")
        )
    if user.pk == by.user_id:
        raise UnableToBind(_("Nobody binds an account to themselves. Ask another administrator."))
    if Identity.objects.filter(user=user).exists():
        raise UnableToBind(_("This user has an account of the directory already. Take that one away first."))


@transaction.atomic
def unbind(*, by: Actor, identity: Identity, reason: str) -> None:
    """From now on this account opens nothing."""
    demand(by, Permission.USER_MANAGE)
    row = Identity.objects.select_for_update(of=("self",)).get(pk=identity.pk)
    if row.user is None:
        raise UnableToBind(_("This account is bound to nobody. Open the list again."))
    detail = {"user": row.user.username, "reference": row.reference, "reason": reason}
    row.user, row.bound_by, row.bound_at = None, None, None
    row.save(update_fields=["user", "bound_by", "bound_at"])
    audit.record(by=by, verb="identity.unbound", subject=row, detail=detail)


@transaction.atomic
def note_refusal(*, by: Actor, why: str, subject: Identity | User | None = None) -> None:
    """Record that somebody who came from the directory was not let in, and why."""
    audit.record(by=by, verb="identity.refused", subject=subject, detail={"why": why})
