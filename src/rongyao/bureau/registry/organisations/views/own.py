"""A representative's own page: what is recorded of their organisation, keeping it, asking for a change."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import ROLES, Permission
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import changes as actions
from rongyao.bureau.registry.organisations.actions.keeping import UnableToKeepOrganisation
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.forms.organisations import ChangeOrganisationForm
from rongyao.bureau.registry.organisations.forms.representatives import AskForm
from rongyao.bureau.registry.organisations.models import ChangeRequest, Representative
from rongyao.bureau.registry.organisations.rules import FIELD_WORDS, FIELDS, OWN_FIELDS
from rongyao.bureau.registry.organisations.words import lines_of, shown_value
from rongyao.bureau.registry.views.pages import form_page

P = Permission


@allow(P.ORGANISATION_SELF)
@never_cache
@require_GET
def own(request: Request) -> HttpResponse:
    """Whom I speak for; where it is one, straight to it."""
    seats = request.actor.seats
    if len({seat.organisation_id for seat in seats}) == 1:
        return redirect("organisations:own_one", organisation_id=seats[0].organisation_id)
    lines = [(seat, ROLES[seat.role].name) for seat in seats]
    return render(request, "organisations/own_choose.html", {"seats": lines})


@allow(P.ORGANISATION_SELF)
@never_cache
@require_GET
def own_one(request: Request, organisation_id: int) -> HttpResponse:
    """What is recorded of my organisation, until when I speak for it, what I asked for."""
    row = queries.own(request.actor, organisation_id)
    mine = Representative.objects.filter(
        queries.in_force(timezone.localdate()), user_id=request.actor.user_id or 0
    )
    context = {
        "organisation": row,
        "lines": lines_of(row),
        "mine": [one for one in mine.select_related("organisation") if queries.kept(one.organisation).pk == row.pk],
        "requests": row.requests.all()[:10],
        "askable": [(field.value, field.label) for field in ChangeRequest.Field if field.value in FIELDS[row.kind]],
        "may_keep": bool(OWN_FIELDS[row.kind]),
        "has_others": len({seat.organisation_id for seat in request.actor.seats}) > 1,
    }  # fmt: skip
    return render(request, "organisations/own.html", context)


@allow(P.ORGANISATION_SELF)
@never_cache
@require_http_methods(["GET", "POST"])
def own_keep(request: Request, organisation_id: int) -> HttpResponse:
    """Keep address, contact, size and so on; these stand at once."""
    row = queries.own(request.actor, organisation_id)
    names = OWN_FIELDS[row.kind]
    if not names:
        raise Http404
    initial = {name: getattr(row, name) for name in names} | {"version": row.version}
    if row.industry:
        initial["industry"] = INDUSTRIES.words_of(row.industry)
    form = ChangeOrganisationForm(request.POST or None, kind=row.kind, names=names, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_own(
                by=request.actor, organisation=row, version=form.cleaned_data["version"], values=form.values()
            )
        except UnableToKeepOrganisation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations:own_one", organisation_id=row.pk)
    return form_page(request, "organisations/own_keep.html", form, organisation=row)


@allow(P.ORGANISATION_SELF)
@never_cache
@require_http_methods(["GET", "POST"])
def own_ask(request: Request, organisation_id: int, field: str) -> HttpResponse:
    """Ask for another name or credit code; an officer confirms it."""
    row = queries.own(request.actor, organisation_id)
    if field not in ChangeRequest.Field.values or field not in FIELDS[row.kind]:
        raise Http404
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(by=request.actor, organisation=row, field=field, **form.cleaned_data)
        except actions.UnableToAsk as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Asked. An officer looks at it; the answer stands on this page."))
            return redirect("organisations:own_one", organisation_id=row.pk)
    context = {"organisation": row, "label": FIELD_WORDS[field], "now": shown_value(row, field)}
    return form_page(request, "organisations/own_ask.html", form, **context)


@allow(P.ORGANISATION_SELF)
@require_POST
def own_withdraw(request: Request, organisation_id: int, request_id: int) -> HttpResponse:
    row = queries.own(request.actor, organisation_id)
    actions.withdraw(by=request.actor, request_id=request_id, organisation=row)
    messages.success(request, _("Withdrawn."))
    return redirect("organisations:own_one", organisation_id=row.pk)
