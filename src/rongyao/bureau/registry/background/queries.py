"""Reads of the background. Every row is reached through the person it speaks of, so scope is the person's."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.background.models import (
    ENTRIES,
    Entry,
    GroupMembership,
    Licence,
    Schooling,
    Skill,
    Spell,
    Work,
)
from rongyao.bureau.registry.background.rules import (
    GROUNDS,
    Category,
    Ground,
    Says,
    born_by,
    says,
    suppressed,
)
from rongyao.bureau.registry.holdings import held_of, may_hold
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import current_facts_of, search, visible_to, within

P = Permission
NEAR = dt.timedelta(days=90)
GROUP_SORTS = {
    "name": "person__name_pinyin",
    "town": "person__path",
    "category": "category",
    "since": "since",
    "until": "until",
}
LICENCE_SORTS = {
    "name": "person__name_pinyin",
    "town": "person__path",
    "licence": "name",
    "expires": "expires_on",
}


def of(model: type[Entry], person: Person) -> QuerySet[Any]:
    """A person's current entries of one kind."""
    if not may_hold(person, model):
        return held_of(person, model._default_manager.all())
    rows = model._default_manager.filter(person=person, ended_at__isnull=True)
    return held_of(person, rows.select_related("source"))


def get_entry_for(actor: Actor, kind: str, entry_id: int, permission: Permission = P.PEOPLE_EDIT) -> Any:
    """One entry that was not ended, in the actor's scope (else 404)."""
    model = ENTRIES.get(kind)
    if model is None:
        raise Http404
    rows = model._default_manager.filter(within(actor, permission, "person__path"), ended_at__isnull=True)
    return get_object_or_404(rows.select_related("person__division", "source"), pk=entry_id)


def spells_of(person: Person, kind: str) -> QuerySet[Spell]:
    rows = Spell.objects.filter(person=person, kind=kind, ended_at__isnull=True)
    return held_of(person, rows.select_related("source"))


def facts_by_name(person: Person) -> dict[str, Any]:
    if person.noted is not None:
        return dict(person.noted)
    return dict(current_facts_of(person).values_list("name", "value"))


def current_fact(person: Person, name: str) -> Any:
    return current_facts(person, [name]).get(name)


def current_facts(person: Person, names: Collection[str]) -> dict[str, Any]:
    """The values of these facts by name; one query, none where no fact is named."""
    if not names:
        return {}
    if person.noted is not None:
        return {name: person.noted[name] for name in names if name in person.noted}
    return dict(current_facts_of(person).filter(name__in=names).values_list("name", "value"))


def facts_behind(person: Person, category: str) -> list[Fact]:
    """The recorded facts that a group rests on, in the order of its ground."""
    names = [name for name, _values in GROUNDS[category].facts]
    rows = Fact.objects.filter(person=person, name__in=names, ended_at__isnull=True).select_related("source")
    found = {row.name: row for row in rows}
    return [found[name] for name in names if name in found]


@dataclass(frozen=True)
class Background:
    """Everything of one person, for a page."""

    schooling: list[Schooling]
    work: list[Work]
    skills: list[Skill]
    licences: list[Licence]
    spells: list[Spell]
    groups: list[GroupMembership]

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def background_of(person: Person) -> Background:
    return Background(
        list(of(Schooling, person)),
        list(of(Work, person).select_related("organisation")) if may_hold(person, Work) else [],
        list(of(Skill, person)),
        list(of(Licence, person)),
        list(of(Spell, person)),
        list(of(GroupMembership, person)),
    )


def past_of(person: Person) -> list[tuple[str, Any]]:
    """(kind, entry) of what was ended, the newest first."""
    found: list[tuple[str, Any]] = []
    for kind, model in ENTRIES.items():
        found += [(kind, row) for row in model._default_manager.filter(person=person, ended_at__isnull=False)]
    return sorted(found, key=lambda pair: pair[1].ended_at, reverse=True)


@dataclass(frozen=True)
class Suggestion:
    """A group that recorded facts suggest, with those facts."""

    category: str
    label: Any
    facts: list[Fact]


def suggestions_for(person: Person, groups: Iterable[GroupMembership]) -> list[Suggestion]:
    """Groups whose facts say yes and that nobody confirmed yet (``groups`` are those confirmed).

    An officer confirms; nothing is written here.
    """
    facts, there = facts_by_name(person), {row.category for row in groups}
    wanted = [c for c in Category if c.value not in there and says(c.value, facts) == Says.YES]
    return [Suggestion(c.value, c.label, facts_behind(person, c.value)) for c in wanted]


# --- lists -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupFilters:
    """What the list of groups is narrowed by. Unknown values narrow nothing."""

    words: str = ""
    category: str = ""
    town: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in GROUP_SORTS else "name"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def memberships_visible_to(actor: Actor, permission: Permission = P.PEOPLE_VIEW) -> QuerySet[GroupMembership]:
    rows = GroupMembership.objects.filter(within(actor, permission, "person__path"))
    return rows.select_related("person__division", "source", "recorded_by")


def _holding(on: dt.date) -> Q:
    """Memberships that hold on a day."""
    return Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=on))


def listed_groups(
    actor: Actor, filters: GroupFilters, on: dt.date, permission: Permission = P.PEOPLE_VIEW
) -> QuerySet[GroupMembership]:
    """Who belongs to which group: in scope, narrowed and sorted. ``state`` "over": ran out or ended."""
    rows = memberships_visible_to(actor, permission)
    rows = rows.exclude(_holding(on)) if filters.state == "over" else rows.filter(_holding(on))
    if filters.category in Category.values:
        rows = rows.filter(category=filters.category)
    if re.fullmatch(r"[\d/]+", filters.town):
        rows = rows.filter(person__path__startswith=filters.town)
    if filters.words:
        rows = rows.filter(person__in=search(actor, filters.words).order_by().values("pk"))
    sign = "-" if filters.order.startswith("-") else ""
    rows = rows.order_by(f"{sign}{GROUP_SORTS[filters.order.lstrip('-')]}", "pk")
    return rows.defer("person__id_number", "person__phone")


def counts_by_category(actor: Actor, on: dt.date) -> dict[str, int]:
    """How many in each group, for whoever may open their files."""
    rows = GroupMembership.objects.filter(within(actor, P.PEOPLE_VIEW, "person__path"), _holding(on))
    return dict(rows.order_by().values_list("category").annotate(n=Count("pk")))


def suggested_people(actor: Actor, category: str, on: dt.date, town: str = "") -> QuerySet[Person]:
    """People in scope whose facts suggest a group they are not in; for a group by papers, whose papers to look for."""
    ground = GROUNDS.get(category)
    if ground is None:
        return Person.objects.none()
    inside = GroupMembership.objects.filter(person=OuterRef("pk"), category=category, ended_at__isnull=True)
    people = visible_to(actor).filter(~Exists(inside))
    people = people.filter(pk__in=_who_have(ground))
    if category == Category.RURAL_60:
        people = people.exclude(birth_on="").filter(birth_on__lte=born_by(on))
    if re.fullmatch(r"[\d/]+", town):
        people = people.filter(path__startswith=town)
    dead = Fact.objects.filter(person=OuterRef("pk"), name="is_deceased", value=True, ended_at__isnull=True)
    return people.filter(~Exists(dead)).order_by("name_pinyin", "pk").defer("id_number", "phone")


def _who_have(ground: Ground) -> set[int]:
    """Who has every fact of a ground, as far as the second lock shows: from the facts, which are found by their names."""
    current = Fact.objects.filter(ended_at__isnull=True).order_by()
    found = [
        set(current.filter(name=name, value__in=values).values_list("person_id", flat=True))
        for name, values in ground.facts
    ]
    return set.intersection(*found)


def suggested_counts(actor: Actor, on: dt.date) -> list[tuple[str, Any, int]]:
    """(category, label, how many) of every group that facts tell, where there is anybody.

    All groups in one walk over the facts that tell them, and one over those who are in a group already.
    """
    told = _told(actor, on)
    where = {code: Q(is_dead=False, **dict.fromkeys(_flags(code), True)) for code in GROUNDS}
    counts = told.aggregate(**{code: Count("person_id", filter=told_so) for code, told_so in where.items()})
    inside = _told_and_inside(told)
    return [
        (c.value, c.label, counts[c.value] - inside[c.value])
        for c in Category
        if c.value in GROUNDS and counts[c.value] > inside[c.value]
    ]


def _flags(category: str) -> list[str]:
    return [f"{category}_{place}" for place, _ground in enumerate(GROUNDS[category].facts)]


def _told(actor: Actor, on: dt.date) -> QuerySet[Any, Any]:
    """A row for each person in scope of whom such facts are known: ``{person_id, is_dead, <group>_<n>: it holds}``."""
    that_tell = Q(name="is_deceased", value=True)
    for name, values in {pair for ground in GROUNDS.values() for pair in ground.facts}:
        that_tell |= Q(name=name, value__in=values)
    here = within(actor, P.PEOPLE_VIEW, "person__path")
    # The names once more, by themselves: they are what the index finds.
    names = {"is_deceased"} | {name for ground in GROUNDS.values() for name, _values in ground.facts}
    facts = Fact.objects.filter(here, that_tell, name__in=names, ended_at__isnull=True)
    holds = {
        flag: BoolOr(Q(name=name, value__in=values) & _old_enough(code, on))
        for code, ground in GROUNDS.items()
        for flag, (name, values) in zip(_flags(code), ground.facts, strict=True)
    }
    return (
        facts.order_by()
        .values("person_id")
        .annotate(is_dead=BoolOr(Q(name="is_deceased", value=True)), **holds)
    )


def _old_enough(category: str, on: dt.date) -> Q:
    is_asked = category == Category.RURAL_60
    return Q(person__birth_on__gt="", person__birth_on__lte=born_by(on)) if is_asked else Q()


def _told_and_inside(told: QuerySet[Any, Any]) -> Counter[str]:
    """{group: how many of those it is suggested for are in it}."""
    members: dict[int, set[str]] = {}
    current = GroupMembership.objects.filter(ended_at__isnull=True, category__in=list(GROUNDS))
    for person, category in current.values_list("person_id", "category"):
        members.setdefault(person, set()).add(category)
    inside: Counter[str] = Counter()
    for row in told.filter(person_id__in=list(members)) if members else ():
        here = members[row["person_id"]]
        inside.update(c for c in here if not row["is_dead"] and all(row[flag] for flag in _flags(c)))
    return inside


@dataclass(frozen=True)
class LicenceFilters:
    """Licences narrowed by town and by when they run out."""

    words: str = ""
    town: str = ""
    within: str = "90"
    sort: str = "expires"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in LICENCE_SORTS else "expires"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed_licences(
    actor: Actor, filters: LicenceFilters, on: dt.date, permission: Permission = P.PEOPLE_VIEW
) -> QuerySet[Licence]:
    """Licences that run out: within so many days, or those that ran out already (``within`` "over")."""
    rows = Licence.objects.filter(
        within(actor, permission, "person__path"), ended_at__isnull=True, expires_on__isnull=False
    )
    if filters.within == "over":
        rows = rows.filter(expires_on__lt=on)
    else:
        days = int(filters.within) if filters.within in ("30", "90", "365") else NEAR.days
        rows = rows.filter(expires_on__gte=on, expires_on__lte=on + dt.timedelta(days=days))
    if re.fullmatch(r"[\d/]+", filters.town):
        rows = rows.filter(person__path__startswith=filters.town)
    if filters.words:
        found = search(actor, filters.words).order_by().values("pk")
        rows = rows.filter(Q(name__icontains=filters.words) | Q(person__in=found))
    sign = "-" if filters.order.startswith("-") else ""
    rows = rows.select_related("person__division")
    return rows.order_by(f"{sign}{LICENCE_SORTS[filters.order.lstrip('-')]}", "pk").defer(
        "person__id_number", "person__phone"
    )


# --- figures -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureRow:
    """One group over the towns; None stands for a number too small to show, or one that would give such a one away."""

    label: Any
    cells: list[int | None]
    whole: int | None


def figures(actor: Actor, on: dt.date) -> tuple[list[Division], list[FigureRow]]:
    """Counts of the groups by town for a reader of figures: no name, no small number."""
    demand(actor, P.FIGURES_VIEW)
    towns = list(
        valid_on(on).filter(within(actor, P.FIGURES_VIEW), level=Division.Level.TOWN).order_by("path")
    )
    found = _by_town(GroupMembership.objects.filter(_holding(on)), towns)
    rows = []
    for category in Category:
        shown, whole = suppressed({town.path: found.get((category.value, town.path), 0) for town in towns})
        rows.append(FigureRow(category.label, [shown[town.path] for town in towns], whole))
    return towns, rows


def _by_town(rows: QuerySet[GroupMembership], towns: Iterable[Division]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for town in towns:
        here = rows.filter(person__path__startswith=town.path).order_by()
        for category, n in here.values_list("category").annotate(n=Count("pk")):
            found[category, town.path] = n
    return found
