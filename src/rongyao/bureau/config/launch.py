"""``make run``: the whole bureau from one command, and every way of stopping it.

Database → migrations → seeds → synthetic city → static files → web and worker → address and links.
Nothing it starts outlives it: children ask the kernel to end them with their parent, and what a killed
run left behind (its database server, its children) is adopted or stopped by the next one.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from rich.console import Console

from rongyao.bureau.config import database, places, serving

FIRST_PORT = 8583
PORTS_TRIED = 20
LEAST_FREE_BYTES = 400 * 1024 * 1024
PEOPLE_IN_DEMO = 3000
MIGRATING = (320583, 2)
console = Console()


class UnableToRun(Exception):
    """The bureau cannot start; the message is one sentence that says why and what to do."""


@dataclass
class Running:
    """What this run started."""

    port: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)


def run(*, port: int | None = None, people: int | None = None) -> None:
    """Start everything and stay until told to stop. Raises UnableToRun with one clear sentence."""
    places.home().mkdir(parents=True, exist_ok=True)
    with _only_one():
        _check_disk()
        chosen = _free_port(port)
        _stop_leftovers()
        _stop_on_signals()
        try:
            _prepare(people)
            _serve(Running(chosen))
        finally:
            _step("Stopping the database", database.stop)


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the lock of this data folder, or say where the bureau already runs."""
    lock = (places.home() / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        at = _state().get("address", "")
        raise UnableToRun(f"The bureau is already running here. Open {at or 'its address'}.") from error
    try:
        yield
    finally:
        lock.close()


def _check_disk() -> None:
    free = shutil.disk_usage(places.home()).free
    if free < LEAST_FREE_BYTES:
        raise UnableToRun(
            f"Only {free // 2**20} MB are free where {places.home()} lies; at least "
            f"{LEAST_FREE_BYTES // 2**20} MB are needed. Free some and start again."
        )


def _free_port(wanted: int | None) -> int:
    candidates = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
        console.print(f"Port {port} is taken by another program.", style="yellow")
    raise UnableToRun("No free port was found. Name one: make run PORT=9000.")


# --- what a killed run left behind ----------------------------------------------------------------


def _state_file() -> Path:
    return places.home() / "run.json"


def _state() -> dict[str, object]:
    try:
        return dict(json.loads(_state_file().read_text()))
    except (OSError, ValueError):
        return {}


def _stop_leftovers() -> None:
    """Stop web and worker of a run that was killed; its database is adopted later."""
    pids = _state().get("pids", [])
    for pid in pids if isinstance(pids, list) else []:
        if _is_ours(int(pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)
    _state_file().unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    """A pid may have been given to another program since: look at what it runs."""
    with contextlib.suppress(OSError):
        return b"rongyao" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


# --- getting ready --------------------------------------------------------------------------------


def _step(title: str, work: Callable[[], object]) -> None:
    began = time.monotonic()
    work()
    console.print(f"  {title} [dim]({time.monotonic() - began:.1f} s)[/dim]")


def _prepare(people: int | None) -> None:
    if database.is_embedded():
        _step("Database", start_database)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    django.setup()
    from rongyao.bureau.foundation.scope.connection import whole_process

    whole_process()
    _step("Tables, divisions, stations, calendar", migrate_and_seed)
    from django.conf import settings

    if settings.IS_DEMO:
        _step("Synthetic city", lambda: build_demo(people or int(os.environ.get("PEOPLE", PEOPLE_IN_DEMO))))
    _step("Pages", collect_static)


def start_database() -> None:
    try:
        database.start()
    except database.UnableToStartDatabase as error:
        raise UnableToRun(str(error)) from error
    database.prepare()


def migrate_and_seed() -> None:
    """Migrations, rights and seeds under one lock of the database: two that start at once do it once."""
    from django.db import connections

    compile_messages()
    owner = connections[_owner()]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", MIGRATING)
    try:
        migrate()
        seed()
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", MIGRATING)
        owner.close()


def compile_messages() -> None:
    """Translations of a checkout; an installed program brings them compiled."""
    from rongyao.bureau.config.messages import compile_all

    if (places.SOURCE.parent / "pyproject.toml").exists():
        compile_all()


def _owner() -> str:
    from django.conf import settings

    return "owner" if "owner" in settings.DATABASES else "default"


def migrate() -> None:
    """Apply migrations as the owner; then give the app role its rights, and every table its policy."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from rongyao.bureau.foundation.scope.policies import release_before_migrating, secure

    owner = connections[_owner()]
    release_before_migrating(owner)
    call_command("migrate", database=_owner(), verbosity=0, interactive=False)
    database.grant(owner, app=settings.DATABASES["default"]["USER"])
    secure(owner)


def seed() -> None:
    from rongyao.bureau.foundation.divisions.seed import seed as seed_divisions
    from rongyao.bureau.registry.stations_seed import seed as seed_stations

    seed_divisions()
    seed_stations()


def build_demo(people: int) -> None:
    from rongyao.bureau.demo.city import build

    build(people=people, has_scenes=False)
    # Before the scenes look for people in it: without statistics a big city is searched the slow way.
    analyse()
    build(people=people)


def analyse() -> None:
    """Give the planner its first statistics after a bulk load; autovacuum keeps them afterwards."""
    from django.db import connections

    with connections[_owner()].cursor() as cursor:
        cursor.execute("SELECT reltuples < 0 FROM pg_class WHERE relname = 'registry_fact'")
        found = cursor.fetchone()
        if found and found[0]:
            cursor.execute("ANALYZE")
    connections[_owner()].close()


def _static_sources() -> str:
    from django.contrib.staticfiles import finders

    found = (
        (name, os.stat(store.path(name)).st_mtime_ns)
        for finder in finders.get_finders()
        for name, store in finder.list([])
    )
    return repr(sorted(found))


def collect_static() -> None:
    """Hashed, compressed static files, made anew only when a source file changed.

    Two that start at once would clear away each other's files, so the second waits and finds the work done.
    """
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    stamp, now = root / ".stamp", _static_sources()
    with (root.parent / f".{root.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == now:
            return
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(now)


# --- serving --------------------------------------------------------------------------------------


def _serve(running: Running) -> None:
    from django.db import connections

    connections.close_all()
    try:
        running.children["web"] = _spawn("web", serving.web_command(port=running.port))
        running.children["worker"] = _spawn("worker", serving.worker_command())
        _remember(running)
        _wait_until_it_answers(running)
        _announce(running)
        _watch(running)
    finally:
        _stop_children(running)
        _state_file().unlink(missing_ok=True)


def _spawn(name: str, command: list[str]) -> subprocess.Popen[bytes]:
    folder = places.home() / "log"
    folder.mkdir(exist_ok=True)
    log: IO[bytes] = (folder / f"{name}.log").open("ab")
    return subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent
    )


def _die_with_parent() -> None:
    """Linux: SIGTERM this child when its parent dies, however it dies. New group: Ctrl-C is ours to pass on."""
    os.setpgrp()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _remember(running: Running) -> None:
    pids = [child.pid for child in running.children.values()]
    _state_file().write_text(json.dumps({"address": _address(running.port), "pids": pids}))


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _wait_until_it_answers(running: Running, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if running.children["web"].poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", running.port), timeout=1):
            return
        time.sleep(0.1)
    raise UnableToRun(
        f"The web process did not start. Its own words are in {places.home() / 'log' / 'web.log'}."
    )


def _announce(running: Running) -> None:
    from django.conf import settings
    from django.db import connections

    address = _address(running.port)
    console.print(f"\n[bold]Rongyao 戎耀[/bold] is open at [bold]{address}[/bold]", highlight=False)
    if settings.IS_DEMO:
        from rongyao.bureau.demo.links import issue_links

        console.print("One-time sign-in links (synthetic people; each works once):", style="dim")
        for role, name, path in issue_links():
            console.print(f"  {role:<28} {name:<10} {address}{path}", highlight=False, soft_wrap=True)
    console.print("Ctrl-C stops everything.\n", style="dim")
    connections.close_all()


def _stop_on_signals() -> None:
    def leave(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def _watch(running: Running) -> None:
    """Stay until stopped; a worker that died is started again, a web process that died ends the run."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(0.5)
            if running.children["web"].poll() is not None:
                raise UnableToRun(f"The web process ended. See {places.home() / 'log' / 'web.log'}.")
            if running.children["worker"].poll() is not None:
                time.sleep(1)
                running.children["worker"] = _spawn("worker", serving.worker_command())
                _remember(running)


def _stop_children(running: Running) -> None:
    for child in running.children.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    ends = time.monotonic() + 10
    for child in running.children.values():
        try:
            child.wait(max(0.1, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
