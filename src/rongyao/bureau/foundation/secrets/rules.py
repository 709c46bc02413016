"""Sealing personal secrets: AES-256-GCM at rest, HMAC-SHA256 blind indexes for look-up.

A key ring is a JSON file ``{"current": "k1", "keys": {"k1": <hex>}, "index": <hex>}``; each sealed
value names its key, so old values open after a rotation. The index key never rotates silently:
changing it means re-indexing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class UnableToOpen(Exception):
    """A sealed value does not open with any key of the ring (wrong key file, or a changed value)."""


@dataclass(frozen=True)
class KeyRing:
    """Named 32-byte keys, the name of the one that seals now, and the index key."""

    current: str
    keys: dict[str, bytes]
    index: bytes

    @classmethod
    def kept_in(cls, path: Path) -> KeyRing:
        """Read the ring, making it (owner-readable only) the first time."""
        if not path.exists():
            _make(path)
        raw = json.loads(path.read_text())
        keys = {name: bytes.fromhex(key) for name, key in raw["keys"].items()}
        return cls(current=raw["current"], keys=keys, index=bytes.fromhex(raw["index"]))

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

    def blind(self, text: str, *, purpose: str) -> str:
        """A keyed digest (64 hex) equal for equal text and purpose: look-up without plaintext."""
        return hmac.new(self.index, f"{purpose}\x00{text}".encode(), hashlib.sha256).hexdigest()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    ring = {"current": "k1", "keys": {"k1": secrets.token_hex(32)}, "index": secrets.token_hex(32)}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(ring, file)
