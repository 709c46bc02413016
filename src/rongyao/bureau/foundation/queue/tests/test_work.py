"""A task that lost its database is run again; one that failed by itself is not."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from rongyao.bureau.foundation.queue.work import ONCE_MORE


def _decision(error: Exception, attempts: int):
    job = Job(id=1, lock=None, queueing_lock=None, task_name="x", queue="x", attempts=attempts)
    return ONCE_MORE.get_retry_decision(exception=error, job=job)


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("closed")])
def test_a_database_that_went_away_is_waited_for(error):
    assert _decision(error, 0) is not None
    assert _decision(error, 49) is not None
    assert _decision(error, 50) is None


def test_a_mistake_of_the_job_is_not_tried_again():
    assert _decision(ValueError("the file is broken"), 0) is None


def test_every_task_that_uses_the_database_by_itself_waits_for_it():
    asked = {name for name, task in app.tasks.items() if task.retry_strategy is ONCE_MORE}
    assert {
        "registry.read_roster",
        "registry.accept_roster",
        "entitlements.determine_people",
        "notices.deliver",
    } <= asked
