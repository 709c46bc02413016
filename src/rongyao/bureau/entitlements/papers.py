"""A paper asked for by the officer and handed in by the person: it belongs to the proposal, and says that it is here."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions.proposals import ITEM_PAPER, item_params
from rongyao.bureau.entitlements.models import Proposal
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.files.models import KeptFile
from rongyao.bureau.foundation.files.registrations import Place, Subject
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.foundation.ui.explanation import fact_label

PROPOSAL = "entitlements.proposal"
P = Permission


def find_proposal(actor: Actor, number: int) -> Place:
    """The person may hand papers in while they are asked for; the staff while the proposal is open."""
    row = get_object_or_404(Proposal.objects.select_related("person"), pk=number)
    is_own = actor.person_id == row.person_id and actor.may(P.SELF_CORRECT)
    is_waiting = row.state == Proposal.State.PAPER
    if not (is_own and is_waiting) and not (
        actor.may_at(P.FILE_KEEP, row.path) and row.state in Proposal.OPEN_STATES
    ):
        raise Http404
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    back = (
        reverse("desks:due_one", args=[row.determination_id])
        if is_own
        else reverse("entitlements:proposal", args=[number])
    )
    title = label(row.entitlement, language)
    return Place(f"{PROPOSAL}:{number}", row.person_id, row.path, title, back, _asked(row, language))


def _asked(row: Proposal, language: str) -> str:
    """The papers still asked for, with what the officer wrote about them."""
    open_items = [item for item in row.paper_asked if not item.get("arrived_on")]
    names = "、" if language == "zh" else ", "
    facts = names.join(fact_label(item["fact"], language) for item in open_items)
    notes = " ".join(dict.fromkeys(item["note"] for item in open_items if item.get("note")))
    return (
        f"{_('Please hand in the paper that shows: %(facts)s.') % {'facts': facts}} {notes}".strip()
        if facts
        else ""
    )


def say_it_came(by: Actor, file: KeptFile) -> None:
    """The officer who waits for the paper finds it in the worklist, once however many pictures came."""
    row = Proposal.objects.select_related("person").get(pk=int(file.subject.partition(":")[2]))
    if row.state != Proposal.State.PAPER:
        return
    params = item_params(row.entitlement, row.person.name)
    queue.open_item(
        by=by, kind=ITEM_PAPER, subject=row, path=row.path, person_id=row.person_id, params=params
    )


SUBJECT = Subject(PROPOSAL, find_proposal, say_it_came)
