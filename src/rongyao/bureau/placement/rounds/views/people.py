"""The people of a round whose files one may open, and their receipts at the counter."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.placement.rounds import queries, words
from rongyao.bureau.placement.rounds.actions import receipts as actions
from rongyao.bureau.placement.rounds.forms import PeopleForm
from rongyao.bureau.placement.rounds.models import Entrant, Round
from rongyao.bureau.placement.rounds.views.own import as_file, told_of
from rongyao.bureau.registry.views.pages import page_of, workbook

P, State = Permission, Round.State


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def people(request: Request, round_id: int) -> HttpResponse:
    """The people of the round in the actor's own scope."""
    row, rows = _listed(request, round_id)
    context = {
        "round": row,
        "heading": words.title_of(row),
        "page": page_of(request, rows),
        "form": PeopleForm(request.GET),
        "has_result": row.state in (State.DRAWN, State.HANDED),
        "may_act": queries.may_keep(request.actor),
        "is_whole": queries.sees_tables(request.actor),
    }
    return render(request, "rounds/people.html", context)


def _listed(request: Request, round_id: int) -> tuple[Round, Any]:
    row = queries.get_round_for(request.actor, round_id)
    asked = queries.Narrowed(typed(request, "q")[:40], typed(request, "outcome"), typed(request, "sort"))
    return row, queries.entrants_visible_to(request.actor, row, asked)


@allow(P.PLACEMENT_VIEW)
@require_GET
def export(request: Request, round_id: int) -> HttpResponse:
    """The same list as Excel."""
    row, rows = _listed(request, round_id)
    title = _("People of the round: %(round)s") % {"round": words.title_of(row)}
    asked = [(name, typed(request, name)) for name in ("q", "outcome") if typed(request, name)]
    about = About(
        title=title, by=request.actor.name, at=timezone.localtime(), filters=asked, lang=request.LANGUAGE_CODE
    )
    columns = [
        Column(_("File number"), 14), Column(_("Name"), 14), Column(_("Town"), 16), Column(_("Row of the table"), 12, "whole"),
        Column(_("Position"), 10, "whole"), Column(_("Post"), 16),
    ]  # fmt: skip
    content = BytesIO()
    count = write_list(content, columns=columns, rows=_cells(rows), about=about, sheet=_("Persons"))
    actions.note_export(by=request.actor, row=row, of="people", count=count)
    return workbook(content, f"{title}.xlsx")


def _cells(rows: Any) -> Iterator[tuple[Any, ...]]:
    for one in rows.iterator(chunk_size=500):
        yield (one.person.number, one.person.name, one.person.division.name, one.row, one.position, one.post)


def _one(request: Request, round_id: int, entrant_id: int) -> Entrant:
    found = queries.get_entrant_for(request.actor, round_id, entrant_id)
    if found.round.state == State.GIVEN_UP:
        raise Http404
    return found


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def receipt(request: Request, round_id: int, entrant_id: int) -> HttpResponse:
    """A person's receipt, to be printed at the counter: a look at that person, on record."""
    found = _one(request, round_id, entrant_id)
    actions.take_for(by=request.actor, entrant=found)
    context = {
        "round": found.round,
        "heading": words.title_of(found.round),
        "entrant": found,
        **told_of(found),
    }
    return render(request, "rounds/receipt.html", context)


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def receipt_file(request: Request, round_id: int, entrant_id: int) -> HttpResponse:
    """The same as the checking programs read it."""
    found = _one(request, round_id, entrant_id)
    return as_file(actions.take_for(by=request.actor, entrant=found))


@allow(P.PLACEMENT_KEEP)
@require_POST
def receipts(request: Request, round_id: int) -> HttpResponse:
    """Everybody's receipt, packed; on record with everybody's name."""
    row = queries.get_round_to_keep(request.actor, round_id)
    try:
        content = actions.take_all(by=request.actor, row=row)
    except actions.UnableToTakeReceipt as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/zip")
    name = _("Receipts %(round)s.zip") % {"round": row.origin.replace("/", "-")}
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
