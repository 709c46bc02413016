"""One person's leaf: a commitment to every field, opened field by field and never as a whole."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
    """Fields in the order of the format document, front ones first, committed under ``nonces``."""

    fields: Sequence[tuple[str, Any]]
    nonces: Nonces
    suite: Suite
    commitment: bytes = b""
    _index: dict[str, int] = field(default_factory=dict)
    _salts: list[str] = field(default_factory=list)
    _trees: list[list[list[bytes]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._index = {name: place for place, (name, _) in enumerate(self.fields)}
        salt = self.nonces.salt(self.suite)
        self._salts = [self.suite.mac(salt, name.encode())[:16].hex() for name, _ in self.fields]
        digests = [self._digest(place) for place in range(len(self.fields))]
        cut = sum(name in FRONT for name, _ in self.fields)
        self._trees = [tree.levels(half, self.suite) for half in (digests[:cut], digests[cut:])]
        self.commitment = self.suite.node(*(self._head(half) for half in self._trees))

    def _head(self, levels: list[list[bytes]]) -> bytes:
        return levels[-1][0] if levels[-1] else self.suite.digest(b"")

    def _digest(self, place: int) -> bytes:
        name, value = self.fields[place]
        if isinstance(value, int):
            return self.suite.leaf(f'["{self._salts[place]}","{name}",{value:d}]'.encode())
        return self.suite.leaf(canon([self._salts[place], name, value]))

    def value(self, name: str) -> Any:
        return self.fields[self._index[name]][1]

    def open(self, name: str) -> Opening:
        place, (front, back) = self._index[name], self._trees
        mine, other, index = (front, back, place) if name in FRONT else (back, front, place - len(front[0]))
        siblings = [*tree.path(mine, index), self._head(other)]
        return [name, self.fields[place][1], self._salts[place], b"".join(siblings).hex()]


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
