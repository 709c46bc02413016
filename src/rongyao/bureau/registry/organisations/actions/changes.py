"""What a representative keeps alone, and what they ask for: an officer confirms it or says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions.keeping import (
    FEWEST_WORDS,
    UnableToKeepOrganisation,
    keep,
    locked,
)
from rongyao.bureau.registry.organisations.models import ChangeRequest, Organisation
from rongyao.bureau.registry.organisations.rules import (
    FIELDS,
    OWN_FIELDS,
    UnableToReadCode,
    read_credit_code,
    refuse_of_unit,
)
from rongyao.bureau.registry.rules import signer

ASKED = "organisation.change_asked"
P = Permission


class UnableToAsk(Exception):
    """The change cannot be asked for; ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class UnableToAnswer(Exception):
    """The request cannot be answered so; the message says why."""


def demand_seat(by: Actor, organisation: Organisation) -> None:
    """Refuse whoever does not speak for this organisation today."""
    if not by.may(P.ORGANISATION_SELF) or organisation.pk not in {s.organisation_id for s in by.seats}:
        raise NotAllowed(P.ORGANISATION_SELF)


@transaction.atomic
def keep_own(
    *, by: Actor, organisation: Organisation, version: int, values: Mapping[str, Any]
) -> Organisation:
    """Write what a representative may change alone.

    Raises:
        UnableToKeepOrganisation: a value cannot be kept, or somebody saved meanwhile.
    """
    row = locked(organisation)
    demand_seat(by, row)
    if row.version != version:
        raise UnableToKeepOrganisation(
            _("Somebody saved this entry while you were typing. Look at it again, then save.")
        )
    allowed = {name: value for name, value in values.items() if name in OWN_FIELDS[row.kind]}
    return keep(by=by, row=row, values=allowed, verb="organisation.kept_by_itself")


@transaction.atomic
def ask(*, by: Actor, organisation: Organisation, field: str, value: str, why: str) -> ChangeRequest:
    """Ask for another name or credit code; an officer finds it on the worklist.

    Raises:
        UnableToAsk: nothing new, a code that is none, no reason, or asked already.
    """
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    demand_seat(by, row)
    if field not in ChangeRequest.Field.values or field not in FIELDS[row.kind]:
        raise UnableToAsk(_("This cannot be asked for."))
    wanted, before = _read(row, field, value), str(getattr(row, field))
    if wanted == before:
        raise UnableToAsk(_("This is what stands there already."), "value")
    if len(why.strip()) < FEWEST_WORDS:
        raise UnableToAsk(_("Write why, and which paper shows it."), "why")
    if row.requests.filter(field=field, state=ChangeRequest.State.OPEN).exists():
        raise UnableToAsk(
            _("You have asked for this already; an officer looks into it. Withdraw that first.")
        )
    made = ChangeRequest.objects.create(
        organisation=row, field=field, value=wanted, before=before, why=why.strip()[:200],
        asked_by_id=signer(by, P.ORGANISATION_SELF),
    )  # fmt: skip
    queue.open_item(by=by, kind=ASKED, subject=made, path=row.path, params={"name": row.name})
    audit.record(by=by, verb=ASKED, subject=made, path=row.path, detail={"field": field})
    return made


def _read(row: Organisation, field: str, value: str) -> str:
    try:
        if field == "credit_code":
            return read_credit_code(value)
        wanted = " ".join(value.split())
        if row.kind == Organisation.Kind.UNIT:
            refuse_of_unit(wanted)
    except UnableToReadCode as error:
        raise UnableToAsk(str(error), "value") from error
    if len(wanted) < FEWEST_WORDS:
        raise UnableToAsk(_("Write the name."), "value")
    return wanted


@transaction.atomic
def withdraw(*, by: Actor, request_id: int, organisation: Organisation) -> None:
    """The representative takes the request back."""
    demand_seat(by, organisation)
    rows = ChangeRequest.objects.select_for_update().filter(organisation=organisation, state="open")
    row = rows.filter(pk=request_id).first()
    if row is None:
        return
    _settle(by, row, ChangeRequest.State.WITHDRAWN, "")
    queue.close_items(by=by, subject=row, outcome="withdrawn", done=False)
    audit.record(by=by, verb="organisation.change_withdrawn", subject=row, path=organisation.path)


@transaction.atomic
def answer(*, by: Actor, request: ChangeRequest, is_confirmed: bool, words: str) -> ChangeRequest:
    """Confirm the change, which writes it, or say why it stays as it was.

    Raises:
        UnableToAnswer: answered already, no reason for a no, or the value cannot be kept.
    """
    row = (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=request.pk)
    )
    demand(by, P.ORGANISATION_EDIT, row.organisation.path)
    if row.state != ChangeRequest.State.OPEN:
        raise UnableToAnswer(_("This was answered already."))
    if not is_confirmed and len(words.strip()) < FEWEST_WORDS:
        raise UnableToAnswer(_("Write why it stays as it was: the organisation reads it."))
    if is_confirmed:
        _write(by, row)
    _settle(by, row, ChangeRequest.State.TAKEN if is_confirmed else ChangeRequest.State.REFUSED, words)
    queue.close_items(by=by, subject=row, outcome=row.state)
    detail = {"field": row.field, "state": row.state}
    path = row.organisation.path
    audit.record(by=by, verb="organisation.change_answered", subject=row, path=path, detail=detail)
    return row


def _write(by: Actor, row: ChangeRequest) -> None:
    try:
        keep(by=by, row=locked(row.organisation), values={row.field: row.value}, verb="organisation.changed")
    except UnableToKeepOrganisation as error:
        raise UnableToAnswer(str(error)) from error


def _settle(by: Actor, row: ChangeRequest, state: str, words: str) -> None:
    row.state, row.answer = state, words.strip()[:200]
    row.answered_by_id, row.answered_at = by.user_id, timezone.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def bears_it(request: ChangeRequest) -> Organisation | None:
    """Another entry that bears the credit code asked for: then it is a double, not a change."""
    if request.field != ChangeRequest.Field.CREDIT_CODE:
        return None
    return queries.same_code(request.value, other_than=request.organisation_id)
