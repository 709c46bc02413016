"""A veteran's own pages, made for a phone: what is due, letters, my file, who looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.desks.forms import WrongForm
from rongyao.bureau.entitlements.queries import due as entitlements
from rongyao.bureau.entitlements.queries.sources import sources_of
from rongyao.bureau.entitlements.rules.findings import facts_seen
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
    """The first page: what waits for you, what is due, the newest letter, the station."""
    person = registry.own_person(request.actor)
    due = entitlements.due_to(person)
    context = {
        "person": person,
        "due": due,
        "station": registry.station_for(person.path),
        "waiting": due.with_standing("paper"),
        "good": due.with_standing("granted", "proposed", "info"),
        "short": due.with_standing("short", "judge"),
        "letters": entitlements.letters_of(person)[:2],
        "lang": _letter_lang(),
        "today": timezone.localdate(),
    }
    return render(request, "desks/me.html", context)


def _letter_lang() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@allow(P.SELF_VIEW)
@require_GET
def due(request: Request) -> HttpResponse:
    """Everything the law was asked: granted, being handled, short of a fact, not due; each with its reason."""
    person = registry.own_person(request.actor)
    found = entitlements.due_to(person)
    groups = [
        (_("Granted"), found.with_standing("granted")),
        (_("Being handled"), found.with_standing("proposed", "paper", "judge")),
        (_("Yours by law, nothing to decide"), found.with_standing("info")),
        (_("Something is not known yet"), found.with_standing("short")),
        (_("Not granted"), found.with_standing("refused")),
        (_("Years back, taken as settled"), found.with_standing("settled")),
    ]
    # An edition that does not govern this person's dates is no answer to them.
    rest = [line for line in found.with_standing("no") if line.finding.get("applies") is True]
    context = {
        "person": person,
        "due": found,
        "groups": [group for group in groups if group[1]],
        "rest": rest,
    }
    return render(request, "desks/due.html", context)


@allow(P.SELF_VIEW)
@require_GET
def due_one(request: Request, determination_id: int) -> HttpResponse:
    """One entitlement: the answer, why, the sum, what to bring, how to disagree."""
    person = registry.own_person(request.actor)
    line = entitlements.line_of(person, determination_id)
    if line is None:
        raise Http404
    context = {
        "person": person,
        "line": line,
        "finding": line.finding,
        "sources": sources_of(person, facts_seen(line.finding)),
        "station": registry.station_for(person.path),
        "today": timezone.localdate(),
    }
    return render(request, "desks/due_one.html", context)


@allow(P.SELF_VIEW)
@require_GET
def letters(request: Request) -> HttpResponse:
    person = registry.own_person(request.actor)
    context = {"person": person, "letters": entitlements.letters_of(person), "lang": _letter_lang()}
    return render(request, "desks/letters.html", context)


@allow(P.SELF_VIEW)
@require_GET
def letter(request: Request, letter_id: int) -> HttpResponse:
    """One's own letter, as it was printed, and until when one may disagree."""
    person = registry.own_person(request.actor)
    row = entitlements.letter_of(person, letter_id)
    if row is None:
        raise Http404
    context = {
        "person": person,
        "letter": row,
        "text": row.body[_letter_lang()],
        "today": timezone.localdate(),
    }
    return render(request, "desks/letter.html", context)


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
