"""One message: its history, and what the staff can do about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.notices import queries
from rongyao.bureau.foundation.notices.actions import exporting, visits, writing
from rongyao.bureau.foundation.notices.actions.steps import UnableToChangeMessage
from rongyao.bureau.foundation.notices.forms import HandedForm, OutcomeForm, ReasonForm
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.foundation.notices.registrations import people
from rongyao.bureau.foundation.notices.rules.words import segments
from rongyao.bureau.foundation.notices.views.outbox import title_of

P = Permission


@allow(P.NOTICE_VIEW)
@never_cache
@require_GET
def message(request: Request, message_id: int) -> HttpResponse:
    row = queries.get_message_for(request.actor, message_id)
    exporting.look(by=request.actor, person_id=row.person_id, path=row.path)
    return render(request, "notices/message.html", _context(request, row))


def _context(request: Request, row: Message) -> dict[str, Any]:
    return {
        "row": row,
        "look": queries.LOOKS[row.state],
        "kind": title_of(row.kind),
        "history": queries.history(row),
        "segments": segments(row.body),
        "person_url": people().page(row.person_id) if request.actor.may_at(P.PEOPLE_VIEW, row.path) else "",
        "may_send": request.actor.may_at(P.NOTICE_SEND, row.path),
    }


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def visit(request: Request, message_id: int) -> HttpResponse:
    """Go there or telephone; then say what was found."""
    row = queries.get_message_for(request.actor, message_id, P.NOTICE_SEND)
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.enter_outcome(by=request.actor, message=row, **form.cleaned_data)
        except UnableToChangeMessage as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(form.cleaned_data["outcome"]))
            return redirect("notices:message", message_id=row.pk)
    return _page(request, "notices/visit.html", row, form)


def _said(outcome: str) -> str:
    if outcome in ("phone_wrong", "moved", "died"):
        return _("Written down. Now mend the file, so that the next message arrives: the link is below.")
    return _("Written down. The message has reached its end.")


def _page(request: Request, template: str, row: Message, form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "back_url": reverse("notices:message", args=[row.pk]), **_context(request, row)}
    return render(request, template, context, status=status)


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def handed(request: Request, message_id: int) -> HttpResponse:
    """Told in person before the message arrived by itself."""
    row = queries.get_message_for(request.actor, message_id, P.NOTICE_SEND)
    form = HandedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            visits.hand_over(by=request.actor, message=row, **form.cleaned_data)
        except UnableToChangeMessage as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written down. The message has reached its end."))
            return redirect("notices:message", message_id=row.pk)
    return _page(request, "notices/handed.html", row, form)


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def cancel(request: Request, message_id: int) -> HttpResponse:
    """Take it back before it is there."""
    row = queries.get_message_for(request.actor, message_id, P.NOTICE_SEND)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.cancel(by=request.actor, message=row, **form.cleaned_data)
        except UnableToChangeMessage as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken back. Nobody is told."))
            return redirect("notices:message", message_id=row.pk)
    return _page(request, "notices/cancel.html", row, form)


@allow(P.NOTICE_SEND)
@require_POST
def again(request: Request, message_id: int) -> HttpResponse:
    """Start anew with the telephone that is on the file now."""
    row = queries.get_message_for(request.actor, message_id, P.NOTICE_SEND)
    try:
        writing.try_again(by=request.actor, message=row, to=people().find(request.actor, row.person_id))
    except UnableToChangeMessage as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It sets out anew, with what is on the file now."))
    return redirect("notices:message", message_id=row.pk)
