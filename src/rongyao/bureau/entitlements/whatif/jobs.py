"""Working a scenario out in the background."""

from __future__ import annotations

from django.utils import timezone

from rongyao.bureau.entitlements.impact.slices import as_asked, failing_with, walk
from rongyao.bureau.entitlements.jobs import GIVEN_UP
from rongyao.bureau.entitlements.whatif import actions, queries
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import LEFT_AFTER, task, without_job


@task(name="whatif.work_out")
def work_out(scenario_id: int) -> None:
    """Work out one scenario as its maker would see it. Started again after a crash it goes on after the last slice."""
    row = Scenario.objects.select_related("made_by").get(pk=scenario_id)
    worker = Actor.system("whatif")
    with failing_with(lambda why: actions.fail(by=worker, scenario_id=scenario_id, why=why)):
        with as_asked(row.made_by, row.paths):
            sums = walk(row, queries.question_of(row), queries.people_in(row.paths))
        if sums is not None:
            actions.finish(by=worker, scenario=row, sums=sums)


@task(name="whatif.end_left")
def end_left(timestamp: int) -> None:
    """A scenario whose job was given up says so, and is asked for once more."""
    left_after = timezone.now() - LEFT_AFTER
    waiting = Scenario.objects.filter(state=Scenario.State.WAITING, asked_at__lt=left_after)
    for row in without_job(waiting, "whatif.work_out", key="scenario_id"):
        actions.fail(by=Actor.system("whatif"), scenario_id=row.pk, why=str(GIVEN_UP))
