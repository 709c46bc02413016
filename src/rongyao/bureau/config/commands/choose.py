"""``rongyao place`` and ``rongyao match``: three files in, a public record out. No server, no database."""

from __future__ import annotations

import hashlib
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from rongyao.bureau.config.commands.terminal import check_input, fail

File = Annotated[
    Path, typer.Argument(help="CSV file; its columns are in docs/reference/placement-record.md.")
]

Secret = Annotated[
    Path | None,
    typer.Option(
        help="File with the bureau's secret (made where there is none): its key and nonces come from it."
    ),
]
RootOnly = Annotated[
    bool, typer.Option("--root-only", help="Write rules, posts and root only, for witnesses to sign.")
]
Witnessed = Annotated[Path | None, typer.Option(help="Folder of the root that witnesses signed.")]


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
    secret: Secret = None,
    root_only: RootOnly = False,
    witnessed: Witnessed = None,
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
            suite=suite, private=private, at=at, seed_at=seed_at, is_root_only=root_only, witnessed=witnessed,
            **_from_secret(secret),
        )  # fmt: skip
    except (UnableToPlace, UnableToWriteRecord) as error:
        fail(str(error))
    told = (
        f"The root over {made.people} people"
        if root_only
        else f"{made.placed} of {made.people} placed; the record"
    )
    typer.echo(f"{told} is in {made.folder}.")
    typer.echo(f"Root {made.root}")
    typer.echo(f"Bureau's key {made.bureau_key}")
    if made.is_rehearsal:
        typer.echo("A rehearsal: no public draw made its seed. Do not publish it as a result.")


def _from_secret(path: Path | None) -> dict[str, bytes]:
    """The bureau's key and the nonces, from the secret in a file (made where there is none)."""
    secret = _secret(path) if path else b""
    return (
        {"key": hashlib.sha256(secret + b"key").digest(), "nonces_from": secret + b"nonces"} if path else {}
    )


def _secret(path: Path) -> bytes:
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_hex(32) + "\n")
    return bytes.fromhex(path.read_text().strip())


def witness(
    name: Annotated[str, typer.Option(help="The witness's name, as the settings of the round give it.")],
    key: Annotated[Path, typer.Option(help="File with the witness's secret key; made where there is none.")],
    record: Annotated[
        Path | None, typer.Argument(help="Folder of a record or a root; without it the public key is told.")
    ] = None,
    memory: Annotated[Path | None, typer.Option(help="File that remembers what was signed last.")] = None,
) -> None:
    """Co-sign the last checkpoint of a record, and refuse a history that does not continue the one signed before."""
    from rongyao.choosing.record.notes import Signer, UnableToCosign
    from rongyao.choosing.record.witness import cosign_folder

    signer = Signer(name, _secret(key))
    typer.echo(f"Public key of {name}: {signer.public.hex()}")
    if record is None:
        return
    if not (record / "log.jsonl").is_file():
        fail(f"{record} is no record: it has no log.jsonl.")
    try:
        typer.echo(
            cosign_folder(record, signer, memory or key.with_suffix(".seen.json"), at=int(time.time())),
            nl=False,
        )
    except UnableToCosign as error:
        fail(str(error))


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
    at: Annotated[str, typer.Option(help="Time of the root, ISO 8601.")] = "2000-01-01T00:00:00+08:00",
    seed_at: Annotated[str | None, typer.Option(help="Time of the seed and after, ISO 8601.")] = None,
    secret: Secret = None,
    root_only: RootOnly = False,
    witnessed: Witnessed = None,
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
            seconds=seconds, private=private, at=at, seed_at=seed_at, is_root_only=root_only, witnessed=witnessed,
            **_from_secret(secret),
        )  # fmt: skip
    except (UnableToMatch, UnableToWriteRecord) as error:
        fail(str(error))
    if root_only:
        typer.echo(f"Root {made.root}\nBureau's key {made.bureau_key}")
        return
    typer.echo(made.zh if lang.startswith("zh") else made.en)
