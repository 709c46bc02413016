"""Working out in the background what amounts change."""

from __future__ import annotations

from django.utils import timezone

from rongyao.bureau.entitlements.impact import queries
from rongyao.bureau.entitlements.impact.models import WAITING, ImpactRun
from rongyao.bureau.entitlements.impact.slices import as_asked, failing_with, walk
from rongyao.bureau.entitlements.jobs import GIVEN_UP
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import LEFT_AFTER, task, without_job


@task(name="impact.work_out")
def work_out(run_id: int) -> None:
    """Work out one run as whoever asked for it would see it. Started again after a crash it goes on after the last slice."""
    from rongyao.bureau.entitlements.impact import actions

    run = ImpactRun.objects.select_related("asked_by").get(pk=run_id)
    worker = Actor.system("impact")
    with failing_with(lambda why: actions.fail(by=worker, run=run, why=why)):
        with as_asked(run.asked_by, run.paths) as officer:
            sums = walk(run, queries.question_of(run.about, run.on), queries.people_for(officer))
        if sums is not None:
            actions.finish(by=worker, run=run, sums=sums)


@task(name="impact.end_left")
def end_left(timestamp: int) -> None:
    """A run whose job was given up says so, and is asked for once more."""
    from rongyao.bureau.entitlements.impact import actions

    waiting = ImpactRun.objects.filter(state=WAITING, asked_at__lt=timezone.now() - LEFT_AFTER)
    for run in without_job(waiting, "impact.work_out", key="run_id"):
        actions.fail(by=Actor.system("impact"), run=run, why=str(GIVEN_UP))
