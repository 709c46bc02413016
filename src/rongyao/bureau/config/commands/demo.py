"""``rongyao demo``: a sample roster of people who do not exist. No server, no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongyao.bureau.config.commands.determine import Lang, read_day
from rongyao.bureau.config.commands.terminal import check_output, whole_file

app = typer.Typer(no_args_is_help=True, help="Made-up material to try the product with.")
DONE = {
    "zh": "样例花名册（60 人，均为虚构，{faults} 处错误）写在 {path}。",
    "en": "A sample roster (60 made-up people, {faults} faults) is in {path}.",
}


@app.callback()
def samples() -> None:
    """Made-up material to try the product with."""


@app.command()
def roster(
    output: Annotated[Path, typer.Option("--output", "-o", help="Workbook to write (.xlsx).")],
    on: Annotated[
        str, typer.Option(help="The roster is of the last discharge before this day; today without it.")
    ] = "",
    is_clean: Annotated[bool, typer.Option("--clean", help="The same people without a fault.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of messages.")] = Lang.ZH,
) -> None:
    """Write a discharge roster of sixty made-up people with every kind of fault an importer must find."""
    check_output(output, lang, ending=".xlsx")
    day = read_day(on, lang)
    from rongyao.bureau.demo import rosters

    made = rosters.clean(day) if is_clean else rosters.faulty(day)
    with whole_file(output, lang) as draft:
        rosters.write(made, draft)
    typer.echo(DONE[lang].format(faults=len(made.faults), path=output))
