"""Lists of organisations: the empty template, upload, each row with its reasons, choosing, taking over."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import imports as actions
from rongyao.bureau.registry.organisations.forms.organisations import UploadForm
from rongyao.bureau.registry.organisations.models import ListImport, ListRow, Organisation
from rongyao.bureau.registry.organisations.rules import FIELDS
from rongyao.bureau.registry.organisations.sheet import HEADINGS
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook

P = Permission
LINES = 50


@allow(P.ORGANISATION_EDIT)
@require_GET
def imports(request: Request) -> HttpResponse:
    return render(
        request, "organisations/imports.html", {"page": page_of(request, queries.imports_visible_to(request.actor)), "kinds": Organisation.Kind.choices}
    )  # fmt: skip


@allow(P.ORGANISATION_EDIT)
@require_GET
def template(request: Request, kind: str) -> HttpResponse:
    """An empty list with the headings this kind has."""
    if kind not in Organisation.Kind.values:
        raise Http404
    content = BytesIO()
    columns = [Column(HEADINGS[name][0], 22) for name in FIELDS[kind]]
    about = About(
        _("Empty list of organisations"),
        request.actor.name,
        timezone.localtime(),
        lang=get_language() or "zh",
    )
    write_list(
        content, columns=columns, rows=(), about=about, sheet=str(dict(Organisation.Kind.choices)[kind])
    )
    return workbook(content, f"{dict(Organisation.Kind.choices)[kind]}.xlsx")


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    places = list(towns_for(request.actor, P.ORGANISATION_EDIT, timezone.localdate()))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        places=places,
        initial={"kind": Organisation.Kind.EMPLOYER},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.upload(by=request.actor, **form.cleaned_data)
        except actions.UnableToTakeList as error:
            form.add_error("file", str(error))
        else:
            return redirect("organisations:import", import_id=row.pk)
    return form_page(request, "organisations/upload.html", form)


@allow(P.ORGANISATION_EDIT)
@never_cache
@require_GET
def listing(request: Request, import_id: int) -> HttpResponse:
    """Each row with what would become of it and why; the buttons that decide."""
    whole = queries.get_import_for(request.actor, import_id)
    state = typed(request, "state")
    rows = whole.rows.select_related("organisation")
    if state in ListRow.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows, LINES)
    for row in page:
        row.said = _said(row)
    counts = dict(whole.rows.order_by().values_list("state").annotate(n=Count("pk")))
    context = {
        "listing": whole,
        "page": page,
        "state": state,
        "states": [(one.value, one.label, counts[one.value]) for one in ListRow.State if one.value in counts],
        "writable": counts.get(ListRow.State.NEW, 0) + counts.get(ListRow.State.CHANGED, 0),
        "is_open": whole.state == ListImport.State.READ,
    }
    return render(request, "organisations/import.html", context)


def _said(row: ListRow) -> list[tuple[str, str]]:
    """(what is wrong, how to mend it) in the reader's language."""
    lang = get_language() or "zh"
    found = [Problem.from_json(one) for one in row.problems]
    return [(f"{one.cell} {one.text(lang)}".strip(), one.mend(lang)) for one in found]


@allow(P.ORGANISATION_EDIT)
@require_GET
def reasons(request: Request, import_id: int) -> HttpResponse:
    """Every row with its reasons as Excel, to send back to whoever made the list."""
    whole = queries.get_import_for(request.actor, import_id)
    columns = [Column(_("Row"), 8, "whole"), Column(_("Organisation name"), 30), Column(_("What becomes of it"), 20),
               Column(_("What is wrong"), 60), Column(_("How to mend it"), 40)]  # fmt: skip
    content = BytesIO()
    title = _("Rows and reasons")
    about = About(title, request.actor.name, timezone.localtime(), lang=get_language() or "zh")
    write_list(content, columns=columns, rows=_reason_cells(whole.rows.all()), about=about, sheet=title)
    return workbook(content, f"{title}.xlsx")


def _reason_cells(rows: QuerySet[ListRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=1000):
        said = _said(row)
        wrong, mend = (
            ("；".join(words for words in part if words) for part in zip(*said, strict=True))
            if said
            else ("", "")
        )
        yield row.number, str(row.values.get("name", "")), row.get_state_display(), wrong, mend


@allow(P.ORGANISATION_EDIT)
@require_POST
def choose(request: Request, import_id: int, number: int) -> HttpResponse:
    whole = queries.get_import_for(request.actor, import_id)
    try:
        actions.decide_row(
            by=request.actor, listing=whole, number=number, choice=request.POST.get("choice", "")
        )
    except actions.UnableToTakeList as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Row %(n)s: noted.") % {"n": number})
    return redirect("organisations:import", import_id=whole.pk)


@allow(P.ORGANISATION_EDIT)
@require_POST
def accept(request: Request, import_id: int) -> HttpResponse:
    whole = queries.get_import_for(request.actor, import_id)
    try:
        done = actions.accept(by=request.actor, listing=whole)
    except actions.UnableToTakeList as error:
        messages.error(request, str(error))
    else:
        words = _("Written: %(new)s new, %(changed)s with additions; %(left)s were left, with reasons.")
        messages.success(request, words % done)
    return redirect("organisations:import", import_id=whole.pk)


@allow(P.ORGANISATION_EDIT)
@require_POST
def discard(request: Request, import_id: int) -> HttpResponse:
    whole = queries.get_import_for(request.actor, import_id)
    try:
        actions.discard(by=request.actor, listing=whole)
    except actions.UnableToTakeList as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thrown away. Nothing was written."))
    return redirect("organisations:imports")
