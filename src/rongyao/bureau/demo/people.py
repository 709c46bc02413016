"""Writes the people of the synthetic city: persons, papers and facts, in a few large statements.

Not through the actions one by one (30,000 people would take an hour), but every value passes the
registry's own checks first.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Field
from django.utils import timezone

from rongyao.bureau.demo.lives import Life, lives
from rongyao.bureau.demo.papers import Paper, papers_of, source
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.models import Fact, Person, Source
from rongyao.bureau.registry.rules import check_value, recordable

BATCH = 1000
PREFIX = "YS-"

Progress = Callable[[int, int], None]


class UnableToMakeUp(Exception):
    """The generator made somebody whom the registry would refuse: a fault of the generator."""


def write(
    *, people: int, seed: int, first_run: dt.date, homes: Sequence[Division], progress: Progress
) -> None:
    """Write ``people`` lives living in ``homes``; ``progress(done, total)`` is told after each batch."""
    writer = _Writer(homes, first_run)
    for done, batch in _batches(lives(people, seed=seed, first_run=first_run)):
        writer.write(batch)
        progress(done, people)


def _batches(people: Iterator[Life]) -> Iterator[tuple[int, list[Life]]]:
    done = 0
    while batch := list(islice(people, BATCH)):
        done += len(batch)
        yield done, batch


class _Writer:
    """Writes lives batch by batch, keeping the papers already written."""

    def __init__(self, homes: Sequence[Division], today: dt.date) -> None:
        self.homes, self.today, self.now = homes, today, timezone.now()
        self.papers: dict[Paper, Source] = {}

    def write(self, batch: Sequence[Life]) -> None:
        for life in batch:
            check(life)
        persons = [self._person(life) for life in batch]
        Person.objects.bulk_create(persons, batch_size=BATCH)
        self._write_papers(batch)
        self._write_facts(batch, persons)

    def _person(self, life: Life) -> Person:
        home = self.homes[int(life.home * len(self.homes))]
        town = home.parent
        row = Person(
            number=f"{PREFIX}{life.place:06d}",
            sex=life.sex,
            birth_on=life.born.isoformat(),
            ethnicity=life.ethnicity,
            address=f"昆山市{town.name if town else ''}{home.short_name}演示路{life.house}号",
            division=home,
            path=home.path,
            is_synthetic=True,
            created_at=self.now,
        )
        row.keep_name(life.name).keep_id_number(life.id_number)
        return row.keep_phone(life.phone) if life.phone else row

    def _write_papers(self, batch: Sequence[Life]) -> None:
        wanted = {paper for life in batch for paper in papers_of(life, self.today).values()}
        new = sorted(wanted - self.papers.keys())
        rows = Source.objects.bulk_create([source(paper, self.today) for paper in new])
        self.papers.update(zip(new, rows, strict=True))

    def _write_facts(self, batch: Sequence[Life], persons: Sequence[Person]) -> None:
        """By COPY: a city of 30,000 has over a million facts, and INSERT takes three times as long."""
        blank = {field.attname: field.get_default() for field in _columns()}
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in _columns())
        table = connection.ops.quote_name(Fact._meta.db_table)
        with connection.cursor() as cursor:
            # COPY does not go into a table with row-level security: into a passing one, then over.
            cursor.execute(f"CREATE TEMP TABLE made_up ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0")
            with cursor.cursor.copy(f"COPY made_up ({names}) FROM STDIN") as copy:
                for row in self._facts(batch, persons):
                    copy.write_row(list({**blank, **row}.values()))
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM made_up")
            cursor.execute("DROP TABLE made_up")

    def _facts(self, batch: Sequence[Life], persons: Sequence[Person]) -> Iterator[dict[str, Any]]:
        for life, person in zip(batch, persons, strict=True):
            for name, paper in papers_of(life, self.today).items():
                row = self.papers[paper]
                value = json.dumps(life.facts[name], ensure_ascii=False)
                yield {
                    "person_id": person.pk,
                    "name": name,
                    "value": value,
                    "source_id": row.pk,
                    "as_of": row.dated_on,
                    "recorded_at": self.now,
                }


def _columns() -> list[Field[Any, Any]]:
    return [field for field in Fact._meta.concrete_fields if not field.primary_key]


def check(life: Life) -> None:
    """Hold a made-up person to the checks a real one passes.

    Raises:
        UnableToMakeUp: the generator made something that the registry would refuse.
    """
    reading = read_id_number(life.id_number)
    if reading.number is None or reading.birth_on != life.born or read_name(life.name).name != life.name:
        raise UnableToMakeUp(f"made-up person {life.place} does not pass the checks of identity")
    for name, value in life.facts.items():
        check_value(recordable(name), value)
