"""Pages for everybody: the front door, stations, is this letter genuine, the slip from the counter."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.desks.forms import ActivateForm, CodeForm
from rongyao.bureau.desks.rules import shelves
from rongyao.bureau.entitlements.queries import verification
from rongyao.bureau.foundation.access import queries as access
from rongyao.bureau.foundation.access.actions import signed_in
from rongyao.bureau.foundation.access.middleware import Request, allow, open_session, typed
from rongyao.bureau.foundation.access.patience import patiently
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions import accounts
from rongyao.bureau.registry.organisations.queries import stations_with_cards

P = Permission
# Whoever signs in goes to the first of these that they may see.
DOORS = (
    (P.QUEUE_VIEW, "desks:queue"),
    (P.AUDIT_VIEW, "desks:audit"),
    (P.USER_MANAGE, "access:users"),
    (P.SELF_VIEW, "desks:me"),
    (P.ORGANISATION_SELF, "organisations:own"),
    (P.FIGURES_VIEW, "background:figures"),
)


@allow(P.PUBLIC)
@require_GET
def home(request: Request) -> HttpResponse:
    """The public front page; for a signed-in user, the way to their own desk."""
    for permission, name in DOORS:
        if request.actor.is_signed_in and request.actor.may(permission):
            return redirect(name)
    # A helper of several people, or one who stopped, first says whom they act for.
    if request.actor.helped:
        return redirect("families:choose")
    return render(request, "desks/home.html", {"shelves": shelves()})


@allow(P.PUBLIC)
@require_GET
def stations(request: Request) -> HttpResponse:
    rows = stations_with_cards().order_by("path")
    words = typed(request, "q")
    if words:
        rows = rows.filter(name__icontains=words) | rows.filter(division__parent__name__icontains=words)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "desks/stations.html", {"page": page, "words": words})


@allow(P.PUBLIC)
@require_GET
def verify(request: Request, code: str = "") -> HttpResponse:
    """Is this letter genuine? By the code at its foot; no name is shown."""
    asked = request.GET.get("code") or code
    form = CodeForm({"code": asked} if asked else None)
    found = None
    if asked and form.is_valid():
        found = verification.verify(form.cleaned_data["code"].strip())
    context = {"form": form, "asked": bool(asked), "found": found}
    return render(request, "desks/verify.html", context, status=404 if asked and found is None else 200)


@allow(P.PUBLIC)
@patiently
@require_http_methods(["GET", "POST"])
def activate(request: Request) -> HttpResponse:
    """The veteran's first sign-in, with the slip printed at the counter."""
    form = ActivateForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = accounts.activate(code=data["code"], id_last4=data["id_last4"], password=data["password"])
        except accounts.UnableToActivate as error:
            form.add_error(error.field, str(error))
        else:
            open_session(request, user)
            signed_in(by=access.actor_for(user, timezone.localdate()), user=user, how="slip")
            messages.success(request, _("Done. Your user name is %(name)s.") % {"name": user.username})
            return redirect(reverse("desks:me"))
    return render(request, "desks/activate.html", {"form": form}, status=422 if form.is_bound else 200)
