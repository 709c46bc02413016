"""The sign-in of a person: its state, the one-time slip, taking it away."""

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
from django.views.decorators.http import require_GET, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import accounts as actions
from rongyao.bureau.registry.rules import spaced_slip_code

P = Permission


@allow(P.ACCOUNT_BIND)
@require_GET
def account(request: Request, person_id: int) -> HttpResponse:
    """Is there a sign-in, since when, bound by whom; and the button that prints a slip."""
    person = queries.get_person_for(request.actor, person_id, P.ACCOUNT_BIND)
    context = {
        "person": person,
        "account": queries.account_of(person),
        "username": actions.username_of(person),
    }
    return render(request, "registry/account.html", context)


@allow(P.ACCOUNT_BIND)
@never_cache
@require_POST
def slip(request: Request, person_id: int) -> HttpResponse:
    """Print a slip. The code is on this page only: it is kept nowhere and the page cannot be opened again."""
    person = queries.get_person_for(request.actor, person_id, P.ACCOUNT_BIND)
    try:
        code = actions.print_slip(by=request.actor, person=person)
    except actions.UnableToPrintSlip as error:
        messages.error(request, str(error))
        return redirect("registry:account", person_id=person.pk)
    address = request.build_absolute_uri(reverse("desks:activate"))
    qr = segno.make(f"{address}?{urlencode({'code': code})}", error="m").svg_data_uri(scale=5, border=2)
    context = {
        "person": person,
        "code": spaced_slip_code(code),
        "address": address,
        "qr": qr,
        "username": actions.username_of(person),
        "last_day": timezone.localdate(timezone.now() + actions.SLIP_LASTS),
        "station": queries.station_for(person.path),
    }
    return render(request, "registry/slip.html", context)


@allow(P.ACCOUNT_BIND)
@require_POST
def unbind(request: Request, person_id: int) -> HttpResponse:
    person = queries.get_person_for(request.actor, person_id, P.ACCOUNT_BIND)
    reason = request.POST.get("reason", "").strip()[:160]
    if not reason:
        messages.error(request, _("Write why the sign-in is taken away."))
        return redirect("registry:account", person_id=person.pk)
    actions.unbind(by=request.actor, person=person, reason=reason)
    messages.success(request, _("The sign-in is taken away."))
    return redirect("registry:account", person_id=person.pk)
