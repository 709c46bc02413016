"""Lists over all families in scope: relatives, and people whom nobody is named for; both go to Excel."""

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
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import kin as actions
from rongyao.bureau.registry.families.forms.lists import KinFilterForm, NobodyFilterForm
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.families.queries import KinFilters, NobodyFilters
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import page_of, workbook

P = Permission
CHUNK = 2000


def _given(request: Request, *names: str) -> dict[str, str]:
    return {name: typed(request, name)[:60] for name in names}


def _kin_filters(request: Request) -> KinFilters:
    return KinFilters(
        words=typed(request, "q")[:60], **_given(request, "town", "relation", "consent", "sort")
    )


def _nobody_filters(request: Request) -> NobodyFilters:
    return NobodyFilters(
        words=typed(request, "q")[:60], **_given(request, "town", "elderly", "alone", "sort")
    )


@allow(P.PEOPLE_VIEW)
@require_GET
def kin_list(request: Request) -> HttpResponse:
    """Relatives of the people in scope."""
    towns = towns_for(request.actor, P.PEOPLE_VIEW, timezone.localdate())
    context = {
        "page": page_of(request, queries.listed_kin(request.actor, _kin_filters(request))),
        "form": KinFilterForm(request.GET, towns=towns),
        "search_words": typed(request, "q"),
        "export_url": _export_url(request, "families:kin_export"),
    }
    return render(request, "families/kin_list.html", context)


@allow(P.PEOPLE_VIEW)
@require_GET
def nobody(request: Request) -> HttpResponse:
    """People with no next of kin named: whom would the station call?"""
    towns = towns_for(request.actor, P.PEOPLE_VIEW, timezone.localdate())
    people = queries.nobody_named(request.actor, _nobody_filters(request), timezone.localdate())
    context = {
        "page": page_of(request, people),
        "form": NobodyFilterForm(request.GET, towns=towns),
        "export_url": _export_url(request, "families:nobody_export"),
    }
    return render(request, "families/nobody.html", context)


def _export_url(request: Request, name: str) -> str:
    return reverse(name) if request.actor.may(P.PEOPLE_EXPORT) else ""


@allow(P.PEOPLE_EXPORT)
@require_GET
def kin_export(request: Request) -> HttpResponse:
    """The list as Excel, as it is filtered. Numbers stay behind: only the last four of a telephone leave."""
    filters = _kin_filters(request)
    rows = queries.listed_kin(request.actor, filters, P.PEOPLE_EXPORT)
    columns = [
        Column(_("Relative"), 16), Column(_("Relation"), 14), Column(_("Next of kin"), 10, "whole"),
        Column(_("Of the person"), 16), Column(_("File number")), Column(_("Town"), 20), Column(_("Consent"), 14),
        Column(_("Last four of the telephone"), 12), Column(_("Lives with the person"), 10),
        Column(_("Has died"), 10),
    ]  # fmt: skip
    return _workbook(request, _("Relatives"), columns, _kin_cells(rows), filters.as_words(), "kin")


def _kin_cells(rows: QuerySet[Kin]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        person = row.person
        yield (row.name, row.get_relation_display(), row.rank, person.name, person.number, person.division.name,
               row.get_consent_display(), row.phone_last4, _yes(row.lives_with), _yes(row.is_deceased))  # fmt: skip


def _yes(flag: bool) -> str:
    return _("Yes") if flag else ""


@allow(P.PEOPLE_EXPORT)
@require_GET
def nobody_export(request: Request) -> HttpResponse:
    filters = _nobody_filters(request)
    rows = queries.nobody_named(request.actor, filters, timezone.localdate(), P.PEOPLE_EXPORT)
    columns = [
        Column(_("Name"), 16), Column(_("File number")), Column(_("Date of birth"), 14, "date"),
        Column(_("Town"), 24), Column(_("Address"), 40),
    ]  # fmt: skip
    words = filters.as_words()
    return _workbook(request, _("Nobody is named"), columns, _person_cells(rows), words, "nobody")


def _person_cells(rows: QuerySet[Person]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield (row.name, row.number, row.birth_on, row.division.name, row.address)


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
