"""Reads: the records of the desk, what everybody may see, rows of one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.placement.results.models import Place, Record

State = Record.State
PUBLIC = (State.PUBLISHED, State.REPLACED, State.WITHDRAWN)
SORTS = {"position": "position", "post": "post", "score": "score"}
HEX = frozenset("0123456789abcdef")
BESIDE = 2


def visible_to(actor: Actor) -> QuerySet[Record]:
    """Every record, for the desk; the record itself is left aside until it is asked for."""
    rows = Record.objects.defer("bundle").select_related("kept_by", "published_by", "ended_by")
    return rows if actor.may(Permission.PLACEMENT_VIEW) else rows.none()


def public() -> QuerySet[Record]:
    """What everybody may see: published, replaced by a correction, and that something was withdrawn."""
    return Record.objects.defer("bundle").filter(state__in=PUBLIC)


def shown_in_full(record: Record) -> bool:
    """Whether rows and files of a public record are shown; of a withdrawn one only that it was there."""
    return record.state in (State.PUBLISHED, State.REPLACED)


def newest_of(record: Record) -> Record | None:
    """The version that is in force, where this one was replaced."""
    return public().filter(origin=record.origin, state=State.PUBLISHED).exclude(pk=record.pk).first()


@dataclass(frozen=True)
class Filters:
    """What narrows the rows of a record; unknown values are ignored."""

    post: str = ""
    group: str = ""
    outcome: str = ""
    sort: str = ""


def places(record: Record, filters: Filters) -> QuerySet[Place]:
    rows = record.places.all()
    if filters.post in {one["id"] for one in record.posts}:
        rows = rows.filter(post=filters.post)
    if filters.group.isdecimal() and int(filters.group) < len(record.groups):
        rows = rows.filter(group=int(filters.group))
    if filters.outcome in ("placed", "unplaced"):
        none = Q(post="")
        rows = rows.filter(~none if filters.outcome == "placed" else none)
    name = SORTS.get(filters.sort.removeprefix("-"), "position")
    return rows.order_by(f"-{name}" if filters.sort.startswith("-") else name, "position")


def token_in(typed: str) -> str:
    """The signs of a receipt number in what was typed: dots, blanks and capitals do not matter; "" where none is one."""
    signs = "".join(one for one in typed.lower() if one.isalnum())
    return signs if len(signs) >= 4 and set(signs) <= HEX else ""


def around(record: Record, token: str) -> tuple[Place | None, list[Place]]:
    """The row of a receipt number, and it with its two neighbours on either side."""
    found = record.places.filter(token__startswith=token).order_by("position").first() if token else None
    if found is None:
        return None, []
    near = record.places.filter(position__range=(found.position - BESIDE, found.position + BESIDE))
    return found, list(near.order_by("position"))


def sorted_posts(record: Record, sort: str) -> list[dict[str, Any]]:
    """The posts, in the order of the record or by a column."""
    name = sort.removeprefix("-")
    if name not in ("id", "zh", "employer", "seats", "taken", "left"):
        return list(record.posts)
    return sorted(record.posts, key=lambda one: (one[name], one["id"]), reverse=sort.startswith("-"))
