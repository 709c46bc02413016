"""The retention schedule as data: which kind of record, kept how long, on what ground."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of record. ``days`` None: no time is set here, nothing of it runs out."""

    code: str
    zh: str
    en: str
    ground_zh: str
    ground_en: str
    set_by: str
    days: int | None = None
    from_zh: str = ""
    from_en: str = ""

    def before(self, on: dt.date) -> dt.date:
        """Records that began to run before this day are out of time on ``on``."""
        return on - dt.timedelta(days=self.days or 0)


@cache
def schedule() -> dict[str, Kept]:
    """The kinds by their code, in the order of the file."""
    text = (files("rongyao.bureau.registry.upkeep") / "data" / "retention.toml").read_text(encoding="utf-8")
    return {kind["code"]: Kept(**kind) for kind in tomllib.loads(text)["kind"]}
