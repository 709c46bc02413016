"""Reads of families. Every row is reached through the person it speaks of, so scope is the person's."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Helped, Permission, demand
from rongyao.bureau.foundation.scope.connection import beyond
from rongyao.bureau.registry.families.models import HelperAgreement, Household, Kin, Membership, Relation
from rongyao.bureau.registry.families.rules import born_by
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.models import Fact, Person, id_index_of, phone_index_of
from rongyao.bureau.registry.queries import search, visible_to, within

KIN_SORTS = {
    "name": "name_pinyin",
    "person": "person__name_pinyin",
    "relation": "relation",
    "town": "person__path",
}
PERSON_SORTS = {"name": "name_pinyin", "town": "path", "birth": "birth_on"}
FEWEST_DIGITS = 7


# --- kin --------------------------------------------------------------------------------------------


def kin_visible_to(actor: Actor, permission: Permission = Permission.PEOPLE_VIEW) -> QuerySet[Kin]:
    """Relatives of the people this actor may see (or use ``permission`` on)."""
    rows = Kin.objects.filter(within(actor, permission, "person__path"))
    return rows.select_related("person__division", "consent_source")


def get_kin_for(actor: Actor, kin_id: int, permission: Permission = Permission.PEOPLE_VIEW) -> Kin:
    """One entry that has not ended, in the actor's scope (else 404)."""
    return get_object_or_404(kin_visible_to(actor, permission).filter(ended_at__isnull=True), pk=kin_id)


def kin_of(person: Person) -> QuerySet[Kin]:
    """The person's relatives: next of kin in their order, then the others, the dead last."""
    rows = Kin.objects.filter(person=person, ended_at__isnull=True).select_related("consent_source", "linked")
    return held_of(person, rows.order_by("is_deceased", F("rank").asc(nulls_last=True), "pk"))


def past_kin_of(person: Person) -> QuerySet[Kin]:
    return Kin.objects.filter(person=person, ended_at__isnull=False).order_by("-ended_at", "-pk")


def file_with_number(actor: Actor, id_index: str, *, other_than: int) -> Person | None:
    """The file of this identity number within the actor's scope, but not this person's own."""
    if not id_index:
        return None
    return visible_to(actor).filter(id_index=id_index).exclude(pk=other_than).first()


def in_scope(actor: Actor, people: Iterable[int | None]) -> set[int]:
    """Those of these people whose files the actor may open: only they are shown with a link."""
    wanted = [pk for pk in people if pk]
    return set(visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


@dataclass(frozen=True)
class KinFilters:
    """What the list of relatives is narrowed by. Unknown values narrow nothing."""

    words: str = ""
    town: str = ""
    relation: str = ""
    consent: str = ""
    sort: str = "person"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in KIN_SORTS else "person"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed_kin(
    actor: Actor, filters: KinFilters, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[Kin]:
    """The list of relatives: in scope, narrowed and sorted."""
    rows = kin_visible_to(actor, permission).filter(ended_at__isnull=True)
    if re.fullmatch(r"[\d/]+", filters.town):
        rows = rows.filter(person__path__startswith=filters.town)
    if filters.relation in Relation.values:
        rows = rows.filter(relation=filters.relation)
    if filters.consent in Kin.Consent.values:
        rows = rows.filter(consent=filters.consent)
    if filters.words:
        rows = rows.filter(_named(actor, filters.words))
    return rows.order_by(*_order(filters.order, KIN_SORTS), "pk").defer("id_number", "phone")


def _order(wanted: str, sorts: dict[str, str]) -> list[str]:
    sign = "-" if wanted.startswith("-") else ""
    return [f"{sign}{sorts[wanted.lstrip('-')]}"]


def _named(actor: Actor, words: str) -> Q:
    """By the relative's name, pinyin, telephone or number, or by the person on file as the people list finds them."""
    plain = re.sub(r"[\s']+", "", words)
    found = Q(name__icontains=words) | Q(person__in=search(actor, words).order_by().values("pk"))
    if plain.isascii() and plain.isalpha():
        found |= Q(name_pinyin__startswith=plain.lower()) | Q(name_initials=plain.lower())
    if len(plain) >= FEWEST_DIGITS:
        found |= _numbered(words)
    return found


def _numbered(words: str) -> Q:
    found = Q(pk__in=())
    if number := read_id_number(words).number:
        found |= Q(id_index=id_index_of(number))
    if phone := read_phone(words).number:
        found |= Q(phone_index=phone_index_of(phone))
    return found


# --- people whom nobody is named for ------------------------------------------------------------------


@dataclass(frozen=True)
class NobodyFilters:
    """People without next of kin, narrowed by town, by age, and to those nobody is recorded to live with."""

    words: str = ""
    town: str = ""
    elderly: str = ""
    alone: str = ""
    sort: str = "name"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in PERSON_SORTS else "name"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def nobody_named(
    actor: Actor, filters: NobodyFilters, on: dt.date, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[Person]:
    """Living people with no next of kin named; ``alone``: nobody is recorded as living with them either."""
    named = Kin.objects.filter(person=OuterRef("pk"), ended_at__isnull=True, rank__isnull=False)
    dead = Fact.objects.filter(person=OuterRef("pk"), name="is_deceased", value=True, ended_at__isnull=True)
    people = visible_to(actor, permission).filter(~Exists(named), ~Exists(dead))
    if re.fullmatch(r"[\d/]+", filters.town):
        people = people.filter(path__startswith=filters.town)
    if filters.elderly:
        people = people.exclude(birth_on="").filter(birth_on__lte=born_by(on))
    if filters.alone:
        people = people.filter(~Exists(_housemates()), ~Exists(_living_with()))
    if filters.words:
        people = people.filter(pk__in=search(actor, filters.words).order_by().values("pk"))
    return people.order_by(*_order(filters.order, PERSON_SORTS), "pk").defer("id_number", "phone")


def _housemates() -> QuerySet[Membership]:
    """Others in the household of the person asked about."""
    own = Membership.objects.filter(person=OuterRef(OuterRef("pk")), to_on__isnull=True)
    others = Membership.objects.filter(household__in=own.values("household"), to_on__isnull=True)
    return others.exclude(person=OuterRef("pk"))


def _living_with() -> QuerySet[Kin]:
    return Kin.objects.filter(person=OuterRef("pk"), ended_at__isnull=True, lives_with=True)


# --- households ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Home:
    """A person's household as this reader may see it: members in scope by name, the others only counted."""

    household: Household
    since: dt.date
    others: list[Membership]
    elsewhere: int


def households_visible_to(
    actor: Actor, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[Household]:
    return Household.objects.filter(within(actor, permission))


def get_household_for(actor: Actor, number: str, permission: Permission) -> Household:
    """By its number, in the actor's scope (else 404)."""
    return get_object_or_404(households_visible_to(actor, permission), number__iexact=number.strip())


def home_of(actor: Actor, person: Person) -> Home | None:
    """Where the person lives. A household kept in another town is not shown to this town's reader."""
    now = Membership.objects.filter(person=person, to_on__isnull=True).select_related("household")
    own = next(iter(held_of(person, now[:1])), None)
    if own is None or not any(
        own.household.path.startswith(path) for path in actor.paths(Permission.PEOPLE_VIEW)
    ):
        return None
    rows = Membership.objects.filter(household=own.household, to_on__isnull=True).exclude(person=person)
    seen = list(rows.filter(person__in=visible_to(actor).values("pk")).select_related("person__division"))
    with beyond("members on file elsewhere are counted and not named"):
        everybody = rows.count()
    return Home(own.household, own.from_on, seen, everybody - len(seen))


def is_housed(person: Person) -> bool:
    return Membership.objects.filter(person=person, to_on__isnull=True).exists()


# --- helpers ------------------------------------------------------------------------------------------


def in_force(on: dt.date) -> Q:
    """Agreements that hold on a day."""
    return Q(ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on)


def helped_by(user_id: int, on: dt.date) -> tuple[Helped, ...]:
    """Whom a user may act for on a day, and how far: what foundation.access asks on every request."""
    rows = HelperAgreement.objects.filter(in_force(on), helper_id=user_id).select_related("person")
    rows = rows.only("may", "person__name").order_by("person__name_pinyin", "pk")
    return tuple(Helped(row.person_id, row.person.name, row.permissions) for row in rows)


def agreements_visible_to(
    actor: Actor, permission: Permission = Permission.PEOPLE_VIEW
) -> QuerySet[HelperAgreement]:
    rows = HelperAgreement.objects.filter(within(actor, permission, "person__path"))
    return rows.select_related("person__division", "paper", "helper", "bound_by")


def get_agreement_for(actor: Actor, agreement_id: int, permission: Permission) -> HelperAgreement:
    """One agreement that was not ended, in scope (else 404)."""
    rows = agreements_visible_to(actor, permission).filter(ended_at__isnull=True)
    return get_object_or_404(rows, pk=agreement_id)


def agreements_of(person: Person) -> QuerySet[HelperAgreement]:
    """Agreements not ended, the newest first; one that ran out shows as such."""
    rows = HelperAgreement.objects.filter(person=person, ended_at__isnull=True)
    return held_of(person, rows.select_related("paper", "bound_by", "helper"))


def past_agreements_of(person: Person) -> QuerySet[HelperAgreement]:
    rows = HelperAgreement.objects.filter(person=person, ended_at__isnull=False)
    return rows.select_related("paper", "bound_by").order_by("-ended_at")


def own_agreement(actor: Actor, agreement_id: int) -> HelperAgreement:
    """One of the person's own agreements, for the person and not for a helper acting for them (else 404)."""
    demand(actor, Permission.SELF_VIEW)
    if actor.person_id is None or actor.on_behalf_of:
        raise Http404
    rows = HelperAgreement.objects.filter(person_id=actor.person_id, ended_at__isnull=True)
    return get_object_or_404(rows, pk=agreement_id)


def agreements_of_helper(actor: Actor, on: dt.date) -> QuerySet[HelperAgreement]:
    """Whom this signed-in helper may act for today."""
    rows = HelperAgreement.objects.filter(in_force(on), helper_id=actor.user_id or 0)
    return rows.select_related("person").order_by("person__name_pinyin", "pk")


def get_helped(actor: Actor, person_id: int, on: dt.date) -> HelperAgreement:
    """The agreement by which the actor may act for this person today (else 404)."""
    return get_object_or_404(agreements_of_helper(actor, on), person_id=person_id)
