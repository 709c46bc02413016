"""One's own place in the rounds one is in: nothing of it before the result is public."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.placement.results.words import receipt_number
from rongyao.bureau.placement.rounds import queries, words
from rongyao.bureau.placement.rounds.actions import receipts as actions
from rongyao.bureau.placement.rounds.models import Entrant, Round

P = Permission


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def mine(request: Request) -> HttpResponse:
    """Every round one is in: the result where it is public, else that one is in it."""
    lines = [_line(one) for one in queries.own(request.actor)]
    return render(request, "rounds/mine.html", {"lines": lines})


def _line(one: Entrant) -> dict[str, Any]:
    row = one.round
    line: dict[str, Any] = {
        "entrant": one,
        "round": row,
        "title": words.title_of(row),
        "is_public": one.is_public,
    }
    return line | told_of(one) if line["is_public"] else line


def told_of(one: Entrant) -> dict[str, Any]:
    """Points, post, reasons and the receipt's number, in words."""
    told, row = queries.told(one), one.round
    reasons = [
        (words.post_words(each), words.reason_words(each, row.labels), each["outcome"])
        for each in told["reasons"]
    ]
    taken = next((name for name, _said, outcome in reasons if outcome == "taken"), "")
    return {
        "points": words.points(told["score"]),
        "items": [
            (words.label_of(row.items, name), words.points(value))
            for name, value in _in_order(row, told["items"])
        ],
        "post": taken or one.post,
        "reasons": [(name, said) for name, said, _outcome in reasons],
        "short": receipt_number(told["receipt"]["leaf"]),
        "number": words.groups_of_four(told["receipt"]["leaf"]),
        "root": words.groups_of_four(told["receipt"]["root"]),
        "result": _result(one, taken or one.post),
    }


def _in_order(row: Round, items: list[Any]) -> list[Any]:
    """Points as the rules list them."""
    places = {one["id"]: n for n, one in enumerate(row.items)}
    return sorted(items, key=lambda pair: places.get(pair[0], len(places)))


def _result(one: Entrant, post: str) -> str:
    if one.position is None:
        return _("Not drawn yet")
    return post or _("No post")


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def receipt_file(request: Request, entrant_id: int) -> HttpResponse:
    """One's own receipt, as the checking programs read it."""
    found = queries.own_one(request.actor, entrant_id)
    return as_file(actions.take_own(by=request.actor, entrant=found))


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def total_file(request: Request, entrant_id: int) -> HttpResponse:
    """The receipt that proves one's place by the total and opens nothing else."""
    found = queries.own_one(request.actor, entrant_id)
    try:
        return as_file(actions.take_own(by=request.actor, entrant=found, part="total"), "total")
    except actions.UnableToTakeReceipt as error:
        raise Http404 from error


def as_file(receipt: dict[str, Any], name: str = "receipt") -> HttpResponse:
    """A receipt as a download."""
    response = HttpResponse(actions.text_of(receipt), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}-{receipt["leaf"][:12]}.json"'
    response["Cache-Control"] = "no-store"
    return response
