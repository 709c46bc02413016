"""Grant, refuse, sign second, send back. Nothing is signed on a finding that is no longer true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions import letters, proposals
from rongyao.bureau.entitlements.actions.determinations import answer_of, findings_of
from rongyao.bureau.entitlements.models import Decision, Determination, Proposal, ReportUp
from rongyao.bureau.entitlements.rules.findings import Difference, Json, differences
from rongyao.bureau.entitlements.rules.proposing import SECOND_SIGNATURE_FROM_FEN, needs_second
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.rules import signer

Kind = Decision.Kind
State = Proposal.State


class UnableToDecide(Exception):
    """The decision cannot be signed as asked; the message says why and what to do now."""


class UnableToDecideOnOldFinding(UnableToDecide):
    """Since the page was opened the answer became another one. ``differences`` says in what."""

    def __init__(self, found: list[Difference]) -> None:
        self.differences = found
        super().__init__(
            _("Since you opened this page the answer has changed. Look at what changed, then decide again.")
        )


class UnableToCountersign(UnableToDecide):
    """The second signature cannot be given by this person or on this decision."""


@dataclass(frozen=True)
class Sum:
    """What a grant pays: nothing where the amount is not payable yet."""

    amount_fen: int | None
    unit: str


def limit_fen() -> int:
    """From which sum on a second person signs."""
    return int(getattr(settings, "SECOND_SIGNATURE_FROM_FEN", SECOND_SIGNATURE_FROM_FEN))


@transaction.atomic
def grant(*, by: Actor, proposal: Proposal, seen: str, reason: str, on: dt.date) -> Decision:
    """Grant what the finding says. ``seen``: the finding's hash on the page the officer read.

    An amount that is not payable is granted in kind: entitled, and the amount follows.

    Raises:
        UnableToDecideOnOldFinding: the finding is another one now.
        UnableToDecide: the answer is not yes, or the authority above refused.
        UnableToChangeProposal: the proposal is not open.
    """
    row = proposals.take(by, proposal, Permission.PROPOSAL_DECIDE, State.OPEN)
    finding = _still_true(row, seen, on)
    if finding["answer"] != "yes":
        raise UnableToDecide(_("Only a yes can be granted. A fact is missing or still to be judged."))
    _heed_sum(finding)
    _heed_outside(row, is_granted=True)
    return _sign(by, row, Kind.GRANT, _payable(finding), reason, on)


@transaction.atomic
def refuse(*, by: Actor, proposal: Proposal, seen: str, reason: str, on: dt.date) -> Decision:
    """Refuse, with the reason in words and the articles it rests on; also where a paper never came.

    Raises: as ``grant``.
    """
    row = proposals.take(by, proposal, Permission.PROPOSAL_DECIDE, State.OPEN, State.PAPER)
    _still_true(row, seen, on)
    if row.state == State.PAPER:
        proposals.go_on(by=by, row=row, on=on)
    _heed_outside(row, is_granted=False)
    return _sign(by, row, Kind.REFUSE, Sum(None, ""), reason, on)


def _still_true(row: Proposal, seen: str, on: dt.date) -> Json:
    """The finding computed anew, if it says what the officer read."""
    kept = row.determination
    found = findings_of([row.person], on=on, entitlements=[row.entitlement])[row.person_id][0]
    now = found.to_json()
    if seen != kept.finding_hash or answer_of(kept.finding) != answer_of(now):
        raise UnableToDecideOnOldFinding(differences(_read(row, seen), now))
    return now


def _read(row: Proposal, seen: str) -> Json:
    """The finding the officer's page showed: often not the kept one any more."""
    rows = Determination.objects.filter(person=row.person_id, entitlement=row.entitlement, finding_hash=seen)
    read = rows.order_by("-pk").first() or row.determination
    return dict(read.finding)


def _heed_sum(finding: Json) -> None:
    """In kind means that a standard is wanting, never that a fact of the person is."""
    amount = finding.get("amount") or {}
    if amount.get("amount_fen") is None and amount.get("missing"):
        raise UnableToDecide(_("The sum waits for a fact. Ask for the paper first, then grant."))


def _heed_outside(row: Proposal, *, is_granted: bool) -> None:
    answered = ReportUp.objects.filter(proposal=row, decided_on__isnull=False).order_by("-pk").first()
    if answered and answered.is_granted is not is_granted:
        raise UnableToDecide(
            _("%(to)s decided otherwise under %(document)s. The decision here must follow it.")
            % {"to": answered.to, "document": answered.document_no}
        )


def _payable(finding: Json) -> Sum:
    amount = finding.get("amount") or {}
    pays = bool(amount.get("is_payable"))
    return Sum(amount.get("amount_fen") if pays else None, str(amount.get("unit") or "") if pays else "")


def _sign(by: Actor, row: Proposal, kind: str, due: Sum, reason: str, on: dt.date) -> Decision:
    if not reason.strip():
        raise UnableToDecide(_("Write the reason: the person will read it, and so will a court."))
    second = needs_second(row.entitlement, due.amount_fen, limit_fen())
    decision = Decision.objects.create(
        proposal=row, person=row.person, determination=row.determination, kind=kind, path=row.path,
        amount_fen=due.amount_fen, unit=due.unit, reason=reason.strip(), by_id=signer(by, Permission.PROPOSAL_DECIDE), needs_second=second,
    )  # fmt: skip
    _note(by, "decision.signed", decision, needs_second=second)
    if second:
        _wait_for_second(by, row)
    else:
        _finish(by, decision, on)
    return decision


def _wait_for_second(by: Actor, row: Proposal) -> None:
    proposals.set_state(row, State.COUNTERSIGN)
    queue.close_items(by=by, subject=row, outcome="signed first", kind=proposals.ITEM_OPEN)
    queue.open_item(
        by=by, kind=proposals.ITEM_COUNTERSIGN, subject=row, path=row.path, person_id=row.person_id,
        clock=row.clock, params=proposals.item_params(row.entitlement, row.person.name),
    )  # fmt: skip


def _finish(by: Actor, decision: Decision, on: dt.date) -> None:
    granted = decision.kind == Kind.GRANT
    proposals.close(by=by, row=decision.proposal, state=State.GRANTED if granted else State.REFUSED, on=on)
    letters.issue(by=by, decision=decision, on=on)


@transaction.atomic
def countersign(*, by: Actor, decision: Decision, seen: str, on: dt.date) -> Decision:
    """The second signature: another person, on the same finding.

    Raises:
        UnableToCountersign: one's own decision, or none that waits.
        UnableToDecideOnOldFinding: the finding is another one now.
    """
    row = proposals.take(by, decision.proposal, Permission.PROPOSAL_COUNTERSIGN, State.COUNTERSIGN)
    waiting = _waiting(by, decision)
    _still_true(row, seen, on)
    waiting.second_by_id, waiting.second_at = signer(by, Permission.PROPOSAL_COUNTERSIGN), timezone.now()
    waiting.proposal = row
    waiting.save(update_fields=["second_by", "second_at"])
    _note(by, "decision.countersigned", waiting)
    _finish(by, waiting, on)
    return waiting


@transaction.atomic
def send_back(*, by: Actor, decision: Decision, reason: str, on: dt.date) -> None:
    """Give the decision back to the first officer, saying why."""
    row = proposals.take(by, decision.proposal, Permission.PROPOSAL_COUNTERSIGN, State.COUNTERSIGN)
    waiting = _waiting(by, decision)
    if not reason.strip():
        raise UnableToCountersign(_("Say why it goes back."))
    waiting.sent_back_at, waiting.sent_back_reason = timezone.now(), reason.strip()
    waiting.save(update_fields=["sent_back_at", "sent_back_reason"])
    proposals.give_back(by=by, row=row)
    _note(by, "decision.sent_back", waiting)


def _waiting(by: Actor, decision: Decision) -> Decision:
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.second_at or row.sent_back_at or not row.needs_second:
        raise UnableToCountersign(_("This decision does not wait for a second signature any more."))
    if row.by_id == by.user_id:
        raise UnableToCountersign(
            _("You signed this yourself. Another person must sign second: ask a colleague with that right.")
        )
    return row


def _note(by: Actor, verb: str, decision: Decision, **detail: object) -> None:
    audit.record(
        by=by, verb=verb, subject=decision, person_id=decision.person_id, path=decision.path,
        detail={"kind": decision.kind, "amount_fen": decision.amount_fen, **detail},
    )  # fmt: skip
