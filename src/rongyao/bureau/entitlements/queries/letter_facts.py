"""What a letter is made of, gathered from the decision and the records behind it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import translation

from rongyao.bureau.entitlements.models import Decision, ReportUp
from rongyao.bureau.entitlements.queries.sources import sources_of
from rongyao.bureau.entitlements.rules.findings import facts_seen
from rongyao.bureau.entitlements.rules.letter_text import LetterFacts, Outside, Pair, SourceSeen
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.law import catalog


def gather(decision: Decision, *, number: str, on: dt.date) -> LetterFacts:
    """The letter's facts; ``number`` and ``on`` are the letter's own."""
    key, finding, bureau = decision.proposal.entitlement, decision.determination.finding, settings.BUREAU
    return LetterFacts(
        number=number,
        on=on,
        is_granted=decision.kind == Decision.Kind.GRANT,
        person=decision.person.name,
        entitlement=(label(key, "zh"), label(key, "en")),
        edition=_edition(key),
        article=str(finding.get("article") or ""),
        finding=finding,
        amount_fen=decision.amount_fen,
        unit=decision.unit,
        reason=decision.reason,
        officer=decision.by.display_name,
        bureau=(bureau["name_zh"], bureau["name_en"]),
        phone=bureau.get("phone", ""),
        sources=_sources(decision, finding),
        outside=_outside(decision),
        is_synthetic=decision.person.is_synthetic,
    )


def _edition(key: str) -> Pair:
    known = catalog.ENTITLEMENTS.get(key)
    return (known.edition.zh, known.edition.en) if known else (key, key)


def _sources(decision: Decision, finding: dict[str, object]) -> dict[str, SourceSeen]:
    # The letter that counts is the Chinese one, whatever language the officer reads.
    with translation.override("zh-hans"):
        found = sources_of(decision.person, facts_seen(finding))
    return {name: SourceSeen(one.source, one.as_of) for name, one in found.items()}


def _outside(decision: Decision) -> Outside | None:
    rows = ReportUp.objects.filter(proposal=decision.proposal, decided_on__isnull=False)
    last = rows.order_by("-pk").first()
    if last is None or last.decided_on is None:
        return None
    return Outside(last.to, last.document_no, last.decided_on)
