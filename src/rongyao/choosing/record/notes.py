"""Checkpoints as C2SP signed notes, and witness co-signatures (``cosignature/v1``). Ed25519."""

import base64
import hashlib
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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
        key_id = hashlib.sha256(self.name.encode() + b"\n" + kind + self.public).digest()[:4]
        signature = Ed25519PrivateKey.from_private_bytes(self.secret).sign(message)
        return f"— {self.name} {base64.b64encode(key_id + prefix + signature).decode()}\n"


def checkpoint_text(origin: str, size: int, head: bytes) -> str:
    """The signed text: origin, size, head, each on a line."""
    return f"{origin}\n{size}\n{base64.b64encode(head).decode()}\n"


def note(text: str, *lines: str) -> str:
    """A signed note: the text, an empty line, the signature lines."""
    return text + "\n" + "".join(lines)
