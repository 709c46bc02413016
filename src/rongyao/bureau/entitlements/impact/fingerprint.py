"""What a result was worked out from, and whether it is still so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from rongyao.bureau.entitlements.models import Judgement
from rongyao.bureau.registry.models import Fact, Person
from rongyao.law import determine
from rongyao.law.findings import digest
from rongyao.law.impact import World


@dataclass(frozen=True)
class Since:
    """What is another one since a result was worked out."""

    facts: int = 0
    has_other_files: bool = False
    has_other_law: bool = False
    has_other_day: bool = False

    @property
    def is_stale(self) -> bool:
        return bool(self.facts or self.has_other_files or self.has_other_law or self.has_other_day)


def hash_of(now: World, then: World, on: dt.date) -> str:
    """The law, both tables, both settings and the day: the same hash is the same question."""
    sides = [
        {"law": determine.pack_hash(world.settings), "standards": determine.standards_hash(world.standards)}
        for world in (now, then)
    ]
    return digest({"on": on.isoformat(), "sides": sides})


def at(paths: Sequence[str], field: str = "path") -> Q:
    """Rows at one of these division paths."""
    scope = Q(pk__in=())
    for path in paths:
        scope |= Q(**{f"{field}__startswith": path})
    return scope


def files_of(people: QuerySet[Person]) -> dict[str, int]:
    """How many files there are, and how often they were edited: whoever comes, goes, moves or is mended changes it."""
    found = people.order_by().aggregate(people=Count("pk"), edits=Sum("version"))
    return {name: number or 0 for name, number in found.items()}


def facts_since(paths: Sequence[str], when: dt.datetime) -> int:
    """How many facts of the people there, an officer's judgements among them, were recorded or ended since."""
    recorded = Fact.objects.filter(
        Q(recorded_at__gte=when) | Q(ended_at__gte=when), at(paths, "person__path")
    )
    judged = Judgement.objects.filter(at(paths, "person__path"), at__gte=when)
    return recorded.order_by().values("person_id", "name").distinct().count() + judged.count()


def kept_with(row: Any) -> dict[str, Any]:
    """What stands beside the figures of a result: as of when, and the files of then."""
    return {"as_of": row.asked_at.isoformat(), "files": row.files}


def since(
    result: dict[str, Any], paths: Sequence[str], people: QuerySet[Person], *, law: bool, day: bool = False
) -> Since:
    """What changed since a result was worked out; ``law`` and ``day`` are found out by who knows the question."""
    if "as_of" not in result:
        return Since(has_other_law=law, has_other_day=day)
    return Since(
        facts=facts_since(paths, dt.datetime.fromisoformat(result["as_of"])),
        has_other_files=files_of(people) != result["files"],
        has_other_law=law,
        has_other_day=day,
    )
