"""Writing an accepted roster: new files, filled blanks, new facts with their source; old values ended and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import found_under, under_any_key
from rongyao.bureau.registry.actions.matching import (
    Body,
    Places,
    current_facts,
    home_of,
    remarks_of,
    steps_of,
)
from rongyao.bureau.registry.actions.people import PREFIX, next_number, numbered, write_identity
from rongyao.bureau.registry.models import Fact, Person, Remark, RosterImport, RosterRow, Source
from rongyao.bureau.registry.rules import ROSTER_IDENTITY, Step

CHUNK = 500
State = RosterRow.State
SAVED = (
    "name", "name_pinyin", "name_initials", "name_near", "name_also", "id_number", "id_index", "id_last4", "sex",
    "birth_on", "ethnicity", "phone", "phone_index", "phone_last4", "address", "version",
)  # fmt: skip


@dataclass
class Written:
    """What was written: people by id with their path, how many are new, how many facts, how many conflicts were kept."""

    people: dict[int, str] = field(default_factory=dict)
    new: int = 0
    facts: int = 0
    kept: int = 0

    def as_json(self) -> dict[str, int]:
        return {"people": len(self.people), "new": self.new, "facts": self.facts, "kept": self.kept}


@dataclass
class _Plan:
    """What one chunk of rows changes. Two rows may speak of one person: the last value of a fact stands."""

    facts: dict[int, dict[str, Fact]]
    remarks: dict[int, set[str]]
    ended: list[int] = field(default_factory=list)
    fresh: dict[tuple[int, str], Fact] = field(default_factory=dict)
    said: list[Remark] = field(default_factory=list)
    changed: dict[int, Person] = field(default_factory=dict)


class Writer:
    """One acceptance. Lives for one transaction."""

    def __init__(self, *, by: Actor, roster: RosterImport, takes_rosters: bool) -> None:
        self.by, self.roster, self.at = by, roster, timezone.now()
        self.taken = {Step.ADD, Step.CHANGE} | ({Step.CONFLICT} if takes_rosters else set())
        self.places = Places(timezone.localdate())
        self.source: Source | None = None
        self.certified: Source | None = None
        self.done = Written()
        self.next = 0
        self.made: dict[str, int] = {}

    def write(self) -> Written:
        """Write every row that is new or adds something."""
        wanted = self.roster.rows.filter(state__in=(State.NEW, State.CHANGED)).order_by("number")
        for rows in _chunks(wanted.iterator(chunk_size=CHUNK)):
            self._write_chunk(rows)
        return self.done

    def _write_chunk(self, rows: list[RosterRow]) -> None:
        bodies = {row.pk: Body.of(row) for row in rows}
        self._match_late(rows, bodies)
        people = self._people(rows)
        facts, remarks = current_facts(people), remarks_of(people)
        self._open_files([row for row in rows if row.state == State.NEW], bodies, people)
        plan = _Plan(facts, remarks)
        for row in rows:
            if row.person_id in people:
                self._plan(row, bodies[row.pk], people[row.person_id], plan)
        self._store(plan)
        _keep_outcomes(rows)

    @sees_beyond("a file may have been opened in another town meanwhile: that row is set aside")
    def _match_late(self, rows: list[RosterRow], bodies: dict[int, Body]) -> None:
        """A file may have been opened since the roster was read, or by an earlier row of it."""
        indexes = {bodies[row.pk].id_index for row in rows if row.state == State.NEW} - {""}
        late = {p.id_index: p for p in Person.objects.filter(id_index__in=indexes)}
        for row in rows:
            if row.state == State.NEW and (person := found_under(late, bodies[row.pk].id_index)):
                is_ours = person.path.startswith(self.roster.path)
                row.state, row.person = (State.CHANGED, person) if is_ours else (State.OUTSIDE, None)

    def _people(self, rows: list[RosterRow]) -> dict[int, Person]:
        """The people the rows mean, locked, as they are now."""
        ids = [row.person_id for row in rows if row.state == State.CHANGED and row.person_id]
        return {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=ids).order_by("pk")}

    def _open_files(self, rows: list[RosterRow], bodies: dict[int, Body], people: dict[int, Person]) -> None:
        fresh: list[tuple[RosterRow, Person]] = []
        seen: set[str] = set()
        for row in rows:
            index = bodies[row.pk].id_index
            if index and index in seen:
                row.state = State.SKIPPED
                continue
            seen.add(index)
            fresh.append((row, self._new_person(bodies[row.pk])))
        Person.objects.bulk_create([person for _row, person in fresh], batch_size=CHUNK)
        for row, person in fresh:
            row.person = person
            people[person.pk] = person
        self.done.new += len(fresh)

    def _new_person(self, body: Body) -> Person:
        home = home_of(body, self.roster, self.places)
        person = Person(number=self._number(), division=home, path=home.path)
        write_identity(person, body.identity)
        return person

    def _number(self) -> str:
        self.next = self.next or int(next_number().removeprefix(PREFIX))
        number = numbered(self.next)
        self.next += 1
        return number

    def _plan(self, row: RosterRow, body: Body, person: Person, plan: _Plan) -> None:
        """Add to the plan what this row changes."""
        current = plan.facts.setdefault(person.pk, {})
        is_new = row.state == State.NEW
        steps = steps_of(body, None if is_new else person, current, self.roster.dated_on)
        taken = [name for name, step in steps.items() if step in self.taken]
        self.done.kept += sum(step == Step.CONFLICT and step not in self.taken for step in steps.values())
        identity = {name: body.identity[name] for name in taken if name in ROSTER_IDENTITY}
        if identity and not is_new:
            write_identity(person, identity)
            person.version += 1
            plan.changed[person.pk] = person
        for name in (name for name in taken if name in body.facts):
            if name in current and current[name].pk:
                plan.ended.append(current[name].pk)
            current[name] = self._fact(person, name, body)
            plan.fresh[person.pk, name] = current[name]
        has_remarks = self._plan_remarks(body, person, plan)
        self._mark(row, person, is_written=bool(taken) or has_remarks or is_new)

    def _plan_remarks(self, body: Body, person: Person, plan: _Plan) -> bool:
        kept = plan.remarks.setdefault(person.pk, set())
        news = {
            index: said
            for index, said in body.remark_indexes.items()
            if kept.isdisjoint(under_any_key(index))
        }
        kept |= set(news)
        plan.said += [
            Remark(person=person, kind=kind, body=text, index=index, source=self._source())
            for index, (kind, text) in news.items()
        ]
        return bool(news)

    def _mark(self, row: RosterRow, person: Person, *, is_written: bool) -> None:
        row.state = State.WRITTEN if is_written else State.SAME
        if is_written:
            self.done.people[person.pk] = person.path

    def _fact(self, person: Person, name: str, body: Body) -> Fact:
        return Fact(
            person=person,
            name=name,
            value=body.facts[name],
            source=self._certified() if name in body.absent else self._source(),
            as_of=self.roster.dated_on,
            place=body.places.get(name, "")[:40],
            recorded_by_id=self.by.user_id,
            recorded_at=self.at,
        )

    def _store(self, plan: _Plan) -> None:
        reason = _("A newer roster said otherwise.")
        Fact.objects.filter(pk__in=plan.ended).update(ended_at=self.at, end_reason=reason)
        Fact.objects.bulk_create(plan.fresh.values(), batch_size=2000)
        Remark.objects.bulk_create(plan.said, batch_size=2000)
        Person.objects.bulk_update(plan.changed.values(), SAVED, batch_size=CHUNK)
        self.done.facts += len(plan.fresh)

    def _source(self) -> Source:
        self.source = self.source or self._keep(Source.Kind.ROSTER, self.roster.file_name)
        return self.source

    def _certified(self) -> Source:
        title = _("%(file)s, column certified complete") % {"file": self.roster.file_name}
        self.certified = self.certified or self._keep(Source.Kind.CERTIFIED, title[:160])
        return self.certified

    def _keep(self, kind: str, title: str) -> Source:
        return Source.objects.create(
            kind=kind,
            title=title,
            given_by=self.roster.given_by,
            dated_on=self.roster.dated_on,
            recorded_by_id=self.by.user_id,
        )


def _keep_outcomes(rows: list[RosterRow]) -> None:
    """Keep what became of the rows: one statement a state, and one for whom they mean."""
    for state in {row.state for row in rows}:
        RosterRow.objects.filter(pk__in=[row.pk for row in rows if row.state == state]).update(state=state)
    meant = [(row.pk, row.person_id) for row in rows if row.person_id]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_rosterrow SET person_id = meant.person_id "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS meant(row_id, person_id) WHERE id = meant.row_id",
            [[pk for pk, _person in meant], [person for _pk, person in meant]],
        )


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    walk = iter(rows)
    while chunk := list(islice(walk, CHUNK)):
        yield chunk
