"""The draws are entered and the round is run; the record goes to results.keep, once the witnesses have signed it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.placement.rounds import jobs, making, rules
from rongyao.bureau.placement.rounds.actions import handing
from rongyao.bureau.placement.rounds.actions.closing import BATCH, keep_strangers, tables_of, weight
from rongyao.bureau.placement.rounds.actions.opening import already, note, taken
from rongyao.bureau.placement.rounds.making import Slip, UnableToMake
from rongyao.bureau.placement.rounds.models import Entrant, Round, Vault
from rongyao.bureau.registry.rules import signer
from rongyao.choosing.by_score.publish import Placement
from rongyao.choosing.place_cli import Inputs
from rongyao.choosing.record.seeds import UnableToSeed, check_times, parts_by_recipe

P, State, Work = Permission, Round.State, Round.Work


class UnableToDraw(Exception):
    """The draw cannot be used, or the round is not one that waits for it; ``fault`` says why in both languages."""

    def __init__(self, words: str = "", fault: rules.Fault | None = None) -> None:
        self.fault = fault
        super().__init__(words or (fault.en if fault else ""))


@transaction.atomic
def draw(*, by: Actor, row: Round, draws: Mapping[str, str]) -> Round:
    """Run the round with the digits drawn (``{source: digits}``); for many people the worker does it.

    Raises:
        UnableToDraw: not closed, too few witnesses, wrong digits, a draw that has not come, or another root.
    """
    held = taken(by, row)
    if held.state != State.CLOSED or held.work:
        raise UnableToDraw(already(held))
    if held.manner == Round.Manner.LIVE:
        raise UnableToDraw(_("In this round people are called up: begin the sitting instead."))
    take_draw(by, held, draws)
    inputs = making.read(tables_of(held), rules.settings_of(held))
    if weight(inputs) <= rules.AT_ONCE:
        return _run(by, held, inputs)
    held.work, held.asked_by_id, held.asked_at, held.failure = Work.DRAWING, by.user_id, timezone.now(), ""
    held.save()
    jobs.work.defer(round_id=held.pk)
    note(by, "drawing_asked", held, draws=held.draws)
    return held


def take_draw(by: Actor, row: Round, draws: Mapping[str, str]) -> None:
    """Check the digits and the signatures, and write the draw to the round. Does not save.

    Raises:
        UnableToDraw: too few witnesses, wrong digits, or a draw that has not come.
    """
    given = {name: digits for name, digits in draws.items() if digits}
    now = timezone.now().replace(microsecond=0)
    _check(row, given, rules.stamp(now))
    row.draws, row.drawn_at, row.drawn_by_id = given, now, signer(by, P.PLACEMENT_KEEP)


def drawn_again(row: Round) -> tuple[Placement, Mapping[str, int]]:
    """The placement of a drawn round, closed and drawn, and each person's row of the people table.

    Raises:
        UnableToDraw: what is computed now is not the root that was signed.
    """
    inputs = making.read(tables_of(row), rules.settings_of(row))
    try:
        placement = _again(row, Vault.objects.get(round=row), inputs)
        placement.draw(dict(row.draws), at=rules.stamp(row.drawn_at))
    except UnableToMake as error:
        raise UnableToDraw(fault=error.faults[0]) from error
    return placement, inputs.rows


@transaction.atomic
def draw_now(*, by: Actor, row: Round) -> Round:
    """The worker's part of ``draw``: the digits stand already.

    Raises:
        UnableToDraw: as ``draw``.
    """
    held = taken(by, row)
    if held.work != Work.DRAWING:
        return held
    return _run(by, held, making.read(tables_of(held), rules.settings_of(held)))


def _check(row: Round, draws: Mapping[str, str], at: str) -> None:
    recipe = {
        "rehearsal": int(not row.sources), "sources": row.sources,
        "least": rules.least_sources(row.sources) if row.sources else 0,
    }  # fmt: skip
    note_text = making.unpacked(row.vault.root_files)
    signed = rules.signatures(note_text[making.last_note(note_text)], row.witnesses)
    if len(signed) < row.least_witnesses:
        words = _("%(signed)s of %(least)s witnesses have signed the root. Take their signatures in first.")
        raise UnableToDraw(words % {"signed": len(signed), "least": row.least_witnesses})
    _refuse_early(row, draws)
    try:
        parts_by_recipe(recipe, dict(draws))
        check_times(recipe, dict(draws), root_at=rules.stamp(row.closed_at), seed_at=at)
    except UnableToSeed as error:
        raise UnableToDraw(fault=rules.fault(str(error))) from error


def _refuse_early(row: Round, draws: Mapping[str, str]) -> None:
    for one in row.sources:
        if one["id"] in draws and rules.moment(one["drawn_at"]) > timezone.now():
            words = _("%(draw)s is drawn at %(time)s. It has not come yet.")
            told = {"draw": one["zh"], "time": one["drawn_at"].replace("T", " ")[:16]}
            raise UnableToDraw(words % told)


def _again(row: Round, vault: Vault, inputs: Inputs) -> Placement:
    """The placement as it was closed; refused where it is not the root that was signed."""
    files = making.unpacked(vault.root_files)
    placement = making.prepared(inputs, rules.settings_of(row), bytes.fromhex(str(vault.secret)))
    making.close(placement, rules.stamp(row.closed_at), inputs.rows, files[making.last_note(files)])
    return placement


def _run(by: Actor, row: Round, inputs: Inputs) -> Round:
    vault = Vault.objects.select_for_update().get(round=row)
    try:
        placement = _again(row, vault, inputs)
        at = rules.stamp(row.drawn_at)
        session, files = making.draw(placement, row.draws, root_at=rules.stamp(row.closed_at), at=at)
    except UnableToMake as error:
        raise UnableToDraw(fault=error.faults[0]) from error
    tell(row, vault, list(making.slips(placement, inputs.rows, session)))
    row.state, row.work = State.DRAWN, ""
    vault.record_files = making.packed(files)
    vault.save()
    row.save()
    note(by, "drawn", row, draws=row.draws, root=row.root, placed=len(session.placed))
    return handing.hand_on_if_signed(by, row, vault)


@sees_beyond("position and outcome are written to everybody in the round, wherever in the city the file lies")
def tell(row: Round, vault: Vault, slips: list[Slip]) -> None:
    """Write position, outcome and slip of everybody; saves the rows, not the vault."""
    by_row = {one.row: one for one in slips}
    entrants = list(Entrant.objects.filter(round=row))
    for one in entrants:
        slip = by_row.pop(one.row)
        one.position, one.post = slip.position, slip.post
        one.body = json.dumps(slip.body, ensure_ascii=False)
    Entrant.objects.bulk_update(entrants, ["position", "post", "body"], batch_size=BATCH)
    keep_strangers(row, vault, list(by_row.values()))


@transaction.atomic
def fail(*, by: Actor, row: Round, why: str) -> None:
    """Keep why the worker could not do what was asked; the round is as it was before."""
    held = Round.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.work:
        held.work, held.failure = "", why[:400]
        held.save()
        note(by, "work_failed", held, why=held.failure)
