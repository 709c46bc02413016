"""Rounds: the list, opening one, its page with what is to be done next, changing it, giving it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission, demand
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.ui.templatetags.ui import zh_time
from rongyao.bureau.placement.rounds import making, queries, rules, words
from rongyao.bureau.placement.rounds.actions import opening
from rongyao.bureau.placement.rounds.forms import ReasonForm, RoundForm
from rongyao.bureau.placement.rounds.models import Handed, Round
from rongyao.bureau.registry.views.pages import form_page, page_of

P, State = Permission, Round.State


@allow(P.PLACEMENT_VIEW)
@require_GET
def rounds(request: Request) -> HttpResponse:
    """Every round, the newest first."""
    sort = request.GET.get("sort", "-opened")
    order = queries.SORTS.get(sort.removeprefix("-"), "opened_at")
    rows = queries.visible_to(request.actor).order_by(f"-{order}" if sort.startswith("-") else order, "-pk")
    page = page_of(request, rows)
    for row in page:
        row.look, row.words = words.LOOKS[row.state], words.title_of(row)
    context = {"page": page, "may_keep": queries.may_keep(request.actor)}
    return render(request, "rounds/rounds.html", context)


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def open_round(request: Request) -> HttpResponse:
    """Open a round."""
    demand(request.actor, P.PLACEMENT_KEEP, city().path)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = opening.open_round(by=request.actor, values=form.cleaned_data)
        except opening.UnableToOpen as error:
            form.add_error("origin", str(error))
        else:
            return redirect("rounds:round", round_id=row.pk)
    return form_page(request, "rounds/open.html", form)


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: Request, round_id: int) -> HttpResponse:
    """Change what was said when it was opened."""
    row = queries.get_round_to_keep(request.actor, round_id)
    initial = {name: getattr(row, name) for name in RoundForm.base_fields}
    form = RoundForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            opening.change(by=request.actor, row=row, values=form.cleaned_data)
        except opening.UnableToOpen as error:
            form.add_error("origin", str(error))
        else:
            return redirect("rounds:round", round_id=round_id)
    return form_page(request, "rounds/open.html", form, round=row, heading=words.title_of(row))


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def give_up(request: Request, round_id: int) -> HttpResponse:
    """End it without a result, with a reason."""
    row, form = queries.get_round_to_keep(request.actor, round_id), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opening.give_up(by=request.actor, row=row, reason=form.cleaned_data["reason"])
        except opening.UnableToGiveUp as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Given up. It stays on the list with its reason."))
            return redirect("rounds:round", round_id=round_id)
    return form_page(request, "rounds/give_up.html", form, round=row, heading=words.title_of(row))


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def one(request: Request, round_id: int) -> HttpResponse:
    """One round: how far it is, its rules, its tables, and what is to be done next."""
    row = queries.get_round_for(request.actor, round_id)
    return render(request, "rounds/round.html", page_context(request, row))


def page_context(request: Request, row: Round) -> dict[str, Any]:
    """What the page of a round shows."""
    may_act = queries.may_keep(request.actor)
    files = queries.vault_files(row) if queries.sees_tables(request.actor) else {}
    return {
        "round": row,
        "heading": words.title_of(row),
        "look": words.LOOKS[row.state],
        "steps": words.stage_labels(),
        "stage": words.stage_of(row),
        "rows": _rows(row),
        "parts": _parts(row),
        "may_act": may_act,
        "may_change": may_act and row.state == State.OPEN and not row.work,
        "may_give_up": may_act
        and row.state != State.GIVEN_UP
        and not (row.record and row.record.published_at),
        "sees_tables": queries.sees_tables(request.actor),
        "tables": _tables(row),
        "has_people": row.root and row.state != State.GIVEN_UP,
        "job": _job(row),
        **_signing(row, files),
    }


def _rows(row: Round) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Name of the record"), row.origin),
        (_("How it chooses"), words.mechanisms()[row.mechanism]),
        (_("How people say what they want"), words.manners()[row.manner]),
        (_("The rules in words"), words.either(row.text_zh, row.text_en)),
        (_("Witnesses who must sign"), row.least_witnesses),
        (_("Opened by"), _signed(row.opened_by, row.opened_at)),
    ]
    if row.closed_at and row.root:
        rows += [
            (_("Closed by"), _signed(row.closed_by, row.closed_at)),
            (_("Persons"), row.people),
            (_("Root"), words.groups_of_four(row.root)),
        ]
    if row.draws and row.state in (State.DRAWN, State.HANDED):
        rows.append(
            (_("Drawn"), ", ".join(f"{_source(row, name)} {digits}" for name, digits in row.draws.items()))
        )
    if row.given_up_at:
        rows += [(_("Given up by"), _signed(row.given_up_by, row.given_up_at)), (_("Reason"), row.reason)]
    return rows


def _source(row: Round, name: str) -> str:
    return words.label_of(row.sources, name)


def _signed(user: Any, at: Any) -> str:
    return format_html("{} · {}", user.display_name, zh_time(at))


def _parts(row: Round) -> list[dict[str, Any]]:
    """The lists of the rules, each with its lines: (name, words, further words)."""
    lines = {
        "items": [(one["id"], words.either(one["zh"], one["en"]), _range(one)) for one in row.items],
        "labels": [(one["id"], words.either(one["zh"], one["en"]), "") for one in row.labels],
        "sources": [
            (one["id"], words.either(one["zh"], one["en"]), words.digits_words(one)) for one in row.sources
        ],
        "witnesses": [(one["name"], one["name"], words.groups_of_four(one["key"])) for one in row.witnesses],
    }
    return [{"part": part, "lines": lines[part], **words.part_words()[part]} for part in rules.PARTS]


def _range(item: dict[str, Any]) -> str:
    told = f"{words.points(item['least'])} – {words.points(item['most'])}"
    return f"{told} · {item['article']}" if item["article"] else told


def _tables(row: Round) -> list[tuple[str, Handed | None]]:
    found = queries.handed_in(row)
    return [(str(label), found.get(kind)) for kind, label in Handed.Kind.choices]


def _signing(row: Round, files: dict[str, str]) -> dict[str, Any]:
    """The checkpoint to be signed, who has signed it, and whether enough have."""
    if not files:
        return {}
    note = files[making.last_note(files)]
    signed = {one.name: one for one in rules.signatures(note, row.witnesses)}
    return {
        "checkpoint": rules.text_of(note),
        "witnesses": [(one["name"], signed.get(one["name"])) for one in row.witnesses],
        "signed": len(signed),
        "is_enough": len(signed) >= row.least_witnesses,
    }


def _job(row: Round) -> dict[str, Any] | None:
    if not row.work:
        return None
    return {
        "id": f"job-{row.pk}", "label": Round.Work(row.work).label, "done": 0, "total": 0, "state": "running", "note": "",
        "poll_url": reverse("rounds:progress", args=[row.pk]), "page_url": reverse("rounds:round", args=[row.pk]),
    }  # fmt: skip
