"""The forms: what there is, filling, taking back, adding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.returns import actions, queries
from rongyao.bureau.registry.returns.forms import AddForm, FillForm, TakeBackForm
from rongyao.bureau.registry.returns.models import AddedForm
from rongyao.bureau.registry.returns.rules.mapping import built_in
from rongyao.bureau.registry.returns.rules.source import mapping_text
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook
from rongyao.bureau.registry.views.people import filters_of

P = Permission


@allow(P.RETURN_FILL)
@require_GET
def forms(request: Request) -> HttpResponse:
    """Every form in use, and what was filled lately."""
    page = page_of(request, queries.fillings_visible_to(request.actor))
    found = queries.forms()
    filled = [(row, found.get(row.code)) for row in page]
    context = {
        "forms": list(found.values()),
        "page": page,
        "filled": filled,
        "own": set(found) - set(built_in()),
    }
    return render(request, "returns/forms.html", context)


@allow(P.RETURN_FILL)
@never_cache
@require_http_methods(["GET", "POST"])
def form(request: Request, code: str) -> HttpResponse:
    """The columns of a form; filled for the people of the list as it is filtered."""
    found, filters = queries.get_form(code), filters_of(request)
    asked = FillForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        try:
            _row, content = actions.fill(
                by=request.actor, form=found, filters=filters, reason=asked.cleaned_data["reason"]
            )
        except actions.UnableToFill as error:
            asked.add_error(None, str(error))
        else:
            return workbook(content, f"{found.zh} {timezone.localdate()}.xlsx")
    many = queries.fillable(request.actor, found, filters).count()
    may_take = request.actor.may(P.ROSTER_IMPORT)
    return form_page(request, "returns/form.html", asked, found=found, many=many, may_take=may_take)


@allow(P.ROSTER_IMPORT)
@require_http_methods(["GET", "POST"])
def take_back(request: Request, code: str) -> HttpResponse:
    """A filled form comes in as a roster: shown, compared and accepted there."""
    found = queries.get_form(code)
    places = towns_for(request.actor, P.ROSTER_IMPORT, timezone.localdate())
    asked = TakeBackForm(request.POST or None, request.FILES or None, places=places)
    if request.method == "POST" and asked.is_valid():
        try:
            roster, unread = actions.take_back(by=request.actor, form=found, **asked.cleaned_data)
        except actions.UnableToTakeBack as error:
            asked.add_error("file", str(error))
        else:
            if unread:
                words = _("Cells that could not be read and were left out: %(cells)s")
                messages.warning(request, words % {"cells": "、".join(unread[:40])})
            return redirect("registry:import", roster_id=roster.pk)
    return form_page(request, "returns/take_back.html", asked, found=found)


@allow(P.RETURN_FILL)
@require_GET
def mapping(request: Request, code: str) -> HttpResponse:
    """The mapping file of a form, to take as a pattern."""
    added = AddedForm.objects.filter(code=code).order_by("-version").first()
    text = added.body if added else mapping_text(code)
    if text is None:
        raise Http404
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{code}.csv") or "attachment"
    return answer


@allow(P.RETURN_FILL)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put a mapping of the bureau's own into use; everything wrong with it is listed by line."""
    asked = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        try:
            row = actions.add_form(by=request.actor, file=asked.cleaned_data["file"])
        except actions.UnableToAddForm as error:
            for words in str(error).split("\n"):
                asked.add_error("file", words)
        else:
            messages.success(
                request, _("In use: %(name)s, version %(n)s.") % {"name": row.zh, "n": row.version}
            )
            return redirect("returns:form", code=row.code)
    return form_page(request, "returns/add.html", asked)
