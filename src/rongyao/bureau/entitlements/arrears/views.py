"""Lists of arrears: reckoning one, reading it by town and by person, taking it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.entitlements.arrears import actions, queries
from rongyao.bureau.entitlements.arrears.forms import LineFilterForm, ReckonForm
from rongyao.bureau.entitlements.arrears.models import ArrearsLine, ArrearsList
from rongyao.bureau.entitlements.arrears.rules import unpacked
from rongyao.bureau.entitlements.forms import BackForm
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.entitlements.views.proposals import lang
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import page_of, workbook

P = Permission


def basis_words() -> dict[str, str]:
    return {
        "earlier": _("an earlier list of arrears"),
        "determined": _("the answer determined then"),
        "table": _("the table before"),
    }


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def lists(request: Request) -> HttpResponse:
    """Every list, the newest first, with what of it lies in the actor's scope."""
    page = page_of(request, queries.lists_visible_to(request.actor))
    for row in page:
        row.label = standards.name_label(row.name)
    names = [(name, standards.name_label(name)) for name in queries.names_with_changes()]
    context = {"page": page, "names": names, "may_reckon": request.actor.may(P.ENTITLEMENT_DETERMINE)}
    return render(request, "arrears/lists.html", context)


@allow(P.ENTITLEMENT_DETERMINE)
@never_cache
@require_http_methods(["GET", "POST"])
def reckon(request: Request) -> HttpResponse:
    """Which amounts came in late, over which months; then the list is made."""
    name = request.GET.get("name", "")
    if name not in queries.names_with_changes():
        return redirect("arrears:lists")
    entries, on = list(queries.new_entries(name)), timezone.localdate()
    start = {"since": min(entry.starts_on for entry in entries), "until": on}
    form = ReckonForm(request.POST or None, entries=entries, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.reckon(
                by=request.actor, entries=form.entries(), since=form.cleaned_data["since"],
                until=form.cleaned_data["until"], on=on,
            )  # fmt: skip
        except actions.UnableToReckon as error:
            form.add_error(None, str(error))
        else:
            return redirect("arrears:list", pk=row.pk)
    context = {"form": form, "label": standards.name_label(name)}
    return render(request, "arrears/reckon.html", context, status=422 if form.errors else 200)


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def one(request: Request, pk: int) -> HttpResponse:
    """One list: its sums by town, its people; filters, sorting, pages."""
    return _list_page(request, _list(request, pk))


def _list(request: Request, pk: int) -> ArrearsList:
    return get_object_or_404(queries.lists_visible_to(request.actor), pk=pk)


def _list_page(
    request: Request, row: ArrearsList, *, form: BackForm | None = None, refusal: str = ""
) -> HttpResponse:
    lines = _filtered(request, row)
    page = page_of(request, _sorted(request, lines))
    for item in page:
        item.label = label(item.entitlement, lang())
    towns = towns_for(request.actor, P.ENTITLEMENT_VIEW, timezone.localdate())
    sums = queries.by_town(lines)
    context = {
        "list": row,
        "label": standards.name_label(row.name),
        "page": page,
        "towns": sums,
        "granted_fen": sum(town.granted_fen for town in sums),
        "determined_fen": sum(town.determined_fen for town in sums),
        "filter_form": LineFilterForm(request.GET, towns=towns, keys=queries.entitlements_of(row.name)),
        "export_url": reverse("arrears:export", args=[row.pk]) if request.actor.may(P.PEOPLE_EXPORT) else "",
        "may_set_aside": row.state == ArrearsList.State.STANDING
        and request.actor.may(P.ENTITLEMENT_DETERMINE),
        "form": form or BackForm(),
        "refusal": refusal,
    }
    failed = bool(refusal or (form and form.errors))
    return render(request, "arrears/list.html", context, status=422 if failed else 200)


def _filtered(request: Request, row: ArrearsList) -> QuerySet[ArrearsLine]:
    lines = queries.lines_visible_to(request.actor).filter(arrears=row)
    if town := typed(request, "town")[:60]:
        lines = lines.filter(path__startswith=town)
    if key := typed(request, "entitlement")[:80]:
        lines = lines.filter(entitlement=key)
    return lines


def _sorted(request: Request, lines: QuerySet[ArrearsLine]) -> QuerySet[ArrearsLine]:
    asked = request.GET.get("sort", "")
    column = queries.LINE_SORTS.get(asked.removeprefix("-"))
    return lines.order_by(f"{'-' if asked.startswith('-') else ''}{column}", "pk") if column else lines


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def line(request: Request, pk: int) -> HttpResponse:
    """One person: month by month, what stood before, what the table gives now, and why. The look is recorded."""
    row = get_object_or_404(queries.lines_visible_to(request.actor), pk=pk)
    look(by=request.actor, person=row.person)
    words = basis_words()
    context = {
        "line": row,
        "label": label(row.entitlement, lang()),
        "months": [(month, words[month.basis]) for month in unpacked(row.months)],
    }
    return render(request, "arrears/line.html", context)


@allow(P.ENTITLEMENT_DETERMINE)
@never_cache
@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    """Set a list aside, with a reason."""
    row, form = _list(request, pk), BackForm(request.POST)
    if not form.is_valid():
        return _list_page(request, row, form=form)
    try:
        actions.set_aside(by=request.actor, arrears_list=row, reason=form.cleaned_data["reason"])
    except actions.UnableToSetAside as error:
        return _list_page(request, row, form=form, refusal=str(error))
    messages.success(request, _("Set aside. A new list will not build on it."))
    return redirect("arrears:list", pk=pk)


@allow(P.PEOPLE_EXPORT)
@require_GET
def export(request: Request, pk: int) -> HttpResponse:
    """The lines as they are filtered, one row a month, as Excel; the export is recorded."""
    row = _list(request, pk)
    lines = _sorted(request, _filtered(request, row))
    title = _("Arrears: %(standard)s") % {"standard": standards.name_label(row.name)}
    about = About(
        title=title, by=request.actor.name, at=timezone.localtime(), lang=lang(),
        filters=[(name, value) for name in ("town", "entitlement") if (value := request.GET.get(name, "").strip()[:80])],
        lines=[(_("Nothing is paid by this list"), _("It says what is owed and why."))],
    )  # fmt: skip
    content = BytesIO()
    count = write_list(content, columns=_columns(), rows=_cells(lines), about=about, sheet=_("Arrears"))
    audit.record(
        by=request.actor,
        verb="arrears.exported",
        subject=row,
        path=request.actor.home_path,
        detail={"count": count},
    )
    return workbook(content, f"{title} {row.since:%Y-%m}–{row.until:%Y-%m}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("File number")), Column(_("Name"), 16), Column(_("Town"), 20), Column(_("What is due"), 34),
        Column(_("Granted"), 10), Column(_("Month"), 12), Column(_("Reckoned before"), 16, "money"),
        Column(_("Reckoned now"), 16, "money"), Column(_("Difference"), 16, "money"), Column(_("Before from"), 24),
        Column(_("In all"), 16, "money"),
    ]  # fmt: skip


def _cells(lines: Any) -> Iterator[tuple[Any, ...]]:
    words, yes, no = basis_words(), _("yes"), _("no")
    for row in lines:
        granted, what = yes if row.is_granted else no, label(row.entitlement, lang())
        person = (row.person.number, row.person.name, row.person.division.short_name, what, granted)
        for month in unpacked(row.months):
            sums = (
                month.before_fen,
                month.after_fen,
                month.difference_fen,
                words[month.basis],
                row.total_fen,
            )
            yield (*person, _month(month.month), *sums)


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"
