"""Records whose time is out: one person proposes, another decides; what is destroyed leaves a row without anybody's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.actions.rosters import stored
from rongyao.bureau.registry.models import ActivationSlip, RosterImport, RosterProblem, RosterRow
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.models import Disposal, Issue, IssueRow, Joining, Sheet, SheetRow
from rongyao.bureau.registry.upkeep.queries import retention as queries
from rongyao.bureau.registry.upkeep.rules.retention import schedule

P = Permission
PROPOSED = "upkeep.disposal_proposed"
GONE = "—"


class UnableToDispose(Exception):
    """Nothing to destroy, or not by this person; the message says why."""


@transaction.atomic
def propose(*, by: Actor, kind: str, reason: str) -> Disposal:
    """Propose that what has run out of one kind, in the actor's scope, be destroyed.

    Raises:
        UnableToDispose: nothing has run out, or no reason.
    """
    demand(by, P.CORRECTION_DECIDE)
    if len(reason.strip()) < 2:
        raise UnableToDispose(_("Write why nobody needs it any more."))
    found = next(
        (
            one
            for one in queries.run_out(by, timezone.localdate(), P.CORRECTION_DECIDE)
            if one.kind.code == kind
        ),
        None,
    )
    if found is None or not found.rows:
        raise UnableToDispose(_("Nothing of this kind has run out of time in your scope."))
    row = Disposal.objects.create(
        kind=kind, path=by.paths(P.CORRECTION_DECIDE)[0], rows=found.rows, ground=found.kind.ground_zh[:200],
        reason=reason.strip()[:200], by_id=signer(by, P.CORRECTION_DECIDE),
    )  # fmt: skip
    params = {"what_zh": found.kind.zh, "what_en": found.kind.en, "rows": len(found.rows)}
    queue.open_item(by=by, kind=PROPOSED, subject=row, path=row.path, params=params)
    detail = {"kind": kind, "rows": len(found.rows)}
    audit.record(by=by, verb="disposal.proposed", subject=row, path=row.path, detail=detail)
    return row


@transaction.atomic
def decide(*, by: Actor, disposal: Disposal, destroys: bool, answer: str) -> Disposal:
    """The second person destroys what was proposed, or keeps it on with a reason.

    Raises:
        UnableToDispose: decided already, the same person, or no words.
    """
    row = Disposal.objects.select_for_update().get(pk=disposal.pk)
    demand(by, P.RETENTION_DECIDE, row.path)
    if row.state != Disposal.State.PROPOSED:
        raise UnableToDispose(_("This is decided already."))
    if row.by_id == by.user_id:
        raise UnableToDispose(_("Whoever proposed it cannot decide it: ask a second person."))
    if len(answer.strip()) < 2:
        raise UnableToDispose(_("Write why."))
    # Only what is still out of time: a sheet may have come back since.
    still = set(
        queries.expired(row.kind, timezone.localdate()).filter(pk__in=row.rows).values_list("pk", flat=True)
    )
    row.destroyed = DESTROYERS[row.kind](still) if destroys else 0
    row.state = Disposal.State.DESTROYED if destroys else Disposal.State.REFUSED
    row.decided_by_id, row.decided_at, row.answer = (
        signer(by, P.RETENTION_DECIDE),
        timezone.now(),
        answer.strip()[:200],
    )
    row.save()
    queue.close_items(by=by, subject=row, outcome=row.state)
    detail = {
        "kind": row.kind,
        "proposed": len(row.rows),
        "destroyed": row.destroyed,
        "ground": schedule()[row.kind].ground_zh,
    }
    audit.record(by=by, verb=f"disposal.{row.state}", subject=row, path=row.path, detail=detail)
    return row


def _destroy_rosters(pks: Iterable[int]) -> int:
    """The file and its rows go; that it came, when and for which place, stays."""
    rows = list(RosterImport.objects.filter(pk__in=pks))
    RosterProblem.objects.filter(roster__in=rows).delete()
    RosterRow.objects.filter(roster__in=rows).delete()
    for row in rows:
        path = stored(row)
        # The file goes when the transaction is sure: a rolled back decision must find it again.
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True))  # type: ignore[misc]
    RosterImport.objects.filter(pk__in=[row.pk for row in rows]).update(
        file_name=GONE, given_by="", stored_as=""
    )
    return len(rows)


def _destroy_issues(pks: Iterable[int]) -> int:
    IssueRow.objects.filter(issue__in=pks).delete()
    return Issue.objects.filter(pk__in=pks).count()


def _destroy_sheets(pks: Iterable[int]) -> int:
    SheetRow.objects.filter(sheet__in=pks).delete()
    return Sheet.objects.filter(pk__in=pks).update(file_name=GONE)


def _destroy_joinings(pks: Iterable[int]) -> int:
    return Joining.objects.filter(pk__in=pks).update(body="", reason=GONE)


def _destroy_slips(pks: Iterable[int]) -> int:
    return ActivationSlip.objects.filter(pk__in=pks).delete()[0]


DESTROYERS: dict[str, Callable[[Any], int]] = {
    "roster_file": _destroy_rosters,
    "issue": _destroy_issues,
    "sheet": _destroy_sheets,
    "joining": _destroy_joinings,
    "slip": _destroy_slips,
}
