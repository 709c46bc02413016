"""The life view: for the officer on a person's file, and for the person on a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.entitlements.queries.life import life_of
from rongyao.bureau.entitlements.views.proposals import synthetic
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for, own_person

P = Permission


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def life(request: Request, person_id: int) -> HttpResponse:
    """Everything due to one person over a whole life; the look is recorded."""
    row = get_person_for(request.actor, person_id, P.ENTITLEMENT_VIEW)
    look(by=request.actor, person=row)
    return render(request, "entitlements/life.html", _context(row))


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def my_life(request: Request) -> HttpResponse:
    """The same for the person."""
    return render(request, "entitlements/my_life.html", _context(own_person(request.actor)))


def _context(person: Person) -> dict[str, Any]:
    found = life_of(person, timezone.localdate())
    groups = [("now", found.due_now()), ("later", found.still_to_come()), ("other", found.others())]
    return {"person": person, "life": found, "groups": groups, **synthetic(person)}
