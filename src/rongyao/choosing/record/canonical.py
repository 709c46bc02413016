"""Canonical JSON: one value has one spelling, so that a hash of the text is a hash of the value."""

import json
import re
import unicodedata
from typing import Any

LARGEST = 2**53 - 1
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_IDENTIFIER = re.compile(r"[A-Za-z0-9._-]{1,64}")


class UnableToWriteCanonically(ValueError):
    """The value has no place in a record: a fraction, null, a control or bidirectional mark, a huge integer."""


def canon(value: Any) -> bytes:
    """The canonical UTF-8 bytes of ``value`` (dict, list, str, int); text is brought to NFC first."""
    return json.dumps(_normal(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def identifier(text: str) -> str:
    """``text`` if it can name a post, a round or a tie key; full-width letters are refused, not folded."""
    if not _IDENTIFIER.fullmatch(text):
        raise UnableToWriteCanonically(f"{text!r} is not an identifier (1–64 of A-Z a-z 0-9 . _ -)")
    return text


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool) or value is None or isinstance(value, float):
        raise UnableToWriteCanonically(f"{value!r} has no canonical form: use an integer or text")
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, dict):
        return {_key(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    raise UnableToWriteCanonically(f"a {type(value).__name__} has no canonical form")


def _text(value: str) -> str:
    if value.isascii() and value.isprintable():
        return value
    if found := _FORBIDDEN.search(value):
        raise UnableToWriteCanonically(f"{value!r} contains the forbidden character U+{ord(found[0]):04X}")
    return unicodedata.normalize("NFC", value)


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise UnableToWriteCanonically(f"{value} is beyond 2^53 - 1")
    return value


def _key(key: str) -> str:
    if not key.isascii():
        raise UnableToWriteCanonically(f"the key {key!r} is not ASCII")
    return _text(key)
