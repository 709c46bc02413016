"""The background of one person: everything with its source, recording, mending, ending."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions import people
from rongyao.bureau.registry.background import queries
from rongyao.bureau.registry.background.actions import entries as actions
from rongyao.bureau.registry.background.actions import groups, spells
from rongyao.bureau.registry.background.forms.entries import FORMS, GroupForm, PaperForm, SpellForm
from rongyao.bureau.registry.background.models import Entry, GroupMembership, Spell
from rongyao.bureau.registry.background.occupations import OCCUPATIONS
from rongyao.bureau.registry.background.rules import MONTHS_FACT, SpellKind, Total
from rongyao.bureau.registry.forms.people import ReasonForm
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for
from rongyao.bureau.registry.views.pages import form_page

P = Permission
TITLES: dict[str, Any] = {
    "schooling": gettext_lazy("Schooling"),
    "work": gettext_lazy("Work"),
    "skill": gettext_lazy("Skill"),
    "licence": gettext_lazy("Licence"),
    "spell": gettext_lazy("Spell of service"),
    "group": gettext_lazy("Special group"),
}


def to_background(person_id: int) -> HttpResponse:
    return redirect("background:person", person_id=person_id)


def sums_of(person: Person, rows: Iterable[Spell]) -> list[dict[str, Any]]:
    """Each kind of the person's spells ``rows``: the sum with its arithmetic, and the law's own fact beside it."""
    of_kind: dict[SpellKind, list[Spell]] = {}
    for row in rows:
        of_kind.setdefault(SpellKind(row.kind), []).append(row)
    facts = queries.current_facts(person, [MONTHS_FACT[kind] for kind in of_kind])
    return [
        _sum(kind, spells.total_of(of_kind[kind]), facts.get(MONTHS_FACT[kind]))
        for kind in SpellKind
        if kind in of_kind
    ]


def _sum(kind: SpellKind, counted: Total, fact: Any) -> dict[str, Any]:
    return {"kind": kind, "total": counted, "fact": fact, "differs": fact != counted.months}


@allow(P.PEOPLE_VIEW)
@never_cache
@require_GET
def person(request: Request, person_id: int) -> HttpResponse:
    """Everything with its source and day. Looking is recorded like opening the file."""
    row = get_person_for(request.actor, person_id)
    people.look(by=request.actor, person=row)
    found = queries.background_of(row)
    context = {
        "person": row,
        "found": found,
        "sums": sums_of(row, found.spells),
        "suggestions": queries.suggestions_for(row, found.groups),
        "past": [(TITLES[kind], entry) for kind, entry in queries.past_of(row)],
        "today": timezone.localdate(),
        "may_edit": request.actor.may_at(P.PEOPLE_EDIT, row.path),
    }
    return render(request, "background/person.html", context)


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def entry_new(request: Request, person_id: int, kind: str) -> HttpResponse:
    """Record schooling, work, a skill or a licence with the paper that says it."""
    row = get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record(by=request.actor, person=row, kind=kind, values=form.values(), paper=form.paper())
        except actions.UnableToKeepEntry as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Recorded."))
            return to_background(row.pk)
    return _page(request, form, row, kind)


def _page(request: Request, form: Any, row: Person, kind: str, **context: Any) -> HttpResponse:
    more = {"person": row, "kind": kind, "title": TITLES[kind], **context}
    return form_page(request, "background/entry.html", form, **more)


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def entry_change(request: Request, kind: str, entry_id: int) -> HttpResponse:
    """Mend what was typed wrongly; the paper stays."""
    if kind not in FORMS:
        raise Http404
    entry = queries.get_entry_for(request.actor, kind, entry_id)
    form = FORMS[kind](request.POST or None, initial=_initial(kind, entry))
    for name in PaperForm.PAPER:
        del form.fields[name]
    if request.method == "POST" and form.is_valid() and _changed(request, form, entry):
        messages.success(request, _("Saved."))
        return to_background(entry.person_id)
    version = request.POST.get("version") or entry.version
    return _page(request, form, entry.person, kind, entry=entry, version=version)


def _changed(request: Request, form: Any, entry: Entry) -> bool:
    try:
        version = int(request.POST.get("version", "0") or 0)
        actions.change(by=request.actor, entry=entry, version=version, values=form.values())
    except (actions.UnableToKeepEntry, ValueError) as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


def _initial(kind: str, entry: Any) -> dict[str, Any]:
    initial = {name: getattr(entry, name) for name in FORMS[kind].base_fields if hasattr(entry, name)}
    if initial.get("occupation"):
        initial["occupation"] = OCCUPATIONS.words_of(entry.occupation)
    return initial


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def entry_end(request: Request, kind: str, entry_id: int) -> HttpResponse:
    """End an entry, with the reason; it stays as history."""
    entry = queries.get_entry_for(request.actor, kind, entry_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _end(request, entry, form.cleaned_data["reason"])
        except actions.UnableToKeepEntry as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Ended. It stays as history."))
            return to_background(entry.person_id)
    context = {"person": entry.person, "title": TITLES[kind], "entry": entry}
    return form_page(request, "background/end.html", form, **context)


def _end(request: Request, entry: Entry, reason: str) -> None:
    if isinstance(entry, Spell):
        spells.end(by=request.actor, spell=entry, reason=reason)
    else:
        actions.end(by=request.actor, entry=entry, reason=reason)


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def spell_new(request: Request, person_id: int) -> HttpResponse:
    """Record a spell in a hard area or a special post."""
    row = get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    form = SpellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            spells.record(
                by=request.actor, person=row, code=data["code"], months=spells.values_of(data),
                paper=form.paper(), is_complete=data["is_complete"],
            )  # fmt: skip
        except actions.UnableToKeepEntry as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Recorded."))
            return to_background(row.pk)
    return _page(request, form, row, "spell")


@allow(P.PEOPLE_EDIT)
@require_POST
def write_total(request: Request, person_id: int, kind: str) -> HttpResponse:
    """The spells are all: their sum becomes the law's own fact."""
    row = get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    if kind not in SpellKind.values:
        raise Http404
    try:
        months = spells.write_total(by=request.actor, person=row, kind=kind)
    except actions.UnableToKeepEntry as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Recorded as the law's own fact: %(n)s months.") % {"n": months})
    return to_background(row.pk)


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def group_new(request: Request, person_id: int) -> HttpResponse:
    """Write a person into a special group; ``?category=`` comes from a suggestion."""
    row = get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    suggested = {one.category: one for one in queries.suggestions_for(row, queries.of(GroupMembership, row))}
    wanted = request.GET.get("category", "")
    form = GroupForm(request.POST or None, initial={"category": wanted, "by_facts": wanted in suggested})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            groups.add(
                by=request.actor, person=row, category=data["category"], since=data["since"],
                until=data["until"], paper=form.named_paper(),
            )  # fmt: skip
        except actions.UnableToKeepEntry as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Recorded."))
            return to_background(row.pk)
    return _page(request, form, row, "group", suggestions=list(suggested.values()))


@allow(P.PEOPLE_VIEW)
@require_GET
def occupations(request: Request) -> HttpResponse:
    """The classification of occupations, to look a code up: one level at a time, or by words."""
    code = request.GET.get("in", "")[:12]
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    context = {
        "words": words,
        "here": OCCUPATIONS.get(code),
        "above": OCCUPATIONS.above(code) if code else [],
        "entries": OCCUPATIONS.find(words) if words else OCCUPATIONS.below(code),
    }
    return render(request, "background/occupations.html", context)
