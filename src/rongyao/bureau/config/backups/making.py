"""Making a backup while the bureau works: one snapshot of the database, then the files, then the keys."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from rongyao.bureau.config.backups import keeping, manifest, place
from rongyao.bureau.config.backups.manifest import Manifest, Part
from rongyao.bureau.config.backups.place import Place, UnableToBackUp
from rongyao.bureau.config.backups.sealing import Sealing, Secret, check_of

DATABASE, FILES, KEYS = "database.sealed", "files.sealed", "keys.sealed"
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
_HEAD = "SELECT count(*), coalesce((array_agg(hash ORDER BY id DESC))[1], repeat('0', 64)) FROM audit_event"
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


def make_kept() -> Path:
    """Make a backup where they are kept, drop those no longer needed, and put both on the record."""
    from rongyao.bureau.foundation.access.rules import Actor
    from rongyao.bureau.foundation.audit import actions as audit

    by, folder = Actor.system("backup"), place.folder()
    try:
        made = make(place.here(), folder, place.secret(may_make=True))
    except Exception as error:
        audit.record(by=by, verb="backup.failed", detail={"why": str(error)[:300]})
        raise
    size = manifest.read(made).size
    audit.record(by=by, verb="backup.made", detail={"name": made.name, "bytes": size})
    for old in keeping.drop_old(folder):
        audit.record(by=by, verb="backup.dropped", detail={"name": old.name})
    return made


def make(source: Place, folder: Path, secret: Secret) -> Path:
    """Write a backup into ``folder`` and read it back. Returns its own folder, named by the moment.

    Raises:
        UnableToBackUp: the database, the tools or the disk failed; nothing half-made stays.
    """
    at = dt.datetime.now(dt.UTC)
    draft = folder / f".making-{at.strftime(manifest.STAMP)}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_left(folder)
        draft.mkdir(mode=0o700)
        _write(source, draft, secret, at)
        manifest.verify(draft, secret)
        return draft.rename(folder / at.strftime(manifest.STAMP))
    except OSError as error:
        raise UnableToBackUp(f"No backup was made in {folder}: {error.strerror or error}.") from error
    except psycopg.Error as error:
        raise UnableToBackUp(f"No backup was made: the database said {str(error).strip()}") from error
    except manifest.UnableToUseBackup as error:
        raise UnableToBackUp(f"The backup could not be read back, so it is not kept: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _clear_left(folder: Path) -> None:
    """What a killed run left half-made: nobody makes one for longer than a day."""
    before = dt.datetime.now(dt.UTC).timestamp() - 86400
    for left in folder.glob(".making-*"):
        if left.stat().st_mtime < before:
            shutil.rmtree(left, ignore_errors=True)


def _write(source: Place, draft: Path, secret: Secret, at: dt.datetime) -> None:
    derivation = secret.new_derivation()
    master = secret.master(derivation)
    with _snapshot(source) as (connection, snapshot):
        found = _state_of(connection)
        parts = [_part(draft, DATABASE, master, lambda out: _dump(source, snapshot, out))]
    # Later than the database: a file the snapshot names is there unless it was destroyed in between.
    parts.append(_part(draft, FILES, master, lambda out: _tar(source.files, out)))
    parts.append(_part(draft, KEYS, master, lambda out: _tar(source.keys, out, without=place.BACKUP_KEY)))
    Manifest(
        made_at=at.isoformat(), program=version("rongyao"), derivation=derivation, check=check_of(master),
        parts=parts, **found,
    ).write(draft, master)  # fmt: skip


@contextlib.contextmanager
def _snapshot(source: Place) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A transaction that sees one moment, and the name by which pg_dump sees the same."""
    with psycopg.connect(**{k: v for k, v in source.connection.items() if v}) as connection:  # type: ignore[arg-type]
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        place.check_tool_speaks_to(connection.info.server_version // 10000)
        # Row-level security must refuse here and not hide rows: a backup with rows missing is no backup.
        connection.execute("SET LOCAL row_security = off")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0] if row else "")


def _state_of(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    tables = [str(row[0]) for row in connection.execute(_TABLES)]
    rows, head = connection.execute(_HEAD).fetchone() or (0, "")
    return {
        "postgres": str(connection.info.server_version // 10000),
        "migrations": [str(row[0]) for row in connection.execute(_MIGRATIONS)],
        "counts": {name: _count(connection, name) for name in tables},
        "record_rows": rows,
        "record_head": head,
    }


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


def _part(draft: Path, name: str, master: bytes, fill: Callable[[Sealing], None]) -> Part:
    with (draft / name).open("wb") as file:
        out = Sealing(file, master, name)
        fill(out)
        out.close()
    return Part(name, out.written, out.plain, out.sha256.hexdigest())


def _dump(source: Place, snapshot: str, out: Sealing) -> None:
    command = [place.tool("pg_dump"), "--format=custom", "--compress=gzip:4", f"--snapshot={snapshot}"]
    command += ["--schema=public", "--no-owner", "--no-acl", "--no-password"]
    with subprocess.Popen(
        command, env=source.libpq(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as dump:
        assert dump.stdout is not None
        assert dump.stderr is not None
        while chunk := dump.stdout.read(256 * 1024):
            out.write(chunk)
        said = dump.stderr.read().decode(errors="replace").strip()
    if dump.returncode:
        raise UnableToBackUp(f"No backup was made: pg_dump said {said[-400:]}")


def _tar(folder: Path, out: Sealing, without: str = "") -> None:
    """Everything under a folder, streamed; a file that goes away meanwhile was not needed."""
    packed = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=4, mtime=0)  # type: ignore[call-overload]
    with packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.name != without and (path.is_file() or path.is_dir()):
                with contextlib.suppress(FileNotFoundError):
                    tar.add(path, arcname=str(path.relative_to(folder)), recursive=False)
