""" "This is wrong": what the town has to look into, and the answer. And the list of stations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import corrections as actions
from rongyao.bureau.registry.actions.people import look, shown
from rongyao.bureau.registry.forms.corrections import AnswerForm
from rongyao.bureau.registry.forms.words import label_of
from rongyao.bureau.registry.models import Correction
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.bureau.registry.views.pages import form_page, page_of
from rongyao.law.facts import FACTS

P = Permission


def field_label(field: str) -> str:
    """The name of a fact or an identity field, in the reader's language."""
    return str(IDENTITY_FIELDS[field]) if field in IDENTITY_FIELDS else label_of(FACTS[field])


@allow(P.CORRECTION_DECIDE)
@require_GET
def corrections(request: Request) -> HttpResponse:
    """Open ones first, by their last day."""
    page = page_of(request, queries.corrections_visible_to(request.actor))
    known_days = calendar()
    for row in page:
        row.label = field_label(row.field)
        row.deadline = deadline_of(row.clock, known_days) if row.state == Correction.State.OPEN else None
    return render(request, "registry/corrections.html", {"page": page, "today": timezone.localdate()})


@allow(P.CORRECTION_DECIDE)
@require_http_methods(["GET", "POST"])
def correction(request: Request, correction_id: int) -> HttpResponse:
    """One correction: what the person says, what is recorded and whence, until when; and the answer."""
    row = queries.get_correction_for(request.actor, correction_id)
    look(by=request.actor, person=row.person)
    places = queries.places_for(request.actor, P.PEOPLE_EDIT, timezone.localdate())
    form = AnswerForm(request.POST or None, field=row.field, places=places)
    if request.method == "POST" and form.is_valid() and _answer(request, row, form):
        messages.success(request, _("Answered. The person can read it now."))
        return redirect("registry:corrections")
    return form_page(request, "registry/correction.html", form, **_context(row))


def _context(row: Correction) -> dict[str, Any]:
    is_identity = row.field in IDENTITY_FIELDS
    return {
        "row": row,
        "label": field_label(row.field),
        "recorded": shown(row.person, row.field) if is_identity else None,
        "fact": None if is_identity else queries.facts_of(row.person).get(row.field),
        "deadline": deadline_of(row.clock),
        "today": timezone.localdate(),
        "is_open": row.state == Correction.State.OPEN,
    }


def _answer(request: Request, row: Correction, form: AnswerForm) -> bool:
    data = form.cleaned_data
    try:
        actions.answer_correction(
            by=request.actor,
            correction=row,
            is_mended=data["outcome"] == AnswerForm.MEND,
            value=data.get("value"),
            answer=data["answer"],
        )
    except actions.UnableToAnswerCorrection as error:
        form.add_error(error.field, str(error))
        return False
    return True


@allow(P.PEOPLE_VIEW)
@require_GET
def stations(request: Request) -> HttpResponse:
    """Service centres and stations with their telephone numbers, for the counter."""
    return render(request, "registry/stations.html", {"page": page_of(request, queries.stations())})
