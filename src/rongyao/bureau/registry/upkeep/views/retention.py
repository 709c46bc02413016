"""The retention schedule, what has run out, the second signature; deletions that people asked for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.clock.queries import deadline_of
from rongyao.bureau.registry.upkeep.actions import own, retention
from rongyao.bureau.registry.upkeep.forms.retention import AnswerErasureForm, DecideForm
from rongyao.bureau.registry.upkeep.forms.sheets import WhyForm
from rongyao.bureau.registry.upkeep.queries import retention as queries
from rongyao.bureau.registry.upkeep.rules.retention import schedule
from rongyao.bureau.registry.views.pages import form_page, page_of

P = Permission


@allow(P.CORRECTION_DECIDE)
@require_http_methods(["GET", "POST"])
def schedule_page(request: Request) -> HttpResponse:
    """Every kind of record, how long it is kept and why, and what has run out; one kind is proposed at a time."""
    form = WhyForm(request.POST or None)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and form.is_valid():
        try:
            retention.propose(by=request.actor, kind=kind, reason=form.cleaned_data["reason"])
        except retention.UnableToDispose as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Proposed. A second person decides; nothing is destroyed yet."))
            return redirect("upkeep:schedule")
    lines = queries.run_out(request.actor, timezone.localdate(), P.CORRECTION_DECIDE)
    past = queries.disposals_visible_to(request.actor, P.CORRECTION_DECIDE)[:20]
    return form_page(request, "upkeep/schedule.html", form, lines=lines, past=_named(past), kind=kind)


def _named(rows: Any) -> list[tuple[Any, Any]]:
    return [(row, schedule()[row.kind]) for row in rows]


@allow(P.RETENTION_DECIDE)
@require_GET
def disposals(request: Request) -> HttpResponse:
    """What was proposed and decided: the tombstones."""
    page = page_of(request, queries.disposals_visible_to(request.actor, P.RETENTION_DECIDE))
    return render(request, "upkeep/disposals.html", {"page": page, "lines": _named(page)})


@allow(P.RETENTION_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def disposal(request: Request, disposal_id: int) -> HttpResponse:
    """The second person decides."""
    row = queries.get_disposal_for(request.actor, disposal_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retention.decide(
                by=request.actor, disposal=row, destroys=form.cleaned_data["decision"] == form.DESTROY,
                answer=form.cleaned_data["answer"],
            )  # fmt: skip
        except retention.UnableToDispose as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Decided and recorded."))
            return redirect("upkeep:disposals")
    is_open = row.state == row.State.PROPOSED
    return form_page(
        request, "upkeep/disposal.html", form, row=row, kind=schedule()[row.kind], is_open=is_open
    )


@allow(P.CORRECTION_DECIDE)
@require_GET
def erasures(request: Request) -> HttpResponse:
    page = page_of(request, queries.erasures_visible_to(request.actor))
    lines = [(row, deadline_of(row.clock)) for row in page]
    return render(
        request, "upkeep/erasures.html", {"page": page, "lines": lines, "today": timezone.localdate()}
    )


@allow(P.CORRECTION_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def erasure(request: Request, erasure_id: int) -> HttpResponse:
    """Delete what rests on consent alone, or keep it and say why."""
    row = queries.get_erasure_for(request.actor, erasure_id)
    form = AnswerErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            own.answer(
                by=request.actor, erasure=row, deletes=form.cleaned_data["decision"] == form.DELETE,
                words=form.cleaned_data["words"],
            )  # fmt: skip
        except own.UnableToAnswerErasure as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Answered. The person can read it."))
            return redirect("upkeep:erasures")
    context = {"row": row, "deadline": deadline_of(row.clock), "today": timezone.localdate()}
    return form_page(request, "upkeep/erasure.html", form, is_open=row.state == row.State.OPEN, **context)
