"""Whom a standard concerns: the people whose kept answers used it, or were waiting for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.foundation.divisions.models import Division

# Smaller groups are not counted out: in a village four people are four names.
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class TownCount:
    """How many people of a town; None where they are too few to be counted out."""

    town: str
    count: int | None


def determinations_of(name: str) -> QuerySet[Determination]:
    """Current answers whose sum used the standard, or lacks it."""
    used = Q(finding__amount__standards__contains=[{"name": name}])
    lacking = Q(finding__amount__missing_standards__contains=[name])
    return Determination.objects.filter(used | lacking, ended_at__isnull=True)


def people_of(name: str) -> list[int]:
    return sorted(set(determinations_of(name).values_list("person_id", flat=True)))


def by_town(name: str) -> list[TownCount]:
    """People concerned by town, in the order of the town list; small counts are withheld."""
    people: dict[str, set[int]] = {}
    for person_id, path in determinations_of(name).values_list("person_id", "path"):
        people.setdefault("/".join(path.split("/")[:2]) + "/", set()).add(person_id)
    towns = Division.objects.filter(path__in=people).order_by("path", "-valid_from")
    names = {town.path: town.name for town in towns}
    return [TownCount(names.get(path, path), _shown(len(ids))) for path, ids in sorted(people.items())]


def _shown(count: int) -> int | None:
    return count if count >= FEWEST_SHOWN else None
