"""``rongyao web|work|migrate|check|health``: what systemd and the container run. ``rongyao run`` is for one desk."""

from __future__ import annotations

from typing import Annotated

import typer

from rongyao.bureau.config import readiness, serving
from rongyao.bureau.config.commands.terminal import fail


def _demand_settings() -> None:
    try:
        readiness.demand()
    except readiness.UnableToServe as error:
        fail(str(error))


def _demand_ready() -> None:
    """Refuse before the first request what would otherwise be an error page for everybody."""
    from rongyao.bureau.config.cli import with_database

    _demand_settings()
    with_database()
    if found := readiness.found_in_database():
        fail("\n".join(found))
    from django.db import connections

    connections.close_all()


def web(
    port: Annotated[int, typer.Option(help="Listen here.")] = 8583,
    workers: Annotated[int, typer.Option(min=1, help="How many processes.")] = 2,
    host: Annotated[str, typer.Option(help="Listen on this address only.")] = "127.0.0.1",
) -> None:
    """Serve the pages until stopped. Refuses where settings or migrations lack, and says which."""
    _demand_ready()
    serving.web(port=port, workers=workers, host=host)


def work(
    concurrency: Annotated[int, typer.Option(min=1, help="How many jobs at once.")] = 2,
) -> None:
    """Do the waiting jobs until stopped; the job in hand is finished first."""
    _demand_ready()
    serving.work(concurrency=concurrency)


def migrate() -> None:
    """Bring the database to this version: one at a time, however many are started; then seeds and static files."""
    from rongyao.bureau.config import launch
    from rongyao.bureau.config.cli import with_database

    _demand_settings()
    with_database()
    launch.migrate_and_seed()
    launch.collect_static()
    typer.echo("The database is at this version.")


def check(
    is_deep: Annotated[bool, typer.Option("--deep", help="Walk the whole database too.")] = False,
) -> None:
    """Say whether this installation may serve; every lack in one sentence. Exit code 1 where there is one."""
    from rongyao.bureau.config.cli import with_database

    found = readiness.lacks()
    if not found:
        with_database()
        found = readiness.found_in_database()
    free, least = readiness.free_disk()
    if free < least and not readiness.is_demo():
        found.append(f"Only {free // 2**20} MB of disk are free; {least // 2**20} MB are needed.")
    if is_deep and not found and not _holds():
        found.append(
            "The database is not whole. Keep it as it is, and restore the last good backup elsewhere."
        )
    if found:
        fail("\n".join(found))
    typer.echo("Ready to serve." if not readiness.is_demo() else "Ready to serve a demonstration.")


def _holds() -> bool:
    from rongyao.bureau.config.backups.invariants import check as invariants
    from rongyao.bureau.config.commands.backup import report

    return report(invariants())


def health(
    port: Annotated[int, typer.Option(help="Where the web process listens.")] = 8583,
) -> None:
    """Ask the running web process whether it and its database answer."""
    if wrong := serving.answers(port=port):
        fail(wrong)
    typer.echo("It answers.")
