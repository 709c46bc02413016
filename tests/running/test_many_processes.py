"""Several web and worker processes on a PostgreSQL of the bureau's own: shared sessions, each job once, one migration."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from running.outside import build_city, environment, free_port, get, rongyao, running, until
from running.own_server import APP, OwnServer

# Building the bureau takes long, so one process does all of it.
pytestmark = pytest.mark.xdist_group("processes")
JOBS = 40
SESSION = """
from rongyao.bureau.config.cli import with_database
with_database()
from django.contrib.sessions.backends.db import SessionStore
from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER
from rongyao.bureau.foundation.access.models import User
user = User.objects.get(appointments__role="administrator")
session = SessionStore()
session[SESSION_USER], session[SESSION_AUTH_HASH] = user.pk, user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
DEFER = f"""
from rongyao.bureau.config.cli import with_database
with_database()
from procrastinate.contrib.django import app
from rongyao.bureau.config.schedule import installation
for n in range({JOBS}):
    app.configure_task("installation.forget_old_jobs").defer(timestamp=n)
"""


@dataclass
class Bureau:
    """A bureau on a server of its own, migrated by two commands that were started at once."""

    env: dict[str, str]
    server: OwnServer
    migrated: list[subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    server = OwnServer()
    try:
        home = tmp_path_factory.mktemp("many")
        env = environment(home, **server.environment())
        command = [sys.executable, "-m", "rongyao.bureau.config.cli", "migrate"]
        started = [
            subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in (1, 2)
        ]
        migrated = [subprocess.CompletedProcess(command, p.wait(900), *p.communicate()) for p in started]
        build_city(env, 20)
        yield Bureau(env, server, migrated)
    finally:
        server.remove()


def _rows(bureau: Bureau, query: str) -> list[tuple]:
    with psycopg.connect(bureau.server.url()) as there:
        return there.execute(query).fetchall()


def test_of_two_migrations_started_at_once_one_does_the_work_and_both_end_well(bureau: Bureau) -> None:
    assert [one.returncode for one in bureau.migrated] == [0, 0], [one.stderr for one in bureau.migrated]
    twice = "SELECT app, name FROM django_migrations GROUP BY 1, 2 HAVING count(*) > 1"
    assert _rows(bureau, twice) == []
    assert (
        _rows(bureau, "SELECT code FROM divisions_division GROUP BY code, valid_from HAVING count(*) > 1")
        == []
    )
    assert rongyao(bureau.env, "check").returncode == 0


def test_the_pages_role_owns_nothing_and_cannot_change_the_record(bureau: Bureau) -> None:
    assert _rows(bureau, f"SELECT tablename FROM pg_tables WHERE tableowner = '{APP}'") == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _rows(bureau, "UPDATE audit_event SET by_name = 'x' RETURNING id")


def test_two_web_commands_share_sessions_and_static_files_and_say_when_the_database_is_gone(
    bureau: Bureau,
) -> None:
    key = subprocess.run(
        [sys.executable, "-c", SESSION], env=bureau.env, check=True, capture_output=True, text=True
    ).stdout.strip()
    ports = [free_port(), free_port()]
    with (
        running(bureau.env, "web", "--workers", "2", "--port", str(ports[0])),
        running(bureau.env, "web", "--workers", "1", "--port", str(ports[1])),
    ):
        for port in ports:
            until("the web process answers", lambda port=port: get(port, "/health/")[0] == 200)
            page = httpx.get(
                f"http://127.0.0.1:{port}/manage/system/", cookies={"sessionid": key}, timeout=20
            )
            assert page.status_code == 200
            style = page.text.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
            assert get(port, style)[0] == 200
            assert rongyao(bureau.env, "health", "--port", str(port)).returncode == 0
        bureau.server.kill()
        down = until("the lost database is noticed", lambda: _status(ports[0]) == 503)
        assert down
        assert rongyao(bureau.env, "health", "--port", str(ports[0])).returncode == 1
        bureau.server.start()
        for port in ports:
            until("it answers again", lambda port=port: _status(port) == 200)


def _status(port: int) -> int:
    return httpx.get(f"http://127.0.0.1:{port}/health/", timeout=20).status_code


def test_two_workers_do_each_job_once(bureau: Bureau) -> None:
    until("the server is up", bureau.server.is_up)
    with running(bureau.env, "work", "--concurrency", "2"), running(bureau.env, "work", "--concurrency", "2"):
        until(
            "two workers answer",
            lambda: _rows(bureau, "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'")[0][0] >= 2,
        )  # fmt: skip
        subprocess.run([sys.executable, "-c", DEFER], env=bureau.env, check=True)
        ours = "task_name = 'installation.forget_old_jobs' AND (args->>'timestamp')::bigint < 1000"
        until(
            "every job is done",
            lambda: _rows(bureau, f"SELECT count(*) FROM procrastinate_jobs WHERE {ours} AND status = 'succeeded'")[0][0] == JOBS,
        )  # fmt: skip
        started = _rows(
            bureau,
            "SELECT count(*) FROM procrastinate_events e JOIN procrastinate_jobs j ON j.id = e.job_id "
            f"WHERE e.type = 'started' AND {ours}",
        )
        assert started == [(JOBS,)]


def test_each_time_of_the_timetable_is_deferred_once_however_many_workers(bureau: Bureau) -> None:
    doubled = (
        "SELECT task_name, args->>'timestamp' FROM procrastinate_jobs WHERE task_name = 'installation.take_up_left_jobs' "
        "GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert _rows(bureau, doubled) == []


def test_a_real_bureau_is_not_served_with_the_demonstrations_settings_or_people(bureau: Bureau) -> None:
    for command in (("web", "--port", str(free_port())), ("work",), ("migrate",)):
        refused = rongyao(bureau.env | {"RONGYAO_DEMO": "0"}, *command)
        assert refused.returncode == 1
        assert "RONGYAO_HOSTS names no host of yours" in refused.stderr
        assert "RONGYAO_TLS is not 1" in refused.stderr
        assert "Traceback" not in refused.stderr
    unsaid = {name: value for name, value in bureau.env.items() if name != "RONGYAO_DEMO"}
    assert "RONGYAO_DEMO is not set" in rongyao(unsaid, "check").stderr
    key = Path(bureau.env["RONGYAO_HOME"]).parent / f"backup-{os.getpid()}.key"
    assert rongyao(bureau.env, "backup", "key", "--output", str(key)).returncode == 0
    real = {
        "RONGYAO_DEMO": "0",
        "RONGYAO_TLS": "1",
        "RONGYAO_HOSTS": "x.example",
        "RONGYAO_BACKUP_KEY_FILE": str(key),
    }
    refused = rongyao(bureau.env | real, "web", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "made-up people" in refused.stderr
