"""The people list and a person's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry import queries, registrations
from rongyao.bureau.registry.actions import people as actions
from rongyao.bureau.registry.forms.people import (
    ChangeIdentityForm,
    MoveForm,
    NewPersonForm,
    PeopleFilterForm,
    ReasonForm,
)
from rongyao.bureau.registry.forms.words import choices_of
from rongyao.bureau.registry.holdings import look_over
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import Filters
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, SECRET_FIELDS
from rongyao.bureau.registry.views.pages import form_page, page_of, workbook
from rongyao.law.facts import FACTS

P = Permission
EXPORT_CHUNK = 2000


def filters_of(request: Request) -> Filters:
    """The filters as the address carries them."""
    given = {
        name: request.GET.get(name, "").strip()[:60] for name in ("town", "rank", "year", "missing", "sort")
    }
    return Filters(words=typed(request, "q")[:60], **given)


def _ranks() -> dict[str, str]:
    return dict(choices_of(FACTS["rank_group"]))


@allow(P.PEOPLE_VIEW)
@require_GET
def people(request: Request) -> HttpResponse:
    """The list: search box, filters, sorting, pages."""
    towns = queries.towns_for(request.actor, P.PEOPLE_VIEW, timezone.localdate())
    page = page_of(request, queries.listed(request.actor, filters_of(request)).defer("id_number", "phone"))
    year = filters_of(request).year
    context = {
        "page": page,
        "lines": queries.lines_of(page, typed(request, "q")[:60]),
        "form": PeopleFilterForm(request.GET, towns=towns),
        "search_words": request.GET.get("q", ""),
        "year_unread": bool(year) and not re.fullmatch(r"\d{4}", year),
        "export_url": reverse("registry:people_export") if request.actor.may(P.PEOPLE_EXPORT) else "",
    }
    return render(request, "registry/people.html", context)


@allow(P.PEOPLE_EXPORT)
@require_GET
def people_export(request: Request) -> HttpResponse:
    """The list as Excel, as it is filtered. Numbers stay masked: a list that leaves the house names nobody's."""
    filters = filters_of(request)
    rows = queries.exportable(request.actor, filters).defer("id_number", "phone")
    content = BytesIO()
    about = About(
        title=_("People"),
        by=request.actor.name,
        at=timezone.localtime(),
        filters=list(filters.as_words().items()),
        lang=get_language() or "zh",
    )
    count = write_list(content, columns=_columns(), rows=_cells(rows), about=about, sheet=_("People"))
    actions.note_export(by=request.actor, count=count, filters=filters.as_words())
    return workbook(content, f"{_('People')} {timezone.localdate()}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("File number")), Column(_("Name"), 16), Column(_("Sex"), 8), Column(_("Date of birth"), 14, "date"),
        Column(_("Last four of the identity number"), 14), Column(_("Town"), 24), Column(_("Rank group"), 16),
        Column(_("Discharged"), 14, "date"),
    ]  # fmt: skip


def _cells(rows: QuerySet[Person]) -> Iterator[tuple[Any, ...]]:
    ranks = _ranks()
    walk = rows.iterator(chunk_size=EXPORT_CHUNK)
    while people := list(islice(walk, EXPORT_CHUNK)):
        for line in queries.lines_of(people):
            row = line.person
            rank = ranks.get(line.rank or "", "")
            yield (row.number, row.name, row.get_sex_display(), row.birth_on, row.id_last4, row.division.name, rank,
                   line.discharged)  # fmt: skip


@allow(P.PEOPLE_VIEW)
@require_GET
def alike(request: Request) -> HttpResponse:
    """People with the same name and birth date: perhaps one person recorded twice."""
    page = page_of(request, queries.conflicts(request.actor).defer("id_number", "phone"))
    return render(request, "registry/alike.html", {"page": page})


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def person_new(request: Request) -> HttpResponse:
    places = queries.places_for(request.actor, P.PEOPLE_EDIT, timezone.localdate())
    form = NewPersonForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        try:
            division = form.cleaned_data["division"]
            row = actions.add_person(by=request.actor, division=division, identity=form.identity())
        except actions.UnableToAddPerson as error:
            form.add_error("id_number", str(error))
        else:
            messages.success(request, _("The file is open. Now record what the papers say."))
            return redirect("registry:person", person_id=row.pk)
    return form_page(request, "registry/person_new.html", form)


@allow(P.PEOPLE_VIEW)
@never_cache
@require_GET
def person(request: Request, person_id: int) -> HttpResponse:
    """The file: identity, facts by group with source and day, panels of other departments. Looking is recorded."""
    try:
        row, just_looked, has_twin = queries.opened(request.actor, person_id)
    except Http404:
        if (kept := registrations.joined_into(person_id)) is None:
            raise
        # An old link still leads to the person; whether this reader may open the file is asked there.
        queries.get_person_for(request.actor, kept)
        return redirect("registry:person", person_id=kept)
    look_over(row)
    if not just_looked:
        actions.look(by=request.actor, person=row)
    context = {
        "groups": queries.file_of(row),
        "account": queries.account_of(row),
        "remarks": queries.remarks_of(row),
        "alike": queries.alike(row, request.actor)[:5] if has_twin else [],
        "corrections": queries.corrections_of(row)[:5],
        "panels": _panels(request, row),
        "may_edit": request.actor.may_at(P.PEOPLE_EDIT, row.path),
        "may_bind": request.actor.may_at(P.ACCOUNT_BIND, row.path),
        "may_unmask": request.actor.may_at(P.PEOPLE_UNMASK, row.path),
    }
    return _file_page(request, "registry/person.html", row, context)


def _panels(request: Request, row: Person) -> list[tuple[str, dict[str, Any]]]:
    shown = (panel(request, row) for panel in registrations.file_panels)
    return [panel for panel in shown if panel is not None]


def _file_page(
    request: Request, template: str, row: Person, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of one person's file; says so when the person is made up."""
    strip = {"is_synthetic": True} if row.is_synthetic else {}
    return render(request, template, {"person": row, **strip, **context}, status=status)


@allow(P.PEOPLE_VIEW)
@require_GET
def looks(request: Request, person_id: int) -> HttpResponse:
    """Who opened this file or uncovered a number: the same list the person sees."""
    row = queries.get_person_for(request.actor, person_id)
    return _file_page(request, "registry/looks.html", row, {"page": page_of(request, queries.looks(row))})


def _opened(row: Person) -> dict[str, str]:
    return {name: actions.shown(row, name) for name in IDENTITY_FIELDS}


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def identity(request: Request, person_id: int) -> HttpResponse:
    """Change the identity. A second editor sees what the first one changed and loses nothing typed."""
    row = queries.get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    opened = _opened(row)
    seen = {name: opened[name] for name in ChangeIdentityForm.SHOWN}
    initial = {**seen, "sex": row.sex, "version": row.version, "opened": opened}
    form = ChangeIdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _change(request, row, form)
    context = {"person": row, "opened": opened}
    return form_page(request, "registry/identity.html", form, **context)


def _change(request: Request, row: Person, form: ChangeIdentityForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.change_identity(
            by=request.actor, person=row, version=data["version"], opened=data["opened"], typed=form.typed(),
            reason=data["reason"],
        )  # fmt: skip
    except actions.UnableToChangeIdentity as error:
        form.add_error(error.field, str(error))
        return _clashed(request, row, form, error)
    messages.success(request, _("Saved."))
    return redirect("registry:person", person_id=row.pk)


def _clashed(
    request: Request, row: Person, form: ChangeIdentityForm, error: actions.UnableToChangeIdentity
) -> HttpResponse:
    """The form again with everything typed, now speaking of the file as it is; saving once more takes it."""
    row.refresh_from_db()
    opened = _opened(row)
    if error.clashes:
        typed = request.POST.copy()
        typed["version"] = str(row.version)
        typed["opened"] = form.fields["opened"].prepare_value(opened)
        form.data = typed
    context = {"person": row, "opened": opened, "clashes": error.clashes}
    return form_page(request, "registry/identity.html", form, **context)


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def move(request: Request, person_id: int) -> HttpResponse:
    row = queries.get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    places = queries.places_for(request.actor, P.PEOPLE_EDIT, timezone.localdate())
    form = MoveForm(request.POST or None, places=places, initial={"division": str(row.division_id)})
    if request.method == "POST" and form.is_valid():
        actions.move(by=request.actor, person=row, **form.cleaned_data)
        messages.success(request, _("Moved to %(place)s.") % {"place": form.cleaned_data["division"].name})
        return redirect("registry:person", person_id=row.pk)
    return form_page(request, "registry/move.html", form, person=row)


@allow(P.PEOPLE_UNMASK)
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: Request, person_id: int, field: str) -> HttpResponse:
    """Uncover the identity number or telephone, with a reason that is recorded."""
    row = queries.get_person_for(request.actor, person_id, P.PEOPLE_UNMASK)
    form = ReasonForm(request.POST or None)
    clear = ""
    if request.method == "POST" and form.is_valid():
        try:
            clear = actions.unmask(
                by=request.actor, person=row, field=field, reason=form.cleaned_data["reason"]
            )
        except actions.UnableToUnmask as error:
            form.add_error("reason", str(error))
    masked = actions.shown(row, field) if field in SECRET_FIELDS else ""
    context = {
        "person": row,
        "field": field,
        "label": IDENTITY_FIELDS.get(field, ""),
        "masked": masked,
        "clear": clear,
    }
    return form_page(request, "registry/reveal.html", form, **context)
