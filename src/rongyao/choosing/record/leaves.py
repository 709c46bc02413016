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


@dataclass
class PersonLeaf:
    """Fields in the order of the format document (``standing`` first), committed under ``nonces``."""

    fields: Sequence[tuple[str, Any]]
    nonces: Nonces
    suite: Suite
    commitment: bytes = b""
    _index: dict[str, int] = field(default_factory=dict)
    _salts: list[str] = field(default_factory=list)
    _standing: bytes = b""
    _rest: list[list[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._index = {name: place for place, (name, _) in enumerate(self.fields)}
        salt = self.nonces.salt(self.suite)
        self._salts = [self.suite.mac(salt, name.encode())[:16].hex() for name, _ in self.fields]
        self._standing, *rest = (self._digest(place) for place in range(len(self.fields)))
        self._rest = tree.levels(rest, self.suite)
        self.commitment = self.suite.node(self._standing, tree.head(rest, self.suite))

    def _digest(self, place: int) -> bytes:
        name, value = self.fields[place]
        return self.suite.leaf(canon([self._salts[place], name, value]))

    def value(self, name: str) -> Any:
        return self.fields[self._index[name]][1]

    def open(self, name: str) -> Opening:
        place = self._index[name]
        if place == 0:
            siblings = [self._rest[-1][0] if self._rest[-1] else self.suite.digest(b"")]
        else:
            siblings = [*tree.path(self._rest, place - 1), self._standing]
        return [name, self.fields[place][1], self._salts[place], b"".join(siblings).hex()]


def field_names(rules: dict[str, Any], posts: Iterable[dict[str, Any]]) -> list[str]:
    """The names and order of a person's fields under these RULES and POSTS (format document, 3.1)."""
    names = ["standing", *(f"tie.{key['id']}" for key in rules["ties"])]
    names += [f"item.{item['id']}" for item in rules["items"]]
    if rules["manner"] == "sealed" or rules["session"]["absent"] == "list":
        names.append("list")
    if rules["mechanism"] == "preserving":
        return [*names, "eligible"]
    return [*names, *(f"post.{post['id']}" for post in posts)]
