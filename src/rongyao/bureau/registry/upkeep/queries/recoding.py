"""Division codes that changed: what still lies under the old ones, and where a file lay as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, Q, QuerySet

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import visible_to, within
from rongyao.bureau.registry.upkeep.models import FormerPlace, Recoding

P = Permission
# Not about where something lies: the tree itself, the record (which never changes), and what recodes wrote down.
MADE_AT = ("created_at", "opened_at", "at")
APART = (Division, Event, FormerPlace, Recoding)


@dataclass(frozen=True)
class Stranded:
    """A division whose day is over and under which something still lies.

    ``target``: the one it became. ``why``: "recoded" (follows by itself), "ended" (no successor is known) or "shared"
    (its code means another place now, so rows that name the code only do not say which they mean).
    """

    division: Division
    target: Division | None
    why: str
    counts: dict[str, int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)

    @property
    def is_for_a_human(self) -> bool:
        return self.target is None


def ended(on: dt.date) -> QuerySet[Division]:
    """Divisions whose day is over, the latest list first."""
    return (
        Division.objects.filter(valid_to__lte=on).select_related("replaced_by").order_by("-valid_to", "code")
    )


def successor(division: Division, on: dt.date) -> Division | None:
    """What a division is on a day, following one recode after another; None where that is not known."""
    seen: Division | None = division
    while seen is not None and seen.valid_to is not None and seen.valid_to <= on:
        seen = seen.replaced_by
    return seen


def placed_models() -> list[type[Model]]:
    """Every table of the bureau whose rows lie somewhere."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("rongyao.")
        and model not in APART
        and (_has(model, "path") or _ties(model))
    ]


def _has(model: type[Model], name: str) -> bool:
    return any(one.attname == name for one in model._meta.concrete_fields)


def _ties(model: type[Model]) -> list[str]:
    return [one.attname for one in model._meta.concrete_fields if one.related_model is Division]


def _persons(model: type[Model]) -> list[str]:
    return [
        one.attname
        for one in model._meta.concrete_fields
        if one.related_model is Person or one.name == "person_id"
    ]


def lying_in(
    model: type[Model], division: Division, people: Iterable[int]
) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The rows of a table that surely lie in a division, and those that name its code and may mean another place.

    Sure are rows that point to the division itself, rows about its people, and, where the code never meant anything
    else, rows under its path.
    """
    rows = model._base_manager.order_by("pk")
    sure = Q(pk__in=())
    for name in _ties(model):
        sure |= Q(**{name: division.pk})
    if not _has(model, "path"):
        return rows.filter(sure), rows.none()
    under = Q(path__startswith=division.path)
    for name in _persons(model):
        sure |= under & Q(**{f"{name}__in": list(people)})
    if not is_shared(division):
        sure |= under & _not_tied_elsewhere(model)
        return rows.filter(sure), rows.none()
    unsure = rows.filter(under & _untied(model) & _old_enough(model, division)).exclude(sure)
    return rows.filter(sure), unsure.exclude(pk__in=_came_by_recode(model, division))


def _not_tied_elsewhere(model: type[Model]) -> Q:
    """Rows by their path alone; a row that points to a division follows that."""
    elsewhere = Q()
    for name in _ties(model):
        elsewhere &= Q(**{f"{name}__isnull": True})
    return elsewhere


def _old_enough(model: type[Model], division: Division) -> Q:
    """What was made after a place had ended cannot mean it."""
    made = next((name for name in MADE_AT if _has(model, name)), None)
    return Q() if made is None or division.valid_to is None else Q(**{f"{made}__date__lt": division.valid_to})


def _came_by_recode(model: type[Model], division: Division) -> list[int]:
    """Rows that lie under this code because an earlier recode carried them to its present meaning."""
    label = model._meta.label_lower
    moves = (move for row in Recoding.objects.all() for move in row.moves if move["new"] == division.code)
    return [pk for move in moves for pk in move["alone"].get(label, [])]


def _untied(model: type[Model]) -> Q:
    untied = _not_tied_elsewhere(model)
    for name in _persons(model):
        untied &= Q(**{f"{name}__isnull": True})
    return untied


def is_alone(model: type[Model]) -> bool:
    """Does a row of this table lie somewhere by its path only, about no one person and tied to no division?"""
    return not _ties(model) and not _persons(model)


def is_shared(division: Division) -> bool:
    """Has this code meant another place too?"""
    return (
        Division.objects.filter(path=division.path)
        .exclude(pk=division.pk)
        .exclude(name=division.name)
        .exists()
    )


def people_in(division: Division) -> list[int]:
    return list(Person.objects.filter(division=division).order_by().values_list("pk", flat=True))


@sees_beyond("a recode is shown with the counts of every town; its administrator opens no file")
def preview(actor: Actor, on: dt.date) -> list[Stranded]:
    """Every ended division under which something lies, with what lies there, counted and never named."""
    demand(actor, P.DIVISION_RECODE)
    found = []
    in_use = _in_use()
    for division in ended(on):
        if not in_use(division):
            continue
        counts, undecided = _counted(division)
        if counts or undecided:
            target = successor(division, on)
            why = "ended" if target is None else "recoded"
            found.append(Stranded(division, target, "shared" if undecided else why, counts, undecided))
    return found


def _in_use() -> Callable[[Division], bool]:
    """Whether anything at all names a division or lies under its path: two statements a table, not two a division."""
    pks: set[int] = set()
    paths: set[str] = set()
    for model in placed_models():
        for name in _ties(model):
            pks |= set(model._base_manager.order_by().values_list(name, flat=True).distinct())
        if _has(model, "path"):
            paths |= set(model._base_manager.order_by().values_list("path", flat=True).distinct())
    return lambda one: one.pk in pks or any(path.startswith(one.path) for path in paths)


def _counted(division: Division) -> tuple[dict[str, int], dict[str, int]]:
    people = people_in(division)
    counts, undecided = {}, {}
    for model in placed_models():
        sure, unsure = lying_in(model, division, people)
        label = model._meta.label_lower
        if many := sure.count():
            counts[label] = many
        if many := unsure.count():
            undecided[label] = many
    return counts, undecided


def targets(division: Division, on: dt.date) -> QuerySet[Division]:
    """Where a human may put what lay in an ended division: places of the same level in the same town."""
    above = "/".join(division.path.rstrip("/").split("/")[:-1]) + "/"
    return valid_on(on).filter(level=division.level, path__startswith=above).order_by("code")


def recodings() -> QuerySet[Recoding]:
    return Recoding.objects.select_related("by")


def former_places(person: Person) -> QuerySet[FormerPlace]:
    """Where this file lay before its division was recoded, earliest first."""
    return held_of(person, FormerPlace.objects.filter(person=person).select_related("division"))


def stranded_people(actor: Actor) -> QuerySet[Person]:
    """Files within this officer's scope that lie in a place that is no more."""
    people = visible_to(actor, P.PEOPLE_EDIT).filter(division__valid_to__isnull=False)
    return people.order_by("path", "name_pinyin", "pk").defer("id_number", "phone")


def place_as_of(person: Person, on: dt.date) -> Division:
    """The division the file lay in on a day, by the list of that day."""
    earlier = FormerPlace.objects.filter(person=person, until__gt=on).select_related("division")
    first = earlier.order_by("until", "pk").first()
    return first.division if first else person.division


def counts_as_of(actor: Actor, on: dt.date) -> list[tuple[str, str, int]]:
    """How many files lie in each place by the list of a day: (code, name, files), in the actor's scope."""
    people = Person.objects.filter(within(actor, P.PEOPLE_VIEW))
    earlier = FormerPlace.objects.filter(person__in=people, until__gt=on).order_by("person_id", "until", "pk")
    moved = dict(earlier.distinct("person_id").values_list("person_id", "division_id"))
    rows = people.exclude(pk__in=moved).order_by().values_list("division_id").annotate(many=Count("pk"))
    counted = dict(rows)
    for division_id in moved.values():
        counted[division_id] = counted.get(division_id, 0) + 1
    places = Division.objects.filter(pk__in=counted).order_by("code", "valid_from")
    return [(place.code, place.name, counted[place.pk]) for place in places]
