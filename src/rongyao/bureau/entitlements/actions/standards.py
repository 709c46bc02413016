"""Standards: entered by one person under a named document, confirmed by another; from then on they pay."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions import runs
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import affected
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.rules import signer
from rongyao.law import standards as law
from rongyao.law.spells import LEVELS

ITEM_CONFIRM = "entitlements.standard_confirm"
State = StandardEntry.State


class UnableToEnterStandard(Exception):
    """The entry does not fit the standard it names; the message says in what."""


class UnableToConfirmStandard(Exception):
    """The entry cannot be confirmed, refused or withdrawn by this person or any more."""


@transaction.atomic
def enter(
    *,
    by: Actor,
    name: str,
    keys: dict[str, str],
    level: str,
    division_code: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
    value: int,
    document: str,
    document_no: str,
    issued_on: dt.date,
) -> StandardEntry:
    """Enter an amount (fen) or a rate (millionths). It pays nothing until a second person confirms it.

    Raises:
        UnableToEnterStandard: keys, level, dates or value do not fit, or the same cell is entered already.
    """
    demand(by, Permission.STANDARD_ENTER)
    row = StandardEntry(
        name=name, keys=keys, level=level, division_code=division_code, starts_on=starts_on, ends_on=ends_on,
        value=value, document=document.strip(), document_no=document_no.strip(), issued_on=issued_on,
        entered_by_id=signer(by, Permission.STANDARD_ENTER),
    )  # fmt: skip
    check(row)
    row.unit = "millionth" if law.NAMES[name].unit == "ratio" else "fen"
    row.save(force_insert=True)
    queue.open_item(
        by=by, kind=ITEM_CONFIRM, subject=row, path=city().path,
        params={"standard_zh": law.NAMES[name].zh, "standard_en": law.NAMES[name].en},
    )  # fmt: skip
    _note(by, "standard.entered", row, value=value)
    return row


def check(row: StandardEntry) -> None:
    """Refuse what does not fit the standard it names. Raises `UnableToEnterStandard`."""
    known = law.NAMES.get(row.name)
    if known is None:
        raise UnableToEnterStandard(_("Choose a standard of the list."))
    if set(row.keys) != set(known.keys) or not all(row.keys.values()):
        raise UnableToEnterStandard(_("Say for which case the amount holds: every key needs a value."))
    if row.level not in LEVELS or len(row.division_code) != LEVELS[row.level]:
        raise UnableToEnterStandard(_("The level does not fit the place."))
    if row.value <= 0:
        raise UnableToEnterStandard(_("The amount must be more than nothing."))
    if row.ends_on and row.ends_on < row.starts_on:
        raise UnableToEnterStandard(_("The last day lies before the first day."))
    if not (row.document and row.document_no):
        raise UnableToEnterStandard(_("Name the document and its number: without it nothing is paid."))
    if _same_cell(row).filter(state__in=(State.ENTERED, State.CONFIRMED)).exists():
        raise UnableToEnterStandard(
            _("This standard is entered from this day already. Withdraw that entry first if it is wrong.")
        )


def _same_cell(row: StandardEntry) -> QuerySet[StandardEntry]:
    return StandardEntry.objects.filter(
        name=row.name,
        keys=row.keys,
        level=row.level,
        division_code=row.division_code,
        starts_on=row.starts_on,
    )


@transaction.atomic
def confirm(*, by: Actor, entry: StandardEntry, on: dt.date) -> StandardEntry:
    """Confirm what another entered. It pays from now on; the people concerned are worked out again.

    Raises:
        UnableToConfirmStandard: one's own entry, or one that does not wait.
    """
    row = _taken(by, entry, State.ENTERED)
    if row.entered_by_id == by.user_id:
        raise UnableToConfirmStandard(_("You entered this yourself. Another person must confirm it."))
    row.state, row.confirmed_by_id, row.confirmed_at = (
        State.CONFIRMED,
        signer(by, Permission.STANDARD_CONFIRM),
        timezone.now(),
    )
    row.save()
    _settle(by, row, "confirmed")
    runs.start(by=by, why="standard_confirmed", person_ids=affected.people_of(row.name), on=on)
    return row


@transaction.atomic
def refuse(*, by: Actor, entry: StandardEntry, reason: str) -> StandardEntry:
    """Refuse an entry with a reason; it never pays."""
    row = _taken(by, entry, State.ENTERED)
    _with_reason(row, reason)
    row.state = State.REFUSED
    row.save()
    _settle(by, row, "refused", reason=reason)
    return row


@transaction.atomic
def withdraw(*, by: Actor, entry: StandardEntry, reason: str, on: dt.date) -> StandardEntry:
    """Take a confirmed entry out of use; the people concerned are worked out again."""
    row = _taken(by, entry, State.CONFIRMED)
    _with_reason(row, reason)
    row.state = State.WITHDRAWN
    people = affected.people_of(row.name)
    row.save()
    _settle(by, row, "withdrawn", reason=reason)
    runs.start(by=by, why="standard_withdrawn", person_ids=people, on=on)
    return row


def _taken(by: Actor, entry: StandardEntry, state: str) -> StandardEntry:
    """The entry, locked. A standard is the whole bureau's, so the right must reach the whole city."""
    demand(by, Permission.STANDARD_CONFIRM, city().path)
    row = StandardEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.state != state:
        words = {"state": State(row.state).label}
        raise UnableToConfirmStandard(_("This entry is now: %(state)s. Nothing is left to do here.") % words)
    return row


def _with_reason(row: StandardEntry, reason: str) -> None:
    if not reason.strip():
        raise UnableToConfirmStandard(_("Write the reason."))
    row.note = reason.strip()[:400]


def _settle(by: Actor, row: StandardEntry, outcome: str, **detail: object) -> None:
    queue.close_items(by=by, subject=row, outcome=outcome)
    _note(by, f"standard.{outcome}", row, **detail)


def _note(by: Actor, verb: str, row: StandardEntry, **detail: object) -> None:
    audit.record(
        by=by, verb=verb, subject=row,
        detail={"name": row.name, "keys": row.keys, "from": row.starts_on.isoformat(),
                "document_no": row.document_no, **detail},
    )  # fmt: skip
