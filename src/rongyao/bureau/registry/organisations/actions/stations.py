"""What a station keeps of itself: telephone, address, hours, the way there, who works there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Station
from rongyao.bureau.registry.organisations.models import StationCard, StationWorker
from rongyao.bureau.registry.organisations.queries import may_keep

ON_STATION = ("phone", "address")
ON_CARD = ("hours", "directions")


@dataclass(frozen=True)
class Worker:
    """Somebody at a station, and whether the public may read it."""

    name: str
    duty: str = ""
    is_shown: bool = False


@transaction.atomic
def keep_station(
    *, by: Actor, station: Station, values: Mapping[str, str], workers: Sequence[Worker]
) -> Station:
    """Write what a station keeps of itself; the public page shows it at once.

    Raises:
        NotAllowed: neither one's own station nor one whose organisations one keeps.
    """
    row = Station.objects.select_for_update().get(pk=station.pk)
    if not may_keep(by, row):
        raise NotAllowed(Permission.STATION_KEEP)
    card, _made = StationCard.objects.get_or_create(station=row)
    before = _as_kept(row, card)
    for name in ON_STATION:
        setattr(row, name, values.get(name, ""))
    for name in ON_CARD:
        setattr(card, name, values.get(name, ""))
    card.kept_by_id, card.kept_at = by.user_id, timezone.now()
    row.save(update_fields=ON_STATION)
    card.save()
    StationWorker.objects.filter(station=row).delete()
    StationWorker.objects.bulk_create(
        [
            StationWorker(station=row, place=place, name=one.name, duty=one.duty, is_shown=one.is_shown)
            for place, one in enumerate(workers, 1)
        ]
    )
    after = _as_kept(row, card)
    changed = sorted(name for name in after if after[name] != before[name])
    audit.record(by=by, verb="station.kept", subject=row, path=row.path, detail={"fields": changed})
    return row


def _as_kept(row: Station, card: StationCard) -> dict[str, object]:
    people = list(StationWorker.objects.filter(station=row).values_list("name", "duty", "is_shown"))
    plain = {name: getattr(row, name) for name in ON_STATION} | {
        name: getattr(card, name) for name in ON_CARD
    }
    return {**plain, "workers": people}
