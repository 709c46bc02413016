"""The worklist of proposals, and the page of one: why, until when, what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rongyao.bureau.entitlements.forms import ProposalFilterForm
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.queries import explanation
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.queries.proposals import Filters
from rongyao.bureau.entitlements.rules.proposing import label, law_of
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.foundation.ui.formats import PreciseDate, date_text
from rongyao.bureau.registry.actions.people import look
from rongyao.bureau.registry.queries import towns_for
from rongyao.bureau.registry.views.pages import page_of, workbook

P = Permission
LOOKS = {
    "open": "run", "paper": "you", "up": "hold", "countersign": "run",
    "granted": "done", "refused": "no", "lapsed": "plain",
}  # fmt: skip


def day_words(day: dt.date) -> str:
    """A day as it is read, for the rows of a page that is signed."""
    return date_text(PreciseDate(day.year, day.month, day.day), lang(), "date")[0]


def lang() -> str:
    return get_language() or "zh-hans"


def filters_of(request: Request) -> Filters:
    given = {name: typed(request, name)[:80] for name in ("entitlement", "state", "band", "town")}
    return Filters(**given)


def dress(row: Any) -> Any:
    """A proposal with the words and looks its row or page needs."""
    row.label, row.law = label(row.entitlement, lang()), law_of(row.entitlement, lang())
    row.look = LOOKS[row.state]
    return row


@allow(P.ENTITLEMENT_VIEW)
@require_GET
def proposals(request: Request) -> HttpResponse:
    """The list: filters, sorting, pages; most urgent first."""
    on, cal = timezone.localdate(), calendar()
    rows = queries.listed(request.actor, filters_of(request), on=on, calendar=cal)
    page = page_of(request, queries.sorted_by(rows, request.GET.get("sort", "")))
    for row in page:
        dress(row).deadline = deadline_of(row.clock, cal) if row.clock else None
    towns = towns_for(request.actor, P.ENTITLEMENT_VIEW, on)
    context = {
        "page": page,
        "form": ProposalFilterForm(request.GET, towns=towns),
        "today": on,
        "export_url": reverse("entitlements:proposals_export") if request.actor.may(P.PEOPLE_EXPORT) else "",
        "may_determine": request.actor.may(P.ENTITLEMENT_DETERMINE),
    }
    return render(request, "entitlements/proposals.html", context)


@allow(P.PEOPLE_EXPORT)
@require_GET
def export(request: Request) -> HttpResponse:
    """The list as Excel, as it is filtered; the export is recorded."""
    on, filters = timezone.localdate(), filters_of(request)
    rows = queries.listed(request.actor, filters, on=on, calendar=calendar())
    content = BytesIO()
    used = [(name, value) for name, value in vars(filters).items() if value]
    about = About(
        title=_("Proposals"), by=request.actor.name, at=timezone.localtime(), filters=used, lang=lang()
    )
    count = write_list(content, columns=_columns(), rows=_cells(rows), about=about, sheet=_("Proposals"))
    audit.record(
        by=request.actor, verb="proposal.exported", path=request.actor.home_path,
        detail={"count": count, "filters": dict(used)},
    )  # fmt: skip
    return workbook(content, f"{_('Proposals')} {on}.xlsx")


def _columns() -> list[Column]:
    return [
        Column(_("File number")), Column(_("Name"), 16), Column(_("Town"), 20), Column(_("What is due"), 34),
        Column(_("Answer"), 18), Column(_("Amount"), 16, "money"), Column(_("Can be paid"), 12),
        Column(_("State"), 22), Column(_("Opened"), 14, "date"), Column(_("Deadline"), 14, "date"),
    ]  # fmt: skip


def _cells(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=1000):
        found = row.determination
        yield (
            row.person.number, row.person.name, row.person.division.short_name, label(row.entitlement, lang()),
            found.get_answer_display(), found.amount_fen, _("yes") if found.is_payable else _("no"),
            row.get_state_display(), timezone.localdate(row.opened_at), row.clock.due_on if row.clock else None,
        )  # fmt: skip


@allow(P.ENTITLEMENT_VIEW)
@never_cache
@require_GET
def proposal(request: Request, pk: int) -> HttpResponse:
    """The page of one proposal: the answer with every reason, the clock, the history, and the acts."""
    row = queries.get_proposal_for(request.actor, pk)
    look(by=request.actor, person=row.person)
    return proposal_page(request, row)


def proposal_page(request: Request, row: Proposal, status: int = 200, **more: Any) -> HttpResponse:
    """The page, also used when an act was refused: ``more`` then says why."""
    on, cal = timezone.localdate(), calendar()
    final = queries.final_decision(row)
    letter = getattr(final, "letter", None) if final else None
    context = {
        "proposal": dress(row),
        "person": row.person,
        "seen": explanation.of_proposal(row, on=on, calendar=cal, letter=letter),
        "today": on,
        "lang": lang(),
        "final": final,
        "letter": letter,
        "waiting": queries.waiting_decision(row) if row.state == Proposal.State.COUNTERSIGN else None,
        "sent_back": row.decisions.filter(sent_back_at__isnull=False)
        .select_related("by")
        .order_by("-at")
        .first(),
        "since": queries.answer_since(row),
        "reports": explanation.reports_of(row),
        "is_being_worked_out": queries.run_that_works_out(row.person),
        **rights(request, row.path),
        **synthetic(row.person),
        **more,
    }
    return render(request, "entitlements/proposal.html", context, status=status)


def rights(request: Request, path: str) -> dict[str, bool]:
    """What this reader may do at a path, for the buttons."""
    actor = request.actor
    return {
        "may_decide": actor.may_at(P.PROPOSAL_DECIDE, path),
        "may_countersign": actor.may_at(P.PROPOSAL_COUNTERSIGN, path),
        "may_judge": actor.may_at(P.JUDGEMENT_RECORD, path),
        "may_serve": actor.may_at(P.LETTER_SERVE, path),
        "may_see_people": actor.may_at(P.PEOPLE_VIEW, path),
    }


def synthetic(person: Any) -> dict[str, bool]:
    """The strip of made-up data, for a person who is."""
    return {"is_synthetic": True} if person.is_synthetic else {}
