"""Closing and drawing rounds of many people in the background."""

from __future__ import annotations

from django.utils import timezone

from rongyao.bureau.entitlements.impact.slices import failing_with
from rongyao.bureau.entitlements.jobs import GIVEN_UP
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import LEFT_AFTER, task, without_job
from rongyao.bureau.placement.rounds.models import Round


@task(name="rounds.work")
def work(round_id: int) -> None:
    """Close or draw one round in the name of whoever asked. Run again after a crash it begins anew: each is one transaction."""
    from rongyao.bureau.placement.rounds.actions import closing, drawing, handing

    row = Round.objects.select_related("asked_by").get(pk=round_id)
    worker = Actor.system("rounds")
    if not row.work or row.asked_by is None:
        return
    officer = actor_for(row.asked_by, timezone.localdate())
    with failing_with(lambda why: drawing.fail(by=worker, row=row, why=why)):
        try:
            act = closing.close_now if row.work == Round.Work.CLOSING else drawing.draw_now
            act(by=officer, row=row)
        except closing.UnableToClose as error:
            told = "; ".join([str(error), *(f"{one.zh} ({one.en})" for one in error.faults[:3])])
            drawing.fail(by=worker, row=row, why=told)
        except handing.UnableToHandOn as error:
            drawing.fail(by=worker, row=row, why=str(error))
        except drawing.UnableToDraw as error:
            told = f"{error.fault.zh} ({error.fault.en})" if error.fault else str(error)
            drawing.fail(by=worker, row=row, why=told)


@task(name="rounds.tell")
def tell(round_id: int) -> None:
    """Tell everybody in a round that its result is public. Run again after a crash it writes to nobody twice."""
    from rongyao.bureau.placement.rounds.actions import telling

    row, after = Round.objects.get(pk=round_id), 0
    while (last := telling.tell_some(by=Actor.system("rounds"), row=row, after=after)) is not None:
        after = last


@task(name="rounds.end_left")
def end_left(timestamp: int) -> None:
    """A round whose job was given up says so, and may be asked for once more."""
    from rongyao.bureau.placement.rounds.actions import drawing

    waiting = Round.objects.exclude(work="").filter(asked_at__lt=timezone.now() - LEFT_AFTER)
    for row in without_job(waiting, "rounds.work", key="round_id"):
        drawing.fail(by=Actor.system("rounds"), row=row, why=str(GIVEN_UP))
