"""The person's own papers: what was handed in, and handing in more from the telephone."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.files import queries
from rongyao.bureau.foundation.files.actions import opening
from rongyao.bureau.foundation.files.forms import HandInForm
from rongyao.bureau.foundation.files.views.desk import said, status_of
from rongyao.bureau.foundation.files.views.streaming import Received, receive, stream

P = Permission


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def papers(request: Request) -> HttpResponse:
    """What I handed in, or the station for me, and where each stands."""
    page = Paginator(queries.own_files(request.actor), 20).get_page(request.GET.get("page"))
    context = {"page": page, "lines": queries.with_looks(page), "person_id": request.actor.person_id}
    return render(request, "files/own.html", context)


@allow(P.SELF_CORRECT)
@never_cache
@require_http_methods(["GET", "POST"])
def hand_in(request: Request, label: str, number: int) -> HttpResponse:
    """Photographs from the telephone, several at once; a bad one does not lose the others."""
    place = queries.place_for(request.actor, label, number)
    form, found = HandInForm(request.POST or None, request.FILES or None), Received()
    if request.method == "POST" and form.is_valid():
        found = receive(request, place, form.cleaned_data["papers"], form.cleaned_data["about"])
        if not found.refused:
            messages.success(request, said(len(found.kept)))
            return redirect("files:hand_in", label=label, number=number)
    context = {
        "place": place, "form": form, "found": found,
        "lines": queries.with_looks(queries.of_subject(place.subject)), "has_scanner": queries.has_scanner(),
    }  # fmt: skip
    return render(request, "files/hand_in.html", context, status=status_of(form, found))


@allow(P.SELF_VIEW)
@require_GET
def open_file(request: Request, file_id: int) -> HttpResponseBase:
    row = queries.own_file(request.actor, file_id)
    try:
        return stream(opening.look(by=request.actor, file=row))
    except opening.UnableToOpenFile as error:
        raise PermissionDenied(str(error)) from error
