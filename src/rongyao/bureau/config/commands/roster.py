"""``rongyao roster``: an empty roster to fill in. No server, no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongyao.bureau.config.commands.determine import Lang
from rongyao.bureau.config.commands.terminal import check_output, whole_file

app = typer.Typer(no_args_is_help=True, help="Discharge rosters.")
DONE = {"zh": "空白花名册写在 {path}。", "en": "The empty roster is in {path}."}


@app.callback()
def rosters() -> None:
    """Discharge rosters."""


@app.command()
def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx).")],
    lang: Annotated[Lang, typer.Option(help="Language of messages.")] = Lang.ZH,
) -> None:
    """Write an empty roster with its headings, choices to pick from and instructions."""
    check_output(output, lang, ending=".xlsx")
    from rongyao.bureau.registry.roster.template import template as write_template

    with whole_file(output, lang) as draft:
        write_template(draft)
    typer.echo(DONE[lang].format(path=output))
