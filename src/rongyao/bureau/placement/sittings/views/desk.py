"""The desk of the sitting: its rules, the draw, whose turn it is, and every step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.placement.rounds import words
from rongyao.bureau.placement.rounds.actions import drawing, handing
from rongyao.bureau.placement.rounds.forms import DrawForm
from rongyao.bureau.placement.rounds.models import Round
from rongyao.bureau.placement.sittings import actions, queries, rules
from rongyao.bureau.placement.sittings.forms import PositionForm, RulesForm, RulingForm, SeatsForm
from rongyao.bureau.placement.sittings.models import Step
from rongyao.bureau.placement.sittings.shown import log_lines, turn_of
from rongyao.bureau.registry.views.pages import form_page

P, State = Permission, Round.State
LAST = 12
# Acts that need more than a button -> their form.
MORE = ("late", "revoke", "withdraw", "add", "rule")


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def day_rules(request: Request, round_id: int) -> HttpResponse:
    """What the rules say of absence, proxies, second thoughts and seats."""
    row = queries.get_sitting_for(request.actor, round_id)
    form = (
        RulesForm(request.POST) if request.method == "POST" else RulesForm(initial=rules.USUAL | row.session)
    )
    if form.is_valid():
        try:
            actions.set_rules(by=request.actor, row=row, values=form.values())
        except actions.UnableToSit as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. They are published with the record."))
            return redirect("rounds:round", round_id=round_id)
    return form_page(request, "sittings/day_rules.html", form, round=row, heading=words.title_of(row))


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: Request, round_id: int) -> HttpResponse:
    """Enter the draw; the order is known from then on."""
    row = queries.get_sitting_for(request.actor, round_id)
    form = DrawForm(request.POST if request.method == "POST" else None, sources=row.sources)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin(by=request.actor, row=row, draws=form.draws())
        except drawing.UnableToDraw as error:
            form.add_error(None, words.fault_line(error.fault) if error.fault else str(error))
        except actions.UnableToSit as error:
            form.add_error(None, str(error))
        else:
            return redirect("sittings:sitting", round_id=round_id)
    return form_page(request, "sittings/begin.html", form, round=row, heading=words.title_of(row))


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_GET
def sitting(request: Request, round_id: int) -> HttpResponse:
    """Whose turn it is, what they may take, the seats, the last steps."""
    return _page(request, queries.get_sitting_for(request.actor, round_id))


def _page(
    request: Request, row: Round, *, refusal: str = "", forms_: dict[str, Any] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"round": row, "heading": words.title_of(row), "refusal": refusal}
    context["wrong"] = next(iter((forms_ or {}).values()), None)
    if row.state == State.SITTING:
        steps = queries.steps(row)
        try:
            with queries.in_hand(row, steps) as hand:
                context |= _shown(request, row, hand.sitting, steps)
            context["more"] = _more(row, context["seats"], forms_ or {})
        except queries.UnableToPlay as error:
            context |= {"refusal": str(error), "is_stopped": True}
    return render(request, "sittings/sitting.html", context, status=422 if refusal or forms_ else 200)


def _shown(request: Request, row: Round, found: rules.Sitting, steps: list[Step]) -> dict[str, Any]:
    seats = queries.seats(found)
    return {
        "seen": len(steps),
        "turn": turn_of(request.actor, row, found, seats),
        "seats": seats,
        "log": log_lines(found, steps)[-LAST:][::-1],
        "placed": len(found.session.placed),
        "people": row.people,
        "is_over": found.is_over,
        "allows_proxy": bool((rules.USUAL | row.session)["proxy"]),
    }


def _more(row: Round, seats: list[dict[str, Any]], bound: dict[str, Any]) -> list[tuple[str, Any, Any, Any]]:
    """The acts that need a form: (verb, heading, button, form); those the rules never allow are left out."""
    told = rules.USUAL | row.session
    posts = _posts(seats)
    every = (
        ("late", _("Somebody absent has come"), _("Call next"), told["late"] == "next", PositionForm),
        ("revoke", _("A choice is taken back"), _("Take it back"), told["cooling_minutes"] > 0, PositionForm),
        ("withdraw", _("A post loses seats"), _("Take the seats away"), True, SeatsForm),
        ("add", _("A post gets seats"), _("Add the seats"), True, SeatsForm),
        ("rule", _("Somebody leaves"), _("Keep the ruling"), True, RulingForm),
    )
    return [
        (verb, heading, button, bound.get(verb) or _form(form, posts, verb))
        for verb, heading, button, is_allowed, form in every
        if is_allowed
    ]


def _posts(seats: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["post"], f"{words.post_words(one)} · {one['left']}/{one['seats']}") for one in seats]


def _form(form: Any, posts: list[tuple[str, str]], verb: str, data: Any = None) -> forms.Form:
    more: dict[str, Any] = {"posts": posts} if form is SeatsForm else {}
    made: forms.Form = form(data, auto_id=f"id_{verb}_%s", **more)
    return made


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_POST
def act(request: Request, round_id: int, verb: str) -> HttpResponse:
    """One step; the page comes back with what is next, or says why it was not done."""
    row = queries.get_sitting_for(request.actor, round_id)
    form = None
    try:
        told, form = _told(request, row, verb)
        if told is None:
            return _page(request, row, forms_={verb: form})
        actions.act(by=request.actor, row=row, verb=verb, told=told, seen=_number(request, "seen"))
    except (actions.UnableToSit, queries.UnableToPlay) as error:
        return _page(request, row, refusal=str(error), forms_={verb: form} if form else None)
    return redirect("sittings:sitting", round_id=round_id)


def _number(request: Request, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _told(request: Request, row: Round, verb: str) -> tuple[dict[str, Any] | None, forms.Form | None]:
    """What the step is given, from the buttons or the form; None where the form does not hold."""
    if verb == "call":
        return {"position": _number(request, "position")}, None
    if verb == "pick":
        by = "proxy" if request.POST.get("proxy") else "self"
        return {"post": request.POST.get("post", "")[:64], "by": by}, None
    if verb not in MORE or row.state != State.SITTING:
        return {}, None
    kind: Any = {"rule": RulingForm, "withdraw": SeatsForm, "add": SeatsForm}.get(verb, PositionForm)
    with queries.in_hand(row, queries.steps(row)) as hand:
        posts = _posts(queries.seats(hand.sitting))
    form = _form(kind, posts, verb, request.POST)
    if not form.is_valid():
        return None, form
    return form.cleaned_data, form


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_POST
def finish(request: Request, round_id: int) -> HttpResponse:
    """Everybody has had a turn: make the record."""
    row = queries.get_sitting_for(request.actor, round_id)
    try:
        held = actions.finish(by=request.actor, row=row)
    except (actions.UnableToSit, handing.UnableToHandOn) as error:
        return _page(request, row, refusal=str(error))
    said = (
        _("The record is made and handed on.")
        if held.state == State.HANDED
        else _("The record is made. Witnesses sign it now.")
    )
    messages.success(request, said)
    return redirect("rounds:round", round_id=round_id)
