"""What organisations ask to have changed, and the officer's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import changes as actions
from rongyao.bureau.registry.organisations.forms.representatives import AnswerForm
from rongyao.bureau.registry.organisations.models import ChangeRequest
from rongyao.bureau.registry.views.pages import form_page, page_of

P = Permission


@allow(P.ORGANISATION_EDIT)
@require_GET
def requests(request: Request) -> HttpResponse:
    """Open ones first seen; the others by state."""
    state = typed(request, "state") or ChangeRequest.State.OPEN
    rows = queries.requests_visible_to(request.actor)
    if state in ChangeRequest.State.values:
        rows = rows.filter(state=state)
    context = {"page": page_of(request, rows), "states": ChangeRequest.State.choices, "state": state}
    return render(request, "organisations/requests.html", context)


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def request_one(request: Request, request_id: int) -> HttpResponse:
    row = queries.get_request_for(request.actor, request_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        is_confirmed = data["outcome"] == AnswerForm.CONFIRM
        try:
            actions.answer(by=request.actor, request=row, is_confirmed=is_confirmed, words=data["words"])
        except actions.UnableToAnswer as error:
            form.add_error(None if is_confirmed else "words", str(error))
        else:
            messages.success(request, _("Answered. The organisation can read it now."))
            return redirect("organisations:requests")
    context = {"row": row, "organisation": row.organisation, "other": actions.bears_it(row)}
    return form_page(request, "organisations/request.html", form, **context)
