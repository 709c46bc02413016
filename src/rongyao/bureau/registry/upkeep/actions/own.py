"""One's own data: read and taken away as a whole; what rests on consent alone deleted on request."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.actions.people import keep_identity
from rongyao.bureau.registry.models import Person, Remark
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.models import Erasure
from rongyao.bureau.registry.upkeep.queries.own import Section, own_data

P = Permission
ASKED = "upkeep.erasure_asked"


class UnableToAskErasure(Exception):
    """Nothing like that is recorded, or it is asked already."""


class UnableToAnswerErasure(Exception):
    """Answered already, or no words."""


@transaction.atomic
def take_away(*, by: Actor, form: str) -> tuple[Person, list[Section]]:
    """Everything held on the person, for the person; that it was taken away, and by whom, is recorded.

    Args:
        form: "xlsx" or "json", for the record.

    Raises:
        NotAllowed: a helper: the whole numbers in it are for the person alone.
    """
    demand(by, P.SELF_VIEW)
    if by.on_behalf_of:
        raise NotAllowed(P.SELF_VIEW)
    person = Person.objects.select_related("division").get(pk=_own(by))
    audit.record(
        by=by,
        verb="person.took_data",
        subject=person,
        person_id=person.pk,
        path=person.path,
        detail={"form": form},
    )
    return person, own_data(person)


def _own(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed(P.SELF_VIEW)
    return by.person_id


@transaction.atomic
def ask(*, by: Actor, what: str, words: str) -> Erasure:
    """The person asks that something resting on their consent alone be deleted. Nobody may ask it for them.

    Raises:
        UnableToAskErasure: nothing of it is recorded, or the request is open already.
    """
    demand(by, P.SELF_CORRECT)
    if by.on_behalf_of:
        raise UnableToAskErasure(_("Only the person can ask for this, not their helper."))
    person = Person.objects.select_for_update().get(pk=_own(by))
    if not _held(person, what):
        raise UnableToAskErasure(_("Nothing of this is recorded, so there is nothing to delete."))
    if Erasure.objects.filter(person=person, what=what, state=Erasure.State.OPEN).exists():
        raise UnableToAskErasure(_("You have asked for this already. We are looking into it."))
    running = clock.start(
        by=by, rule="erasure", subject=person, person_id=person.pk, path=person.path, on=timezone.localdate()
    )
    row = Erasure.objects.create(
        person=person, path=person.path, what=what, words=words.strip()[:400], clock=running,
        asked_by_id=signer(by, P.SELF_CORRECT),
    )  # fmt: skip
    RunningClock.objects.filter(pk=running.pk).update(subject=queue.subject_of(row))
    queue.open_item(
        by=by,
        kind=ASKED,
        subject=row,
        path=row.path,
        person_id=person.pk,
        clock=running,
        params={"name": person.name},
    )
    audit.record(
        by=by, verb="erasure.asked", subject=row, person_id=person.pk, path=row.path, detail={"what": what}
    )
    return row


def _held(person: Person, what: str) -> bool:
    if what == Erasure.What.PHONE:
        return bool(person.phone)
    return Remark.objects.filter(person=person).exclude(kind=Remark.Kind.PLACE).exists()


@transaction.atomic
def answer(*, by: Actor, erasure: Erasure, deletes: bool, words: str) -> Erasure:
    """Delete what was asked for, or keep it and say why (Personal Information Protection Law, Art 50).

    Raises:
        UnableToAnswerErasure: answered already, or no words for the person.
    """
    row = Erasure.objects.select_for_update().get(pk=erasure.pk)
    person = Person.objects.select_for_update().select_related("division").get(pk=row.person_id)
    demand(by, P.CORRECTION_DECIDE, person.path)
    if row.state != Erasure.State.OPEN:
        raise UnableToAnswerErasure(_("This is answered already."))
    if len(words.strip()) < 4:
        raise UnableToAnswerErasure(_("Write a sentence the person will understand."))
    if deletes:
        _delete(by, person, row.what)
    row.state = Erasure.State.DELETED if deletes else Erasure.State.KEPT
    row.answer, row.answered_by_id, row.answered_at = (
        words.strip()[:400],
        signer(by, P.CORRECTION_DECIDE),
        timezone.now(),
    )
    row.save()
    clock.stop(by=by, clock=row.clock, on=timezone.localdate())
    queue.close_items(by=by, subject=row, outcome=row.state)
    audit.record(
        by=by,
        verb="erasure.answered",
        subject=row,
        person_id=person.pk,
        path=person.path,
        detail={"what": row.what, "deleted": deletes},
    )
    return row


def _delete(by: Actor, person: Person, what: str) -> None:
    if what == Erasure.What.PHONE:
        reason = _("Deleted at the person's request.")
        keep_identity(by=by, row=person, typed={"phone": ""}, verb="person.identity_changed", reason=reason)
    else:
        Remark.objects.filter(person=person).exclude(kind=Remark.Kind.PLACE).delete()
