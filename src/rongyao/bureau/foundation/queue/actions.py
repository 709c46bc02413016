"""Opening, taking and closing work items. Called inside the acting department's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS
from rongyao.bureau.foundation.scope.connection import sees_beyond


def subject_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


@sees_beyond("work may lie with a unit above the actor; who opens or closes it holds its subject")
@transaction.atomic
def open_item(
    *,
    by: Actor,
    kind: str,
    subject: Model,
    path: str,
    person_id: int | None = None,
    clock: RunningClock | None = None,
    params: dict[str, Any] | None = None,
) -> WorkItem:
    """Open one item; an item of this kind already open for this subject is returned instead."""
    row, _made = WorkItem.objects.get_or_create(
        kind=KINDS[kind].code,
        subject=subject_of(subject),
        state=WorkItem.State.OPEN,
        defaults={
            "path": path,
            "person_id": person_id,
            "clock": clock,
            "params": params or {},
            "permission": KINDS[kind].permission.value,
        },
    )
    return row


@dataclass(frozen=True, slots=True)
class Opening:
    """One item to open, for ``open_many``."""

    subject: Model
    path: str
    person_id: int | None = None
    clock: RunningClock | None = None
    params: dict[str, Any] = field(default_factory=dict)


@sees_beyond("work may lie with a unit above the actor; who opens or closes it holds its subject")
@transaction.atomic
def open_many(*, by: Actor, kind: str, openings: Sequence[Opening]) -> None:
    """Open an item for each subject that has none of this kind open yet."""
    wanted = {subject_of(opening.subject): opening for opening in openings}
    there = WorkItem.objects.filter(kind=kind, subject__in=wanted, state=WorkItem.State.OPEN)
    for subject in there.values_list("subject", flat=True):
        del wanted[subject]
    code, permission = KINDS[kind].code, KINDS[kind].permission.value
    WorkItem.objects.bulk_create(
        [
            WorkItem(
                kind=code,
                subject=subject,
                path=opening.path,
                person_id=opening.person_id,
                clock=opening.clock,
                params=opening.params,
                permission=permission,
            )
            for subject, opening in wanted.items()
        ],
        batch_size=500,
    )


@transaction.atomic
def close_items(
    *, by: Actor, subject: Model, outcome: str, kind: str | None = None, done: bool = True
) -> int:
    """Close the open items of a subject (of one kind, where one is named). Returns how many."""
    return close_many(by=by, subjects=[subject], outcome=outcome, kind=kind, done=done)


@sees_beyond("work may lie with a unit above the actor; who opens or closes it holds its subject")
@transaction.atomic
def close_many(
    *, by: Actor, subjects: Sequence[Model], outcome: str, kind: str | None = None, done: bool = True
) -> int:
    """Close the open items of these subjects (of one kind, where one is named). Returns how many."""
    named = [subject_of(subject) for subject in subjects]
    rows = WorkItem.objects.filter(subject__in=named, state=WorkItem.State.OPEN)
    if kind:
        rows = rows.filter(kind=kind)
    state = WorkItem.State.DONE if done else WorkItem.State.DROPPED
    return rows.update(state=state, closed_at=timezone.now(), outcome=outcome[:200])


@transaction.atomic
def take(*, by: Actor, item: WorkItem) -> None:
    """The actor makes the item their own."""
    WorkItem.objects.filter(pk=item.pk, state=WorkItem.State.OPEN).update(owner_id=by.user_id)
