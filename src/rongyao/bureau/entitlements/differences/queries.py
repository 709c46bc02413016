"""The answers as they stood at the beginning of a day, beside those of now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from rongyao.bureau.entitlements.differences.rules import Kept, changed_facts, is_another, kind_of, reasons
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import within

P = Permission
Place = tuple[int, str]
COLUMNS = (
    "pk", "on", "answer", "amount_fen", "is_payable", "facts_hash", "standards_hash", "pack_hash",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty text is no filter."""

    town: str = ""
    entitlement: str = ""
    kind: str = ""
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """One person's answer to one question, before and now."""

    person_id: int
    entitlement: str
    before: Kept | None
    after: Kept | None
    kind: str
    why: tuple[str, ...]
    facts: tuple[str, ...] = field(default=())
    person: Person | None = None

    @property
    def finding_id(self) -> int:
        """The answer to open: that of now, else the last one."""
        one = self.after or self.before
        assert one is not None
        return one.pk


def differences(actor: Actor, since: dt.date, filters: Filters) -> list[Difference]:
    """Everything that is another answer or sum than at the beginning of the day, within the actor's scope."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    before = _kept(actor, filters, Q(made_at__lt=start, ended_at__gte=start))
    after = _kept(actor, filters, Q(made_at__gte=start, ended_at__isnull=True))
    settings = _settings({*before.values(), *after.values()})
    found = [
        Difference(place[0], place[1], was, now, kind_of(was, now), reasons(was, now, settings))
        for place in sorted({*before, *after})
        if is_another(was := before.get(place), now := after.get(place))
    ]
    return [one for one in found if _fits(one, filters)]


def _kept(actor: Actor, filters: Filters, when: Q) -> dict[Place, Kept]:
    rows: QuerySet[Determination] = Determination.objects.filter(when, within(actor, P.ENTITLEMENT_VIEW))
    if filters.town:
        rows = rows.filter(path__startswith=filters.town)
    if filters.entitlement:
        rows = rows.filter(entitlement=filters.entitlement)
    listed = rows.order_by("pk").values_list("person_id", "entitlement", *COLUMNS)
    return {(person_id, key): Kept(*rest) for person_id, key, *rest in listed}


def _settings(kept: Iterable[Kept]) -> dict[str, Any]:
    hashes = {one.pack_hash for one in kept}
    rows = KeptInput.objects.filter(kind=KeptInput.Kind.SETTINGS, hash__in=hashes)
    return dict(rows.values_list("hash", "body"))


def _fits(one: Difference, filters: Filters) -> bool:
    return (not filters.kind or one.kind == filters.kind) and (not filters.why or filters.why in one.why)


def dressed(shown: Sequence[Difference]) -> list[Difference]:
    """The rows of one page with their person, and which facts changed where facts did."""
    people = Person.objects.select_related("division").in_bulk([one.person_id for one in shown])
    bodies = _bodies(shown)
    return [replace(one, person=people[one.person_id], facts=tuple(_facts(one, bodies))) for one in shown]


def _bodies(shown: Iterable[Difference]) -> dict[str, dict[str, Any]]:
    both = [kept for one in shown if "facts" in one.why for kept in (one.before, one.after) if kept]
    rows = KeptInput.objects.filter(kind=KeptInput.Kind.FACTS, hash__in={one.facts_hash for one in both})
    return dict(rows.values_list("hash", "body"))


def _facts(one: Difference, bodies: dict[str, dict[str, Any]]) -> list[str]:
    if one.before is None or one.after is None:
        return []
    return changed_facts(bodies.get(one.before.facts_hash), bodies.get(one.after.facts_hash))
