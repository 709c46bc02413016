"""Records made once, and how they are handed in."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from rongyao.bureau.demo import placements
from rongyao.choosing.verify.tests import staged


@cache
def score_files() -> dict[str, str]:
    """Posts chosen by score, two draws, two witnesses."""
    return dict(staged.everything()[0].files)


@cache
def corrected_files() -> dict[str, str]:
    """The same placement's second version."""
    return dict(staged.second_version(staged.everything()[0]).files)


@cache
def joint_files() -> dict[str, str]:
    return dict(placements.joint_record(dt.date(2026, 11, 24)))


def packed(files: dict[str, str], inside: str = "RECORD/") -> bytes:
    """A folder packed as a system packs it, with what some systems put beside."""
    content = BytesIO()
    with ZipFile(content, "w") as out:
        for name, text in files.items():
            out.writestr(inside + name, text)
        out.writestr(f"{inside}README.md", "not read")
        out.writestr("__MACOSX/._log.jsonl", "not read either")
    return content.getvalue()
