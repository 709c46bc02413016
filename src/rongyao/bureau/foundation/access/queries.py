"""Reads: the actor behind a user, the users and appointments an administrator sees."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.registrations import helped_by, person_of, seats_of
from rongyao.bureau.foundation.access.rules import ROLES, Actor, Hat, Helped, Permission, demand
from rongyao.bureau.foundation.scope.connection import sees_beyond


def in_force(on: dt.date) -> QuerySet[Appointment]:
    """Appointments that hold on a day; a stand-in holds only while the one stood in for exists."""
    started = Appointment.objects.filter(starts_on__lte=on)
    return started.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


@sees_beyond("who somebody is decides what they may see, so it is found out before there is a scope")
def actor_for(user: User, on: dt.date, *, acting_for: int | None = None) -> Actor:
    """The actor a user is on a day: appointments in force, own file, people helped, organisations represented.

    Args:
        acting_for: the helped person chosen in this session; ignored where this user may not act for them;
            ``NOBODY`` for a helper who stopped.
    """
    rows = in_force(on).filter(user=user).select_related("division", "stands_in_for__user")
    hats = tuple(_hat(row) for row in rows)
    own, helped, seats = person_of(user.pk), helped_by(user.pk, on), seats_of(user.pk, on)
    chosen = _chosen(own, helped, acting_for)
    roles = {hat.role for hat in hats} | {seat.role for seat in seats}
    # While acting for somebody only what that person's paper allows holds, not what the helper may do with their own.
    if own is not None and chosen is None:
        roles.add("veteran")
    granted = chosen.permissions if chosen else frozenset()
    return Actor(
        user_id=user.pk,
        name=user.display_name,
        hats=hats,
        person_id=chosen.person_id if chosen else own,
        permissions=frozenset(
            {Permission.PUBLIC}.union(granted, *(ROLES[role].permissions for role in roles))
        ),
        seats=seats,
        helped=helped,
        on_behalf_of=chosen.name if chosen else "",
    )


# In place of a person's id: the helper chose to act for nobody.
NOBODY = 0


def _chosen(own: int | None, helped: tuple[Helped, ...], acting_for: int | None) -> Helped | None:
    """Whom a helper acts for: the one chosen; without a choice the only one, where they have no file of their own."""
    if acting_for == NOBODY:
        return None
    for one in helped:
        if one.person_id == acting_for:
            return one
    return helped[0] if own is None and len(helped) == 1 else None


def _hat(row: Appointment) -> Hat:
    stood_for = row.stands_in_for.user.display_name if row.stands_in_for else ""
    return Hat(
        role=row.role, path=row.division.path, division_name=row.division.name, stands_in_for=stood_for
    )


def users_visible_to(actor: Actor) -> QuerySet[User]:
    demand(actor, Permission.USER_MANAGE)
    return User.objects.prefetch_related("appointments__division").order_by("username")
