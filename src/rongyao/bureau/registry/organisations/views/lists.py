"""The list of organisations, its export, entries that may be one."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import doubles as merging
from rongyao.bureau.registry.organisations.actions import keeping as actions
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.forms.organisations import FilterForm, MergeForm
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.queries import Filters
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook

P = Permission
PAIRS = 20


def _filters(request: Request) -> Filters:
    given = {name: typed(request, name)[:60] for name in ("kind", "town", "section", "state", "sort")}
    return Filters(words=typed(request, "q")[:60], **given)


@allow(P.ORGANISATION_VIEW)
@require_GET
def organisations(request: Request) -> HttpResponse:
    """Departments, units, employers and schools: search, filters, sorting, pages."""
    filters = _filters(request)
    counts = queries.counts_by_kind(request.actor)
    context = {
        "page": page_of(request, queries.listed(request.actor, filters)),
        "form": FilterForm(request.GET, towns=towns_for(request.actor, P.ORGANISATION_VIEW, timezone.localdate())),
        "kinds": [(kind.value, kind.label, counts.get(kind.value, 0)) for kind in Organisation.Kind],
        "kind": filters.kind,
        "search_here": filters.words,
        "export_url": reverse("organisations:export"),
        "may_edit": request.actor.may(P.ORGANISATION_EDIT),
        "waiting": queries.requests_visible_to(request.actor).filter(state="open").count(),
    }  # fmt: skip
    return render(request, "organisations/list.html", context)


@allow(P.ORGANISATION_VIEW)
@require_GET
def export(request: Request) -> HttpResponse:
    """The list as Excel, as it is filtered; the columns are those the import reads."""
    filters = _filters(request)
    rows = queries.listed(request.actor, filters)
    content = BytesIO()
    lang = get_language() or "zh"
    title = _("Organisations")
    about = About(
        title, request.actor.name, timezone.localtime(), list(filters.as_words().items()), lang=lang
    )
    count = write_list(content, columns=_columns(), rows=_cells(rows), about=about, sheet=title)
    actions.note_export(by=request.actor, count=count, filters=filters.as_words())
    return workbook(content, f"{title} {timezone.localdate()}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("Kind"), 12), Column(_("Organisation name"), 34), Column(_("Short name"), 16), Column(_("Unified social credit code"), 22),
        Column(_("Public code"), 10), Column(_("Industry"), 28), Column(_("Scale"), 8), Column(_("People employed"), 10, "whole"),
        Column(_("Office address"), 34), Column(_("Contact"), 12), Column(_("Office telephone"), 16), Column(_("Town"), 18),
    ]  # fmt: skip


def _cells(rows: QuerySet[Organisation]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=2000):
        industry = INDUSTRIES.words_of(row.industry) if row.industry else ""
        yield (row.get_kind_display(), row.name, row.short_name, row.credit_code, row.public_code, industry,
               row.get_scale_display(), row.headcount, row.address, row.contact_name, row.contact_phone,
               row.division.name)  # fmt: skip


@allow(P.ORGANISATION_EDIT)
@require_GET
def doubles(request: Request) -> HttpResponse:
    """Pairs of alike names: perhaps one organisation entered twice."""
    pairs = queries.doubles(request.actor, typed(request, "kind"))
    page = Paginator(pairs, PAIRS).get_page(request.GET.get("page"))
    return render(request, "organisations/doubles.html", {"page": page})


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def merge(request: Request, first_id: int, second_id: int) -> HttpResponse:
    """The two side by side; a person says which stays."""
    pair = tuple(
        queries.get_organisation_for(request.actor, pk, P.ORGANISATION_EDIT) for pk in (first_id, second_id)
    )
    form = MergeForm(request.POST or None, pair=pair)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        stays = next(row for row in pair if str(row.pk) == form.cleaned_data["stays"])
        goes = next(row for row in pair if row.pk != stays.pk)
        try:
            merging.merge(by=request.actor, stays=stays, goes=goes, fills=form.cleaned_data["fills"])
        except merging.UnableToMerge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Joined. It can be undone on the entry."))
            return redirect("organisations:organisation", organisation_id=stays.pk)
    return form_page(request, "organisations/merge.html", form, pair=pair, lines=_side_by_side(*pair))


def _side_by_side(one: Organisation, other: Organisation) -> list[tuple[str, str, str, bool]]:
    """(label, value, value, do they differ?) for every field of the kind."""
    from rongyao.bureau.registry.organisations.words import lines_of

    return [
        (label, a, b, a != b) for (label, a), (_label, b) in zip(lines_of(one), lines_of(other), strict=False)
    ]


@allow(P.ORGANISATION_EDIT)
@require_POST
def tell_apart(request: Request, first_id: int, second_id: int) -> HttpResponse:
    one, other = (
        queries.get_organisation_for(request.actor, pk, P.ORGANISATION_EDIT) for pk in (first_id, second_id)
    )
    merging.tell_apart(by=request.actor, one=one, other=other)
    messages.success(request, _("Noted: these are two. The pair is not shown again."))
    return redirect("organisations:doubles")


@allow(P.ORGANISATION_EDIT)
@require_POST
def part(request: Request, organisation_id: int) -> HttpResponse:
    row = queries.get_organisation_for(request.actor, organisation_id, P.ORGANISATION_EDIT)
    try:
        merging.part(by=request.actor, organisation=row)
    except merging.UnableToMerge as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Parted again."))
    return redirect("organisations:organisation", organisation_id=row.pk)
