"""One organisation: its entry, registering, changing, closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import keeping as actions
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.forms.organisations import (
    ChangeOrganisationForm,
    CloseForm,
    NewOrganisationForm,
)
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import FIELDS
from rongyao.bureau.registry.organisations.words import lines_of, opened_values
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import form_page

P = Permission


def to_organisation(organisation_id: int) -> HttpResponse:
    return redirect("organisations:organisation", organisation_id=organisation_id)


@allow(P.ORGANISATION_VIEW)
@require_GET
def organisation(request: Request, organisation_id: int) -> HttpResponse:
    """The entry: what is recorded, who speaks for it, what it asks for, what was joined to it."""
    row = queries.get_organisation_for(request.actor, organisation_id)
    may_edit = request.actor.may_at(P.ORGANISATION_EDIT, row.path)
    context: dict[str, Any] = {
        "organisation": row,
        "lines": lines_of(row),
        "representatives": queries.representatives_of(row),
        "past": queries.past_representatives_of(row)[:20],
        "requests": row.requests.select_related("asked_by", "answered_by")[:20],
        "merged_here": row.merged_here.all(),
        "alike": queries.alike(row.name, row.kind, other_than=row.pk) if may_edit and row.is_open else [],
        "may_edit": may_edit,
        "today": timezone.localdate(),
    }
    return render(request, "organisations/organisation.html", context)


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_new(request: Request, kind: str) -> HttpResponse:
    if kind not in Organisation.Kind.values:
        raise Http404
    places = list(towns_for(request.actor, P.ORGANISATION_EDIT, timezone.localdate()))
    form = NewOrganisationForm(request.POST or None, kind=kind, places=places)
    near: tuple[Organisation, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.register(
                by=request.actor, kind=kind, division=form.cleaned_data["division"], values=form.values(),
                is_another=form.cleaned_data.get("is_another", False),
            )  # fmt: skip
        except actions.UnableToKeepOrganisation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            near = error.alike
        else:
            messages.success(request, _("Registered."))
            return to_organisation(row.pk)
    # The box that says "another one" is offered only where there is something to be another of.
    if not near:
        form.fields.pop("is_another", None)
    words = dict(Organisation.Kind.choices)[kind]
    return form_page(request, "organisations/new.html", form, kind=kind, kind_words=words, near=near)


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_change(request: Request, organisation_id: int) -> HttpResponse:
    """Change an entry. A second editor sees what the first one changed and loses nothing typed."""
    row = queries.get_organisation_for(request.actor, organisation_id, P.ORGANISATION_EDIT)
    form = ChangeOrganisationForm(request.POST or None, kind=row.kind, initial=_initial(row))
    clashes: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change(
                by=request.actor, organisation=row, version=data["version"], opened=data["opened"] or {},
                values=form.values(),
            )  # fmt: skip
        except actions.UnableToKeepOrganisation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            clashes = error.clashes
            _speak_of_now(form, row) if clashes else None
        else:
            messages.success(request, _("Saved."))
            return to_organisation(row.pk)
    return form_page(request, "organisations/change.html", form, organisation=row, clashes=clashes)


def _initial(row: Organisation) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in FIELDS[row.kind]}
    if row.industry:
        plain["industry"] = INDUSTRIES.words_of(row.industry)
    return {**plain, "version": row.version, "opened": opened_values(row)}


def _speak_of_now(form: ChangeOrganisationForm, row: Organisation) -> None:
    """The form again with everything typed, now speaking of the entry as it is; saving once more takes it."""
    row.refresh_from_db()
    typed: Any = form.data.copy()  # type: ignore[attr-defined]
    typed["version"] = str(row.version)
    typed["opened"] = form.fields["opened"].prepare_value(opened_values(row))
    form.data = typed


@allow(P.ORGANISATION_EDIT)
@require_http_methods(["GET", "POST"])
def organisation_close(request: Request, organisation_id: int) -> HttpResponse:
    row = queries.get_organisation_for(request.actor, organisation_id, P.ORGANISATION_EDIT)
    form = CloseForm(request.POST or None, initial={"on": timezone.localdate().isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(by=request.actor, organisation=row, **form.cleaned_data)
        except actions.UnableToKeepOrganisation as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, _("Closed. Who spoke for it speaks no longer."))
            return to_organisation(row.pk)
    return form_page(request, "organisations/close.html", form, organisation=row)


@allow(P.ORGANISATION_EDIT)
@require_POST
def organisation_reopen(request: Request, organisation_id: int) -> HttpResponse:
    row = queries.get_organisation_for(request.actor, organisation_id, P.ORGANISATION_EDIT)
    try:
        actions.reopen(by=request.actor, organisation=row)
    except actions.UnableToKeepOrganisation as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Open again."))
    return to_organisation(row.pk)


@allow(P.ORGANISATION_VIEW)
@require_GET
def industries(request: Request) -> HttpResponse:
    """The classification of industries, to look a code up: one level at a time, or by words."""
    code = request.GET.get("in", "")[:6]
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    context = {
        "words": words,
        "here": INDUSTRIES.get(code),
        "above": INDUSTRIES.above(code) if code else [],
        "entries": INDUSTRIES.find(words) if words else INDUSTRIES.below(code),
    }
    return render(request, "organisations/industries.html", context)
