"""What a list may be reckoned from, and the lines an actor may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from rongyao.bureau.entitlements.arrears.models import ArrearsLine, ArrearsList
from rongyao.bureau.entitlements.arrears.rules import Said, ledger_of
from rongyao.bureau.entitlements.impact.queries import town_names
from rongyao.bureau.entitlements.impact.slices import town_of
from rongyao.bureau.entitlements.models import Determination, Proposal, StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import within
from rongyao.law import arrears, impact
from rongyao.law import standards as amounts
from rongyao.law.impact import World

P = Permission
SETTLED = (StandardEntry.State.CONFIRMED, StandardEntry.State.WITHDRAWN)
Place = tuple[int, str]
LINE_SORTS = {"name": "person__name_pinyin", "town": "path", "total": "total_fen", "what": "entitlement"}


def new_entries(name: str) -> QuerySet[StandardEntry]:
    """The entries of a standard that came into use here, or went out of it again."""
    found = StandardEntry.objects.filter(name=name, state__in=SETTLED)
    return found.prefetch_related("tables").order_by("-starts_on", "pk")


def worlds(entries: Iterable[StandardEntry]) -> tuple[World, World]:
    """The amounts as they stood without what these entries did, and as they stand."""
    now = standards.own_rows()
    standing = {row["source"] for row in now}
    chosen = [standards.own_row(entry) for entry in entries]
    sources = {row["source"] for row in chosen}
    taken_back = [row for row in chosen if row["source"] not in standing]
    before = [row for row in now if row["source"] not in sources] + taken_back
    read = readings.effective()
    return World(standards.over_seed(before), read), World(standards.over_seed(now), read)


def entitlements_of(name: str) -> tuple[str, ...]:
    """The entitlements paid by the month or year whose sum looks the standard up."""
    return arrears.recurring(impact.using((name,)))


def people_of(actor: Actor, keys: Sequence[str]) -> list[Person]:
    """Those in scope to whom one of these entitlements was determined as due."""
    due = Determination.objects.filter(entitlement__in=keys, answer="yes", ended_at__isnull=True)
    people = Person.objects.filter(within(actor, P.ENTITLEMENT_DETERMINE), pk__in=due.values("person_id"))
    return list(people.only("pk", "path").order_by("pk"))


def said_of(people: Sequence[Person], keys: Sequence[str]) -> dict[Place, list[Said]]:
    """Every answer ever kept for these people, by the day it was given for."""
    rows = Determination.objects.filter(person__in=people, entitlement__in=keys).order_by("on", "pk")
    found: dict[Place, list[Said]] = {}
    columns = ("person_id", "entitlement", "on", "answer", "is_payable", "amount_fen", "unit")
    for person_id, key, on, answer, pays, fen, unit in rows.values_list(*columns):
        said = Said(on, fen if answer == "yes" and pays else None, unit)
        found.setdefault((person_id, key), []).append(said)
    return found


def ledgers_of(people: Sequence[Person], keys: Sequence[str]) -> dict[Place, dict[dt.date, int]]:
    """What standing lists reckoned for each month of these people."""
    lines = ArrearsLine.objects.filter(
        person__in=people, entitlement__in=keys, arrears__state=ArrearsList.State.STANDING
    )
    found: dict[Place, list[Any]] = {}
    for person_id, key, months in lines.order_by("arrears_id").values_list(
        "person_id", "entitlement", "months"
    ):
        found.setdefault((person_id, key), []).append(months)
    return {place: ledger_of(several) for place, several in found.items()}


def granted(people: Sequence[Person], keys: Sequence[str]) -> set[Place]:
    """To whom which of these was granted, and not only determined."""
    rows = Proposal.objects.filter(person__in=people, entitlement__in=keys, state=Proposal.State.GRANTED)
    return set(rows.values_list("person_id", "entitlement"))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def lines_visible_to(actor: Actor) -> QuerySet[ArrearsLine]:
    rows = ArrearsLine.objects.filter(within(actor, P.ENTITLEMENT_VIEW))
    return rows.select_related("person", "person__division", "arrears")


def lists_visible_to(actor: Actor) -> QuerySet[ArrearsList]:
    """Every list, with the people and the sum that lie in the actor's scope."""
    inside = (
        within(actor, P.ENTITLEMENT_VIEW, "lines__path") if actor.paths(P.ENTITLEMENT_VIEW) else Q(pk=None)
    )
    rows = ArrearsList.objects.select_related("made_by").annotate(
        people=Count("lines__person", filter=inside, distinct=True),
        sum_fen=Sum("lines__total_fen", filter=inside),
    )
    return rows.order_by("-id")


@dataclass(frozen=True)
class TownSum:
    """One town of a list: people, what is owed to those granted, and to those only determined."""

    town: str
    people: int
    granted_fen: int
    determined_fen: int


def by_town(lines: QuerySet[ArrearsLine]) -> list[TownSum]:
    """The sums of these lines by town, in the order of the towns."""
    found: dict[str, list[tuple[int, bool, int]]] = {}
    for path, person_id, is_granted, fen in lines.order_by().values_list(
        "path", "person_id", "is_granted", "total_fen"
    ):
        found.setdefault(town_of(path), []).append((person_id, is_granted, fen))
    names = town_names(found)
    return [_town(names.get(path, path), rows) for path, rows in sorted(found.items())]


def _town(name: str, rows: list[tuple[int, bool, int]]) -> TownSum:
    return TownSum(
        name,
        len({person_id for person_id, _is, _fen in rows}),
        sum(fen for _id, is_granted, fen in rows if is_granted),
        sum(fen for _id, is_granted, fen in rows if not is_granted),
    )


def names_with_changes() -> list[str]:
    """The standards that had entries here and are paid by the month or year, in the order of the list."""
    entered = set(StandardEntry.objects.filter(state__in=SETTLED).values_list("name", flat=True))
    return [name for name in amounts.NAMES if name in entered and entitlements_of(name)]
