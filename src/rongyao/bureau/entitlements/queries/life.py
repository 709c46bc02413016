"""A person's whole life of entitlements on one line: what was, is and will be due, from when to when, and how much.

Worked out anew from the facts on file; it decides nothing and keeps nothing. Decisions stand beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.models import Decision
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.proposing import law_of
from rongyao.bureau.registry.models import Person
from rongyao.law import catalog, door
from rongyao.law.timeline import Spell, timeline

YEARS_AHEAD = 20
YEARS_BACK = 60
# A line of a hundred units; a year's tick at most every so many years, by the span.
WIDE = 1000
TICKS = ((12, 1), (30, 5), (200, 10))
SHOWN_KINDS = ("placement", "payment", "treatment", "information")
BEGINNINGS = ("enlisted_on", "discharged_on", "died_on", "survivor_confirmed_on", "disability_approved_on")


@dataclass(frozen=True)
class Bar:
    """One spell as it is drawn: place and width in thousandths of the line."""

    spell: Spell
    x: int
    width: int


@dataclass(frozen=True)
class LifeLine:
    """One entitlement over the whole span."""

    key: str
    zh: str
    en: str
    unit: str
    bars: tuple[Bar, ...]
    granted_on: dt.date | None

    @property
    def label(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    @property
    def law(self) -> dict[str, str]:
        return {lang: law_of(self.key, lang) for lang in ("zh", "en")}

    @property
    def spells(self) -> list[Spell]:
        """Those worth a sentence: due, or not known yet."""
        return [bar.spell for bar in self.bars if bar.spell.answer != "no"]


@dataclass(frozen=True)
class Life:
    """The lines, the years written above them, and where today lies."""

    since: dt.date
    until: dt.date
    on: dt.date
    lines: tuple[LifeLine, ...]
    ticks: tuple[tuple[int, int], ...]
    today_at: int

    def due_now(self) -> list[LifeLine]:
        return [line for line in self.lines if self._answer_now(line) == "yes"]

    def still_to_come(self) -> list[LifeLine]:
        """Not due today and due some day: each begins with its first month."""
        later = [line for line in self.lines if self._answer_now(line) != "yes" and self.next_of(line)]
        return sorted(later, key=lambda line: self.next_of(line).starts_on)  # type: ignore[union-attr]

    def others(self) -> list[LifeLine]:
        shown = {line.key for line in (*self.due_now(), *self.still_to_come())}
        return [line for line in self.lines if line.key not in shown]

    def next_of(self, line: LifeLine) -> Spell | None:
        """The first spell after today in which it is due."""
        return next((s for s in line.spells if s.answer == "yes" and s.starts_on > self.on), None)

    def _answer_now(self, line: LifeLine) -> str:
        return next(
            (
                s.answer
                for s in line.spells
                if s.starts_on <= self.on and (s.ends_on is None or self.on <= s.ends_on)
            ),
            "no",
        )


def life_of(person: Person, on: dt.date) -> Life:
    """The person's life as the law sees it under the facts on file on ``on``."""
    row = facts.rows_of([person])[person.pk]
    since, until = _span(row, on)
    keys = [key for key, e in catalog.ENTITLEMENTS.items() if e.kind in SHOWN_KINDS]
    table, settings = standards.effective(), readings.effective()
    found = timeline(row, since=since, until=until, entitlements=keys, standards=table, settings=settings)
    granted = _granted(person)
    lines = [_line(key, spells, since, until, granted.get(key)) for key, spells in found.items()]
    return Life(since, until, on, tuple(lines), _ticks(since, until), _place(on, since, until))


def _span(row: dict[str, Any], on: dt.date) -> tuple[dt.date, dt.date]:
    """From the first thing that happened, sixty years back at most, to twenty years ahead."""
    known = [door.date_bounds(row[name])[0] for name in BEGINNINGS if row.get(name)]
    first = max(min([*known, on]), on.replace(year=on.year - YEARS_BACK, day=1))
    return first.replace(day=1), on.replace(year=on.year + YEARS_AHEAD, day=1)


def _granted(person: Person) -> dict[str, dt.date]:
    """When each entitlement was last granted."""
    rows = Decision.objects.filter(person=person, kind=Decision.Kind.GRANT, sent_back_at__isnull=True)
    return {key: at.date() for key, at in rows.order_by("at").values_list("proposal__entitlement", "at")}


def _line(
    key: str, spells: Sequence[Spell], since: dt.date, until: dt.date, granted_on: dt.date | None
) -> LifeLine:
    e = catalog.ENTITLEMENTS[key]
    unit = e.amount.unit if e.amount else ""
    return LifeLine(key, e.zh, e.en, unit, tuple(_bar(s, since, until) for s in spells), granted_on)


def _bar(spell: Spell, since: dt.date, until: dt.date) -> Bar:
    left, right = _place(spell.starts_on, since, until), _place(spell.ends_on or until, since, until)
    return Bar(spell, left, max(right - left, 2))


def _place(day: dt.date, since: dt.date, until: dt.date) -> int:
    return round(WIDE * (day - since).days / max((until - since).days, 1))


def _ticks(since: dt.date, until: dt.date) -> tuple[tuple[int, int], ...]:
    """(place, year) of the years written above the lines."""
    years = until.year - since.year
    step = next(every for most, every in TICKS if years <= most)
    wanted = range(since.year + 1, until.year + 1)
    return tuple((_place(dt.date(y, 1, 1), since, until), y) for y in wanted if y % step == 0)
