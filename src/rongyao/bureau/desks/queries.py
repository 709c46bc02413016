"""Reads for the desks: the worklist with its people and clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from rongyao.bureau.desks.rules import Line, line
from rongyao.bureau.entitlements.models import Decision, Determination, Letter, Proposal
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.queue import queries as queue
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS
from rongyao.bureau.foundation.ui.formats import mask_name
from rongyao.bureau.registry.models import Fact, Person


def band_of(item: WorkItem, on: dt.date, soon: dt.date, week: dt.date) -> str:
    """The band of the ruler an item lies in (the same borders as ``queue.band_filters``)."""
    if item.clock is None:
        return "ample"
    if item.clock.due_on is None:
        return "hold"
    due = item.clock.due_on
    borders = ((on - dt.timedelta(days=1), "late"), (on, "today"), (soon, "soon"), (max(week, soon), "week"))
    return next((band for border, band in borders if due <= border), "ample")


def lines(items: Iterable[WorkItem], on: dt.date, calendar: Calendar) -> list[Line]:
    """The items as rows to show, with who and where, in three queries however many there are."""
    rows = [item for item in items if item.kind in KINDS]
    people = _people({item.person_id for item in rows if item.person_id})
    soon = queue.working_days_on(on, 3, calendar)
    week = on + dt.timedelta(days=7)
    return [
        line(item, band=band_of(item, on, soon, week), **people.get(item.person_id or 0, _nobody()))
        for item in rows
    ]


def _people(ids: set[int]) -> dict[int, dict[str, Any]]:
    found = Person.objects.filter(pk__in=ids).select_related("division__parent")
    return {p.pk: {"who": mask_name(p.name), "town": _town(p)} for p in found}


def _town(person: Person) -> str:
    place = person.division
    return place.parent.name if place.level == "village" and place.parent else place.name


def _nobody() -> dict[str, str]:
    return {"who": "", "town": ""}


def worklist(actor: Actor, *, band: str, mine: bool, on: dt.date, calendar: Calendar) -> Any:
    """Open items of an actor, in one band or all, mine or everybody's."""
    rows = queue.visible_to(actor)
    if band in queue.BANDS:
        rows = rows.filter(queue.band_filters(on, calendar)[band])
    return rows.filter(owner_id=actor.user_id) if mine else rows


# --- a veteran's own pages --------------------------------------------------------------------------

ORDER = {
    "granted": 0,
    "handled": 1,
    "waiting": 2,
    "missing": 3,
    "judge": 4,
    "informed": 5,
    "refused": 6,
    "no": 7,
}


@dataclass(frozen=True)
class Mine:
    """One entitlement as its person sees it.

    Attributes:
        standing: granted, handled (proposed), waiting (for a paper), missing (a fact), judge, informed,
            refused, or no.
        asked: facts whose papers the bureau asked for.
    """

    determination: Determination
    standing: str
    proposal: Proposal | None
    decision: Decision | None
    asked: tuple[str, ...]

    @property
    def finding(self) -> dict[str, Any]:
        return dict(self.determination.finding)

    @property
    def missing(self) -> list[str]:
        return list(self.finding.get("missing", ()))


def mine(person: Person) -> list[Mine]:
    """Everything the law was asked for this person, what was decided first, what is not due last."""
    rows = Determination.objects.filter(person=person, ended_at__isnull=True)
    proposals = {p.entitlement: p for p in person.proposals.select_related("clock").order_by("pk")}
    decisions = _signed(person)
    found = [_mine(row, proposals.get(row.entitlement), decisions.get(row.entitlement)) for row in rows]
    applying = [one for one in found if one.finding.get("applies", True) or one.decision]
    return sorted(applying, key=lambda one: (ORDER[one.standing], one.determination.entitlement))


def _signed(person: Person) -> dict[str, Decision]:
    """The last decision in force for each entitlement: issued as a letter, so both signatures stand."""
    rows = Decision.objects.filter(person=person, letter__isnull=False).select_related(
        "letter", "by", "proposal"
    )
    return {row.proposal.entitlement: row for row in rows.order_by("pk")}


def _mine(row: Determination, proposal: Proposal | None, decision: Decision | None) -> Mine:
    is_open = proposal is not None and proposal.state in Proposal.OPEN_STATES
    asked = tuple(proposal.paper_asked) if proposal and proposal.state == Proposal.State.PAPER else ()
    return Mine(row, _standing(row, proposal if is_open else None, decision), proposal, decision, asked)


def _standing(row: Determination, proposal: Proposal | None, decision: Decision | None) -> str:
    if proposal is not None:
        return "waiting" if proposal.state == Proposal.State.PAPER else "handled"
    if decision is not None:
        return "granted" if decision.kind == Decision.Kind.GRANT else "refused"
    return {"yes": "informed", "unknown": "missing", "judge": "judge", "no": "no"}[row.answer]


def own_letters(person: Person) -> QuerySet[Letter]:
    rows = Letter.objects.filter(decision__person=person)
    return rows.select_related("decision__by", "review_clock", "court_clock").order_by("-issued_on", "-pk")


def sources_of(person: Person) -> dict[str, dict[str, Any]]:
    """Where each recorded fact came from, as the explanation shows it."""
    rows = Fact.objects.filter(person=person, ended_at__isnull=True).select_related("source")
    return {row.name: {"source": row.source.title, "as_of": row.as_of, "href": ""} for row in rows}
