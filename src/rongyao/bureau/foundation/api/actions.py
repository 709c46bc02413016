"""Issuing a token and taking it back."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.api.models import Token
from rongyao.bureau.foundation.api.queries import digest, visible_to
from rongyao.bureau.foundation.audit import actions as audit

LONGEST_LIFE = dt.timedelta(days=366)
PREFIX = "ry_"


class UnableToIssueToken(Exception):
    """The day lies in the past or too far ahead, or the user may not sign in or is not of the staff."""


@transaction.atomic
def issue(*, by: Actor, user: User, name: str, expires_on: dt.date) -> tuple[Token, str]:
    """A token for a system that acts as ``user``. Returns the row and the token, shown this once.

    Raises:
        UnableToIssueToken: see the message.
    """
    demand(by, Permission.USER_MANAGE)
    today = timezone.localdate()
    if not today < expires_on <= today + LONGEST_LIFE:
        raise UnableToIssueToken(_("A token ends after today and within a year. Choose such a day."))
    if not user.is_active:
        raise UnableToIssueToken(_("This user may not sign in, so no system may act as them."))
    if not user.needs_totp:
        raise UnableToIssueToken(
            _("A system acts as a user of the staff, never as a veteran or a representative.")
        )
    token = PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(
        user=user, name=name, token_digest=digest(token), issued_by_id=by.user_id, expires_on=expires_on
    )
    detail = {"user": user.username, "name": name, "until": expires_on.isoformat()}
    audit.record(by=by, verb="token.issued", subject=row, detail=detail)
    return row, token


@transaction.atomic
def revoke(*, by: Actor, token: Token) -> None:
    """End a token now. Doing it twice changes nothing."""
    row = visible_to(by).select_for_update(of=("self",)).get(pk=token.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.record(by=by, verb="token.revoked", subject=row, detail={"name": row.name})
