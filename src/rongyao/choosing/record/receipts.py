"""A person's receipt: everything needed to find and check one's own line. Private; never in the record."""

from typing import Any

from rongyao.choosing.record.leaves import PersonLeaf


def receipt(
    leaf: PersonLeaf, *, record: str, version: int, root: bytes, people: int, post: str
) -> dict[str, Any]:
    """The full receipt; ``post`` is the post held, ``-`` for none, empty where not yet known."""
    return _head(leaf, record, version, root, people, post) | {
        "bureau_nonce": leaf.nonces.bureau.hex(),
        "person_nonce": leaf.nonces.person.hex(),
        "fields": [[name, value] for name, value in leaf.fields],
    }


def totals_only(
    leaf: PersonLeaf, *, record: str, version: int, root: bytes, people: int, post: str
) -> dict[str, Any]:
    """A receipt that proves the place in the order and opens nothing else: safe to show under pressure."""
    return _head(leaf, record, version, root, people, post) | {"open": [leaf.open("standing")]}


def _head(leaf: PersonLeaf, record: str, version: int, root: bytes, people: int, post: str) -> dict[str, Any]:
    return {
        "format": "rongyao-receipt-1",
        "record": record,
        "version": version,
        "suite": leaf.suite.name,
        "root": root.hex(),
        "people": people,
        "leaf": leaf.commitment.hex(),
        "post": post,
    }
