"""What the commands share with the person at the terminal: one sentence for a failure, a bar while waiting."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

FAILED = 1
errors = Console(stderr=True, highlight=False, soft_wrap=True)

Told = Callable[[int, int], None]
SENTENCES = {
    "missing": ("找不到文件 {path}。", "There is no file {path}."),
    "folder": ("{path} 是文件夹，不是文件。", "{path} is a folder, not a file."),
    "unreadable": ("没有权限读取 {path}。", "{path} may not be read."),
    "nowhere": ("无法写入 {path}：文件夹不存在。", "{path} cannot be written: its folder does not exist."),
    "unwritable": ("无法写入 {path}：{why}。", "{path} cannot be written: {why}."),
    "same": ("输出文件不能就是输入文件 {path}。", "The output must not be the input file {path}."),
    "ending": ("输出文件 {path} 应以 {ending} 结尾。", "The output {path} must end in {ending}."),
}


def fail(sentence: str) -> NoReturn:
    """Say one sentence on stderr and leave with exit code 1."""
    errors.print(sentence, markup=False)
    raise typer.Exit(FAILED)


def say(code: str, lang: str, **params: object) -> str:
    zh, en = SENTENCES[code]
    return (zh if lang.startswith("zh") else en).format(**params)


def check_input(path: Path, lang: str) -> None:
    """Leave with one sentence where the file is missing, a folder, or may not be read."""
    if not path.exists():
        fail(say("missing", lang, path=path))
    if path.is_dir():
        fail(say("folder", lang, path=path))
    if not os.access(path, os.R_OK):
        fail(say("unreadable", lang, path=path))


def check_output(path: Path, lang: str, *, ending: str, other_than: Path | None = None) -> None:
    """Leave with one sentence, before any work is done, where the result could not be written."""
    if other_than is not None and path.exists() and path.samefile(other_than):
        fail(say("same", lang, path=path))
    if path.suffix.lower() != ending:
        fail(say("ending", lang, path=path, ending=ending))
    if not path.parent.is_dir():
        fail(say("nowhere", lang, path=path))
    if path.is_dir():
        fail(say("folder", lang, path=path))


@contextmanager
def whole_file(path: Path, lang: str) -> Iterator[Path]:
    """A file beside ``path`` to write into; it takes the name only when everything went well."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        fail(say("unwritable", lang, path=path, why=error.strerror))
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o666 & ~_umask())
        draft.replace(path)
    except OSError as error:
        fail(say("unwritable", lang, path=path, why=error.strerror or error))
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


@contextmanager
def bar(title: str) -> Iterator[Told]:
    """A progress bar on stderr, so that stdout stays clean; drawn only on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
