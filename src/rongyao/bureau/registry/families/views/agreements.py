"""Naming a helper at the counter: the signed paper, the slip, a further year, the end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.accounts import SLIP_LASTS, UnableToPrintSlip
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import agreements as actions
from rongyao.bureau.registry.families.actions import slips
from rongyao.bureau.registry.families.forms.agreements import HelperForm, RenewForm
from rongyao.bureau.registry.families.models import HelperAgreement
from rongyao.bureau.registry.families.rules import last_day_from
from rongyao.bureau.registry.families.views.kin import to_family
from rongyao.bureau.registry.forms.people import ReasonForm
from rongyao.bureau.registry.queries import get_person_for, station_for
from rongyao.bureau.registry.rules import spaced_slip_code
from rongyao.bureau.registry.views.pages import form_page

P = Permission


def _a_year_from(day: dt.date) -> dict[str, str]:
    return {"starts_on": day.isoformat(), "ends_on": last_day_from(day).isoformat()}


@allow(P.HELPER_BIND)
@require_http_methods(["GET", "POST"])
def helper_new(request: Request, person_id: int) -> HttpResponse:
    """Record whom the person has named, off the card and the signed paper."""
    person = get_person_for(request.actor, person_id, P.HELPER_BIND)
    today = timezone.localdate()
    initial = {"may": HelperAgreement.May.SEE, "signed_on": today.isoformat(), **_a_year_from(today)}
    form = HelperForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.bind_helper(by=request.actor, person=person, named=form.named(), term=form.term())
        except actions.UnableToBindHelper as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _bound_words(row))
            return to_family(person.pk)
    return form_page(request, "families/helper_new.html", form, person=person)


def _bound_words(row: HelperAgreement) -> str:
    if row.helper_id is None:
        return _("The helper is named. Now print their slip.")
    return _("The helper is named and signs in as before: no slip is needed.")


@allow(P.HELPER_BIND)
@never_cache
@require_POST
def slip(request: Request, agreement_id: int) -> HttpResponse:
    """Print a slip. The code is on this page only: it is kept nowhere and the page cannot be opened again."""
    row = queries.get_agreement_for(request.actor, agreement_id, P.HELPER_BIND)
    try:
        code = slips.print_slip(by=request.actor, agreement=row)
    except UnableToPrintSlip as error:
        messages.error(request, str(error))
        return to_family(row.person_id)
    address = request.build_absolute_uri(reverse("families:activate"))
    return render(request, "families/slip.html", _slip_context(row, code, address))


def _slip_context(row: HelperAgreement, code: str, address: str) -> dict[str, Any]:
    return {
        "person": row.person,
        "agreement": row,
        "code": spaced_slip_code(code),
        "address": address,
        "qr": segno.make(f"{address}?{urlencode({'code': code})}", error="m").svg_data_uri(scale=5, border=2),
        "username": slips.username_of(row),
        "last_day": timezone.localdate(timezone.now() + SLIP_LASTS),
        "station": station_for(row.person.path),
    }


@allow(P.HELPER_BIND)
@require_http_methods(["GET", "POST"])
def helper_renew(request: Request, agreement_id: int) -> HttpResponse:
    row = queries.get_agreement_for(request.actor, agreement_id, P.HELPER_BIND)
    today = timezone.localdate()
    initial = {"may": row.may, "signed_on": today.isoformat(), **_a_year_from(today)}
    form = RenewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        may = form.cleaned_data["may"]
        try:
            actions.renew_helper(by=request.actor, agreement=row, may=may, term=form.term())
        except actions.UnableToBindHelper as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Renewed."))
            return to_family(row.person_id)
    return form_page(request, "families/helper_renew.html", form, person=row.person, agreement=row)


@allow(P.HELPER_BIND)
@require_http_methods(["GET", "POST"])
def helper_end(request: Request, agreement_id: int) -> HttpResponse:
    row = queries.get_agreement_for(request.actor, agreement_id, P.HELPER_BIND)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_helper(by=request.actor, agreement=row, reason=form.cleaned_data["reason"])
        except actions.UnableToEndHelper as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The helper may no longer act, from this moment on."))
            return to_family(row.person_id)
    return form_page(request, "families/helper_end.html", form, person=row.person, agreement=row)
