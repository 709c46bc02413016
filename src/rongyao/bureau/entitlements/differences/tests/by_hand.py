"""The list of differences worked out row by row in Python: what the database's own answer is held to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from rongyao.bureau.entitlements.differences.queries import COLUMNS, Difference, Filters
from rongyao.bureau.entitlements.differences.rules import Kept
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.queries import within


def differences(actor: Actor, since: dt.date, filters: Filters) -> list[Difference]:
    """Everything that is another answer or sum than at the beginning of the day, in the order of people."""
    start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    before = _kept(actor, filters, Q(made_at__lt=start, ended_at__gte=start))
    after = _kept(actor, filters, Q(made_at__gte=start, ended_at__isnull=True))
    rows = KeptInput.objects.filter(kind=KeptInput.Kind.SETTINGS)
    settings = dict(rows.values_list("hash", "body"))
    found = [
        Difference(place[0], place[1], was, now, kind_of(was, now), reasons(was, now, settings))
        for place in sorted({*before, *after})
        if is_another(was := before.get(place), now := after.get(place))
    ]
    return [one for one in found if _fits(one, filters)]


def _kept(actor: Actor, filters: Filters, when: Q) -> dict[tuple[int, str], Kept]:
    rows = Determination.objects.filter(when, within(actor, Permission.ENTITLEMENT_VIEW))
    rows = rows.filter(path__startswith=filters.town)
    if filters.entitlement:
        rows = rows.filter(entitlement=filters.entitlement)
    listed = rows.order_by("pk").values_list("person_id", "entitlement", "pk", *COLUMNS)
    return {(person_id, key): Kept(*rest) for person_id, key, *rest in listed}


def _fits(one: Difference, filters: Filters) -> bool:
    return (not filters.kind or one.kind == filters.kind) and (not filters.why or filters.why in one.why)


def is_another(before: Kept | None, after: Kept | None) -> bool:
    """Whether the person would be told something else: the answer, the sum, or whether it may be paid.

    Nobody was told anything before a first answer, so only a first yes is news.
    """
    if before is None:
        return after is not None and after.answer == "yes"
    return _said(before) != _said(after)


def _said(one: Kept | None) -> tuple[str, int | None, bool] | None:
    return None if one is None else (one.answer, one.amount_fen, one.is_payable)


def kind_of(before: Kept | None, after: Kept | None) -> str:
    """gained, lost, sum (the answer stays yes) or other."""
    was, now = (one is not None and one.answer == "yes" for one in (before, after))
    if was != now:
        return "gained" if now else "lost"
    return "sum" if was else "other"


def reasons(before: Kept | None, after: Kept | None, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Which inputs are other ones. `settings`: the readings kept under each hash of law and readings."""
    if before is None:
        return ("new",)
    if after is None:
        return ("gone",)
    found = [name for name in ("facts", "standards") if _hash(before, name) != _hash(after, name)]
    if before.pack_hash != after.pack_hash:
        was, now = settings.get(before.pack_hash), settings.get(after.pack_hash)
        found.append("readings" if was is not None and now is not None and was != now else "law")
    return tuple(found) or ("day",)


def _hash(one: Kept, name: str) -> str:
    text: str = getattr(one, f"{name}_hash")
    return text
