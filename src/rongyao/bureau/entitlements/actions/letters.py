"""Issue a letter in the office's series without gaps; serve it, which starts the periods to disagree."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.models import Decision, Letter, LetterSeries
from rongyao.bureau.entitlements.queries import letter_facts
from rongyao.bureau.entitlements.rules import letter_text
from rongyao.bureau.entitlements.rules.genuine import body_hash, new_code
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.clock.periods import COURT, REVIEW
from rongyao.bureau.foundation.clock.rules import Rule
from rongyao.bureau.foundation.notices.actions import writing as notices
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.queries import asked_where
from rongyao.bureau.registry.recipients import recipient_of
from rongyao.bureau.registry.rules import signer

ITEM_SERVE = "entitlements.letter_serve"
READY, RECEIVED = "entitlements.letter_ready", "entitlements.letter_received"


class UnableToServe(Exception):
    """The service as stated cannot be; the message says what is wrong."""


@transaction.atomic
def issue(*, by: Actor, decision: Decision, on: dt.date) -> Letter:
    """The next number of the year and the frozen text. Called by the signature that makes the decision final."""
    serial = _next_serial(on.year)
    number = f"{settings.BUREAU['letter_series']}〔{on.year}〕{serial}号"
    body = letter_text.compose(letter_facts.gather(decision, number=number, on=on))
    letter = Letter.objects.create(
        decision=decision, year=on.year, serial=serial, number=number, body=body, body_hash=body_hash(body),
        verify_code=new_code(), issued_on=on,
    )  # fmt: skip
    _put_in_queue(by, letter)
    audit.record(
        by=by, verb="letter.issued", subject=letter, person_id=decision.person_id, path=decision.path,
        detail={"number": number, "body_hash": letter.body_hash},
    )  # fmt: skip
    _tell(by, READY, letter)
    return letter


def _tell(by: Actor, kind: str, letter: Letter, **params: dt.date) -> None:
    """Tell the person of the letter, without what it is about: a message is read over the shoulder."""
    person = letter.decision.person
    notices.write(
        by=by, kind=kind, to=recipient_of(person), subject=letter, key=f"{kind}:{letter.pk}",
        params={"number": letter.number, "station": asked_where(person.path), **params},
    )  # fmt: skip


def _next_serial(year: int) -> int:
    """One more than the last of the year, under a lock held until the letter is written or everything is undone."""
    LetterSeries.objects.get_or_create(year=year)
    series = LetterSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _put_in_queue(by: Actor, letter: Letter) -> None:
    decision = letter.decision
    key = decision.proposal.entitlement
    queue.open_item(
        by=by, kind=ITEM_SERVE, subject=letter, path=decision.path, person_id=decision.person_id,
        params={
            "name": decision.person.name, "number": letter.number,
            "entitlement_zh": label(key, "zh"), "entitlement_en": label(key, "en"),
        },
    )  # fmt: skip


@transaction.atomic
def serve(*, by: Actor, letter: Letter, how: str, on: dt.date, note: str, today: dt.date) -> Letter:
    """Record how and on which day the person received the letter; the periods to disagree run from that day.

    Raises:
        UnableToServe: served already, an unknown way, or a day before the letter or after today.
    """
    row = Letter.objects.select_for_update(of=("self",)).select_related("decision__person").get(pk=letter.pk)
    decision = row.decision
    demand(by, Permission.LETTER_SERVE, decision.path)
    _check(row, how, on, note, today)
    row.served_on, row.served_how, row.receipt_note, row.served_by_id = (
        on,
        how,
        note.strip(),
        signer(by, Permission.LETTER_SERVE),
    )
    row.review_clock = _period(by, REVIEW, row, on)
    row.court_clock = _period(by, COURT, row, on)
    row.save()
    queue.close_items(by=by, subject=row, outcome=how, kind=ITEM_SERVE)
    audit.record(
        by=by, verb="letter.served", subject=row, person_id=decision.person_id, path=decision.path,
        detail={"how": how, "on": on.isoformat()},
    )  # fmt: skip
    _tell(by, RECEIVED, row, day=on)
    return row


def _period(by: Actor, rule: Rule, row: Letter, on: dt.date) -> RunningClock:
    """A period the person has, which runs from the day of receipt."""
    decision = row.decision
    return clock.start(
        by=by, rule=rule.code, subject=row, person_id=decision.person_id, path=decision.path, on=on
    )


def _check(row: Letter, how: str, on: dt.date, note: str, today: dt.date) -> None:
    if row.served_on:
        raise UnableToServe(_("This letter was served already; its day cannot be changed here."))
    if how not in letter_text.WAYS_SERVED:
        raise UnableToServe(_("Choose how it was served."))
    if not row.issued_on <= on <= today:
        raise UnableToServe(_("The day of receipt must lie between the date of the letter and today."))
    if how == "family" and not note.strip():
        raise UnableToServe(_("Write who took the letter and how they are related."))
