"""``rongyao place`` and ``rongyao match``: three files in, a public record out. No server, no database."""

from __future__ import annotations

import hashlib
import re
import secrets
import shlex
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, Protocol

import typer

from rongyao.bureau.config.commands.determine import Lang
from rongyao.bureau.config.commands.terminal import check_input, fail, say

File = Annotated[
    Path,
    typer.Argument(help="CSV file; its columns are in docs/reference/placement-record.md, section 12."),
]
Language = Annotated[Lang, typer.Option("--lang", help="Language of messages.")]
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
    "secret": ("{path} 里不是密钥（应为 64 位十六进制）。", "{path} holds no secret (it should be 64 hex digits)."),
    "root_only": (
        "--root-only 只写规则、岗位和承诺根：{option} 请在第二步给出。",
        "--root-only writes rules, posts and root alone: give {option} in the second step.",
    ),
    "made": ("新密钥写在 {path}，请妥善保管。", "A new secret is in {path}: keep it safe."),
    "name": ("见证人名称不能为空，不能含空白或 +：{name!r}。", "A witness's name has neither blanks nor +, and is not empty: {name!r}."),
    "inside": ("{private} 不得公布，不能在 {folder} 里面，也不能把它包在里面。", "{private} is never published: it must be neither inside {folder} nor around it."),
    "witness": ("接下来请见证人签署：{next}", "Next the witnesses sign: {next}"),
    "signed": (
        "已签署 {record} 的前 {size} 行：{people} 人，根 {root}。",
        "Signed the first {size} lines of {record}: {people} people, root {root}.",
    ),
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
    public, private = outputs
    if public and private:
        one, other = public.resolve(), private.resolve()
        if one == other or one in other.parents or other in one.parents:
            fail(_said("inside", lang, private=private, folder=public))


def _check_step(root_only: bool, lang: str, **later: object) -> None:
    """Leave where something is given with the first step that only the second would use: it would be passed over."""
    for name, value in later.items():
        if root_only and value:
            fail(_said("root_only", lang, option=f"--{name.replace('_', '-')}"))


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
    suite: Annotated[str | None, typer.Option(help="Hash suite: sha256 (default) or sm3.")] = None,
    private: Annotated[Path | None, typer.Option(help="New folder for receipts. Never publish it.")] = None,
    at: Annotated[
        str,
        typer.Option(
            help="Time of the root, such as 2026-11-24T09:00:00+08:00; the same again with --witnessed."
        ),
    ] = "2000-01-01T00:00:00+08:00",
    seed_at: Annotated[
        str | None, typer.Option(help="Time of the seed and after; without it that of the root.")
    ] = None,
    secret: Secret = None,
    root_only: RootOnly = False,
    witnessed: Witnessed = None,
    lang: Language = Lang.ZH,
) -> None:
    """Place people by published score and write the record that anyone can re-compute.

    Example: rongyao place people.csv posts.csv choices.csv -o RECORD/ --private RECEIPTS/
    """
    from rongyao.choosing.place_cli import UnableToPlace
    from rongyao.choosing.place_cli import place as run
    from rongyao.choosing.record.log import UnableToWriteRecord

    _check((people, posts, choices, rules), (output, private), lang)
    _check_step(root_only, lang, private=private, draw=draw, witnessed=witnessed, seed_at=seed_at)
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
    @property
    def witnesses(self) -> int: ...


def _tell(made: _Made, program: str, private: Path | None, lang: str) -> None:
    """Root, key, how to check, and what must not be published."""
    typer.echo(_said("root", lang, root=made.root))
    typer.echo(_said("key", lang, key=made.bureau_key))
    if made.witnesses:
        typer.echo(
            _said(
                "witness",
                lang,
                next=f"rongyao witness {shlex.quote(str(made.folder))} --name NAME --key FILE",
            )
        )
    if program:
        typer.echo(_said("check", lang, folder=shlex.quote(str(made.folder)), program=program))
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
    """The 32 bytes in the file. A shorter secret could be guessed, and with it every salt."""
    try:
        if not path.exists():
            path.touch(0o600)
            path.write_text(secrets.token_hex(32) + "\n")
            typer.echo(_said("made", lang, path=path), err=True)
        secret = bytes.fromhex(path.read_text().strip())
    except OSError as error:
        fail(say("unwritable", lang, path=path, why=error.strerror))
    except ValueError:
        secret = b""
    if len(secret) != 32:
        fail(_said("secret", lang, path=path))
    return secret


def witness(
    name: Annotated[str, typer.Option(help="The witness's name, as the settings of the round give it.")],
    key: Annotated[
        Path,
        typer.Option(
            help="File with the witness's secret key; made where there is none, but never to sign a record."
        ),
    ],
    record: Annotated[
        Path | None, typer.Argument(help="Folder of a record or a root; without it the public key is told.")
    ] = None,
    memory: Annotated[Path | None, typer.Option(help="File that remembers what was signed last.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Co-sign the last checkpoint of a record, and refuse a history that does not continue the one signed before.

    First, for the settings: rongyao witness --name NAME --key FILE; then: rongyao witness RECORD/ --name NAME --key FILE
    """
    from rongyao.choosing.record.notes import Signer, UnableToCosign
    from rongyao.choosing.record.witness import cosign_folder

    if not re.fullmatch(r"[^\s+]{1,128}", name):
        fail(_said("name", lang, name=name))
    if record is not None:  # a key made now is in no rules
        check_input(key, lang)
        if not (record / "log.jsonl").is_file():
            fail(_said("no_record", lang, record=record))
    signer = Signer(name, _secret(key, lang))
    typer.echo(_said("public", lang, name=name, key=signer.public.hex()))
    if record is None:
        return
    try:
        made = cosign_folder(record, signer, memory or key.with_suffix(".seen.json"), at=int(time.time()))
    except UnableToCosign as error:
        _fail(error, lang)
    except OSError as error:
        fail(say("unwritable", lang, path=error.filename, why=error.strerror))
    typer.echo(_said("signed", lang, record=made.record, size=made.size, people=made.people, root=made.root))
    typer.echo(made.line, nl=False)


def _draws(words: list[str], lang: str) -> dict[str, str]:
    wrong = [word for word in words if "=" not in word]
    if wrong:
        fail(_said("draw", lang, word=repr(wrong[0])))
    return dict(word.split("=", 1) for word in words)


def match(
    people: Annotated[
        Path, typer.Argument(help="CSV; its columns are in docs/reference/joint-matching.md, section 7.")
    ],
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
        float | None,
        typer.Option(min=0, help="Limit of the search; what is not proved then is stated as a gap."),
    ] = None,
    private: Annotated[Path | None, typer.Option(help="New folder for receipts. Never publish it.")] = None,
    at: Annotated[
        str,
        typer.Option(
            help="Time of the root, such as 2026-11-24T09:00:00+08:00; the same again with --witnessed."
        ),
    ] = "2000-01-01T00:00:00+08:00",
    seed_at: Annotated[
        str | None, typer.Option(help="Time of the seed and after; without it that of the root.")
    ] = None,
    secret: Secret = None,
    root_only: RootOnly = False,
    witnessed: Witnessed = None,
    lang: Language = Lang.ZH,
) -> None:
    """Match training seats and jobs at once and write the record with its certificates.

    Example: rongyao match people.csv orders.csv wishes.csv -o RECORD/ --private RECEIPTS/
    """
    from rongyao.choosing.record.log import UnableToWriteRecord
    from rongyao.choosing.together.market import UnableToMatch
    from rongyao.choosing.together.match_cli import match_files

    _check((people, orders, wishes, rules), (output, private), lang)
    _check_step(root_only, lang, private=private, draw=draw, witnessed=witnessed, seed_at=seed_at)
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
