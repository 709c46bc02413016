"""`make run` from outside: it starts, says where it is, refuses clearly, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from rongyao.bureau.config import launch

PEOPLE = "40"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "rongyao.bureau.config.cli", *words]


def _env(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "RONGYAO_", "DJANGO_"))}
    return kept | {"RONGYAO_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"}


class Run:
    """One `rongyao run`, with what it printed."""

    def __init__(self, home: Path, port: int, env: dict[str, str] | None = None) -> None:
        self.home, self.port, self.lines = home, port, list[str]()
        words = _command("run", "--people", PEOPLE, "--port", str(port))
        self.process = subprocess.Popen(
            words, env=env or _env(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def until_open(self) -> Run:
        ends = time.monotonic() + 180
        while time.monotonic() < ends:
            line = self.process.stdout.readline()
            self.lines.append(line)
            if "Ctrl-C" in line:
                return self
            if not line and self.process.poll() is not None:
                break
        pytest.fail("it did not start:\n" + "".join(self.lines))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        self.process.stdout.close()

    def answers(self) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=20) as page:
            return int(page.status)


def _processes_of(home: Path) -> list[str]:
    """Command lines of whatever still works on this data folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words = " ".join(process.info["cmdline"] or [])
        home_of = (process.info["environ"] or {}).get("RONGYAO_HOME", "")
        if str(home) in words or home_of == str(home):
            found.append(words)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    for process in psutil.process_iter(["cmdline"]):
        if str(tmp_path) in " ".join(process.info["cmdline"] or []):
            process.kill()


def test_it_opens_answers_refuses_a_second_and_leaves_nothing_behind(home: Path) -> None:
    first = Run(home, _free_port()).until_open()
    printed = "".join(first.lines)
    assert f"http://127.0.0.1:{first.port}" in printed
    assert all(role in printed for role in ("Station clerk", "Officer", "Director", "Auditor", "Veteran"))
    assert len(set(re.findall(r"/link/\S+", printed))) == 14
    assert first.answers() == 200
    second = subprocess.run(_command("run"), env=_env(home), capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert f"already running here. Open http://127.0.0.1:{first.port}" in " ".join(second.stderr.split())
    first.stop()
    assert first.process.returncode in (0, 130)
    assert _processes_of(home) == []


def test_what_a_killed_run_left_is_taken_over_and_the_record_is_whole(home: Path) -> None:
    killed = Run(home, _free_port()).until_open()
    killed.process.kill()
    killed.process.wait(30)
    killed.process.stdout.close()
    again = Run(home, _free_port()).until_open()
    assert again.answers() == 200
    checked = subprocess.run(
        _command("audit", "verify"), env=_env(home), capture_output=True, text=True, timeout=60
    )
    assert checked.returncode == 0
    assert "The record is whole" in checked.stdout
    again.stop()
    assert _processes_of(home) == []


def test_a_busy_port_is_one_clear_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = _command("run", "--port", port)
        refused = subprocess.run(words, env=_env(home), capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr


def test_data_of_another_postgresql_is_one_clear_sentence(home: Path) -> None:
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "PG_VERSION").write_text("99\n")
    refused = subprocess.run(_command("run"), env=_env(home), capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert "was written by PostgreSQL 99" in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr


def test_a_full_disk_is_one_clear_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = type(launch.shutil.disk_usage("/"))(10**12, 10**12 - 10**6, 10**6)
    monkeypatch.setattr(launch.shutil, "disk_usage", lambda _where: full)
    with pytest.raises(launch.UnableToRun, match="Only 0 MB are free"):
        launch._check_disk()


def test_a_named_server_is_used_instead_of_the_embedded_one(home: Path) -> None:
    import psycopg

    socket_folder = os.environ.get("RONGYAO_TEST_SOCKET")
    if not socket_folder:
        pytest.skip("the tests themselves run on a named server here")
    name = f"named_{os.getpid()}"
    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket_folder}", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            env = _env(home) | {"DATABASE_URL": f"postgresql://postgres@/{name}?host={socket_folder}"}
            run = Run(home, _free_port(), env=env).until_open()
            assert run.answers() == 200
            assert not (home / "postgres").exists()
            run.stop()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("asked", ["verify", "heads"])
def test_the_record_of_a_database_that_was_never_set_up_is_one_clear_sentence(home: Path, asked: str) -> None:
    refused = subprocess.run(
        _command("audit", asked), env=_env(home), capture_output=True, text=True, timeout=60
    )
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "This database is not set up: there is no record in it yet. Run: rongyao migrate"
    )
    assert _processes_of(home) == []
