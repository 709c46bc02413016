"""The family of one person: relatives, their consent, the order of next of kin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions import people
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import kin as actions
from rongyao.bureau.registry.families.actions.consent import UnableToRecordConsent
from rongyao.bureau.registry.families.forms.kin import ChangeKinForm, LinkForm, NewKinForm, OrderForm
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.families.rules import KIN_FIELDS, SECRET_KIN_FIELDS
from rongyao.bureau.registry.families.words import opened_values, shown_value
from rongyao.bureau.registry.forms.people import ReasonForm
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for, visible_to
from rongyao.bureau.registry.views.pages import form_page

P = Permission


def to_family(person_id: int) -> HttpResponse:
    return redirect("families:family", person_id=person_id)


@allow(P.PEOPLE_VIEW)
@never_cache
@require_GET
def family(request: Request, person_id: int) -> HttpResponse:
    """Everything of a person's family, with what may be done. Looking is recorded like opening the file."""
    person = get_person_for(request.actor, person_id)
    people.look(by=request.actor, person=person)
    kin = list(queries.kin_of(person))
    context = {
        "person": person,
        "kin": kin,
        "past_kin": queries.past_kin_of(person),
        "linkable": queries.in_scope(request.actor, (row.linked_id for row in kin)),
        "home": queries.home_of(request.actor, person),
        "is_housed": queries.is_housed(person),
        "agreements": queries.agreements_of(person),
        "past_agreements": queries.past_agreements_of(person),
        **_rights(request, person),
    }
    return render(request, "families/family.html", context)


def _rights(request: Request, person: Person) -> dict[str, bool]:
    actor = request.actor
    return {
        "may_edit": actor.may_at(P.FAMILY_EDIT, person.path),
        "may_bind": actor.may_at(P.HELPER_BIND, person.path),
        "may_unmask": actor.may_at(P.PEOPLE_UNMASK, person.path),
        "may_record": actor.may_at(P.PEOPLE_EDIT, person.path),
    }


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def kin_new(request: Request, person_id: int) -> HttpResponse:
    person = get_person_for(request.actor, person_id, P.FAMILY_EDIT)
    form = NewKinForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, person, form):
        messages.success(request, _("The relative is recorded."))
        return to_family(person.pk)
    return form_page(request, "families/kin_new.html", form, person=person)


def _added(request: Request, person: Person, form: NewKinForm) -> bool:
    try:
        actions.add_kin(
            by=request.actor,
            person=person,
            values=form.values(),
            consent=form.asked(),
            ground=form.grounded(),
        )
    except actions.UnableToKeepKin as error:
        form.add_error(error.field, str(error))
    except UnableToRecordConsent as error:
        form.add_error("consent_on" if error.field == "on" else error.field, str(error))
    return not form.errors


@allow(P.FAMILY_EDIT)
@never_cache
@require_http_methods(["GET", "POST"])
def kin_change(request: Request, kin_id: int) -> HttpResponse:
    """Change an entry. A second editor sees what the first one changed and loses nothing typed."""
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    opened = opened_values(row)
    plain = {name: getattr(row, name) for name in KIN_FIELDS if name not in SECRET_KIN_FIELDS}
    initial = {**plain, "version": row.version, "opened": opened}
    form = ChangeKinForm(request.POST or None, kin=row, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _change(request, row, form)
    return _change_page(request, row, form)


def _change(request: Request, row: Kin, form: ChangeKinForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.change_kin(
            by=request.actor, kin=row, version=data["version"], opened=data["opened"], typed=form.typed(),
            reason=data["reason"],
        )  # fmt: skip
    except actions.UnableToKeepKin as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _clashed(request, row, form, error)
    messages.success(request, _("Saved."))
    return to_family(row.person_id)


def _clashed(request: Request, row: Kin, form: ChangeKinForm, error: actions.UnableToKeepKin) -> HttpResponse:
    """The form again with everything typed, now speaking of the entry as it is; saving once more takes it."""
    row.refresh_from_db()
    typed = request.POST.copy()
    typed["version"] = str(row.version)
    typed["opened"] = form.fields["opened"].prepare_value(opened_values(row))
    form.data = typed
    return _change_page(request, row, form, error.clashes)


def _change_page(
    request: Request, row: Kin, form: ChangeKinForm, clashes: tuple[people.Clash, ...] = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "person": row.person,
        "kin": row,
        "opened": opened_values(row),
        "clashes": clashes,
    }
    return form_page(request, "families/kin_change.html", form, **context)


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def kin_end(request: Request, kin_id: int) -> HttpResponse:
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_kin(by=request.actor, kin=row, reason=form.cleaned_data["reason"])
        except actions.UnableToKeepKin as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("The entry is ended; the numbers are taken out."))
            return to_family(row.person_id)
    return form_page(request, "families/kin_end.html", form, person=row.person, kin=row)


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def kin_link(request: Request, kin_id: int) -> HttpResponse:
    """Which file is the relative's own. Only files in the actor's scope can be named."""
    row = queries.get_kin_for(request.actor, kin_id, P.FAMILY_EDIT)
    seen = visible_to(request.actor)
    now = seen.filter(pk=row.linked_id).first() if row.linked_id else None
    form = LinkForm(request.POST or None, initial={"number": now.number if now else ""})
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip()
        linked = seen.filter(number__iexact=number).first() if number else None
        if number and linked is None:
            form.add_error("number", _("There is no file of this number in your scope."))
        elif _linked(request, row, linked, form):
            messages.success(request, _("Saved."))
            return to_family(row.person_id)
    return form_page(request, "families/kin_link.html", form, person=row.person, kin=row)


def _linked(request: Request, row: Kin, linked: Person | None, form: LinkForm) -> bool:
    try:
        actions.link_file(by=request.actor, kin=row, linked=linked)
    except actions.UnableToKeepKin as error:
        form.add_error(error.field, str(error))
    return not form.errors


@allow(P.FAMILY_EDIT)
@require_http_methods(["GET", "POST"])
def order(request: Request, person_id: int) -> HttpResponse:
    """Who is called first when something happens, and who after."""
    person = get_person_for(request.actor, person_id, P.FAMILY_EDIT)
    living = [row for row in queries.kin_of(person) if not row.is_deceased]
    form = OrderForm(request.POST if request.method == "POST" else None, kin=living)
    if request.method == "POST" and form.is_valid():
        try:
            actions.order_next_of_kin(by=request.actor, person=person, kin_ids=form.order())
        except actions.UnableToOrder as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The order of next of kin is set."))
            return to_family(person.pk)
    return form_page(request, "families/order.html", form, person=person, living=living)


@allow(P.PEOPLE_UNMASK)
@never_cache
@require_http_methods(["GET", "POST"])
def kin_reveal(request: Request, kin_id: int, field: str) -> HttpResponse:
    """Uncover a relative's telephone or identity number, with a reason that the person can read."""
    row = queries.get_kin_for(request.actor, kin_id, P.PEOPLE_UNMASK)
    form = ReasonForm(request.POST or None)
    clear = ""
    if request.method == "POST" and form.is_valid():
        try:
            clear = actions.unmask(by=request.actor, kin=row, field=field, reason=form.cleaned_data["reason"])
        except people.UnableToUnmask as error:
            form.add_error("reason", str(error))
    is_known = field in SECRET_KIN_FIELDS
    context = {
        "person": row.person,
        "kin": row,
        "label": KIN_FIELDS.get(field, ""),
        "masked": shown_value(row, field) if is_known else "",
        "clear": clear,
    }
    return form_page(request, "families/kin_reveal.html", form, **context)
