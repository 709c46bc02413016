"""The bureau's readings: every question with the one in force, choosing otherwise, the second person's check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.entitlements.forms import BackForm
from rongyao.bureau.entitlements.impact import views as impacts
from rongyao.bureau.entitlements.impact.queries import Matter
from rongyao.bureau.entitlements.readings import actions, queries
from rongyao.bureau.entitlements.readings.forms import ChoiceForm
from rongyao.bureau.entitlements.readings.models import ReadingChoice
from rongyao.bureau.entitlements.views.proposals import day_words, lang
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.registry.views.pages import form_page, page_of
from rongyao.law import catalog

P = Permission
LOOKS = {"entered": "run", "confirmed": "done", "refused": "no", "withdrawn": "plain", "replaced": "plain"}


def _pick(one: Any) -> str:
    text: str = one.zh if lang().startswith("zh") else one.en
    return text


@allow(P.STANDARD_VIEW)
@require_GET
def readings(request: Request) -> HttpResponse:
    """Every question with the reading in force; what was chosen here before."""
    here = queries.in_force()
    lines = [
        {"key": key, "text": _pick(one), "here": here.get(key),
         "read": _pick(one.options[here[key].option if key in here else one.ours])}
        for key, one in catalog.READINGS.items()
    ]  # fmt: skip
    lines.sort(key=lambda line: line["here"] is None)
    page = page_of(request, queries.choices_visible_to(request.actor))
    for row in page:
        row.label, row.look = _label(row), LOOKS[row.state]
    context = {"lines": lines, "page": page, "may_enter": request.actor.may(P.STANDARD_ENTER)}
    return render(request, "readings/readings.html", context)


def _label(row: ReadingChoice) -> str:
    known = catalog.READINGS.get(row.key)
    return row.key if known is None else _pick(known)


@allow(P.STANDARD_ENTER)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Choose otherwise, with a reason."""
    reading = catalog.READINGS.get(request.GET.get("key", ""))
    if reading is None:
        raise Http404
    now = queries.effective().reading(reading.key, reading.ours)
    form = ChoiceForm(request.POST or None, reading=reading, in_force=now)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enter(by=request.actor, key=reading.key, **form.cleaned_data)
        except actions.UnableToChooseReading as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered. It holds once a second person has confirmed it."))
            return redirect("readings:choice", pk=row.pk)
    return form_page(
        request, "readings/enter.html", form, question=_pick(reading), now=_pick(reading.options[now])
    )


@allow(P.STANDARD_VIEW)
@never_cache
@require_GET
def choice(request: Request, pk: int) -> HttpResponse:
    """One choice: the question, the option, the reason; confirming it."""
    return _page(request, _choice(request, pk))


def _choice(request: Request, pk: int) -> ReadingChoice:
    return get_object_or_404(queries.choices_visible_to(request.actor), pk=pk)


def _page(
    request: Request, row: ReadingChoice, *, form: BackForm | None = None, refusal: str = ""
) -> HttpResponse:
    context = {
        "choice": row,
        "label": _label(row),
        "look": LOOKS[row.state],
        "rows": _rows(row),
        "may_confirm": request.actor.may_at(P.STANDARD_CONFIRM, city().path),
        "may_see": request.actor.may(P.ENTITLEMENT_VIEW) and queries.is_known(row.key, row.option),
        "is_own": row.entered_by_id == request.actor.user_id,
        "form": form or BackForm(),
        "refusal": refusal,
    }
    failed = bool(refusal or (form and form.errors))
    return render(request, "readings/choice.html", context, status=422 if failed else 200)


def _rows(row: ReadingChoice) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (_("Question"), _label(row)),
        (_("How this bureau reads it"), _option(row.key, row.option)),
    ]
    if row.key in catalog.READINGS:
        rows.append((_("Our reading"), _option(row.key, catalog.READINGS[row.key].ours)))
    rows += [
        (_("Reason"), row.reason),
        (_("Document"), row.document),
        (_("Entered by"), row.entered_by.display_name),
    ]
    if row.confirmed_by and row.confirmed_at:
        rows.append(
            (_("Confirmed by"), f"{row.confirmed_by.display_name} · {day_words(row.confirmed_at.date())}")
        )
    if row.note:
        rows.append((_("Remark"), row.note))
    return rows


def _option(key: str, code: str) -> str:
    return _pick(catalog.READINGS[key].options[code]) if queries.is_known(key, code) else code


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def impact(request: Request, pk: int) -> HttpResponse:
    """Whose answer or sum the choice changes and what it costs, before it is confirmed."""
    places = {
        "export_url": reverse("readings:impact_export", args=[pk]),
        "back_url": reverse("readings:choice", args=[pk]),
    }
    return impacts.page(request, _matter(request, pk), places)


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def impact_export(request: Request, pk: int) -> HttpResponse:
    return impacts.exported(request, _matter(request, pk))


def _matter(request: Request, pk: int) -> Matter:
    row = _choice(request, pk)
    if not queries.is_known(row.key, row.option):
        raise Http404
    return Matter(row, _label(row), timezone.localdate(), {"readings": {row.key: row.option}})


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """The second person puts it in force."""
    row = _choice(request, pk)
    try:
        actions.confirm(by=request.actor, choice=row, on=timezone.localdate())
    except actions.UnableToConfirmReading as error:
        return _page(request, row, refusal=str(error))
    messages.success(request, _("In force. Everybody is being worked out again."))
    return redirect("readings:choice", pk=pk)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """The second person refuses it, with a reason."""

    def act(row: ReadingChoice, reason: str) -> str:
        actions.refuse(by=request.actor, choice=row, reason=reason)
        return _("Refused. Nothing changes.")

    return _with_reason(request, pk, act)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Go back to our reading, with a reason."""

    def act(row: ReadingChoice, reason: str) -> str:
        actions.withdraw(by=request.actor, choice=row, reason=reason, on=timezone.localdate())
        return _("Withdrawn. Everybody is being worked out again under our reading.")

    return _with_reason(request, pk, act)


def _with_reason(request: Request, pk: int, act: Callable[[ReadingChoice, str], str]) -> HttpResponse:
    row, form = _choice(request, pk), BackForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        said = act(row, form.cleaned_data["reason"])
    except actions.UnableToConfirmReading as error:
        return _page(request, row, form=form, refusal=str(error))
    messages.success(request, said)
    return redirect("readings:choice", pk=pk)
