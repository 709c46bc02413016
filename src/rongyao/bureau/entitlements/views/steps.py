"""The steps between a proposal and its decision: a paper asked for, a judgement, a report up and its answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rongyao.bureau.entitlements.actions import judgements
from rongyao.bureau.entitlements.actions import proposals as actions
from rongyao.bureau.entitlements.actions.proposals import UnableToChangeProposal
from rongyao.bureau.entitlements.forms import JudgementForm, OutsideDecisionForm, PaperForm, ReportForm
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.rules.findings import facts_seen, facts_wanted
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.entitlements.views.proposals import day_words, lang, proposal_page, synthetic
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.ui.explanation import fact_label
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import get_person_for
from rongyao.law.facts import FACTS

P = Permission


def confirm_page(request: Request, form: Any, person: Person, **confirm: Any) -> HttpResponse:
    """A form under the facts it is about; 422 when it came back."""
    confirm = {"form": form, "action": request.get_full_path(), **confirm}
    status = 422 if form.is_bound and form.errors else 200
    context = {"confirm": confirm, "title": confirm["title"], "person": person, **synthetic(person)}
    return render(request, "entitlements/confirm.html", context, status=status)


def _matter(row: Proposal) -> list[tuple[str, Any]]:
    return [
        (_("Person"), f"{row.person.name} · {row.person.number}"),
        (_("What is due"), label(row.entitlement, lang())),
    ]


@allow(P.PROPOSAL_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    """Ask for a paper; the clock stops."""
    row = queries.get_proposal_for(request.actor, pk, P.PROPOSAL_DECIDE)
    finding = row.determination.finding
    missing = facts_wanted(finding)
    names = list(dict.fromkeys([*missing, *facts_seen(finding)]))
    form = PaperForm(request.POST or None, names=names, initial={"facts": missing})
    if request.method == "POST" and form.is_valid():
        asked, note = form.cleaned_data["facts"], form.cleaned_data["note"]
        try:
            actions.ask_for_paper(
                by=request.actor, proposal=row, asked=asked, note=note, on=timezone.localdate()
            )
        except UnableToChangeProposal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked for. The clock stands still until the paper arrives."))
            return redirect("entitlements:proposal", pk=row.pk)
    return confirm_page(
        request, form, row.person, title=_("Ask for a paper"), rows=_matter(row), verb=_("Ask for these"),
        lead=_("The person sees on the phone page what to bring, and the clock stops until it is here."),
        back_url=reverse("entitlements:proposal", args=[row.pk]),
    )  # fmt: skip


@allow(P.PROPOSAL_DECIDE)
@require_POST
def arrived(request: Request, pk: int) -> HttpResponse:
    """The paper is here: the clock goes on."""
    row = queries.get_proposal_for(request.actor, pk, P.PROPOSAL_DECIDE)
    try:
        actions.paper_arrived(by=request.actor, proposal=row, on=timezone.localdate())
    except UnableToChangeProposal as error:
        return proposal_page(request, row, status=422, refusal=str(error))
    messages.success(request, _("The clock goes on. Record the fact with the paper as its source."))
    return redirect("entitlements:proposal", pk=row.pk)


@allow(P.PROPOSAL_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """Report the matter up to the authority that may decide it."""
    row = queries.get_proposal_for(request.actor, pk, P.PROPOSAL_DECIDE)
    form = ReportForm(request.POST or None, initial={"to": settings.BUREAU.get("upper_authority", "")})
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_up(by=request.actor, proposal=row, on=timezone.localdate(), **form.cleaned_data)
        except UnableToChangeProposal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reported up. Our clock stands still until the decision comes back."))
            return redirect("entitlements:proposal", pk=row.pk)
    return confirm_page(
        request, form, row.person, title=_("Report up"), rows=_matter(row), verb=_("Report it up"),
        back_url=reverse("entitlements:proposal", args=[row.pk]),
    )  # fmt: skip


@allow(P.PROPOSAL_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Enter the decision that came back, under its document."""
    sent = queries.get_report_for(request.actor, pk, P.PROPOSAL_DECIDE)
    row = queries.get_proposal_for(request.actor, sent.proposal_id, P.PROPOSAL_DECIDE)
    form = OutsideDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "is_granted": form.cleaned_data["is_granted"] == "yes"}
        try:
            actions.enter_outside_decision(by=request.actor, report=sent, on=timezone.localdate(), **data)
        except UnableToChangeProposal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered. Now sign the decision here accordingly."))
            return redirect("entitlements:proposal", pk=row.pk)
    rows = [
        *_matter(row),
        (_("Authority"), sent.to),
        (_("Sent on"), day_words(sent.sent_on)),
    ]
    return confirm_page(
        request, form, row.person, title=_("Enter the decision from above"), rows=rows, verb=_("Enter it"),
        back_url=reverse("entitlements:proposal", args=[row.pk]),
    )  # fmt: skip


@allow(P.JUDGEMENT_RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def judge_fact(request: Request, person_id: int, fact: str) -> HttpResponse:
    """Record a judgement on one fact of one person."""
    person = get_person_for(request.actor, person_id, P.JUDGEMENT_RECORD)
    known = FACTS.get(fact)
    if known is None or not known.judged:
        raise Http404
    form = JudgementForm(request.POST or None)
    back = _back(request, reverse("entitlements:person", args=[person.pk]))
    if request.method == "POST" and form.is_valid():
        value, reason = form.cleaned_data["value"] == "yes", form.cleaned_data["reason"]
        try:
            judgements.record_judgement(
                by=request.actor,
                person=person,
                fact=fact,
                value=value,
                reason=reason,
                on=timezone.localdate(),
            )
        except judgements.UnableToJudge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your judgement is recorded under your name. The answers follow."))
            return redirect(back)
    rows = [
        (_("Person"), f"{person.name} · {person.number}"),
        (_("To be judged"), fact_label(fact, lang())),
    ]
    return confirm_page(
        request, form, person, title=_("Record a judgement"), rows=rows, verb=_("Record it"), back_url=back
    )


def _back(request: Request, otherwise: str) -> str:
    """Where the officer came from, if that is a page of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if wanted.startswith("/") and ours else otherwise


@allow(P.PROPOSAL_DECIDE)
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """Open a proposal by hand on an answer that is not yet a yes."""
    row = queries.get_determination_for(request.actor, pk, P.PROPOSAL_DECIDE)
    try:
        opened = actions.propose(by=request.actor, determination=row, on=timezone.localdate())
    except UnableToChangeProposal as error:
        messages.error(request, str(error))
        return redirect("entitlements:person", person_id=row.person_id)
    return redirect("entitlements:proposal", pk=opened.pk)
