"""Sealing personal secrets: AES-256-GCM at rest, HMAC-SHA256 blind indexes for look-up.

A key ring is a JSON file ``{"current": "k1", "keys": {"k1": <hex>}, "index": <hex>, "old_indexes": [<hex>…]}``. Each
sealed value names its key, so old values open after a rotation. A blind index names none: while old index keys are on
the ring, every look-up asks under each of them (``Blind.also``).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class UnableToOpen(Exception):
    """A sealed value does not open with any key of the ring (wrong key file, or a changed value)."""


class Blind(str):
    """A blind index, with what it was under the index keys of before: equal text is found by any of them."""

    also: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (str(self), *self.also)


@dataclass(frozen=True)
class KeyRing:
    """Named 32-byte keys, the name of the one that seals now, the index key and those of before."""

    current: str
    keys: dict[str, bytes]
    index: bytes
    old_indexes: tuple[bytes, ...] = ()

    @classmethod
    def kept_in(cls, path: Path) -> KeyRing:
        """Read the ring, making it (owner-readable only) the first time."""
        if not path.exists():
            _make(path)
        raw = json.loads(path.read_text())
        keys = {name: bytes.fromhex(key) for name, key in raw["keys"].items()}
        old = tuple(bytes.fromhex(key) for key in raw.get("old_indexes", ()))
        return cls(current=raw["current"], keys=keys, index=bytes.fromhex(raw["index"]), old_indexes=old)

    def keep_in(self, path: Path) -> None:
        """Write the ring whole or not at all: other processes read it at any moment."""
        raw = {
            "current": self.current,
            "keys": {name: key.hex() for name, key in self.keys.items()},
            "index": self.index.hex(),
            "old_indexes": [key.hex() for key in self.old_indexes],
        }
        fresh = path.with_suffix(".fresh")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(raw, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)

    def with_new_key(self) -> KeyRing:
        """A fresh key that seals from now on; those of before still open."""
        name = f"k{max(int(name[1:]) for name in self.keys) + 1}"
        return replace(self, current=name, keys={**self.keys, name: secrets.token_bytes(32)})

    def without_key(self, name: str) -> KeyRing:
        return replace(self, keys={kept: key for kept, key in self.keys.items() if kept != name})

    def with_new_index(self) -> KeyRing:
        return replace(self, index=secrets.token_bytes(32), old_indexes=(self.index, *self.old_indexes))

    def seal(self, text: str) -> bytes:
        nonce = secrets.token_bytes(12)
        body = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), self.current.encode())
        return self.current.encode() + b":" + nonce + body

    def open(self, sealed: bytes) -> str:
        name, _, rest = bytes(sealed).partition(b":")
        try:
            key = self.keys[name.decode()]
            return AESGCM(key).decrypt(rest[:12], rest[12:], name).decode()
        except (KeyError, InvalidTag, UnicodeDecodeError) as error:
            raise UnableToOpen("this value was sealed with a key that is not in the key file") from error

    def blind(self, text: str, *, purpose: str) -> Blind:
        """A keyed digest (64 hex) equal for equal text and purpose: look-up without plaintext."""
        words = f"{purpose}\x00{text}".encode()
        index, *old = (
            hmac.new(key, words, hashlib.sha256).hexdigest() for key in (self.index, *self.old_indexes)
        )
        made = Blind(index)
        made.also = tuple(old)
        return made


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    ring = {"current": "k1", "keys": {"k1": secrets.token_hex(32)}, "index": secrets.token_hex(32)}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(ring, file)
