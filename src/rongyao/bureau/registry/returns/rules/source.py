"""The text of a mapping that comes with the product."""

from __future__ import annotations

import re
from importlib.resources import files


def mapping_text(code: str) -> str | None:
    """The file of a built-in form, or None."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        return None
    path = files("rongyao.bureau.registry.returns") / "data" / f"{code}.csv"
    return path.read_text(encoding="utf-8") if path.is_file() else None
