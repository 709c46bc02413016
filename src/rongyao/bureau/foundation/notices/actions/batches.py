"""One message to many: prepared, looked at a second time, written in chunks, stopped where it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.actions import writing
from rongyao.bureau.foundation.notices.channels.config import settings_now
from rongyao.bureau.foundation.notices.models import Batch, Preference
from rongyao.bureau.foundation.notices.registrations import KINDS, people
from rongyao.bureau.foundation.notices.rules.ways import Recipient, Way, Wish, ways_to
from rongyao.bureau.foundation.notices.rules.words import UnableToWord, filled, segments

CHUNK = 100
MOST_PEOPLE = 20_000
WRITE_BATCH = "notices.write_batch"


class UnableToSendToMany(Exception):
    """The batch cannot go on as asked; the message says why."""


@transaction.atomic
def prepare(
    *, by: Actor, kind: str, params: Mapping[str, str], filters: dict[str, str], found: Iterable[Recipient]
) -> Batch:
    """Count, word and freeze: nothing is sent yet.

    Raises:
        UnableToSendToMany: nobody or too many, a kind not for writing by hand, or words that will not do.
    """
    demand(by, Permission.NOTICE_SEND)
    if kind not in KINDS or not KINDS[kind].is_by_hand:
        raise UnableToSendToMany(_("This kind of message is sent by the system itself, never by hand."))
    everybody = list(found)
    living = [one for one in everybody if not one.is_deceased and by.may_at(Permission.NOTICE_SEND, one.path)]
    _check_number(living)
    ways, many = _cost(kind, params, living)
    row = Batch.objects.create(
        kind=kind, params=dict(params), filters=filters, person_ids=[one.person_id for one in living], ways=ways,
        segments=many, left_out=len(everybody) - len(living), total=len(living), path=by.home_path, by_id=by.user_id,
    )  # fmt: skip
    audit.record(by=by, verb="batch.prepared", subject=row, path=row.path, detail={"people": row.total})
    return row


def _check_number(living: list[Recipient]) -> None:
    if not living:
        raise UnableToSendToMany(_("Nobody is found under these filters in your scope."))
    if len(living) > MOST_PEOPLE:
        raise UnableToSendToMany(
            _("%(count)s people are too many for one message. Narrow the filters.") % {"count": len(living)}
        )


def _cost(kind: str, params: Mapping[str, str], living: list[Recipient]) -> tuple[dict[str, int], int]:
    """How many people by which way, and how many text messages the telephone company counts."""
    wishes = {
        row.person_id: Wish(row.language, row.way, row.no_sms, str(row.email or ""))
        for row in Preference.objects.filter(person_id__in=[one.person_id for one in living])
    }
    on, sms = channels.ways_on(), settings_now().sms
    signature = sms.signature if sms else ""
    counted: Counter[str] = Counter()
    many = 0
    for one in living:
        wish = wishes.get(one.person_id, Wish())
        way = next(iter(ways_to(one, wish, on)), Way.VISIT)
        counted[way] += 1
        body = _worded(kind, params, one.name, wish.language)
        many += segments(signature + body) if way in (Way.SMS, Way.CONSOLE) else 0
    return dict(counted), many


def _worded(kind: str, params: Mapping[str, str], name: str, language: str) -> str:
    try:
        return filled(KINDS[kind].text(language), {**params, "name": name}).body
    except UnableToWord as error:
        raise UnableToSendToMany(
            _("The message was not written: %(why)s. No number of a person may stand in a message.")
            % {"why": error}
        ) from error


def _own(by: Actor, batch: Batch) -> Batch:
    """The batch, locked: its writer, or somebody who may send in all of its place, goes on with it."""
    row = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    demand(by, Permission.NOTICE_SEND)
    if row.by_id != by.user_id and not by.may_at(Permission.NOTICE_SEND, row.path):
        raise NotAllowed(Permission.NOTICE_SEND)
    return row


@transaction.atomic
def start(*, by: Actor, batch: Batch) -> Batch:
    """The second look was taken: write to everybody, in the background.

    Raises:
        UnableToSendToMany: it was started or stopped already.
    """
    row = _own(by, batch)
    if row.state != Batch.State.PREPARED:
        raise UnableToSendToMany(
            _("This was decided already: %(state)s.") % {"state": row.get_state_display()}
        )
    row.state, row.started_at = Batch.State.SENDING, timezone.now()
    row.save()
    app.configure_task(WRITE_BATCH).defer(batch_id=row.pk)
    audit.record(by=by, verb="batch.started", subject=row, path=row.path, detail={"people": row.total})
    return row


@transaction.atomic
def stop(*, by: Actor, batch: Batch) -> Batch:
    """Write to nobody further; what waits to go out is taken back.

    Raises:
        UnableToSendToMany: it is over.
    """
    row = _own(by, batch)
    if row.state not in (Batch.State.PREPARED, Batch.State.SENDING, Batch.State.DONE):
        raise UnableToSendToMany(
            _("This was decided already: %(state)s.") % {"state": row.get_state_display()}
        )
    waiting = row.messages.filter(state="waiting").select_for_update(skip_locked=True, of=("self",))
    taken_back = 0
    for message in waiting:
        writing.steps.end(by, message, "cancelled", _("The message to many was stopped."))
        taken_back += 1
    if row.state == Batch.State.DONE and not taken_back:
        raise UnableToSendToMany(_("Everything has left the house; nothing can be taken back."))
    row.state, row.ended_at = Batch.State.STOPPED, timezone.now()
    row.save()
    detail = {"taken_back": taken_back}
    audit.record(by=by, verb="batch.stopped", subject=row, path=row.path, detail=detail)
    return row


def write_all(*, by: Actor, batch_id: int) -> None:
    """Chunk by chunk, each its own transaction; started again after a crash it goes on where it was."""
    while _write_chunk(by=by, batch_id=batch_id):
        pass


@transaction.atomic
def _write_chunk(*, by: Actor, batch_id: int) -> bool:
    """The next people; False when it is done or was stopped."""
    row = Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if row.state != Batch.State.SENDING:
        return False
    for person_id in row.person_ids[row.done : row.done + CHUNK]:
        to = people().recipient(person_id)
        if to is not None:
            key = f"batch:{row.pk}:{person_id}"
            writing.write(by=by, kind=row.kind, to=to, params=row.params, key=key, batch=row)
    row.done = min(row.done + CHUNK, row.total)
    if row.done >= row.total:
        row.state, row.ended_at = Batch.State.DONE, timezone.now()
        audit.record(by=by, verb="batch.written", subject=row, path=row.path, detail={"people": row.total})
    row.save()
    return row.state == Batch.State.SENDING
