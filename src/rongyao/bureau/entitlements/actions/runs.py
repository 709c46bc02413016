"""Working out many people in the background, and what a changed fact sets going."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from os.path import commonpath

from django.db import transaction
from django.utils import timezone

from rongyao.bureau.entitlements import jobs
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import DeterminationRun
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.registrations import FactsChanged

# So many people are worked out while the page waits; more go to the background.
AT_ONCE = 3


@transaction.atomic
def start(
    *, by: Actor, why: str, on: dt.date, person_ids: Sequence[int] | None = None, path: str = ""
) -> DeterminationRun | None:
    """Have these people (None: everybody at ``path``) worked out by the worker; None where nobody is concerned.

    The job is deferred in this transaction: it exists exactly if the act that asked for it does.
    """
    if person_ids is not None and not person_ids:
        return None
    total = (
        len(person_ids) if person_ids is not None else Person.objects.filter(path__startswith=path).count()
    )
    path = path or (_place_of(person_ids) if person_ids is not None else "")
    run = DeterminationRun.objects.create(
        why=why, person_ids=list(person_ids) if person_ids is not None else None, path=path, on=on,
        total=total, started_by_id=by.user_id,
    )  # fmt: skip
    jobs.determine_people.defer(run_id=run.pk)
    audit.record(
        by=by, verb="determination.started", subject=run, path=path, detail={"why": why, "people": total}
    )
    return run


@transaction.atomic
def start_everybody(*, by: Actor, on: dt.date) -> list[DeterminationRun]:
    """An officer has everybody in their scope worked out again: one run for each place they answer for."""
    demand(by, Permission.ENTITLEMENT_DETERMINE)
    paths = sorted(by.paths(Permission.ENTITLEMENT_DETERMINE))
    apart = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return [run for path in apart if (run := start(by=by, why="asked", on=on, path=path))]


def on_facts_changed(event: FactsChanged) -> None:
    """A fact of these people changed: their answers follow in the same transaction, or in a job of it.

    The product itself does this work: whoever recorded a fact need not hold the right to determine.
    """
    worker, on = Actor.system(event.by.name), timezone.localdate()
    if len(event.person_ids) <= AT_ONCE:
        determine(by=worker, people=Person.objects.filter(pk__in=event.person_ids), on=on)
    else:
        start(by=event.by, why="facts_changed", person_ids=event.person_ids, on=on)


def _place_of(person_ids: Sequence[int]) -> str:
    """The smallest place all these files lie in: whoever may see them may see their run."""
    paths = Person.objects.filter(pk__in=person_ids).order_by().values_list("path", flat=True).distinct()
    common = commonpath(list(paths) or [""])
    return f"{common}/" if common else ""
