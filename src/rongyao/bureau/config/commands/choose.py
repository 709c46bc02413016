"""``rongyao place`` and ``rongyao match``: three files in, a public record out. No server, no database."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, Protocol

import typer

from rongyao.bureau.config.commands.terminal import check_input, fail

File = Annotated[
    Path, typer.Argument(help="CSV file; its columns are in docs/reference/placement-record.md.")
]
Lang = Annotated[str, typer.Option(help="zh or en.")]
SENTENCES = {
    "placed": ("{people} 人中 {placed} 人得岗；记录在 {folder}。", "{placed} of {people} placed; the record is in {folder}."),
    "matched": ("记录在 {folder}。", "The record is in {folder}."),
    "rooted": ("{people} 人的承诺根在 {folder}。", "The root over {people} people is in {folder}."),
    "root": ("根 {root}", "Root {root}"),
    "key": ("单位公钥 {key}", "Bureau's key {key}"),
    "check": (
        "核验：python3 {folder}/{program} {folder}，或用浏览器打开其中的 rongyao_verify.html。",
        "To check it: python3 {folder}/{program} {folder}, or open the rongyao_verify.html in it.",
    ),
    "rehearsal": (
        "这是演练：种子没有公开开奖，不得作为结果公布。",
        "A rehearsal: no public draw made its seed. Do not publish it as a result.",
    ),
    "private": ("回执和按编号的结果在 {folder}，不得公布。", "Receipts and results by id are in {folder}: never publish it."),
    "working": ("正在计算 {people} 人……", "Working on {people} people ..."),
    "public": ("{name} 的公钥：{key}", "Public key of {name}: {key}"),
    "no_record": ("{record} 不是记录：没有 log.jsonl。", "{record} is no record: it has no log.jsonl."),
    "draw": ("--draw 应写作 来源=号码，而不是 {word}。", "--draw takes ID=DIGITS, not {word}."),
    "secret": ("{path} 里不是密钥（应为十六进制）。", "{path} holds no secret (it should be hex)."),
    "exists": ("{folder} 不是空文件夹：绝不覆盖已有的记录。", "{folder} is not empty: a record is never written over another."),
}  # fmt: skip


def _said(code: str, lang: str, **params: object) -> str:
    zh, en = SENTENCES[code]
    return (zh if lang.startswith("zh") else en).format(**params)


def _fail(problem: Exception, lang: str) -> NoReturn:
    from rongyao.choosing.said import in_chinese

    fail(in_chinese(str(problem)) if lang.startswith("zh") else str(problem))


def _check(inputs: Sequence[Path | None], outputs: Sequence[Path | None], lang: str) -> None:
    """Leave with one sentence, before any work is done, where a file is missing or a folder is full."""
    for path in inputs:
        if path:
            check_input(path, lang)
    for folder in outputs:
        if folder and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            fail(_said("exists", lang, folder=folder))


def _working(people: Path, lang: str) -> None:
    """A word on stderr where it takes more than a moment."""
    rows = people.read_bytes().count(b"\n")
    if rows > MANY:
        typer.echo(_said("working", lang, people=f"{rows:,}"), err=True)


MANY = 5_000

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
    lang: Lang = "zh",
) -> None:
    """Place people by published score and write the record that anyone can re-compute."""
    from rongyao.choosing.place_cli import UnableToPlace
    from rongyao.choosing.place_cli import place as run
    from rongyao.choosing.record.log import UnableToWriteRecord

    _check((people, posts, choices, rules), (output, private), lang)
    _working(people, lang)
    try:
        made = run(
            people, posts, choices, output, rules=rules, draws=_draws(draw or [], lang), preserving=preserving,
            suite=suite, private=private, at=at, seed_at=seed_at, is_root_only=root_only, witnessed=witnessed,
            **_from_secret(secret, lang),
        )  # fmt: skip
    except (UnableToPlace, UnableToWriteRecord) as error:
        _fail(error, lang)
    told = "rooted" if root_only else "placed"
    typer.echo(_said(told, lang, people=made.people, placed=made.placed, folder=made.folder))
    _tell(made, "" if root_only else "rongyao_verify.py", None if root_only else private, lang)


class _Made(Protocol):
    @property
    def folder(self) -> Path: ...
    @property
    def root(self) -> str: ...
    @property
    def bureau_key(self) -> str: ...
    @property
    def is_rehearsal(self) -> bool: ...


def _tell(made: _Made, program: str, private: Path | None, lang: str) -> None:
    """Root, key, how to check, and what must not be published."""
    typer.echo(_said("root", lang, root=made.root))
    typer.echo(_said("key", lang, key=made.bureau_key))
    if program:
        typer.echo(_said("check", lang, folder=made.folder, program=program))
    if private:
        typer.echo(_said("private", lang, folder=private))
    if made.is_rehearsal:
        typer.echo(_said("rehearsal", lang))


def _from_secret(path: Path | None, lang: str) -> dict[str, bytes]:
    """The bureau's key and the nonces, from the secret in a file (made where there is none)."""
    secret = _secret(path, lang) if path else b""
    return (
        {"key": hashlib.sha256(secret + b"key").digest(), "nonces_from": secret + b"nonces"} if path else {}
    )


def _secret(path: Path, lang: str) -> bytes:
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_hex(32) + "\n")
    try:
        return bytes.fromhex(path.read_text().strip())
    except ValueError:
        fail(_said("secret", lang, path=path))


def witness(
    name: Annotated[str, typer.Option(help="The witness's name, as the settings of the round give it.")],
    key: Annotated[Path, typer.Option(help="File with the witness's secret key; made where there is none.")],
    record: Annotated[
        Path | None, typer.Argument(help="Folder of a record or a root; without it the public key is told.")
    ] = None,
    memory: Annotated[Path | None, typer.Option(help="File that remembers what was signed last.")] = None,
    lang: Lang = "zh",
) -> None:
    """Co-sign the last checkpoint of a record, and refuse a history that does not continue the one signed before."""
    from rongyao.choosing.record.notes import Signer, UnableToCosign
    from rongyao.choosing.record.witness import cosign_folder

    signer = Signer(name, _secret(key, lang))
    typer.echo(_said("public", lang, name=name, key=signer.public.hex()))
    if record is None:
        return
    if not (record / "log.jsonl").is_file():
        fail(_said("no_record", lang, record=record))
    try:
        typer.echo(
            cosign_folder(record, signer, memory or key.with_suffix(".seen.json"), at=int(time.time())),
            nl=False,
        )
    except UnableToCosign as error:
        _fail(error, lang)


def _draws(words: list[str], lang: str) -> dict[str, str]:
    wrong = [word for word in words if "=" not in word]
    if wrong:
        fail(_said("draw", lang, word=repr(wrong[0])))
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
    lang: Lang = "zh",
) -> None:
    """Match training seats and jobs at once and write the record with its certificates."""
    from rongyao.choosing.record.log import UnableToWriteRecord
    from rongyao.choosing.together.market import UnableToMatch
    from rongyao.choosing.together.match_cli import match_files

    _check((people, orders, wishes, rules), (output, private), lang)
    _working(people, lang)
    try:
        made = match_files(
            people, orders, wishes, output, rules=rules, draws=_draws(draw or [], lang), mode=mode, accept=accept,
            seconds=seconds, private=private, at=at, seed_at=seed_at, is_root_only=root_only, witnessed=witnessed,
            **_from_secret(secret, lang),
        )  # fmt: skip
    except (UnableToMatch, UnableToWriteRecord) as error:
        _fail(error, lang)
    if root_only:
        typer.echo(_said("rooted", lang, people=made.people, folder=made.folder))
    else:
        typer.echo(made.zh if lang.startswith("zh") else made.en)
        typer.echo(_said("matched", lang, folder=made.folder))
    _tell(made, "" if root_only else "check_together.py", None if root_only else private, lang)
