"""Two answers to one question, what differs between them and why. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "new": _("asked for the first time"),
    "gone": _("the question no longer arises"),
    "facts": _("the facts"),
    "standards": _("the table of standards"),
    "readings": _("the readings of the law"),
    "law": _("the law as programmed"),
    "day": _("a day passed"),
}
KINDS: dict[str, Any] = {
    "gained": _("Now meets the conditions"),
    "lost": _("No longer meets the conditions"),
    "sum": _("Another sum"),
    "other": _("Another answer"),
}


@dataclass(frozen=True)
class Kept:
    """What is compared of a kept answer."""

    pk: int
    on: dt.date
    answer: str
    amount_fen: int | None
    is_payable: bool
    facts_hash: str
    standards_hash: str
    pack_hash: str


def changed_facts(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """The facts that are known otherwise; empty where either was not kept."""
    if before is None or after is None:
        return []
    names = sorted({*before, *after})
    return [name for name in names if before.get(name) != after.get(name)]
