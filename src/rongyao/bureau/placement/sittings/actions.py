"""The sitting is begun with the draw, goes step by step, and ends in the record. Each step is kept before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.placement.rounds import making
from rongyao.bureau.placement.rounds import rules as rounds
from rongyao.bureau.placement.rounds.actions import drawing, handing
from rongyao.bureau.placement.rounds.actions.opening import already, note, taken
from rongyao.bureau.placement.rounds.models import Round, Vault
from rongyao.bureau.placement.sittings import queries, rules
from rongyao.bureau.placement.sittings.models import Step
from rongyao.bureau.registry.rules import signer
from rongyao.choosing.by_score.publish import UnableToClose
from rongyao.choosing.by_score.session import UnableToProceed

P, State = Permission, Round.State


class UnableToSit(Exception):
    """The step is against the rules, somebody else was quicker, or the round is not one that sits; the message says which."""


@transaction.atomic
def set_rules(*, by: Actor, row: Round, values: Mapping[str, Any]) -> Round:
    """What the bureau's rules say of absence, proxies, second thoughts and changes of seats (see ``rules.USUAL``).

    Raises:
        UnableToSit: the round is closed already, or is run by lists.
    """
    held = taken(by, row)
    if held.state != State.OPEN or held.work or held.manner != Round.Manner.LIVE:
        raise UnableToSit(already(held))
    held.session = {name: values[name] for name in rules.USUAL}
    held.save(update_fields=["session"])
    note(by, "round_changed", held, fields=["session"])
    return held


@transaction.atomic
def begin(*, by: Actor, row: Round, draws: Mapping[str, str]) -> Round:
    """Enter the draw (``{source: digits}``); the order is then known and the first can be called.

    Raises:
        UnableToSit: not a closed round that calls people up.
        drawing.UnableToDraw: too few witnesses, wrong digits, a draw that has not come, or another root.
    """
    held = taken(by, row)
    if held.state != State.CLOSED or held.work or held.manner != Round.Manner.LIVE:
        raise UnableToSit(already(held))
    drawing.take_draw(by, held, draws)
    held.state = State.SITTING
    held.save()
    with _said():
        drawn, rows = queries.drawn(held)
    drawing.tell(held, Vault.objects.select_for_update().get(round=held), list(making.slips(drawn, rows)))
    note(by, "sitting_begun", held, draws=held.draws, root=held.root)
    return held


@transaction.atomic
def act(*, by: Actor, row: Round, verb: str, told: Mapping[str, Any], seen: int) -> Step:
    """Do one step. ``seen``: how many steps the page showed; where others have been done since, nothing is done.

    Raises:
        UnableToSit: against the rules of the sitting, or somebody else was quicker.
    """
    held = _sitting(by, row)
    steps = queries.steps(held)
    if len(steps) != seen:
        raise UnableToSit(
            _("Something has been done since this page was opened. Look at it again, then go on.")
        )
    now = rounds.stamp(timezone.now().replace(microsecond=0))
    with _said(), queries.in_hand(held, steps) as hand:
        refused = _applied(hand.sitting, verb, told, now)
        if refused is None:
            step = Step.objects.create(
                round=held, path=city().path, n=len(steps) + 1, verb=verb, told=dict(told), stamp=now,
                by_id=signer(by, P.PLACEMENT_KEEP),
            )  # fmt: skip
            hand.through.append(step.pk)
    if refused is not None:
        raise UnableToSit(rules.refusal(str(refused))) from refused
    note(
        by,
        "stepped",
        held,
        n=step.n,
        step=verb,
        told={name: said for name, said in told.items() if name != "zh"},
    )
    return step


@transaction.atomic
def finish(*, by: Actor, row: Round) -> Round:
    """Everybody has had a turn: the record is made; witnesses sign it, and it is handed on.

    Raises:
        UnableToSit: somebody has not had a turn yet.
        handing.UnableToHandOn: the public's own program does not find the record right.
    """
    held = _sitting(by, row)
    with _said():
        sitting = queries.sitting(held, queries.steps(held))
    try:
        files = sitting.placement.finish(
            sitting.session, at=rounds.stamp(timezone.now().replace(microsecond=0))
        )
    except UnableToClose as error:
        raise UnableToSit(_("Not everybody has had a turn yet.")) from error
    vault = Vault.objects.select_for_update().get(round=held)
    _drawn, rows = queries.drawn(held)
    drawing.tell(held, vault, list(making.slips(sitting.placement, rows, sitting.session)))
    held.state, vault.record_files = State.DRAWN, making.packed(files)
    held.save()
    vault.save()
    note(by, "sitting_finished", held, placed=len(sitting.session.placed))
    return handing.hand_on_if_signed(by, held, vault)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except queries.UnableToPlay as error:
        raise UnableToSit(str(error)) from error


def _applied(sitting: rules.Sitting, verb: str, told: Mapping[str, Any], at: str) -> UnableToProceed | None:
    """Do the step; why not, where it is against the rules. What was refused has changed nothing."""
    try:
        rules.apply(sitting, verb, told, at)
    except UnableToProceed as error:
        return error
    return None


def _sitting(by: Actor, row: Round) -> Round:
    held = taken(by, row)
    if held.state != State.SITTING:
        raise UnableToSit(already(held))
    return held
