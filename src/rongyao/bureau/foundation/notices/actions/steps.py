"""What every verb does to a message: note a step, bring it to an end, have it tried at a time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.notices.models import Message, Step
from rongyao.bureau.foundation.queue import actions as queue

VISIT = "notices.visit"
DELIVER = "notices.deliver"
State = Message.State


class UnableToChangeMessage(Exception):
    """The message is not where this step begins; the message says where it is and what to do."""


def locked(message_id: int) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(pk=message_id)


def note(by: Actor, row: Message, what: str, words: str = "") -> None:
    """Add a step to the message's history."""
    Step.objects.create(
        message=row,
        path=row.path,
        at=timezone.now(),
        what=what,
        way=row.way,
        words=words[:300],
        by_name=by.name[:80],
    )


def defer(row: Message) -> None:
    """A job in this transaction: it exists exactly if the message does."""
    app.configure_task(DELIVER, schedule_at=row.next_at).defer(message_id=row.pk)


def wait(row: Message, at: dt.datetime) -> None:
    """Waiting to go out at ``at``, with the job that does it."""
    row.state, row.next_at, row.claimed_at = State.WAITING, at, None
    row.save()
    defer(row)


def end(by: Actor, row: Message, state: str, words: str = "", *, outcome: str = "") -> None:
    """The message has reached an end: nobody owes anything for it any more."""
    row.state, row.outcome, row.ended_at = state, outcome, timezone.now()
    row.next_at = row.claimed_at = None
    row.save()
    queue.close_items(by=by, subject=row, outcome=outcome or state, kind=VISIT)
    note(by, row, state, words)
    record(by, f"message.{state}", row)


def record(by: Actor, verb: str, row: Message) -> None:
    detail = {"kind": row.kind, "way": row.way}
    audit.record(by=by, verb=verb, subject=row, person_id=row.person_id, path=row.path, detail=detail)
