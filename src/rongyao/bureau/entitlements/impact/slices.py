"""Two worlds over many people, a slice at a time: the memory is that of one slice, and a killed worker goes on.

A person lies in one slice only, so people counted by slice add up, as money does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.impact.fingerprint import files_of
from rongyao.bureau.entitlements.impact.models import WAITING, Sliced
from rongyao.bureau.foundation.access.middleware import bureau_path
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.queue.work import DATABASE_AWAY
from rongyao.bureau.foundation.scope.connection import within
from rongyao.bureau.foundation.scope.rules import scope_of
from rongyao.bureau.foundation.secrets.telling import without_numbers
from rongyao.bureau.registry.models import Person
from rongyao.law import impact
from rongyao.law.door import IMPLIED_FROM, frame
from rongyao.law.impact import MONEY, World
from rongyao.law.plans import plan

SLICE = 5_000
# The facts behind a standard's keys, by which its people are told apart.
GROUP_FACTS = {"grade": "disability_grade", "cause": "disability_cause", "nature": "death_nature"}
COUNTED = ("people", "gained", "lost", *MONEY)
# The line over everybody, those included whom nothing changes.
WHOLE = "whole"

# {kind of line: its lines}, each line the columns it is told apart by and those of ``COUNTED``.
Sums = dict[str, list[dict[str, Any]]]


class UnableToGoOn(Exception):
    """Whoever asked may not see these people any more."""


@dataclass(frozen=True)
class Question:
    """Two worlds on a day, over some entitlements (None: all); ``kinds``: {kind of line: what tells its lines apart}."""

    before: World
    after: World
    on: dt.date
    hash: str
    kinds: Mapping[str, tuple[str, ...]]
    entitlements: tuple[str, ...] | None = None
    groups: tuple[str, ...] = field(default=())

    @cached_property
    def asked(self) -> frozenset[str]:
        """The facts that decide it or tell the groups apart: no other is read."""
        worlds = (self.before, self.after)
        compilers = (plan(self.entitlements, w.standards, w.settings).compiler for w in worlds)
        groups = {GROUP_FACTS[key] for key in self.groups}
        return frozenset(groups).union(IMPLIED_FROM, *(compiler.facts for compiler in compilers))

    def sums_of(self, people: Sequence[Person]) -> Sums:
        """The lines over these people."""
        found = self.compared(people)
        changed = found.filter(impact.is_changed())
        return {
            kind: impact.summed(found if kind == WHOLE else changed, by, "person").to_dicts()
            for kind, by in self.kinds.items()
        }

    def compared(self, people: Sequence[Person]) -> pl.DataFrame:
        """``law.impact.compare`` with `person`, `town` and a column for each group key."""
        rows = facts.rows_of(people, self.asked)
        given = [rows[person.pk] for person in people]
        beside = pl.DataFrame(
            {
                "place": range(len(people)),
                "person": [person.pk for person in people],
                "town": [town_of(person.path) for person in people],
                **{key: [_text(row.get(GROUP_FACTS[key])) for row in given] for key in self.groups},
            },
            schema_overrides={"place": pl.Int64, **dict.fromkeys(self.groups, pl.String)},
        )
        part = impact.compare(frame(given, self.on), self.before, self.after, entitlements=self.entitlements)
        return part.join(beside, on="place", how="left", maintain_order="left")


def town_of(path: str) -> str:
    """The path of the town a path lies in (that of the city where it lies in no town)."""
    return "/".join(path.split("/")[:2]).rstrip("/") + "/"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def added(one: Sums, other: Sums, kinds: Mapping[str, tuple[str, ...]]) -> Sums:
    """The sums of two sets of people that have nobody in common, lines in the order of what tells them apart."""
    return {kind: _added([*one.get(kind, []), *other.get(kind, [])], by) for kind, by in kinds.items()}


def _added(lines: list[dict[str, Any]], by: tuple[str, ...]) -> list[dict[str, Any]]:
    out: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in lines:
        key = tuple(line[name] for name in by)
        there = out.get(key)
        out[key] = line if there is None else {**line, **{name: there[name] + line[name] for name in COUNTED}}
    return [out[key] for key in sorted(out, key=lambda key: [(part is not None, part or "") for part in key])]


def slices(people: QuerySet[Person], after: int = 0) -> Iterator[list[Person]]:
    """The people in the order of their files, from the one after ``after`` on, so many at a time."""
    rows = people.select_related(None).only("pk", "path").order_by("pk")
    while some := list(rows.filter(pk__gt=after)[:SLICE]):
        yield some
        if len(some) < SLICE:
            return
        after = some[-1].pk


def sums_at_once(question: Question, people: QuerySet[Person]) -> tuple[int, Sums]:
    """How many people were looked at and the sums over them, kept nowhere on the way."""
    looked_at, sums = 0, added({}, {}, question.kinds)
    for some in slices(people):
        sums = added(sums, question.sums_of(some), question.kinds)
        looked_at += len(some)
    return looked_at, sums


@contextmanager
def as_asked(user: User, paths: Sequence[str]) -> Iterator[Actor]:
    """Let the database show what whoever asked may see now.

    Raises:
        UnableToGoOn: that is not what it was when they asked.
    """
    officer = actor_for(user, timezone.localdate())
    if paths_of(officer) != list(paths):
        raise UnableToGoOn(_("Whoever asked for it sees other people now. Ask again."))
    with within(scope_of(officer, bureau_path())):
        yield officer


@contextmanager
def failing_with(fail: Callable[[str], None]) -> Iterator[None]:
    """Tell ``fail`` why the work inside could not be done. A database that went away is no failure: the job runs again."""
    try:
        yield
    except DATABASE_AWAY:
        raise
    except UnableToGoOn as error:
        fail(str(error))
    except Exception as error:
        fail(without_numbers(str(error)))
        raise


def paths_of(actor: Actor) -> list[str]:
    """The places whose people are counted for this actor."""
    return sorted(actor.paths(Permission.ENTITLEMENT_VIEW))


def walk(row: Sliced, question: Question, people: QuerySet[Person]) -> Sums | None:
    """Go on where the row stands, to the end. Each slice is kept as it is done.

    Returns:
        The sums over everybody; None where somebody stopped it, or another worker goes on with it.
    """
    if row.sums_hash != question.hash and not _begun(row, question, people):
        return None
    for some in slices(people, row.after_person):
        sums = added(row.sums, question.sums_of(some), question.kinds)
        done = row.done + len(some)
        if not _kept(row, sums=sums, done=done, total=max(done, row.total), after_person=some[-1].pk):
            return None
    return row.sums if _kept(row, total=row.done) else None


def _begun(row: Sliced, question: Question, people: QuerySet[Person]) -> bool:
    """From the first person on: nothing was done yet, or what was done rests on another table or reading."""
    files = files_of(people)
    return _kept(
        row, sums=added({}, {}, question.kinds), sums_hash=question.hash, done=0, after_person=0, files=files,
        total=files["people"],
    )  # fmt: skip


def _kept(row: Sliced, **values: Any) -> bool:
    """Keep a step, if the row still stands where this worker left it: two never count the same slice."""
    rows: Any = type(row)._default_manager
    there = rows.filter(
        pk=row.pk,
        state=WAITING,
        asked_at=row.asked_at,
        after_person=row.after_person,
        sums_hash=row.sums_hash,
    )
    if not there.update(**values):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True
