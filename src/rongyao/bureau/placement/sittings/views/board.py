"""The board in the hall, and at home: whose turn it is, the seats, the last choices. No name on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.placement.results.words import receipt_number
from rongyao.bureau.placement.rounds import words
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.placement.sittings import queries
from rongyao.bureau.placement.sittings.shown import log_lines

P, State = Permission, Round.State
LAST = 8


@allow(P.PUBLIC)
@never_cache
@require_GET
def board(request: Request, round_id: int) -> HttpResponse:
    """The whole page; it asks for its part again every few seconds."""
    return render(request, "sittings/board.html", _context(round_id))


@allow(P.PUBLIC)
@never_cache
@require_GET
def now(request: Request, round_id: int) -> HttpResponse:
    """What stands on the board now."""
    return render(request, "sittings/_board.html", _context(round_id))


def _context(round_id: int) -> dict[str, Any]:
    row = queries.on_the_board(round_id)
    context: dict[str, Any] = {
        "round": row,
        "heading": words.title_of(row),
        "is_sitting": row.state == State.SITTING,
    }
    if not context["is_sitting"]:
        return context
    try:
        return context | _now(row)
    except queries.UnableToPlay:
        return context | {"is_stopped": True}


def _now(row: Round) -> dict[str, Any]:
    steps = queries.steps(row)
    with queries.in_hand(row, steps) as hand:
        found = hand.sitting
        return {
            "whose": found.whose,
            "is_called": found.is_called,
            "number": receipt_number(queries.token_at(found, found.whose)) if found.whose else "",
            "seats": queries.seats(found),
            "log": log_lines(found, steps)[-LAST:][::-1],
            "placed": len(found.session.placed),
            "people": row.people,
        }
