"""A reading is chosen by one person with a reason and put in force by another; then everybody is worked out again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions import runs
from rongyao.bureau.entitlements.readings import queries
from rongyao.bureau.entitlements.readings.models import ReadingChoice
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.rules import signer
from rongyao.law import catalog

ITEM_CONFIRM = "readings.confirm"
State = ReadingChoice.State


class UnableToChooseReading(Exception):
    """The choice names nothing, says nothing new, or lacks its reason; the message says which."""


class UnableToConfirmReading(Exception):
    """The choice cannot be confirmed, refused or withdrawn by this person or any more."""


@transaction.atomic
def enter(*, by: Actor, key: str, option: str, reason: str, document: str) -> ReadingChoice:
    """Choose how this bureau reads a silence of the text. It holds once a second person confirms it.

    Raises:
        UnableToChooseReading: no such reading, the one in force already, no reason or paper, or one waits already.
    """
    demand(by, Permission.STANDARD_ENTER)
    _check(key, option, reason, document)
    row = ReadingChoice.objects.create(
        key=key, option=option, reason=reason.strip()[:1000], document=document.strip()[:200],
        entered_by_id=signer(by, Permission.STANDARD_ENTER),
    )  # fmt: skip
    reading = catalog.READINGS[key]
    queue.open_item(
        by=by, kind=ITEM_CONFIRM, subject=row, path=city().path,
        params={"reading_zh": reading.zh, "reading_en": reading.en},
    )  # fmt: skip
    _note(by, "entered", row, reason=row.reason)
    return row


def _check(key: str, option: str, reason: str, document: str) -> None:
    if not queries.is_known(key, option):
        raise UnableToChooseReading(_("Choose one of the options."))
    if option == queries.effective().reading(key, catalog.READINGS[key].ours):
        raise UnableToChooseReading(_("This is how it is read already."))
    if not reason.strip() or not document.strip():
        raise UnableToChooseReading(_("Say why, and on what paper it rests: people affected can read it."))
    if ReadingChoice.objects.filter(key=key, state=State.ENTERED).exists():
        raise UnableToChooseReading(
            _("A choice for this question waits already. Have it confirmed or refused first.")
        )


@transaction.atomic
def confirm(*, by: Actor, choice: ReadingChoice, on: dt.date) -> ReadingChoice:
    """Put another's choice in force; everybody is worked out again under it.

    Raises:
        UnableToConfirmReading: one's own choice, or one that does not wait.
    """
    row = _taken(by, choice, State.ENTERED)
    if row.entered_by_id == by.user_id:
        raise UnableToConfirmReading(_("You chose this yourself. Another person must confirm it."))
    at = timezone.now()
    before = ReadingChoice.objects.filter(key=row.key, state=State.CONFIRMED)
    before.update(state=State.REPLACED, ended_at=at)
    row.state, row.confirmed_at = State.CONFIRMED, at
    row.confirmed_by_id = signer(by, Permission.STANDARD_CONFIRM)
    row.save()
    _settle(by, row, "confirmed")
    runs.start(by=by, why="reading_confirmed", on=on, path=city().path)
    return row


@transaction.atomic
def refuse(*, by: Actor, choice: ReadingChoice, reason: str) -> ReadingChoice:
    """Refuse a waiting choice with a reason; nothing changes."""
    row = _taken(by, choice, State.ENTERED)
    row.state, row.note, row.ended_at = State.REFUSED, _reason(reason), timezone.now()
    row.save()
    _settle(by, row, "refused", reason=row.note)
    return row


@transaction.atomic
def withdraw(*, by: Actor, choice: ReadingChoice, reason: str, on: dt.date) -> ReadingChoice:
    """Go back to our reading; everybody is worked out again under it."""
    row = _taken(by, choice, State.CONFIRMED)
    row.state, row.note, row.ended_at = State.WITHDRAWN, _reason(reason), timezone.now()
    row.save()
    _settle(by, row, "withdrawn", reason=row.note)
    runs.start(by=by, why="reading_withdrawn", on=on, path=city().path)
    return row


def _taken(by: Actor, choice: ReadingChoice, state: str) -> ReadingChoice:
    """The choice, locked. A reading is the whole bureau's, so the right must reach the whole city."""
    demand(by, Permission.STANDARD_CONFIRM, city().path)
    row = ReadingChoice.objects.select_for_update(of=("self",)).get(pk=choice.pk)
    if row.state != state:
        words = {"state": State(row.state).label}
        raise UnableToConfirmReading(_("This choice is now: %(state)s. Nothing is left to do here.") % words)
    return row


def _reason(text: str) -> str:
    if not text.strip():
        raise UnableToConfirmReading(_("Write the reason."))
    return text.strip()[:400]


def _settle(by: Actor, row: ReadingChoice, outcome: str, **detail: object) -> None:
    queue.close_items(by=by, subject=row, outcome=outcome)
    _note(by, outcome, row, **detail)


def _note(by: Actor, outcome: str, row: ReadingChoice, **detail: object) -> None:
    audit.record(
        by=by, verb=f"reading.{outcome}", subject=row,
        detail={"key": row.key, "option": row.option, "document": row.document, **detail},
    )  # fmt: skip
