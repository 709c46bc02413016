"""Reads: the sitting as it stands, whose turn it is, what they may take, the seats, the last steps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.placement.rounds import making, words
from rongyao.bureau.placement.rounds import queries as rounds
from rongyao.bureau.placement.rounds import rules as rounds_rules
from rongyao.bureau.placement.rounds.actions import drawing
from rongyao.bureau.placement.rounds.models import Entrant, Round
from rongyao.bureau.placement.sittings import rules
from rongyao.bureau.placement.sittings.models import Step
from rongyao.bureau.registry.queries import within
from rongyao.choosing.by_score.publish import Placement

P, State = Permission, Round.State
# A round drawn costs hashes for each person and post; what was drawn once in this process is kept, one or two rounds of it.
_KEPT: OrderedDict[tuple[Any, ...], tuple[Placement, Mapping[str, int]]] = OrderedDict()
_PLAYED: OrderedDict[tuple[Any, ...], Hand] = OrderedDict()
_LOCK = RLock()
MOST_KEPT = 2


class UnableToPlay(Exception):
    """What is computed now is not the root that was signed; the message says what can be done."""


@sees_beyond(
    "steps lie at the city; of each the board shows the act, the position and the post, never a ruling's words"
)
def steps(row: Round) -> list[Step]:
    """Every step, in order."""
    return list(Step.objects.filter(round=row).order_by("n"))


@sees_beyond(
    "the sealed tables and the secret of a round are the whole city's; what is shown of them is the order under tokens"
)
def drawn(row: Round) -> tuple[Placement, Mapping[str, int]]:
    """The placement as it was closed and drawn, and each person's row of the people table.

    Raises:
        UnableToPlay: what is computed now is not the root that was signed.
    """
    with _LOCK:
        if _key(row) not in _KEPT:
            _KEPT[_key(row)] = _drawn_again(row)
            _trim(_KEPT)
        return _KEPT[_key(row)]


def _drawn_again(row: Round) -> tuple[Placement, Mapping[str, int]]:
    try:
        return drawing.drawn_again(row)
    except drawing.UnableToDraw as error:
        raise UnableToPlay(words.fault_words(error.fault) if error.fault else str(error)) from error
    except making.UnableToMake as error:
        raise UnableToPlay(words.fault_line(error.faults[0])) from error


@dataclass
class Hand:
    """A sitting taken in hand, and the steps it has been through."""

    sitting: rules.Sitting
    through: list[int]


@contextmanager
def in_hand(row: Round, kept: Sequence[Step]) -> Iterator[Hand]:
    """The sitting after these steps, for one at a time. What was played once in this process is played on, not anew.

    Whoever does a further step names it in ``through``; where the step is not kept after all, the next who asks finds a step
    the database has not, and plays everything again.
    """
    with _LOCK:
        placement, _rows = drawn(row)
        held, pks = _PLAYED.pop(_key(row), None), [one.pk for one in kept]
        if held is None or held.through != pks[: len(held.through)]:
            held = Hand(rules.played(placement, rounds_rules.stamp(row.drawn_at), ()), [])
        for one in kept[len(held.through) :]:
            rules.apply(held.sitting, one.verb, one.told, one.stamp)
        held.through = pks
        yield held
        _PLAYED[_key(row)] = held
        _trim(_PLAYED)


def sitting(row: Round, kept: Sequence[Step]) -> rules.Sitting:
    """The sitting after these steps, played anew for the asker alone."""
    placement, _rows = drawn(row)
    steps_ = [(one.verb, one.told, one.stamp) for one in kept]
    return rules.played(placement, rounds_rules.stamp(row.drawn_at), steps_)


def _key(row: Round) -> tuple[Any, ...]:
    return row.pk, row.root, tuple(sorted(row.draws.items())), row.drawn_at


def _trim(kept: OrderedDict[tuple[Any, ...], Any]) -> None:
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def get_sitting_for(actor: Actor, round_id: int) -> Round:
    """A round that calls people up, for who may act on it."""
    row = rounds.get_round_to_keep(actor, round_id)
    return get_object_or_404(Round.objects.filter(manner=Round.Manner.LIVE), pk=row.pk)


def on_the_board(round_id: int) -> Round:
    """A round whose sitting everybody may watch: from the draw on."""
    shown = (State.SITTING, State.DRAWN, State.HANDED)
    rows = Round.objects.filter(manner=Round.Manner.LIVE, state__in=shown).select_related("record")
    return get_object_or_404(rows.defer("record__bundle", "record__said"), pk=round_id)


def entrant_at(actor: Actor, row: Round, position: int) -> Entrant | None:
    """Who stands at a position, where this actor may open their file; None for who has no file here."""
    seen = Entrant.objects.filter(
        within(actor, P.PLACEMENT_VIEW, "person__path"), round=row, position=position
    )
    return seen.select_related("person").defer("body").first()


def seats(found: rules.Sitting) -> list[dict[str, Any]]:
    """Each post with the seats left now."""
    left = dict(found.session.seats_left())
    return [
        {"post": one.id, "zh": one.zh, "employer": one.employer, "seats": one.seats, "left": left[one.id]}
        for one in found.placement.posts
    ]


def token_at(found: rules.Sitting, position: int) -> str:
    """The public token of a position."""
    return found.placement.leaves[found.placement.order[position - 1]].commitment.hex()


def points_at(found: rules.Sitting, position: int) -> int:
    """The total of a position, in hundredths."""
    key = found.placement.order[position - 1]
    return next(one.score for one in found.placement.applicants if one.key == key)
