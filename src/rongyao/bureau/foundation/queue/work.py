"""How a task of the worker is declared: it is run once more when the database went away.

A database that is killed or restarted breaks every connection. The job in hand did nothing wrong and lost nothing it had
committed, so it waits and is run again (procrastinate's Django app gives it a connection that works); any other error is the
job's own and is not tried again. Every task may be run twice and must come to the same end.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError
from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

M = TypeVar("M", bound=Model)
# The database is away, is starting up, or broke two transactions apart.
DATABASE_AWAY = (OperationalError, InterfaceError)
# Waits 2, 3, 4 … seconds: about twenty minutes in all.
ONCE_MORE = RetryStrategy(max_attempts=50, wait=2, linear_wait=1, retry_exceptions=DATABASE_AWAY)
# What began a moment ago is left alone by the sweeps.
LEFT_AFTER = dt.timedelta(minutes=10)


def task(**options: Any) -> Any:
    """``app.task`` of procrastinate (``name``, ``queue``, …) for work that uses the database."""
    return app.task(retry=ONCE_MORE, **options)


def without_job(rows: QuerySet[M], *tasks: str, key: str) -> QuerySet[M]:
    """Of ``rows`` those that no waiting or running job of these tasks names by ``key``.

    A job ends without its row only where it was given up: it took down too many workers, or the database stayed away
    for too long. Row and job are written together, so a row that still has its job is never met here.
    """
    jobs = ProcrastinateJob.objects.filter(task_name__in=tasks, status__in=("todo", "doing"))
    named = jobs.annotate(of=Cast(f"args__{key}", BigIntegerField())).filter(of=OuterRef("pk"))
    return rows.filter(~Exists(named))
