"""``rongyao``: the command line. Pure commands need no server; the others find or start the database."""

from __future__ import annotations

import os

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Rongyao 戎耀: a veterans-affairs bureau.")
audit_app = typer.Typer(no_args_is_help=True, help="The record of every act.")
app.add_typer(audit_app, name="audit")


def _include_pure_commands() -> None:
    """The law, rosters and determine: no Django, no database."""
    from rongyao.bureau.config.commands import backup, choose, demo, determine, keys, law, roster, serve

    app.add_typer(law.app, name="law")
    app.add_typer(roster.app, name="roster")
    app.add_typer(demo.app, name="demo")
    app.add_typer(keys.app, name="keys")
    app.command("determine")(determine.determine)
    app.command("witness")(choose.witness)
    app.command("place")(choose.place)
    app.command("match")(choose.match)
    app.add_typer(backup.app, name="backup")
    for command in (serve.web, serve.work, serve.migrate, serve.check, serve.health):
        app.command()(command)


def with_database() -> None:
    """Django over the bureau's database, started here when it is down."""
    from rongyao.bureau.config import database

    if database.is_embedded() and database.socket_folder() is None:
        database.start()
        database.prepare()
        import atexit

        atexit.register(database.stop)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    django.setup()
    from rongyao.bureau.foundation.scope.connection import whole_process

    # The command line and the worker are the product itself; the web process sees what its request may.
    whole_process()


def _with_record() -> None:
    """The bureau's database, where the record has its table; one sentence where it has not."""
    with_database()
    from rongyao.bureau.config.readiness import unapplied

    if any(name.startswith("audit.") for name in unapplied()):
        typer.echo(
            "This database is not set up: there is no record in it yet. Run: rongyao migrate", err=True
        )
        raise typer.Exit(1)


@app.command()
def run(
    port: int = typer.Option(None, help="Listen here; without it the first free port from 8583."),
    people: int = typer.Option(None, help="Size of the synthetic city at its first building."),
) -> None:
    """Open the working bureau: database, web, worker, and (in the demonstration) sign-in links."""
    from rongyao.bureau.config import launch

    try:
        launch.run(port=port, people=people)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except launch.UnableToRun as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@app.command(hidden=True)
def worker() -> None:
    """The worker that ``rongyao run`` starts: no questions about a real bureau's settings."""
    with_database()
    from rongyao.bureau.config import serving

    serving.work(concurrency=2)


@app.command()
def secure() -> None:
    """Give every table its row-level policy (as a start does), and say what is guarded and what is open and why."""
    with_database()
    from rongyao.bureau.config.commands import secure as command

    command.secure()


@audit_app.command("verify")
def audit_verify() -> None:
    """Recompute every hash of the record and say whether it is whole."""
    _with_record()
    from rongyao.bureau.foundation.audit.queries import verify

    found = verify()
    if found.first_break is None:
        typer.echo(f"The record is whole: {found.count} rows, head {found.head}")
        return
    typer.echo(f"The record is BROKEN at row {found.first_break.event_id}: {found.first_break.why}", err=True)
    raise typer.Exit(1)


@audit_app.command("heads")
def audit_heads(days: int = typer.Option(30, help="How many days back.")) -> None:
    """The last hash of each day, to be published."""
    _with_record()
    from rongyao.bureau.foundation.audit.queries import heads

    for day, count, head in heads(days):
        typer.echo(f"{day}  {count:>8}  {head}")


@app.command()
def reset(yes: bool = typer.Option(False, "--yes", help="Really throw the data away.")) -> None:
    """Throw away the embedded database of this folder (the demonstration's, for instance)."""
    import shutil

    from rongyao.bureau.config import database, places

    if not yes:
        typer.echo(f"This deletes everything in {places.home()}. Say --yes to do it.", err=True)
        raise typer.Exit(1)
    database.stop()
    shutil.rmtree(places.home(), ignore_errors=True)


def main() -> None:
    _include_pure_commands()
    app()


if __name__ == "__main__":
    main()
