"""At the desk: records taken in, what the program said of each, publishing, dropping, withdrawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.entitlements.views.proposals import day_words
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission, demand
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.placement.results import actions, queries, words
from rongyao.bureau.placement.results.forms import KeepForm, ReasonForm
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.registry.views.pages import form_page, page_of

P = Permission
SORTS = {"title": "title", "kind": "kind", "people": "people", "finished": "finished_at", "state": "state"}


@allow(P.PLACEMENT_VIEW)
@require_GET
def records(request: Request) -> HttpResponse:
    """Every record that was taken in."""
    sort = request.GET.get("sort", "-finished")
    order = SORTS.get(sort.removeprefix("-"), "finished_at")
    rows = queries.visible_to(request.actor).order_by(f"-{order}" if sort.startswith("-") else order, "-pk")
    page = page_of(request, rows)
    for row in page:
        row.look, row.words = words.LOOKS[row.state], words.title_of(row)
    may_keep = request.actor.may_at(P.PLACEMENT_KEEP, city().path)
    return render(request, "results/records.html", {"page": page, "may_keep": may_keep})


@allow(P.PLACEMENT_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: Request) -> HttpResponse:
    """Take a record in; what the program refuses is said with its line."""
    demand(request.actor, P.PLACEMENT_KEEP, city().path)
    form = KeepForm(request.POST, request.FILES) if request.method == "POST" else KeepForm()
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            row = actions.keep(by=request.actor, files=given.pop("file"), **given)
        except actions.UnableToKeepRecord as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("Checked and taken in. Another person publishes it."))
            return redirect("placement:record", record_id=row.pk)
    return form_page(request, "results/keep.html", form)


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_GET
def record(request: Request, record_id: int) -> HttpResponse:
    """One record: what it says of itself, what the program said of it, what can be done."""
    return _page(request, _get(request, record_id))


def _get(request: Request, record_id: int) -> Record:
    return get_object_or_404(queries.visible_to(request.actor), pk=record_id)


def _page(
    request: Request, row: Record, *, form: ReasonForm | None = None, refusal: str = ""
) -> HttpResponse:
    is_citys = request.actor.may_at(P.PLACEMENT_VIEW, city().path)
    context = {
        "record": row,
        "title": words.title_of(row),
        "look": words.LOOKS[row.state],
        "rows": _rows(row),
        "said": [words.either(*pair) for pair in row.said],
        "is_public": row.state in queries.PUBLIC,
        "may_publish": request.actor.may_at(P.PLACEMENT_PUBLISH, city().path),
        "may_drop": is_citys and row.state == Record.State.CHECKED,
        "is_own": row.kept_by_id == request.actor.user_id,
        "form": form or ReasonForm(),
        "refusal": refusal,
    }
    failed = bool(refusal or (form and form.errors))
    return render(request, "results/record.html", context, status=422 if failed else 200)


def _rows(row: Record) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Kind"), row.get_kind_display()),
        (_("Name of the record"), f"{row.origin} · {_('version')} {row.version}"),
        (_("Taking part"), row.people),
        (_("With a place"), row.placed),
        (_("Root"), words.groups_of_four(row.root)),
        (_("Taken in by"), _signed(row.kept_by, row.kept_at)),
    ]
    if row.published_at:
        rows.append((_("Published by"), _signed(row.published_by, row.published_at)))
    if row.ended_at and row.ended_by:
        rows.append((_("Ended by"), _signed(row.ended_by, row.ended_at)))
    if row.reason:
        rows.append((_("Reason"), row.reason))
    return rows


def _signed(user: Any, at: Any) -> str:
    return f"{user.display_name} · {day_words(at.date())}"


@allow(P.PLACEMENT_PUBLISH)
@never_cache
@require_POST
def publish(request: Request, record_id: int) -> HttpResponse:
    """The second person shows it to everybody."""
    row = _get(request, record_id)
    try:
        actions.publish(by=request.actor, record=row)
    except actions.UnableToPublish as error:
        return _page(request, row, refusal=str(error))
    messages.success(request, _("Public from now on."))
    return redirect("placement:record", record_id=record_id)


@allow(P.PLACEMENT_VIEW)
@never_cache
@require_POST
def drop(request: Request, record_id: int) -> HttpResponse:
    """Put away a record that was never public."""
    return _end(request, record_id, actions.drop, _("Put away. It was never public."))


@allow(P.PLACEMENT_PUBLISH)
@never_cache
@require_POST
def withdraw(request: Request, record_id: int) -> HttpResponse:
    """Take a public record off the page; the reason stays there."""
    return _end(
        request, record_id, actions.withdraw, _("Withdrawn. The public page says so, with your reason.")
    )


def _end(request: Request, record_id: int, act: Callable[..., Record], said: str) -> HttpResponse:
    row, form = _get(request, record_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        act(by=request.actor, record=row, reason=form.cleaned_data["reason"])
    except actions.UnableToEnd as error:
        return _page(request, row, form=form, refusal=str(error))
    messages.success(request, said)
    return redirect("placement:record", record_id=record_id)
