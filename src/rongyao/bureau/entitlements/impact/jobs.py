"""Working out in the background what amounts change."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongyao.bureau.entitlements.impact import queries
from rongyao.bureau.entitlements.impact.models import ImpactRun
from rongyao.bureau.entitlements.impact.slices import UnableToGoOn, as_asked, walk
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.secrets.telling import without_numbers


@app.task(name="impact.work_out")
def work_out(run_id: int) -> None:
    """Work out one run as whoever asked for it would see it. Started again after a crash it goes on after the last slice."""
    from rongyao.bureau.entitlements.impact import actions

    run = ImpactRun.objects.select_related("asked_by").get(pk=run_id)
    worker = Actor.system("impact")
    try:
        with as_asked(run.asked_by, run.paths) as officer:
            sums = walk(run, queries.question_of(run.about, run.on), queries.people_for(officer))
        if sums is not None:
            actions.finish(by=worker, run=run, sums=sums)
    except UnableToGoOn as error:
        actions.fail(by=worker, run=run, why=str(error))
    except Exception as error:
        actions.fail(by=worker, run=run, why=without_numbers(str(error)))
        raise
