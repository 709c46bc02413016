"""The background on a person's file, and what the person sees of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.background import queries
from rongyao.bureau.registry.background.views.entries import sums_of
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import own_person, station_for

P = Permission


def background_panel(request: Request, person: Person) -> tuple[str, dict[str, Any]] | None:
    """Groups first, then what the person last learnt and does; the page behind holds the rest."""
    if not request.actor.may_at(P.PEOPLE_VIEW, person.path):
        return None
    found = queries.background_of(person)
    return "background/_panel.html", {
        "person": person,
        "found": found,
        "sums": sums_of(person, found.spells),
        "suggestions": queries.suggestions_for(person, found.groups),
        "today": timezone.localdate(),
        "may_edit": request.actor.may_at(P.PEOPLE_EDIT, person.path),
    }


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def mine(request: Request) -> HttpResponse:
    """What is recorded of my schooling, work, skills, licences, spells of service and groups, and from which paper."""
    person = own_person(request.actor)
    found = queries.background_of(person)
    context = {
        "person": person,
        "found": found,
        "sums": sums_of(person, found.spells),
        "station": station_for(person.path),
        "today": timezone.localdate(),
    }
    return render(request, "background/mine.html", context)
