"""The two hash suites of a record, and the RFC 6962 hashes over them."""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass


class UnableToFindSuite(ValueError):
    """The suite is not known, or this machine's OpenSSL lacks it (SM3 on some builds)."""


@dataclass(frozen=True)
class Suite:
    """A named 32-byte hash: ``H``, its HMAC, and RFC 6962's leaf and node."""

    name: str
    new: Callable[..., "hashlib._Hash"]

    def digest(self, data: bytes) -> bytes:
        return self.new(data).digest()

    def leaf(self, data: bytes) -> bytes:
        return self.new(b"\x00" + data).digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        return self.new(b"\x01" + left + right).digest()

    def mac(self, key: bytes, data: bytes) -> bytes:
        return hmac.digest(key, data, self.name)

    def macs(self, key: bytes, messages: Iterable[bytes]) -> list[bytes]:
        """``mac`` of many messages under one key (at most 64 bytes, the block of both suites), in half the time: RFC 2104 in full."""
        new, block = self.new, key.ljust(64, b"\x00")
        inner, outer = block.translate(hmac.trans_36), block.translate(hmac.trans_5C)
        return [new(outer + new(inner + message).digest()).digest() for message in messages]


def _sm3(data: bytes = b"") -> "hashlib._Hash":
    return hashlib.new("sm3", data)


def suite(name: str) -> Suite:
    """``sha256`` (FIPS 180-4) or ``sm3`` (GB/T 32905)."""
    if name == "sha256":
        return Suite(name, hashlib.sha256)
    if name != "sm3":
        raise UnableToFindSuite(f"there is no suite {name!r}: use sha256 or sm3")
    if "sm3" not in hashlib.algorithms_available:
        raise UnableToFindSuite("this machine's OpenSSL offers no SM3; use sha256")
    return Suite(name, _sm3)
