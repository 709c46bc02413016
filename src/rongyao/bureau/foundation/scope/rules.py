"""What an actor may see, as the database is told it. Everything empty sees nothing."""

from __future__ import annotations

from dataclasses import dataclass

from rongyao.bureau.foundation.access.rules import ROLES, Actor, Hat, Permission

P = Permission
# Who holds only these opens no file, so their appointment opens none in the database either.
_NO_FILES = frozenset(
    {P.PUBLIC, P.USER_MANAGE, P.AUDIT_VIEW, P.CALENDAR_EDIT, P.SYSTEM_VIEW, P.DIVISION_RECODE, P.FILE_RELEASE}
    | {P.STANDARD_VIEW, P.STANDARD_ENTER, P.STANDARD_CONFIRM}
)


@dataclass(frozen=True)
class Scope:
    """What the database is told of whoever asks.

    Attributes:
        everywhere: every division: the product itself, or an appointment at the bureau's own root.
        audit: the whole record.
        paths: division prefixes.
        people: files of one's own, and of those one helps.
        organisations: those one represents.
        user: whose own acts in the record may be read.
    """

    everywhere: bool = False
    audit: bool = False
    paths: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()
    user: int | None = None

    def settings(self) -> dict[str, str]:
        """The connection's settings by name."""
        return {
            "rongyao.everywhere": _switch(self.everywhere),
            "rongyao.audit": _switch(self.audit),
            "rongyao.paths": ",".join(self.paths),
            "rongyao.people": _numbers(self.people),
            "rongyao.organisations": _numbers(self.organisations),
            "rongyao.user": "" if self.user is None else str(self.user),
        }


NOTHING = Scope()
WHOLE = Scope(everywhere=True, audit=True)


def scope_of(actor: Actor, root: str) -> Scope:
    """The scope of an actor. ``root``: the path of the bureau's own division."""
    if actor.is_system:
        return WHOLE
    paths = tuple(sorted({hat.path for hat in actor.hats if _opens_files(hat)}))
    own = {actor.person_id} - {None} | {one.person_id for one in actor.helped}
    return Scope(
        everywhere=any(root.startswith(path) for path in paths),
        audit=actor.may(P.AUDIT_VIEW),
        paths=paths,
        people=tuple(sorted(pk for pk in own if pk is not None)),
        organisations=tuple(sorted({seat.organisation_id for seat in actor.seats})),
        user=actor.user_id,
    )


def _opens_files(hat: Hat) -> bool:
    return bool(hat.path and ROLES[hat.role].permissions - _NO_FILES)


def _switch(is_on: bool) -> str:
    return "on" if is_on else ""


def _numbers(values: tuple[int, ...]) -> str:
    return ",".join(str(value) for value in values)
