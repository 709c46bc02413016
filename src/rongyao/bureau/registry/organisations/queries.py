"""Reads of organisations. They are no persons: whoever may see organisations sees those of the whole city."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from rapidfuzz import fuzz, process

from rongyao.bureau.foundation.access.rules import Actor, Permission, Seat
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.registry.models import Station
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.models import (
    ChangeRequest,
    ListImport,
    NotDouble,
    Organisation,
    Representative,
    StationCard,
    StationWorker,
)
from rongyao.bureau.registry.organisations.rules import ALIKE_FROM, core_of
from rongyao.bureau.registry.queries import within

P = Permission
SORTS = {"name": "name", "kind": "kind", "town": "path", "code": "credit_code", "since": "recorded_at"}
OPEN = Q(closed_on__isnull=True, merged_into__isnull=True)
FEWEST_DIGITS = 4
# Pairs are compared all against all: beyond this many entries of one kind the page says so and compares the newest.
MOST_COMPARED = 6000


# --- organisations ------------------------------------------------------------------------------------


def visible_to(actor: Actor, permission: Permission = P.ORGANISATION_VIEW) -> QuerySet[Organisation]:
    """Every organisation for whoever may see them; for other permissions those of the actor's own places."""
    rows = Organisation.objects.select_related("division", "merged_into")
    if permission == P.ORGANISATION_VIEW:
        return rows if actor.may(permission) else rows.none()
    return rows.filter(within(actor, permission))


def get_organisation_for(
    actor: Actor, organisation_id: int, permission: Permission = P.ORGANISATION_VIEW
) -> Organisation:
    return get_object_or_404(visible_to(actor, permission), pk=organisation_id)


def own(actor: Actor, organisation_id: int) -> Organisation:
    """An organisation the actor represents today (404 for anybody else)."""
    mine = [seat.organisation_id for seat in actor.seats]
    return get_object_or_404(Organisation.objects.select_related("division"), pk=organisation_id, pk__in=mine)


def kept(organisation: Organisation) -> Organisation:
    """The entry that stays, where this one was entered twice."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by. Unknown values narrow nothing."""

    words: str = ""
    kind: str = ""
    town: str = ""
    section: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def order(self) -> str:
        return self.sort if self.sort.lstrip("-") in SORTS else "name"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed(actor: Actor, filters: Filters) -> QuerySet[Organisation]:
    """The list: narrowed and sorted; closed ones only where asked for, merged ones never."""
    rows = visible_to(actor).filter(merged_into__isnull=True)
    rows = rows.filter(closed_on__isnull=filters.state != "closed")
    if filters.kind in Organisation.Kind.values:
        rows = rows.filter(kind=filters.kind)
    if re.fullmatch(r"[\d/]+", filters.town):
        rows = rows.filter(path__startswith=filters.town)
    if filters.section:
        rows = rows.filter(_in_section(filters.section))
    if filters.state == "unspoken":
        rows = rows.filter(~Exists(_speaking()))
    if filters.words:
        rows = rows.filter(_named(filters.words))
    sign = "-" if filters.order.startswith("-") else ""
    return rows.order_by(f"{sign}{SORTS[filters.order.lstrip('-')]}", "pk")


def _speaking() -> QuerySet[Representative]:
    return Representative.objects.filter(organisation=OuterRef("pk"), ended_at__isnull=True)


def _in_section(section: str) -> Q:
    """Codes below a section begin with the two digits of its divisions."""
    wanted = Q(industry=section)
    for entry in INDUSTRIES.below(section):
        wanted |= Q(industry__startswith=entry.code)
    return wanted


def _named(words: str) -> Q:
    found = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(contact_name__icontains=words)
    core = core_of(words)
    if core:
        found |= Q(name_core__icontains=core)
    code = re.sub(r"[\s-]+", "", words).upper()
    if len(code) >= FEWEST_DIGITS and code.isascii():
        found |= Q(credit_code__startswith=code) | Q(public_code__startswith=code)
        found |= Q(contact_phone__contains=words)
    return found


def counts_by_kind(actor: Actor) -> dict[str, int]:
    rows = visible_to(actor).filter(OPEN).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("pk")))


@sees_beyond("a credit code is borne once in the bureau, in whatever town its organisation lies")
def same_code(code: str, *, other_than: int | None = None) -> Organisation | None:
    """Who bears this credit code already."""
    if not code:
        return None
    rows = Organisation.objects.filter(credit_code=code, merged_into__isnull=True)
    return rows.exclude(pk=other_than or 0).select_related("division").first()


def alike(name: str, kind: str, *, other_than: int | None = None) -> list[Organisation]:
    """Open entries of this kind whose name looks like this one, the nearest first."""
    rows = Organisation.objects.filter(OPEN, kind=kind).exclude(pk=other_than or 0)
    cores = dict(rows.values_list("pk", "name_core"))
    near = process.extract(core_of(name), cores, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=5)
    found = Organisation.objects.select_related("division").in_bulk([pk for _core, _score, pk in near])
    return [found[pk] for _core, _score, pk in near]


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one, and why."""

    first: Organisation
    second: Organisation
    score: int


def doubles(actor: Actor, kind: str = "") -> list[Pair]:
    """Pairs of alike names among the entries this actor may keep, the nearest first. Those told apart are left out."""
    rows = visible_to(actor, P.ORGANISATION_EDIT).filter(OPEN)
    if kind in Organisation.Kind.values:
        rows = rows.filter(kind=kind)
    apart = set(NotDouble.objects.values_list("first_id", "second_id"))
    found: list[tuple[int, int, int]] = []
    for one in Organisation.Kind.values:
        cores = dict(rows.filter(kind=one).order_by("-pk").values_list("pk", "name_core")[:MOST_COMPARED])
        found += [pair for pair in _near_pairs(cores) if (pair[1], pair[2]) not in apart]
    found.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    there = rows.in_bulk([pk for pair in found for pk in pair[1:]])
    return [Pair(there[first], there[second], score) for score, first, second in found]


def _near_pairs(cores: dict[int, str]) -> Iterable[tuple[int, int, int]]:
    """(score, smaller id, larger id) of every pair above the limit."""
    ids = sorted(cores)
    names = [cores[pk] for pk in ids]
    if len(ids) < 2:
        return []
    scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, workers=1)
    found = zip(*scores.nonzero(), strict=True)
    return [(int(scores[row][column]), ids[row], ids[column]) for row, column in found if row < column]


# --- representatives ------------------------------------------------------------------------------------


def in_force(on: dt.date) -> Q:
    return Q(ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on)


def seats_of(user_id: int, on: dt.date) -> tuple[Seat, ...]:
    """Whom a user represents on a day: what foundation.access asks on every request. Closed ones give no seat."""
    rows = Representative.objects.filter(in_force(on), user_id=user_id)
    rows = rows.select_related("organisation__merged_into").order_by("organisation__name", "pk")
    seats = ((row.role, kept(row.organisation)) for row in rows)
    return tuple(Seat(role, one.pk, one.name) for role, one in seats if one.closed_on is None)


def representatives_of(organisation: Organisation) -> QuerySet[Representative]:
    """Not ended, the newest first; those of an entry merged here speak for this one too."""
    rows = Representative.objects.filter(ended_at__isnull=True).select_related("user", "appointed_by")
    return rows.filter(Q(organisation=organisation) | Q(organisation__merged_into=organisation))


def past_representatives_of(organisation: Organisation) -> QuerySet[Representative]:
    rows = Representative.objects.filter(organisation=organisation, ended_at__isnull=False)
    return rows.select_related("appointed_by").order_by("-ended_at")


def get_representative_for(actor: Actor, representative_id: int) -> Representative:
    """One appointment that was not ended, of an organisation the actor keeps (else 404)."""
    rows = Representative.objects.filter(
        within(actor, P.ORGANISATION_EDIT, "organisation__path"), ended_at__isnull=True
    )
    return get_object_or_404(rows.select_related("organisation", "user"), pk=representative_id)


# --- requests, lists, stations ---------------------------------------------------------------------------


def requests_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.filter(within(actor, P.ORGANISATION_EDIT, "organisation__path"))
    return rows.select_related("organisation__division", "asked_by", "answered_by")


def get_request_for(actor: Actor, request_id: int) -> ChangeRequest:
    return get_object_or_404(requests_visible_to(actor), pk=request_id)


def imports_visible_to(actor: Actor) -> QuerySet[ListImport]:
    rows = ListImport.objects.filter(within(actor, P.ORGANISATION_EDIT)).select_related("division", "by")
    return rows.annotate(n=Count("rows")).order_by("-pk")


def get_import_for(actor: Actor, import_id: int) -> ListImport:
    return get_object_or_404(imports_visible_to(actor), pk=import_id)


def stations_with_cards() -> QuerySet[Station]:
    """Stations with what they keep of themselves; of the workers only those who may be shown to the public."""
    shown = Prefetch("workers", StationWorker.objects.filter(is_shown=True), to_attr="shown_workers")
    return Station.objects.select_related("division__parent", "card").prefetch_related(shown)


def stations_listed(actor: Actor, words: str = "", lacking: str = "") -> QuerySet[Station]:
    """Stations for the staff, each town before its villages; ``lacking`` "phone" or "hours": those without it."""
    if not (actor.may(P.ORGANISATION_VIEW) or actor.may(P.PEOPLE_VIEW)):
        return Station.objects.none()
    rows = Station.objects.select_related("division__parent", "card").order_by("path")
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(division__parent__name__icontains=words))
    if lacking == "phone":
        rows = rows.filter(phone="")
    if lacking == "hours":
        rows = rows.filter(Q(card__isnull=True) | Q(card__hours=""))
    return rows


def get_station_for(actor: Actor, station_id: int) -> Station:
    """A station the actor may keep (else 404)."""
    row = get_object_or_404(Station.objects.select_related("division"), pk=station_id)
    if not may_keep(actor, row):
        raise Http404
    return row


def may_keep(actor: Actor, station: Station) -> bool:
    """Those at the station's own counter keep it, and those who keep the organisations of the place."""
    is_own = actor.sits_at(P.STATION_KEEP, station.path)
    return is_own or actor.may_at(P.ORGANISATION_EDIT, station.path)


def card_of(station: Station) -> StationCard | None:
    return StationCard.objects.filter(station=station).first()
