"""Working a scenario out in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongyao.bureau.entitlements.whatif import actions
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.secrets.telling import without_numbers


@app.task(name="whatif.work_out")
def work_out(scenario_id: int) -> None:
    """Work out one scenario. Started again after a crash it does the same again."""
    worker = Actor.system("whatif")
    try:
        actions.finish(by=worker, scenario_id=scenario_id)
    except Exception as error:
        actions.fail(by=worker, scenario_id=scenario_id, why=without_numbers(str(error)))
        raise
