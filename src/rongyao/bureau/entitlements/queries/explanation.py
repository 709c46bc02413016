"""The whole explanation of one answer: reasons, sources, what would change it, how to disagree, what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.models import Decision, Determination, Letter, Proposal, ReportUp
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.queries.sources import FactSource, sources_of
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.findings import facts_seen
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.clock.periods import COURT, REVIEW
from rongyao.bureau.foundation.clock.queries import deadline_of
from rongyao.bureau.foundation.clock.rules import Deadline
from rongyao.bureau.foundation.queue.actions import subject_of
from rongyao.bureau.foundation.ui.explanation import fact_label, fact_text
from rongyao.bureau.foundation.ui.formats import yuan_text
from rongyao.law import catalog
from rongyao.law import determine as law
from rongyao.law.findings import Finding

CHANGES_SHOWN = 6

VERBS: dict[str, Any] = {
    "proposal.opened": gettext_lazy("Proposal opened"),
    "proposal.lapsed": gettext_lazy("Lapsed: the facts changed"),
    "paper.asked": gettext_lazy("A paper was asked for; the clock stopped"),
    "paper.arrived": gettext_lazy("The paper arrived; the clock goes on"),
    "report.sent": gettext_lazy("Reported up; the clock stopped"),
    "report.answered": gettext_lazy("The decision from above was entered"),
    "decision.signed": gettext_lazy("Decision signed"),
    "decision.countersigned": gettext_lazy("Signed second"),
    "decision.sent_back": gettext_lazy("Sent back to the first officer"),
    "letter.issued": gettext_lazy("Letter issued"),
    "letter.served": gettext_lazy("Letter served"),
}


@dataclass(frozen=True)
class Change:
    """One line of "what would change this", ready to read."""

    text: str
    result: str
    on: str = ""


@dataclass(frozen=True)
class Happened:
    """One event of a matter's history."""

    on: dt.datetime
    text: Any
    by: str
    note: str = ""
    state: str = ""


@dataclass(frozen=True)
class Option:
    """One thing the person can do."""

    title: str
    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Explained:
    """Everything the page of one answer shows.

    Attributes:
        finding: the kept JSON.
        sources: by fact name, for the ``why`` panel.
        deadline: the matter's own clock, None without one.
    """

    determination: Determination
    finding: dict[str, Any]
    sources: dict[str, FactSource]
    changes: list[Change]
    options: list[Option]
    standards: list[dict[str, Any]] = field(default_factory=list)
    history: list[Happened] = field(default_factory=list)
    deadline: Deadline | None = None


def of_proposal(proposal: Proposal, *, on: dt.date, calendar: Calendar, letter: Letter | None) -> Explained:
    """The explanation of a proposal: its answer, its clock, its history."""
    seen = of_determination(proposal.determination, on=on, letter=letter, calendar=calendar)
    clock = proposal.clock
    return Explained(
        determination=seen.determination,
        finding=seen.finding,
        sources=seen.sources,
        changes=seen.changes,
        options=seen.options,
        standards=seen.standards,
        history=history_of(proposal),
        deadline=deadline_of(clock, calendar) if clock and not clock.stopped_on else None,
    )


def of_determination(
    row: Determination, *, on: dt.date, calendar: Calendar, letter: Letter | None = None
) -> Explained:
    """The explanation of a kept answer."""
    return Explained(
        determination=row,
        finding=row.finding,
        sources=sources_of(row.person, facts_seen(row.finding)),
        changes=changes_for(row, on=on),
        options=options_for(row, letter, calendar),
        standards=_standards(row),
    )


def _standards(row: Determination) -> list[dict[str, Any]]:
    """The dated rows behind the sum, with words for people."""
    used = (row.finding.get("amount") or {}).get("standards") or ()
    return [
        {**one, "label": standards.name_label(one["name"]), "keys_text": standards.keys_text(one)}
        for one in used
    ]


# ── what would change it ─────────────────────────────────────────────────────────────────────────────────────


def changes_for(row: Determination, *, on: dt.date) -> list[Change]:
    """The smallest single changes that would lead to another answer, under today's facts and standards."""
    if row.entitlement not in catalog.ENTITLEMENTS:
        return []
    person = facts.rows_of([row.person])[row.person_id]
    wanted = "no" if row.answer == "yes" else "yes"
    table, settings = standards.effective(), readings.effective()
    found = law.changes(person, row.entitlement, on=on, standards=table, settings=settings)
    return [_readable(change) for change in found if change.answer == wanted][:CHANGES_SHOWN]


def _readable(change: law.Change) -> Change:
    lang = get_language() or "zh-hans"
    answer = Determination.Answer(change.answer).label
    result = _("then the answer is: %(answer)s") % {"answer": answer}
    if change.amount_fen is not None:
        result += f" · {yuan_text(change.amount_fen, lang)}"
    if change.fact == "on":
        return Change(_("Time passes, nothing else changes"), result, str(change.value))
    value = conditional_escape(fact_text(change.value, change.fact, lang))
    words = {"fact": escape(fact_label(change.fact, lang)), "value": value}
    pattern = (
        _("Once it is known: “%(fact)s” is “%(value)s”")
        if change.is_missing
        else _("If “%(fact)s” were “%(value)s”")
    )
    return Change(mark_safe(escape(pattern) % words), result)  # a date carries markup; all else is escaped


# ── how to disagree ──────────────────────────────────────────────────────────────────────────────────────────


def options_for(row: Determination, letter: Letter | None, calendar: Calendar) -> list[Option]:
    """What the person can do, in the order of effort: mend a fact, come again, disagree."""
    return [
        Option(
            _("A fact is wrong"),
            _(
                "Say so at the station or on the phone page; once it is mended everything is worked out again."
            ),
            reverse("registry:person", args=[row.person_id]),
            _("Open the person's file"),
        ),
        Option(
            _("The situation changes"), _("The answer is worked out again by itself whenever a fact changes.")
        ),
        Option(_("Disagree with the decision"), _disagree(letter, calendar)),
    ]


def _disagree(letter: Letter | None, calendar: Calendar) -> str:
    lang = get_language() or "zh-hans"
    if letter is None or letter.review_clock is None or letter.court_clock is None:
        return _(
            "The periods begin on the day the letter is received: %(review)s days for administrative review, "
            "%(court)s months for the court."
        ) % {"review": REVIEW.number, "court": COURT.number}
    return _("Administrative review until %(review)s; the court until %(court)s.") % {
        "review": deadline_of(letter.review_clock, calendar).text(lang),
        "court": deadline_of(letter.court_clock, calendar).text(lang),
    }


# ── what happened ────────────────────────────────────────────────────────────────────────────────────────────


def history_of(proposal: Proposal) -> list[Happened]:
    """The matter's events from the record, newest first (staff read the news first)."""
    decisions = list(proposal.decisions.all())
    letters = Letter.objects.filter(decision__in=decisions)
    subjects = [subject_of(row) for row in (proposal, *decisions, *letters)]
    rows = Event.objects.filter(subject__in=subjects, verb__in=VERBS).order_by("-id")
    return [Happened(row.at, VERBS[row.verb], _who(row), _detail(row), _look(row.verb)) for row in rows]


def _who(row: Event) -> str:
    return row.by_name if row.by_id is not None else _("the system")


def _look(verb: str) -> str:
    if verb in ("paper.asked", "report.sent"):
        return "hold"
    return "bad" if verb in ("proposal.lapsed", "decision.sent_back") else ""


def _detail(row: Event) -> str:
    lang = get_language() or "zh-hans"
    if named := row.detail.get("facts"):
        return ("、" if lang.startswith("zh") else ", ").join(fact_label(name, lang) for name in named)
    return str(row.detail.get("number") or row.detail.get("to") or row.detail.get("document_no") or "")


def decisions_of(proposal: Proposal) -> Iterable[Decision]:
    """Every decision of this proposal, those sent back too, newest first."""
    return proposal.decisions.select_related("by", "second_by", "letter").order_by("-at")


def reports_of(proposal: Proposal) -> Iterable[ReportUp]:
    return proposal.reports.select_related("sent_by", "entered_by")


def kept_finding(row: Determination) -> Finding:
    """The kept finding as the law's own value."""
    return Finding.from_json(row.finding)
