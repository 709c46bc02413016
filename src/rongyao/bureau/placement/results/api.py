"""Public results of placements over the API: without a name, as the pages show them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api.operations import Id, PageOut, Paging, operation, paged
from rongyao.bureau.placement.results import queries
from rongyao.bureau.placement.results.models import Record

P = Permission
router = Router(tags=["placement"])


class ResultOut(Schema):
    """One published record; ``state`` published, replaced or withdrawn (then with its reason)."""

    id: int
    kind: str
    state: str
    title: str
    title_en: str
    origin: str
    version: int
    is_rehearsal: bool
    people: int
    placed: int
    root: str
    head: str
    finished_at: dt.datetime
    published_at: dt.datetime
    reason: str


class ResultsOut(PageOut):
    items: list[ResultOut]


class PostOut(Schema):
    """A post or order line; ``of_class`` the class of a joint record."""

    id: str
    zh: str
    employer: str
    of_class: str = Field(alias="class")
    seats: int
    taken: int
    left: int


class CheckedOut(Schema):
    """One thing the checking program found right."""

    zh: str
    en: str


class DetailsOut(ResultOut):
    """A result with its posts and what was checked; both are empty once it is withdrawn."""

    posts: list[PostOut]
    checked: list[CheckedOut]


class PlaceOut(Schema):
    """One row of the order. ``score`` in hundredths of a point (by score); ``why`` a code where there is no post."""

    position: int
    token: str
    group: int
    score: int
    post: str
    why: str
    is_by_lot: bool


class PlacesOut(PageOut):
    items: list[PlaceOut]


class Narrowed(Paging):
    """A post's identifier, and the beginning of a token."""

    post: str = Field("", max_length=64)
    token: str = Field("", max_length=64, pattern="^[0-9a-f]*$")


@operation(router.get, "/placement/results", P.PUBLIC, ResultsOut)
def results(request: Any, paging: Query[Paging]) -> Any:
    """Every public result, the newest first."""
    return paged(queries.public(), paging, list)


@operation(router.get, "/placement/results/{record_id}", P.PUBLIC, DetailsOut)
def result(request: Any, record_id: Id) -> Any:
    """One result: its posts and what the program found right."""
    row = _get(record_id)
    shown = queries.shown_in_full(row)
    said = [{"zh": zh, "en": en} for zh, en in row.said]
    return ResultOut.from_orm(row).dict() | {
        "posts": row.posts if shown else [],
        "checked": said if shown else [],
    }


@operation(router.get, "/placement/results/{record_id}/places", P.PUBLIC, PlacesOut)
def places(request: Any, record_id: Id, narrowed: Query[Narrowed]) -> Any:
    """The order and the posts, under tokens."""
    row = _get(record_id)
    if not queries.shown_in_full(row):
        raise Http404
    rows = queries.places(row, queries.Filters(post=narrowed.post))
    return paged(rows.filter(token__startswith=narrowed.token), narrowed, list)


def _get(record_id: int) -> Record:
    row = queries.public().filter(pk=record_id).first()
    if row is None:
        raise Http404
    return row
