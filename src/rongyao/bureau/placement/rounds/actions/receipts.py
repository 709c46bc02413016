"""Receipts: taken by the person, given at the counter, or taken out for everybody. Each time on record."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.db import transaction

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.placement.rounds.actions.opening import note
from rongyao.bureau.placement.rounds.models import Entrant, Round, Vault

P, State = Permission, Round.State
RECEIPT_LOOKED = "placement.receipt_looked"


class UnableToTakeReceipt(Exception):
    """There are no receipts before a round is closed, and none of this kind where it was closed by an earlier version."""


@transaction.atomic
def take_own(*, by: Actor, entrant: Entrant, part: str = "receipt") -> dict[str, Any]:
    """The person's own receipt; ``part`` "total": the one that opens the total alone, to show under pressure."""
    demand(by, P.SELF_VIEW)
    if by.person_id != entrant.person_id:
        raise NotAllowed(P.SELF_VIEW)
    return _taken(by, entrant, "placement.receipt_taken", part)


@transaction.atomic
def take_for(*, by: Actor, entrant: Entrant) -> dict[str, Any]:
    """A person's receipt at the counter: it says points and choices, so it is a look at that person."""
    demand(by, P.PLACEMENT_VIEW, entrant.person.path)
    return _taken(by, entrant, RECEIPT_LOOKED)


def _taken(by: Actor, entrant: Entrant, verb: str, part: str = "receipt") -> dict[str, Any]:
    person, found = entrant.person, json.loads(str(entrant.body)).get(part)
    if found is None:
        raise UnableToTakeReceipt
    audit.record(
        by=by, verb=verb, subject=entrant, person_id=person.pk, path=person.path,
        detail={"record": entrant.round.origin, "part": part},
    )  # fmt: skip
    receipt: dict[str, Any] = found
    return receipt


@transaction.atomic
def take_all(*, by: Actor, row: Round) -> bytes:
    """Every receipt of a round, packed; each file is named by the row of the people table, never by a number of a person.

    Raises:
        UnableToTakeReceipt: the round is not closed yet.
    """
    demand(by, P.PLACEMENT_KEEP, city().path)
    vault = Vault.objects.filter(round=row).first()
    if vault is None:
        raise UnableToTakeReceipt
    content, count = BytesIO(), 0
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, receipt in _all(row, vault):
            packed.writestr(f"{number:06}.json", text_of(receipt))
            count += 1
    people = Entrant.objects.filter(round=row).values_list("person_id", "person__path")
    audit.record_many(by=by, verb=RECEIPT_LOOKED, people=people, detail={"record": row.origin, "with": "all"})
    note(by, "receipts_taken", row, count=count)
    return content.getvalue()


def _all(row: Round, vault: Vault) -> Iterator[tuple[int, dict[str, Any]]]:
    for one in Entrant.objects.filter(round=row).only("row", "body").iterator(chunk_size=500):
        yield one.row, json.loads(str(one.body))["receipt"]
    for told in json.loads(str(vault.strangers) or "[]"):
        yield told["row"], told["receipt"]


def text_of(receipt: dict[str, Any]) -> str:
    """A receipt as the checking programs read it."""
    return json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"


@transaction.atomic
def note_export(*, by: Actor, row: Round, of: str, count: int) -> None:
    """Put on record that a list of the round was taken out to Excel. ``of``: people or preflight."""
    demand(by, P.PLACEMENT_VIEW)
    note(by, "round_exported", row, of=of, count=count)
