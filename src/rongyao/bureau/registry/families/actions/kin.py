"""Recording kin: adding, changing without undoing each other, ending, the order of next of kin, uncovering a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.people import Clash, UnableToUnmask
from rongyao.bureau.registry.families.actions.consent import (
    Consent,
    Ground,
    keep_consent,
    keep_ground,
    take_out,
)
from rongyao.bureau.registry.families.models import Kin, Relation
from rongyao.bureau.registry.families.queries import file_with_number
from rongyao.bureau.registry.families.rules import (
    KIN_FIELDS,
    SECRET_KIN_FIELDS,
    is_child,
    refusal_words,
    refused_without_consent,
)
from rongyao.bureau.registry.families.words import shown_value
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import UNMASKED

FEWEST_WORDS = 2


class UnableToKeepKin(Exception):
    """The relative cannot be kept as typed. ``field`` names the box, ``clashes`` what somebody else saved meanwhile."""

    def __init__(self, words: str, field: str | None = None, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__(words)
        self.field = field
        self.clashes = clashes


class UnableToOrder(Exception):
    """The order of next of kin cannot be taken; the message says why."""


@transaction.atomic
def add_kin(
    *,
    by: Actor,
    person: Person,
    values: Mapping[str, Any],
    consent: Consent | None = None,
    ground: Ground | None = None,
) -> Kin:
    """Record a relative. Birth date and numbers are kept only with ``consent`` given, or a ``ground`` in law.

    Raises:
        UnableToKeepKin: a protected field without consent or ground, or something missing.
        UnableToRecordConsent: the consent itself cannot be taken.
    """
    demand(by, Permission.FAMILY_EDIT, person.path)
    row = Kin(person=person, recorded_by_id=by.user_id, birth_on=_birth_in(values))
    if consent:
        keep_consent(by=by, row=row, consent=consent)
    if ground:
        keep_ground(row=row, ground=ground)
    _write(by, row, values)
    row.save(force_insert=True)
    detail = {"relation": row.relation, "consent": row.consent, "ground": row.ground}
    audit.record(by=by, verb="kin.added", subject=row, person_id=person.pk, path=person.path, detail=detail)
    return row


@transaction.atomic
def change_kin(
    *, by: Actor, kin: Kin, version: int, opened: Mapping[str, str], typed: Mapping[str, Any], reason: str
) -> Kin:
    """Write the fields an editor changed, unless somebody saved the same row since it was opened.

    Args:
        version: the row's version when the editor opened it.
        opened: every field as the editor saw it (``words.opened_values``).
        typed: the fields the editor changed, as they shall be.

    Raises:
        UnableToKeepKin: with a clash for each field that moved meanwhile; or a field that may not be kept.
    """
    row = locked(kin)
    demand(by, Permission.FAMILY_EDIT, row.person.path)
    if row.version != version:
        words = _("Somebody saved this relative while you were typing. Compare, then save again.")
        raise UnableToKeepKin(words, clashes=_clashes(row, opened, typed))
    changed = _write(by, row, typed)
    if not changed:
        return row
    row.version += 1
    row.save()
    detail = {"fields": changed, "reason": reason}
    audit.record(
        by=by, verb="kin.changed", subject=row, person_id=row.person_id, path=row.person.path, detail=detail
    )
    return row


def locked(kin: Kin) -> Kin:
    """The row as it is now, held until the transaction ends. An ended one takes no more changes."""
    row = Kin.objects.select_for_update(of=("self",)).select_related("person").get(pk=kin.pk)
    if row.ended_at is not None:
        raise UnableToKeepKin(_("This entry was ended. Add the relative anew."))
    return row


def _birth_in(values: Mapping[str, Any]) -> str:
    """The birth date as typed or as the identity number tells it."""
    reading = read_id_number(values["id_number"]) if values.get("id_number") else None
    if reading is not None and reading.birth_on is not None:
        return reading.birth_on.isoformat()
    return str(values.get("birth_on") or "")


def _write(by: Actor, row: Kin, values: Mapping[str, Any]) -> list[str]:
    """Set the fields that differ; their names. Does not save."""
    if refused := refused_without_consent(values, may_hold=row.may_hold_numbers):
        raise UnableToKeepKin(refusal_words(refused), refused[0])
    wanted = {**values, "birth_on": _birth_in(values)} if values.get("id_number") else dict(values)
    changed = sorted(name for name, value in wanted.items() if (getattr(row, name) or "") != (value or ""))
    if row._state.adding:
        changed = sorted(wanted)
    keepers = {"name": row.keep_name, "id_number": row.keep_id_number, "phone": row.keep_phone}
    for name in changed:
        if keeper := keepers.get(name):
            keeper(wanted[name] or "")
        else:
            setattr(row, name, wanted[name])
    _check(row, changed)
    _settle(by, row, changed)
    return changed


def _check(row: Kin, changed: list[str]) -> None:
    if not row.name:
        raise UnableToKeepKin(_("Write the name."), "name")
    if row.relation not in Relation.values:
        raise UnableToKeepKin(_("Choose the relation."), "relation")
    if row.died_on and not row.is_deceased:
        raise UnableToKeepKin(
            _("There is a date of death: tick that they have died, or empty the date."), "died_on"
        )
    if row.died_on and row.birth_on and row.died_on < row.birth_on[: len(row.died_on)]:
        raise UnableToKeepKin(
            _("The date of death lies before the birth. Compare with the paper."), "died_on"
        )
    if row.is_deceased and row.phone and "phone" in changed:
        raise UnableToKeepKin(_("This relative has died: no telephone is kept."), "phone")
    _check_childs_consent(row)


def _check_childs_consent(row: Kin) -> None:
    is_own_word = row.consent == Kin.Consent.GIVEN and row.consent_how != Kin.How.GUARDIAN
    if is_own_word and row.consent_on and is_child(row.birth_on, row.consent_on):
        words = _(
            "This was a child under 14 on the day of consent: first record the consent of a parent or guardian."
        )
        raise UnableToKeepKin(words, "birth_on")


def _settle(by: Actor, row: Kin, changed: list[str]) -> None:
    """What follows from a change: nobody calls the dead; a number on file is a person on file."""
    if row.is_deceased:
        row.rank, row.lives_with = None, False
        take_out(row, ("phone",))
    if "id_number" in changed:
        row.linked = file_with_number(by, row.id_index, other_than=row.person_id)


def _clashes(row: Kin, opened: Mapping[str, str], typed: Mapping[str, Any]) -> tuple[Clash, ...]:
    moved = [name for name in KIN_FIELDS if name in opened and shown_value(row, name) != opened[name]]
    return tuple(
        Clash(name, KIN_FIELDS[name], shown_value(row, name), _as_typed(row, name, opened, typed))
        for name in moved
    )


def _as_typed(row: Kin, name: str, opened: Mapping[str, str], typed: Mapping[str, Any]) -> str:
    """What stands in the editor's box for a field, in the words of the page."""
    return shown_value(Kin(**{name: typed[name]}), name) if name in typed else opened[name]


@transaction.atomic
def end_kin(*, by: Actor, kin: Kin, reason: str) -> Kin:
    """The tie ended, or the entry was wrong. The numbers are taken out; name, relation and reason stay.

    Raises:
        UnableToKeepKin: no reason was given, or it was ended already.
    """
    row = locked(kin)
    demand(by, Permission.FAMILY_EDIT, row.person.path)
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToKeepKin(_("Write why the entry ends."), "reason")
    removed = take_out(row)
    row.rank, row.ended_at, row.end_reason = None, timezone.now(), reason.strip()[:160]
    row.version += 1
    row.save()
    detail = {"reason": row.end_reason, "removed": removed}
    audit.record(
        by=by, verb="kin.ended", subject=row, person_id=row.person_id, path=row.person.path, detail=detail
    )
    return row


@transaction.atomic
def order_next_of_kin(*, by: Actor, person: Person, kin_ids: Sequence[int]) -> None:
    """These relatives, in this order, are to be called when something happens; the others are not.

    Raises:
        UnableToOrder: one is named twice, is not a living relative of this person, or was ended meanwhile.
    """
    demand(by, Permission.FAMILY_EDIT, person.path)
    rows = Kin.objects.select_for_update().filter(person=person, ended_at__isnull=True, is_deceased=False)
    living = {row.pk: row for row in rows}
    if len(set(kin_ids)) != len(kin_ids) or not set(kin_ids) <= set(living):
        raise UnableToOrder(_("The family changed meanwhile. Look at the list again, then set the order."))
    # Emptied first: no two may hold one rank even for a moment.
    Kin.objects.filter(person=person, ended_at__isnull=True).update(rank=None)
    for rank, pk in enumerate(kin_ids, 1):
        Kin.objects.filter(pk=pk).update(rank=rank)
    detail = {"order": list(kin_ids)}
    audit.record(
        by=by, verb="kin.ordered", subject=person, person_id=person.pk, path=person.path, detail=detail
    )


@transaction.atomic
def link_file(*, by: Actor, kin: Kin, linked: Person | None) -> Kin:
    """Say which file is this relative's own, or that none is. The actor must see both files.

    Raises:
        UnableToKeepKin: nobody is their own relative.
    """
    row = locked(kin)
    demand(by, Permission.FAMILY_EDIT, row.person.path)
    if linked is not None:
        demand(by, Permission.PEOPLE_VIEW, linked.path)
        if linked.pk == row.person_id:
            raise UnableToKeepKin(_("This is the person's own file."), "number")
    row.linked = linked
    row.version += 1
    row.save(update_fields=["linked", "version"])
    detail = {"linked": linked.pk if linked else None}
    audit.record(
        by=by, verb="kin.linked", subject=row, person_id=row.person_id, path=row.person.path, detail=detail
    )
    return row


@transaction.atomic
def unmask(*, by: Actor, kin: Kin, field: str, reason: str) -> str:
    """The clear telephone or identity number of a relative; the person on file can read who asked and why.

    Raises:
        UnableToUnmask: no reason, or nothing recorded.
    """
    path = kin.person.path
    demand(by, Permission.PEOPLE_UNMASK, path)
    if field not in SECRET_KIN_FIELDS or not getattr(kin, field):
        raise UnableToUnmask(_("There is nothing recorded here."))
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToUnmask(_("Write why you need the whole number. The person can read it."))
    detail = {"field": field, "kin": kin.pk, "reason": reason.strip()[:200]}
    audit.record(by=by, verb=UNMASKED, subject=kin, person_id=kin.person_id, path=path, detail=detail)
    return str(getattr(kin, field))


@transaction.atomic
def note_export(*, by: Actor, what: str, count: int, filters: Mapping[str, str]) -> None:
    """Record that a list of families left the house: which, how many lines, narrowed by what."""
    demand(by, Permission.PEOPLE_EXPORT)
    # Search words may be a name or a number; only which filters were set is kept.
    detail = {"list": what, "count": count, "filters": sorted(filters)}
    path = by.paths(Permission.PEOPLE_EXPORT)[0]
    audit.record(by=by, verb="families.exported", path=path, detail=detail)
