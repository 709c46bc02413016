"""A veteran's own pages, made for a phone: what is due, letters, my file, who looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.desks import queries
from rongyao.bureau.desks.forms import WrongForm
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.ui.formats import mask_id, mask_phone
from rongyao.bureau.registry import queries as registry
from rongyao.bureau.registry.actions import corrections
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.law.facts import FACTS

P = Permission


@allow(P.SELF_VIEW)
@require_GET
def me(request: Request) -> HttpResponse:
    """The first page: what waits for you, what is due, the newest letter, the telephone."""
    person = registry.own_person(request.actor)
    items = queries.mine(person)
    context = {
        "person": person,
        "station": registry.station_for(person.path),
        "waiting": [one for one in items if one.standing == "waiting"],
        "due": [one for one in items if one.standing in ("granted", "handled", "informed")],
        "missing": [one for one in items if one.standing in ("missing", "judge")],
        "letters": list(queries.own_letters(person)[:2]),
        "corrections": registry.corrections_of(person)[:3],
        "today": timezone.localdate(),
    }
    return render(request, "desks/me.html", context)


@allow(P.SELF_VIEW)
@require_GET
def due(request: Request) -> HttpResponse:
    """Every entitlement the law was asked for: due, being handled, short of a fact, not due."""
    person = registry.own_person(request.actor)
    items = queries.mine(person)
    groups = [
        (_("Granted"), [one for one in items if one.standing == "granted"]),
        (_("Being handled"), [one for one in items if one.standing in ("handled", "waiting", "judge")]),
        (_("Yours by law, nothing to decide"), [one for one in items if one.standing == "informed"]),
        (_("Something is not known yet"), [one for one in items if one.standing == "missing"]),
        (_("Not due, with the reason"), [one for one in items if one.standing in ("refused", "no")]),
    ]
    return render(request, "desks/due.html", {"person": person, "groups": [g for g in groups if g[1]]})


@allow(P.SELF_VIEW)
@require_GET
def due_one(request: Request, entitlement: str) -> HttpResponse:
    """One entitlement: the answer, why, the sum, what to bring, how to disagree."""
    person = registry.own_person(request.actor)
    one = next((m for m in queries.mine(person) if m.determination.entitlement == entitlement), None)
    if one is None:
        raise Http404
    context = {
        "person": person,
        "one": one,
        "finding": one.finding,
        "sources": queries.sources_of(person),
        "papers": [FACTS[name] for name in (*one.asked, *one.missing) if name in FACTS],
        "station": registry.station_for(person.path),
        "today": timezone.localdate(),
    }
    return render(request, "desks/due_one.html", context)


@allow(P.SELF_VIEW)
@require_GET
def letters(request: Request) -> HttpResponse:
    person = registry.own_person(request.actor)
    return render(request, "desks/letters.html", {"person": person, "letters": queries.own_letters(person)})


@allow(P.SELF_VIEW)
@require_GET
def letter(request: Request, letter_id: int) -> HttpResponse:
    """One's own letter, as it was printed."""
    person = registry.own_person(request.actor)
    row = get_object_or_404(queries.own_letters(person), pk=letter_id)
    return render(request, "desks/letter.html", {"person": person, "letter": row, "body": row.body})


@allow(P.SELF_VIEW)
@require_GET
def file(request: Request) -> HttpResponse:
    """My file: every fact, where it came from, and "this is wrong" beside it."""
    person = registry.own_person(request.actor)
    context = {
        "person": person,
        "groups": registry.file_of(person),
        "corrections": registry.corrections_of(person),
        "identity": _identity(person),
    }
    return render(request, "desks/file.html", context)


def _identity(person: Any) -> list[dict[str, Any]]:
    shown = {
        "name": person.name,
        "id_number": mask_id(person.id_number or ""),
        "birth_on": person.birth_on,
        "sex": person.get_sex_display(),
        "phone": mask_phone(person.phone or ""),
        "address": person.address,
    }
    return [
        {"field": field, "label": label, "value": shown.get(field, "")}
        for field, label in IDENTITY_FIELDS.items()
        if field in shown
    ]


@allow(P.SELF_CORRECT)
@require_http_methods(["GET", "POST"])
def wrong(request: Request, field: str) -> HttpResponse:
    """ "This is wrong": opens a correction with a clock."""
    person = registry.own_person(request.actor)
    if field not in FACTS and field not in IDENTITY_FIELDS:
        raise Http404
    form = WrongForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.ask_correction(by=request.actor, field=field, **form.cleaned_data)
        except corrections.UnableToAskCorrection as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have it. You get an answer within the time shown on your file."))
            return redirect("desks:file")
    context = {"form": form, "field": field, "is_fact": field in FACTS, "label": IDENTITY_FIELDS.get(field, field),
               "current": registry.facts_of(person).get(field)}  # fmt: skip
    return render(request, "desks/wrong.html", context, status=422 if form.is_bound else 200)


@allow(P.SELF_VIEW)
@require_GET
def log(request: Request) -> HttpResponse:
    """Who looked at my file, when, in which role."""
    person = registry.own_person(request.actor)
    page = Paginator(registry.looks(person), 30).get_page(request.GET.get("page"))
    return render(request, "desks/log.html", {"person": person, "page": page})
