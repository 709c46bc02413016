"""What a standard's entries change for the people in the actor's scope: the question, what is kept, its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from rongyao.bureau.entitlements.impact import fingerprint
from rongyao.bureau.entitlements.impact.fingerprint import Since
from rongyao.bureau.entitlements.impact.models import WAITING, ImpactRun
from rongyao.bureau.entitlements.impact.rules import Figures, guarded, hidden
from rongyao.bureau.entitlements.impact.slices import GROUP_FACTS, Question, Sums, paths_of, sums_at_once
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.queue.actions import subject_of
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import visible_to, within
from rongyao.law import impact
from rongyao.law import standards as amounts
from rongyao.law.impact import MONEY, World
from rongyao.law.settings import override

P = Permission
# So many people are compared while the page waits (a second); more go to the background. A reading may touch every
# entitlement, an amount but a few.
AT_ONCE, AT_ONCE_OF_EVERYTHING = 3_000, 500


@dataclass(frozen=True)
class Matter:
    """What is asked about: ``{"rows": amounts as rows of law.standards}``, or ``{"readings": {key: option}}``."""

    subject: Model
    label: str
    on: dt.date
    about: dict[str, Any]

    @property
    def at_once(self) -> int:
        return AT_ONCE if "rows" in self.about else AT_ONCE_OF_EVERYTHING


@dataclass(frozen=True)
class Impact:
    """What would change on a day, over so many people looked at; `total` is hidden where a small line would show."""

    on: dt.date
    looked_at: int
    total: Figures
    towns: list[Figures]
    groups: list[Figures]


@dataclass(frozen=True)
class Seen:
    """What stands of a question: the result kept, the work going on, the last one that came to nothing."""

    people: int
    kept: ImpactRun | None = None
    running: ImpactRun | None = None
    ended: ImpactRun | None = None
    since: Since | None = None

    @property
    def is_fresh(self) -> bool:
        return self.since is not None and not self.since.is_stale


# ── the question ─────────────────────────────────────────────────────────────────────────────────────────────


def of_amounts(subject: Model, entries: Sequence[StandardEntry], today: dt.date) -> Matter:
    """These entries, entered or confirmed alike, on the first day of theirs that is today or to come."""
    rows = [standards.own_row(entry) for entry in entries]
    return Matter(subject, standards.name_label(entries[0].name), day_of(entries[0], today), {"rows": rows})


def day_of(entry: StandardEntry, today: dt.date) -> dt.date:
    """Today, or the nearest day on which the entry is in force."""
    return max(entry.starts_on, min(today, entry.ends_on or today))


def worlds(about: dict[str, Any]) -> tuple[World, World]:
    """The law as it stands without what is asked about, and with it."""
    read = readings.effective()
    if "readings" in about:
        table, now = standards.effective(), dict(read.readings)
        without = {key: option for key, option in now.items() if key not in about["readings"]}
        sides = (override(readings=one) for one in (without, without | about["readings"]))
        before, after = (World(table, settings) for settings in sides)
        return before, after
    sources = {row["source"] for row in about["rows"]}
    others = [row for row in standards.own_rows() if row["source"] not in sources]
    return World(standards.over_seed(others), read), World(
        standards.over_seed([*others, *about["rows"]]), read
    )


def question_of(about: dict[str, Any], on: dt.date) -> Question:
    """Everybody asked twice what it decides: as it stands without it, and with it."""
    names = tuple({row["name"]: None for row in about.get("rows", ())})
    keys = dict.fromkeys(key for name in names for key in amounts.NAMES[name].keys if key in GROUP_FACTS)
    before, after = worlds(about)
    return Question(
        before, after, on, fingerprint.hash_of(before, after, on), entitlements=impact.using(names) if names else None,
        groups=tuple(keys), kinds={"total": (), "town": ("town",), "group": ("entitlement", *keys)},
    )  # fmt: skip


def people_for(actor: Actor) -> QuerySet[Person]:
    return visible_to(actor, P.ENTITLEMENT_VIEW)


def at_once(actor: Actor, matter: Matter, lang: str) -> Impact:
    """What it changes for the people the actor may see, worked out now and kept nowhere."""
    looked_at, sums = sums_at_once(question_of(matter.about, matter.on), people_for(actor))
    return told(outcome(sums, looked_at), matter.on, lang)


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────────


def runs_visible_to(actor: Actor) -> QuerySet[ImpactRun]:
    return ImpactRun.objects.filter(within(actor, P.ENTITLEMENT_VIEW)).select_related("asked_by")


def get_run_for(actor: Actor, pk: int) -> ImpactRun:
    """One run; one over people the actor may not all see does not exist for them (404)."""
    run = get_object_or_404(runs_visible_to(actor), pk=pk)
    if not all(actor.may_at(P.ENTITLEMENT_VIEW, path) for path in run.paths):
        raise Http404
    return run


def seen(actor: Actor, matter: Matter) -> Seen:
    """What stands for this actor of what it changes."""
    runs = runs_visible_to(actor).filter(subject=subject_of(matter.subject), paths=paths_of(actor))
    newest: dict[str, ImpactRun] = {}
    for run in runs.order_by("pk"):
        newest[run.state] = run
    kept, people = newest.get("ready"), people_for(actor)
    last = max(newest.values(), key=lambda run: run.pk, default=None)
    return Seen(
        people=people.count(),
        kept=kept,
        running=newest.get(WAITING),
        ended=last if last is not None and last.state in ("failed", "stopped") else None,
        since=_since(kept, matter, people) if kept else None,
    )


def _since(kept: ImpactRun, matter: Matter, people: QuerySet[Person]) -> Since:
    law = kept.hash != fingerprint.hash_of(*worlds(matter.about), kept.on)
    return fingerprint.since(kept.result or {}, kept.paths, people, law=law, day=kept.on != matter.on)


def outcome(sums: Sums, looked_at: int) -> dict[str, Any]:
    """What comes of it, as it is kept: by town (paths) and group (codes), small counts withheld."""
    towns, towns_may = guarded(_figures(line) for line in sums["town"])
    ordered = sorted(sums["group"], key=_place_of_group)
    groups, groups_may = guarded(_figures(line) for line in ordered)
    total = _figures(sums["total"][0]) if sums["total"] else Figures("", 0)
    return {
        "looked_at": looked_at,
        "total": asdict(total if towns_may and groups_may else hidden(total)),
        "town": [
            {**asdict(line), "town": row["town"]} for line, row in zip(towns, sums["town"], strict=True)
        ],
        "group": [
            {**asdict(line), "by": _told_apart(row)} for line, row in zip(groups, ordered, strict=True)
        ],
    }


def _told_apart(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name == "entitlement" or name in GROUP_FACTS}


def _place_of_group(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["entitlement"], *(_place(line[key]) for key in GROUP_FACTS if key in line)


def _place(code: str | None) -> tuple[int, str]:
    return (int(code), "") if code and code.isdigit() else (10_000, code or "")


def _figures(line: dict[str, Any]) -> Figures:
    return figures("", line)


def figures(name: str, row: dict[str, Any]) -> Figures:
    told: dict[str, Any] = {column: row[column] or 0 for column in ("people", "gained", "lost", *MONEY)}
    return Figures(name, **told)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────


def told(result: dict[str, Any], on: dt.date, lang: str) -> Impact:
    """The kept lines under names in the reader's language."""
    names = town_names(line["town"] for line in result["town"])
    return Impact(
        on=on,
        looked_at=result["looked_at"],
        total=_line(result["total"], ""),
        towns=[_line(line, names.get(line["town"], line["town"])) for line in result["town"]],
        groups=[_line(line, _group_label(line["by"], lang)) for line in result["group"]],
    )


def _line(kept: dict[str, Any], name: str) -> Figures:
    return Figures(**{**{key: kept[key] for key in Figures.__dataclass_fields__}, "label": name})


def town_names(paths: Any) -> dict[str, str]:
    found = Division.objects.filter(path__in=list(paths)).order_by("valid_from")
    return {town.path: town.name for town in found}


def _group_label(by: dict[str, Any], lang: str) -> str:
    parts = [
        f"{standards.KEY_WORDS[key]} {standards.key_label(key, by[key])}"
        for key in GROUP_FACTS
        if by.get(key)
    ]
    return " · ".join([label(by["entitlement"], lang), *parts])
