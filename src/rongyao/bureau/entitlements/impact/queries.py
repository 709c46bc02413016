"""Everybody in the actor's scope, asked twice: as it stands without the entries, and with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import QuerySet

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.impact.rules import Figures, guarded, hidden
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import visible_to
from rongyao.law import impact
from rongyao.law import standards as amounts
from rongyao.law.door import frame
from rongyao.law.impact import MONEY, World

SLICE = 5_000
# The facts behind a standard's keys, by which its people are told apart.
GROUP_FACTS = {"grade": "disability_grade", "cause": "disability_cause", "nature": "death_nature"}
KIND = "kind"


@dataclass(frozen=True)
class Impact:
    """What would change on a day, over so many people looked at; `total` is hidden where a small line would show."""

    on: dt.date
    looked_at: int
    total: Figures
    towns: list[Figures]
    groups: list[Figures]


def of_entries(actor: Actor, entries: Sequence[StandardEntry], *, today: dt.date, lang: str) -> Impact:
    """What these entries change for the people the actor may see, entered or confirmed alike."""
    before, after = worlds(entries)
    on, names = day_of(entries[0], today), tuple({entry.name for entry in entries})
    keys = tuple(dict.fromkeys(key for name in names for key in amounts.NAMES[name].keys))
    looked_at, changed = compared(
        visible_to(actor, Permission.ENTITLEMENT_VIEW), before, after, on=on, entitlements=impact.using(names),
        groups=[key for key in keys if key in GROUP_FACTS],
    )  # fmt: skip
    return _told(changed.filter(impact.is_changed()), on, looked_at, lang)


def of_worlds(actor: Actor, before: World, after: World, *, on: dt.date, lang: str) -> Impact:
    """What another world changes for the people the actor may see, over every entitlement."""
    people = visible_to(actor, Permission.ENTITLEMENT_VIEW)
    looked_at, changed = compared(people, before, after, on=on, entitlements=None)
    return _told(changed.filter(impact.is_changed()), on, looked_at, lang)


def day_of(entry: StandardEntry, today: dt.date) -> dt.date:
    """Today, or the nearest day on which the entry is in force."""
    return max(entry.starts_on, min(today, entry.ends_on or today))


def worlds(entries: Sequence[StandardEntry]) -> tuple[World, World]:
    """The amounts without these entries, and with them."""
    chosen = [standards.own_row(entry) for entry in entries]
    sources = {row["source"] for row in chosen}
    others = [row for row in standards.own_rows() if row["source"] not in sources]
    read = readings.effective()
    return World(standards.over_seed(others), read), World(standards.over_seed([*others, *chosen]), read)


def compared(
    people: QuerySet[Person],
    before: World,
    after: World,
    *,
    on: dt.date,
    entitlements: Sequence[str] | None,
    groups: Sequence[str] = (),
) -> tuple[int, pl.DataFrame]:
    """How many people were looked at, and ``law.impact.compare`` with `person`, `town` and a column for each group key."""
    listed, found = list(people.select_related(None).only("pk", "path").order_by("pk")), []
    for some in _slices(listed):
        rows = facts.rows_of(some)
        given = [rows[person.pk] for person in some]
        beside = pl.DataFrame(
            {
                "place": range(len(some)),
                "person": [person.pk for person in some],
                "town": [town_of(person.path) for person in some],
                **{key: [_text(row.get(GROUP_FACTS[key])) for row in given] for key in groups},
            },
            schema_overrides={"place": pl.Int64, **dict.fromkeys(groups, pl.String)},
        )
        part = impact.compare(frame(given, on), before, after, entitlements=entitlements)
        found.append(part.join(beside, on="place", how="left", maintain_order="left"))
    empty = pl.DataFrame(
        schema={**impact.SCHEMA, "person": pl.Int64, "town": pl.String, **dict.fromkeys(groups, pl.String)}
    )
    return len(listed), pl.concat([empty, *found], how="vertical_relaxed")


def _slices(people: list[Any]) -> Iterator[list[Any]]:
    return (people[start : start + SLICE] for start in range(0, len(people), SLICE))


def town_of(path: str) -> str:
    """The path of the town a path lies in (that of the city where it lies in no town)."""
    return "/".join(path.split("/")[:2]).rstrip("/") + "/"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _told(changed: pl.DataFrame, on: dt.date, looked_at: int, lang: str) -> Impact:
    columns = [c for c in changed.columns if c in GROUP_FACTS]
    towns, towns_may = guarded(by_town(changed))
    groups, groups_may = guarded(_by_group(changed, columns, lang))
    total = figures("", impact.summed(changed, (), "person").to_dicts()[0])
    may = towns_may and groups_may
    return Impact(on, looked_at, total if may else hidden(total), towns, groups)


def by_town(changed: pl.DataFrame) -> list[Figures]:
    rows = impact.summed(changed, ["town"], "person").to_dicts()
    names = town_names(row["town"] for row in rows)
    return [figures(names.get(row["town"], row["town"]), row) for row in rows]


def town_names(paths: Any) -> dict[str, str]:
    found = Division.objects.filter(path__in=list(paths)).order_by("valid_from")
    return {town.path: town.name for town in found}


def _by_group(changed: pl.DataFrame, columns: list[str], lang: str) -> list[Figures]:
    rows = impact.summed(changed, ["entitlement", *columns], "person").to_dicts()
    ordered = sorted(rows, key=lambda row: (row["entitlement"], *(_place(row[c]) for c in columns)))
    return [figures(_group_label(row, columns, lang), row) for row in ordered]


def _place(code: str | None) -> tuple[int, str]:
    return (int(code), "") if code and code.isdigit() else (10_000, code or "")


def _group_label(row: dict[str, Any], columns: list[str], lang: str) -> str:
    parts = [
        f"{standards.KEY_WORDS[key]} {standards.key_label(key, row[key])}" for key in columns if row[key]
    ]
    return " · ".join([label(row["entitlement"], lang), *parts])


def figures(name: str, row: dict[str, Any]) -> Figures:
    told: dict[str, Any] = {column: row[column] or 0 for column in ("people", "gained", "lost", *MONEY)}
    return Figures(name, **told)
