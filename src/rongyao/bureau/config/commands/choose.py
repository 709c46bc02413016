"""``rongyao place`` and ``rongyao match``: three files in, a public record out. No server, no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongyao.bureau.config.commands.terminal import check_input, fail

File = Annotated[
    Path, typer.Argument(help="CSV file; its columns are in docs/reference/placement-record.md.")
]


def place(
    people: File,
    posts: File,
    choices: File,
    output: Annotated[Path, typer.Option("--output", "-o", help="New folder for the public record.")],
    rules: Annotated[Path | None, typer.Option(help="Settings of the round (JSON).")] = None,
    draw: Annotated[
        list[str] | None,
        typer.Option(help="A public draw that made the seed: ID=DIGITS. May be given again."),
    ] = None,
    preserving: Annotated[
        bool | None, typer.Option(help="Nobody may take a post that leaves more people without one.")
    ] = None,
    suite: Annotated[str | None, typer.Option(help="Hash suite: sha256 or sm3.")] = None,
    private: Annotated[Path | None, typer.Option(help="New folder for receipts. Never publish it.")] = None,
    at: Annotated[str, typer.Option(help="Time of the root, ISO 8601.")] = "2000-01-01T00:00:00+08:00",
    seed_at: Annotated[str | None, typer.Option(help="Time of the seed and after, ISO 8601.")] = None,
) -> None:
    """Place people by published score and write the record that anyone can re-compute."""
    from rongyao.choosing.place_cli import UnableToPlace
    from rongyao.choosing.place_cli import place as run
    from rongyao.choosing.record.log import UnableToWriteRecord

    for path in (people, posts, choices, *([rules] if rules else [])):
        check_input(path, "en")
    try:
        made = run(
            people, posts, choices, output, rules=rules, draws=_draws(draw or []), preserving=preserving,
            suite=suite, private=private, at=at, seed_at=seed_at,
        )  # fmt: skip
    except (UnableToPlace, UnableToWriteRecord) as error:
        fail(str(error))
    typer.echo(f"{made.placed} of {made.people} placed; the record is in {made.folder}.")
    typer.echo(f"Root {made.root}")
    typer.echo(f"Bureau's key {made.bureau_key}")
    if made.is_rehearsal:
        typer.echo("A rehearsal: no public draw made its seed. Do not publish it as a result.")


def _draws(words: list[str]) -> dict[str, str]:
    wrong = [word for word in words if "=" not in word]
    if wrong:
        fail(f"--draw takes ID=DIGITS, not {wrong[0]!r}.")
    return dict(word.split("=", 1) for word in words)


def match(
    people: Annotated[Path, typer.Argument(help="CSV; its columns are in docs/reference/joint-matching.md.")],
    orders: Annotated[Path, typer.Argument(help="CSV of order lines with their classes.")],
    wishes: Annotated[
        Path, typer.Argument(help="CSV of what each person would take, the first choice first.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="New folder for the public record.")],
    rules: Annotated[Path | None, typer.Option(help="Settings of the round (JSON).")] = None,
    draw: Annotated[
        list[str] | None,
        typer.Option(help="A public draw that made the seed: ID=DIGITS. May be given again."),
    ] = None,
    mode: Annotated[str | None, typer.Option(help="most (default) or stable.")] = None,
    accept: Annotated[str | None, typer.Option(help="listed (default) or eligible.")] = None,
    seconds: Annotated[
        float | None, typer.Option(help="Limit of the search; what is not proved then is stated as a gap.")
    ] = None,
    private: Annotated[Path | None, typer.Option(help="New folder for receipts. Never publish it.")] = None,
    lang: Annotated[str, typer.Option(help="zh or en.")] = "zh",
) -> None:
    """Match training seats and jobs at once and write the record with its certificates."""
    from rongyao.choosing.record.log import UnableToWriteRecord
    from rongyao.choosing.together.market import UnableToMatch
    from rongyao.choosing.together.match_cli import match_files

    for path in (people, orders, wishes, *([rules] if rules else [])):
        check_input(path, lang)
    try:
        made = match_files(
            people, orders, wishes, output, rules=rules, draws=_draws(draw or []), mode=mode, accept=accept,
            seconds=seconds, private=private,
        )  # fmt: skip
    except (UnableToMatch, UnableToWriteRecord) as error:
        fail(str(error))
    typer.echo(made.zh if lang.startswith("zh") else made.en)
