"""Writing a message: once for one key, worded in the person's language, on the best way that reaches them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.actions import steps, visits
from rongyao.bureau.foundation.notices.models import Batch, Message, Preference
from rongyao.bureau.foundation.notices.registrations import KINDS, Kind
from rongyao.bureau.foundation.notices.rules.timing import Quiet, may_go_at
from rongyao.bureau.foundation.notices.rules.ways import Recipient, Way, Wish, mobile, ways_to
from rongyao.bureau.foundation.notices.rules.words import UnableToWord, filled
from rongyao.bureau.foundation.queue.actions import subject_of
from rongyao.bureau.foundation.ui.formats import PreciseDate, date_text, mask_phone

QUIET = Quiet()
State = Message.State


class UnableToWrite(Exception):
    """No message is written; the words say why and what to do."""


@transaction.atomic
def write(
    *,
    by: Actor,
    kind: str,
    to: Recipient,
    params: Mapping[str, Any],
    key: str,
    subject: Model | None = None,
    batch: Batch | None = None,
) -> Message | None:
    """Write one message inside the caller's transaction, and have it sent.

    Nothing is written to somebody who has died (None). The same ``key`` again answers the message there is.

    Raises:
        UnableToWrite: a parameter is missing or would carry a secret.
    """
    if to.is_deceased:
        return None
    if there := Message.objects.filter(key=key).first():
        return there
    declared, wish = KINDS[kind], wish_of(to.person_id)
    row = _worded(declared, to, wish, params)
    row.key, row.subject, row.batch = key, subject_of(subject) if subject is not None else "", batch
    row.owner_id = batch.by_id if batch else by.user_id
    # A row that cannot be saved for its key was written meanwhile by somebody else: theirs stands.
    made, is_new = Message.objects.get_or_create(key=key, defaults=_columns(row))
    if is_new:
        steps.note(by, made, "written")
        steps.record(by, "message.written", made)
        set_out(by, made, to, wish)
    return made


def _columns(row: Message) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if field.attname not in ("id", "key")]
    return {name: getattr(row, name) for name in names}


def _worded(kind: Kind, to: Recipient, wish: Wish, params: Mapping[str, Any]) -> Message:
    try:
        text = filled(kind.text(wish.language), {**in_words(params, wish.language), "name": to.name})
    except UnableToWord as error:
        raise UnableToWrite(
            _("The message was not written: %(why)s. No number of a person may stand in a message.")
            % {"why": error}
        ) from error
    return Message(
        kind=kind.code, person_id=to.person_id, name=to.name, path=to.path, language=wish.language,
        title=text.subject[:120], body=text.body[:2000], is_urgent=kind.is_urgent, way=Way.VISIT,
        next_at=timezone.now(),
    )  # fmt: skip


def in_words(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """Dates as this language writes them; everything else as it is."""
    return {
        name: date_text(PreciseDate(value.year, value.month, value.day), language, "date")[0]
        if isinstance(value, dt.date)
        else str(value)
        for name, value in params.items()
    }


def wish_of(person_id: int) -> Wish:
    """How the person wants to be told; the ordinary way where they have not said."""
    row = Preference.objects.filter(person_id=person_id).first()
    return Wish(row.language, row.way, row.no_sms, str(row.email or "")) if row else Wish()


def set_out(by: Actor, row: Message, to: Recipient, wish: Wish) -> None:
    """Put the message on the best way not tried yet; where none is left, have somebody go there."""
    ways = [way for way in ways_to(to, wish, channels.ways_on()) if way not in row.tried]
    if not ways:
        visits.ask_visit(by=by, row=row, words="")
        return
    row.way, row.tries = ways[0], 0
    row.address, row.address_shown = _address(row.way, to, wish)
    if row.way == Way.BOX:
        _put_in_box(by, row)
    else:
        steps.wait(row, may_go_at(timezone.now(), QUIET, is_urgent=row.is_urgent))


def _put_in_box(by: Actor, row: Message) -> None:
    """Their box is here: it is there at once, and on its way until they open it."""
    row.state, row.sent_at, row.next_at = State.TAKEN, timezone.now(), None
    row.save()
    steps.note(by, row, "in_box")


def _address(way: str, to: Recipient, wish: Wish) -> tuple[str, str]:
    if way == Way.EMAIL:
        name, _at, host = wish.email.partition("@")
        return wish.email, f"{name[:1]}***@{host}"[:60]
    if way == Way.BOX:
        return "", ""
    number = mobile(to.phone)
    return number, mask_phone(number)


@transaction.atomic
def write_by_hand(*, by: Actor, kind: str, to: Recipient, params: Mapping[str, Any], key: str) -> Message:
    """An officer writes to one person.

    Raises:
        UnableToWrite: the person has died, the kind is not for writing by hand, or a parameter will not do.
    """
    demand(by, Permission.NOTICE_SEND, to.path)
    if kind not in KINDS or not KINDS[kind].is_by_hand:
        raise UnableToWrite(_("This kind of message is sent by the system itself, never by hand."))
    row = write(by=by, kind=kind, to=to, params=params, key=key)
    if row is None:
        raise UnableToWrite(_("This person has died. Nothing is sent; speak to the family instead."))
    return row


@transaction.atomic
def keep_preference(
    *, by: Actor, person_id: int, path: str, language: str, way: str, no_sms: bool, email: str
) -> Preference:
    """How a person wants to be told: said by themselves, or at the counter."""
    if by.person_id != person_id:
        demand(by, Permission.NOTICE_SEND, path)
    row, _made = Preference.objects.select_for_update().get_or_create(
        person_id=person_id, defaults={"path": path}
    )
    row.language, row.way, row.no_sms, row.email, row.path = language, way, no_sms, email, path
    row.changed_by_id, row.changed_at = by.user_id, timezone.now()
    row.save()
    steps.audit.record(
        by=by, verb="preference.kept", subject=row, person_id=person_id, path=path,
        detail={"language": language, "way": way, "no_sms": no_sms},
    )  # fmt: skip
    return row


@transaction.atomic
def cancel(*, by: Actor, message: Message, reason: str) -> Message:
    """Take a message back before it is there.

    Raises:
        UnableToChangeMessage: it has ended, is going out this moment, or no reason was given.
    """
    row = steps.locked(message.pk)
    demand(by, Permission.NOTICE_SEND, row.path)
    if row.state not in (State.WAITING, State.VISIT):
        raise steps.UnableToChangeMessage(_("This message has left the house; it cannot be taken back."))
    if len(reason.strip()) < 2:
        raise steps.UnableToChangeMessage(_("Write why it is taken back."))
    steps.end(by, row, State.CANCELLED, reason.strip())
    return row


@transaction.atomic
def try_again(*, by: Actor, message: Message, to: Recipient) -> Message:
    """Start anew with what is on the file now (a telephone that was mended, for instance).

    Raises:
        UnableToChangeMessage: it has ended or is on its way.
    """
    row = steps.locked(message.pk)
    demand(by, Permission.NOTICE_SEND, row.path)
    if row.state != State.VISIT:
        raise steps.UnableToChangeMessage(_("Only a message that could not be delivered is tried again."))
    steps.queue.close_items(by=by, subject=row, outcome="tried again", kind=steps.VISIT, done=False)
    row.tried = []
    steps.note(by, row, "again")
    steps.record(by, "message.again", row)
    set_out(by, row, to, wish_of(to.person_id))
    return row
