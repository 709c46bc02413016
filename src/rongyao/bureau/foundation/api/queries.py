"""Whose token this is; the tokens an administrator sees."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.api.models import Token


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def user_of_token(token: str) -> User | None:
    """The user a token in force acts as; None for any other text."""
    rows = Token.objects.filter(
        token_digest=digest(token), revoked_at__isnull=True, expires_on__gte=timezone.localdate()
    )
    row = rows.select_related("user").first()
    return row.user if row and row.user.is_active else None


def staff() -> QuerySet[User]:
    """Whom a system may act as: never a veteran, a helper or a representative, whose own file would come with it."""
    return User.objects.filter(is_active=True, needs_totp=True)


def visible_to(actor: Actor) -> QuerySet[Token]:
    demand(actor, Permission.USER_MANAGE)
    return Token.objects.select_related("user", "issued_by")
