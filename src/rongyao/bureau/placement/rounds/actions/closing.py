"""A round is closed: the root over everybody is made, and nothing can be changed any more. Witnesses sign the root."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import found_under
from rongyao.bureau.placement.rounds import jobs, making, rules
from rongyao.bureau.placement.rounds.actions import handing
from rongyao.bureau.placement.rounds.actions.opening import already, note, taken
from rongyao.bureau.placement.rounds.making import Slip, UnableToMake
from rongyao.bureau.placement.rounds.models import Entrant, Handed, Round, Vault
from rongyao.bureau.registry.models import Person, id_index_of
from rongyao.bureau.registry.rules import signer
from rongyao.choosing.place_cli import Inputs

P, State, Work = Permission, Round.State, Round.Work
BATCH = 500


class UnableToClose(Exception):
    """The round cannot be closed; the message says why, ``faults`` what is wrong with the tables."""

    def __init__(self, words: str, faults: Iterable[rules.Fault] = ()) -> None:
        self.faults = list(faults)
        super().__init__(words)


class UnableToSign(Exception):
    """What a witness gave back cannot be used; the message says why."""


@transaction.atomic
def close(*, by: Actor, row: Round) -> Round:
    """Make the root and freeze everything; for many people the worker does it, and the round says so meanwhile.

    Raises:
        UnableToClose: it is closed, a table is missing or faulty, a fact is unknown, or a draw is past already.
    """
    held = taken(by, row)
    if held.state != State.OPEN or held.work:
        raise UnableToClose(already(held))
    inputs = _read(held)
    _check(held, inputs)
    held.closed_by_id = signer(by, P.PLACEMENT_KEEP)
    if weight(inputs) <= rules.AT_ONCE:
        return _close(by, held, inputs)
    held.work, held.asked_by_id, held.asked_at, held.failure = Work.CLOSING, by.user_id, timezone.now(), ""
    held.save()
    jobs.work.defer(round_id=held.pk)
    note(by, "closing_asked", held, people=len(inputs.applicants))
    return held


def weight(inputs: Inputs) -> int:
    """What closing and drawing cost, about: a person has a field a post."""
    return len(inputs.applicants) * (len(inputs.posts) + rules.PERSON_WEIGHS)


@transaction.atomic
def close_now(*, by: Actor, row: Round) -> Round:
    """The worker's part: as ``close``, of a round that was asked for. Everything is looked over again.

    Raises:
        UnableToClose: as ``close``.
    """
    held = taken(by, row)
    if held.work != Work.CLOSING:
        return held
    inputs = _read(held)
    _check(held, inputs)
    return _close(by, held, inputs)


def tables_of(row: Round) -> dict[str, str]:
    """The tables handed in, by kind."""
    return {one.kind: str(one.body) for one in Handed.objects.filter(round=row)}


def _read(row: Round) -> Inputs:
    texts = tables_of(row)
    if missing := [label for kind, label in Handed.Kind.choices if kind not in texts]:
        words = _("Hand in first: %(tables)s.") % {"tables": ", ".join(map(str, missing))}
        raise UnableToClose(words)
    try:
        return making.read(texts, rules.settings_of(row))
    except UnableToMake as error:
        raise UnableToClose(_("The tables have faults."), error.faults) from error


def _check(row: Round, inputs: Inputs) -> None:
    if not inputs.applicants or not inputs.posts:
        raise UnableToClose(_("There are no people or no posts."))
    if row.least_witnesses > len(row.witnesses):
        words = _("%(least)s witnesses must sign, but %(named)s are named.")
        raise UnableToClose(words % {"least": row.least_witnesses, "named": len(row.witnesses)})
    late = [one["zh"] for one in row.sources if rules.moment(one["drawn_at"]) <= timezone.now()]
    if late:
        words = _("This draw is past already, so it cannot decide anything fairly: %(draw)s.")
        raise UnableToClose(words % {"draw": ", ".join(late)})


def _close(by: Actor, row: Round, inputs: Inputs) -> Round:
    settings, secret = rules.settings_of(row), secrets.token_bytes(32)
    row.closed_at, row.work = timezone.now().replace(microsecond=0), ""
    try:
        placement = making.prepared(inputs, settings, secret)
        making.close(placement, rules.stamp(row.closed_at), inputs.rows)
    except UnableToMake as error:
        raise UnableToClose(_("The root cannot be made yet."), error.faults) from error
    row.state, row.root, row.people = State.CLOSED, placement.root.hex(), len(inputs.applicants)
    files = making.packed(placement.log.files())
    vault = Vault(round=row, path=city().path, secret=secret.hex(), root_files=files)
    _enter(row, vault, list(making.slips(placement, inputs.rows)))
    vault.save()
    row.save()
    queue.open_item(by=by, kind=rules.ITEM_GO_ON, subject=row, path=city().path, params={"title": row.title})
    note(by, "round_closed", row, root=row.root, people=row.people)
    return row


@sees_beyond("whoever is in a round is found by identity number, wherever in the city the file lies")
def _enter(row: Round, vault: Vault, slips: list[Slip]) -> None:
    """Everybody with a file gets a row of their own; the slips of the others are kept with the round."""
    found = _people(slips)
    entrants = [
        Entrant(
            round=row, person_id=found[one.key], row=one.row, body=json.dumps(one.body, ensure_ascii=False)
        )
        for one in slips
        if one.key in found
    ]
    Entrant.objects.bulk_create(entrants, batch_size=BATCH)
    keep_strangers(row, vault, [one for one in slips if one.key not in found])


def keep_strangers(row: Round, vault: Vault, slips: list[Slip]) -> None:
    """The slips of people without a file, sealed in one. Does not save."""
    told = [{"row": one.row, "position": one.position, "post": one.post, **one.body} for one in slips]
    row.strangers, vault.strangers = len(told), json.dumps(told, ensure_ascii=False)


def _people(slips: list[Slip]) -> Mapping[str, int]:
    """{key: person} of those whose key is an identity number in the registry."""
    wanted = {one.key: id_index_of(one.key) for one in slips if len(one.key) == 18 and one.key[:17].isdigit()}
    rows: dict[str, int] = {}
    indexes = list(wanted.values())
    for start in range(0, len(indexes), BATCH):
        part = Person.objects.filter(id_index__in=indexes[start : start + BATCH])
        rows.update(part.values_list("id_index", "pk"))
    matched = {key: found_under(rows, index) for key, index in wanted.items()}
    return {key: pk for key, pk in matched.items() if pk is not None}


@transaction.atomic
def cosign(*, by: Actor, row: Round, name: str, body: bytes) -> Round:
    """Take in what a witness signed: its copy of the folder, packed, or the checkpoint alone.

    Of a closed round the root's checkpoint, of a drawn one the last; the record is handed on once enough have signed.

    Raises:
        UnableToSign: another checkpoint, no witness of this round, a signature that does not hold, or one after the draw.
    """
    held = taken(by, row)
    if held.state not in (State.CLOSED, State.DRAWN) or held.work:
        raise UnableToSign(already(held))
    column = "root_files" if held.state == State.CLOSED else "record_files"
    vault = Vault.objects.select_for_update().get(round=held)
    files = making.unpacked(getattr(vault, column))
    wanted = making.last_note(files)
    try:
        files[wanted] = rules.with_signatures(
            files[wanted], making.note_in(name, body, wanted), held.witnesses
        )
    except rules.UnableToAcceptSignature as error:
        raise UnableToSign(str(error)) from error
    signed = rules.signatures(files[wanted], held.witnesses)
    _refuse_late(held, signed)
    setattr(vault, column, making.packed(files))
    vault.save(update_fields=[column])
    note(by, "cosigned", held, checkpoint=wanted, witnesses=[one.name for one in signed])
    return handing.hand_on_if_signed(by, held, vault) if held.state == State.DRAWN else held


def _refuse_late(row: Round, signed: list[rules.Signature]) -> None:
    """A witness of the root signs before the first draw: a root signed later could have been chosen for it."""
    if row.state != State.CLOSED or not row.sources:
        return
    first = min(rules.moment(one["drawn_at"]) for one in row.sources)
    if late := [one.name for one in signed if one.at >= first]:
        words = _("%(name)s signed after the draw. Such a root proves nothing; the round must be given up.")
        raise UnableToSign(words % {"name": ", ".join(late)})
