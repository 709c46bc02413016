"""Having it worked out, stopping it, and what the worker does at its end. No answer is written."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from rongyao.bureau.entitlements.impact import fingerprint, jobs, queries
from rongyao.bureau.entitlements.impact.models import WAITING, ImpactRun
from rongyao.bureau.entitlements.impact.queries import Matter
from rongyao.bureau.entitlements.impact.slices import Sums, paths_of, sums_at_once
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.queue.actions import subject_of
from rongyao.bureau.registry.rules import signer

P = Permission
State = ImpactRun.State


@transaction.atomic
def ask(*, by: Actor, matter: Matter) -> ImpactRun:
    """Have it worked out by the worker; the job exists exactly if this act does. What is being worked out is not asked twice."""
    demand(by, P.ENTITLEMENT_VIEW)
    run, is_new = ImpactRun.objects.get_or_create(
        subject=subject_of(matter.subject), paths=paths_of(by), state=State.WAITING,
        defaults={**_asked(by, matter), "total": queries.people_for(by).count()},
    )  # fmt: skip
    if is_new:
        jobs.work_out.defer(run_id=run.pk)
        audit.record(by=by, verb="impact.started", subject=run, path=run.path, detail={"of": run.subject})
    return run


@transaction.atomic
def work_out_now(*, by: Actor, matter: Matter) -> ImpactRun:
    """Work it out while the page waits, for a scope small enough, and keep it."""
    demand(by, P.ENTITLEMENT_VIEW)
    people, given = queries.people_for(by), _asked(by, matter)
    run = ImpactRun(
        subject=subject_of(matter.subject), paths=paths_of(by), **given, files=fingerprint.files_of(people)
    )
    question = queries.question_of(run.about, run.on)
    run.done, sums = sums_at_once(question, people)
    run.total = run.done
    return _ready(by, run, question.hash, sums)


def _asked(by: Actor, matter: Matter) -> dict[str, Any]:
    return {
        "about": matter.about,
        "on": matter.on,
        "path": paths_of(by)[0],
        "asked_by_id": signer(by, P.ENTITLEMENT_VIEW),
        "asked_at": timezone.now(),
    }


@transaction.atomic
def finish(*, by: Actor, run: ImpactRun, sums: Sums) -> None:
    """The worker's part: everybody was looked at; keep what came of it in the place of an older one."""
    row = ImpactRun.objects.select_for_update().get(pk=run.pk)
    if row.state == WAITING and row.asked_at == run.asked_at:
        _ready(by, row, row.sums_hash, sums)


def _ready(by: Actor, row: ImpactRun, question: str, sums: Sums) -> ImpactRun:
    row.result = {**queries.outcome(sums, row.done), **fingerprint.kept_with(row)}
    row.hash, row.state, row.sums, row.ended_at = question, State.READY, {}, timezone.now()
    row.save()
    older = ImpactRun.objects.filter(subject=row.subject, paths=row.paths, pk__lt=row.pk)
    older.exclude(state=WAITING).delete()
    detail = {"of": row.subject, "hash": row.hash, "people": row.done}
    audit.record(by=by, verb="impact.worked_out", subject=row, path=row.path, detail=detail)
    return row


@transaction.atomic
def stop(*, by: Actor, run: ImpactRun) -> None:
    """Work it out no further; the sums so far are thrown away."""
    demand(by, P.ENTITLEMENT_VIEW)
    ended = {"state": State.STOPPED, "sums": {}, "ended_at": timezone.now()}
    if ImpactRun.objects.filter(pk=run.pk, state=WAITING).update(**ended):
        audit.record(by=by, verb="impact.stopped", subject=run, path=run.path, detail={"of": run.subject})


@transaction.atomic
def fail(*, by: Actor, run: ImpactRun, why: str) -> None:
    """Keep why it could not be worked out."""
    ended = {"state": State.FAILED, "failure": why[:200], "sums": {}, "ended_at": timezone.now()}
    if ImpactRun.objects.filter(pk=run.pk, state=WAITING).update(**ended):
        audit.record(by=by, verb="impact.failed", subject=run, path=run.path, detail={"why": why[:200]})
