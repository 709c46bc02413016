"""Papers on the disk under the current key: counted by the name of their key, sealed anew one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rongyao.bureau.foundation.files import sealing
from rongyao.bureau.foundation.files.actions.keeping import folder
from rongyao.bureau.foundation.secrets.fields import ring


class _Plain:
    """The opened chunks of a paper, read as a file is."""

    def __init__(self, path: Path) -> None:
        self.chunks = sealing.opened(path, ring())

    def read(self, _size: int) -> bytes:
        return next(self.chunks, b"")


def papers() -> Iterator[Path]:
    """Every sealed paper; a draft left by a killed process is none."""
    return (path for path in sorted(folder().rglob("*")) if path.is_file() and path.suffix != ".part")


def key_of(path: Path) -> str:
    """The name of the key a paper is sealed with; '' for what is no sealed paper."""
    with path.open("rb") as file:
        magic, length = file.read(4), file.read(1)
        is_ours = magic == sealing.MAGIC and bool(length)
        return file.read(length[0]).decode(errors="replace") if is_ours else ""


def in_use() -> dict[str, int]:
    return dict(Counter(key for path in papers() if (key := key_of(path))))


def reseal() -> Iterator[int]:
    """Each paper is written whole under another name and then takes its place, so a kill leaves the old or the new."""
    for path in papers():
        if key_of(path) not in ("", ring().current):
            sealing.seal(_Plain(path), path, ring())  # type: ignore[arg-type]
            yield 1
