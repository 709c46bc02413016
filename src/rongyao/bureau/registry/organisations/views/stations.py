"""Stations for the staff: which lack a telephone or hours; keeping one up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.models import Station
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import stations as actions
from rongyao.bureau.registry.organisations.forms.organisations import WORKERS, StationFilterForm, StationForm
from rongyao.bureau.registry.views.pages import form_page, page_of

P = Permission


@allow(P.ORGANISATION_VIEW)
@require_GET
def stations(request: Request) -> HttpResponse:
    rows = queries.stations_listed(request.actor, typed(request, "q")[:40], typed(request, "lacking"))
    page = page_of(request, rows)
    for row in page:
        row.may_edit = queries.may_keep(request.actor, row)
    context = {"page": page, "form": StationFilterForm(request.GET)}
    return render(request, "organisations/stations.html", context)


@allow(P.STATION_KEEP)
@require_http_methods(["GET", "POST"])
def station(request: Request, station_id: int) -> HttpResponse:
    """Telephone, address, hours, who works there; the public page shows it at once."""
    row = queries.get_station_for(request.actor, station_id)
    form = StationForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        actions.keep_station(by=request.actor, station=row, values=form.cleaned_data, workers=form.workers())
        messages.success(request, _("Saved. The public page shows it now."))
        return redirect("organisations:stations")
    return form_page(request, "organisations/station.html", form, station=row, card=queries.card_of(row))


def _initial(row: Station) -> dict[str, Any]:
    card = queries.card_of(row)
    initial: dict[str, Any] = {"phone": row.phone, "address": row.address}
    if card:
        initial |= {"hours": card.hours, "directions": card.directions}
    for n, worker in enumerate(row.workers.all()[:WORKERS], 1):
        initial |= {f"name_{n}": worker.name, f"duty_{n}": worker.duty, f"is_shown_{n}": worker.is_shown}
    return initial
