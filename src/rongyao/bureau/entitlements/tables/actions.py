"""A table is entered as one by one person and put in use as one by another; each cell then pays as an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions import runs
from rongyao.bureau.entitlements.actions.standards import UnableToEnterStandard, check
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import affected
from rongyao.bureau.entitlements.tables import queries
from rongyao.bureau.entitlements.tables.models import StandardTable
from rongyao.bureau.entitlements.tables.rules import Keys, missing
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.rules import signer
from rongyao.law import standards as law

ITEM_CONFIRM = "tables.confirm"
State = StandardTable.State


class UnableToEnterTable(Exception):
    """The table is not whole or does not fit its standard; the message says in what."""


class UnableToConfirmTable(Exception):
    """The table cannot be confirmed, refused or withdrawn by this person or any more."""


@transaction.atomic
def enter(
    *, by: Actor, name: str, level: str, division_code: str, starts_on: dt.date, ends_on: dt.date | None,
    document: str, document_no: str, issued_on: dt.date, cells: Mapping[Keys, int],
) -> StandardTable:  # fmt: skip
    """Enter every cell of a standard (fen, or millionths of a rate). Nothing pays until a second person confirms it.

    Raises:
        UnableToEnterTable: a cell is missing or unknown, a value, day or document does not fit, or the same cells are
            entered from this day already.
    """
    demand(by, Permission.STANDARD_ENTER)
    table = StandardTable(
        name=name, level=level, division_code=division_code, starts_on=starts_on, ends_on=ends_on,
        document=document.strip(), document_no=document_no.strip(), issued_on=issued_on,
        cells=[[list(keys), value] for keys, value in cells.items()],
        entered_by_id=signer(by, Permission.STANDARD_ENTER),
    )  # fmt: skip
    _check(table, cells)
    table.save(force_insert=True)
    known = law.NAMES[name]
    queue.open_item(
        by=by, kind=ITEM_CONFIRM, subject=table, path=city().path,
        params={"standard_zh": known.zh, "standard_en": known.en},
    )  # fmt: skip
    _note(by, "entered", table)
    return table


def _check(table: StandardTable, cells: Mapping[Keys, int]) -> None:
    known = law.NAMES.get(table.name)
    if known is None or not known.keys:
        raise UnableToEnterTable(_("Choose a standard that has a table."))
    wanted = queries.cells(known)
    gaps, strange = missing(wanted, cells), [keys for keys in cells if keys not in wanted]
    if gaps or strange:
        words = _(
            "A table is entered whole: %(gaps)s cells are missing, %(strange)s are none of this standard."
        )
        raise UnableToEnterTable(words % {"gaps": len(gaps), "strange": len(strange)})
    _refuse_second(table)
    for entry in queries.entries_of_cells(table):
        try:
            check(entry)
        except UnableToEnterStandard as error:
            raise UnableToEnterTable(f"{' · '.join(entry.keys.values())}: {error}") from error


def _refuse_second(table: StandardTable) -> None:
    same = StandardTable.objects.filter(
        name=table.name, level=table.level, division_code=table.division_code, starts_on=table.starts_on
    )
    if same.filter(state=State.ENTERED).exists():
        raise UnableToEnterTable(
            _("A table of this standard from this day waits already. Have it refused first.")
        )


@transaction.atomic
def confirm(*, by: Actor, table: StandardTable, on: dt.date) -> StandardTable:
    """Put another's table in use, every cell at once; the people concerned are worked out again.

    Raises:
        UnableToConfirmTable: one's own table, one that does not wait, or a cell entered singly meanwhile.
    """
    row = _taken(by, table, State.ENTERED)
    if row.entered_by_id == by.user_id:
        raise UnableToConfirmTable(_("You entered this yourself. Another person must confirm it."))
    second, at = signer(by, Permission.STANDARD_CONFIRM), timezone.now()
    row.entries.set(_put_in_use(row, second, at))
    row.state, row.confirmed_by_id, row.confirmed_at = State.CONFIRMED, second, at
    row.save()
    _settle(by, row, "confirmed")
    runs.start(by=by, why="standard_confirmed", person_ids=affected.people_of(row.name), on=on)
    return row


def _put_in_use(table: StandardTable, second: int | None, at: dt.datetime) -> list[StandardEntry]:
    entries = queries.entries_of_cells(table)
    for entry in entries:
        try:
            check(entry)
        except UnableToEnterStandard as error:
            raise UnableToConfirmTable(f"{' · '.join(entry.keys.values())}: {error}") from error
        entry.state, entry.confirmed_by_id, entry.confirmed_at = StandardEntry.State.CONFIRMED, second, at
    return StandardEntry.objects.bulk_create(entries)


@transaction.atomic
def refuse(*, by: Actor, table: StandardTable, reason: str) -> StandardTable:
    """Refuse a waiting table with a reason; it never pays."""
    row = _taken(by, table, State.ENTERED)
    row.state, row.note = State.REFUSED, _reason(reason)
    row.save()
    _settle(by, row, "refused", reason=row.note)
    return row


@transaction.atomic
def withdraw(*, by: Actor, table: StandardTable, reason: str, on: dt.date) -> StandardTable:
    """Take every cell of a table out of use; the people concerned are worked out again."""
    row = _taken(by, table, State.CONFIRMED)
    row.state, row.note = State.WITHDRAWN, _reason(reason)
    people = affected.people_of(row.name)
    row.save()
    standing = row.entries.filter(state=StandardEntry.State.CONFIRMED)
    standing.update(state=StandardEntry.State.WITHDRAWN, note=row.note)
    _settle(by, row, "withdrawn", reason=row.note)
    runs.start(by=by, why="standard_withdrawn", person_ids=people, on=on)
    return row


def _taken(by: Actor, table: StandardTable, state: str) -> StandardTable:
    """The table, locked. A standard is the whole bureau's, so the right must reach the whole city."""
    demand(by, Permission.STANDARD_CONFIRM, city().path)
    row = StandardTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if row.state != state:
        words = {"state": State(row.state).label}
        raise UnableToConfirmTable(_("This table is now: %(state)s. Nothing is left to do here.") % words)
    return row


def _reason(text: str) -> str:
    if not text.strip():
        raise UnableToConfirmTable(_("Write the reason."))
    return text.strip()[:400]


def _settle(by: Actor, table: StandardTable, outcome: str, **detail: object) -> None:
    queue.close_items(by=by, subject=table, outcome=outcome)
    _note(by, outcome, table, **detail)


def _note(by: Actor, outcome: str, table: StandardTable, **detail: object) -> None:
    audit.record(
        by=by, verb=f"standard_table.{outcome}", subject=table,
        detail={"name": table.name, "from": table.starts_on.isoformat(), "document_no": table.document_no,
                "cells": table.cells, **detail},
    )  # fmt: skip
