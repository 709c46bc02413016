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
    FAMILY_EDIT = "family.edit"
    HELPER_BIND = "helper.bind"
    PEOPLE_BULK = "people.bulk"
    PEOPLE_MERGE = "people.merge"
    DIVISION_RECODE = "division.recode"
    RETENTION_DECIDE = "retention.decide"
    RETURN_FILL = "return.fill"
    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_SELF = "organisation.self"
    STATION_KEEP = "station.keep"
    NOTICE_VIEW = "notice.view"
    NOTICE_SEND = "notice.send"
    FILE_KEEP = "file.keep"
    FILE_RELEASE = "file.release"
    FIGURES_VIEW = "figures.view"
    SYSTEM_VIEW = "system.view"
    PLACEMENT_VIEW = "placement.view"
    PLACEMENT_KEEP = "placement.keep"
    PLACEMENT_PUBLISH = "placement.publish"


P = Permission


@dataclass(frozen=True)
class Role:
    """A kind of user: its code, its name, what it is for, and what it may do."""

    code: str
    name: object
    description: object
    permissions: frozenset[Permission]
    is_staff: bool = True


_READS = frozenset(
    {P.QUEUE_VIEW, P.PEOPLE_VIEW, P.ENTITLEMENT_VIEW, P.STANDARD_VIEW, P.ORGANISATION_VIEW, P.NOTICE_VIEW}
)
_COUNTER = _READS | {P.PEOPLE_EDIT, P.FAMILY_EDIT, P.FILE_KEEP, P.NOTICE_SEND, P.STATION_KEEP}

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
            _COUNTER | {P.PEOPLE_UNMASK, P.ACCOUNT_BIND, P.HELPER_BIND, P.LETTER_SERVE},
        ),
        Role(
            "village_clerk",
            _("Village clerk"),
            _(
                "Keeps contact from a village or community station: finds and keeps files, visits, hands letters over."
            ),
            _COUNTER | {P.LETTER_SERVE},
        ),
        Role(
            "officer",
            _("Officer"),
            _("Imports rosters, reads the reasons, decides and signs within the town or the city."),
            _COUNTER
            | {
                P.PEOPLE_UNMASK,
                P.PEOPLE_EXPORT,
                P.PEOPLE_BULK,
                P.PEOPLE_MERGE,
                P.RETURN_FILL,
                P.ORGANISATION_EDIT,
                P.HELPER_BIND,
                P.ACCOUNT_BIND,
                P.ROSTER_IMPORT,
                P.CORRECTION_DECIDE,
                P.ENTITLEMENT_DETERMINE,
                P.PROPOSAL_DECIDE,
                P.JUDGEMENT_RECORD,
                P.LETTER_SERVE,
                P.STANDARD_ENTER,
                P.PLACEMENT_VIEW,
                P.PLACEMENT_KEEP,
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
                P.PEOPLE_MERGE,
                P.RETENTION_DECIDE,
                P.RETURN_FILL,
                P.FIGURES_VIEW,
                P.PLACEMENT_VIEW,
                P.PLACEMENT_PUBLISH,
            },
        ),
        Role(
            "service_officer",
            _("Officer of the service centre"),
            _(
                "Runs the service centre's windows: files, families, organisations and messages. Decides no entitlement."
            ),
            _COUNTER
            | {
                P.PEOPLE_UNMASK,
                P.PEOPLE_EXPORT,
                P.RETURN_FILL,
                P.ACCOUNT_BIND,
                P.HELPER_BIND,
                P.ORGANISATION_EDIT,
                P.LETTER_SERVE,
            },
        ),
        Role(
            "leader",
            _("Leader of the city"),
            _("Reads figures, never a person's file; small counts are not shown."),
            frozenset({P.FIGURES_VIEW, P.STANDARD_VIEW}),
        ),
        Role(
            "helper",
            _("Helper"),
            _(
                "A family member or neighbour whom a person has named to act for them; both names stand on each record."
            ),
            frozenset({P.SELF_VIEW, P.SELF_CORRECT}),
            is_staff=False,
        ),
        Role(
            "employer",
            _("Employer"),
            _("Represents one employer and sees that employer's own page only."),
            frozenset({P.ORGANISATION_SELF}),
            is_staff=False,
        ),
        Role(
            "school",
            _("School or training provider"),
            _("Represents one school and sees that school's own page only."),
            frozenset({P.ORGANISATION_SELF}),
            is_staff=False,
        ),
        Role(
            "unit_liaison",
            _("Liaison of a military unit"),
            _("Represents one unit by its public name and code and sees that unit's own page only."),
            frozenset({P.ORGANISATION_SELF}),
            is_staff=False,
        ),
        Role(
            "member_department",
            _("Liaison of a member department"),
            _("Represents one department of the leading group and sees that department's own page only."),
            frozenset({P.ORGANISATION_SELF}),
            is_staff=False,
        ),
        Role(
            "posted_officer",
            _("Officer posted by the military"),
            _("Posted to the leading group's office until a day; sees organisations, never a person's file."),
            frozenset({P.ORGANISATION_VIEW, P.ORGANISATION_SELF}),
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
            frozenset(
                {
                    P.USER_MANAGE,
                    P.CALENDAR_EDIT,
                    P.STANDARD_VIEW,
                    P.DIVISION_RECODE,
                    P.SYSTEM_VIEW,
                    P.FILE_RELEASE,
                }
            ),
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
class Seat:
    """One organisation this user represents: the role they hold for it, and its public name."""

    role: str
    organisation_id: int
    name: str


@dataclass(frozen=True)
class Helped:
    """One person this user has been named to help: whose file, the name shown on each record, how far it goes."""

    person_id: int
    name: str
    permissions: frozenset[Permission] = ROLES["helper"].permissions


@dataclass(frozen=True)
class Actor:
    """Who acts, with the appointments in force today.

    Attributes:
        user_id: the user row, None for the system itself and the public.
        person_id: the registry person whose own file this is, for a veteran; for a helper, of the
            person they act for just now.
        seats: the organisations this user represents.
        helped: the people this user may act for.
        on_behalf_of: name of the person a helper acts for now; it stands beside theirs on each record.
    """

    user_id: int | None
    name: str
    hats: tuple[Hat, ...] = ()
    person_id: int | None = None
    is_system: bool = False
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    seats: tuple[Seat, ...] = ()
    helped: tuple[Helped, ...] = ()
    on_behalf_of: str = ""

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

    @property
    def roles(self) -> tuple[str, ...]:
        """The codes of the roles this actor acts in now."""
        acting = ("helper",) if self.on_behalf_of else ()
        return (*(hat.role for hat in self.hats), *(seat.role for seat in self.seats), *acting)

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

    def sits_at(self, permission: Permission, path: str) -> bool:
        """Is this actor appointed at this very place, no wider and no narrower, with ``permission``?"""
        return path in self.paths(permission)

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
