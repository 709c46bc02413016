"""A helper's own pages, and the person's: choose whom to act for, stop, see who may act for me, end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.actions import signed_in
from rongyao.bureau.foundation.access.middleware import (
    SESSION_ACTING_FOR,
    Request,
    allow,
    open_session,
)
from rongyao.bureau.foundation.access.patience import patiently
from rongyao.bureau.foundation.access.queries import NOBODY, actor_for
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.accounts import UnableToActivate
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import agreements as actions
from rongyao.bureau.registry.families.actions import slips
from rongyao.bureau.registry.families.forms.agreements import ActivateForm
from rongyao.bureau.registry.queries import own_person, person_of_user, station_for
from rongyao.bureau.registry.views.pages import form_page

P = Permission


def _signed_in(request: Request) -> int:
    """Whoever is signed in: a helper who acts for nobody just now holds no other permission."""
    if request.actor.user_id is None:
        raise PermissionDenied
    return request.actor.user_id


@allow(P.PUBLIC)
@never_cache
@require_GET
def choose(request: Request) -> HttpResponse:
    """Whom I may act for, until when, how far."""
    if not request.actor.is_signed_in:
        return redirect("access:sign_in")
    context: dict[str, Any] = {
        "agreements": queries.agreements_of_helper(request.actor, timezone.localdate()),
        "chosen": request.actor.person_id if request.actor.on_behalf_of else None,
        "has_own_file": person_of_user(_signed_in(request)) is not None,
    }
    return render(request, "families/choose.html", context)


@allow(P.PUBLIC)
@require_POST
def begin(request: Request, person_id: int) -> HttpResponse:
    """Act for this person from now on, in this session."""
    _signed_in(request)
    row = queries.get_helped(request.actor, person_id, timezone.localdate())
    request.session[SESSION_ACTING_FOR] = row.person_id
    return redirect("desks:me")


@allow(P.PUBLIC)
@require_POST
def stop(request: Request) -> HttpResponse:
    """Act for nobody: back to one's own file, or to the choice."""
    has_own_file = person_of_user(_signed_in(request)) is not None
    request.session[SESSION_ACTING_FOR] = NOBODY
    messages.success(request, _("You act for nobody now."))
    return redirect("desks:me" if has_own_file else "families:choose")


@allow(P.PUBLIC)
@require_POST
def step_down(request: Request, agreement_id: int) -> HttpResponse:
    """The helper gives the agreement up."""
    _signed_in(request)
    rows = queries.agreements_of_helper(request.actor, timezone.localdate())
    row = get_object_or_404(rows, pk=agreement_id)
    actions.step_down(by=request.actor, agreement=row)
    request.session[SESSION_ACTING_FOR] = NOBODY
    messages.success(request, _("You no longer help %(name)s.") % {"name": row.person.name})
    return redirect("families:choose")


@allow(P.PUBLIC)
@patiently
@never_cache
@require_http_methods(["GET", "POST"])
def activate(request: Request) -> HttpResponse:
    """A helper's first sign-in, with the slip printed at the counter."""
    form = ActivateForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = slips.activate(code=data["code"], id_last4=data["id_last4"], password=data["password"])
        except UnableToActivate as error:
            form.add_error(error.field, str(error))
        else:
            open_session(request, user)
            signed_in(by=actor_for(user, timezone.localdate()), user=user, how="helper slip")
            messages.success(request, _("Done. Your user name is %(name)s.") % {"name": user.username})
            return redirect("families:choose")
    return form_page(request, "families/activate.html", form)


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def helpers(request: Request) -> HttpResponse:
    """Who may act for me, since when, how far; and who could before."""
    person = own_person(request.actor)
    context = {
        "person": person,
        "agreements": queries.agreements_of(person),
        "past": queries.past_agreements_of(person)[:20],
        "may_end": not request.actor.on_behalf_of,
        "station": station_for(person.path),
        "today": timezone.localdate(),
    }
    return render(request, "families/helpers.html", context)


@allow(P.SELF_VIEW)
@require_http_methods(["GET", "POST"])
def helper_revoke(request: Request, agreement_id: int) -> HttpResponse:
    """The person ends it themself, after one question."""
    row = queries.own_agreement(request.actor, agreement_id)
    if request.method == "POST":
        actions.revoke(by=request.actor, agreement=row)
        messages.success(request, _("%(name)s may no longer act for you.") % {"name": row.helper_name})
        return redirect("families:helpers")
    return render(request, "families/revoke.html", {"agreement": row})


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def my_family(request: Request) -> HttpResponse:
    """What is recorded of my relatives, and what they agreed to."""
    person = own_person(request.actor)
    context = {"person": person, "kin": queries.kin_of(person), "station": station_for(person.path)}
    return render(request, "families/my_family.html", context)
