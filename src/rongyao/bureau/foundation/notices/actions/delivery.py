"""Sending: claim, try, write down. Three steps, so that a worker killed between them neither doubles nor loses."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission
from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.actions import steps, visits, writing
from rongyao.bureau.foundation.notices.channels.config import Reports, settings_now
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.foundation.notices.registrations import people
from rongyao.bureau.foundation.notices.rules.timing import (
    READ_WITHIN,
    REPORT_WITHIN,
    TRY_LASTS,
    may_go_at,
    next_try,
)
from rongyao.bureau.foundation.notices.rules.ways import End, Result, Way

State = Message.State
# Jobs lost with a killed worker are deferred anew when they are so late.
LATE = dt.timedelta(minutes=10)
AT_ONCE = 500


def deliver(*, by: Actor, message_id: int) -> None:
    """One try. Whoever comes second, or too early, finds nothing to claim."""
    row = claim(by=by, message_id=message_id)
    if row is not None:
        settle(by=by, message_id=row.pk, tries=row.tries, result=channels.send(_envelope(row)))


def _envelope(row: Message) -> Envelope:
    return Envelope(row.key, row.way, str(row.address or ""), row.title, row.body)


@transaction.atomic
def claim(*, by: Actor, message_id: int) -> Message | None:
    """Take the message for one try and say so for everybody to see, before anything leaves the house."""
    now = timezone.now()
    due = Message.objects.filter(pk=message_id, state=State.WAITING, next_at__lte=now)
    row = due.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    if _has_died(row):
        steps.end(by, row, State.CANCELLED, "died")
        return None
    allowed = may_go_at(now, writing.QUIET, is_urgent=row.is_urgent)
    if allowed > now:
        # The worker came late, into the quiet hours.
        steps.wait(row, allowed)
        return None
    row.state, row.claimed_at, row.next_at, row.tries = State.SENDING, now, None, row.tries + 1
    row.save()
    return row


def _has_died(row: Message) -> bool:
    found = people().recipient(row.person_id)
    return found is None or found.is_deceased


@transaction.atomic
def settle(*, by: Actor, message_id: int, tries: int, result: Result) -> None:
    """Write down how a try ended. A try that somebody else has settled meanwhile is left as they settled it."""
    row = steps.locked(message_id)
    if row.state != State.SENDING or row.tries != tries:
        return
    row.reference = result.reference or row.reference
    if result.end == End.DELIVERED:
        row.sent_at = timezone.now()
        steps.end(by, row, State.DELIVERED, result.words)
    elif result.end == End.TAKEN:
        row.state, row.sent_at, row.claimed_at = State.TAKEN, timezone.now(), None
        row.save()
        steps.note(by, row, "taken", result.words)
    elif result.end == End.UNSURE and not channels.may_repeat(row.way):
        visits.ask_visit(by=by, row=row, words="unsure")
    else:
        _after_failure(by, row, result)


def _after_failure(by: Actor, row: Message, result: Result) -> None:
    steps.note(by, row, "refused" if result.end == End.REFUSED else "failed", result.words)
    later = next_try(row.tries, timezone.now(), writing.QUIET, is_urgent=row.is_urgent)
    if result.end == End.REFUSED or later is None:
        _other_way(by, row)
    else:
        steps.wait(row, later)


def _other_way(by: Actor, row: Message) -> None:
    """This way is given up; the next takes over, at last a visit."""
    row.tried = [*row.tried, row.way]
    to = people().recipient(row.person_id)
    if to is None or to.is_deceased:
        steps.end(by, row, State.CANCELLED, "died")
        return
    writing.set_out(by, row, to, writing.wish_of(row.person_id))


# ── what comes back ──────────────────────────────────────────────────────────────────────────────────────────


def check_report_secret(shown: str) -> Reports:
    """The settings of reports, where the caller shows the shared secret.

    Raises:
        NotAllowed: reports are off, or the secret is another one.
    """
    sms = settings_now().sms
    if (
        sms is None
        or sms.reports is None
        or not hmac.compare_digest(shown.encode(), sms.reports.secret.encode())
    ):
        raise NotAllowed(Permission.PUBLIC)
    return sms.reports


@transaction.atomic
def take_report(*, by: Actor, reference: str, is_delivered: bool, words: str) -> bool:
    """The gateway says what became of a message, named by its number or by our key. False: we know none such."""
    rows = Message.objects.select_for_update(of=("self",)).filter(way=Way.SMS)
    row = rows.filter(Q(reference=reference) | Q(key=reference)).first() if reference else None
    if row is None:
        return False
    if row.is_over or row.state == State.WAITING:
        return True
    if is_delivered:
        steps.end(by, row, State.DELIVERED, words)
    elif row.state != State.VISIT:
        steps.note(by, row, "refused", words)
        steps.record(by, "message.refused", row)
        _other_way(by, row)
    return True


@transaction.atomic
def mark_read(*, by: Actor, message: Message) -> None:
    """The person opened it in their box: that is an end, whatever way it was to go."""
    row = steps.locked(message.pk)
    if by.person_id != row.person_id:
        raise NotAllowed(Permission.SELF_VIEW)
    if by.on_behalf_of or row.read_at is not None or row.state in (State.CANCELLED, State.SENDING):
        # A helper's look is not the person's: the message stays on its way.
        return
    row.read_at = timezone.now()
    steps.end(by, row, State.READ)


# ── the sweep ────────────────────────────────────────────────────────────────────────────────────────────────


def sweep(*, by: Actor) -> dict[str, int]:
    """Find what was left behind: jobs lost, workers killed, reports that never came, boxes never opened."""
    now = timezone.now()
    rows = Message.objects.order_by("pk")
    return {
        "late": _each(by, rows.filter(state=State.WAITING, next_at__lt=now - LATE), _defer_again),
        "killed": _each(by, rows.filter(state=State.SENDING, claimed_at__lt=now - TRY_LASTS), _after_kill),
        "silent": _each(
            by,
            rows.filter(state=State.TAKEN, sent_at__lt=now - REPORT_WITHIN).exclude(way=Way.BOX),
            _no_report,
        ),
        "unread": _each(
            by, rows.filter(state=State.TAKEN, way=Way.BOX, sent_at__lt=now - READ_WITHIN), _unread
        ),
    }


def _each(by: Actor, rows: QuerySet[Message], step: Callable[[Actor, Message], None]) -> int:
    """Each row in a transaction of its own, locked and looked at again."""
    found = list(rows.values_list("pk", "state")[:AT_ONCE])
    for pk, state in found:
        with transaction.atomic():
            row = (
                Message.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=pk, state=state)
                .first()
            )
            if row is not None:
                step(by, row)
    return len(found)


def _defer_again(by: Actor, row: Message) -> None:
    """The time stays: only a job is added, and whichever job comes first claims the message."""
    steps.defer(row)


def _after_kill(by: Actor, row: Message) -> None:
    """Did it go out? Nobody knows. Only where the other side tells doubles apart it is tried again."""
    if channels.may_repeat(row.way):
        steps.note(by, row, "killed")
        steps.wait(row, timezone.now())
    else:
        visits.ask_visit(by=by, row=row, words="unsure")


def _no_report(by: Actor, row: Message) -> None:
    visits.ask_visit(by=by, row=row, words="no_report")


def _unread(by: Actor, row: Message) -> None:
    steps.note(by, row, "unread")
    _other_way(by, row)
