"""Permissions, roles and the actor: what a signed-in person may do, and where.

A role is a description in plain words and a list of permissions; scope comes from the
appointment (a division), or is the person's own file for a veteran.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Everything that can be allowed, once. ``area.verb``: the same root as audit verbs and url names."""

    PUBLIC = "public"
    SELF_VIEW = "self.view"
    SELF_CORRECT = "self.correct"
    QUEUE_VIEW = "queue.view"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_UNMASK = "people.unmask"
    PEOPLE_EXPORT = "people.export"
    ACCOUNT_BIND = "account.bind"
    ROSTER_IMPORT = "roster.import"
    CORRECTION_DECIDE = "correction.decide"
    ENTITLEMENT_VIEW = "entitlement.view"
    ENTITLEMENT_DETERMINE = "entitlement.determine"
    PROPOSAL_DECIDE = "proposal.decide"
    PROPOSAL_COUNTERSIGN = "proposal.countersign"
    JUDGEMENT_RECORD = "judgement.record"
    LETTER_SERVE = "letter.serve"
    STANDARD_VIEW = "standard.view"
    STANDARD_ENTER = "standard.enter"
    STANDARD_CONFIRM = "standard.confirm"
    CALENDAR_EDIT = "calendar.edit"
    USER_MANAGE = "user.manage"
    AUDIT_VIEW = "audit.view"


P = Permission


@dataclass(frozen=True)
class Role:
    """A kind of user: its code, its name, what it is for, and what it may do."""

    code: str
    name: object
    description: object
    permissions: frozenset[Permission]
    is_staff: bool = True


_READS = frozenset({P.QUEUE_VIEW, P.PEOPLE_VIEW, P.ENTITLEMENT_VIEW, P.STANDARD_VIEW})

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "veteran",
            _("Veteran"),
            _("Sees what is due, their own file and who looked at it; says when something is wrong."),
            frozenset({P.SELF_VIEW, P.SELF_CORRECT}),
            is_staff=False,
        ),
        Role(
            "clerk",
            _("Station clerk"),
            _("Receives people at a service station: finds and keeps files, binds accounts, serves letters."),
            _READS | {P.PEOPLE_EDIT, P.PEOPLE_UNMASK, P.ACCOUNT_BIND, P.LETTER_SERVE},
        ),
        Role(
            "officer",
            _("Officer"),
            _("Imports rosters, reads the reasons, decides and signs within the town or the city."),
            _READS
            | {
                P.PEOPLE_EDIT,
                P.PEOPLE_UNMASK,
                P.PEOPLE_EXPORT,
                P.ACCOUNT_BIND,
                P.ROSTER_IMPORT,
                P.CORRECTION_DECIDE,
                P.ENTITLEMENT_DETERMINE,
                P.PROPOSAL_DECIDE,
                P.JUDGEMENT_RECORD,
                P.LETTER_SERVE,
                P.STANDARD_ENTER,
            },
        ),
        Role(
            "director",
            _("Director"),
            _("Signs second where two persons are required, and confirms standards."),
            _READS
            | {
                P.PEOPLE_UNMASK,
                P.PEOPLE_EXPORT,
                P.CORRECTION_DECIDE,
                P.ENTITLEMENT_DETERMINE,
                P.PROPOSAL_DECIDE,
                P.PROPOSAL_COUNTERSIGN,
                P.JUDGEMENT_RECORD,
                P.STANDARD_ENTER,
                P.STANDARD_CONFIRM,
            },
        ),
        Role(
            "auditor",
            _("Auditor"),
            _("Reads the record of every act and checks that it is whole. Changes nothing."),
            frozenset({P.AUDIT_VIEW, P.STANDARD_VIEW}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps users, appointments and the calendar. Sees no person's file."),
            frozenset({P.USER_MANAGE, P.CALENDAR_EDIT, P.STANDARD_VIEW}),
        ),
    )
}


@dataclass(frozen=True)
class Hat:
    """One appointment in force: a role at a division, perhaps standing in for a colleague."""

    role: str
    path: str
    division_name: str
    stands_in_for: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts, with the appointments in force today.

    Attributes:
        user_id: the user row, None for the system itself and the public.
        person_id: the registry person whose own file this is, for a veteran.
    """

    user_id: int | None
    name: str
    hats: tuple[Hat, ...] = ()
    person_id: int | None = None
    is_system: bool = False
    permissions: frozenset[Permission] = field(default_factory=frozenset)

    @classmethod
    def system(cls, name: str = "system") -> Actor:
        """The product itself at work (jobs, seeds). Never made from a request."""
        return cls(user_id=None, name=name, is_system=True, permissions=frozenset(Permission))

    @classmethod
    def public(cls) -> Actor:
        return cls(user_id=None, name="public", permissions=frozenset({Permission.PUBLIC}))

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_staff(self) -> bool:
        return any(ROLES[hat.role].is_staff for hat in self.hats)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """The division paths in which this actor holds ``permission`` (prefixes)."""
        if self.is_system:
            return ("",)
        return tuple({hat.path for hat in self.hats if permission in ROLES[hat.role].permissions})

    def may_at(self, permission: Permission, path: str) -> bool:
        """May this actor use ``permission`` on something that lies at ``path``?"""
        return any(path.startswith(prefix) for prefix in self.paths(permission))

    @property
    def home_path(self) -> str:
        return self.hats[0].path if self.hats else ""


class NotAllowed(Exception):
    """The actor lacks the permission, or the thing lies outside the actor's scope."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        super().__init__(str(_("You do not have the right to do this here.")))


def demand(actor: Actor, permission: Permission, path: str | None = None) -> None:
    """Raise NotAllowed unless the actor holds ``permission`` (at ``path``, where one is given)."""
    allowed = actor.may(permission) if path is None else actor.may_at(permission, path)
    if not allowed:
        raise NotAllowed(permission)
