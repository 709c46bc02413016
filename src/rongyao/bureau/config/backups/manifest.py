"""``manifest.json`` of a backup: what is in it, from when, under which version, with a seal of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rongyao.bureau.config.backups import sealing

NAME = "manifest.json"
FORMAT = 1
STAMP = "%Y-%m-%dT%H%M%SZ"
FOLDER = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")


class UnableToUseBackup(Exception):
    """The backup is refused; the message says which part, why, and what to do now."""


@dataclass(frozen=True)
class Part:
    """One sealed file of a backup."""

    name: str
    bytes: int
    plain_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    program: str
    postgres: str
    migrations: list[str]
    counts: dict[str, int]
    record_rows: int
    record_head: str
    derivation: dict[str, Any]
    check: str
    parts: list[Part] = field(default_factory=list)
    format: int = FORMAT

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.made_at)

    @property
    def size(self) -> int:
        return sum(part.bytes for part in self.parts)

    def write(self, folder: Path, master: bytes) -> None:
        body = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        seal = sealing.seal_of(master, body.encode())
        (folder / NAME).write_text(json.dumps({"manifest": body, "seal": seal}) + "\n")


def read(folder: Path) -> Manifest:
    """What the backup says of itself; not yet believed.

    Raises:
        UnableToUseBackup: no manifest, no JSON, or a later format.
    """
    return _of(_raw(folder)["manifest"], folder)


def _raw(folder: Path) -> dict[str, str]:
    try:
        raw = json.loads((folder / NAME).read_text())
        return {"manifest": str(raw["manifest"]), "seal": str(raw["seal"])}
    except FileNotFoundError as error:
        raise UnableToUseBackup(f"{folder} is no backup: it has no {NAME}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnableToUseBackup(
            f"The manifest of {folder.name} cannot be read. Use another backup."
        ) from error


def _of(body: str, folder: Path) -> Manifest:
    try:
        values = json.loads(body)
        if values["format"] > FORMAT:
            raise UnableToUseBackup(
                f"{folder.name} was made by a later version of the program. Install that first."
            )
        return Manifest(**(values | {"parts": [Part(**part) for part in values["parts"]]}))
    except (ValueError, KeyError, TypeError) as error:
        raise UnableToUseBackup(
            f"The manifest of {folder.name} cannot be read. Use another backup."
        ) from error


def opened(folder: Path, secret: sealing.Secret) -> tuple[Manifest, bytes]:
    """The manifest, believed, and the backup's master key.

    Raises:
        UnableToUseBackup: another key, or a changed manifest.
    """
    raw, manifest = _raw(folder), read(folder)
    try:
        master = secret.master(manifest.derivation)
    except (sealing.UnableToUnseal, KeyError, ValueError) as error:
        raise UnableToUseBackup(str(error)) from error
    if not hmac.compare_digest(sealing.check_of(master), manifest.check):
        raise UnableToUseBackup(f"This key does not open {folder.name}. Use the key it was made with.")
    if not hmac.compare_digest(sealing.seal_of(master, raw["manifest"].encode()), raw["seal"]):
        raise UnableToUseBackup(
            f"The manifest of {folder.name} was changed after it was made. Use another backup."
        )
    return manifest, master


def verify(folder: Path, secret: sealing.Secret) -> Manifest:
    """Read every byte of a backup: each part is as long as stated, unchanged, and opens to its end.

    Raises:
        UnableToUseBackup: the first part that is missing, cut or changed.
    """
    manifest, master = opened(folder, secret)
    for part in manifest.parts:
        _verify_part(folder, part, master)
    return manifest


def _verify_part(folder: Path, part: Part, master: bytes) -> None:
    path = folder / part.name
    if not path.exists():
        raise UnableToUseBackup(f"{part.name} of {folder.name} is missing. Use another backup.")
    if path.stat().st_size != part.bytes:
        raise UnableToUseBackup(
            f"{part.name} of {folder.name} is {path.stat().st_size:,} bytes long instead of {part.bytes:,}: "
            "it was cut. Use another backup."
        )
    if _digest(path) != part.sha256:
        raise UnableToUseBackup(f"{part.name} of {folder.name} was changed on the disk. Use another backup.")
    with path.open("rb") as file:
        try:
            plain = sum(len(chunk) for chunk in sealing.unsealed(file, master, part.name))
        except sealing.UnableToUnseal as error:
            raise UnableToUseBackup(f"{error} Use another backup.") from error
    if plain != part.plain_bytes:
        raise UnableToUseBackup(f"{part.name} of {folder.name} is not what it says. Use another backup.")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def all_in(folder: Path) -> list[tuple[Path, Manifest | None]]:
    """Every finished backup of a folder, newest first; None where its manifest cannot be read."""
    found: list[tuple[Path, Manifest | None]] = []
    names = folder.iterdir() if folder.is_dir() else ()
    for path in sorted((p for p in names if FOLDER.fullmatch(p.name)), reverse=True):
        try:
            found.append((path, read(path)))
        except UnableToUseBackup:
            found.append((path, None))
    return found
