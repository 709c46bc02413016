"""Papers held back: the list of who may release them, taking one out to check it, releasing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.files import queries, scanning
from rongyao.bureau.foundation.files.actions import opening
from rongyao.bureau.foundation.files.forms import ReleaseForm
from rongyao.bureau.foundation.files.views.streaming import stream
from rongyao.bureau.foundation.scope.connection import sees_beyond

P = Permission


@allow(P.FILE_RELEASE)
@require_GET
@sees_beyond("who checks a paper held back opens no file; whose paper it is is not shown")
def held(request: Request) -> HttpResponse:
    """What waits to be checked. Whose papers they are is not shown here: it is no matter of the check."""
    page = Paginator(queries.held_for(request.actor), 25).get_page(request.GET.get("page"))
    names = queries.place_names(list(page))
    context = {
        "page": page,
        "lines": [(row, names.get(row.path, "")) for row in page],
        "has_scanner": queries.has_scanner(),
        "scanner": scanning.version(),
    }
    return render(request, "files/held.html", context)


@allow(P.FILE_RELEASE)
@require_http_methods(["GET", "POST"])
@sees_beyond("who checks a paper held back opens no file; whose paper it is is not shown")
def release(request: Request, file_id: int) -> HttpResponse:
    row = queries.get_held_for(request.actor, file_id)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.release(by=request.actor, file=row, **form.cleaned_data)
        except opening.UnableToRelease as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Released. It can be opened now."))
            return redirect("files:held")
    context = {"row": row, "form": form, "was_taken": opening.was_taken(request.actor, row)}
    return render(request, "files/release.html", context, status=422 if form.is_bound else 200)


@allow(P.FILE_RELEASE)
@require_POST
@sees_beyond("who checks a paper held back opens no file; whose paper it is is not shown")
def check(request: Request, file_id: int) -> HttpResponseBase:
    """Take it out to look at it on a machine made for that."""
    row = queries.get_held_for(request.actor, file_id)
    return stream(opening.take_to_check(by=request.actor, file=row))
