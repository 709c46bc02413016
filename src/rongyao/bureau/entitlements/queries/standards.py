"""Dated amounts as they stand here: the files of the law, overlaid by what two persons entered and confirmed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

import polars as pl
from django.db.models import Count, Max, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.law import standards
from rongyao.law.facts import FACTS

MILLIONTHS = 1_000_000
PAYING = ("confirmed", "published")
KEY_WORDS: dict[str, Any] = {
    "grade": _("Disability grade"),
    "cause": _("Cause of disability"),
    "nature": _("Kind of death"),
    "area_class": _("Class of area"),
}
KEY_FACTS = {"cause": "disability_cause", "nature": "death_nature"}
Version = tuple[int, int, dt.datetime | None]


def version() -> Version:
    """Changes whenever a confirmed entry joins or leaves: the key of the cached table."""
    found = _confirmed().aggregate(many=Count("pk"), last=Max("pk"), at=Max("confirmed_at"))
    return found["many"], found["last"] or 0, found["at"]


def effective() -> pl.DataFrame:
    """The table the law is given today."""
    return _table(version())


@lru_cache(maxsize=4)
def _table(_version: Version) -> pl.DataFrame:
    return over_seed([own_row(entry) for entry in _confirmed()])


def over_seed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The files' table with the bureau's own rows (see ``own_row``) on top."""
    base = standards.seed()
    return standards.overlay(base, [_typed(row) for row in rows]) if rows else base


def own_rows() -> list[dict[str, Any]]:
    """The confirmed entries as plain JSON: kept beside a determination so that it can be computed again."""
    return [own_row(entry) for entry in _confirmed()]


def own_row(entry: StandardEntry) -> dict[str, Any]:
    """One entry as a row of ``law.standards``, dates as ISO text."""
    name = standards.NAMES[entry.name]
    keys = [str(entry.keys.get(key, "")) for key in name.keys]
    return {
        "name": entry.name,
        "key1": keys[0] if keys else "",
        "key2": keys[1] if len(keys) > 1 else "",
        "level": entry.level,
        "division": entry.division_code,
        "from": entry.starts_on.isoformat(),
        "to": entry.ends_on.isoformat() if entry.ends_on else None,
        "value": entry.value,
        "den": MILLIONTHS if name.unit == "ratio" else 1,
        "document": f"{entry.document} {entry.document_no}".strip(),
        "source": f"entry {entry.pk}",
    }


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    ends = dt.date.fromisoformat(row["to"]) if row["to"] else None
    return {**row, "from": dt.date.fromisoformat(row["from"]), "to": ends}


def _confirmed() -> QuerySet[StandardEntry]:
    return StandardEntry.objects.filter(state=StandardEntry.State.CONFIRMED).order_by("pk")


def entries_visible_to(actor: Actor) -> QuerySet[StandardEntry]:
    """Every entry: standards are of the whole bureau, so the permission alone decides."""
    demand(actor, Permission.STANDARD_VIEW)
    return StandardEntry.objects.select_related("entered_by", "confirmed_by")


def get_entry_for(actor: Actor, pk: int) -> StandardEntry:
    return entries_visible_to(actor).get(pk=pk)


def listing(on: dt.date) -> list[dict[str, Any]]:
    """One line a standard: its labels and the rows in force on a day, newest known where none is."""
    table = effective()
    return [_line(name, table, on) for name in standards.NAMES.values()]


def _line(name: standards.StandardName, table: pl.DataFrame, on: dt.date) -> dict[str, Any]:
    rows = table.filter((pl.col("name") == name.name) & (pl.col("from") <= on)).sort("from")
    newest = rows.unique(["key1", "key2", "level", "division"], keep="last", maintain_order=True)
    chosen = newest if newest.height else table.filter(pl.col("name") == name.name).sort("from").head(1)
    confidences = chosen["confidence"].unique().to_list()
    return {
        "name": name,
        "rows": chosen.sort("key1", "key2", "level").to_dicts(),
        "confidences": [c for c in standards.CONFIDENCES if c in confidences],
        # An older figure that pays goes on where the newest does not.
        "pays": bool(rows.filter(pl.col("confidence").is_in(PAYING)).height),
        "is_carried": not set(confidences) <= set(PAYING),
    }


def history(name: str) -> list[dict[str, Any]]:
    """Every row of a standard, the newest first."""
    rows = effective().filter(pl.col("name") == name)
    return rows.sort(["from", "key1", "key2"], descending=[True, False, False]).to_dicts()


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────


def name_label(name: str) -> str:
    """The standard's name in the reader's language."""
    known = standards.NAMES[name]
    return known.zh if _is_zh() else known.en


def key_label(key: str, code: str) -> str:
    """A key's code for people: the label of the fact behind it, where one declares it."""
    fact = FACTS.get(KEY_FACTS.get(key, ""))
    return fact.choices[code][0 if _is_zh() else 1] if fact and code in fact.choices else code


def keys_text(row: dict[str, Any]) -> str:
    """Which case a row is for: "Disability grade 6 · Cause of disability duty"; "" where it has no keys."""
    codes = (row.get("key1"), row.get("key2"))
    keys = standards.NAMES[row["name"]].keys
    return " · ".join(
        f"{KEY_WORDS.get(key, key)} {key_label(key, str(code))}"
        for key, code in zip(keys, codes, strict=False)
    )


def _is_zh() -> bool:
    return (get_language() or "zh").startswith("zh")
