"""Putting a backup back into an empty place: everything is read and checked before anything is written."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg

from rongyao.bureau.config import database, places
from rongyao.bureau.config.backups import manifest, place
from rongyao.bureau.config.backups.making import DATABASE, FILES, KEYS
from rongyao.bureau.config.backups.manifest import Manifest
from rongyao.bureau.config.backups.place import Place
from rongyao.bureau.config.backups.sealing import Secret, unsealed


class UnableToRestore(Exception):
    """Nothing was restored; the message says why and what to do."""


def restore(folder: Path, secret: Secret) -> Manifest:
    """Put the backup into the place the environment names. Django must not have been set up before.

    Raises:
        UnableToUseBackup: a wrong key, or a cut or changed backup.
        UnableToRestore: the place is not empty, or the database refused; what was written is taken away again.
    """
    found = manifest.verify(folder, secret)
    _, master = manifest.opened(folder, secret)
    _demand_empty_folders()
    with _started_database(), _taken_back_on_failure():
        target = place.to_be()
        _demand_empty_database(target)
        _unpack(folder, KEYS, master, target.keys)
        _unpack(folder, FILES, master, target.files)
        _load(folder, master, target)
    return found


def _demand_empty_folders() -> None:
    for name in ("postgres", "keys", "files"):
        if name == "postgres" and not database.is_embedded():
            continue
        there = places.home() / name
        if there.is_dir() and any(there.iterdir()):
            raise UnableToRestore(
                f"{there} is not empty. Restore into an empty place: name a new folder in RONGYAO_HOME, "
                "or move this one away."
            )


@contextlib.contextmanager
def _started_database() -> Iterator[None]:
    if not database.is_embedded():
        yield
        return
    try:
        database.start()
        database.prepare()
    except database.UnableToStartDatabase as error:
        raise UnableToRestore(str(error)) from error
    yield


@contextlib.contextmanager
def _taken_back_on_failure() -> Iterator[None]:
    try:
        yield
    except BaseException:
        if database.is_embedded():
            database.stop()
            shutil.rmtree(places.pgdata(), ignore_errors=True)
        for name in ("keys", "files"):
            shutil.rmtree(places.home() / name, ignore_errors=True)
        raise


def _demand_empty_database(target: Place) -> None:
    given = {key: value for key, value in target.connection.items() if value}
    with psycopg.connect(**given) as connection:  # type: ignore[arg-type]
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
    if row and row[0]:
        raise UnableToRestore(
            f"The database {target.connection['dbname']} already holds {row[0]} tables. Restore into an empty one."
        )


class _Stream:
    """The plain bytes of a sealed part, for tarfile."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._waiting = chunks, b""

    def read(self, size: int) -> bytes:
        while len(self._waiting) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._waiting += chunk
        given, self._waiting = self._waiting[:size], self._waiting[size:]
        return given


def _unpack(folder: Path, name: str, master: bytes, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / name).open("rb") as file:
        stream = _Stream(unsealed(file, master, name))
        with tarfile.open(fileobj=stream, mode="r|gz") as tar:  # type: ignore[call-overload]
            for member in tar:
                _put(tar, member, target)


def _put(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """One file or folder, for our own account only. By hand: Python 3.11.2, as Debian has it, knows no safe way yet."""
    path = target / member.name
    if not (member.isfile() or member.isdir()) or not path.resolve().is_relative_to(target.resolve()):
        raise UnableToRestore(
            f"The backup holds {member.name!r}, which is no file of ours. Use another backup."
        )
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = tar.extractfile(member)
    assert source is not None
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "wb") as out:
        shutil.copyfileobj(source, out)
    os.utime(path, (member.mtime, member.mtime))


def _load(folder: Path, master: bytes, target: Place) -> None:
    command = [place.tool("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    # The schema is there in every new database; its own line would be refused to an owner who is not its owner.
    command += ["--no-password", "--schema=public", f"--dbname={target.connection['dbname']}"]
    with (
        (folder / DATABASE).open("rb") as file,
        subprocess.Popen(
            command,
            env=target.libpq(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as load,
    ):
        assert load.stdin is not None
        assert load.stderr is not None
        _feed(load.stdin, unsealed(file, master, DATABASE))
        said = load.stderr.read().decode(errors="replace").strip()
    if load.returncode:
        raise UnableToRestore(f"The database refused the backup, and nothing was restored: {said[-400:]}")


def _feed(pipe: IO[bytes], chunks: Iterator[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):
        for chunk in chunks:
            pipe.write(chunk)
    with contextlib.suppress(BrokenPipeError):
        pipe.close()
