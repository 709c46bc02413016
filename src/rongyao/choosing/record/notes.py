"""Checkpoints as C2SP signed notes, and witness co-signatures (``cosignature/v1``). Ed25519."""

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNED_BY_LOG = b"\x01"
COSIGNED = b"\x04"


class UnableToCosign(ValueError):
    """The checkpoint does not continue the one this witness signed before."""


@dataclass(frozen=True)
class Signer:
    """A named Ed25519 key; ``secret`` is its 32-byte seed. Names carry no blank and no plus sign."""

    name: str
    secret: bytes

    @property
    def public(self) -> bytes:
        key = Ed25519PrivateKey.from_private_bytes(self.secret).public_key()
        return key.public_bytes(Encoding.Raw, PublicFormat.Raw)

    def declared(self) -> dict[str, str]:
        """The entry of this key in RULES."""
        return {"name": self.name, "key": self.public.hex()}

    def sign(self, text: str) -> str:
        """The log's own signature line."""
        return self._line(SIGNED_BY_LOG, b"", text.encode())

    def cosign(self, text: str, *, at: int) -> str:
        """A witness's signature line over the time ``at`` (Unix seconds) and the text."""
        message = f"cosignature/v1\ntime {at}\n{text}".encode()
        return self._line(COSIGNED, struct.pack(">Q", at), message)

    def _line(self, kind: bytes, prefix: bytes, message: bytes) -> str:
        key_id = _key_id(self.name, kind, self.public)
        signature = Ed25519PrivateKey.from_private_bytes(self.secret).sign(message)
        return f"— {self.name} {base64.b64encode(key_id + prefix + signature).decode()}\n"


def _key_id(name: str, kind: bytes, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def signed_by(line: str, name: str, key: bytes, text: str) -> bool:
    """Whether ``line`` is the log's own signature line by this key over ``text``."""
    payload = _payload(line, name, SIGNED_BY_LOG, key)
    return len(payload) == 68 and _holds(key, payload[4:], text.encode())


def cosigned_at(line: str, name: str, key: bytes, text: str) -> int | None:
    """The Unix time at which the witness of this name and key signed ``text``; None where the line is not by that key."""
    payload = _payload(line, name, COSIGNED, key)
    if len(payload) != 76:
        return None
    at = int(struct.unpack(">Q", payload[4:12])[0])
    return at if _holds(key, payload[12:], f"cosignature/v1\ntime {at}\n{text}".encode()) else None


def _payload(line: str, name: str, kind: bytes, key: bytes) -> bytes:
    """Key id and signature of a line of this name and key; empty where it is not one."""
    mark, who, said = [*line.rstrip("\n").split(" "), "", "", ""][:3]
    try:
        payload = base64.b64decode(said, validate=True)
    except ValueError:
        return b""
    return payload if (mark, who) == ("—", name) and payload[:4] == _key_id(name, kind, key) else b""


def _holds(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def checkpoint_text(origin: str, size: int, head: bytes) -> str:
    """The signed text: origin, size, head, each on a line."""
    return f"{origin}\n{size}\n{base64.b64encode(head).decode()}\n"


def note(text: str, *lines: str) -> str:
    """A signed note: the text, an empty line, the signature lines."""
    return text + "\n" + "".join(lines)
