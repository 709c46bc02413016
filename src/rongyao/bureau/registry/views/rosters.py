"""Rosters: upload, progress, the report with every problem, mending, choosing, accepting, discarding."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Count, Min, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.marking import mark
from rongyao.bureau.foundation.exchange.problems import WORDINGS, Problem
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import rosters as actions
from rongyao.bureau.registry.actions.reading import cell_text, problem_of, without_numbers
from rongyao.bureau.registry.forms.rosters import DecideForm, UploadForm
from rongyao.bureau.registry.models import RosterImport, RosterRow
from rongyao.bureau.registry.roster.layout import Layout
from rongyao.bureau.registry.roster.template import template
from rongyao.bureau.registry.views.differences import differences_of
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook

P = Permission
Stage, State = RosterImport.State, RosterRow.State
OPEN_STAGES = (Stage.READING, Stage.ACCEPTING)
SEVERITIES = {
    "error": gettext_lazy("To be mended"),
    "warning": gettext_lazy("Please check"),
    "note": gettext_lazy("Note"),
}


def _lang() -> str:
    return "en" if (get_language() or "zh").startswith("en") else "zh"


@allow(P.ROSTER_IMPORT)
@require_GET
def imports(request: Request) -> HttpResponse:
    """Every roster of the actor's towns, newest first."""
    rows = queries.rosters_visible_to(request.actor)
    return render(request, "registry/imports.html", {"page": page_of(request, rows)})


@allow(P.ROSTER_IMPORT)
@require_GET
def empty_template(request: Request) -> HttpResponse:
    """An empty roster with its headings and instructions."""
    content = BytesIO()
    template(content)
    return workbook(content, f"{_('Roster template')}.xlsx")


@allow(P.ROSTER_IMPORT)
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    places = queries.towns_for(request.actor, P.ROSTER_IMPORT, timezone.localdate())
    form = UploadForm(request.POST or None, request.FILES or None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.upload(by=request.actor, **form.cleaned_data)
        except actions.UnableToUpload as error:
            form.add_error("file", str(error))
        else:
            return redirect("registry:import", roster_id=row.pk)
    return form_page(request, "registry/upload.html", form)


def _roster(request: Request, roster_id: int) -> RosterImport:
    return get_object_or_404(queries.rosters_visible_to(request.actor), pk=roster_id)


@allow(P.ROSTER_IMPORT)
@never_cache
@require_GET
def roster(request: Request, roster_id: int) -> HttpResponse:
    """The report: how many rows, what is wrong, what is new, what differs; and the buttons that decide."""
    row = _roster(request, roster_id)
    if row.state in OPEN_STAGES:
        return render(request, "registry/import_open.html", {"roster": row, "job": _job(row)})
    return render(request, "registry/import.html", _report(row, DecideForm()))


def _report(row: RosterImport, form: DecideForm) -> dict[str, Any]:
    states = dict(row.rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "roster": row,
        "counts": row.summary.get("counts", {}),
        "states": [
            (state.value, state.label, states.get(state.value, 0))
            for state in State
            if states.get(state.value)
        ],
        "waiting": states.get(State.CANDIDATES, 0),
        "writable": states.get(State.NEW, 0) + states.get(State.CHANGED, 0),
        "kinds": _problem_kinds(row),
        "file_problems": _of_the_file(row),
        "failure": _failure(row),
        "before": actions.accepted_before(row),
        "differing": row.rows.exclude(differences=[]).filter(state=State.CHANGED).count(),
        "form": form,
        "is_open": row.state == Stage.READ,
        "certified": sorted(row.summary.get("certified", {})),
    }


def _failure(row: RosterImport) -> Problem | None:
    plain = row.summary.get("failure")
    return Problem.from_json(plain) if row.state == Stage.FAILED and plain else None


def _problem_kinds(row: RosterImport) -> list[dict[str, Any]]:
    """The kinds of problem in this roster with their number, errors first; each in the words of its first case."""
    found = row.problems.order_by().values_list("severity", "code").annotate(n=Count("pk"), first=Min("pk"))
    order = list(SEVERITIES)
    kinds = sorted(found, key=lambda kind: (order.index(kind[0]), -kind[2]))
    firsts = row.problems.in_bulk([first for *_kind, first in kinds])
    return [
        {
            "severity": severity,
            "code": code,
            "n": n,
            "words": problem_of(firsts[first])[0].text(_lang()),
            "is_example": "{" in WORDINGS[code].zh,
        }
        for severity, code, n, first in kinds
    ]


def _of_the_file(row: RosterImport) -> list[Problem]:
    """What is wrong with the file itself. Its notes are counted below and need not be read one by one."""
    rows = row.problems.filter(row__isnull=True).exclude(severity="note")
    return [problem_of(one)[0] for one in rows]


def _job(row: RosterImport) -> dict[str, Any]:
    is_writing = row.state == Stage.ACCEPTING
    state = {Stage.FAILED: "failed"}.get(Stage(row.state), "running" if row.state in OPEN_STAGES else "done")
    return {
        "id": "roster-job",
        "label": _("Writing %(file)s") % {"file": row.file_name} if is_writing else _("Reading %(file)s") % {"file": row.file_name},
        "done": row.rows_done,
        "total": 0 if is_writing else row.rows_total,
        "state": state,
        "poll_url": reverse("registry:import_progress", args=[row.pk]),
        "page_url": reverse("registry:import", args=[row.pk]),
    }  # fmt: skip


@allow(P.ROSTER_IMPORT)
@never_cache
@require_GET
def progress(request: Request, roster_id: int) -> HttpResponse:
    """The progress bar alone; when the work is done, the page is told to load itself anew."""
    row = _roster(request, roster_id)
    response = render(request, "registry/job.html", {"job": _job(row)})
    if row.state not in OPEN_STAGES:
        response["HX-Refresh"] = "true"
    return response


@allow(P.ROSTER_IMPORT)
@require_GET
def problems(request: Request, roster_id: int) -> HttpResponse:
    """Each problem with its row, column, what was written, what is wrong and how to mend it."""
    row = _roster(request, roster_id)
    found = row.problems.select_related("row").filter(**_problem_filter(request)).order_by("number", "pk")
    page = page_of(request, found, 50)
    for one in page:
        one.problem, one.written = problem_of(one)
        if row.state != Stage.READ:
            one.written = without_numbers(one.written)
    context = {"roster": row, "page": page, "kinds": _problem_kinds(row), "kind": request.GET.get("kind", ""),
               "severity": request.GET.get("severity", ""), "severities": SEVERITIES}  # fmt: skip
    return render(request, "registry/import_problems.html", context)


def _problem_filter(request: Request) -> dict[str, str]:
    wanted = {}
    if (kind := request.GET.get("kind", "")) in WORDINGS:
        wanted["code"] = kind
    if (severity := request.GET.get("severity", "")) in SEVERITIES:
        wanted["severity"] = severity
    return wanted


@allow(P.ROSTER_IMPORT)
@require_GET
def rows(request: Request, roster_id: int) -> HttpResponse:
    """The rows by what became of them. A row of another town shows its number only."""
    row = _roster(request, roster_id)
    state = request.GET.get("state", "")
    listed = (
        row.rows.select_related("person")
        .defer("body", "person__id_number", "person__phone")
        .order_by("number")
    )
    if state == "differs":
        listed = listed.filter(state=State.CHANGED).exclude(differences=[])
    elif state in State.values:
        listed = listed.filter(state=state)
    listed = listed.annotate(wrong=Count("problems"))
    page = page_of(request, listed, 50)
    states = dict(row.rows.order_by().values_list("state").annotate(n=Count("pk")))
    context = {"roster": row, "page": page, "state": state,
               "states": [(one.value, one.label, states[one.value]) for one in State if one.value in states]}  # fmt: skip
    return render(request, "registry/import_rows.html", context)


def _row(roster: RosterImport, number: int) -> RosterRow:
    """A row that may be looked at: one of another town does not exist here."""
    listed: QuerySet[RosterRow] = roster.rows.select_related("person").exclude(state=State.OUTSIDE)
    return get_object_or_404(listed, number=number)


@allow(P.ROSTER_IMPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def row(request: Request, roster_id: int, number: int) -> HttpResponse:
    """One row: each cell with what is wrong with it, to be typed anew; whom it means; what taking it would change."""
    whole = _roster(request, roster_id)
    found = _row(whole, number)
    refusal = ""
    if request.method == "POST":
        try:
            actions.mend_row(
                by=request.actor, roster=whole, number=number, cells=_typed(request, whole, found)
            )
        except actions.UnableToDecideRoster as error:
            refusal = str(error)
        else:
            messages.success(request, _("Row %(n)s was read again.") % {"n": number})
            return redirect("registry:import_row", roster_id=whole.pk, number=number)
    context = _row_context(request, whole, found)
    return render(
        request, "registry/import_row.html", {**context, "refusal": refusal}, status=422 if refusal else 200
    )


def _layout(whole: RosterImport) -> Layout:
    return Layout.from_json(whole.summary["layout"])


def _typed(request: Request, whole: RosterImport, found: RosterRow) -> dict[str, str]:
    """The cells the officer changed, by column number."""
    cells = actions.Body.of(found).cells
    typed = {str(c.number): request.POST.get(f"c{c.number}") for c in _layout(whole).columns}
    return {
        column: text.strip()
        for column, text in typed.items()
        if text is not None and text.strip() != cell_text(cells.get(column)).strip()
    }


def _row_context(request: Request, whole: RosterImport, found: RosterRow) -> dict[str, Any]:
    body = actions.Body.of(found)
    wrong: dict[str, list[Problem]] = {}
    for one in found.problems.all():
        wrong.setdefault(one.cell, []).append(problem_of(one)[0])
    cells = [_cell(request, column, body.cells, wrong, found.number) for column in _layout(whole).columns]
    may_choose = whole.state == Stage.READ and found.state != State.WRITTEN
    is_shifted = any(one.code == actions.TOO_WIDE for several in wrong.values() for one in several)
    people = queries.visible_to(request.actor, P.ROSTER_IMPORT).filter(pk__in=found.candidates)
    return {
        "roster": whole,
        "row": found,
        "cells": cells,
        "general": wrong.get("", []),
        "candidates": list(people),
        "differences": differences_of(body, found, whole),
        "may_mend": may_choose and not body.has_merged and not is_shifted and found.state != State.SKIPPED,
        "may_choose": may_choose,
        "has_merged": body.has_merged,
        "is_shifted": is_shifted,
        "next": whole.rows.filter(
            number__gt=found.number, state__in=(State.REJECTED, State.CANDIDATES)
        ).first(),
    }


def _cell(
    request: Request, column: Any, cells: dict[str, Any], wrong: dict[str, list[Problem]], number: int
) -> dict[str, Any]:
    """One cell as the form shows it; after a refusal with what was typed."""
    kept = cell_text(cells.get(str(column.number)))
    return {
        "name": f"c{column.number}",
        "header": column.header or column.letter,
        "letter": column.letter,
        "text": request.POST.get(f"c{column.number}", kept),
        "problems": wrong.get(f"{column.letter}{number}", []),
        "is_read": column.kind is not None,
    }


@allow(P.ROSTER_IMPORT)
@require_POST
def choose(request: Request, roster_id: int, number: int) -> HttpResponse:
    whole = _roster(request, roster_id)
    found = _row(whole, number)
    try:
        actions.choose(by=request.actor, roster=whole, number=number, choice=request.POST.get("choice", ""))
    except actions.UnableToDecideRoster as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Row %(n)s: noted.") % {"n": number})
    return redirect("registry:import_row", roster_id=whole.pk, number=found.number)


@allow(P.ROSTER_IMPORT)
@never_cache
@require_GET
def marked(request: Request, roster_id: int) -> HttpResponse:
    """The sender's own file with every wrong cell coloured and a sheet that lists them all."""
    row = _roster(request, roster_id)
    path = actions.stored(row)
    if not path.exists() or "layout" not in row.summary:
        messages.error(request, _("The file is not kept any more."))
        return redirect("registry:import", roster_id=row.pk)
    content = BytesIO()
    found = [problem_of(one)[0] for one in row.problems.iterator(chunk_size=2000)]
    mark(path, content, sheet=_layout(row).sheet, problems=found, lang=_lang())
    return workbook(content, f"{row.file_name.rsplit('.', 1)[0]} {_('marked')}.xlsx")


@allow(P.ROSTER_IMPORT)
@require_POST
def accept(request: Request, roster_id: int) -> HttpResponse:
    """Write it: at once, or by the worker where it is large."""
    row = _roster(request, roster_id)
    report = _report(row, DecideForm(request.POST))
    form = report["form"]
    if report["differing"] and not form.is_valid():
        return render(request, "registry/import.html", report, status=422)
    takes = request.POST.get("where_they_differ") == DecideForm.TAKE
    try:
        if actions.is_large(row):
            actions.accept_later(by=request.actor, roster=row, takes_rosters=takes)
        else:
            written = actions.accept(by=request.actor, roster=row, takes_rosters=takes)
            messages.success(request, _accepted_words(written))
    except actions.UnableToDecideRoster as error:
        messages.error(request, str(error))
    return redirect("registry:import", roster_id=row.pk)


def _accepted_words(written: Any) -> str:
    if not written.people:
        return _("Nothing was changed: everything in it is recorded already.")
    words = _("Written: %(people)s people, %(new)s of them new, %(facts)s facts.")
    return words % {"people": len(written.people), "new": written.new, "facts": written.facts}


@allow(P.ROSTER_IMPORT)
@require_http_methods(["GET", "POST"])
def discard(request: Request, roster_id: int) -> HttpResponse:
    """Asks once, then throws the roster away."""
    row = _roster(request, roster_id)
    if request.method == "GET":
        return render(request, "registry/import_discard.html", {"roster": row})
    try:
        actions.discard(by=request.actor, roster=row)
    except actions.UnableToDecideRoster as error:
        messages.error(request, str(error))
        return redirect("registry:import", roster_id=row.pk)
    messages.success(request, _("Discarded. Nothing of it was written."))
    return redirect("registry:imports")
