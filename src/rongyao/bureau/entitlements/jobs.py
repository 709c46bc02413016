"""Background work: many people determined in chunks, each chunk its own transaction."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import DeterminationRun
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.queue.work import DATABASE_AWAY, LEFT_AFTER, task, without_job
from rongyao.bureau.foundation.secrets.telling import without_numbers
from rongyao.bureau.registry.models import Person

CHUNK = 200
GIVEN_UP = _("The worker gave it up. Start it once more.")


@task(name="entitlements.determine_people")
def determine_people(run_id: int) -> None:
    """Work out the people of a run. Started again after a crash, a run over named people goes on where it was.

    A run over a place begins again, for people come and go meanwhile: an unchanged answer is not kept twice.
    """
    run = DeterminationRun.objects.get(pk=run_id)
    worker = Actor.system("determine")
    try:
        done, changed = (run.done, run.changed) if run.person_ids is not None else (0, 0)
        for chunk in _chunks(_people(run)[done:]):
            outcome = determine(by=worker, people=Person.objects.filter(pk__in=chunk), on=run.on)
            done, changed = done + outcome.people, changed + len(outcome.changed)
            DeterminationRun.objects.filter(pk=run.pk).update(done=done, changed=changed)
    except DATABASE_AWAY:
        raise
    except Exception as error:
        DeterminationRun.objects.filter(pk=run.pk).update(
            failure=without_numbers(str(error))[:200], ended_at=timezone.now()
        )
        raise
    DeterminationRun.objects.filter(pk=run.pk).update(ended_at=timezone.now())


def _people(run: DeterminationRun) -> list[int]:
    if run.person_ids is not None:
        return sorted(run.person_ids)
    return list(Person.objects.filter(path__startswith=run.path).order_by("pk").values_list("pk", flat=True))


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


@task(name="entitlements.end_left")
def end_left(timestamp: int) -> None:
    """A run whose job was given up is over: its people are no longer shown as being worked out."""
    open_ = DeterminationRun.objects.filter(ended_at__isnull=True, started_at__lt=timezone.now() - LEFT_AFTER)
    left = without_job(open_, "entitlements.determine_people", key="run_id")
    DeterminationRun.objects.filter(pk__in=list(left.values_list("pk", flat=True))).update(
        failure=str(GIVEN_UP), ended_at=timezone.now()
    )
