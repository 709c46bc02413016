"""The people workbook: choose columns and download, upload, look through, write, undo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.registry.actions.people import masked
from rongyao.bureau.registry.rules import SECRET_FIELDS
from rongyao.bureau.registry.upkeep.actions import applying
from rongyao.bureau.registry.upkeep.actions import sheets as actions
from rongyao.bureau.registry.upkeep.actions.judging import Judged
from rongyao.bureau.registry.upkeep.forms.sheets import ApplyForm, IssueForm, ReadForm, WhyForm
from rongyao.bureau.registry.upkeep.models import Sheet, SheetRow
from rongyao.bureau.registry.upkeep.queries import sheets as queries
from rongyao.bureau.registry.upkeep.rules.sheets import Change
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook
from rongyao.bureau.registry.views.people import filters_of

P, State = Permission, SheetRow.State


@allow(P.PEOPLE_BULK)
@require_GET
def sheets(request: Request) -> HttpResponse:
    """Every sheet of the actor's towns, newest first."""
    page = page_of(request, queries.sheets_visible_to(request.actor))
    return render(request, "upkeep/sheets.html", {"page": page})


@allow(P.PEOPLE_BULK)
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: Request) -> HttpResponse:
    """Choose the facts, download the workbook of the people as the list is filtered."""
    filters = filters_of(request)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row, content = actions.issue(by=request.actor, filters=filters, facts=form.cleaned_data["facts"])
        except actions.UnableToIssue as error:
            form.add_error(None, str(error))
        else:
            return workbook(content, f"{_('People, for editing')} {timezone.localdate()} {row.pk}.xlsx")
    many = queries.editable(request.actor, filters).count()
    return form_page(request, "upkeep/issue.html", form, many=many, groups=form.groups())


@allow(P.PEOPLE_BULK)
@require_http_methods(["GET", "POST"])
def read(request: Request) -> HttpResponse:
    """Bring the edited workbook back."""
    form = ReadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.read(by=request.actor, **form.cleaned_data)
        except actions.UnableToReadSheet as error:
            form.add_error("file", str(error))
        else:
            return redirect("upkeep:sheet", sheet_id=row.pk)
    return form_page(request, "upkeep/read.html", form)


@dataclass(frozen=True)
class Shown:
    """One row of a sheet as the page shows it."""

    row: SheetRow
    changes: list[dict[str, Any]]
    problems: list[Problem]


def _shown(row: SheetRow) -> Shown:
    judged = Judged.of(row)
    return Shown(row, [_change(row, one) for one in judged.changes], judged.problems)


def _change(row: SheetRow, one: Change) -> dict[str, Any]:
    """One cell old → new, numbers masked."""
    new = masked(one.field, one.shown) if one.field in SECRET_FIELDS else one.shown
    return {
        "field": one.field,
        "cell": one.cell,
        "issued": one.issued,
        "now": one.now,
        "new": new,
        "removes": one.value is None,
        "is_conflict": one.is_conflict,
        "name": f"choice-{row.number}-{one.field}",
    }


@allow(P.PEOPLE_BULK)
@never_cache
@require_GET
def sheet(request: Request, sheet_id: int) -> HttpResponse:
    """Every changed cell old → new, every conflict, everything wrong; and the buttons that decide."""
    row = queries.get_sheet_for(request.actor, sheet_id)
    return _report(request, row, ApplyForm(has_errors=_has_errors(row)))


def _has_errors(row: Sheet) -> bool:
    return row.rows.filter(state=State.REJECTED).exists()


def _report(request: Request, row: Sheet, form: Any) -> HttpResponse:
    rows = row.rows.select_related("person")
    conflicts = [_shown(one) for one in rows.filter(state=State.CONFLICT)]
    chosen = {name: request.POST.get(name) for name in request.POST if name.startswith("choice-")}
    for one in conflicts:
        for change in one.changes:
            change["chosen"] = chosen.get(change["name"], "")
    state = request.GET.get("state", "")
    listed = rows.exclude(state=State.CONFLICT)
    listed = listed.filter(state=state) if state in State.values else listed
    page = page_of(request, listed)
    context = {
        "sheet": row,
        "counts": row.summary.get("counts", {}),
        "problems": [Problem.from_json(one) for one in row.summary.get("problems", [])],
        "conflicts": conflicts,
        "page": page,
        "lines": [_shown(one) for one in page],
        "is_open": row.state == Sheet.State.READ,
        "writable": rows.filter(state__in=(State.CHANGED, State.CONFLICT)).exists(),
        "may_undo": row.state == Sheet.State.APPLIED,
    }
    return form_page(request, "upkeep/sheet.html", form, **context)


@allow(P.PEOPLE_BULK)
@require_POST
def apply(request: Request, sheet_id: int) -> HttpResponse:
    """Write the sheet; comes back with everything chosen where it cannot be."""
    row = queries.get_sheet_for(request.actor, sheet_id)
    form = ApplyForm(request.POST, has_errors=_has_errors(row))
    if form.is_valid():
        chosen = {
            name.removeprefix("choice-"): str(value)
            for name, value in request.POST.items()
            if name.startswith("choice-")
        }
        try:
            applying.apply(
                by=request.actor, sheet=row, paper=form.paper(), choices=chosen,
                leaves_errors_out=form.cleaned_data.get("leave_errors_out", False),
            )  # fmt: skip
        except applying.UnableToApply as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Written. It can be undone as a whole while nobody changes these files.")
            )
            return redirect("upkeep:sheet", sheet_id=row.pk)
    return _report(request, row, form)


@allow(P.PEOPLE_BULK)
@require_http_methods(["GET", "POST"])
def undo(request: Request, sheet_id: int) -> HttpResponse:
    """Take a written sheet back as a whole."""
    row = queries.get_sheet_for(request.actor, sheet_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applying.undo(by=request.actor, sheet=row, reason=form.cleaned_data["reason"])
        except applying.UnableToUndo as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Undone. The files stand as before; the history shows both turns."))
            return redirect("upkeep:sheet", sheet_id=row.pk)
    return form_page(request, "upkeep/undo.html", form, sheet=row)


@allow(P.PEOPLE_BULK)
@require_POST
def discard(request: Request, sheet_id: int) -> HttpResponse:
    row = queries.get_sheet_for(request.actor, sheet_id)
    actions.discard(by=request.actor, sheet=row)
    messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("upkeep:sheets")
