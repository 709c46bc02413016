"""Scenarios: the list, writing one, reading what came of it, Excel."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.entitlements.impact.rules import Figures
from rongyao.bureau.entitlements.impact.views import bar, job_of
from rongyao.bureau.entitlements.views.proposals import lang
from rongyao.bureau.entitlements.whatif import actions, queries
from rongyao.bureau.entitlements.whatif.forms import BeginForm, ChangeForm
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.entitlements.whatif.rules import KINDS, UnableToChange, figures_of
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.views.pages import page_of, workbook

P = Permission
LOOKS = {"draft": "plain", "waiting": "run", "ready": "done", "failed": "no"}


@allow(P.STANDARD_ENTER)
@require_http_methods(["GET", "POST"])
def scenarios(request: Request) -> HttpResponse:
    """What was asked so far, and beginning a new one."""
    today = timezone.localdate()
    form = BeginForm(request.POST or None, initial={"on": today, "amounts_from": today})
    number = typed(request, "like")
    like = queries.scenarios_visible_to(request.actor).filter(pk=number if number.isdecimal() else 0).first()
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.begin(by=request.actor, like=like, **form.cleaned_data)
        except actions.UnableToWorkOut as error:
            form.add_error("title", str(error))
        else:
            return redirect("whatif:scenario", pk=row.pk)
    page = page_of(request, queries.scenarios_visible_to(request.actor))
    for row in page:
        row.look = LOOKS[row.state]
    context = {"page": page, "form": form, "like": like}
    return render(request, "whatif/scenarios.html", context, status=422 if form.errors else 200)


@allow(P.STANDARD_ENTER)
@never_cache
@require_GET
def scenario(request: Request, pk: int) -> HttpResponse:
    """One scenario: what is set otherwise, and what came of it."""
    return _page(request, _scenario(request, pk))


def _scenario(request: Request, pk: int) -> Scenario:
    return get_object_or_404(queries.scenarios_visible_to(request.actor), pk=pk)


def _page(
    request: Request, row: Scenario, *, bound: ChangeForm | None = None, refusal: str = ""
) -> HttpResponse:
    is_mine = row.state == Scenario.State.DRAFT and row.made_by_id == request.actor.user_id
    forms = [_form(kind, bound) for kind in KINDS] if is_mine else []
    context = {
        "scenario": row,
        "look": LOOKS[row.state],
        "changes": queries.changes_in_words(row.changes, lang()),
        "forms": forms,
        "bound": bound,
        "is_mine": is_mine,
        "refusal": refusal,
        "may_ask_again": row.result is not None and row.made_by_id == request.actor.user_id,
        **_work(request, row),
        **_result(row),
    }
    failed = bool(refusal or (bound and bound.errors))
    return render(request, "whatif/scenario.html", context, status=422 if failed else 200)


def _form(kind: str, bound: ChangeForm | None) -> ChangeForm:
    return bound if bound is not None and bound.prefix == kind else ChangeForm(kind=kind)


def _work(request: Request, row: Scenario) -> dict[str, Any]:
    """How far it is, while the worker is at it."""
    if row.state != Scenario.State.WAITING:
        return {}
    return {"job": _job(row), "is_asker": row.made_by_id == request.actor.user_id}


def _job(row: Scenario) -> dict[str, Any]:
    poll, page = (reverse(f"whatif:{name}", args=[row.pk]) for name in ("progress", "scenario"))
    return job_of(row, row.title, poll, page)


@allow(P.STANDARD_ENTER)
@never_cache
@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """The progress bar alone; when the work is done, the page is told to load itself anew."""
    row = _scenario(request, pk)
    return bar(request, row, _job(row))


@allow(P.STANDARD_ENTER)
@never_cache
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Work it out no further."""
    row = _scenario(request, pk)
    try:
        actions.stop(by=request.actor, scenario=row)
    except actions.UnableToWorkOut as error:
        return _page(request, row, refusal=str(error))
    messages.success(request, _("Stopped. Nothing of it is kept."))
    return redirect("whatif:scenario", pk=pk)


def _result(row: Scenario) -> dict[str, Any]:
    if row.result is None:
        return {}
    tables = queries.tables_of(row.result, lang())
    return {
        "looked_at": row.result["looked_at"],
        "total": figures_of(row.result["total"], ""),
        "whole": figures_of(row.result["whole"], "")[0],
        "tables": ((_("By entitlement"), tables["entitlement"]), (_("By town"), tables["town"])),
        "since": queries.since_of(row) if row.state == Scenario.State.READY else None,
    }


@allow(P.STANDARD_ENTER)
@never_cache
@require_POST
def change(request: Request, pk: int) -> HttpResponse:
    """Set one thing otherwise."""
    row = _scenario(request, pk)
    kind = next((kind for kind in KINDS if f"{kind}-key" in request.POST), "")
    if not kind:
        raise Http404
    form = ChangeForm(request.POST, kind=kind)
    if not form.is_valid():
        return _page(request, row, bound=form)
    key, text = form.said()
    try:
        actions.change(by=request.actor, scenario=row, kind=kind, key=key, text=text)
    except UnableToChange as error:
        form.add_error("text" if "text" in form.fields else "key", str(error))
        return _page(request, row, bound=form)
    except actions.UnableToWorkOut as error:
        return _page(request, row, refusal=str(error))
    return redirect("whatif:scenario", pk=pk)


@allow(P.STANDARD_ENTER)
@never_cache
@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Leave one thing as it is after all."""
    row = _scenario(request, pk)
    try:
        actions.drop(
            by=request.actor, scenario=row, kind=request.POST.get("kind", ""), key=request.POST.get("key", "")
        )
    except actions.UnableToWorkOut as error:
        return _page(request, row, refusal=str(error))
    return redirect("whatif:scenario", pk=pk)


@allow(P.STANDARD_ENTER)
@never_cache
@require_POST
def work_out(request: Request, pk: int) -> HttpResponse:
    """Have it worked out."""
    row = _scenario(request, pk)
    try:
        actions.work_out(by=request.actor, scenario=row)
    except actions.UnableToWorkOut as error:
        return _page(request, row, refusal=str(error))
    return redirect("whatif:scenario", pk=pk)


@allow(P.STANDARD_ENTER)
@require_GET
def export(request: Request, pk: int) -> HttpResponse:
    """What came of it as Excel, with what was set otherwise; the export is recorded."""
    row = _scenario(request, pk)
    if row.result is None:
        raise Http404
    changes = queries.changes_in_words(row.changes, lang())
    about = About(
        title=row.title, by=request.actor.name, at=timezone.localtime(), lang=lang(),
        lines=[(one["label"], one["value"]) for one in changes]
        + [(_("Legal date"), row.on.isoformat()), (_("Amounts from"), row.amounts_from.isoformat()),
           (_("People looked at"), str(row.result["looked_at"])), (_("Hash"), row.hash)],
    )  # fmt: skip
    content = BytesIO()
    write_list(content, columns=_columns(), rows=_rows(row), about=about, sheet=_("What-if"))
    audit.record(
        by=request.actor, verb="scenario.exported", subject=row, path=row.path, detail={"hash": row.hash}
    )
    return workbook(content, f"{row.title}.xlsx")


def _columns() -> list[Column]:
    money = (_("A year now"), _("A year then"), _("Difference a year"), _("Once now"), _("Once then"))
    people = (_("People changed"), _("People gained"), _("People lost"))
    return [
        Column(_("By"), 12), Column(_("Line of the list"), 40), *(Column(name, 12, "whole") for name in people),
        *(Column(name, 18, "money") for name in money),
    ]  # fmt: skip


def _rows(row: Scenario) -> Iterator[tuple[Any, ...]]:
    tables = queries.tables_of(row.result or {}, lang())
    yield (_("All"), "", *_cells(*figures_of((row.result or {})["total"], "")))
    for by, kind in ((_("Entitlement"), "entitlement"), (_("Town"), "town")):
        yield from ((by, line.label, *_cells(line, moves)) for line, moves in tables[kind])


def _cells(line: Figures, has_moves: bool) -> tuple[Any, ...]:
    if line.is_hidden:
        return (_("withheld"), *(None for _column in range(7)))
    moves = (line.gained, line.lost) if has_moves else (_("withheld"), _("withheld"))
    money = (line.yearly_before, line.yearly_after, line.yearly_difference, line.once_before, line.once_after)
    return (line.people, *moves, *money)
