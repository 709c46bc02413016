"""How the web and worker processes are run: the same commands in `make run`, under systemd and in a container."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import sys
from typing import Any, NoReturn

TARGET = "rongyao.bureau.config.wsgi:application"
THREADS = 4
# A worker says every so often that it lives; one silent for longer than this is lost and its jobs are taken up again.
LOST_AFTER = float(os.environ.get("RONGYAO_WORKER_LOST_AFTER", "30"))


def web_command(*, port: int, workers: int = 1, host: str = "127.0.0.1") -> list[str]:
    """Granian over the product; a process of it that dies is started again by its parent."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--blocking-threads", str(THREADS)]
    options += ["--workers", str(workers), "--respawn-failed-workers", "--respawn-interval", "0.5", "--no-ws"]
    return [sys.executable, "-m", "granian", *options, TARGET]


def web(*, port: int, workers: int, host: str) -> NoReturn:
    """Become the web server: signals of systemd reach it without a go-between."""
    command = web_command(port=port, workers=workers, host=host)
    os.execv(command[0], command)


def worker_command() -> list[str]:
    """The worker of ``rongyao run``."""
    return [sys.executable, "-m", "rongyao.bureau.config.cli", "worker"]


def work(*, concurrency: int) -> None:
    """Do the waiting jobs until stopped: the one in hand is finished first."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_work(app, concurrency))


async def _work(app: Any, concurrency: int) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=concurrency,
            update_heartbeat_interval=LOST_AFTER / 4,
            stalled_worker_timeout=LOST_AFTER,
            shutdown_graceful_timeout=60,
        )


def answers(*, port: int, host: str = "127.0.0.1") -> str:
    """'' where the web process and its database answer here; otherwise what is wrong, in one sentence."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    named = os.environ.get("RONGYAO_HOSTS", "localhost").split(",")[0]
    try:
        with contextlib.closing(connection):
            connection.request(
                "GET", "/health/", headers={"Host": named.lstrip("."), "X-Forwarded-Proto": "https"}
            )
            answer = connection.getresponse()
            return "" if answer.status == 200 else f"It answered {answer.status}: {answer.read(300)!r}"
    except OSError as error:
        return f"Nothing answers at {host}:{port}: {error}."
