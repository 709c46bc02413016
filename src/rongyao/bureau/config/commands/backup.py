"""``rongyao backup``: make, list, verify, restore, key. Parse, one call, print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rongyao.bureau.config.backups import manifest, place
from rongyao.bureau.config.backups.sealing import Secret, UnableToReadKey, write_key
from rongyao.bureau.config.commands.terminal import fail

if TYPE_CHECKING:
    from rongyao.bureau.config.backups.invariants import Held

app = typer.Typer(no_args_is_help=True, help="Backups: make, list, verify, restore.")
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file", help="The backup key; otherwise RONGYAO_BACKUP_KEY_FILE or RONGYAO_BACKUP_PASSPHRASE."
    ),
]


def _secret(key_file: Path | None) -> Secret:
    try:
        return place.secret(key_file)
    except UnableToReadKey as error:
        fail(str(error))


def _named(name: str) -> Path:
    """A backup by its folder, or by its name among those kept; "latest" is the newest."""
    if name == "latest":
        found = manifest.all_in(place.folder())
        if not found:
            fail(f"There is no backup in {place.folder()}.")
        return found[0][0]
    return Path(name) if Path(name).is_dir() else place.folder() / name


@app.command()
def make() -> None:
    """Make a backup while the bureau works, read it back, and drop those no longer kept."""
    from rongyao.bureau.config.cli import with_database

    with_database()
    from rongyao.bureau.config.backups.making import make_kept

    try:
        made = make_kept()
    except (place.UnableToBackUp, UnableToReadKey) as error:
        fail(str(error))
    found = manifest.read(made)
    rows = sum(found.counts.values())
    typer.echo(f"{made}: {rows:,} rows of {len(found.counts)} tables, {_mb(found.size)} MB, read back whole.")


@app.command("list")
def list_() -> None:
    """The backups kept, newest first."""
    found = manifest.all_in(place.folder())
    if not found:
        typer.echo(f"There is no backup in {place.folder()}.")
    for path, one in found:
        if one is None:
            typer.echo(f"{path.name}  its manifest cannot be read")
        else:
            typer.echo(
                f"{path.name}  {_mb(one.size):>8} MB  {sum(one.counts.values()):>10,} rows  version {one.program}"
            )


def _mb(size: int) -> str:
    return f"{size / 2**20:,.1f}"


@app.command()
def verify(
    name: Annotated[str, typer.Argument(help='Its folder, its name, or "latest".')], key_file: KeyFile = None
) -> None:
    """Read every byte of a backup and say whether it is whole and opens."""
    try:
        found = manifest.verify(_named(name), _secret(key_file))
    except manifest.UnableToUseBackup as error:
        fail(str(error))
    typer.echo(
        f"Whole: {sum(found.counts.values()):,} rows of {len(found.counts)} tables, made {found.made_at}."
    )


@app.command()
def restore(
    name: Annotated[str, typer.Argument(help='Its folder, its name, or "latest".')], key_file: KeyFile = None
) -> None:
    """Put a backup into the empty place that RONGYAO_HOME (and DATABASE_URL) name, and check that everything holds."""
    from rongyao.bureau.config.backups.restoring import UnableToRestore
    from rongyao.bureau.config.backups.restoring import restore as put_back

    folder, secret = _named(name), _secret(key_file)
    try:
        found = put_back(folder, secret)
    except (manifest.UnableToUseBackup, UnableToRestore, place.UnableToBackUp) as error:
        fail(str(error))
    _check_restored(folder, found)


def _check_restored(folder: Path, found: manifest.Manifest) -> None:
    import atexit

    from rongyao.bureau.config import database
    from rongyao.bureau.config.cli import with_database

    if database.is_embedded():
        atexit.register(database.stop)
    with_database()
    from rongyao.bureau.config import readiness
    from rongyao.bureau.config.backups.invariants import check

    _give_rights()
    is_whole = report(check(found))
    _finish(folder, is_whole)
    if waiting := readiness.unapplied():
        typer.echo(
            f"The backup is older than this program: {len(waiting)} migrations wait. Run: rongyao migrate"
        )


def _give_rights() -> None:
    """Rights are of the place and not of the backup: the role of the pages may have another name here."""
    from django.conf import settings
    from django.db import connections

    from rongyao.bureau.config import database

    if "owner" in settings.DATABASES:
        database.grant(connections["owner"], app=settings.DATABASES["default"]["USER"])


def _finish(folder: Path, is_whole: bool) -> None:
    from rongyao.bureau.foundation.access.rules import Actor
    from rongyao.bureau.foundation.audit import actions as audit

    detail = {"name": folder.name, "whole": is_whole}
    audit.record(by=Actor.system("backup"), verb="backup.restored", detail=detail)
    if not is_whole:
        fail(
            "Restored, but not everything holds. Use another backup, and keep this one for whoever looks into it."
        )
    typer.echo(f"Restored from {folder.name}; everything holds.")


def report(found: list[Held]) -> bool:
    """Print each invariant; whether all hold."""
    for one in found:
        typer.echo(
            f"  {'holds ' if not one.broken else 'BROKEN'}  {one.name} ({one.looked_at:,}) {one.broken}".rstrip()
        )
    return not any(one.broken for one in found)


@app.command()
def key(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write it; never overwritten.")],
) -> None:
    """Make a backup key. Keep a copy in another building: without it no backup opens."""
    try:
        write_key(output)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    typer.echo(f"The key is in {output}. Keep a copy in another building: without it no backup opens.")
