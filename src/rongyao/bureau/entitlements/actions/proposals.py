"""Policy finds the person: what follows from changed answers, and the steps between a proposal and its decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.models import Decision, Determination, Proposal, ReportUp
from rongyao.bureau.entitlements.rules.findings import facts_wanted
from rongyao.bureau.entitlements.rules.proposing import is_settled_on_paper, label, makes_proposal
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.clock.periods import PROPOSAL
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.rules import signer
from rongyao.law.facts import FACTS

State = Proposal.State
ITEM_OPEN = "entitlements.proposal_open"
ITEM_COUNTERSIGN = "entitlements.countersign"
ITEM_JUDGE = "entitlements.finding_judge"
ITEM_PAPER = "entitlements.paper_came"


class UnableToChangeProposal(Exception):
    """The proposal is not where this step begins; the message says where it is and what to do."""


# ── what follows from changed answers ────────────────────────────────────────────────────────────────────────


def follow(
    *, by: Actor, changed: Sequence[Determination], ended: Sequence[Determination], on: dt.date
) -> None:
    """Open, move on, resume or let lapse what rests on these answers. Inside the determining transaction."""
    queue.close_many(by=by, subjects=ended, outcome="answered anew", kind=ITEM_JUDGE, done=False)
    now = {(row.person_id, row.entitlement): row for row in changed}
    people = {row.person_id for row in (*changed, *ended)}
    proposals, settled = _open_ones(people), _settled(people)
    for proposal in proposals.values():
        _move_on(by, proposal, now.get((proposal.person_id, proposal.entitlement)), ended, on)
    news = [row for key, row in now.items() if key not in proposals and _is_to_be_followed(row, on)]
    due = [row for row in news if row.answer == "yes" and _is_new(row, settled)]
    open_many(by=by, determinations=due, on=on)
    _ask_to_judge(by, [row for row in news if row.answer == "judge"])


def _is_to_be_followed(row: Determination, on: dt.date) -> bool:
    return makes_proposal(row.entitlement) and not is_settled_on_paper(row.entitlement, row.finding, on)


def _is_new(row: Determination, settled: dict[tuple[int, str], str]) -> bool:
    return settled.get((row.person_id, row.entitlement)) not in (State.GRANTED, _refused_on(row))


def _open_ones(people: Iterable[int]) -> dict[tuple[int, str], Proposal]:
    rows = Proposal.objects.filter(person_id__in=people, state__in=Proposal.OPEN_STATES)
    return {(row.person_id, row.entitlement): row for row in rows.select_for_update(of=("self",))}


def _settled(people: Iterable[int]) -> dict[tuple[int, str], str]:
    """The latest closed state by person and entitlement; a refusal carries what it was decided on."""
    rows = Proposal.objects.filter(person_id__in=people, state__in=(State.GRANTED, State.REFUSED))
    out: dict[tuple[int, str], str] = {}
    for row in rows.select_related("determination").order_by("closed_at"):
        refused = row.state == State.REFUSED
        out[row.person_id, row.entitlement] = _refused_on(row.determination) if refused else State.GRANTED
    return out


def _refused_on(row: Determination) -> str:
    """A refused matter comes up again only when the facts behind it are other ones."""
    return f"{State.REFUSED}:{row.facts_hash}"


def open_one(*, by: Actor, determination: Determination, on: dt.date) -> Proposal:
    """A proposal with its clock and its place in the queue."""
    return open_many(by=by, determinations=[determination], on=on)[0]


def open_many(*, by: Actor, determinations: Sequence[Determination], on: dt.date) -> list[Proposal]:
    """Proposals with their clocks and their places in the queue: a handful of statements, however many."""
    rows = [
        Proposal(person=found.person, entitlement=found.entitlement, determination=found, path=found.path)
        for found in determinations
    ]
    Proposal.objects.bulk_create(rows, batch_size=500)
    subjects = [(row, row.person_id, row.path) for row in rows]
    clocks = clock.start_many(by=by, rule=PROPOSAL.code, subjects=subjects, on=on)
    for row, running in zip(rows, clocks, strict=True):
        row.clock = running
    Proposal.objects.bulk_update(rows, ["clock"], batch_size=500)
    _put_in_queue(by, rows)
    opened = ((row, row.person_id, row.path, {"entitlement": row.entitlement}) for row in rows)
    audit.record_each(by=by, verb="proposal.opened", subjects=opened)
    return rows


def _put_in_queue(by: Actor, rows: Sequence[Proposal]) -> None:
    queue.open_many(by=by, kind=ITEM_OPEN, openings=[_opening(row, row.clock) for row in rows])


def _opening(row: Proposal | Determination, running: RunningClock | None = None) -> queue.Opening:
    params = item_params(row.entitlement, row.person.name)
    return queue.Opening(subject=row, path=row.path, person_id=row.person_id, clock=running, params=params)


def item_params(entitlement: str, name: str) -> dict[str, str]:
    """What the words of a work item need, in both languages."""
    return {
        "name": name,
        "entitlement_zh": label(entitlement, "zh"),
        "entitlement_en": label(entitlement, "en"),
    }


def _ask_to_judge(by: Actor, rows: Sequence[Determination]) -> None:
    queue.open_many(by=by, kind=ITEM_JUDGE, openings=[_opening(row) for row in rows])


def _move_on(
    by: Actor, row: Proposal, now: Determination | None, ended: Sequence[Determination], on: dt.date
) -> None:
    if now is None:
        if row.determination_id in {old.pk for old in ended}:
            _lapse(by, row, on)
        return
    row.determination = now
    row.version += 1
    row.save(update_fields=["determination", "version"])
    if now.answer == "no":
        _lapse(by, row, on)
    elif row.state == State.COUNTERSIGN:
        _call_back(by, row)
    elif row.state == State.PAPER and not _still_asked(row, now):
        _resume(by, row, on)


def _still_asked(row: Proposal, now: Determination) -> set[str]:
    asked = {item["fact"] for item in row.paper_asked if not item.get("arrived_on")}
    return asked & set(facts_wanted(now.finding))


def _lapse(by: Actor, row: Proposal, on: dt.date) -> None:
    _withdraw_unsigned(row, "the facts changed")
    close(by=by, row=row, state=State.LAPSED, on=on, done=False)
    audit.record(
        by=by, verb="proposal.lapsed", subject=row, person_id=row.person_id, path=row.path,
        detail={"entitlement": row.entitlement},
    )  # fmt: skip


def _call_back(by: Actor, row: Proposal) -> None:
    """The finding changed while the second signature was awaited: the first officer looks again."""
    _withdraw_unsigned(row, "the finding changed before the second signature")
    give_back(by=by, row=row)


def give_back(*, by: Actor, row: Proposal) -> None:
    """From the second signature back to the first officer's queue."""
    queue.close_items(
        by=by, subject=row, outcome="back to the first officer", kind=ITEM_COUNTERSIGN, done=False
    )
    set_state(row, State.OPEN)
    _put_in_queue(by, [row])


def _withdraw_unsigned(row: Proposal, why: str) -> None:
    Decision.objects.filter(
        proposal=row, needs_second=True, second_at__isnull=True, sent_back_at__isnull=True
    ).update(sent_back_at=timezone.now(), sent_back_reason=why)


# ── steps shared with decisions ──────────────────────────────────────────────────────────────────────────────


def take(by: Actor, proposal: Proposal, permission: Permission, *states: str) -> Proposal:
    """The proposal, locked, if the actor may and it is in one of ``states``.

    Raises:
        UnableToChangeProposal: it is elsewhere by now.
    """
    row = Proposal.objects.select_for_update(of=("self",)).select_related("person").get(pk=proposal.pk)
    demand(by, permission, row.path)
    if row.state not in states:
        words = {"state": State(row.state).label}
        raise UnableToChangeProposal(
            _("This proposal is now: %(state)s. Open it again to see what is to be done.") % words
        )
    return row


def set_state(row: Proposal, state: str) -> None:
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version", "paper_asked"])


def close(*, by: Actor, row: Proposal, state: str, on: dt.date, done: bool = True) -> None:
    """The matter ended: state, clock and queue."""
    row.closed_at = timezone.now()
    row.state, row.version = state, row.version + 1
    row.save(update_fields=["state", "version", "closed_at"])
    queue.close_items(by=by, subject=row, outcome=state, done=done)
    if row.clock:
        clock.stop(by=by, clock=row.clock, on=on)


def _note(by: Actor, verb: str, row: Proposal, **detail: Any) -> None:
    audit.record(
        by=by, verb=verb, subject=row, person_id=row.person_id, path=row.path,
        detail={"entitlement": row.entitlement, **detail},
    )  # fmt: skip


# ── the officer's steps ──────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def propose(*, by: Actor, determination: Determination, on: dt.date) -> Proposal:
    """Open a proposal by hand: the answer is not known yet, is to be judged, or was taken as settled on paper.

    Raises:
        UnableToChangeProposal: the answer is no or outdated, nothing is decided on it, or one is open already.
    """
    demand(by, Permission.PROPOSAL_DECIDE, determination.path)
    row = Determination.objects.select_for_update(of=("self",)).get(pk=determination.pk)
    if row.ended_at or row.answer == "no" or not makes_proposal(row.entitlement):
        raise UnableToChangeProposal(
            _("Nothing can be proposed on this answer. Open the person's page again.")
        )
    where = Q(state__in=Proposal.OPEN_STATES) | Q(state=State.GRANTED)
    if Proposal.objects.filter(where, person=row.person_id, entitlement=row.entitlement).exists():
        raise UnableToChangeProposal(_("A proposal for this is open already, or it was granted."))
    queue.close_items(by=by, subject=row, outcome="proposed", kind=ITEM_JUDGE)
    return open_one(by=by, determination=row, on=on)


@transaction.atomic
def ask_for_paper(*, by: Actor, proposal: Proposal, asked: Sequence[str], note: str, on: dt.date) -> None:
    """Ask the person for the papers that prove these facts; the clock stops until they come.

    Raises:
        UnableToChangeProposal: no fact was named, or the proposal is not open.
    """
    row = take(by, proposal, Permission.PROPOSAL_DECIDE, State.OPEN)
    names = [name for name in dict.fromkeys(asked) if name in FACTS and not FACTS[name].judged]
    if not names:
        raise UnableToChangeProposal(_("Choose at least one paper to ask for."))
    row.paper_asked = [{"fact": name, "asked_on": on.isoformat(), "note": note} for name in names]
    set_state(row, State.PAPER)
    if row.clock:
        clock.pause(by=by, clock=row.clock, on=on)
    _note(by, "paper.asked", row, facts=names)


@transaction.atomic
def paper_arrived(*, by: Actor, proposal: Proposal, on: dt.date) -> None:
    """The papers came: the clock goes on from ``on``."""
    row = take(by, proposal, Permission.PROPOSAL_DECIDE, State.PAPER)
    _resume(by, row, on)


def _resume(by: Actor, row: Proposal, on: dt.date) -> None:
    row.paper_asked = [{**item, "arrived_on": on.isoformat()} for item in row.paper_asked]
    queue.close_items(by=by, subject=row, outcome="arrived", kind=ITEM_PAPER)
    go_on(by=by, row=row, on=on)
    _note(by, "paper.arrived", row)


def go_on(*, by: Actor, row: Proposal, on: dt.date) -> None:
    """Open again, the clock running: the paper came, or is waited for no longer."""
    set_state(row, State.OPEN)
    if row.clock:
        clock.resume(by=by, clock=row.clock, on=on)


@transaction.atomic
def report_up(*, by: Actor, proposal: Proposal, to: str, why: str, on: dt.date) -> ReportUp:
    """Send the matter to the authority that may decide it; our clock stops meanwhile."""
    row = take(by, proposal, Permission.PROPOSAL_DECIDE, State.OPEN)
    sent = ReportUp.objects.create(
        proposal=row, to=to, why=why, sent_by_id=signer(by, Permission.PROPOSAL_DECIDE), sent_on=on
    )
    set_state(row, State.UP)
    if row.clock:
        clock.pause(by=by, clock=row.clock, on=on)
    _note(by, "report.sent", row, to=to)
    return sent


@transaction.atomic
def enter_outside_decision(
    *,
    by: Actor,
    report: ReportUp,
    document_no: str,
    decided_on: dt.date,
    is_granted: bool,
    words: str,
    on: dt.date,
) -> None:
    """Enter what the authority decided, under its document; the officer then signs accordingly.

    Raises:
        UnableToChangeProposal: entered already, or decided before it was sent or after today.
    """
    row = take(by, report.proposal, Permission.PROPOSAL_DECIDE, State.UP)
    sent = ReportUp.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if sent.decided_on is not None:
        raise UnableToChangeProposal(_("The decision on this report was entered already."))
    if not sent.sent_on <= decided_on <= on:
        raise UnableToChangeProposal(_("The decision must lie between the day it was sent and today."))
    sent.document_no, sent.decided_on, sent.is_granted = document_no, decided_on, is_granted
    sent.decision_words, sent.entered_by_id = words, signer(by, Permission.PROPOSAL_DECIDE)
    sent.save()
    set_state(row, State.OPEN)
    if row.clock:
        clock.resume(by=by, clock=row.clock, on=on)
    _note(by, "report.answered", row, document_no=document_no, is_granted=is_granted)
