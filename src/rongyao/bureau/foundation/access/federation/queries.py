"""Reads: the accounts an administrator sees."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.federation.models import Identity
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand


def visible_to(actor: Actor) -> QuerySet[Identity]:
    demand(actor, Permission.USER_MANAGE)
    return Identity.objects.select_related("user", "bound_by")


def listed(actor: Actor, *, words: str = "", state: str = "") -> QuerySet[Identity]:
    """Those waiting first, then the latest."""
    rows = visible_to(actor).order_by(F("bound_at").desc(nulls_first=True), "-last_seen_at", "-id")
    if words:
        named = Q(shown_name__icontains=words) | Q(user__display_name__icontains=words)
        rows = rows.filter(named | Q(reference__iexact=words) | Q(user__username__icontains=words))
    if state in ("waiting", "bound"):
        rows = rows.filter(user__isnull=state == "waiting")
    return rows


def get_identity_for(actor: Actor, number: int) -> Identity:
    return get_object_or_404(visible_to(actor), pk=number)


def free_users(actor: Actor) -> QuerySet[User]:
    """The staff who have no account of the directory yet."""
    demand(actor, Permission.USER_MANAGE)
    staff = User.objects.filter(needs_totp=True, is_active=True, directory_identity__isnull=True)
    return staff.exclude(pk=actor.user_id).order_by("display_name")
