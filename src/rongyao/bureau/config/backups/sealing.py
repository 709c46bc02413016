"""Streams sealed in chunks with AES-256-GCM: a cut, swapped or changed chunk does not open.

Every part of every backup has a key of its own, drawn from the bureau's secret and the backup's salt, so a plain counter
is a safe nonce. The last chunk says that it is the last: a stream cut between two chunks is noticed too.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

CHUNK = 1024 * 1024
TAG = 16
KEY_BYTES = 32
SCRYPT = {"n": 2**15, "r": 8, "p": 1}


class UnableToUnseal(Exception):
    """The sealed bytes do not open: another key, or they were cut or changed."""


class UnableToReadKey(Exception):
    """The key file or passphrase cannot be used; the message says why."""


@dataclass(frozen=True)
class Secret:
    """What the bureau keeps: the 32 bytes of a key file, or a passphrase."""

    kind: str
    value: bytes

    @classmethod
    def of_file(cls, path: Path) -> Secret:
        try:
            key = bytes.fromhex(path.read_text().strip())
        except (OSError, ValueError) as error:
            raise UnableToReadKey(f"{path} is no backup key: {error}.") from error
        if len(key) != KEY_BYTES:
            raise UnableToReadKey(f"{path} is no backup key: {KEY_BYTES} bytes in hex are expected.")
        return cls("file", key)

    @classmethod
    def of_passphrase(cls, words: str) -> Secret:
        if len(words) < 12:
            raise UnableToReadKey("The passphrase is too short: at least twelve characters.")
        return cls("passphrase", words.encode())

    def new_derivation(self) -> dict[str, Any]:
        """How a new backup's keys are drawn from this secret; kept in its manifest, for it is no secret."""
        drawn: dict[str, Any] = {"kind": self.kind, "salt": secrets.token_hex(16)}
        return drawn | (SCRYPT if self.kind == "passphrase" else {})

    def master(self, derivation: dict[str, Any]) -> bytes:
        """The backup's own master key."""
        if derivation["kind"] != self.kind:
            wanted = "a passphrase" if derivation["kind"] == "passphrase" else "a key file"
            raise UnableToUnseal(f"This backup was made with {wanted}; give that.")
        salt = bytes.fromhex(derivation["salt"])
        if self.kind == "file":
            return _drawn(self.value, salt, "master")
        cost = {name: int(derivation[name]) for name in ("n", "r", "p")}
        if cost["n"] > 2**20 or cost["r"] > 32 or cost["p"] > 16:
            raise UnableToUnseal("The manifest asks for more work than any backup of ours: it was changed.")
        return Scrypt(salt=salt, length=KEY_BYTES, **cost).derive(self.value)


def write_key(path: Path) -> None:
    """A fresh key file, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def _drawn(key: bytes, salt: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, f"rongyao backup 1 {purpose}".encode()).derive(key)


def seal_of(master: bytes, body: bytes) -> str:
    """The manifest's own seal."""
    return hmac.new(_drawn(master, b"", "manifest"), body, hashlib.sha256).hexdigest()


def check_of(master: bytes) -> str:
    """Tells a wrong key from a damaged backup."""
    return _drawn(master, b"", "check").hex()


class Sealing:
    """A file to write plain bytes into; what lands on the disk is sealed. Close it, or the stream has no end."""

    def __init__(self, target: IO[bytes], master: bytes, part: str) -> None:
        self._target, self._part = target, part.encode()
        self._cipher = AESGCM(_drawn(master, b"", part))
        self._waiting, self._count = bytearray(), 0
        self.sha256, self.written, self.plain = hashlib.sha256(), 0, 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        self.plain += len(data)
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._put(bytes(self._waiting), is_last=True)
        self._waiting.clear()
        self._target.flush()
        os.fsync(self._target.fileno())

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count, is_last), plain, self._part)
        self._count += 1
        self.sha256.update(sealed)
        self.written += len(sealed)
        self._target.write(sealed)


def unsealed(source: IO[bytes], master: bytes, part: str) -> Iterator[bytes]:
    """The plain chunks of a sealed stream, each checked before it is given out.

    Raises:
        UnableToUnseal: a chunk does not open, or the end is missing.
    """
    cipher, aad, count = AESGCM(_drawn(master, b"", part)), part.encode(), 0
    sealed = source.read(CHUNK + TAG)
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(count, not following), sealed, aad)
        except InvalidTag as error:
            raise UnableToUnseal(
                f"{part} does not open at chunk {count + 1}: it was cut or changed."
            ) from error
        if not following:
            return
        sealed, count = following, count + 1


def _nonce(count: int, is_last: bool) -> bytes:
    return count.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")
