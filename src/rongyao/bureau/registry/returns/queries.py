"""The forms there are, and the people of a list as a form wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import Filters, listed, within
from rongyao.bureau.registry.returns.models import AddedForm, Filling
from rongyao.bureau.registry.returns.rules.books import Line
from rongyao.bureau.registry.returns.rules.mapping import PERSON, Form, built_in, read_mapping

P = Permission
CHUNK = 500


def forms() -> dict[str, Form]:
    """Every form in use by its code: those that come with the product, and the latest of each added one."""
    latest: dict[str, str] = {}
    for row in AddedForm.objects.order_by("code", "version"):
        latest[row.code] = row.body
    return {**built_in(), **{code: read_mapping(body) for code, body in latest.items()}}


def get_form(code: str) -> Form:
    found = forms().get(code)
    if found is None:
        raise Http404
    return found


def fillable(actor: Actor, form: Form, filters: Filters) -> QuerySet[Person]:
    """The people of the list for whom this actor may fill the form: whole numbers need their own right."""
    demand(actor, P.RETURN_FILL)
    people = listed(actor, filters).filter(within(actor, P.RETURN_FILL))
    return people.filter(within(actor, P.PEOPLE_UNMASK)) if form.has_secrets else people


def lines_of(form: Form, people: Iterable[Person]) -> Iterator[Line]:
    """The people with the values of the form, a few hundred at a time."""
    walk = iter(people)
    towns = dict(Division.objects.filter(level=Division.Level.TOWN).values_list("path", "name"))
    while chunk := list(islice(walk, CHUNK)):
        facts = _facts(form, chunk)
        for person in chunk:
            yield Line(person.number, person.name, {**_identity(person, towns), **facts.get(person.pk, {})})


def _facts(form: Form, people: list[Person]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    rows = Fact.objects.filter(person__in=people, name__in=form.facts, ended_at__isnull=True)
    for pk, name, value in rows.values_list("person_id", "name", "value"):
        found.setdefault(pk, {})[f"fact.{name}"] = value
    return found


def _identity(person: Person, towns: dict[str, str]) -> dict[str, Any]:
    town = next((name for path, name in towns.items() if person.path.startswith(path)), "")
    is_village = person.division.level == Division.Level.VILLAGE
    values = {f"person.{name}": getattr(person, name) or "" for name in PERSON}
    return {**values, "place.town": town, "place.village": person.division.name if is_village else ""}


def fillings_visible_to(actor: Actor) -> QuerySet[Filling]:
    rows = Filling.objects.filter(within(actor, P.RETURN_FILL))
    return rows.select_related("by").order_by("-pk")
