"""Files that may be one person: the list, side by side, joining, parting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions.people import UnableToChangeIdentity, look
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for
from rongyao.bureau.registry.upkeep.actions import joining as actions
from rongyao.bureau.registry.upkeep.actions import parting
from rongyao.bureau.registry.upkeep.forms.joins import JoinForm
from rongyao.bureau.registry.upkeep.forms.sheets import WhyForm
from rongyao.bureau.registry.upkeep.queries import joins as queries
from rongyao.bureau.registry.upkeep.words import kind_words
from rongyao.bureau.registry.views.pages import PAGE, form_page, page_of

P = Permission


@allow(P.PEOPLE_MERGE)
@never_cache
@require_GET
def doubles(request: Request) -> HttpResponse:
    """Pairs of files that may be one person, each with its reasons."""
    page = Paginator(queries.doubles(request.actor), PAGE).get_page(request.GET.get("page"))
    joined = queries.joinings_visible_to(request.actor).count()
    return render(request, "upkeep/doubles.html", {"page": page, "joined": joined})


@allow(P.PEOPLE_MERGE)
@require_GET
def joinings(request: Request) -> HttpResponse:
    """Files that were joined, newest first."""
    page = page_of(request, queries.joinings_visible_to(request.actor))
    return render(request, "upkeep/joinings.html", {"page": page})


@allow(P.PEOPLE_MERGE)
@never_cache
@require_http_methods(["GET", "POST"])
def compare(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """Two files side by side, field by field; the officer chooses and joins them."""
    first, second = _pair(request, first_id, second_id)
    lines = queries.compared(first, second)
    form = JoinForm(request.POST or None, first=first, second=second, lines=lines, initial={"keep": "first"})
    if request.method == "POST" and form.is_valid():
        row = _joined(request, first, second, form)
        if row is not None:
            messages.success(
                request, _("Joined. The old number still leads here; the files can be parted again.")
            )
            return redirect("upkeep:joining", joining_id=row.pk)
    return form_page(request, "upkeep/compare.html", form, **_side_by_side(first, second, lines, form))


def _pair(request: Request, first_id: int, second_id: int) -> tuple[Person, Person]:
    if first_id == second_id:
        raise Http404
    found = [get_person_for(request.actor, pk, P.PEOPLE_MERGE) for pk in (first_id, second_id)]
    for person in found:
        look(by=request.actor, person=person)
    return found[0], found[1]


def _side_by_side(first: Person, second: Person, lines: Any, form: JoinForm) -> dict[str, Any]:
    counts = [queries.counts_of(person) for person in (first, second)]
    kinds = dict.fromkeys(label for counted in counts for label in counted)
    return {
        "first": first,
        "second": second,
        "reasons": queries.reasons_of(first, second),
        "lines": [(line, form.chosen(line.name) if form.is_bound else "") for line in lines],
        "differing": len(form.differing),
        "kinds": [(kind_words(label), counts[0].get(label, 0), counts[1].get(label, 0)) for label in kinds],
        "two_towns": first.path != second.path,
    }


def _joined(request: Request, first: Person, second: Person, form: JoinForm) -> Any:
    kept, left = (first, second) if form.cleaned_data["keep"] == form.FIRST else (second, first)
    try:
        return actions.join(
            by=request.actor, kept=kept, left=left, choices=form.choices(), reason=form.cleaned_data["reason"]
        )
    except (actions.UnableToJoin, UnableToChangeIdentity) as error:
        form.add_error(None, str(error))
        return None


@allow(P.PEOPLE_MERGE)
@require_http_methods(["GET", "POST"])
def different(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """They are two people: say how you know, and the pair is not offered again."""
    first, second = _pair(request, first_id, second_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.call_different(
            by=request.actor, first=first, second=second, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Written down: two people. They are not offered again."))
        return redirect("upkeep:doubles")
    return form_page(request, "upkeep/different.html", form, first=first, second=second)


@allow(P.PEOPLE_MERGE)
@never_cache
@require_GET
def joining(request: Request, joining_id: int) -> HttpResponse:
    """What was joined, what moved, and whether it can be parted."""
    return _joining(request, joining_id, WhyForm())


def _joining(request: Request, joining_id: int, form: WhyForm) -> HttpResponse:
    row = queries.get_joining_for(request.actor, joining_id)
    context = {
        "row": row,
        "moved": [(kind_words(label), many) for label, many in row.moved.items()],
        "against": parting.against(row, row.kept),
        "stays": [(kind_words(label), many) for label, many in parting.stays(row).items()],
        "is_joined": row.state == row.State.JOINED,
    }
    return form_page(request, "upkeep/joining.html", form, **context)


@allow(P.PEOPLE_MERGE)
@require_POST
def part(request: Request, joining_id: int) -> HttpResponse:
    """Part the files again."""
    row = queries.get_joining_for(request.actor, joining_id)
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            parting.part(by=request.actor, joining=row, reason=form.cleaned_data["reason"])
        except parting.UnableToPart as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Parted. Both files stand as they did."))
            return redirect("upkeep:compare", first_id=row.kept_id, second_id=row.left_id)
    return _joining(request, joining_id, form)
