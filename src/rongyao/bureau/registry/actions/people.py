"""Adding a person, changing the identity, looking at a file, uncovering a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.registry.identity.numbers import mask, read_id_number
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import LOOKED, UNMASKED, has_just_looked
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import IDENTITY_FACTS, IDENTITY_FIELDS, SECRET_FIELDS

NUMBER_LOCK = (320583, 2)
PREFIX = "KS-"


class UnableToAddPerson(Exception):
    """The person cannot be added. ``person`` is the one already recorded, where it lies in scope."""

    def __init__(self, words: str, person: Person | None = None) -> None:
        super().__init__(words)
        self.person = person


class UnableToUnmask(Exception):
    """Nothing to uncover, or no reason was given."""


@dataclass(frozen=True)
class Clash:
    """One field that somebody else changed while this editor was typing. Secret values come masked."""

    field: str
    label: Any
    recorded: str
    typed: str


class UnableToChangeIdentity(Exception):
    """Somebody saved this file first (``clashes``), or a value cannot be taken."""

    def __init__(self, words: str, clashes: tuple[Clash, ...] = (), field: str | None = None) -> None:
        super().__init__(words)
        self.clashes = clashes
        self.field = field


@transaction.atomic
def add_person(
    *, by: Actor, division: Division, identity: dict[str, str], is_synthetic: bool = False
) -> Person:
    """Open a file. ``identity``: name, and where known id_number, sex, birth_on, ethnicity, phone, address.

    Birth date and sex are read off the identity number where there is one.

    Raises:
        UnableToAddPerson: the identity number is recorded already.
    """
    demand(by, Permission.PEOPLE_EDIT, division.path)
    person = Person(division=division, path=division.path, is_synthetic=is_synthetic, number=next_number())
    write_identity(person, {**identity, **_read_off(identity.get("id_number", ""))})
    _refuse_second_file(by, person)
    person.save(force_insert=True)
    audit.record(by=by, verb="person.added", subject=person, person_id=person.pk, path=person.path)
    tell_facts_changed(FactsChanged(by, (person.pk,)))
    return person


@sees_beyond("file numbers run through the whole bureau")
def next_number(many: int = 1) -> str:
    """The next file number; with ``many`` the first of that many in a row. Held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", NUMBER_LOCK)
    digits = Cast(Substr("number", len(PREFIX) + 1), BigIntegerField())
    last = Person.objects.filter(number__regex=rf"^{PREFIX}\d+$").aggregate(last=Max(digits))["last"]
    return numbered(int(last or 0) + 1)


def numbered(count: int) -> str:
    return f"{PREFIX}{count:06d}"


def write_identity(person: Person, values: dict[str, str]) -> None:
    """Set identity columns with the keys by which they are found. Does not save."""
    keepers = {"name": person.keep_name, "id_number": person.keep_id_number, "phone": person.keep_phone}
    for name, value in values.items():
        if keeper := keepers.get(name):
            keeper(value)
        else:
            setattr(person, name, value)


def _read_off(id_number: str) -> dict[str, str]:
    reading = read_id_number(id_number) if id_number else None
    if reading is None or reading.birth_on is None:
        return {}
    return {"birth_on": reading.birth_on.isoformat(), "sex": reading.sex or ""}


@sees_beyond(
    "an identity number is recorded once in the bureau; a file of another town is refused without its name"
)
def _of_this_number(person: Person) -> Person | None:
    if not person.id_index:
        return None
    return Person.objects.filter(id_index=person.id_index).exclude(pk=person.pk).first()


def _refuse_second_file(by: Actor, person: Person) -> None:
    other = _of_this_number(person)
    if other is None:
        return
    if by.may_at(Permission.PEOPLE_VIEW, other.path):
        words = _("This identity number is recorded already, as %(name)s (%(number)s).")
        raise UnableToAddPerson(words % {"name": other.name, "number": other.number}, other)
    raise UnableToAddPerson(
        _("This identity number is recorded in another town. Ask the city to move the file.")
    )


@transaction.atomic
def change_identity(
    *, by: Actor, person: Person, version: int, opened: dict[str, str], typed: dict[str, str], reason: str
) -> Person:
    """Write the identity fields an editor changed, unless somebody saved the same file since it was opened.

    Args:
        version: the file's version when the editor opened it.
        opened: the values the editor saw (secret ones masked), to tell what the editor changed.
        typed: the fields the editor changed, as they shall be.

    Raises:
        UnableToChangeIdentity: with a clash for each field that both changed or that moved meanwhile.
    """
    row = Person.objects.select_for_update().select_related("division").get(pk=person.pk)
    demand(by, Permission.PEOPLE_EDIT, row.path)
    if row.version != version:
        words = _("Somebody saved this file while you were typing. Compare, then save again.")
        raise UnableToChangeIdentity(words, _clashes(row, opened, typed))
    return keep_identity(by=by, row=row, typed=typed, verb="person.identity_changed", reason=reason)


@transaction.atomic
def move(*, by: Actor, person: Person, division: Division, reason: str) -> Person:
    """Put the file under another town or village. The actor needs the right at both ends."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    demand(by, Permission.PEOPLE_EDIT, row.path)
    demand(by, Permission.PEOPLE_EDIT, division.path)
    detail = {"from": row.path, "to": division.path, "reason": reason}
    row.division, row.path, row.version = division, division.path, row.version + 1
    row.save(update_fields=["division", "path", "version"])
    audit.record(by=by, verb="person.moved", subject=row, person_id=row.pk, path=row.path, detail=detail)
    return row


def keep_identity(*, by: Actor, row: Person, typed: dict[str, str], verb: str, reason: str) -> Person:
    """Write identity values to a locked row, record which fields changed (never their values), tell listeners."""
    number = typed.get("id_number", "")
    values = {**typed, **_read_off(number)}
    changed = sorted(name for name, value in values.items() if (getattr(row, name) or "") != value)
    if not changed:
        return row
    write_identity(row, values)
    _refuse_taken_number(by, row)
    row.version += 1
    row.save()
    detail = {"fields": changed, "reason": reason}
    audit.record(by=by, verb=verb, subject=row, person_id=row.pk, path=row.path, detail=detail)
    if set(changed) & set(IDENTITY_FACTS):
        tell_facts_changed(FactsChanged(by, (row.pk,), tuple(changed)))
    return row


def _refuse_taken_number(by: Actor, row: Person) -> None:
    try:
        _refuse_second_file(by, row)
    except UnableToAddPerson as error:
        raise UnableToChangeIdentity(str(error), field="id_number") from error


def _clashes(row: Person, opened: dict[str, str], typed: dict[str, str]) -> tuple[Clash, ...]:
    """Fields that moved since the editor opened the file, and what the editor typed there."""
    moved = [name for name in IDENTITY_FIELDS if name in opened and shown(row, name) != opened[name]]
    return tuple(
        Clash(name, IDENTITY_FIELDS[name], shown(row, name), masked(name, typed.get(name, opened[name])))
        for name in moved
    )


def shown(row: Person, name: str) -> str:
    """An identity field as a page may show it: numbers masked."""
    if name == "division":
        return row.division.name
    return masked(name, str(getattr(row, name) or ""))


def masked(name: str, value: str) -> str:
    if name not in SECRET_FIELDS or "*" in value:
        return value
    return mask(value) if name == "id_number" else f"{value[:3]}****{value[-4:]}" if len(value) > 7 else value


@transaction.atomic
def look(*, by: Actor, person: Person) -> None:
    """Record that the actor opened this file: once in ten minutes, and never for the person themselves.

    A helper acts as the person but is not the person: their look is recorded.
    """
    if by.is_system or (by.person_id == person.pk and not by.on_behalf_of):
        return
    if not has_just_looked(by, person):
        audit.record(by=by, verb=LOOKED, subject=person, person_id=person.pk, path=person.path)


@transaction.atomic
def unmask(*, by: Actor, person: Person, field: str, reason: str) -> str:
    """The clear identity number or telephone; who asked and why is recorded and shown to the person.

    Raises:
        UnableToUnmask: no reason, or nothing recorded.
    """
    demand(by, Permission.PEOPLE_UNMASK, person.path)
    if field not in SECRET_FIELDS or not getattr(person, field):
        raise UnableToUnmask(_("There is nothing recorded here."))
    if len(reason.strip()) < 2:
        raise UnableToUnmask(_("Write why you need the whole number. The person can read it."))
    detail = {"field": field, "reason": reason.strip()[:200]}
    audit.record(by=by, verb=UNMASKED, subject=person, person_id=person.pk, path=person.path, detail=detail)
    return str(getattr(person, field))


@transaction.atomic
def note_export(*, by: Actor, count: int, filters: dict[str, str]) -> None:
    """Record that a list of people left the house: how many, and how it was narrowed."""
    demand(by, Permission.PEOPLE_EXPORT)
    path = by.paths(Permission.PEOPLE_EXPORT)[0]
    # Search words may be a name or a number; only which filters were set is kept.
    detail = {"count": count, "filters": sorted(filters)}
    audit.record(by=by, verb="people.exported", path=path, detail=detail)
