"""The worker's part of notices: one try, one batch, one sweep."""

from __future__ import annotations

from procrastinate.contrib.django import app

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.notices.actions import batches, delivery

WORKER = Actor.system("messages")


@app.task(name="notices.deliver", queue="notices")
def deliver(message_id: int) -> None:
    delivery.deliver(by=WORKER, message_id=message_id)


@app.task(name="notices.write_batch", queue="notices")
def write_batch(batch_id: int) -> None:
    batches.write_all(by=WORKER, batch_id=batch_id)


@app.task(name="notices.sweep", queue="notices")
def sweep(timestamp: int) -> None:
    delivery.sweep(by=WORKER)
