"""A message nothing can deliver: somebody goes there, and says what they found."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.notices.actions import steps
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.foundation.notices.registrations import follow_up_makers
from rongyao.bureau.foundation.notices.rules.ways import Way
from rongyao.bureau.foundation.queue import actions as queue

State, Outcome = Message.State, Message.Outcome
# What the visit found, and the end it means for the message.
ENDS = dict.fromkeys(Outcome, State.GIVEN_UP) | {Outcome.REACHED: State.HANDED}


def ask_visit(*, by: Actor, row: Message, words: str) -> None:
    """Every way is used up or unsure: the follow-up makers are asked; without one the item lies with the person."""
    row.state, row.next_at, row.claimed_at, row.owner = State.VISIT, None, None, None
    row.save()
    steps.note(by, row, "visit", words)
    steps.record(by, "message.visit_asked", row)
    if not any(maker(by, row) for maker in follow_up_makers):
        open_visit(by=by, row=row, path=row.path)


def open_visit(*, by: Actor, row: Message, path: str) -> None:
    """The work item "go there", at a place. Follow-up makers call it with the station's."""
    params = {"name": row.name, "title": row.title}
    queue.open_item(by=by, kind=steps.VISIT, subject=row, path=path, person_id=row.person_id, params=params)


@transaction.atomic
def enter_outcome(*, by: Actor, message: Message, outcome: str, words: str) -> Message:
    """What was found there. It ends the message.

    Raises:
        UnableToChangeMessage: no visit is asked for, an unknown outcome, or nothing written where it is needed.
    """
    row = steps.locked(message.pk)
    demand(by, Permission.NOTICE_SEND, row.path)
    if row.state != State.VISIT:
        raise steps.UnableToChangeMessage(
            _("No visit is asked for this message. It is now: %(state)s.")
            % {"state": row.get_state_display()}
        )
    if outcome not in Outcome.values:
        raise steps.UnableToChangeMessage(_("Choose what was found."))
    if outcome != Outcome.REACHED and len(words.strip()) < 2:
        raise steps.UnableToChangeMessage(_("Write in a few words what was found and who said so."))
    row.way = Way.VISIT
    steps.end(by, row, ENDS[Outcome(outcome)], words.strip(), outcome=outcome)
    return row


@transaction.atomic
def hand_over(*, by: Actor, message: Message, words: str) -> Message:
    """Told in person, at the counter or on the telephone, before the message was there by itself.

    Raises:
        UnableToChangeMessage: it has ended already, or is going out this moment.
    """
    row = steps.locked(message.pk)
    demand(by, Permission.NOTICE_SEND, row.path)
    if row.is_over or row.state == State.SENDING:
        raise steps.UnableToChangeMessage(
            _("This message is now: %(state)s. There is nothing to hand over.")
            % {"state": row.get_state_display()}
        )
    steps.end(by, row, State.HANDED, words.strip(), outcome=Outcome.REACHED)
    return row
