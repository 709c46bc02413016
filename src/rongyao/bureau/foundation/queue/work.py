"""How a task of the worker is declared: a fresh connection each time, and once more when the database went away.

A database that is killed or restarted breaks every connection. The job in hand did nothing wrong and lost nothing it had
committed, so it waits and is run again; any other error is the job's own and is not tried again. Every task may be run
twice and must come to the same end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# The database is away, is starting up, or broke two transactions apart.
DATABASE_AWAY = (OperationalError, InterfaceError)
# Waits 2, 3, 4 … seconds: about twenty minutes in all.
ONCE_MORE = RetryStrategy(max_attempts=50, wait=2, linear_wait=1, retry_exceptions=DATABASE_AWAY)


def task(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """``app.task`` of procrastinate (``name``, ``queue``, …) for work that uses the database."""

    def declare(work: Callable[..., Any]) -> Any:
        @wraps(work)
        def freshly(*args: Any, **named: Any) -> Any:
            close_old_connections()
            return work(*args, **named)

        return app.task(retry=ONCE_MORE, **options)(freshly)

    return declare
