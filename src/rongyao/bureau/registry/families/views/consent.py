"""A relative's consent: recorded, taken back; a ground in law beside it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import consent as actions
from rongyao.bureau.registry.families.forms.kin import ConsentForm, GroundForm, WithdrawForm
from rongyao.bureau.registry.families.rules import GROUND_ARTICLES
from rongyao.bureau.registry.families.views.kin import to_family
from rongyao.bureau.registry.views.pages import form_page

P = Permission


def _today() -> str:
    return timezone.localdate().isoformat()


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def consent(request: Request, kin_id: int) -> HttpResponse:
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    form = ConsentForm(request.POST or None, initial={"on": _today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_consent(by=request.actor, kin=row, consent=form.consent())
        except actions.UnableToRecordConsent as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The answer is recorded."))
            return to_family(row.person_id)
    return form_page(request, "families/consent.html", form, person=row.person, kin=row)


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, kin_id: int) -> HttpResponse:
    """Take the consent back: what stood on it is removed at once."""
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    form = WithdrawForm(request.POST or None, initial={"on": _today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(by=request.actor, kin=row, on=form.cleaned_data["on"])
        except actions.UnableToRecordConsent as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("The consent is taken back."))
            return to_family(row.person_id)
    return form_page(request, "families/withdraw.html", form, person=row.person, kin=row)


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def ground(request: Request, kin_id: int) -> HttpResponse:
    """The ground in law on which numbers stand without consent, with its article in words."""
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    now = {"ground": row.ground, "ground_words": row.ground_words}
    form = GroundForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_ground(by=request.actor, kin=row, ground=form.grounded())
        except actions.UnableToRecordConsent as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Saved."))
            return to_family(row.person_id)
    articles = [(code.label, GROUND_ARTICLES[code]) for code in row.Ground]
    return form_page(request, "families/ground.html", form, person=row.person, kin=row, articles=articles)
