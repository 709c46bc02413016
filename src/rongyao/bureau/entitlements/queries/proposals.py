"""Proposals, answers and decisions within an actor's scope: the worklists of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.shortcuts import get_object_or_404

from rongyao.bureau.entitlements.actions.proposals import ITEM_JUDGE
from rongyao.bureau.entitlements.models import (
    Decision,
    Determination,
    DeterminationRun,
    Letter,
    Proposal,
    ReportUp,
)
from rongyao.bureau.entitlements.rules.proposing import proposable
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.queries import band_filters
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import within

SORTS: dict[str, str] = {
    "due": "clock__due_on",
    "name": "person__name_pinyin",
    "entitlement": "entitlement",
    "opened": "opened_at",
    "amount": "determination__amount_fen",
    "town": "path",
}


@dataclass(frozen=True)
class Filters:
    """What narrows a worklist; empty means everything."""

    entitlement: str = ""
    state: str = ""
    band: str = ""
    town: str = ""


def visible_to(actor: Actor, permission: Permission = Permission.ENTITLEMENT_VIEW) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(within(actor, permission))
    return rows.select_related("person", "person__division", "determination", "clock")


def get_proposal_for(actor: Actor, pk: int, permission: Permission = Permission.ENTITLEMENT_VIEW) -> Proposal:
    """One proposal in scope; one outside it does not exist for this actor (404)."""
    return get_object_or_404(visible_to(actor, permission), pk=pk)


def listed(actor: Actor, filters: Filters, *, on: dt.date, calendar: Calendar) -> QuerySet[Proposal]:
    """The worklist: open proposals unless a state is asked for, most urgent first."""
    rows = visible_to(actor)
    rows = rows.filter(state=filters.state) if filters.state else rows.filter(state__in=Proposal.OPEN_STATES)
    if filters.entitlement:
        rows = rows.filter(entitlement=filters.entitlement)
    if filters.town:
        rows = rows.filter(path__startswith=filters.town)
    if filters.band:
        rows = rows.filter(band_filters(on, calendar).get(filters.band, Q()))
    return rows


def sorted_by(
    rows: QuerySet[Any], sort: str, sorts: Mapping[str, str] = SORTS, default: str = "due"
) -> QuerySet[Any]:
    """By a column of the whitelist ("-" turns it round); anything else falls back to ``default``."""
    key, turned = sort.removeprefix("-"), sort.startswith("-")
    column = F(sorts.get(key, sorts[default]))
    return rows.order_by(column.desc(nulls_last=True) if turned else column.asc(nulls_last=True), "pk")


def determinations_visible_to(
    actor: Actor, permission: Permission = Permission.ENTITLEMENT_VIEW
) -> QuerySet[Determination]:
    rows = Determination.objects.filter(within(actor, permission))
    return rows.select_related("person", "person__division")


def get_determination_for(
    actor: Actor, pk: int, permission: Permission = Permission.ENTITLEMENT_VIEW
) -> Determination:
    return get_object_or_404(determinations_visible_to(actor, permission), pk=pk)


def current_of(person: Person) -> QuerySet[Determination]:
    """Everything the law says of one person today, the payable first."""
    rows = Determination.objects.filter(person=person, ended_at__isnull=True)
    return held_of(person, rows.order_by("entitlement"))


def short_of_facts(actor: Actor) -> QuerySet[Determination]:
    """Answers that wait for a fact, fewest missing first: the calls that are worth making."""
    rows = determinations_visible_to(actor).filter(ended_at__isnull=True, missing_count__gt=0)
    open_ones = Proposal.objects.filter(
        person=OuterRef("person"), entitlement=OuterRef("entitlement"), state__in=Proposal.OPEN_STATES
    )
    return rows.filter(~Exists(open_ones)).order_by("missing_count", "person__name_pinyin", "pk")


def to_judge(actor: Actor) -> QuerySet[Determination]:
    """Answers for which nothing but an officer's judgement is missing and which were put to one."""
    rows = determinations_visible_to(actor, Permission.JUDGEMENT_RECORD)
    subject = Concat(Value(f"{Determination._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    asked = WorkItem.objects.filter(kind=ITEM_JUDGE, subject=subject, state=WorkItem.State.OPEN)
    rows = rows.filter(Exists(asked), ended_at__isnull=True, answer="judge", entitlement__in=proposable())
    return rows.order_by("made_at", "pk")


def to_countersign(actor: Actor) -> QuerySet[Decision]:
    """Decisions that wait for a second signature within scope; one's own are shown too, but not for signing."""
    rows = Decision.objects.filter(
        within(actor, Permission.PROPOSAL_COUNTERSIGN),
        needs_second=True, second_at__isnull=True, sent_back_at__isnull=True,
        proposal__state=Proposal.State.COUNTERSIGN,
    )  # fmt: skip
    return rows.select_related("proposal__clock", "person", "by", "determination").order_by("at")


def waiting_decision(proposal: Proposal) -> Decision | None:
    """The decision of this proposal that waits for its second signature."""
    rows = proposal.decisions.filter(needs_second=True, second_at__isnull=True, sent_back_at__isnull=True)
    return rows.select_related("by").first()


def final_decision(proposal: Proposal) -> Decision | None:
    """The decision in force, with its letter."""
    signed = Q(needs_second=False) | Q(second_at__isnull=False)
    rows = proposal.decisions.filter(signed, sent_back_at__isnull=True)
    return rows.select_related("by", "second_by", "letter").order_by("-at").first()


def answer_since(proposal: Proposal) -> Determination | None:
    """Today's answer, where a settled matter was settled on another one: the facts changed since."""
    if proposal.state not in (Proposal.State.GRANTED, Proposal.State.REFUSED):
        return None
    rows = current_of(proposal.person).filter(entitlement=proposal.entitlement)
    return rows.exclude(pk=proposal.determination_id).first()


def get_report_for(actor: Actor, pk: int, permission: Permission) -> ReportUp:
    rows = ReportUp.objects.filter(within(actor, permission, "proposal__path")).select_related("proposal")
    return get_object_or_404(rows, pk=pk)


def letters_visible_to(
    actor: Actor, permission: Permission = Permission.ENTITLEMENT_VIEW
) -> QuerySet[Letter]:
    """Letters in scope, those not yet served first, then the newest."""
    rows = Letter.objects.filter(within(actor, permission, "decision__path"))
    rows = rows.select_related(
        "decision__person", "decision__proposal", "review_clock", "court_clock", "served_by"
    )
    return rows.order_by(F("served_on").desc(nulls_first=True), "-year", "-serial")


def get_letter_for(actor: Actor, pk: int, permission: Permission = Permission.ENTITLEMENT_VIEW) -> Letter:
    return get_object_or_404(letters_visible_to(actor, permission), pk=pk)


def runs_visible_to(actor: Actor) -> QuerySet[DeterminationRun]:
    """Background runs that this actor's permission lets them watch; they name nobody."""
    return (
        DeterminationRun.objects.all()
        if actor.may(Permission.ENTITLEMENT_VIEW)
        else DeterminationRun.objects.none()
    )


def run_that_works_out(person: Person) -> DeterminationRun | None:
    """The unfinished run this person is part of: the page then says "being worked out"."""
    mine = Q(person_ids__contains=[person.pk]) | Q(person_ids__isnull=True)
    rows = DeterminationRun.objects.filter(mine, ended_at__isnull=True).order_by("-pk")
    return next((run for run in rows if run.person_ids is not None or person.path.startswith(run.path)), None)
