"""Papers at the desk: the list, handing in for somebody, opening, destroying."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.foundation.files import queries, registrations
from rongyao.bureau.foundation.files.actions import ending, exporting, opening
from rongyao.bureau.foundation.files.forms import DestroyForm, HandInForm, PapersFilterForm
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.views.streaming import Received, receive, stream

P = Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filters(request: Request) -> queries.Filters:
    given = {name: typed(request, name)[:60] for name in ("state", "kind", "sort")}
    return queries.Filters(words=typed(request, "q")[:60], **given)


@allow(P.FILE_KEEP)
@require_GET
def papers(request: Request) -> HttpResponse:
    """Every paper handed in by people of the scope."""
    page = Paginator(queries.listed(request.actor, _filters(request)), 25).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": queries.with_looks(page), "form": PapersFilterForm(request.GET),
        "has_scanner": queries.has_scanner(),
        "export_url": reverse("files:export") if request.actor.may(P.PEOPLE_EXPORT) else "",
    }  # fmt: skip
    return render(request, "files/papers.html", context)


@allow(P.PEOPLE_EXPORT)
@require_GET
def export(request: Request) -> HttpResponse:
    """The list as Excel: what is kept and where it stands, never a paper itself."""
    filters, content, title = _filters(request), BytesIO(), _("Papers handed in")
    columns = [
        Column(_("Name of the file"), 30), Column(_("What it is"), 30), Column(_("Kind"), 8),
        Column(_("Size in KB"), 10, "whole"), Column(_("State"), 20), Column(_("Handed in by"), 16),
        Column(_("Handed in on"), 18), Column("SHA-256", 66),
    ]  # fmt: skip
    about = About(
        title,
        request.actor.name,
        timezone.localtime(),
        list(filters.as_words().items()),
        lang=get_language() or "zh",
    )
    rows = queries.listed(request.actor, filters, P.PEOPLE_EXPORT)
    count = write_list(content, columns=columns, rows=_cells(rows), about=about, sheet=title)
    exporting.note_export(by=request.actor, count=count)
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    name = f"{title} {timezone.localdate()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _cells(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=2000):
        kept = f"{timezone.localtime(row.kept_at):%Y-%m-%d %H:%M}"
        yield (row.name, row.about, row.kind, -(-row.size // 1024), row.get_state_display(), row.kept_by_name, kept,
               row.sha256)  # fmt: skip


@allow(P.FILE_KEEP)
@require_http_methods(["GET", "POST"])
def attach(request: Request, label: str, number: int) -> HttpResponse:
    """Papers for one thing: a person's file, a correction, a proposal."""
    place = queries.place_for(request.actor, label, number)
    form, found = HandInForm(request.POST or None, request.FILES or None), Received()
    if request.method == "POST" and form.is_valid():
        found = receive(request, place, form.cleaned_data["papers"], form.cleaned_data["about"])
        if not found.refused:
            messages.success(request, said(len(found.kept)))
            return redirect("files:attach", label=label, number=number)
    return render(
        request, "files/attach.html", _context(request, place, form, found), status=status_of(form, found)
    )


def said(count: int) -> str:
    return ngettext("%(count)d paper is here.", "%(count)d papers are here.", count) % {"count": count}


def status_of(form: Any, found: Received) -> int:
    return 422 if form.is_bound and (form.errors or found.refused) else 200


def _context(request: Request, place: Any, form: Any, found: Received) -> dict[str, Any]:
    return {
        "place": place, "form": form, "found": found, "has_scanner": queries.has_scanner(),
        "lines": queries.with_looks(queries.of_subject(place.subject)),
        "may_destroy": request.actor.may_at(P.RETENTION_DECIDE, place.path),
    }  # fmt: skip


@allow(P.PEOPLE_VIEW)
@require_GET
def open_file(request: Request, file_id: int) -> HttpResponseBase:
    """Download one paper; the look is recorded and the person can see it."""
    row = queries.get_file_for(request.actor, file_id)
    try:
        return stream(opening.look(by=request.actor, file=row))
    except opening.UnableToOpenFile as error:
        raise PermissionDenied(str(error)) from error


@allow(P.RETENTION_DECIDE)
@require_http_methods(["GET", "POST"])
def destroy(request: Request, file_id: int) -> HttpResponse:
    """Destroy the bytes; the record stays."""
    row = queries.get_file_for(request.actor, file_id, P.RETENTION_DECIDE)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ending.destroy(by=request.actor, file=row, **form.cleaned_data)
        except ending.UnableToDestroy as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The paper is destroyed. Its record stays."))
            return redirect(_back(row))
    status = 422 if form.is_bound else 200
    return render(
        request, "files/destroy.html", {"form": form, "row": row, "back_url": _back(row)}, status=status
    )


def _back(row: KeptFile) -> str:
    return registrations.person_page(row.person_id) if row.person_id else reverse("files:papers")
