"""Recording, changing and taking back one fact of a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import facts as actions
from rongyao.bureau.registry.forms.facts import FactForm, WithdrawForm, initial_of
from rongyao.bureau.registry.forms.words import label_of
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.rules import UnableToReadValue, recordable
from rongyao.bureau.registry.views.pages import form_page
from rongyao.law.facts import FactDef

P = Permission


def _definition(name: str) -> FactDef:
    try:
        return recordable(name)
    except UnableToReadValue as error:
        raise Http404(str(error)) from error


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def fact(request: Request, person_id: int, name: str) -> HttpResponse:
    """Record a fact, or a newer value of it, with the source that says so."""
    person = queries.get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    known = _definition(name)
    row = queries.facts_of(person).get(name)
    initial = {
        "value": initial_of(known, row.value if row else None),
        "kind": "paper",
        "opened": row.pk if row else actions.NOTHING,
    }
    form = FactForm(request.POST or None, known=known, initial=initial)
    clash: list[actions.FactClash] = []
    if request.method == "POST" and form.is_valid() and _record(request, person, known, form, clash):
        messages.success(request, _("Recorded: %(fact)s.") % {"fact": label_of(known)})
        return redirect(f"{_file(person)}#{known.group}")
    history = queries.history_of(person, name)
    context = {"person": person, "known": known, "label": label_of(known), "row": row, "history": history}
    context |= _clashed(request, known, form, clash)
    return form_page(request, "registry/fact.html", form, **context)


def _clashed(
    request: Request, known: FactDef, form: FactForm, clash: list[actions.FactClash]
) -> dict[str, Any]:
    """What stands now beside what was typed; recording once more takes what stands in the boxes."""
    if not clash:
        return {}
    now = clash[0].recorded
    data = request.POST.copy()
    data["opened"] = str(now.pk if now else actions.NOTHING)
    form.data = data
    return {"clash": {"now": now, "typed": form.cleaned_data["value"]}}


def _record(
    request: Request, person: Person, known: FactDef, form: FactForm, clash: list[actions.FactClash]
) -> bool:
    data = form.cleaned_data
    try:
        actions.record_fact(
            by=request.actor, person=person, name=known.name, value=data["value"], paper=form.paper(),
            reason=data["reason"], opened=data["opened"],
        )  # fmt: skip
    except actions.FactClash as error:
        clash.append(error)
        form.add_error(None, str(error))
        return False
    except actions.UnableToRecord as error:
        form.add_error("value", str(error))
        return False
    return True


def _file(person: Person) -> str:
    return reverse("registry:person", args=[person.pk])


@allow(P.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def fact_withdraw(request: Request, person_id: int, name: str) -> HttpResponse:
    """Take a value back that should never have been recorded: it is not known again."""
    person = queries.get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    known = _definition(name)
    row = queries.facts_of(person).get(name)
    form = WithdrawForm(request.POST or None, initial={"opened": row.pk if row else actions.NOTHING})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_fact(by=request.actor, person=person, name=name, **form.cleaned_data)
        except actions.FactClash as error:
            # The page now shows the newer value; taking that one back is a second, knowing press.
            data = request.POST.copy()
            data["opened"] = str(row.pk if row else actions.NOTHING)
            form.data = data
            form.add_error(None, str(error))
        except actions.UnableToRecord as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Taken back: %(fact)s is not known.") % {"fact": label_of(known)})
            return redirect(f"{_file(person)}#{known.group}")
    return form_page(
        request, "registry/withdraw.html", form, person=person, known=known, label=label_of(known), row=row
    )
