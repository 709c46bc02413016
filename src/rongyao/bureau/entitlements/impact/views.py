"""What an entry would change, before it is confirmed: how far it is, on a page and as Excel."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.entitlements.impact import actions, queries
from rongyao.bureau.entitlements.impact.models import WAITING, ImpactRun
from rongyao.bureau.entitlements.impact.queries import Matter
from rongyao.bureau.entitlements.impact.rules import Figures
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.views.proposals import day_words, lang
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.views.pages import workbook

P = Permission


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry: whose sum changes, what it costs before and after, by town and by group."""
    matter = _entry(request, pk)
    places = {
        "export_url": reverse("impact:entry_export", args=[pk]),
        "back_url": reverse("entitlements:standard_entry", args=[pk]),
    }
    return page(request, matter, places)


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def entry_export(request: Request, pk: int) -> HttpResponse:
    """The same as Excel, with the same lines withheld."""
    return exported(request, _entry(request, pk))


def _entry(request: Request, pk: int) -> Matter:
    row = get_object_or_404(standards.entries_visible_to(request.actor), pk=pk)
    return queries.of_amounts(row, [row], timezone.localdate())


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def progress(request: Request, pk: int) -> HttpResponse:
    """The progress bar alone; when the work is done, the page is told to load itself anew."""
    run = queries.get_run_for(request.actor, pk)
    return bar(request, run, job_of(run, _("What it changes"), reverse("impact:progress", args=[pk])))


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """Work it out no further."""
    actions.stop(by=request.actor, run=queries.get_run_for(request.actor, pk))
    messages.success(request, _("Stopped. Nothing of it is kept."))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "entitlements:standards")


# ── for a table as for an entry ──────────────────────────────────────────────────────────────────────────────


def page(request: Request, matter: Matter, places: dict[str, str]) -> HttpResponse:
    """What it changes, or how far working that out is; sent by POST it is worked out anew."""
    if request.method == "POST":
        actions.ask(by=request.actor, matter=matter)
        return redirect(request.path)
    context = {**_told(request, _seen(request, matter), matter), **places}
    return render(request, "impact/impact.html", context)


def _seen(request: Request, matter: Matter) -> queries.Seen:
    """What stands; a scope small enough is worked out now where nothing fresh stands."""
    found = queries.seen(request.actor, matter)
    if found.people > matter.at_once or found.is_fresh:
        return found
    actions.work_out_now(by=request.actor, matter=matter)
    return queries.seen(request.actor, matter)


def _told(request: Request, found: queries.Seen, matter: Matter) -> dict[str, Any]:
    on = found.kept.on if found.kept else matter.on
    context = {
        "seen": found,
        "label": matter.label,
        "day": day_words(on),
        "is_whole": request.actor.may_at(P.ENTITLEMENT_VIEW, city().path),
    }
    if found.running:
        poll = reverse("impact:progress", args=[found.running.pk])
        context["job"] = job_of(found.running, _("What it changes"), poll, request.path)
    if found.kept:
        told = queries.told(found.kept.result or {}, on, lang())
        tables = ((_("By town"), told.towns), (_("By entitlement and group"), told.groups))
        context |= {"impact": told, "tables": tables}
    return context


def job_of(row: Any, label: str, poll_url: str, page_url: str = "") -> dict[str, Any]:
    """Sliced work in the shape the progress part reads."""
    state = {WAITING: "running", "failed": "failed"}.get(row.state, "done")
    return {
        "id": f"job-{row.pk}", "label": label, "done": row.done, "total": row.total, "state": state, "note": "",
        "poll_url": poll_url, "page_url": page_url,
    }  # fmt: skip


def bar(request: Request, row: Any, job: dict[str, Any]) -> HttpResponse:
    """The progress part; once the work is over the page loads itself anew."""
    response = render(request, "impact/job.html", {"job": job})
    if row.state != WAITING:
        response["HX-Refresh"] = "true"
    return response


def exported(request: Request, matter: Matter) -> HttpResponse:
    """The kept result as Excel; where there is none yet, the page that says so."""
    kept = _seen(request, matter).kept
    if kept is None:
        return redirect(request.path.removesuffix("export/"))
    found = queries.told(kept.result or {}, kept.on, lang())
    title = _("Impact before force: %(standard)s") % {"standard": matter.label}
    about = About(
        title=title, by=request.actor.name, at=timezone.localtime(), lang=lang(),
        lines=[(_("Legal date"), found.on.isoformat()), (_("People looked at"), str(found.looked_at)), worked_out(kept),
               (_("Withheld"), _("Lines of 1 to 4 people, and where one alone could be worked out, another one."))],
    )  # fmt: skip
    content = BytesIO()
    write_list(content, columns=_columns(), rows=_rows(found), about=about, sheet=_("Impact"))
    audit.record(
        by=request.actor, verb="impact.exported", subject=kept, path=request.actor.home_path,
        detail={"of": kept.subject, "hash": kept.hash},
    )  # fmt: skip
    return workbook(content, f"{title} {found.on}.xlsx")


def worked_out(run: ImpactRun) -> tuple[str, str]:
    """When it was worked out, for the sheet that says whence."""
    return _("Worked out at"), timezone.localtime(run.ended_at).strftime("%Y-%m-%d %H:%M")


def _columns() -> list[Column]:
    money = (
        _("A year before"), _("A year after"), _("Difference a year"), _("A month before"), _("A month after"),
        _("Once before"), _("Once after"),
    )  # fmt: skip
    return [
        Column(_("By"), 12),
        Column(_("Line of the list"), 40),
        Column(_("People whose sum changes"), 16, "whole"),
        *(Column(name, 18, "money") for name in money),
    ]


def _rows(found: queries.Impact) -> Iterator[tuple[Any, ...]]:
    yield (_("All"), "", *_cells(found.total))
    for by, lines in ((_("Town"), found.towns), (_("Group"), found.groups)):
        yield from ((by, line.label, *_cells(line)) for line in lines)


def _cells(line: Figures) -> tuple[Any, ...]:
    if line.is_hidden:
        return (_("withheld"), *(None for _column in range(7)))
    return (
        line.people, line.yearly_before, line.yearly_after, line.yearly_difference, line.monthly_before,
        line.monthly_after, line.once_before, line.once_after,
    )  # fmt: skip
