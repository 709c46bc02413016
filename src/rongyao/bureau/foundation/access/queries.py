"""Reads: the actor behind a user, the users and appointments an administrator sees."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.registrations import person_of
from rongyao.bureau.foundation.access.rules import ROLES, Actor, Hat, Permission, demand


def in_force(on: dt.date) -> QuerySet[Appointment]:
    """Appointments that hold on a day; a stand-in holds only while the one stood in for exists."""
    started = Appointment.objects.filter(starts_on__lte=on)
    return started.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def actor_for(user: User, on: dt.date) -> Actor:
    """The actor a user is on a day: appointments in force, and their own file for a veteran."""
    rows = in_force(on).filter(user=user).select_related("division", "stands_in_for__user")
    hats = tuple(_hat(row) for row in rows)
    person_id = person_of(user.pk)
    permissions = {p for hat in hats for p in ROLES[hat.role].permissions}
    if person_id is not None:
        permissions |= ROLES["veteran"].permissions
    permissions.add(Permission.PUBLIC)
    return Actor(
        user_id=user.pk,
        name=user.display_name,
        hats=hats,
        person_id=person_id,
        permissions=frozenset(permissions),
    )


def _hat(row: Appointment) -> Hat:
    stood_for = row.stands_in_for.user.display_name if row.stands_in_for else ""
    return Hat(
        role=row.role, path=row.division.path, division_name=row.division.name, stands_in_for=stood_for
    )


def users_visible_to(actor: Actor) -> QuerySet[User]:
    demand(actor, Permission.USER_MANAGE)
    return User.objects.prefetch_related("appointments__division").order_by("username")
