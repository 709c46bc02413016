"""Tables: those that stand, entering one by page or by workbook, the second person's check."""

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

from rongyao.bureau.entitlements.forms import LEVEL_WORDS, BackForm, levels_here
from rongyao.bureau.entitlements.impact import views as impacts
from rongyao.bureau.entitlements.impact.queries import Matter, of_amounts
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.tables import actions, queries
from rongyao.bureau.entitlements.tables.books import UnableToReadBook, read_book, write_book
from rongyao.bureau.entitlements.tables.forms import (
    DOCUMENT,
    BookForm,
    TableForm,
    cell_label,
    field_of,
    filled,
)
from rongyao.bureau.entitlements.tables.models import StandardTable
from rongyao.bureau.entitlements.tables.rules import Cells, odd
from rongyao.bureau.entitlements.views.proposals import day_words
from rongyao.bureau.entitlements.views.standards import ENTRY_LOOKS, value_text
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.registry.views.pages import page_of, workbook
from rongyao.law import standards as law

P = Permission


@allow(P.STANDARD_VIEW)
@require_GET
def tables(request: Request) -> HttpResponse:
    """Every table entered, the newest first, and the standards that have one."""
    page = page_of(request, queries.tables_visible_to(request.actor))
    for row in page:
        row.label, row.look = standards.name_label(row.name), ENTRY_LOOKS[row.state]
    names = [(name.name, standards.name_label(name.name)) for name in queries.tabular()]
    context = {"page": page, "names": names, "may_enter": request.actor.may(P.STANDARD_ENTER)}
    return render(request, "tables/tables.html", context)


@allow(P.STANDARD_ENTER)
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: Request, name: str) -> HttpResponse:
    """Type a whole table, or look over what a workbook said, and enter it."""
    known = _known(name)
    form = TableForm(request.POST or None, standard=known, cells=queries.cells(known))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = actions.enter(
                by=request.actor, name=name, division_code=levels_here()[data["level"]], cells=form.cells(),
                **{field: data[field] for field in DOCUMENT},
            )  # fmt: skip
        except actions.UnableToEnterTable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered. It pays once a second person has confirmed it."))
            return redirect("tables:table", pk=row.pk)
    return _form_page(request, known, form)


def _known(name: str) -> law.StandardName:
    known = law.NAMES.get(name)
    if known is None or known not in queries.tabular():
        raise Http404
    return known


def _form_page(request: Request, known: law.StandardName, form: TableForm, **more: Any) -> HttpResponse:
    now = queries.in_use(known, timezone.localdate())
    lines = [{"field": form[field_of(keys)], "now": _value(known, now.get(keys))} for keys in form.places]
    context = {
        "form": form, "document": [form[name] for name in DOCUMENT], "lines": lines, "name": known,
        "label": standards.name_label(known.name), **more,
    }  # fmt: skip
    failed = form.is_bound and bool(form.errors)
    return render(request, "tables/enter.html", context, status=422 if failed else 200)


def _value(known: law.StandardName, value: int | None) -> str:
    den = standards.MILLIONTHS if known.unit == "ratio" else 1
    return value_text({"value": value, "unit": known.unit, "den": den})


@allow(P.STANDARD_ENTER)
@require_GET
def book(request: Request, name: str) -> HttpResponse:
    """The workbook to fill: every cell, with the figure in use."""
    known = _known(name)
    content = write_book(known, queries.cells(known), queries.in_use(known, timezone.localdate()))
    return workbook(content, f"{known.zh} {timezone.localdate()}.xlsx")


@allow(P.STANDARD_ENTER)
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: Request, name: str) -> HttpResponse:
    """Read a filled workbook: everything wrong by its address, or the whole table to look over and enter."""
    known, form, faults = _known(name), BookForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        wanted = queries.cells(known)
        try:
            read = read_book(known, form.cleaned_data["file"], wanted)
        except UnableToReadBook as error:
            form.add_error("file", str(error))
        else:
            if not read.faults:
                return _looked_over(request, known, read.head, read.cells)
            faults = read.faults
            form.add_error("file", _("Nothing was entered. Mend what is listed and upload it again."))
    context = {"form": form, "faults": faults, "name": known, "label": standards.name_label(name)}
    return render(request, "tables/upload.html", context, status=422 if form.errors else 200)


def _looked_over(
    request: Request, known: law.StandardName, head: dict[str, Any], cells: Cells
) -> HttpResponse:
    """The page of the table, filled by the workbook, with what is odd about it."""
    form = TableForm(initial=filled(known, head, cells), standard=known, cells=queries.cells(known))
    return _form_page(request, known, form, is_from_book=True, odd=_odd(known, cells))


def _odd(known: law.StandardName, cells: Cells) -> list[dict[str, str]]:
    found = odd(known.keys, cells, queries.in_use(known, timezone.localdate()))
    return [{"cell": cell_label(known, one.keys), "text": one.text} for one in found]


@allow(P.STANDARD_VIEW)
@never_cache
@require_GET
def table(request: Request, pk: int) -> HttpResponse:
    """One table: every cell beside the figure in use, what is odd, whom it changes; confirming it."""
    return _table_page(request, _table(request, pk))


def _table(request: Request, pk: int) -> StandardTable:
    return get_object_or_404(queries.tables_visible_to(request.actor), pk=pk)


def _table_page(
    request: Request, row: StandardTable, *, form: BackForm | None = None, refusal: str = ""
) -> HttpResponse:
    known = law.NAMES[row.name]
    cells = {tuple(keys): value for keys, value in row.cells}
    now = queries.in_use(known, timezone.localdate())
    context = {
        "table": row,
        "label": standards.name_label(row.name),
        "look": ENTRY_LOOKS[row.state],
        "rows": _rows(row),
        "lines": [
            (cell_label(known, k), _value(known, now.get(k)), _value(known, v)) for k, v in cells.items()
        ],
        "odd": _odd(known, cells) if row.state == "entered" else [],
        "may_confirm": request.actor.may_at(P.STANDARD_CONFIRM, city().path),
        "may_see": request.actor.may(P.ENTITLEMENT_VIEW),
        "is_own": row.entered_by_id == request.actor.user_id,
        "form": form or BackForm(),
        "refusal": refusal,
    }
    failed = bool(refusal or (form and form.errors))
    return render(request, "tables/table.html", context, status=422 if failed else 200)


def _rows(row: StandardTable) -> list[tuple[str, Any]]:
    rows = [
        (_("Level"), LEVEL_WORDS[row.level]),
        (_("First day in force"), day_words(row.starts_on)),
        (_("Document"), f"{row.document} {row.document_no}"),
        (_("Date of the document"), day_words(row.issued_on)),
        (_("Entered by"), row.entered_by.display_name),
    ]
    if row.ends_on:
        rows.insert(2, (_("Last day in force"), day_words(row.ends_on)))
    if row.confirmed_by:
        rows.append((_("Confirmed by"), row.confirmed_by.display_name))
    if row.note:
        rows.append((_("Reason"), row.note))
    return rows


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def impact(request: Request, pk: int) -> HttpResponse:
    """Whose sum the table changes and what it costs, before it is confirmed."""
    places = {
        "export_url": reverse("tables:impact_export", args=[pk]),
        "back_url": reverse("tables:table", args=[pk]),
    }
    return impacts.page(request, _matter(request, pk), places)


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def impact_export(request: Request, pk: int) -> HttpResponse:
    return impacts.exported(request, _matter(request, pk))


def _matter(request: Request, pk: int) -> Matter:
    row = _table(request, pk)
    return of_amounts(row, queries.entries_of(row), timezone.localdate())


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """The second person confirms the whole table."""
    row = _table(request, pk)
    try:
        actions.confirm(by=request.actor, table=row, on=timezone.localdate())
    except actions.UnableToConfirmTable as error:
        return _table_page(request, row, refusal=str(error))
    messages.success(request, _("Confirmed. The people concerned are being worked out again."))
    return redirect("tables:table", pk=pk)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """The second person refuses it, with a reason."""

    def act(row: StandardTable, reason: str) -> str:
        actions.refuse(by=request.actor, table=row, reason=reason)
        return _("Refused. It never pays.")

    return _with_reason(request, pk, act)


@allow(P.STANDARD_CONFIRM)
@never_cache
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take the whole table out of use, with a reason."""

    def act(row: StandardTable, reason: str) -> str:
        actions.withdraw(by=request.actor, table=row, reason=reason, on=timezone.localdate())
        return _("Withdrawn. The people concerned are being worked out again.")

    return _with_reason(request, pk, act)


def _with_reason(request: Request, pk: int, act: Callable[[StandardTable, str], str]) -> HttpResponse:
    row, form = _table(request, pk), BackForm(request.POST)
    if not form.is_valid():
        return _table_page(request, row, form=form)
    try:
        said = act(row, form.cleaned_data["reason"])
    except actions.UnableToConfirmTable as error:
        return _table_page(request, row, form=form, refusal=str(error))
    messages.success(request, said)
    return redirect("tables:table", pk=pk)
