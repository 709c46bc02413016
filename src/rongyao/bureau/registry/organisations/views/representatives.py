"""Who speaks for an organisation: appointing, the slip, the end; the first sign-in."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongyao.bureau.foundation.access.actions import signed_in
from rongyao.bureau.foundation.access.middleware import Request, allow, open_session
from rongyao.bureau.foundation.access.patience import patiently
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.accounts import SLIP_LASTS, UnableToActivate, UnableToPrintSlip
from rongyao.bureau.registry.forms.people import ReasonForm
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import representatives as actions
from rongyao.bureau.registry.organisations.forms.organisations import a_year_from
from rongyao.bureau.registry.organisations.forms.representatives import ActivateForm, AppointForm
from rongyao.bureau.registry.organisations.views.keeping import to_organisation
from rongyao.bureau.registry.rules import spaced_slip_code
from rongyao.bureau.registry.views.pages import form_page

P = Permission


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def appoint(request: Request, organisation_id: int) -> HttpResponse:
    """Record whom the organisation named, off the card and the letter."""
    row = queries.get_organisation_for(request.actor, organisation_id, P.ORGANISATION_EDIT)
    today = timezone.localdate()
    initial = {"starts_on": today.isoformat(), "ends_on": a_year_from(today).isoformat()}
    form = AppointForm(request.POST or None, kind=row.kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.appoint(by=request.actor, organisation=row, named=form.named())
        except actions.UnableToAppoint as error:
            form.add_error(error.field, str(error))
        else:
            again = _("Appointed; they sign in as before: no slip is needed.")
            messages.success(request, again if made.user_id else _("Appointed. Now print their slip."))
            return to_organisation(row.pk)
    return form_page(request, "organisations/appoint.html", form, organisation=row)


@allow(P.ORGANISATION_EDIT)
@never_cache
@require_POST
def slip(request: Request, representative_id: int) -> HttpResponse:
    """Print a slip. The code is on this page only: it is kept nowhere and the page cannot be opened again."""
    row = queries.get_representative_for(request.actor, representative_id)
    try:
        code = actions.print_slip(by=request.actor, representative=row)
    except UnableToPrintSlip as error:
        messages.error(request, str(error))
        return to_organisation(row.organisation_id)
    address = request.build_absolute_uri(reverse("organisations:activate"))
    context = {
        "representative": row,
        "organisation": row.organisation,
        "code": spaced_slip_code(code),
        "address": address,
        "qr": segno.make(f"{address}?{urlencode({'code': code})}", error="m").svg_data_uri(scale=5, border=2),
        "username": actions.username_of(row),
        "last_day": timezone.localdate(timezone.now() + SLIP_LASTS),
    }
    return render(request, "organisations/slip.html", context)


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def end(request: Request, representative_id: int) -> HttpResponse:
    row = queries.get_representative_for(request.actor, representative_id)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(by=request.actor, representative=row, reason=form.cleaned_data["reason"])
        except actions.UnableToAppoint as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("They speak for it no longer, from this moment on."))
            return to_organisation(row.organisation_id)
    context = {"representative": row, "organisation": row.organisation}
    return form_page(request, "organisations/end.html", form, **context)


@allow(P.PUBLIC)
@patiently
@never_cache
@require_http_methods(["GET", "POST"])
def activate(request: Request) -> HttpResponse:
    """A representative's first sign-in, with the slip printed at the bureau."""
    form = ActivateForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = actions.activate(code=data["code"], id_last4=data["id_last4"], password=data["password"])
        except UnableToActivate as error:
            form.add_error(error.field, str(error))
        else:
            open_session(request, user)
            signed_in(by=actor_for(user, timezone.localdate()), user=user, how="representative slip")
            messages.success(request, _("Done. Your user name is %(name)s.") % {"name": user.username})
            return redirect("organisations:own")
    return form_page(request, "organisations/activate.html", form)
