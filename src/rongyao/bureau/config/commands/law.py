"""``rongyao law``: show an article, list the facts, answer a table of cases. No server, no database."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from rongyao.bureau.config.commands.determine import Lang
from rongyao.bureau.config.commands.terminal import bar, check_input, check_output, fail, whole_file

app = typer.Typer(no_args_is_help=True, help="The law as this product reads it.")

ANSWERED = {"zh": "{rows} 个案例的答案写在 {path}。", "en": "The answers to {rows} cases are in {path}."}
ANSWERING = {"zh": "逐个计算", "en": "Working out"}
NO_TABLE = {
    "zh": "{path} 不是 CSV 表格：第一行应是栏目名，UTF-8 或 GB18030 编码。",
    "en": "{path} is no CSV table: the first line must name the columns, in UTF-8 or GB18030.",
}


@app.command()
def show(
    what: Annotated[
        str, typer.Argument(help="A pack, an article (resettlement_2024/25) or an entitlement; nothing: all.")
    ] = "",
) -> None:
    """Print an article: its clauses, the facts it asks, its numbers, its readings, what is built on it."""
    from rongyao.law.show import UnableToShow
    from rongyao.law.show import show as text_of

    try:
        typer.echo(text_of(what))
    except UnableToShow as error:
        fail(str(error))


@app.command()
def facts(
    is_csv: Annotated[bool, typer.Option("--csv", help="As CSV on standard output.")] = False,
) -> None:
    """List every fact the law may ask: name, type, labels, the paper that proves it, what asserts its absence."""
    from rongyao.law.show import facts_table

    rows = [{name: _text(value) for name, value in row.items()} for row in facts_table()]
    if is_csv:
        _print_csv(rows)
    else:
        _print_table(rows)


@app.command()
def coverage() -> None:
    """Print, text by text and article by article, what is computed, what is information only, what is not yet."""
    from rongyao.law.coverage import page

    typer.echo(page(), nl=False)


def _text(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _print_csv(rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    sys.stdout.write(out.getvalue())


def _print_table(rows: list[dict[str, str]]) -> None:
    from rich.console import Console

    table = Table(show_lines=False, pad_edge=False)
    columns = ("name", "kind", "zh", "en", "evidence_zh", "absence", "judged")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(row[column] for column in columns))
    Console(highlight=False).print(table)


@app.command()
def answer(
    cases: Annotated[
        Path, typer.Argument(help="CSV: facts as columns, event_on, standards as standard:<name>.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="CSV to write.")],
    lang: Annotated[Lang, typer.Option(help="Language of reasons and messages.")] = Lang.ZH,
) -> None:
    """Answer a table of cases: each entitlement becomes a column, with its sum and its reasons.

    The columns are described in docs/reference/law-answer.md.
    """
    check_input(cases, lang)
    check_output(output, lang, ending=".csv", other_than=cases)
    from rongyao.law.answer import UnableToAnswer
    from rongyao.law.answer import answer as answers_of

    table = _read(cases, lang)
    try:
        with whole_file(output, lang) as draft, bar(ANSWERING[lang]) as told:
            answers_of(table, lang=lang, progress=told).write_csv(draft)
    except UnableToAnswer as error:
        fail(str(error))
    typer.echo(ANSWERED[lang].format(rows=table.height, path=output))


@app.command("import")
def take_in(
    folder: Annotated[Path, typer.Argument(help="A folder of statutes in Markdown, or one such file.")],
) -> None:
    """Take statute texts in: each citation then opens the article's own words. Needs the bureau's database."""
    files = sorted(folder.glob("*.md")) if folder.is_dir() else [folder]
    if not files or not all(file.is_file() for file in files):
        fail(f"{folder} holds no statute: a .md file for each, named like title(2024-07-29).md.")
    from rongyao.bureau.config.cli import with_database

    with_database()
    from rongyao.bureau.entitlements.lawbook import actions
    from rongyao.bureau.foundation.access.rules import Actor

    try:
        texts = [(file.name, file.read_text(encoding="utf-8-sig")) for file in files]
        outcome = actions.import_statutes(by=Actor.system("rongyao law import"), files=texts)
    except UnicodeDecodeError:
        fail(f"A file of {folder} is not UTF-8 text.")
    except actions.UnableToImport as error:
        fail(str(error))
    for word, names in (
        ("added", outcome.added),
        ("replaced", outcome.replaced),
        ("unchanged", outcome.same),
    ):
        typer.echo(f"{word}: {len(names)}  {', '.join(names)}")
    for fault in outcome.faults:
        typer.echo(fault, err=True)


def _read(path: Path, lang: str) -> Any:
    """The table with every cell as text; Excel's byte-order mark and GB18030 are understood."""
    import polars as pl

    from rongyao.bureau.foundation.exchange.encodings import find_encoding

    content = path.read_bytes()
    encoding = find_encoding(content)
    if encoding is None or not content.strip():
        fail(NO_TABLE[lang].format(path=path))
    try:
        return pl.read_csv(io.StringIO(content.decode(encoding)), infer_schema=False)
    except pl.exceptions.PolarsError:
        fail(NO_TABLE[lang].format(path=path))
