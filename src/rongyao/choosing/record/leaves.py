"""One person's leaf: a commitment to every field, opened field by field and never as a whole."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rongyao.choosing.record import tree
from rongyao.choosing.record.canonical import canon
from rongyao.choosing.record.suites import Suite

Opening = list[Any]
"""``[name, value, salt of the field (hex), path (hex)]``"""


@dataclass(frozen=True)
class Nonces:
    """Two secrets of 32 bytes, one from each side: neither side alone can choose the salt."""

    bureau: bytes
    person: bytes

    @classmethod
    def fresh(cls) -> "Nonces":
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))

    def salt(self, suite: Suite) -> bytes:
        return suite.digest(b"rongyao-salt-1\x00" + self.bureau + self.person)


FRONT = {"standing", "list", "eligible"}
"""Fields opened often: they have a small tree of their own, so that their paths are short."""


@dataclass
class PersonLeaf:
    """Fields in the order of the format document, front ones first, committed under ``nonces``.

    A person has a field a post, and there may be 100,000 people: kept are only the hashes, level by level, each level joined. Salts
    are made again when a field is opened.
    """

    fields: Sequence[tuple[str, Any]]
    nonces: Nonces
    suite: Suite
    commitment: bytes = b""
    _trees: list[list[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        new, fields = self.suite.new, self.fields
        salts = self.suite.macs(self.nonces.salt(self.suite), [name.encode() for name, _ in fields])
        tails = [_tail(name, value) for name, value in fields]
        digests = [
            new(f'\x00["{salt[:16].hex()}{tail}'.encode()).digest()
            for salt, tail in zip(salts, tails, strict=True)
        ]
        cut = sum(name in FRONT for name, _ in self.fields)
        self._trees = [tree.levels(half, self.suite) for half in (digests[:cut], digests[cut:])]
        self.commitment = self.suite.node(*(self._head(half) for half in self._trees))

    def _head(self, levels: list[bytes]) -> bytes:
        return levels[-1] or self.suite.digest(b"")

    def _place(self, name: str) -> int:
        return next(place for place, (one, _) in enumerate(self.fields) if one == name)

    def value(self, name: str) -> Any:
        return self.fields[self._place(name)][1]

    def open(self, name: str) -> Opening:
        place, (front, back) = self._place(name), self._trees
        before = len(front[0]) // 32
        mine, other, index = (front, back, place) if name in FRONT else (back, front, place - before)
        path = b"".join([*tree.path(mine, index), self._head(other)])
        salt = self.suite.mac(self.nonces.salt(self.suite), name.encode())[:16]
        return [name, self.fields[place][1], salt.hex(), path.hex()]


def _tail(name: str, value: Any) -> str:
    """``canon([salt, name, value])`` after the salt."""
    return (
        _flag_tail(name, value)
        if type(value) is int and value in (0, 1)
        else canon(["", name, value])[2:].decode()
    )


@lru_cache(maxsize=4096)
def _flag_tail(name: str, value: int) -> str:
    return canon(["", name, value])[2:].decode()


def field_names(rules: dict[str, Any], posts: Iterable[dict[str, Any]]) -> list[str]:
    """The names and order of a person's fields under these RULES and POSTS (format document, 3.1)."""
    names = ["standing"]
    if rules["manner"] == "sealed" or rules["session"]["absent"] == "list":
        names.append("list")
    preserving = rules["mechanism"] == "preserving"
    names += ["eligible"] if preserving else []
    names += [
        *(f"tie.{key['id']}" for key in rules["ties"]),
        *(f"item.{one['id']}" for one in rules["items"]),
    ]
    return names if preserving else names + [f"post.{post['id']}" for post in posts]
