"""Writing a scenario and working it out. No answer, decision or standard is touched."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.impact.fingerprint import kept_with
from rongyao.bureau.entitlements.impact.slices import Sums
from rongyao.bureau.entitlements.whatif import queries
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.entitlements.whatif.rules import KINDS, checked
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.rules import signer
from rongyao.law.settings import UnableToOverride
from rongyao.law.whatif import UnableToAdjust

P = Permission
State = Scenario.State


class UnableToWorkOut(Exception):
    """The scenario is empty, is somebody else's, or is being worked out already."""


@transaction.atomic
def begin(
    *, by: Actor, title: str, on: dt.date, amounts_from: dt.date, like: Scenario | None = None
) -> Scenario:
    """Begin a scenario over the people in the actor's scope; `like` gives it another's changes to start from.

    Raises:
        UnableToWorkOut: no title.
    """
    demand(by, P.STANDARD_ENTER)
    demand(by, P.ENTITLEMENT_VIEW)
    if not title.strip():
        raise UnableToWorkOut(_("Give it a name, so that it is found again."))
    row = Scenario.objects.create(
        title=title.strip()[:120], on=on, amounts_from=amounts_from, paths=sorted(by.paths(P.ENTITLEMENT_VIEW)),
        path=by.home_path, made_by_id=signer(by, P.STANDARD_ENTER), changes=like.changes if like else {},
    )  # fmt: skip
    audit.record(by=by, verb="scenario.begun", subject=row, path=row.path, detail={"title": row.title})
    return row


@transaction.atomic
def change(*, by: Actor, scenario: Scenario, kind: str, key: str, text: str) -> Scenario:
    """Set one amount, number or reading otherwise.

    Raises:
        UnableToWorkOut: not one's own, or not being written any more.
        UnableToChange: nothing is called so, or it cannot be set to this (`rules`).
    """
    row = _taken(by, scenario)
    kept = {**row.changes, kind: {**row.changes.get(kind, {}), key: checked(kind, key, text)}}
    row.changes = kept
    row.save()
    audit.record(
        by=by,
        verb="scenario.changed",
        subject=row,
        path=row.path,
        detail={"kind": kind, "key": key, "to": text},
    )
    return row


@transaction.atomic
def drop(*, by: Actor, scenario: Scenario, kind: str, key: str) -> Scenario:
    """Leave one thing as it is after all."""
    row = _taken(by, scenario)
    row.changes = {
        one: {name: text for name, text in row.changes.get(one, {}).items() if (one, name) != (kind, key)}
        for one in KINDS
    }
    row.save()
    audit.record(
        by=by,
        verb="scenario.changed",
        subject=row,
        path=row.path,
        detail={"kind": kind, "key": key, "to": None},
    )
    return row


def _taken(by: Actor, scenario: Scenario, *, may_be_ready: bool = False) -> Scenario:
    """One's own scenario while it is being written (or has a result), locked."""
    demand(by, P.STANDARD_ENTER)
    row = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if row.made_by_id != by.user_id:
        raise UnableToWorkOut(_("Only the person who began it changes it. Begin one of your own from it."))
    if row.state != State.DRAFT and not (may_be_ready and row.state in (State.READY, State.FAILED)):
        raise UnableToWorkOut(_("It has been worked out and stays as it is. Begin a new one from it."))
    return row


@transaction.atomic
def work_out(*, by: Actor, scenario: Scenario) -> Scenario:
    """Have the scenario worked out by the worker, or again from newer facts; the job exists exactly if this act does.

    An older result stays until the new one is ready.

    Raises:
        UnableToWorkOut: nothing is set otherwise, or the changes do not fit the law or the table as they are now.
    """
    from rongyao.bureau.entitlements.whatif import jobs

    row = _taken(by, scenario, may_be_ready=True)
    if not any(row.changes.values()):
        raise UnableToWorkOut(_("Nothing is set otherwise yet."))
    try:
        question = queries.question_of(row)
    except (UnableToAdjust, UnableToOverride) as error:
        raise UnableToWorkOut(
            _("One of the changes does not fit any more: take it off and set it again.")
        ) from error
    row.state, row.asked_at, row.failure = State.WAITING, timezone.now(), ""
    row.done, row.total, row.after_person, row.sums, row.sums_hash = 0, 0, 0, {}, ""
    row.save()
    jobs.work_out.defer(scenario_id=row.pk)
    audit.record(
        by=by,
        verb="scenario.started",
        subject=row,
        path=row.path,
        detail={"changes": row.changes, "hash": question.hash},
    )
    return row


@transaction.atomic
def finish(*, by: Actor, scenario: Scenario, sums: Sums) -> None:
    """The worker's part: both worlds were asked of everybody in the scenario's paths; keep what came of it."""
    row = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if row.state != State.WAITING or row.asked_at != scenario.asked_at:
        return
    row.result = {**queries.outcome(sums, row.done), **kept_with(row)}
    # The world of today may be another than when it was asked for: the hash is that of what was worked out.
    row.hash, row.state, row.sums, row.worked_out_at = row.sums_hash, State.READY, {}, timezone.now()
    row.save()
    audit.record(by=by, verb="scenario.worked_out", subject=row, path=row.path, detail={"hash": row.hash})


@transaction.atomic
def stop(*, by: Actor, scenario: Scenario) -> None:
    """Work it out no further: it is a draft again, or shows its older result.

    Raises:
        UnableToWorkOut: somebody else began it.
    """
    demand(by, P.STANDARD_ENTER)
    row = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if row.made_by_id != by.user_id:
        raise UnableToWorkOut(_("Only the person who began it changes it. Begin one of your own from it."))
    if row.state != State.WAITING:
        return
    row.state, row.sums = (State.DRAFT if row.result is None else State.READY), {}
    row.save()
    audit.record(by=by, verb="scenario.stopped", subject=row, path=row.path)


@transaction.atomic
def fail(*, by: Actor, scenario_id: int, why: str) -> None:
    """Keep why a scenario could not be worked out."""
    row = Scenario.objects.select_for_update().get(pk=scenario_id)
    if row.state != State.WAITING:
        return
    row.state, row.failure, row.sums = State.FAILED, why[:200], {}
    row.save()
    audit.record(by=by, verb="scenario.failed", subject=row, path=row.path, detail={"why": row.failure})
