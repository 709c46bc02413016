"""Forming, joining and leaving a household."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import households as actions
from rongyao.bureau.registry.families.forms.households import (
    FormHouseholdForm,
    JoinHouseholdForm,
    LeaveHouseholdForm,
)
from rongyao.bureau.registry.families.views.kin import to_family
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for
from rongyao.bureau.registry.views.pages import form_page

P = Permission


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def household_new(request: Request, person_id: int) -> HttpResponse:
    """Form a household at the person's address."""
    person = get_person_for(request.actor, person_id, P.FAMILY_EDIT)
    form = FormHouseholdForm(request.POST or None, initial={"address": person.address})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.form_household(by=request.actor, person=person, **form.cleaned_data)
        except actions.UnableToKeepHousehold as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Household %(number)s is formed.") % {"number": row.number})
            return to_family(person.pk)
    return form_page(request, "families/household_new.html", form, person=person)


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def household_join(request: Request, person_id: int) -> HttpResponse:
    """Write the person into a household that is there."""
    person = get_person_for(request.actor, person_id, P.FAMILY_EDIT)
    form = JoinHouseholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _joined(request, person, form):
        messages.success(request, _("Written into the household."))
        return to_family(person.pk)
    return form_page(request, "families/household_join.html", form, person=person)


def _joined(request: Request, person: Person, form: JoinHouseholdForm) -> bool:
    data = form.cleaned_data
    try:
        household = queries.get_household_for(request.actor, data["number"], P.FAMILY_EDIT)
        actions.join_household(by=request.actor, person=person, household=household, on=data["on"])
    except Http404:
        form.add_error("number", _("There is no household of this number in your scope."))
    except actions.UnableToKeepHousehold as error:
        form.add_error(error.field, str(error))
    return not form.errors


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def household_leave(request: Request, person_id: int) -> HttpResponse:
    person = get_person_for(request.actor, person_id, P.FAMILY_EDIT)
    form = LeaveHouseholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_household(by=request.actor, person=person, **form.cleaned_data)
        except actions.UnableToKeepHousehold as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("They no longer live there."))
            return to_family(person.pk)
    return form_page(request, "families/household_leave.html", form, person=person)
