"""What must be set before a real bureau is served: every lack is named at once, each in one sentence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from rongyao.bureau.config import places

LEAST_FREE_BYTES = 2 * 1024**3
LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]", "testserver"}


class UnableToServe(Exception):
    """The bureau may not be served like this; the message lists what to set."""


def is_demo(env: Mapping[str, str] = os.environ) -> bool:
    return env.get("RONGYAO_DEMO", "1") == "1"


def lacks(env: Mapping[str, str] = os.environ) -> list[str]:
    """What the environment of a real bureau (RONGYAO_DEMO=0) lacks, without asking the database."""
    if "RONGYAO_DEMO" not in env:
        return [
            "RONGYAO_DEMO is not set. Set RONGYAO_DEMO=0 for a real bureau, RONGYAO_DEMO=1 for a demonstration."
        ]
    if is_demo(env):
        return []
    checks = (_home(env), _database(env), _hosts(env), _tls(env), _debug(env), _backup_key(env))
    return [sentence for sentence in checks if sentence]


def _home(env: Mapping[str, str]) -> str:
    if not env.get("RONGYAO_HOME"):
        return "RONGYAO_HOME is not set. Name the folder for keys, files and backups, for instance /var/lib/rongyao."
    return ""


def _database(env: Mapping[str, str]) -> str:
    if not env.get("DATABASE_URL"):
        return (
            "DATABASE_URL is not set. Name the PostgreSQL server: "
            "postgresql://rongyao_app:password@127.0.0.1:5432/rongyao"
        )
    return ""


def _hosts(env: Mapping[str, str]) -> str:
    named = {host.strip() for host in env.get("RONGYAO_HOSTS", "").split(",") if host.strip()}
    if "*" in named:
        return "RONGYAO_HOSTS is *, so any name is answered. Name the bureau's own host instead."
    if not named - LOCAL_HOSTS:
        return "RONGYAO_HOSTS names no host of yours. Set the name people type, for instance veterans.example.gov.cn."
    return ""


def _tls(env: Mapping[str, str]) -> str:
    if env.get("RONGYAO_TLS") != "1":
        return "RONGYAO_TLS is not 1. Serve behind a proxy with a certificate and set RONGYAO_TLS=1."
    return ""


def _debug(env: Mapping[str, str]) -> str:
    return (
        "RONGYAO_DEBUG is 1, which shows the program's insides to visitors. Unset it."
        if env.get("RONGYAO_DEBUG") == "1"
        else ""
    )


def _backup_key(env: Mapping[str, str]) -> str:
    named = env.get("RONGYAO_BACKUP_KEY_FILE")
    if not named:
        return "RONGYAO_BACKUP_KEY_FILE is not set. Make a key with: rongyao backup key --output FILE"
    home = env.get("RONGYAO_HOME")
    if home and Path(named).resolve().is_relative_to(Path(home).resolve()):
        return (
            f"The backup key {named} lies inside RONGYAO_HOME and would be lost with it. Move it elsewhere."
        )
    return "" if Path(named).exists() else f"The backup key {named} does not exist."


def demand(env: Mapping[str, str] = os.environ) -> None:
    """Raise UnableToServe where anything lacks."""
    if found := lacks(env):
        raise UnableToServe(
            "The bureau cannot be served like this:\n" + "\n".join(f"  - {one}" for one in found)
        )


def found_in_database() -> list[str]:
    """What is wrong inside the database: unapplied migrations, a demonstration's people in a real bureau."""
    from django.conf import settings
    from django.db import OperationalError

    from rongyao.bureau.demo.models import City

    try:
        waiting = unapplied()
        if waiting:
            return [f"{len(waiting)} migrations are not applied. Run: rongyao migrate"]
        if not settings.IS_DEMO and City.objects.exists():
            return [
                "This database holds the demonstration's made-up people. Use an empty database for a real bureau."
            ]
    except OperationalError as error:
        return [f"The database does not answer: {str(error).strip().splitlines()[0]}"]
    return []


def unapplied() -> list[str]:
    """Names of the migrations that this program has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def free_disk() -> tuple[int, int]:
    """(free, least) bytes where the data folder lies."""
    home = places.home()
    while not home.exists():
        home = home.parent
    return shutil.disk_usage(home).free, LEAST_FREE_BYTES
