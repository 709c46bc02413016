"""``rongyao keys``: which key seals what; rotating and retiring keys while the bureau works."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

app = typer.Typer(no_args_is_help=True, help="The keys that seal numbers, telephones and accounts.")
console = Console()


def _ready() -> None:
    from rongyao.bureau.config.cli import with_database

    with_database()


@app.command()
def show() -> None:
    """Each key and how many values it seals; the index keys under which look-ups answer."""
    _ready()
    from rongyao.bureau.foundation.secrets import rotating
    from rongyao.bureau.foundation.secrets.fields import ring

    for name, many in sorted(rotating.in_use().items()):
        state = (
            "seals now" if name == ring().current else ("old" if name in ring().keys else "NOT ON THE RING")
        )
        typer.echo(f"{name:<6} {many:>10} values  {state}")
    typer.echo(f"index keys: 1 current, {len(ring().old_indexes)} old that still answer")


@app.command()
def rotate(index: bool = typer.Option(False, "--index", help="The index key, not the sealing key.")) -> None:
    """Seal everything anew under a fresh key while the bureau works; run again, it goes on where it was stopped."""
    _ready()
    from rongyao.bureau.foundation.secrets import rotating

    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as progress:
        total = None if index else sum(n for k, n in rotating.in_use().items())
        task = progress.add_task("", total=total)

        def told(label: str, many: int) -> None:
            progress.update(task, description=label, advance=many)

        said = f"{rotating.rotate_index(told)} indexes made anew" if index else rotating.rotate(told)
    typer.echo(
        said if index else f"Everything is sealed with {said}. Retire the old: rongyao keys retire NAME"
    )


@app.command()
def retire(
    name: str = typer.Argument("", help="The key's name, as `show` prints it."),
    index: bool = typer.Option(False, "--index", help="The old index keys."),
    even_though: bool = typer.Option(
        False, "--even-though", help="Although something rests on the old index key."
    ),
) -> None:
    """Take an old key off the ring once nothing needs it. A backup made before needs the key file made with it."""
    _ready()
    from rongyao.bureau.foundation.secrets import rotating

    try:
        if index:
            rotating.retire_index(even_though=even_though)
        else:
            rotating.retire(name)
    except rotating.UnableToRetire as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    typer.echo("Retired. Backups made before need the key file that was kept with them.")
