"""The worker's part of notices: one try, one batch, one sweep."""

from __future__ import annotations

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.notices.actions import batches, delivery
from rongyao.bureau.foundation.queue.work import task

WORKER = Actor.system("messages")


@task(name="notices.deliver", queue="notices")
def deliver(message_id: int) -> None:
    delivery.deliver(by=WORKER, message_id=message_id)


@task(name="notices.write_batch", queue="notices")
def write_batch(batch_id: int) -> None:
    batches.write_all(by=WORKER, batch_id=batch_id)


@task(name="notices.sweep", queue="notices")
def sweep(timestamp: int) -> None:
    delivery.sweep(by=WORKER)
