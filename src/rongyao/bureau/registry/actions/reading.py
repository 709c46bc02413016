"""Reading an uploaded roster into rows and problems; nothing is written of people here.

The parser is ``registry.roster``; this adds whom each row means and what taking it would do.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import Row
from rongyao.bureau.registry.actions.matching import Body, Known, Places, State, Verdict, judge, settle
from rongyao.bureau.registry.models import Person, Remark, RosterImport, RosterProblem, RosterRow
from rongyao.bureau.registry.roster import columns as kinds
from rongyao.bureau.registry.roster.counting import Counts
from rongyao.bureau.registry.roster.layout import Layout
from rongyao.bureau.registry.roster.parse import Roster, open_roster
from rongyao.bureau.registry.roster.rows import ParsedRow, RowReader
from rongyao.bureau.registry.rules import IDENTITY_FACTS

BATCH = 500
TEXTS = ("name", "id_number", "phone", "address", "town", "ethnicity")
PLACES = ("enlisted_from_kunshan", "hukou_kunshan_at_enlistment", "hukou_kunshan")
DATE_KINDS: dict[type, str] = {dt.datetime: "datetime", dt.date: "date", dt.time: "time"}

declare(
    Severity.WARNING,
    {
        "town_unknown": (
            "“{written}”不是本市的区镇或村社区，这个人先放在名册所选的地方",
            "“{written}” is no town or village of this city; the person is placed where the roster was imported for",
            "请写区镇的名称，或导入后在档案里移交",
            "name the town, or move the file after the import",
        )
    },
)


def stored_path(roster: RosterImport) -> Path:
    return Path(settings.MEDIA_ROOT) / "rosters" / roster.stored_as


def opened(roster: RosterImport, on: dt.date) -> Roster:
    """The uploaded file, looked over once by the parser."""
    return open_roster(stored_path(roster), on=on, name=roster.file_name, certified=set(roster.certified))


class ReadingStopped(Exception):
    """The roster was discarded while it was being read."""


class Reader:
    """Reads the rows of one roster and says whom each means."""

    def __init__(self, roster: RosterImport) -> None:
        self.roster = roster
        self.on = timezone.localdate()
        self.places = Places(self.on)

    def read_all(self) -> Counts:
        """Read the whole file, batch by batch, each visible to the progress bar as soon as it is kept.

        Raises:
            UnableToReadTable: the file cannot be read or holds no roster.
            ReadingStopped: it was discarded meanwhile.
        """
        parsed = opened(self.roster, self.on)
        self._begin(parsed)
        counts, earlier = Counts(), self._earlier_choices()
        for batch in _batches(parsed.rows()):
            for row in batch:
                counts.add(row)
            self._keep_batch(batch, earlier)
        return counts

    @transaction.atomic
    def _begin(self, parsed: Roster) -> None:
        """Forget an earlier, broken-off reading; keep what the first look found."""
        roster = self.roster
        RosterProblem.objects.filter(roster=roster).delete()
        RosterRow.objects.filter(roster=roster).delete()
        roster.rows_done, roster.rows_total = 0, parsed.total
        roster.summary = {
            "layout": parsed.layout.to_json(),
            "certified": dict(parsed.certified),
            "unread": [
                [unread.column.header or unread.column.letter, unread.cells]
                for unread in parsed.unread_columns
            ],
            "lines": [line.text[:200] for line in parsed.lines[:50]],
        }
        roster.save(update_fields=["rows_done", "rows_total", "summary"])
        RosterProblem.objects.bulk_create([_problem(roster, None, one, "") for one in parsed.problems])

    @transaction.atomic
    def _keep_batch(self, batch: Sequence[ParsedRow], earlier: Mapping[int, int]) -> None:
        bodies = {row.number: body_of(row) for row in batch}
        known = Known.about(bodies.values(), self.roster.path, earlier.values())
        kept = [self._row(row, bodies[row.number], known, earlier) for row in batch]
        RosterRow.objects.bulk_create(kept, batch_size=BATCH)
        found = [(row, (*parsed.problems, *self._town_problem(parsed, bodies[row.number])))
                 for row, parsed in zip(kept, batch, strict=True)]  # fmt: skip
        keep_problems(self.roster, found, bodies)
        self.roster.rows_done += len(batch)
        going_on = RosterImport.objects.filter(pk=self.roster.pk, state=RosterImport.State.READING)
        if not going_on.update(rows_done=self.roster.rows_done):
            raise ReadingStopped

    def _row(self, parsed: ParsedRow, body: Body, known: Known, earlier: Mapping[int, int]) -> RosterRow:
        verdict = judge(body, self.roster, known, self.places)
        if verdict.state == State.CANDIDATES and earlier.get(parsed.number) in verdict.candidates:
            person = Person.objects.get(pk=earlier[parsed.number])
            verdict = settle(body, self.roster, person, known)
        row = RosterRow(roster=self.roster, number=parsed.number)
        apply(row, body, verdict)
        return row

    def _earlier_choices(self) -> dict[int, int]:
        """Whom a human said the rows mean when this very file was accepted before: {row number: person id}."""
        prior = (
            RosterImport.objects.filter(
                sha256=self.roster.sha256, path=self.roster.path, state=RosterImport.State.ACCEPTED
            )
            .order_by("pk")
            .last()
        )
        rows = RosterRow.objects.filter(roster=prior, is_touched=True, person__isnull=False)
        return dict(rows.values_list("number", "person_id")) if prior else {}

    def _town_problem(self, parsed: ParsedRow, body: Body) -> tuple[Problem, ...]:
        written = body.person.get("town", "")
        if not written or self.places.find(written) is not None:
            return ()
        column = next(iter(self._layout().of_kind(kinds.TOWN)), None)
        where = f"{column.letter}{parsed.number}" if column else ""
        return (problem("town_unknown", written=written[:40]).at(where, column.header if column else ""),)

    def _layout(self) -> Layout:
        return Layout.from_json(self.roster.summary["layout"])

    def read_again(
        self, row: RosterRow, typed: Mapping[str, Any], twins: Iterable[Problem]
    ) -> tuple[Body, list[Problem]]:
        """One row read anew from its cells, some typed by the officer.

        Args:
            typed: ``{column number as text: kept cell}``.
            twins: what comparing rows found, which one row cannot know.
        """
        width = max([len(self._layout().columns), *(int(column) for column in typed)])
        values = tuple(cell_value(typed.get(str(number))) for number in range(1, width + 1))
        reader = RowReader(self._layout(), self.on, self.roster.summary["certified"])
        parsed = reader.read(Row(row.number, values), twins)
        body = body_of(parsed)
        return body, [*parsed.problems, *self._town_problem(parsed, body)]


def apply(row: RosterRow, body: Body, verdict: Verdict) -> None:
    """Write what a row says and means onto its record. Does not save."""
    row.body, row.name, row.id_index = body.sealed(), body.person.get("name", "")[:60], body.id_index
    row.state, row.person = verdict.state, verdict.person
    row.candidates, row.differences = list(verdict.candidates), list(verdict.conflicts)


def body_of(parsed: ParsedRow) -> Body:
    """What a parsed row says, in the form it is sealed in."""
    person = {name: str(parsed.person.get(name) or "") for name in TEXTS}
    values = parsed.values
    person |= {name: str(values[name].value) for name in IDENTITY_FACTS if name in values}
    facts = {name: taken for name, taken in values.items() if name not in IDENTITY_FACTS}
    return Body(
        person=person,
        facts={name: taken.value for name, taken in facts.items()},
        places={name: taken.cell for name, taken in facts.items()},
        absent=[name for name, taken in facts.items() if taken.source == "certified_column"],
        remarks=_remarks(parsed.person),
        cells={str(n): kept_cell(value) for n, value in enumerate(parsed.written, 1) if value is not None},
        has_merged=bool(parsed.merged),
        is_accepted=parsed.accepted,
    )


def _remarks(person: Mapping[str, Any]) -> list[list[str]]:
    kind = Remark.Kind
    said = [[kind.PHONE.value, number] for number in person.get("other_phones") or ()]
    said += [[kind.PLACE.value, f"{name}：{person[name]}"] for name in PLACES if person.get(name)]
    return [*said, [kind.NOTE.value, person["note"]]] if person.get("note") else said


def kept_cell(value: Any) -> Any:
    """A cell as JSON that ``cell_value`` reads back: dates and lost values carry their kind."""
    if isinstance(value, LostValue):
        return {"lost": str(value)}
    if kind := DATE_KINDS.get(type(value)):
        return {kind: value.isoformat()}
    return value


def cell_value(kept: Any) -> Any:
    """The cell as the reader gave it."""
    if not isinstance(kept, dict):
        return kept
    kind, text = next(iter(kept.items()))
    if kind == "lost":
        return LostValue(text)
    readers: dict[str, Any] = {name: of for of, name in DATE_KINDS.items()}
    return readers[kind].fromisoformat(text)


def cell_text(kept: Any) -> str:
    """A kept cell as an officer reads and types it."""
    value = cell_value(kept)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return "" if value is None else str(value)


def keep_problems(
    roster: RosterImport, found: Iterable[tuple[RosterRow, Iterable[Problem]]], bodies: Mapping[int, Body]
) -> None:
    """Keep each row's problems with what was written in the cell. Rows of other towns show none."""
    fresh = [
        _problem(roster, row, one, _written(bodies[row.number], one))
        for row, problems in found
        if row.state != State.OUTSIDE
        for one in problems
    ]
    RosterProblem.objects.bulk_create(fresh, batch_size=2000)


def _written(body: Body, one: Problem) -> str:
    if not one.cell:
        return ""
    letters, _row = coordinate_from_string(one.cell)
    return cell_text(body.cells.get(str(column_index_from_string(letters))))


def _problem(roster: RosterImport, row: RosterRow | None, one: Problem, written: str) -> RosterProblem:
    body = {"params": one.to_json()["params"], "written": written[:300]}
    return RosterProblem(
        roster=roster,
        row=row,
        number=row.number if row else 0,
        cell=one.cell[:12],
        column=one.column[:80],
        code=one.code,
        severity=one.severity.value,
        body=json.dumps(body, ensure_ascii=False),
    )


def problem_of(row: RosterProblem) -> tuple[Problem, str]:
    """A kept problem with what was written in its cell."""
    body = json.loads(str(row.body))
    plain = {"code": row.code, "params": body["params"], "cell": row.cell, "column": row.column}
    return Problem.from_json(plain), body["written"]


def without_numbers(written: str) -> str:
    """A cell's text with anything like an identity number or telephone masked: for rosters already decided."""
    return re.sub(r"\d[\dXx -]{5,}[\dXx]", lambda found: f"{found[0][:3]}***{found[0][-2:]}", written)


def _batches(rows: Iterator[ParsedRow]) -> Iterator[list[ParsedRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
