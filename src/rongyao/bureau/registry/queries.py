"""Reads of people and what is recorded of them. ``visible_to`` and ``get_person_for`` are the only ways to a row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.audit.queries import looks_at
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.models import (
    Correction,
    Fact,
    Person,
    PersonAccount,
    Remark,
    RosterImport,
    Station,
)
from rongyao.bureau.registry.rules import DECIDING_FACTS, IDENTITY_FACTS
from rongyao.bureau.registry.search import among
from rongyao.bureau.registry.search import why as search_why
from rongyao.law.facts import FACTS, GROUPS, FactDef

SORTS: dict[str, str] = {
    "name": "name_pinyin",
    "number": "number",
    "town": "path",
    "birth": "birth_on",
    "discharged": "discharged",
}
# A person's own acts and looks at the file, as opposed to acts of the system upon it.
ONE_LOOK = dt.timedelta(minutes=10)
LOOKED, UNMASKED = "person.looked", "person.unmasked"
# Looks at what belongs to the person though it lies outside the file: a paper handed in, a message.
LOOKED_ELSEWHERE = ("file.looked", "file.taken_to_check", "message.looked", "placement.receipt_looked")


def within(actor: Actor, permission: Permission, field: str = "path") -> Q:
    """The rows that lie where this actor holds ``permission``; nothing where they hold it nowhere."""
    scope = Q(pk__in=())
    for path in actor.paths(permission):
        scope |= Q(**{f"{field}__startswith": path})
    return scope


def visible_to(actor: Actor, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Person]:
    """The people whose files this actor may open (or use ``permission`` on)."""
    # The keys are for looking up, not for reading: they double the width of a row.
    return Person.objects.filter(within(actor, permission)).select_related("division").defer("search_keys")


def get_person_for(actor: Actor, person_id: int, permission: Permission = Permission.PEOPLE_VIEW) -> Person:
    """One person in the actor's scope; a person outside it does not exist for this actor (404)."""
    return get_object_or_404(visible_to(actor, permission), pk=person_id)


class Opened(NamedTuple):
    """A person with their account, whether the actor ``has_just_looked``, and whether ``alike`` holds somebody."""

    person: Person
    just_looked: bool
    has_twin: bool


def opened(actor: Actor, person_id: int) -> Opened:
    """``get_person_for`` for the file's own page, with what else that page asks of everybody, in one query."""
    twins = visible_to(actor).filter(name=OuterRef("name"), birth_on=OuterRef("birth_on"))
    rows = visible_to(actor).select_related("division", "account__user", "account__bound_by")
    rows = rows.annotate(
        just_looked=Exists(_just_looked(actor, OuterRef("pk"))),
        has_twin=Exists(twins.exclude(pk=OuterRef("pk")).exclude(birth_on="")),
    )
    row = get_object_or_404(rows, pk=person_id)
    said = vars(row)
    return Opened(row, said["just_looked"], said["has_twin"])


def own_person(actor: Actor) -> Person:
    """The veteran's own file (404 for anybody else)."""
    if actor.person_id is None or not actor.may(Permission.SELF_VIEW):
        raise Http404
    return get_object_or_404(Person.objects.select_related("division"), pk=actor.person_id)


def person_of_user(user_id: int) -> int | None:
    """The person bound to a user: what foundation.access asks on every request."""
    return PersonAccount.objects.filter(user_id=user_id).values_list("person_id", flat=True).first()


# --- finding people ---------------------------------------------------------------------------------


def search(actor: Actor, words: str) -> QuerySet[Person]:
    """People in scope found by name, pinyin, initials, identity number, its last four, or telephone.

    Several words narrow each other ("陈卫国 2618"). Exact names come first; near sounds and slips last.
    """
    return among(visible_to(actor), words)


@dataclass(frozen=True)
class Filters:
    """What the people list is narrowed by, as the address carries it. Unknown values narrow nothing."""

    words: str = ""
    town: str = ""
    rank: str = ""
    year: str = ""
    missing: str = ""
    sort: str = "name"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in SORTS else "name"

    def as_words(self) -> dict[str, str]:
        """The filters in force, for the sheet that says how a list was made."""
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed(actor: Actor, filters: Filters) -> QuerySet[Person]:
    """The people list: in scope, narrowed and sorted. ``lines_of`` adds what is shown beside each."""
    people = search(actor, filters.words) if filters.words else visible_to(actor)
    people = people.filter(*_narrowing(filters))
    if filters.words and filters.order == "name":
        return people
    wanted = filters.order.lstrip("-")
    if wanted == "discharged":
        current = Q(facts__name="discharged_on", facts__ended_at__isnull=True)
        people = people.annotate(discharge=FilteredRelation("facts", condition=current))
        people = people.annotate(discharged=_AsText("discharge__value"))
    column = F(SORTS[wanted])
    back = filters.order.startswith("-")
    return people.order_by(column.desc(nulls_last=True) if back else column.asc(nulls_last=True), "pk")


class _AsText(Func):
    """A JSON scalar as plain text."""

    template = "(%(expressions)s #>> '{}')"
    output_field = TextField()


def _narrowing(filters: Filters) -> list[Q]:
    """Conditions as sets of ids: the database reads each set once, however many people there are."""
    wanted = []
    if re.fullmatch(r"[\d/]+", filters.town):
        wanted.append(Q(path__startswith=filters.town))
    if filters.rank in FACTS["rank_group"].choices:
        wanted.append(Q(pk__in=_current("rank_group").filter(value=filters.rank).values("person")))
    if re.fullmatch(r"\d{4}", filters.year):
        dated = (
            _current("discharged_on").annotate(text=_AsText("value")).filter(text__startswith=filters.year)
        )
        wanted.append(Q(pk__in=dated.values("person")))
    if filters.missing == "any":
        wanted.append(~Q(pk__in=_knowing(DECIDING_FACTS)))
    elif filters.missing in FACTS:
        wanted.append(~Q(pk__in=_knowing((filters.missing,))))
    return wanted


def _current(*names: str) -> QuerySet[Fact]:
    return Fact.objects.filter(name__in=names, ended_at__isnull=True).order_by()


def _knowing(names: tuple[str, ...]) -> QuerySet[Any]:
    """Ids of the people of whom all these facts are known."""
    known = _current(*names).values("person")
    return known.annotate(many=Count("pk")).filter(many=len(names)).values("person")


@dataclass(frozen=True)
class Line:
    """One line of the people list: the person, rank group and discharge date (None: not known), a sign-in or none.

    ``why`` says why a name is there that is not what was typed; '' where it plainly is.
    """

    person: Person
    rank: str | None
    discharged: str | None
    is_bound: bool
    why: str = ""


def lines_of(people: Iterable[Person], words: str = "") -> list[Line]:
    """The people with what the list shows of each, in two queries. ``words``: what was searched for."""
    listed_people = list(people)
    ids = [person.pk for person in listed_people]
    rows = _current("rank_group", "discharged_on").filter(person_id__in=ids)
    facts = {(pk, name): value for pk, name, value in rows.values_list("person_id", "name", "value")}
    bound = set(PersonAccount.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    return [
        Line(
            person=p,
            rank=facts.get((p.pk, "rank_group")),
            discharged=facts.get((p.pk, "discharged_on")),
            is_bound=p.pk in bound,
            why=search_why(words, p.name) if words else "",
        )
        for p in listed_people
    ]


def towns_for(actor: Actor, permission: Permission, on: dt.date) -> QuerySet[Division]:
    """The city and towns in which this actor holds ``permission`` (a town officer: their town)."""
    places = valid_on(on).exclude(level=Division.Level.VILLAGE)
    return places.filter(within(actor, permission)).order_by("path")


def places_for(actor: Actor, permission: Permission, on: dt.date) -> QuerySet[Division]:
    """Every unit, villages too, in which this actor may put a person."""
    return valid_on(on).filter(within(actor, permission)).order_by("path")


# --- facts ------------------------------------------------------------------------------------------


class _ObjectOf(Aggregate):
    """jsonb_object_agg(name, value): a person's facts as one object."""

    function = "jsonb_object_agg"
    output_field = JSONField()


def fact_rows(people: QuerySet[Person], names: Collection[str] | None = None) -> dict[int, dict[str, Any]]:
    """Many people's current facts in one query: ``{person id: {fact name: value}}`` in the form the law takes.

    ``birth_on`` and ``sex`` come from the identity. What is not recorded is absent from the row: not known. ``names``:
    read no other facts than these.
    """
    current = Q(facts__ended_at__isnull=True, facts__name__isnull=False)
    if names is not None:
        current &= Q(facts__name__in=sorted(names))
    rows = (
        Person.objects.filter(pk__in=people.order_by().values("pk"))
        .annotate(known=_ObjectOf("facts__name", "facts__value", filter=current))
        .order_by("pk")
        .values_list("pk", "birth_on", "sex", "known")
    )
    return {pk: _fact_row(birth_on, sex, known) for pk, birth_on, sex, known in rows}


def _fact_row(birth_on: str, sex: str, known: dict[str, Any] | None) -> dict[str, Any]:
    identity = {name: value for name, value in (("birth_on", birth_on), ("sex", sex)) if value}
    return {**identity, **(known or {})}


def current_facts_of(person: Person) -> QuerySet[Fact]:
    """The current fact rows of one person."""
    return Fact.objects.filter(person=person, ended_at__isnull=True)


def facts_of(person: Person) -> dict[str, Fact]:
    """The current fact rows of one person by name, each with its source and who recorded it."""
    return {row.name: row for row in current_facts_of(person).select_related("source", "recorded_by")}


def history_of(person: Person, name: str) -> QuerySet[Fact]:
    """Every value this fact has had, newest first, the current one included."""
    rows = Fact.objects.filter(person=person, name=name).select_related("source", "recorded_by")
    return rows.order_by("-recorded_at", "-pk")


@dataclass(frozen=True)
class FactLine:
    """One line of a person's file: the fact, its current row (None: not known), its ended rows."""

    known: FactDef
    row: Fact | None
    past: list[Fact] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return self.row is not None


@dataclass(frozen=True)
class FactGroup:
    code: str
    zh: str
    en: str
    lines: list[FactLine]

    @cached_property
    def known_lines(self) -> list[FactLine]:
        return [line for line in self.lines if line.row is not None]

    @cached_property
    def unknown_lines(self) -> list[FactLine]:
        return [line for line in self.lines if line.row is None]

    @property
    def known_count(self) -> int:
        return len(self.known_lines)


SHOWN_OF_A_FACT = (
    "name", "value", "as_of", "place", "recorded_at", "recorded_by", "ended_at", "end_reason",
    "source__title", "source__kind", "source__document_no",
)  # fmt: skip


def file_of(person: Person) -> list[FactGroup]:
    """The facts of a person's file by the law's groups, with history: one query, two where something was ended.

    What is current is noted on ``person``, so that no other panel of the page asks for it.
    """
    rows: dict[str, list[Fact]] = {}
    found = Fact.objects.filter(person=person).select_related("source").only(*SHOWN_OF_A_FACT)
    for row in found.order_by("-recorded_at", "-pk"):
        rows.setdefault(row.name, []).append(row)
    past = [row for kept in rows.values() for row in kept if row.ended_at is not None]
    prefetch_related_objects(past, "recorded_by")
    person.noted = {name: kept[0].value for name, kept in rows.items() if kept[0].ended_at is None}
    return [
        FactGroup(code, zh, en, [_line(known, rows.get(known.name, [])) for known in _recorded_in(code)])
        for code, (zh, en) in GROUPS.items()
        if _recorded_in(code)
    ]


@lru_cache
def _recorded_in(group: str) -> list[FactDef]:
    return [known for known in FACTS.values() if known.group == group and known.name not in IDENTITY_FACTS]


def _line(known: FactDef, rows: list[Fact]) -> FactLine:
    current = next((row for row in rows if row.ended_at is None), None)
    return FactLine(known, current, [row for row in rows if row.ended_at is not None])


def remarks_of(person: Person) -> QuerySet[Remark]:
    """What sources say of the person that is no fact."""
    return held_of(person, Remark.objects.filter(person=person).select_related("source"))


def conflicts(actor: Actor) -> QuerySet[Person]:
    """People in scope who share name and birth date with another in scope: perhaps one person twice."""
    same = Window(Count("pk"), partition_by=[F("name"), F("birth_on")])
    people = visible_to(actor).exclude(birth_on="").annotate(many=same).filter(many__gt=1)
    return people.order_by("name_pinyin", "birth_on", "pk")


def alike(person: Person, actor: Actor) -> QuerySet[Person]:
    """Others in the actor's scope with this name and birth date."""
    if not person.birth_on:
        return Person.objects.none()
    return visible_to(actor).filter(name=person.name, birth_on=person.birth_on).exclude(pk=person.pk)


# --- who looked, accounts, corrections, stations ------------------------------------------------------


def looks(person: Person) -> QuerySet[Event]:
    """Who opened this person's file or uncovered a number, newest first."""
    return looks_at(person.pk).filter(verb__in=(LOOKED, UNMASKED, *LOOKED_ELSEWHERE))


def has_just_looked(actor: Actor, person: Person) -> bool:
    """A look of this actor at this file stands in the record that is not ten minutes old."""
    return _just_looked(actor, person.pk).exists()


def _just_looked(actor: Actor, person_id: Any) -> QuerySet[Event]:
    since = timezone.now() - ONE_LOOK
    return Event.objects.filter(person_id=person_id, by_id=actor.user_id, verb=LOOKED, at__gte=since)


def account_of(person: Person) -> PersonAccount | None:
    return getattr(person, "account", None)


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """Corrections of the people this actor decides for, open ones first by their last day."""
    rows = Correction.objects.filter(within(actor, Permission.CORRECTION_DECIDE, "person__path"))
    is_open = Case(When(state=Correction.State.OPEN, then=Value(0)), default=Value(1))
    rows = rows.select_related("person__division", "clock", "asked_by", "answered_by")
    return rows.annotate(closed=is_open).order_by("closed", "clock__due_on", "-pk")


def get_correction_for(actor: Actor, correction_id: int) -> Correction:
    return get_object_or_404(corrections_visible_to(actor), pk=correction_id)


def corrections_of(person: Person) -> QuerySet[Correction]:
    """The person's own corrections, newest first."""
    rows = Correction.objects.filter(person=person).select_related("clock", "answered_by")
    return held_of(person, rows.order_by("-pk"))


def stations(within_path: str = "") -> QuerySet[Station]:
    """Service centres and stations, the city's first, each town before its villages."""
    return Station.objects.filter(path__startswith=within_path).select_related("division").order_by("path")


def station_for(path: str) -> Station | None:
    """The nearest station to a division: its own, or that of the unit above."""
    parts = path.rstrip("/").split("/")
    above = ["/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]
    found: Iterable[Station] = Station.objects.filter(path__in=above)
    return max(found, key=lambda station: len(station.path), default=None)


def exportable(actor: Actor, filters: Filters) -> QuerySet[Person]:
    """The list as it may leave the house: only people of the places where the actor may export."""
    demand(actor, Permission.PEOPLE_EXPORT)
    return listed(actor, filters).filter(within(actor, Permission.PEOPLE_EXPORT))


def rosters_visible_to(actor: Actor) -> QuerySet[RosterImport]:
    """Rosters imported for places where this actor imports, newest first."""
    rows = RosterImport.objects.filter(within(actor, Permission.ROSTER_IMPORT))
    return rows.select_related("division", "by").order_by("-pk")


def asked_where(path: str) -> str:
    """The nearest station with its telephone, as a message names it."""
    station = station_for(path)
    return f"{station.name} {station.phone}".strip() if station else str(settings.BUREAU["name_zh"])
