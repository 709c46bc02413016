"""The product run from outside, on a PostgreSQL that it did not start: a database of its own on the tests' server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

CITY = """
import sys
from rongyao.bureau.config.cli import with_database
with_database()
from rongyao.bureau.config import launch
launch.migrate_and_seed()
launch.build_demo(int(sys.argv[1]))
"""


def server() -> str:
    """Connection words of the tests' own server, without a database."""
    folder = os.environ.get("RONGYAO_TEST_SOCKET")
    if not folder:
        pytest.skip("the tests themselves run on a named server here")
    return f"host={folder} user=postgres"


def url(name: str, user: str = "postgres") -> str:
    return f"postgresql://{user}@/{name}?host={os.environ['RONGYAO_TEST_SOCKET']}"


@contextmanager
def databases(*names: str) -> Iterator[psycopg.Connection]:
    """Empty databases that are gone afterwards, and a connection to their server."""
    with psycopg.connect(f"{server()} dbname=postgres", autocommit=True) as connection:
        try:
            for name in names:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                connection.execute(f'CREATE DATABASE "{name}"')
            yield connection
        finally:
            for name in names:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of ours but what is named here."""
    dropped = ("DATABASE_", "RONGYAO_", "DJANGO_", "PG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"RONGYAO_HOME": str(home), "RONGYAO_DEMO": "1", "COLUMNS": "250", "NO_COLOR": "1"} | more


def rongyao(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rongyao.bureau.config.cli", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=600)


def build_city(env: dict[str, str], people: int = 30) -> None:
    command = [sys.executable, "-c", CITY, str(people)]
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=900)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(env: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A long-running command of the product, stopped at the end as systemd would."""
    command = [sys.executable, "-m", "rongyao.bureau.config.cli", *words]
    log = (Path(env["RONGYAO_HOME"]) / f"{words[0]}-{time.monotonic_ns()}.log").open("wb")
    process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(90)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        log.close()


def until(what: str, found: object, seconds: float = 240) -> object:
    """Call until it gives something true."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if answer := found():
                return answer
        except (OSError, psycopg.Error):
            pass
        time.sleep(0.1)
    pytest.fail(f"{what}: not within {seconds} s")


def get(port: int, path: str = "/") -> tuple[int, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as page:
        return int(page.status), page.read()
