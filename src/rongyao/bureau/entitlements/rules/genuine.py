"""The hash of a letter's text, and the opaque code by which anybody can ask whether it is genuine."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

# No 0 O 1 I L: the code is also read aloud and typed.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16


def body_hash(body: Mapping[str, Any]) -> str:
    """SHA-256 of the frozen text: equal text, equal hash."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def new_code() -> str:
    """Sixteen characters, some 79 bits: not to be guessed."""
    return "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_LENGTH))


def plain_code(typed: str) -> str:
    """The code as typed or scanned, without spaces and hyphens; "" where it cannot be one."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return plain if len(plain) == CODE_LENGTH else ""
