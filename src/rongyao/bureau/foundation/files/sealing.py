"""Files sealed at rest: AES-256-GCM in chunks, so that a file of any size streams and none can be cut or reordered.

``RYF1``, the name of the key, a salt, then chunks of 64 KiB. Each file has a key of its own, derived from the ring's
key and the salt; each chunk's nonce is its number and whether it is the last (the STREAM construction).
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rongyao.bureau.foundation.secrets.rules import KeyRing, UnableToOpen

MAGIC = b"RYF1"
CHUNK = 64 * 1024
TAG = 16


def seal(plain: BinaryIO, target: Path, ring: KeyRing) -> None:
    """Write the sealed file, whole or not at all: under another name first, then renamed."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for part in sealed(plain, ring):
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def sealed(plain: BinaryIO, ring: KeyRing) -> Iterator[bytes]:
    salt, name = secrets.token_bytes(16), ring.current.encode()
    head = MAGIC + bytes([len(name)]) + name + salt
    yield head
    box = AESGCM(_key(ring, ring.current, salt))
    number, chunk = 0, plain.read(CHUNK)
    while True:
        following = plain.read(CHUNK)
        yield box.encrypt(_nonce(number, is_last=not following), chunk, head)
        if not following:
            return
        number, chunk = number + 1, following


def opened(path: Path, ring: KeyRing) -> Iterator[bytes]:
    """The plain chunks, each checked before it is handed on.

    Raises:
        UnableToOpen: the key is not in the ring, or the file was changed, cut or put together anew.
    """
    with path.open("rb") as file:
        head, box = _read_head(file, ring)
        number, chunk = 0, file.read(CHUNK + TAG)
        while True:
            following = file.read(CHUNK + TAG)
            yield _open_chunk(box, head, number, chunk, is_last=not following)
            if not following:
                return
            number, chunk = number + 1, following


def _read_head(file: BinaryIO, ring: KeyRing) -> tuple[bytes, AESGCM]:
    magic, length = file.read(4), file.read(1)
    name = file.read(length[0]) if length else b""
    salt = file.read(16)
    if magic != MAGIC or len(salt) != 16 or name.decode(errors="replace") not in ring.keys:
        raise UnableToOpen(
            "this file was sealed with a key that is not in the key file, or is no sealed file"
        )
    return magic + length + name + salt, AESGCM(_key(ring, name.decode(), salt))


def _open_chunk(box: AESGCM, head: bytes, number: int, chunk: bytes, *, is_last: bool) -> bytes:
    try:
        return box.decrypt(_nonce(number, is_last=is_last), chunk, head)
    except (InvalidTag, ValueError) as error:
        raise UnableToOpen("this file was changed after it was sealed") from error


def _key(ring: KeyRing, name: str, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, b"rongyao file").derive(ring.keys[name])


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">xxxQ?", number, is_last)
