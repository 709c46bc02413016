"""What is due to one person, for the person to read and for the file: answers, proposals, decisions, letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery
from django.utils import timezone

from rongyao.bureau.entitlements.models import Decision, Determination, Letter, Proposal
from rongyao.bureau.entitlements.queries.proposals import current_of, run_that_works_out
from rongyao.bureau.entitlements.queries.reporting import report_in
from rongyao.bureau.entitlements.rules.findings import facts_wanted
from rongyao.bureau.entitlements.rules.proposing import (
    facts_short,
    is_settled_on_paper,
    law_of,
    makes_proposal,
    proposable,
)
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.clock.rules import Deadline
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.models import Person
from rongyao.law.facts import FACTS

# In the order the person wants to read them.
STANDINGS = ("granted", "paper", "proposed", "refused", "short", "judge", "info", "settled", "no")


@dataclass(frozen=True)
class Wanted:
    """A fact that still matters, and the paper that proves it."""

    fact: str
    zh: str
    en: str
    evidence_zh: str
    evidence_en: str


@dataclass(frozen=True)
class DueLine:
    """One entitlement of one person.

    Attributes:
        standing: granted, paper (we wait for your paper), proposed (being decided), refused, short (a fact is
            missing), judge (an officer must judge), info (meets the conditions, nothing to decide), settled
            (meets the conditions of a matter so old that it is taken as settled on paper) or no.
        amount_fen: the sum granted, else the sum worked out; None where not confirmed.
        wanted: what to bring.
        deadline: until when we decide (proposed).
        review, court: until when one may disagree, once the letter was received.
    """

    determination: Determination
    standing: str
    zh: str
    en: str
    amount_fen: int | None
    unit: str
    is_payable: bool
    wanted: tuple[Wanted, ...]
    proposal: Proposal | None = None
    decision: Decision | None = None
    letter: Letter | None = None
    deadline: Deadline | None = None
    review: Deadline | None = None
    court: Deadline | None = None

    @property
    def finding(self) -> dict[str, Any]:
        found: dict[str, Any] = self.determination.finding
        return found

    @property
    def law(self) -> dict[str, str]:
        """Regulation and article, for the ``in_language`` filter."""
        return {lang: law_of(self.determination.entitlement, lang) for lang in ("zh", "en")}

    @property
    def label(self) -> dict[str, str]:
        """For the ``in_language`` filter."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True)
class Due:
    """Everything due to one person.

    Attributes:
        is_being_worked_out: a background run still has them.
        others: how many more were looked at of which nothing is to be done (in brief only; else they are lines).
        report_in: until when to report in after discharge; None where nobody need, or somebody has.
    """

    lines: tuple[DueLine, ...]
    is_being_worked_out: bool
    worked_out_on: dt.date | None
    report_in: Deadline | None = None
    others: int = 0

    def with_standing(self, *standings: str) -> list[DueLine]:
        return [line for line in self.lines if line.standing in standings]


def due_to(person: Person) -> Due:
    """The person's lines in the order of STANDINGS; nine queries however many lines."""
    rows = list(current_of(person))
    cal = calendar()
    reporting = report_in(person, rows, on=timezone.localdate(), calendar=cal)
    lines = _lines(rows, _latest_proposals(person), _decisions(person), cal)
    return Due(lines, _is_busy(person), max((row.on for row in rows), default=None), reporting)


def due_in_brief(person: Person) -> Due:
    """What a summary shows: the lines of which something is to be done, without last days, and how many others.

    Nine answers of ten say that something is not due, and their reasons are most of what would be read.
    """
    proposals = _latest_proposals(person)
    whole = current_of(person)
    rows = list(whole.filter(_is_to_be_done(proposals)).annotate(of_all=_how_many(whole)))
    shown = tuple(line for line in _lines(rows, proposals, _decisions(person), None) if line.standing != "no")
    count = rows[0].of_all if rows else whole.count()
    newest = max((row.on for row in rows), default=None)
    return Due(shown, _is_busy(person), newest, others=count - len(shown))


def _how_many(rows: QuerySet[Determination]) -> Subquery:
    """The count beside each row, so that it is no question of its own."""
    return Subquery(rows.order_by().values("person").annotate(many=Count("pk")).values("many"))


def _is_to_be_done(proposals: Iterable[str]) -> Q:
    """Every answer whose standing can be other than "no" (see ``_standing``), and a few whose is."""
    is_short = Q(missing_count__gt=0)
    is_to_judge = Q(answer=Determination.Answer.JUDGE, entitlement__in=proposable())
    return Q(answer=Determination.Answer.YES) | is_short | is_to_judge | Q(entitlement__in=sorted(proposals))


def _is_busy(person: Person) -> bool:
    return run_that_works_out(person) is not None


def _lines(
    rows: Iterable[Determination],
    proposals: dict[str, Proposal],
    decisions: dict[int, Decision],
    cal: Calendar | None,
) -> tuple[DueLine, ...]:
    lines = [_line(row, proposals.get(row.entitlement), decisions, cal) for row in rows]
    order = {standing: place for place, standing in enumerate(STANDINGS)}
    return tuple(sorted(lines, key=lambda line: (order[line.standing], -(line.amount_fen or 0), line.zh)))


def _names(row: Determination) -> tuple[str, str]:
    return str(row.finding.get("zh") or row.entitlement), str(row.finding.get("en") or row.entitlement)


def letters_of(person: Person) -> list[Letter]:
    """The person's letters, newest first, with decision and clocks."""
    rows = Letter.objects.filter(decision__person=person)
    return list(
        rows.select_related("decision__proposal", "review_clock", "court_clock").order_by("-year", "-serial")
    )


def letter_of(person: Person, letter_id: int) -> Letter | None:
    """One of the person's own letters; None for anybody else's."""
    rows = Letter.objects.filter(decision__person=person, pk=letter_id)
    return rows.select_related(
        "decision__proposal", "decision__person", "review_clock", "court_clock"
    ).first()


def line_of(person: Person, determination_id: int) -> DueLine | None:
    """One line of the person's own, by its determination; None for anybody else's or an outdated one."""
    return next((line for line in due_to(person).lines if line.determination.pk == determination_id), None)


def _latest_proposals(person: Person) -> dict[str, Proposal]:
    rows = Proposal.objects.filter(person=person).exclude(state=Proposal.State.LAPSED)
    rows = rows.select_related("clock").order_by("opened_at", "pk")
    return {row.entitlement: row for row in held_of(person, rows)}


def _decisions(person: Person) -> dict[int, Decision]:
    """The decisions in force, by proposal."""
    signed = Q(needs_second=False) | Q(second_at__isnull=False)
    rows = Decision.objects.filter(signed, person=person, sent_back_at__isnull=True).order_by("at")
    rows = rows.select_related("letter__review_clock", "letter__court_clock", "by")
    return {row.proposal_id: row for row in held_of(person, rows)}


def _line(
    row: Determination, proposal: Proposal | None, decisions: dict[int, Decision], cal: Calendar | None
) -> DueLine:
    decision = decisions.get(proposal.pk) if proposal else None
    letter = getattr(decision, "letter", None) if decision else None
    standing = _standing(row, proposal)
    granted = standing == "granted" and decision is not None
    zh, en = _names(row)
    return DueLine(
        determination=row,
        standing=standing,
        zh=zh,
        en=en,
        amount_fen=decision.amount_fen if granted and decision else row.amount_fen,
        unit=row.unit,
        is_payable=row.is_payable,
        wanted=_wanted(row, proposal) if standing in ("paper", "short", "proposed") else (),
        proposal=proposal,
        decision=decision,
        letter=letter,
        deadline=_deadline(proposal.clock if proposal and standing in ("proposed", "paper") else None, cal),
        review=_deadline(letter.review_clock if letter else None, cal),
        court=_deadline(letter.court_clock if letter else None, cal),
    )


def _deadline(clock: Any, cal: Calendar | None) -> Deadline | None:
    return deadline_of(clock, cal) if clock is not None and cal is not None else None


def _standing(row: Determination, proposal: Proposal | None) -> str:
    if proposal is not None:
        state = Proposal.State
        named = {state.GRANTED: "granted", state.REFUSED: "refused", state.PAPER: "paper"}
        return named.get(state(proposal.state), "proposed")
    if row.answer == "no":
        return "no"
    if is_settled_on_paper(row.entitlement, row.finding, row.on):
        return "settled" if row.answer == "yes" else "no"
    if row.answer == "yes":
        return "proposed" if makes_proposal(row.entitlement) else "info"
    if row.answer == "judge":
        return "judge" if makes_proposal(row.entitlement) else "no"
    return "short" if facts_short(row.entitlement, row.answer, row.finding.get("missing", ())) else "no"


def _wanted(row: Determination, proposal: Proposal | None) -> tuple[Wanted, ...]:
    asked = [item["fact"] for item in proposal.paper_asked] if proposal else []
    names = dict.fromkeys(asked or facts_wanted(row.finding))
    known = (FACTS[name] for name in names if name in FACTS)
    return tuple(Wanted(f.name, f.zh, f.en, f.evidence_zh, f.evidence_en) for f in known)
