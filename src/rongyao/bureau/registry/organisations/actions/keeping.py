"""Registering, changing without undoing each other, closing and opening again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.actions.people import Clash
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import (
    FIELD_WORDS,
    FIELDS,
    UnableToReadCode,
    read_credit_code,
    read_public_code,
    refuse_of_unit,
)
from rongyao.bureau.registry.organisations.words import shown_value

FEWEST_WORDS = 2


class UnableToKeepOrganisation(Exception):
    """It cannot be kept as typed. ``field`` names the box; ``alike`` are the entries it may be; ``clashes`` what moved."""

    def __init__(
        self,
        words: str,
        field: str | None = None,
        alike: tuple[Organisation, ...] = (),
        clashes: tuple[Clash, ...] = (),
    ) -> None:
        super().__init__(words)
        self.field, self.alike, self.clashes = field, alike, clashes


@transaction.atomic
def register(
    *,
    by: Actor,
    kind: str,
    division: Division,
    values: Mapping[str, Any],
    is_another: bool = False,
    is_synthetic: bool = False,
) -> Organisation:
    """Enter an organisation.

    Args:
        is_another: the officer looked at the entries of alike name and says that this is another one.

    Raises:
        UnableToKeepOrganisation: a code that is none or is taken, a designation, a name that looks like another entry.
    """
    demand(by, Permission.ORGANISATION_EDIT, division.path)
    row = Organisation(
        kind=kind, division=division, path=division.path, recorded_by_id=by.user_id, is_synthetic=is_synthetic
    )
    write(row, values)
    if not is_another and (near := tuple(queries.alike(row.name, kind))):
        raise UnableToKeepOrganisation(
            _("There is an entry of a name like this. Look at it; if this is another one, tick the box and save again."),
            "name", near,
        )  # fmt: skip
    row.save(force_insert=True)
    audit.record(by=by, verb="organisation.registered", subject=row, path=row.path, detail={"kind": kind})
    return row


@transaction.atomic
def change(
    *,
    by: Actor,
    organisation: Organisation,
    version: int,
    opened: Mapping[str, str],
    values: Mapping[str, Any],
) -> Organisation:
    """Write what an officer changed, unless somebody saved the same entry since it was opened.

    Raises:
        UnableToKeepOrganisation: with a clash for each field that moved meanwhile; or a value that cannot be kept.
    """
    row = locked(organisation)
    demand(by, Permission.ORGANISATION_EDIT, row.path)
    if row.version != version:
        raise UnableToKeepOrganisation(
            _("Somebody saved this entry while you were typing. Compare, then save again."),
            clashes=_clashes(row, opened, values),
        )
    return keep(by=by, row=row, values=values, verb="organisation.changed")


def keep(*, by: Actor, row: Organisation, values: Mapping[str, Any], verb: str) -> Organisation:
    """Write values to a locked row and record which fields changed."""
    changed = write(row, values)
    if changed:
        row.version += 1
        row.save()
        audit.record(by=by, verb=verb, subject=row, path=row.path, detail={"fields": changed})
    return row


def locked(organisation: Organisation) -> Organisation:
    """The row as it is now, held until the transaction ends. A merged one takes no more changes."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.merged_into_id is not None:
        raise UnableToKeepOrganisation(_("This entry was joined to another. Change that one."))
    return row


def _clashes(row: Organisation, opened: Mapping[str, str], values: Mapping[str, Any]) -> tuple[Clash, ...]:
    names = [name for name in FIELDS[row.kind] if name in opened and shown_value(row, name) != opened[name]]
    typed = Organisation(kind=row.kind, **{n: v for n, v in values.items() if n in FIELDS[row.kind]})
    return tuple(Clash(n, FIELD_WORDS[n], shown_value(row, n), shown_value(typed, n)) for n in names)


def write(row: Organisation, values: Mapping[str, Any]) -> list[str]:
    """Set the fields of the row's kind that differ; their names. Does not save."""
    readings = {name: _read(row, name, value) for name, value in values.items() if name in FIELDS[row.kind]}
    _refuse_taken_code(row, readings.get("credit_code", ""))
    changed = sorted(name for name, value in readings.items() if getattr(row, name) != value)
    for name in changed:
        if name == "name":
            row.keep_name(readings[name])
        else:
            setattr(row, name, readings[name])
    if not row.name:
        raise UnableToKeepOrganisation(_("Write the name."), "name")
    return changed


def _read(row: Organisation, name: str, value: Any) -> Any:
    """A value as it is kept."""
    if isinstance(value, str):
        value = " ".join(value.split())
    try:
        if name == "credit_code":
            return read_credit_code(value or "")
        if name == "public_code":
            return read_public_code(value or "")
        if row.kind == Organisation.Kind.UNIT and name == "name":
            refuse_of_unit(value)
    except UnableToReadCode as error:
        raise UnableToKeepOrganisation(str(error), name) from error
    if name == "industry" and value and INDUSTRIES.get(value) is None:
        raise UnableToKeepOrganisation(_("There is no such industry in GB/T 4754-2017."), name)
    return value


def _refuse_taken_code(row: Organisation, code: str) -> None:
    if other := queries.same_code(code, other_than=row.pk):
        words = _(
            "This credit code belongs to an entry already: %(name)s. Change that one instead of entering it twice."
        )
        raise UnableToKeepOrganisation(words % {"name": other.name}, "credit_code", (other,))


@transaction.atomic
def close(*, by: Actor, organisation: Organisation, on: dt.date, reason: str) -> Organisation:
    """It exists no more, or is dealt with no more: who spoke for it speaks no longer. The entry stays.

    Raises:
        UnableToKeepOrganisation: no reason, or closed already.
    """
    row = locked(organisation)
    demand(by, Permission.ORGANISATION_EDIT, row.path)
    if row.closed_on is not None:
        raise UnableToKeepOrganisation(_("It was closed already."))
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToKeepOrganisation(_("Write why it is closed."), "reason")
    row.closed_on, row.close_reason, row.version = on, reason.strip()[:160], row.version + 1
    row.save(update_fields=["closed_on", "close_reason", "version"])
    speaking = row.representatives.filter(ended_at__isnull=True)
    ended = speaking.update(ended_at=timezone.now(), end_reason=row.close_reason)
    detail = {"on": on.isoformat(), "reason": row.close_reason, "representatives_ended": ended}
    audit.record(by=by, verb="organisation.closed", subject=row, path=row.path, detail=detail)
    return row


@transaction.atomic
def reopen(*, by: Actor, organisation: Organisation) -> Organisation:
    """It was closed by mistake. Representatives are appointed anew."""
    row = locked(organisation)
    demand(by, Permission.ORGANISATION_EDIT, row.path)
    row.closed_on, row.close_reason, row.version = None, "", row.version + 1
    row.save(update_fields=["closed_on", "close_reason", "version"])
    audit.record(by=by, verb="organisation.reopened", subject=row, path=row.path)
    return row


@transaction.atomic
def note_export(*, by: Actor, count: int, filters: Mapping[str, str]) -> None:
    """Record that a list of organisations left the house."""
    demand(by, Permission.ORGANISATION_VIEW)
    detail = {"count": count, "filters": sorted(filters)}
    audit.record(by=by, verb="organisations.exported", path=by.home_path, detail=detail)
