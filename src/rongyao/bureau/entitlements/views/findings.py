"""Answers of the law: of one person, those one fact short, those to be judged; working out everybody again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rongyao.bureau.entitlements.actions import runs
from rongyao.bureau.entitlements.forms import FindingFilterForm
from rongyao.bureau.entitlements.models import Determination, DeterminationRun, Judgement, Proposal
from rongyao.bureau.entitlements.queries import explanation
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.queries.due import due_to
from rongyao.bureau.entitlements.queries.rerun import rerun
from rongyao.bureau.entitlements.rules.proposing import (
    SETTLED_AFTER_YEARS,
    is_settled_on_paper,
    label,
    law_of,
    makes_proposal,
)
from rongyao.bureau.entitlements.views.proposals import lang, rights, synthetic
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.clock.queries import calendar
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.queries import get_person_for
from rongyao.bureau.registry.views.pages import page_of

P = Permission


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def person(request: Request, person_id: int) -> HttpResponse:
    """Everything the law says of one person, in the order the person would want to read it."""
    row = get_person_for(request.actor, person_id, P.ENTITLEMENT_VIEW)
    look(by=request.actor, person=row)
    due = due_to(row)
    context = {
        "person": row,
        "due": due,
        "groups": _groups(due),
        "judgements": Judgement.objects.filter(person=row).select_related("by"),
        "today": timezone.localdate(),
        **rights(request, row.path),
        **synthetic(row),
    }
    return render(request, "entitlements/person.html", context)


def _groups(due: Any) -> list[dict[str, Any]]:
    named = (
        (("granted",), _("Granted")),
        (("proposed", "paper"), _("Being decided")),
        (("judge",), _("For an officer to judge")),
        (("short",), _("Short of a fact")),
        (("refused",), _("Refused")),
        (("info",), _("Conditions met; nothing to decide here")),
        (("settled",), _("Entitled; taken as settled on paper")),
        (("no",), _("Conditions not met, or not asked yet")),
    )
    groups = [
        {"title": title, "lines": due.with_standing(*which), "which": which[0]} for which, title in named
    ]
    return [group for group in groups if group["lines"]]


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def finding(request: Request, pk: int) -> HttpResponse:
    """One kept answer with every reason; ``?check=1`` computes it again from its kept inputs."""
    row = queries.get_determination_for(request.actor, pk)
    look(by=request.actor, person=row.person)
    opened = Proposal.objects.filter(
        person=row.person_id, entitlement=row.entitlement, state__in=Proposal.OPEN_STATES
    ).first()
    context = {
        "found": row,
        "person": row.person,
        "label": label(row.entitlement, lang()),
        "lang": lang(),
        "seen": explanation.of_determination(row, on=timezone.localdate(), calendar=calendar()),
        "opened": opened,
        "newer": _newer(row),
        "settled_after": _settled_after(row),
        "can_propose": makes_proposal(row.entitlement)
        and row.answer != "no"
        and not row.ended_at
        and not opened,
        "rerun": rerun(row) if request.GET.get("check") else None,
        **rights(request, row.path),
        **synthetic(row.person),
    }
    return render(request, "entitlements/finding.html", context)


def _settled_after(row: Determination) -> int | None:
    """After how many years the matter is taken as settled on paper, where this one is."""
    is_settled = row.answer == "yes" and is_settled_on_paper(row.entitlement, row.finding, row.on)
    return SETTLED_AFTER_YEARS if is_settled else None


def _newer(row: Determination) -> Determination | None:
    if row.ended_at is None:
        return None
    return Determination.objects.filter(
        person=row.person_id, entitlement=row.entitlement, ended_at__isnull=True
    ).first()


# ── worklists ────────────────────────────────────────────────────────────────────────────────────────────────


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def short(request: Request) -> HttpResponse:
    """Answers that wait for a fact, fewest missing first."""
    return _list(request, queries.short_of_facts(request.actor), "entitlements/short.html")


@allow(P.JUDGEMENT_RECORD)
@require_GET
def to_judge(request: Request) -> HttpResponse:
    """Answers for which only an officer's judgement is missing."""
    return _list(request, queries.to_judge(request.actor), "entitlements/judge.html")


def _list(request: Request, rows: QuerySet[Determination], template: str) -> HttpResponse:
    if wanted := typed(request, "entitlement")[:80]:
        rows = rows.filter(entitlement=wanted)
    page = page_of(request, rows)
    for row in page:
        row.label, row.law = label(row.entitlement, lang()), law_of(row.entitlement, lang())
    context = {"page": page, "form": FindingFilterForm(request.GET), "here": request.get_full_path()}
    return render(request, template, context)


# ── everybody ────────────────────────────────────────────────────────────────────────────────────────────────


@allow(P.ENTITLEMENT_DETERMINE)
@require_POST
def determine_everybody(request: Request) -> HttpResponse:
    """Work everybody in scope out again, in the background."""
    started = runs.start_everybody(by=request.actor, on=timezone.localdate())
    if len(started) == 1:
        return redirect("entitlements:run", pk=started[0].pk)
    messages.success(request, _("Started. The answers change as the work goes on."))
    return redirect("entitlements:proposals")


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def run(request: Request, pk: int) -> HttpResponse:
    """How far a run is; the bar asks for itself, the page can be asked for again."""
    row = get_object_or_404(queries.runs_visible_to(request.actor), pk=pk)
    template = "entitlements/_run.html" if request.htmx else "entitlements/run.html"
    return render(request, template, {"run": row, "job": job_of(row)})


def job_of(row: DeterminationRun) -> dict[str, Any]:
    """A run in the shape the progress part reads."""
    here = reverse("entitlements:run", args=[row.pk])
    state = "failed" if row.failure else "done" if row.ended_at else "running"
    return {
        "id": f"run-{row.pk}", "label": _("Working out who is due what"), "done": row.done, "total": row.total,
        "state": state, "note": row.failure or "", "poll_url": here, "page_url": here,
    }  # fmt: skip
