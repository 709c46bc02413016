"""The log of a placement: append canonical lines, sign checkpoints, write the folder or the bundle."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.choosing.record import tree
from rongyao.choosing.record.canonical import canon
from rongyao.choosing.record.notes import Signer, checkpoint_text, note
from rongyao.choosing.record.suites import Suite

Witnessing = Callable[[str, list[bytes]], list[str]]
"""Given a checkpoint's text and the leaf hashes so far: the witnesses' signature lines."""


class UnableToWriteRecord(ValueError):
    """The folder already holds something else."""


@dataclass
class Log:
    """Lines in order; ``origin`` is the log's name in its checkpoints."""

    origin: str
    suite: Suite
    lines: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    previous: dict[str, str] = field(default_factory=dict)

    def append(self, kind: str, *, at: str, **content: Any) -> int:
        """Add a line of ``kind`` with the legal time ``at``; its number."""
        number = len(self.lines)
        line = canon({"n": number, "kind": kind, "at": at, **content})
        self.lines.append(line)
        self.hashes.append(self.suite.leaf(line))
        return number

    def sign(self, bureau: Signer, witnessing: Witnessing | None = None) -> str:
        """Sign a checkpoint of everything so far, and have it co-signed."""
        text = checkpoint_text(self.origin, len(self.lines), tree.head(self.hashes, self.suite))
        cosigned = witnessing(text, self.hashes) if witnessing else []
        self.notes[len(self.lines)] = note(text, bureau.sign(text), *cosigned)
        return text

    def files(self) -> dict[str, str]:
        """Every file of the record, by its name in the folder."""
        files = {
            "log.jsonl": b"".join(line + b"\n" for line in self.lines).decode(),
            "hashes.txt": "".join(f"{found.hex()}\n" for found in self.hashes),
        }
        files |= {f"checkpoints/{size}.txt": text for size, text in self.notes.items()}
        return files | {f"previous/{name}": text for name, text in self.previous.items()}


def write_folder(files: Mapping[str, str], folder: Path) -> None:
    """Write the record to a new or empty folder; never over another record, and never half of it."""
    write_folders((files, folder))


def write_folders(*pairs: tuple[Mapping[str, str], Path]) -> None:
    """Several folders, each of them new or empty: all of them or none.

    Raises:
        UnableToWriteRecord: a folder holds something, or the disk does not take it.
    """
    for _, folder in pairs:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnableToWriteRecord(f"{folder} is not empty: a record is never written over another")
    written: list[Path] = []
    folder = pairs[0][1]
    try:
        for files, folder in pairs:
            written.append(draft := _draft(folder))
            _write(files, draft)
        for draft, (_, folder) in zip(written, pairs, strict=True):
            if draft != folder:
                draft.rename(folder)
    except OSError as problem:
        for draft in written:
            shutil.rmtree(draft, ignore_errors=True)
        raise UnableToWriteRecord(f"{folder} cannot be written: {problem.strerror}") from problem


def _draft(folder: Path) -> Path:
    """Where to write first: beside a folder that is not there yet; an empty one (the root of a stick, say) itself."""
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    return draft


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def read_folder(folder: Path) -> dict[str, str]:
    """The files of a record in a folder, by name; pages and programs beside it are left out."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in found if path.suffix not in {".html", ".md", ".py"})
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in kept}


def bundle(files: dict[str, str]) -> str:
    """The record as one file."""
    value = {"files": sorted(files.items()), "format": "rongyao-bundle-1"}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def witnesses(signers: Sequence[Signer], *, at: int) -> Witnessing:
    """Let every one of ``signers`` co-sign at Unix time ``at``, each remembering nothing (rehearsals, tests)."""
    return lambda text, _hashes: [signer.cosign(text, at=at) for signer in signers]
