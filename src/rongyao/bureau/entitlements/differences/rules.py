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


def is_another(before: Kept | None, after: Kept | None) -> bool:
    """Whether the person would be told something else: the answer, the sum, or whether it may be paid.

    Nobody was told anything before a first answer, so only a first yes is news.
    """
    if before is None:
        return after is not None and after.answer == "yes"
    return _said(before) != _said(after)


def _said(one: Kept | None) -> tuple[str, int | None, bool] | None:
    return None if one is None else (one.answer, one.amount_fen, one.is_payable)


def kind_of(before: Kept | None, after: Kept | None) -> str:
    """gained, lost, sum (the answer stays yes) or other."""
    was, now = (one is not None and one.answer == "yes" for one in (before, after))
    if was != now:
        return "gained" if now else "lost"
    return "sum" if was else "other"


def reasons(before: Kept | None, after: Kept | None, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Which inputs are other ones. `settings`: the readings kept under each hash of law and readings."""
    if before is None:
        return ("new",)
    if after is None:
        return ("gone",)
    found = [name for name in ("facts", "standards") if _hash(before, name) != _hash(after, name)]
    if before.pack_hash != after.pack_hash:
        was, now = settings.get(before.pack_hash), settings.get(after.pack_hash)
        found.append("readings" if was is not None and now is not None and was != now else "law")
    return tuple(found) or ("day",)


def _hash(one: Kept, name: str) -> str:
    text: str = getattr(one, f"{name}_hash")
    return text


def changed_facts(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """The facts that are known otherwise; empty where either was not kept."""
    if before is None or after is None:
        return []
    names = sorted({*before, *after})
    return [name for name in names if before.get(name) != after.get(name)]
