"""The standards desk: what is in force, entering an amount, the second person's check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.entitlements.actions import standards as actions
from rongyao.bureau.entitlements.forms import (
    LEVEL_WORDS,
    BackForm,
    StandardForm,
    StandardNameForm,
    levels_here,
)
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import affected
from rongyao.bureau.entitlements.queries import standards as queries
from rongyao.bureau.entitlements.views.proposals import day_words, lang
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.foundation.ui.formats import yuan_text
from rongyao.law import standards as law

P = Permission
ENTRY_LOOKS = {"entered": "run", "confirmed": "done", "refused": "no", "withdrawn": "plain"}


def value_text(row: dict[str, Any]) -> str:
    """An amount in yuan, a rate in percent, or that it is not known."""
    if row["value"] is None:
        return _("not entered")
    if row["unit"] == "ratio":
        return f"{row['value'] * 100 / row['den']:g}%"
    return yuan_text(row["value"], lang())


def _dress(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "value_text": value_text(row),
        "keys_text": queries.keys_text(row),
        "level_word": LEVEL_WORDS[row["level"]],
    }


@allow(P.STANDARD_VIEW)
@require_GET
def standards(request: Request) -> HttpResponse:
    """Every standard by name: what is in force, how sure it is, on which document."""
    lines = queries.listing(timezone.localdate())
    for line in lines:
        line["label"], line["rows"] = (
            queries.name_label(line["name"].name),
            [_dress(row) for row in line["rows"]],
        )
        line["lead"] = line["rows"][0] if line["rows"] else None
    waiting = queries.entries_visible_to(request.actor).filter(state=StandardEntry.State.ENTERED)
    context = {
        "lines": lines,
        "waiting": [_entry_words(row) for row in waiting],
        "may_enter": request.actor.may(P.STANDARD_ENTER),
    }
    return render(request, "entitlements/standards.html", context)


@allow(P.STANDARD_VIEW)
@require_GET
def standard(request: Request, name: str) -> HttpResponse:
    """One standard: every row with its days, document and confidence; the bureau's own entries; whom it concerns."""
    known = law.NAMES.get(name)
    if known is None:
        raise Http404
    entries = queries.entries_visible_to(request.actor).filter(name=name)
    context = {
        "name": known,
        "label": queries.name_label(known.name),
        "rows": [_dress(row) for row in queries.history(name)],
        "entries": [_entry_words(row) for row in entries],
        "towns": _towns(request, name),
        "may_enter": request.actor.may(P.STANDARD_ENTER),
    }
    return render(request, "entitlements/standard.html", context)


def _towns(request: Request, name: str) -> list[affected.TownCount]:
    """Whom it concerns, for those who may see entitlements at all."""
    return affected.by_town(name) if request.actor.may(P.ENTITLEMENT_VIEW) else []


@allow(P.STANDARD_ENTER)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Choose the standard, then enter the amount under its document."""
    known = law.NAMES.get(request.GET.get("name", ""))
    if known is None:
        return render(request, "entitlements/standard_choose.html", {"form": StandardNameForm()})
    form = StandardForm(request.POST or None, standard=known, cells=_cells(known))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enter(by=request.actor, name=known.name, **_entered(form))
        except actions.UnableToEnterStandard as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered. It pays once a second person has confirmed it."))
            return redirect("entitlements:standard_entry", pk=row.pk)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "name": known, "label": queries.name_label(known.name)}
    return render(request, "entitlements/standard_enter.html", context, status=status)


def _cells(known: law.StandardName) -> dict[str, list[str]]:
    """The codes each key has in the table: an amount can only be entered for a case the law knows."""
    rows = queries.history(known.name)
    return {key: sorted({row[f"key{place}"] for row in rows}, key=lambda code: (len(code), code))
            for place, key in enumerate(known.keys, start=1)}  # fmt: skip


def _entered(form: StandardForm) -> dict[str, Any]:
    data = form.cleaned_data
    plain = {
        name: data[name]
        for name in ("level", "starts_on", "ends_on", "value", "document", "document_no", "issued_on")
    }
    return {**plain, "keys": form.keys(), "division_code": levels_here()[data["level"]]}


def _entry_words(row: Any) -> Any:
    """A standard entry with the words and looks it needs on a page."""
    known = law.NAMES[row.name]
    line = {
        **queries.own_row(row),
        "unit": known.unit,
        "den": queries.MILLIONTHS if known.unit == "ratio" else 1,
    }
    seen = _dress(line)
    row.label, row.look = queries.name_label(known.name), ENTRY_LOOKS[row.state]
    row.value_text, row.keys_text, row.level_word = (
        seen[key] for key in ("value_text", "keys_text", "level_word")
    )
    return row


@allow(P.STANDARD_VIEW)
@never_cache
@require_GET
def entry(request: Request, pk: int) -> HttpResponse:
    """One entry: what, under which document, by whom; and whom it will concern."""
    return entry_page(request, _entry(request, pk))


def _entry(request: Request, pk: int) -> StandardEntry:
    return get_object_or_404(queries.entries_visible_to(request.actor), pk=pk)


def entry_page(
    request: Request, row: StandardEntry, *, form: BackForm | None = None, refusal: str = ""
) -> HttpResponse:
    actor = request.actor
    context = {
        "entry": _entry_words(row),
        "rows": _rows(row),
        "towns": _towns(request, row.name),
        "concerned": len(affected.people_of(row.name)) if actor.may(P.ENTITLEMENT_VIEW) else None,
        "may_confirm": actor.may_at(P.STANDARD_CONFIRM, city().path),
        "is_own": row.entered_by_id == actor.user_id,
        "form": form or BackForm(),
        "refusal": refusal,
        "few": affected.FEWEST_SHOWN,
    }
    failed = bool(refusal or (form and form.errors))
    return render(request, "entitlements/standard_entry.html", context, status=422 if failed else 200)


def _days(row: Any) -> str:
    first = day_words(row.starts_on)
    if row.ends_on is None:
        return _("from %(first)s on") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": day_words(row.ends_on)}


def _rows(row: Any) -> list[tuple[str, Any]]:
    rows = [
        (_("Standard"), row.label),
        (_("Amount"), row.value_text),
        (_("Level"), row.level_word),
        (_("Days in force"), _days(row)),
        (_("Document"), f"{row.document} {row.document_no}"),
        (_("Date of the document"), day_words(row.issued_on)),
        (_("Entered by"), row.entered_by.display_name),
    ]
    if row.keys_text:
        rows.insert(1, (_("For"), row.keys_text))
    if row.confirmed_by:
        rows.append((_("Confirmed by"), row.confirmed_by.display_name))
    if row.note:
        rows.append((_("Reason"), row.note))
    return rows


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_http_methods(["POST"])
def confirm(request: Request, pk: int) -> HttpResponse:
    """The second person confirms: from now on it pays."""
    row = _entry(request, pk)
    try:
        actions.confirm(by=request.actor, entry=row, on=timezone.localdate())
    except actions.UnableToConfirmStandard as error:
        return entry_page(request, row, refusal=str(error))
    messages.success(request, _("Confirmed. The people concerned are being worked out again."))
    return redirect("entitlements:standard_entry", pk=pk)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_http_methods(["POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """The second person refuses, with a reason."""
    row, form = _entry(request, pk), BackForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse(by=request.actor, entry=row, reason=form.cleaned_data["reason"])
        except actions.UnableToConfirmStandard as error:
            return entry_page(request, row, form=form, refusal=str(error))
        messages.success(request, _("Refused. It never pays."))
        return redirect("entitlements:standard_entry", pk=pk)
    return entry_page(request, row, form=form)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_http_methods(["POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a confirmed entry out of use, with a reason."""
    row, form = _entry(request, pk), BackForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw(
                by=request.actor, entry=row, reason=form.cleaned_data["reason"], on=timezone.localdate()
            )
        except actions.UnableToConfirmStandard as error:
            return entry_page(request, row, form=form, refusal=str(error))
        messages.success(request, _("Withdrawn. The people concerned are being worked out again."))
        return redirect("entitlements:standard_entry", pk=pk)
    return entry_page(request, row, form=form)
