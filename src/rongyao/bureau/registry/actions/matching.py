"""Whom a roster row means, and what taking it would do. Reads only; ``reading`` and ``rosters`` write."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import blind, found_under, under_any_key
from rongyao.bureau.registry.models import Fact, Person, Remark, RosterImport, RosterRow, id_index_of
from rongyao.bureau.registry.rules import ROSTER_IDENTITY, Recorded, Step, steps_for

State = RosterRow.State


@dataclass
class Body:
    """What one row of a roster says, as it lies sealed in ``RosterRow.body``.

    Attributes:
        person: name, id_number, sex, birth_on, ethnicity, phone, address (and town, note) as read; "" where blank.
        facts: ``{fact name: value}`` in the form of ``law.facts``.
        places: ``{fact name: cell}``; ``absent``: facts denied by a blank under a certified column.
        remarks: ``[[kind, text]]``: remarks, further telephones, place names, kept beside the facts.
        cells: ``{column number as text: the cell as it stood}`` (see ``reading.kept_cell``).
        has_merged: some cells are filled from a merged range, so the row cannot be read again alone.
    """

    person: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    remarks: list[list[str]] = field(default_factory=list)
    cells: dict[str, Any] = field(default_factory=dict)
    has_merged: bool = False
    is_accepted: bool = True

    @classmethod
    def of(cls, row: RosterRow) -> Body:
        return cls(**json.loads(str(row.body))) if row.body else cls()

    def sealed(self) -> str:
        return json.dumps(vars(self), ensure_ascii=False)

    @property
    def identity(self) -> dict[str, str]:
        return {name: self.person.get(name, "") for name in ROSTER_IDENTITY if self.person.get(name)}

    @property
    def remark_indexes(self) -> dict[str, tuple[str, str]]:
        """{blind index: (kind, text)} of the remarks."""
        return {blind(f"{kind}:{text}", purpose="person.remark"): (kind, text) for kind, text in self.remarks}

    @property
    def id_index(self) -> str:
        return id_index_of(self.person.get("id_number", ""))


class Places:
    """Divisions found by the names rosters use: whole, short, or inside an address."""

    def __init__(self, on: dt.date) -> None:
        self.by_name: dict[str, Division] = {}
        for place in valid_on(on).order_by("-path"):
            for name in {
                place.name,
                place.short_name,
                re.sub(r"(镇|街道|社区居委会|村村委会)$", "", place.name),
            }:
                if len(name) > 1:
                    self.by_name[name] = place
        self.names = sorted(self.by_name, key=len, reverse=True)

    def find(self, written: str) -> Division | None:
        """The division a text names; the longest name in it wins, so "昆山市玉山镇" is the town."""
        text = re.sub(r"\s+", "", written)
        if text in self.by_name:
            return self.by_name[text]
        named = [self.by_name[name] for name in self.names if name in text]
        return max(named, key=lambda place: len(place.path), default=None)


@dataclass
class Known:
    """What the register holds of the people a batch of rows may mean: a handful of queries for hundreds of rows."""

    by_index: dict[str, Person]
    by_name: dict[str, list[Person]]
    facts: dict[int, dict[str, Fact]]
    remarks: dict[int, set[str]]

    @classmethod
    @sees_beyond("a roster may name somebody of another town: that row is set aside, not written twice")
    def about(cls, bodies: Iterable[Body], path: str, person_ids: Iterable[int] = ()) -> Known:
        listed = list(bodies)
        indexes = {body.id_index for body in listed} - {""}
        by_index = {p.id_index: p for p in Person.objects.filter(id_index__in=indexes)}
        names = {
            body.person.get("name", "") for body in listed if found_under(by_index, body.id_index) is None
        } - {""}
        by_name: dict[str, list[Person]] = {}
        for person in Person.objects.filter(name__in=names, path__startswith=path):
            by_name.setdefault(person.name, []).append(person)
        chosen = {*person_ids, *(p.pk for p in by_index.values())}
        return cls(by_index, by_name, current_facts(chosen), remarks_of(chosen))


def current_facts(person_ids: Iterable[int]) -> dict[int, dict[str, Fact]]:
    """{person id: {fact name: current row}}."""
    found: dict[int, dict[str, Fact]] = {}
    rows = Fact.objects.filter(person_id__in=person_ids, ended_at__isnull=True).select_related("source")
    for row in rows:
        found.setdefault(row.person_id, {})[row.name] = row
    return found


def remarks_of(person_ids: Iterable[int]) -> dict[int, set[str]]:
    """{person id: blind indexes of the remarks kept}."""
    found: dict[int, set[str]] = {}
    rows = Remark.objects.filter(person_id__in=person_ids).values_list("person_id", "index")
    for person_id, index in rows:
        found.setdefault(person_id, set()).add(index)
    return found


def alike(body: Body, known: Known) -> list[Person]:
    """People of this name whose birth date does not speak against it: for a human to choose from."""
    born = body.person.get("birth_on", "")
    return [
        p for p in known.by_name.get(body.person.get("name", ""), []) if _may_be_one_day(p.birth_on, born)
    ]


def _may_be_one_day(one: str, other: str) -> bool:
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def recorded_of(person: Person, facts: dict[str, Fact]) -> dict[str, Recorded]:
    """Facts and identity fields as recorded, by name."""
    identity = {name: Recorded(getattr(person, name) or "") for name in ROSTER_IDENTITY}
    return identity | {name: Recorded(row.value, row.as_of, row.source.kind) for name, row in facts.items()}


def steps_of(body: Body, person: Person | None, facts: dict[str, Fact], dated_on: dt.date) -> dict[str, Step]:
    """Every field of the row with what taking it would do to this person (None: a new one)."""
    recorded = recorded_of(person, facts) if person else {}
    return steps_for(body.facts, body.identity, recorded, dated_on)


@dataclass(frozen=True)
class Verdict:
    """What a row is: its state, the person it means, candidates, fields in conflict, and where a new file would lie."""

    state: str
    person: Person | None = None
    candidates: tuple[int, ...] = ()
    conflicts: tuple[str, ...] = ()


def judge(body: Body, roster: RosterImport, known: Known, places: Places) -> Verdict:
    """Whom the row means: by the identity number; else by name and birth date, which only a human settles."""
    if not body.is_accepted:
        # A faulty row of another town is as little this officer's to read as a sound one.
        return Verdict(State.REJECTED if _lies_within(body, roster, places) else State.OUTSIDE)
    if person := found_under(known.by_index, body.id_index) if body.id_index else None:
        return settle(body, roster, person, known)
    if candidates := alike(body, known):
        return Verdict(State.CANDIDATES, candidates=tuple(p.pk for p in candidates))
    return Verdict(State.NEW if _lies_within(body, roster, places) else State.OUTSIDE)


def _lies_within(body: Body, roster: RosterImport, places: Places) -> bool:
    return home_of(body, roster, places).path.startswith(roster.path)


def settle(body: Body, roster: RosterImport, person: Person, known: Known) -> Verdict:
    """The row means this person: does it add anything, and where does it disagree with a newer record?"""
    if not person.path.startswith(roster.path):
        return Verdict(State.OUTSIDE)
    steps = steps_of(body, person, known.facts.get(person.pk, {}), roster.dated_on)
    kept = known.remarks.get(person.pk, set())
    has_news = {index for index in body.remark_indexes if kept.isdisjoint(under_any_key(index))}
    if set(steps.values()) <= {Step.SAME} and not has_news:
        return Verdict(State.SAME, person)
    conflicts = tuple(name for name, step in steps.items() if step == Step.CONFLICT)
    return Verdict(State.CHANGED, person, conflicts=conflicts)


def home_of(body: Body, roster: RosterImport, places: Places) -> Division:
    """Where a new file would lie: the town the row names, else the town of the roster."""
    named = places.find(body.person.get("town", "")) if body.person.get("town") else None
    return roster.division if named is None or roster.path.startswith(named.path) else named
