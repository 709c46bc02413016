"""People and their facts over the API: the same queries and verbs as the pages, the same permissions."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api.operations import Id, PageOut, Paging, Refused, operation, paged
from rongyao.bureau.foundation.ui.formats import mask_id, mask_phone
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import facts as fact_actions
from rongyao.bureau.registry.actions import people as actions
from rongyao.bureau.registry.forms.facts import COUNTER_KINDS
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.models import Fact, Person, Station
from rongyao.bureau.registry.rules import is_absence, may_assert_absence
from rongyao.law.facts import FACTS

P = Permission
router = Router(tags=["people"])
SourceKind = Literal["paper", "declaration", "register", "decision", "certified"]
assert {kind.value for kind in COUNTER_KINDS} == set(SourceKind.__args__)  # type: ignore[attr-defined]


class PersonOut(Schema):
    """Identity as a page shows it: numbers are masked."""

    id: int
    number: str
    name: str
    sex: str
    birth_on: str
    id_number_masked: str
    phone_masked: str
    division_code: str
    division: str
    is_synthetic: bool
    version: int


class PeopleOut(PageOut):
    items: list[PersonOut]


class PersonIn(Schema):
    """A new file. Birth date and sex are read off the identity number where there is one."""

    name: str = Field(min_length=1, max_length=60)
    division_code: str = Field(pattern=r"^\d{6,12}$")
    id_number: str = Field("", max_length=24)
    sex: Literal["", "male", "female"] = ""
    birth_on: str = Field("", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")


class FactOut(Schema):
    """One current value with its source."""

    id: int
    name: str
    value: Any
    as_of: dt.date
    source_kind: str
    source: str
    recorded_at: dt.datetime


class FactsOut(Schema):
    items: list[FactOut]


class FactIn(Schema):
    """A value in the form ``rongyao law facts`` states, and the paper that says it."""

    value: Any
    source_kind: SourceKind
    source: str = Field(min_length=1, max_length=160)
    dated_on: dt.date
    document_no: str = Field("", max_length=80)
    reason: str = Field("", max_length=160)
    opened: int | None = Field(
        None, description="Id of the value you saw, 0 where there was none: told of a clash."
    )


class PeopleQuery(Paging):
    q: str = Field("", max_length=100)


class StationOut(Schema):
    name: str
    kind: str
    phone: str
    address: str
    division_code: str


class StationsOut(PageOut):
    items: list[StationOut]


@operation(router.get, "/people", P.PEOPLE_VIEW, PeopleOut)
def people(request: Any, query: Query[PeopleQuery]) -> Any:
    """People within your scope, found by name, sound, number or the last four of a telephone."""
    rows = queries.listed(request.actor, queries.Filters(words=query.q.replace("\x00", "").strip()))
    return paged(rows.select_related("division"), query, lambda found: [_person(row) for row in found])


@operation(router.post, "/people", P.PEOPLE_EDIT, PersonOut, writes=True)
def add(request: Any, body: PersonIn) -> Any:
    """Open a file in one of your divisions."""
    places = queries.places_for(request.actor, P.PEOPLE_EDIT, timezone.localdate())
    place = places.filter(code=body.division_code).first()
    if place is None:
        raise Refused(422, "This division is not one of yours.", ["division_code"])
    identity = {"name": _plain(body.name), "sex": body.sex, "birth_on": body.birth_on}
    if body.id_number:
        reading = read_id_number(body.id_number)
        if reading.number is None:
            raise Refused(422, "This identity number cannot be one.", ["id_number"])
        identity["id_number"] = reading.number
    if not identity["name"]:
        raise Refused(422, "A name is needed.", ["name"])
    try:
        return _person(actions.add_person(by=request.actor, division=place, identity=identity))
    except actions.UnableToAddPerson as error:
        raise Refused(409, str(error)) from error


@operation(router.get, "/people/{person_id}", P.PEOPLE_VIEW, PersonOut)
def person(request: Any, person_id: Id) -> Any:
    """One person. The look is recorded and the person can see it."""
    row = queries.get_person_for(request.actor, person_id)
    actions.look(by=request.actor, person=row)
    return _person(row)


@operation(router.get, "/people/{person_id}/facts", P.PEOPLE_VIEW, FactsOut)
def facts(request: Any, person_id: Id) -> Any:
    """What is known of one person. What is absent is not known."""
    row = queries.get_person_for(request.actor, person_id)
    actions.look(by=request.actor, person=row)
    return {"items": [_fact(fact) for fact in queries.facts_of(row).values()]}


@operation(router.put, "/people/{person_id}/facts/{name}", P.PEOPLE_EDIT, FactOut, writes=True)
def record(request: Any, person_id: Id, name: str, body: FactIn) -> Any:
    """Record one fact; the value before it stays as history."""
    row = queries.get_person_for(request.actor, person_id, P.PEOPLE_EDIT)
    if name not in FACTS:
        raise Http404
    known = FACTS[name]
    if is_absence(known, body.value) and not may_assert_absence(known, body.source_kind):
        raise Refused(422, "Such a source shows what is so, not that something is not so.", ["source_kind"])
    if body.dated_on > timezone.localdate():
        raise Refused(422, "This day has not come yet.", ["dated_on"])
    paper = fact_actions.Paper(body.source_kind, _plain(body.source), body.dated_on, _plain(body.document_no))
    try:
        done = fact_actions.record_fact(
            by=request.actor, person=row, name=name, value=body.value, paper=paper,
            reason=_plain(body.reason), opened=body.opened,
        )  # fmt: skip
    except fact_actions.UnableToRecord as error:
        raise Refused(409, str(error)) from error
    return _fact(done)


@operation(router.get, "/stations", P.PUBLIC, StationsOut)
def stations(request: Any, query: Query[Paging]) -> Any:
    """Every service station."""
    rows = Station.objects.select_related("division").order_by("path")
    return paged(rows, query, lambda found: [_station(row) for row in found])


def _plain(text: str) -> str:
    """Without the character no database can hold."""
    return text.replace("\x00", "").strip()


def _person(row: Person) -> dict[str, Any]:
    return {
        "id": row.pk, "number": row.number, "name": row.name, "sex": row.sex, "birth_on": row.birth_on,
        "id_number_masked": mask_id(str(row.id_number or "")), "phone_masked": mask_phone(str(row.phone or "")),
        "division_code": row.division.code, "division": row.division.name,
        "is_synthetic": row.is_synthetic, "version": row.version,
    }  # fmt: skip


def _fact(row: Fact) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "value": row.value, "as_of": row.as_of, "source_kind": row.source.kind,
        "source": row.source.title, "recorded_at": row.recorded_at,
    }  # fmt: skip


def _station(row: Station) -> dict[str, Any]:
    return {
        "name": row.name, "kind": row.kind, "phone": row.phone, "address": row.address,
        "division_code": row.division.code,
    }  # fmt: skip
