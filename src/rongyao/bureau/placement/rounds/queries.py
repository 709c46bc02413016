"""Reads: rounds, what is handed in, who is in one, one's own results; the look over a round before it is closed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.divisions.queries import city
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.placement.rounds import making, rules
from rongyao.bureau.placement.rounds.models import Entrant, Handed, Round, Vault
from rongyao.bureau.registry.queries import own_person, within
from rongyao.choosing.place_cli import Inputs

P, State = Permission, Round.State
SORTS = {"title": "title", "people": "people", "state": "state", "opened": "opened_at"}
PEOPLE_SORTS = {
    "name": "person__name_pinyin",
    "town": "person__path",
    "position": "position",
    "post": "post",
    "row": "row",
}
PUBLIC = (Record.State.PUBLISHED, Record.State.REPLACED)


def visible_to(actor: Actor) -> QuerySet[Round]:
    """Every round: rounds are of the whole bureau and name nobody, so the permission alone decides."""
    demand(actor, P.PLACEMENT_VIEW)
    users = ("asked_by", "opened_by", "closed_by", "drawn_by", "given_up_by")
    return Round.objects.select_related("record", *users).defer("record__bundle", "record__said")


def get_round_for(actor: Actor, round_id: int) -> Round:
    return get_object_or_404(visible_to(actor), pk=round_id)


def get_round_to_keep(actor: Actor, round_id: int) -> Round:
    """A round for who may act on it; who may not is told so before a page asks anything."""
    demand(actor, P.PLACEMENT_KEEP, city().path)
    return get_round_for(actor, round_id)


def may_keep(actor: Actor) -> bool:
    """May this actor act on rounds, for the whole city?"""
    return actor.may_at(P.PLACEMENT_KEEP, city().path)


def sees_tables(actor: Actor) -> bool:
    """May this actor see what the tables say together?"""
    return actor.may_at(P.PLACEMENT_VIEW, city().path)


def handed_in(row: Round) -> dict[str, Handed]:
    """What was handed in, by kind; the tables themselves stay sealed."""
    return {one.kind: one for one in Handed.objects.filter(round=row).defer("body").select_related("by")}


def vault_files(row: Round) -> dict[str, str]:
    """The folder that witnesses sign now: of a closed round the root's, of a drawn one the whole record."""
    vault = Vault.objects.filter(round=row).only("root_files", "record_files").first()
    if vault is None or row.state not in (State.CLOSED, State.DRAWN):
        return {}
    return making.unpacked(vault.root_files if row.state == State.CLOSED else vault.record_files)


def inputs_of(row: Round) -> Inputs | None:
    """What the tables say; None while one is missing.

    Raises:
        making.UnableToMake: with every fault.
    """
    texts = {one.kind: str(one.body) for one in Handed.objects.filter(round=row)}
    if set(texts) != set(Handed.Kind.values):
        return None
    return making.read(texts, rules.settings_of(row))


def faults_of(row: Round) -> list[rules.Fault]:
    """Every fault of the tables, none while one is missing."""
    try:
        inputs_of(row)
    except making.UnableToMake as error:
        return error.faults
    return []


@dataclass(frozen=True)
class Narrowed:
    """What narrows the people of a round; unknown values are ignored."""

    words: str = ""
    outcome: str = ""
    sort: str = ""


def entrants_visible_to(actor: Actor, row: Round, asked: Narrowed | None = None) -> QuerySet[Entrant]:
    """The people of a round whose files this actor may open."""
    asked = asked or Narrowed()
    rows = Entrant.objects.filter(within(actor, P.PLACEMENT_VIEW, "person__path"), round=row).defer("body")
    if asked.words:
        rows = rows.filter(
            Q(person__name__icontains=asked.words) | Q(person__name_pinyin__startswith=asked.words.lower())
        )
    if asked.outcome in ("placed", "unplaced"):
        rows = rows.filter(~Q(post="") if asked.outcome == "placed" else Q(post=""))
    name = PEOPLE_SORTS.get(asked.sort.removeprefix("-"), "row")
    order = f"-{name}" if asked.sort.startswith("-") else name
    return rows.select_related("person__division").order_by(order, "row")


def get_entrant_for(actor: Actor, round_id: int, entrant_id: int) -> Entrant:
    """One of them, with what is sealed; whoever lies outside the scope does not exist for this actor (404)."""
    row = get_round_for(actor, round_id)
    seen = Entrant.objects.filter(within(actor, P.PLACEMENT_VIEW, "person__path"), round=row)
    return get_object_or_404(seen.select_related("person", "round"), pk=entrant_id)


def own(actor: Actor) -> QuerySet[Entrant]:
    """The rounds the person is in, the newest first."""
    person = own_person(actor)
    rows = Entrant.objects.filter(person=person).select_related("round__record", "person")
    return rows.defer("round__record__bundle").order_by("-round_id")


def own_one(actor: Actor, entrant_id: int) -> Entrant:
    """One's own place in a round whose result is public."""
    return get_object_or_404(own(actor).filter(round__record__state__in=PUBLIC), pk=entrant_id)


def told(entrant: Entrant) -> dict[str, Any]:
    """What is sealed of a person: points, receipt, reasons."""
    found: dict[str, Any] = json.loads(str(entrant.body))
    return found
