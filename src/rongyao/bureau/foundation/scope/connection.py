"""Carries the scope of whoever asks to the database connection, and takes it away again.

The scope belongs to the flow of control (a context variable), never to the connection: a new connection, a pooled
one and one opened anew after a failure are all given the scope of the moment before their first query. Outside any
``within`` holds what the process was started for: nothing in the web process, everything in the worker and the
command line.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created
from psycopg import Error
from psycopg.pq import TransactionStatus

from rongyao.bureau.foundation.scope.rules import NOTHING, WHOLE, Scope

_asking: ContextVar[Scope | None] = ContextVar("rongyao_scope", default=None)
_process = NOTHING
APPLIED = "rongyao_applied_scope"
READY = (TransactionStatus.IDLE, TransactionStatus.INTRANS)


class Turning(Protocol):
    def __call__(self, scope: Scope) -> None: ...


def current() -> Scope:
    """The scope that holds now."""
    return _asking.get() or _process


def whole_process() -> None:
    """This process is the product itself (worker, command line, tests' own hands): it sees everything."""
    global _process
    _process = WHOLE
    _tell()


@contextmanager
def within(scope: Scope) -> Iterator[Turning]:
    """Let the database show what ``scope`` may see. The value given turns it to another before the end."""
    before = _asking.get()
    try:
        _turn(scope)
        yield _turn
    finally:
        _asking.set(before)
        _tell_or_close()


@contextmanager
def beyond(why: str) -> Iterator[None]:
    """See the whole bureau for a step that must, whoever asks: ``why`` says which and is read by reviewers."""
    if current() == WHOLE:
        yield
        return
    with within(WHOLE):
        yield


def sees_beyond(why: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``beyond`` around a whole function."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with beyond(why):
                return function(*args, **kwargs)

        return wrapped

    return mark


def each_within(scope: Scope, chunks: Iterable[Any]) -> Iterator[Any]:
    """The chunks of a streamed answer, each made under the scope of who asked, however late it is asked for."""
    walk = iter(chunks)
    try:
        while True:
            with within(scope):
                try:
                    chunk = next(walk)
                except StopIteration:
                    return
            yield chunk
    finally:
        if close := getattr(chunks, "close", None):
            close()


def _turn(scope: Scope) -> None:
    _asking.set(scope)
    _tell()


def _tell() -> None:
    """Tell an open connection; one not yet opened is told when it opens."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.connection is None or _knows(connection.connection):
        return
    # A connection the server dropped meanwhile is opened anew by the first query, and told as it opens.
    connection.close_if_health_check_failed()
    if connection.connection is not None:
        _set(connection.connection)


def _knows(raw: Any) -> bool:
    return getattr(raw, APPLIED, None) == (current(), _role())


def _role() -> str | None:
    """Tests sit on a superuser's connection, which no policy binds: they put the application's role on with a scope."""
    role: str | None = getattr(settings, "RONGYAO_SCOPED_ROLE", None)
    return role if role is None or _asking.get() is not None else "none"


def _tell_or_close() -> None:
    """After the work: no scope outlives it. A connection that cannot be told is thrown away."""
    connection = connections[DEFAULT_DB_ALIAS]
    raw = connection.connection
    if raw is None:
        return
    if raw.info.transaction_status in READY:
        try:
            _tell()
        except Error:
            connection.close()
    elif not connection.in_atomic_block:
        connection.close()
    else:
        # A failed transaction takes no more; its end takes back what was set inside it. Tell anew at the next turn.
        setattr(raw, APPLIED, None)


def _set(raw: Any) -> None:
    scope, role = current(), _role()
    values = scope.settings() | ({"role": role} if role else {})
    calls = ", ".join("set_config(%s, %s, false)" for _ in values)
    raw.execute(f"SELECT {calls}", [part for pair in values.items() for part in pair])
    setattr(raw, APPLIED, (scope, role))


def _greet(*, connection: Any, **_: Any) -> None:
    """A fresh connection, or one from a pool with somebody else's settings still on it."""
    if connection.alias == DEFAULT_DB_ALIAS:
        _set(connection.connection)


def watch() -> None:
    """Once, when the product starts."""
    connection_created.connect(_greet, dispatch_uid="rongyao.scope")
