""" "This is wrong": the person says it, a clock runs, an officer mends it or keeps it with reasons."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.notices.actions import writing as notices
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.actions.facts import Paper, UnableToRecord, write_fact
from rongyao.bureau.registry.actions.people import UnableToChangeIdentity, keep_identity, move
from rongyao.bureau.registry.models import Correction, Person, Source
from rongyao.bureau.registry.queries import asked_where
from rongyao.bureau.registry.recipients import recipient_of
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, signer
from rongyao.law.facts import FACTS

ASKED = "registry.correction_asked"
ANSWERED = "registry.correction_answered"
FEWEST_WORDS = 4


class UnableToAskCorrection(Exception):
    """Nothing like that can be corrected, or one is open for it already."""


class UnableToAnswerCorrection(Exception):
    """The answer cannot be taken. ``field`` names the box it belongs to, where there is one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def ask_correction(*, by: Actor, field: str, stated_value: str, words: str) -> Correction:
    """The person disputes a fact or an identity field of their own file; the town gets it with a clock.

    Raises:
        UnableToAskCorrection: no such field, too few words, or an open correction for it.
    """
    demand(by, Permission.SELF_CORRECT)
    if by.person_id is None:
        raise NotAllowed(Permission.SELF_CORRECT)
    person = Person.objects.select_for_update().get(pk=by.person_id)
    _check_asking(person, field, words)
    row = _open(by, person, field, stated_value, words)
    params = {"name": person.name, "field": field}
    queue.open_item(
        by=by, kind=ASKED, subject=row, path=person.path, person_id=person.pk, clock=row.clock, params=params
    )
    audit.record(by=by, verb="correction.asked", subject=row, person_id=person.pk, path=person.path,
                 detail={"field": field})  # fmt: skip
    return row


def _check_asking(person: Person, field: str, words: str) -> None:
    if field not in FACTS and field not in IDENTITY_FIELDS:
        raise UnableToAskCorrection(_("Choose what is wrong."))
    if len(words.strip()) < FEWEST_WORDS:
        raise UnableToAskCorrection(_("Say in a few words what is wrong and what it should be."))
    if Correction.objects.filter(person=person, field=field, state=Correction.State.OPEN).exists():
        raise UnableToAskCorrection(_("You have told us about this already. We are looking into it."))


def _open(by: Actor, person: Person, field: str, stated_value: str, words: str) -> Correction:
    running = clock.start(
        by=by,
        rule="correction",
        subject=person,
        person_id=person.pk,
        path=person.path,
        on=timezone.localdate(),
    )
    row = Correction.objects.create(
        person=person,
        field=field,
        stated_value=stated_value[:200],
        words=words,
        clock=running,
        asked_by_id=signer(by, Permission.SELF_CORRECT),
    )
    RunningClock.objects.filter(pk=running.pk).update(subject=queue.subject_of(row))
    return row


@transaction.atomic
def answer_correction(
    *, by: Actor, correction: Correction, is_mended: bool, answer: str, value: Any = None
) -> Correction:
    """Mend what is recorded, or keep it with reasons. Either way the clock stops and the person can read why.

    Args:
        value: for a mend: the right value, in the form of the fact or the identity field.

    Raises:
        UnableToAnswerCorrection: answered already, no reasons, or a value that cannot be taken.
    """
    row = Correction.objects.select_for_update().get(pk=correction.pk)
    person = Person.objects.select_for_update().select_related("division").get(pk=row.person_id)
    demand(by, Permission.CORRECTION_DECIDE, person.path)
    _check_answer(row, answer)
    if is_mended:
        _mend(by, person, row, value, answer)
    row.state = Correction.State.MENDED if is_mended else Correction.State.KEPT
    row.answer, row.answered_by_id, row.answered_at = answer, by.user_id, timezone.now()
    row.save()
    clock.stop(by=by, clock=row.clock, on=timezone.localdate())
    queue.close_items(by=by, subject=row, outcome=row.state)
    audit.record(by=by, verb="correction.answered", subject=row, person_id=person.pk, path=person.path,
                 detail={"field": row.field, "state": row.state})  # fmt: skip
    notices.write(
        by=by, kind=ANSWERED, to=recipient_of(person), subject=row, key=f"{ANSWERED}:{row.pk}",
        params={"day": timezone.localdate(), "station": asked_where(person.path)},
    )  # fmt: skip
    return row


def _check_answer(row: Correction, answer: str) -> None:
    if row.state != Correction.State.OPEN:
        raise UnableToAnswerCorrection(_("This was answered already."))
    if len(answer.strip()) < FEWEST_WORDS:
        raise UnableToAnswerCorrection(_("Write the reasons. The person reads them."), "answer")


def _mend(by: Actor, person: Person, row: Correction, value: Any, answer: str) -> None:
    if row.field == "division":
        move(by=by, person=person, division=value, reason=answer[:160])
        return
    try:
        if row.field in IDENTITY_FIELDS:
            keep_identity(
                by=by,
                row=person,
                typed={row.field: value},
                verb="person.identity_changed",
                reason=answer[:160],
            )
        else:
            _mend_fact(by, person, row, value)
    except (UnableToRecord, UnableToChangeIdentity) as error:
        raise UnableToAnswerCorrection(str(error), "value") from error


def _mend_fact(by: Actor, person: Person, row: Correction, value: Any) -> None:
    paper = Paper(
        Source.Kind.CORRECTION,
        _("Correction asked by the person"),
        timezone.localdate(),
        given_by=person.name,
    )
    fact = write_fact(by=by, person=person, name=row.field, value=value, paper=paper, reason=_("Corrected."))
    detail = {"fact": row.field, "source": Source.Kind.CORRECTION, "correction": row.pk}
    audit.record(
        by=by, verb="fact.recorded", subject=fact, person_id=person.pk, path=person.path, detail=detail
    )
    tell_facts_changed(FactsChanged(by, (person.pk,), (row.field,)))


@transaction.atomic
def withdraw_correction(*, by: Actor, correction: Correction) -> None:
    """The person takes it back."""
    row = Correction.objects.select_for_update().select_related("clock", "person").get(pk=correction.pk)
    if by.person_id != row.person_id or row.state != Correction.State.OPEN:
        raise NotAllowed(Permission.SELF_CORRECT)
    row.state = Correction.State.WITHDRAWN
    row.answered_by_id, row.answered_at = by.user_id, timezone.now()
    row.save()
    clock.stop(by=by, clock=row.clock, on=timezone.localdate())
    queue.close_items(by=by, subject=row, outcome=row.state, done=False)
    audit.record(
        by=by, verb="correction.withdrawn", subject=row, person_id=row.person_id, path=row.person.path
    )
