"""Check, then sign: granting, refusing, the second signature, sending back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.entitlements.actions import decisions as actions
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.actions.proposals import UnableToChangeProposal
from rongyao.bureau.entitlements.forms import BackForm, DecisionForm, SignForm
from rongyao.bureau.entitlements.models import Decision, Proposal
from rongyao.bureau.entitlements.queries import proposals as queries
from rongyao.bureau.entitlements.rules.findings import articles, failing
from rongyao.bureau.entitlements.rules.proposing import label, law_of, needs_second
from rongyao.bureau.entitlements.views.proposals import lang, synthetic
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.ui.formats import yuan_text
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.views.pages import page_of

P = Permission
Refused = (actions.UnableToDecide, UnableToChangeProposal)


@allow(P.PROPOSAL_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def grant(request: Request, pk: int) -> HttpResponse:
    """Grant: everything once more, then one signature."""
    row = queries.get_proposal_for(request.actor, pk, P.PROPOSAL_DECIDE)
    return _sign(request, row, actions.grant, "grant")


@allow(P.PROPOSAL_DECIDE)
@never_cache
@require_http_methods(["GET", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """Refuse: the failing articles stand in the reason already, the officer adds the words."""
    row = queries.get_proposal_for(request.actor, pk, P.PROPOSAL_DECIDE)
    return _sign(request, row, actions.refuse, "refuse")


def _sign(request: Request, row: Proposal, act: Callable[..., Decision], kind: str) -> HttpResponse:
    form = DecisionForm(request.POST or None, initial=_initial(row, kind))
    if request.method == "POST" and form.is_valid():
        try:
            decision = act(by=request.actor, proposal=row, on=timezone.localdate(), **form.cleaned_data)
        except actions.UnableToDecideOnOldFinding as error:
            return _changed(request, row, form, kind, error)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _signed(request, row, decision)
    return _sign_page(request, row, form, kind)


def _initial(row: Proposal, kind: str) -> dict[str, str]:
    finding = row.determination.finding
    # The reason stands in the letter, and the letter that counts is Chinese.
    with translation.override("zh-hans"):
        met = _("Meets the conditions of the article.")
    reason = articles(failing(finding), "zh") if kind == "refuse" else met
    return {"seen": row.determination.finding_hash, "reason": reason}


def _signed(request: Request, row: Proposal, decision: Decision) -> HttpResponse:
    if decision.needs_second:
        messages.success(request, _("Signed. It now waits for the second signature."))
        return redirect("entitlements:proposal", pk=row.pk)
    messages.success(request, _("Signed. Print the letter and have it served."))
    return redirect("entitlements:letter", pk=decision.letter.pk)


def _changed(
    request: Request, row: Proposal, form: Any, kind: str, error: actions.UnableToDecideOnOldFinding
) -> HttpResponse:
    """The answer is another one: keep the new answer, show the difference, lose nothing that was typed."""
    _work_out_again(request.actor, row)
    fresh = queries.get_proposal_for(request.actor, row.pk, P.PROPOSAL_DECIDE)
    again = DecisionForm({**form.data.dict(), "seen": fresh.determination.finding_hash})
    again.add_error(None, str(error))
    return _sign_page(request, fresh, again, kind, differences=error.differences)


@transaction.atomic
def _work_out_again(by: Actor, row: Proposal) -> None:
    worker = by if by.may_at(P.ENTITLEMENT_DETERMINE, row.path) else Actor.system(by.name)
    determine(by=worker, people=Person.objects.filter(pk=row.person_id), on=timezone.localdate())


def _sign_page(request: Request, row: Proposal, form: Any, kind: str, **more: Any) -> HttpResponse:
    is_open = row.state == Proposal.State.OPEN or (kind == "refuse" and row.state == Proposal.State.PAPER)
    context = {
        "form": form,
        "kind": kind,
        "proposal": row,
        "person": row.person,
        "is_open": is_open,
        "rows": _again(row, kind),
        "warnings": _warnings(row, kind),
        "back_url": reverse("entitlements:proposal", args=[row.pk]),
        **synthetic(row.person),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "entitlements/sign.html", context, status=status)


def _again(row: Proposal, kind: str) -> list[tuple[str, Any]]:
    """Everything the signature covers, in plain words."""
    found = row.determination
    amount = found.finding.get("amount") or {}
    line = amount.get("line_zh" if lang().startswith("zh") else "line_en") or ""
    rows = [
        (_("Person"), f"{row.person.name} · {row.person.number}"),
        (_("What is due"), label(row.entitlement, lang())),
        (_("Article"), law_of(row.entitlement, lang())),
        (_("Answer"), found.get_answer_display()),
    ]
    if kind == "grant" and amount:
        worked_out = _("How it is worked out") if found.is_payable else _("Reckoned, not to be paid yet")
        rows += [(_("Amount"), _sum_words(row)), *([(worked_out, line)] if line else [])]
    return rows


def _sum_words(row: Proposal) -> str:
    found = row.determination
    if not found.is_payable:
        return _("granted in kind: entitled, the amount follows when the standard is confirmed")
    per = {"month": _("a month"), "year": _("a year")}.get(found.unit, "")
    return f"{yuan_text(found.amount_fen or 0, lang())} {per}".strip()


def _warnings(row: Proposal, kind: str) -> list[str]:
    found = row.determination
    pays = found.amount_fen if kind == "grant" and found.is_payable else None
    out = []
    if needs_second(row.entitlement, pays, actions.limit_fen()):
        out.append(_("A second person must sign before this takes effect."))
    if kind == "refuse" and found.answer == "yes":
        out.append(
            _("On what is recorded the conditions are met. Say plainly why it is not granted all the same.")
        )
    if kind == "refuse":
        out.append(
            _("A refusal goes out as a letter with the person's rights. It cannot be taken back here.")
        )
    return out


# ── the second signature ─────────────────────────────────────────────────────────────────────────────────────


@allow(P.PROPOSAL_COUNTERSIGN)
@require_GET
def waiting(request: Request) -> HttpResponse:
    """Decisions that wait for a second signature."""
    page, cal = page_of(request, queries.to_countersign(request.actor)), calendar()
    for row in page:
        row.label = label(row.proposal.entitlement, lang())
        row.deadline = deadline_of(row.proposal.clock, cal) if row.proposal.clock else None
        row.is_own = row.by_id == request.actor.user_id
    return render(request, "entitlements/countersign.html", {"page": page, "today": timezone.localdate()})


def _decision_for(request: Request, pk: int) -> Decision:
    rows = Decision.objects.filter(proposal__in=queries.visible_to(request.actor, P.PROPOSAL_COUNTERSIGN))
    return get_object_or_404(
        rows.select_related("proposal__determination", "person", "by", "determination"), pk=pk
    )


@allow(P.PROPOSAL_COUNTERSIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def sign_second(request: Request, pk: int) -> HttpResponse:
    """Sign second: what the first person decided, once more, then the signature."""
    decision = _decision_for(request, pk)
    form = SignForm(request.POST or None, initial={"seen": decision.determination.finding_hash})
    if request.method == "POST" and form.is_valid():
        try:
            actions.countersign(
                by=request.actor, decision=decision, seen=form.cleaned_data["seen"], on=timezone.localdate()
            )
        except actions.UnableToDecideOnOldFinding as error:
            _work_out_again(request.actor, decision.proposal)
            return _second_page(request, _decision_for(request, pk), form, error)
        except Refused as error:
            return _second_page(request, decision, form, error)
        messages.success(request, _("Signed second. Print the letter and have it served."))
        return redirect("entitlements:proposal", pk=decision.proposal_id)
    return _second_page(request, decision, form, None)


def _second_page(request: Request, decision: Decision, form: Any, error: Exception | None) -> HttpResponse:
    if error is not None:
        form.add_error(None, str(error))
    row = decision.proposal
    context = {
        "form": form,
        "decision": decision,
        "proposal": row,
        "person": decision.person,
        "differences": getattr(error, "differences", []),
        "rows": _second_rows(decision),
        "is_own": decision.by_id == request.actor.user_id,
        "is_waiting": decision.sent_back_at is None and decision.second_at is None,
        "back_form": BackForm(),
        "back_url": reverse("entitlements:proposal", args=[row.pk]),
        **synthetic(decision.person),
    }
    return render(request, "entitlements/sign_second.html", context, status=422 if error else 200)


def _second_rows(decision: Decision) -> list[tuple[str, Any]]:
    rows = [
        (_("Person"), f"{decision.person.name} · {decision.person.number}"),
        (_("What is due"), label(decision.proposal.entitlement, lang())),
        (_("Decision"), decision.get_kind_display()),
        (
            _("First signature"),
            f"{decision.by.display_name} · {timezone.localtime(decision.at):%Y-%m-%d %H:%M}",
        ),
        (_("Reason"), decision.reason),
    ]
    if decision.amount_fen is not None:
        rows.insert(3, (_("Amount"), yuan_text(decision.amount_fen, lang())))
    return rows


@allow(P.PROPOSAL_COUNTERSIGN)
@never_cache
@require_http_methods(["GET", "POST"])
def send_back(request: Request, pk: int) -> HttpResponse:
    """Give the decision back to the first officer with a reason."""
    decision = _decision_for(request, pk)
    form = BackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back(
                by=request.actor,
                decision=decision,
                reason=form.cleaned_data["reason"],
                on=timezone.localdate(),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sent back to the first officer."))
            return redirect("entitlements:countersign")
    confirm = {
        "title": _("Send back"), "rows": _second_rows(decision), "form": form, "action": request.path,
        "verb": _("Send it back"), "back_url": reverse("entitlements:proposal", args=[decision.proposal_id]),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    context = {"confirm": confirm, "title": _("Send back"), **synthetic(decision.person)}
    return render(request, "entitlements/confirm.html", context, status=status)
