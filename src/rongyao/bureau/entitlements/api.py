"""The law, what it says of people, and decisions over the API."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from rongyao.bureau.entitlements.actions import decisions
from rongyao.bureau.entitlements.actions.proposals import UnableToChangeProposal
from rongyao.bureau.entitlements.models import Determination, Proposal
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.queries import standards, verification
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.api.operations import Id, PageOut, Paging, Refused, operation, paged
from rongyao.bureau.foundation.clock.queries import calendar
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.queries import get_person_for
from rongyao.law import catalog
from rongyao.law import determine as law
from rongyao.law.facts import FACTS
from rongyao.law.model import Entitlement

P = Permission
router = Router(tags=["entitlements"])
law_router = Router(tags=["law"])
MOST_FACTS = 200


class EntitlementOut(Schema):
    """What the law may give, and where it stands."""

    key: str
    zh: str
    en: str
    kind: str
    pack: str
    article: str
    edition_from: dt.date
    edition_to: dt.date | None
    unit: str | None
    facts: list[str]


class EntitlementsOut(Schema):
    items: list[EntitlementOut]


class FactDefOut(Schema):
    """A fact the law may ask, the form of its value, and the paper that proves it."""

    name: str
    kind: str
    zh: str
    en: str
    evidence_zh: str
    evidence_en: str
    codes: list[str]


class FactDefsOut(Schema):
    items: list[FactDefOut]


class QuestionIn(Schema):
    """Facts of a person nobody need name; nothing of it is stored. A fact left out is not known."""

    on: dt.date = Field(ge=dt.date(1949, 10, 1), le=dt.date(2100, 1, 1))
    facts: dict[str, Any] = Field(max_length=MOST_FACTS)
    entitlements: list[str] = Field([], max_length=MOST_FACTS)


class FindingsOut(Schema):
    """Findings as docs/reference/law-answer.md describes them."""

    items: list[dict[str, Any]]


class DeterminationOut(Schema):
    """What the law says of one person and one entitlement, with its reasons and hashes."""

    id: int
    entitlement: str
    on: dt.date
    answer: str
    amount_fen: int | None
    unit: str
    confidence: str
    is_payable: bool
    finding_hash: str
    finding: dict[str, Any]


class DeterminationsOut(Schema):
    items: list[DeterminationOut]


class ProposalOut(Schema):
    """Entitled and not yet granted; ``seen`` is the hash a decision must name."""

    id: int
    person_id: int
    entitlement: str
    state: str
    answer: str
    amount_fen: int | None
    due_on: dt.date | None
    opened_at: dt.datetime
    seen: str


class ProposalsOut(PageOut):
    items: list[ProposalOut]


class ProposalsQuery(Paging):
    entitlement: str = Field("", max_length=80)
    state: str = Field("", max_length=12)


class DecisionIn(Schema):
    """``seen``: the finding's hash you read; ``reason``: in words, for the letter."""

    seen: str = Field(min_length=64, max_length=64)
    reason: str = Field(min_length=4, max_length=1000)


class DecisionOut(Schema):
    id: int
    kind: str
    amount_fen: int | None
    unit: str
    needs_second: bool
    at: dt.datetime


class StandardOut(Schema):
    """One dated amount under its document; ``value`` is fen, or a ratio over ``den``."""

    name: str
    key1: str
    key2: str
    level: str
    division: str
    since: dt.date
    until: dt.date | None
    value: int | None
    den: int
    document: str
    confidence: str


class StandardsOut(PageOut):
    items: list[StandardOut]


class VerifiedOut(Schema):
    """A letter that exists, without a name."""

    number: str
    issued_on: dt.date
    kind: str
    is_unchanged: bool


@operation(law_router.get, "/law/entitlements", P.PUBLIC, EntitlementsOut)
def entitlements(request: Any) -> Any:
    """Everything the law may give."""
    return {"items": [_entitlement(e) for e in catalog.ENTITLEMENTS.values()]}


@operation(law_router.get, "/law/entitlements/{key}", P.PUBLIC, EntitlementOut)
def entitlement(request: Any, key: str) -> Any:
    if key not in catalog.ENTITLEMENTS:
        raise Http404
    return _entitlement(catalog.ENTITLEMENTS[key])


@operation(law_router.get, "/law/facts", P.PUBLIC, FactDefsOut)
def fact_definitions(request: Any) -> Any:
    """Every fact the law may ask."""
    return {"items": [_definition(name) for name in FACTS]}


@operation(law_router.post, "/law/answer", P.PUBLIC, FindingsOut)
def answer(request: Any, body: QuestionIn) -> Any:
    """What the law says of these facts on a day. Stores nothing."""
    unknown = [key for key in body.entitlements if key not in catalog.ENTITLEMENTS]
    if unknown:
        raise Refused(422, "Nothing is called so.", unknown)
    keys, table, settings = body.entitlements or None, standards.effective(), readings.effective()
    try:
        found = law.person(body.facts, on=body.on, entitlements=keys, standards=table, settings=settings)
    except law.UnableToReadFacts as error:
        raise Refused(422, str(error), [error.fact]) from error
    return {"items": [one.to_json() for one in found]}


@operation(router.get, "/people/{person_id}/entitlements", P.ENTITLEMENT_VIEW, DeterminationsOut)
def determinations(request: Any, person_id: Id) -> Any:
    """What the law says of one person now, with reasons. The look is recorded."""
    row = get_person_for(request.actor, person_id, P.ENTITLEMENT_VIEW)
    look(by=request.actor, person=row)
    return {"items": [_determination(one) for one in queries.current_of(row)]}


@operation(router.get, "/proposals", P.ENTITLEMENT_VIEW, ProposalsOut)
def proposals(request: Any, query: Query[ProposalsQuery]) -> Any:
    """Proposals within your scope."""
    filters = queries.Filters(entitlement=_plain(query.entitlement), state=_plain(query.state))
    rows = queries.listed(request.actor, filters, on=timezone.localdate(), calendar=calendar())
    return paged(rows, query, lambda found: [_proposal(row) for row in found])


@operation(router.get, "/proposals/{proposal_id}", P.ENTITLEMENT_VIEW, ProposalOut)
def proposal(request: Any, proposal_id: Id) -> Any:
    """One proposal. The look at its person's file is recorded."""
    row = queries.get_proposal_for(request.actor, proposal_id)
    look(by=request.actor, person=row.person)
    return _proposal(row)


@operation(router.post, "/proposals/{proposal_id}/grant", P.PROPOSAL_DECIDE, DecisionOut, writes=True)
def grant(request: Any, proposal_id: Id, body: DecisionIn) -> Any:
    """Grant what the finding says, under your name."""
    return _decide(request, proposal_id, body, decisions.grant)


@operation(router.post, "/proposals/{proposal_id}/refuse", P.PROPOSAL_DECIDE, DecisionOut, writes=True)
def refuse(request: Any, proposal_id: Id, body: DecisionIn) -> Any:
    """Refuse, with the reason, under your name."""
    return _decide(request, proposal_id, body, decisions.refuse)


def _decide(request: Any, proposal_id: int, body: DecisionIn, act: Any) -> Any:
    row = queries.get_proposal_for(request.actor, proposal_id, P.PROPOSAL_DECIDE)
    reason = _plain(body.reason)
    if not reason:
        raise Refused(422, "A reason is needed.", ["reason"])
    try:
        done = act(
            by=request.actor, proposal=row, seen=_plain(body.seen), reason=reason, on=timezone.localdate()
        )
    except (decisions.UnableToDecide, UnableToChangeProposal) as error:
        raise Refused(409, str(error)) from error
    return {
        "id": done.pk, "kind": done.kind, "amount_fen": done.amount_fen, "unit": done.unit,
        "needs_second": done.needs_second, "at": done.at,
    }  # fmt: skip


@operation(router.get, "/standards", P.STANDARD_VIEW, StandardsOut)
def dated_amounts(request: Any, query: Query[Paging]) -> Any:
    """Every dated amount the law is given today."""
    rows = standards.effective().sort("name", "key1", "key2", "from").to_dicts()
    return paged(rows, query, lambda found: [_standard(row) for row in found])


@operation(router.get, "/letters/{code}", P.PUBLIC, VerifiedOut)
def letter(request: Any, code: str) -> Any:
    """Is this letter genuine? By the code at its foot."""
    found = verification.verify(code.replace("\x00", ""))
    if found is None:
        raise Http404
    return {
        "number": found.number, "issued_on": found.issued_on, "kind": found.kind, "is_unchanged": found.is_unchanged,
    }  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()


def _entitlement(e: Entitlement) -> dict[str, Any]:
    return {
        "key": e.key, "zh": e.zh, "en": e.en, "kind": e.kind, "pack": e.pack, "article": e.article,
        "edition_from": e.edition.starts, "edition_to": e.edition.ends, "unit": e.amount.unit if e.amount else None,
        "facts": list(e.facts),
    }  # fmt: skip


def _definition(name: str) -> dict[str, Any]:
    fact = FACTS[name]
    return {
        "name": name, "kind": fact.kind, "zh": fact.zh, "en": fact.en, "evidence_zh": fact.evidence_zh,
        "evidence_en": fact.evidence_en, "codes": list(fact.choices),
    }  # fmt: skip


def _determination(row: Determination) -> dict[str, Any]:
    return {
        "id": row.pk, "entitlement": row.entitlement, "on": row.on, "answer": row.answer,
        "amount_fen": row.amount_fen, "unit": row.unit, "confidence": row.confidence, "is_payable": row.is_payable,
        "finding_hash": row.finding_hash, "finding": row.finding,
    }  # fmt: skip


def _proposal(row: Proposal) -> dict[str, Any]:
    return {
        "id": row.pk, "person_id": row.person_id, "entitlement": row.entitlement, "state": row.state,
        "answer": row.determination.answer, "amount_fen": row.determination.amount_fen,
        "due_on": row.clock.due_on if row.clock else None, "opened_at": row.opened_at,
        "seen": row.determination.finding_hash,
    }  # fmt: skip


def _standard(row: dict[str, Any]) -> dict[str, Any]:
    return {**{k: row.get(k) for k in ("name", "key1", "key2", "level", "division", "value", "den", "document", "confidence")},
            "since": row["from"], "until": row.get("to")}  # fmt: skip
