"""Lists over all people in scope: who is in which group, who may be, licences that run out; figures without names."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.background import queries
from rongyao.bureau.registry.background.actions import groups as actions
from rongyao.bureau.registry.background.forms.lists import GroupFilterForm, LicenceFilterForm
from rongyao.bureau.registry.background.models import GroupMembership, Licence
from rongyao.bureau.registry.background.queries import GroupFilters, LicenceFilters
from rongyao.bureau.registry.background.rules import GROUNDS, SMALLEST, Category
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import page_of, workbook

P = Permission
CHUNK = 2000


def _group_filters(request: Request) -> GroupFilters:
    given = {name: typed(request, name)[:60] for name in ("category", "town", "state", "sort")}
    return GroupFilters(words=typed(request, "q")[:60], **given)


def _licence_filters(request: Request) -> LicenceFilters:
    given = {name: typed(request, name)[:60] for name in ("town", "sort")}
    return LicenceFilters(words=typed(request, "q")[:60], within=typed(request, "within") or "90", **given)


def _towns(request: Request) -> QuerySet[Any]:
    return towns_for(request.actor, P.PEOPLE_VIEW, timezone.localdate())


def _export_url(request: Request, name: str) -> str:
    return reverse(name) if request.actor.may(P.PEOPLE_EXPORT) else ""


@allow(P.PEOPLE_VIEW)
@require_GET
def groups(request: Request) -> HttpResponse:
    """Who belongs to which group, with how many each has and how many the facts suggest."""
    today, filters = timezone.localdate(), _group_filters(request)
    counts = queries.counts_by_category(request.actor, today)
    context = {
        "page": page_of(request, queries.listed_groups(request.actor, filters, today)),
        "form": GroupFilterForm(request.GET, towns=_towns(request)),
        "counts": [(c.value, c.label, counts[c.value]) for c in Category if c.value in counts],
        "category": filters.category,
        "export_url": _export_url(request, "background:groups_export"),
    }
    return render(request, "background/groups.html", context)


@allow(P.PEOPLE_VIEW)
@require_GET
def suggested(request: Request) -> HttpResponse:
    """Whom recorded facts suggest for a group they are not in yet: an officer looks and confirms each."""
    today = timezone.localdate()
    category = typed(request, "category")
    counts = queries.suggested_counts(request.actor, today)
    if category not in GROUNDS:
        category = counts[0][0] if counts else Category.DISABLED.value
    people = queries.suggested_people(request.actor, category, today, typed(request, "town"))
    context = {
        "page": page_of(request, people),
        "counts": counts,
        "category": category,
        "label": Category(category).label,
        "by_paper": GROUNDS[category].by_paper,
        "may_edit": request.actor.may(P.PEOPLE_EDIT),
    }
    return render(request, "background/suggested.html", context)


@allow(P.PEOPLE_EXPORT)
@require_GET
def groups_export(request: Request) -> HttpResponse:
    """The list as Excel, as it is filtered; no number leaves."""
    filters = _group_filters(request)
    rows = queries.listed_groups(request.actor, filters, timezone.localdate(), P.PEOPLE_EXPORT)
    columns = [
        Column(_("Name"), 16), Column(_("File number")), Column(_("Group"), 26), Column(_("Town"), 20), Column(_("Since"), 14, "date"),
        Column(_("Until"), 14, "date"), Column(_("Source"), 30), Column(_("Document number"), 20), Column(_("Recorded by"), 14),
    ]  # fmt: skip
    return _workbook(request, _("Special groups"), columns, _group_cells(rows), filters.as_words(), "groups")


def _group_cells(rows: QuerySet[GroupMembership]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        by = row.recorded_by.display_name if row.recorded_by else ""
        yield (row.person.name, row.person.number, row.get_category_display(), row.person.division.name, row.since,
               row.until, row.source.title, row.source.document_no, by)  # fmt: skip


@allow(P.PEOPLE_VIEW)
@require_GET
def licences(request: Request) -> HttpResponse:
    """Licences that run out soon, or did."""
    today, filters = timezone.localdate(), _licence_filters(request)
    context = {
        "page": page_of(request, queries.listed_licences(request.actor, filters, today)),
        "form": LicenceFilterForm(request.GET, towns=_towns(request)),
        "export_url": _export_url(request, "background:licences_export"),
        "today": today,
    }
    return render(request, "background/licences.html", context)


@allow(P.PEOPLE_EXPORT)
@require_GET
def licences_export(request: Request) -> HttpResponse:
    filters = _licence_filters(request)
    rows = queries.listed_licences(request.actor, filters, timezone.localdate(), P.PEOPLE_EXPORT)
    columns = [Column(_("Name"), 16), Column(_("File number")), Column(_("Licence"), 26), Column(_("Class"), 10),
               Column(_("Runs out"), 14, "date"), Column(_("Town"), 20)]  # fmt: skip
    title = _("Licences that run out")
    return _workbook(request, title, columns, _licence_cells(rows), filters.as_words(), "licences")


def _licence_cells(rows: QuerySet[Licence]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        person = row.person
        yield person.name, person.number, row.name, row.grade, row.expires_on, person.division.name


def _workbook(
    request: Request,
    title: str,
    columns: list[Column],
    cells: Iterator[Any],
    filters: dict[str, str],
    what: str,
) -> HttpResponse:
    """Write, record, hand over."""
    content = BytesIO()
    lang = get_language() or "zh"
    about = About(title, request.actor.name, timezone.localtime(), list(filters.items()), lang=lang)
    count = write_list(content, columns=columns, rows=cells, about=about, sheet=title)
    actions.note_export(by=request.actor, what=what, count=count, filters=filters)
    return workbook(content, f"{title} {timezone.localdate()}.xlsx")


@allow(P.FIGURES_VIEW)
@require_GET
def figures(request: Request) -> HttpResponse:
    """The groups in figures by town: no name; counts from one to four are not shown, nor what would give one away."""
    towns, rows = queries.figures(request.actor, timezone.localdate())
    context = {"towns": towns, "rows": rows, "smallest": SMALLEST, "today": timezone.localdate()}
    return render(request, "background/figures.html", context)
