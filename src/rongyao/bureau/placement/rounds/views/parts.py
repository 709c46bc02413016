"""The lists of a round's rules, and the three tables."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.placement.rounds import queries, words
from rongyao.bureau.placement.rounds.actions import opening
from rongyao.bureau.placement.rounds.forms import PARTS, TablesForm
from rongyao.bureau.registry.views.pages import form_page

P = Permission


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: Request, round_id: int, part: str) -> HttpResponse:
    """Add a score item, words for a column, a source or a witness."""
    row = queries.get_round_to_keep(request.actor, round_id)
    form = _form(part)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.add_part(by=request.actor, row=row, part=part, entry=form.entry())
        except opening.UnableToOpen as error:
            form.add_error(None, str(error))
        else:
            return redirect("rounds:round", round_id=round_id)
    return form_page(
        request,
        "rounds/add.html",
        form,
        round=row,
        heading=words.title_of(row),
        told=words.part_words()[part],
    )


def _form(part: str) -> type:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


@allow(P.PLACEMENT_KEEP)
@require_POST
def remove(request: Request, round_id: int, part: str) -> HttpResponse:
    """Take one of them off."""
    row = queries.get_round_to_keep(request.actor, round_id)
    _form(part)
    try:
        opening.remove_part(by=request.actor, row=row, part=part, name=request.POST.get("name", ""))
    except opening.UnableToOpen as error:
        messages.error(request, str(error))
    return redirect("rounds:round", round_id=round_id)


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def tables(request: Request, round_id: int) -> HttpResponse:
    """Hand the tables in; every fault of all of them is told at once."""
    row = queries.get_round_to_keep(request.actor, round_id)
    form = TablesForm(request.POST, request.FILES) if request.method == "POST" else TablesForm()
    if request.method == "POST" and form.is_valid():
        try:
            opening.hand_in(by=request.actor, row=row, files=form.handed_in())
        except (opening.UnableToHandIn, opening.UnableToOpen) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken in, sealed. What is wrong with them is told below."))
            return redirect("rounds:tables", round_id=round_id)
    found = queries.handed_in(row)
    faults = queries.faults_of(row)
    labels = dict(zip(("people", "posts", "choices"), (_("Persons"), _("Posts"), _("Choices")), strict=True))
    lines = [(labels.get(one.table, _("Settings")), one.row, words.fault_words(one)) for one in faults]
    return form_page(
        request, "rounds/tables.html", form, round=row, heading=words.title_of(row),
        tables=[(labels[kind], found.get(kind)) for kind in labels], faults=lines,
        is_complete=len(found) == len(labels),
    )  # fmt: skip
