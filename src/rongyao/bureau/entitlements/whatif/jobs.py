"""Working a scenario out in the background."""

from __future__ import annotations

from rongyao.bureau.entitlements.impact.slices import UnableToGoOn, as_asked, walk
from rongyao.bureau.entitlements.whatif import actions, queries
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import DATABASE_AWAY, GIVEN_UP, task, without_job
from rongyao.bureau.foundation.secrets.telling import without_numbers


@task(name="whatif.work_out")
def work_out(scenario_id: int) -> None:
    """Work out one scenario as its maker would see it. Started again after a crash it goes on after the last slice."""
    row = Scenario.objects.select_related("made_by").get(pk=scenario_id)
    worker = Actor.system("whatif")
    try:
        with as_asked(row.made_by, row.paths):
            sums = walk(row, queries.question_of(row), queries.people_in(row.paths))
        if sums is not None:
            actions.finish(by=worker, scenario=row, sums=sums)
    except DATABASE_AWAY:
        raise
    except UnableToGoOn as error:
        actions.fail(by=worker, scenario_id=scenario_id, why=str(error))
    except Exception as error:
        actions.fail(by=worker, scenario_id=scenario_id, why=without_numbers(str(error)))
        raise


@task(name="whatif.end_left")
def end_left(timestamp: int) -> None:
    """A scenario whose job was given up says so, and is asked for once more."""
    waiting = Scenario.objects.filter(state=Scenario.State.WAITING)
    for row in without_job(waiting, "whatif.work_out", key="scenario_id"):
        actions.fail(by=Actor.system("whatif"), scenario_id=row.pk, why=GIVEN_UP)
