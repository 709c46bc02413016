"""The people workbook: give it out, read it back, write it at once, take it back as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.exchange.problems import Problem, problem
from rongyao.bureau.foundation.exchange.reading import Limits, UnableToReadTable
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import Filters, visible_to
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.actions.judging import judge_line, keep_line
from rongyao.bureau.registry.upkeep.models import Issue, IssueRow, Sheet, SheetRow
from rongyao.bureau.registry.upkeep.queries import sheets as queries
from rongyao.bureau.registry.upkeep.rules.opening import Opened, open_workbook
from rongyao.bureau.registry.upkeep.rules.sheets import KEY, MOST_PEOPLE, NUMBER, VERSION, Line

P, State = Permission, SheetRow.State
CHUNK = 500
WIDTHS = {"address": 30, "id_number": 22, "phone": 16, "name": 14, "sex": 6, "ethnicity": 8}


class UnableToIssue(Exception):
    """Nobody, or too many, to put into one workbook."""


class UnableToReadSheet(Exception):
    """The file cannot be taken as an edited workbook; the message says why and what to do."""


@transaction.atomic
def issue(*, by: Actor, filters: Filters, facts: list[str]) -> tuple[Issue, BytesIO]:
    """Write the workbook of the people in scope and keep what stood in it, sealed.

    Raises:
        UnableToIssue: nobody under these filters, or more than one workbook should hold.
    """
    people = queries.editable(by, filters).order_by("path", "name_pinyin", "pk")
    many = people.count()
    if not many:
        raise UnableToIssue(_("Nobody is under these filters, so there is nothing to edit."))
    if many > MOST_PEOPLE:
        words = _("%(many)s people are too many for one workbook (%(most)s at most). Narrow the list first.")
        raise UnableToIssue(words % {"many": many, "most": MOST_PEOPLE})
    fields = queries.chosen_fields(facts)
    path = by.paths(P.PEOPLE_BULK)[0]
    row = Issue.objects.create(
        path=path,
        fields=fields,
        people=many,
        lang=get_language() or "zh-hans",
        by_id=signer(by, P.PEOPLE_BULK),
    )
    content = _write(row, people.iterator(chunk_size=CHUNK), by, filters)
    detail = {
        "people": many,
        "facts": [name for name in fields if name in facts],
        "filters": sorted(filters.as_words()),
    }
    audit.record(by=by, verb="sheet.issued", subject=row, path=path, detail=detail)
    return row, content


def _write(row: Issue, people: Iterator[Person], by: Actor, filters: Filters) -> BytesIO:
    content = BytesIO()
    columns = [
        Column(KEY, is_hidden=True),
        Column(VERSION, is_hidden=True),
        Column(queries.heading(NUMBER), 13),
    ]
    columns += [Column(queries.heading(name), WIDTHS.get(name, 15)) for name in row.fields]
    about = About(
        title=_("People, for editing"),
        by=by.name,
        at=timezone.localtime(),
        filters=list(filters.as_words().items()),
        lines=_rules(),
        lang=row.lang,
    )
    write_list(content, columns=columns, rows=_rows(row, people), about=about, sheet=_("People"))
    return content


def _rules() -> list[tuple[str, str]]:
    return [
        (
            _("How to edit"),
            _("Change cells, save, upload. Rows and columns you leave alone stay as they are."),
        ),
        (_("Numbers"), _("Masked numbers stay as they are unless you write a whole one.")),
        (_("Blank"), _("A blank cell is not touched, unless “a blank removes” is ticked when uploading.")),
        (_("Not here"), _("New people come in with a roster; nobody's file is deleted by deleting a row.")),
    ]


def _rows(row: Issue, people: Iterator[Person]) -> Iterator[list[str]]:
    while chunk := list(islice(people, CHUNK)):
        kept = []
        for person, cells in queries.cells_of(chunk, row.fields):
            texts = {name: text for name, (_value, text) in cells.items()}
            body = json.dumps(texts, ensure_ascii=False)
            kept.append(IssueRow(issue=row, person=person, version=person.version, body=body))
            yield [queries.key_of(row.pk, person.pk), str(person.version), person.number, *texts.values()]
        IssueRow.objects.bulk_create(kept)


@transaction.atomic
def read(*, by: Actor, file: UploadedFile, blank_removes: bool) -> Sheet:
    """Read an edited workbook against what was given out and what is recorded now. Nothing of anybody is written.

    Raises:
        UnableToReadSheet: no workbook of ours, too large, or not given out within the actor's scope.
    """
    demand(by, P.PEOPLE_BULK)
    if (file.size or 0) > Limits().file_bytes:
        raise UnableToReadSheet(_("The file is too large."))
    content = file.read()
    opened, issued = _opened(by, content)
    sheet = Sheet.objects.create(
        issue=issued,
        path=issued.path,
        file_name=Path(file.name or "people.xlsx").name[-160:],
        sha256=hashlib.sha256(content).hexdigest(),
        blank_removes=blank_removes,
        by_id=signer(by, P.PEOPLE_BULK),
    )
    counts = _read_rows(by, sheet, opened)
    gone = issued.people - counts["people"]
    problems = [*opened.problems, *([problem("sheet_rows_gone", many=gone)] if gone > 0 else [])]
    sheet.summary = {"counts": counts, "problems": [one.to_json() for one in problems]}
    sheet.save(update_fields=["summary"])
    audit.record(by=by, verb="sheet.read", subject=sheet, path=sheet.path, detail=counts)
    return sheet


def _opened(by: Actor, content: bytes) -> tuple[Opened, Issue]:
    try:
        opened = open_workbook(content)
    except UnableToReadTable as error:
        raise UnableToReadSheet(_said(error.problem)) from error
    numbers = {key[0] for text in opened.keys if (key := queries.read_key(text))}
    issued = Issue.objects.filter(pk__in=numbers).order_by("-pk").first()
    if issued is None:
        raise UnableToReadSheet(_said(problem("sheet_no_key")))
    if not by.may_at(P.PEOPLE_BULK, issued.path):
        raise UnableToReadSheet(_said(problem("sheet_not_yours")))
    opened.settle(queries.headings_in(issued))
    return opened, issued


def _said(found: Problem) -> str:
    from rongyao.bureau.registry.forms.words import said_of

    return said_of(found)


def _read_rows(by: Actor, sheet: Sheet, opened: Opened) -> dict[str, int]:
    """Judge every row that names somebody; keep those that say something."""
    wanted = {key[1] for text in opened.keys if (key := queries.read_key(text)) and key[0] == sheet.issue_id}
    people = {p.pk: p for p in visible_to(by, P.PEOPLE_EDIT).filter(pk__in=wanted)}
    issued = {row.person_id: row for row in sheet.issue.rows.filter(person_id__in=wanted)}
    with override(sheet.issue.lang):
        now = dict(_now(people.values(), sheet.issue.fields))
    counts = {
        "rows": 0,
        "people": len(wanted & set(issued)),
        "changed": 0,
        "conflict": 0,
        "rejected": 0,
        "cells": 0,
    }
    twice = opened.twice()
    kept: list[SheetRow] = []
    for row in opened.rows():
        counts["rows"] += 1
        key = queries.read_key(row.key)
        person = people.get(key[1]) if key and key[0] == sheet.issue_id else None
        line = Line(row.number, person.pk if person else 0)
        if found := _not_somebody(row, key, sheet, person, twice):
            line.problems.append(found)
        elif person:
            line = opened.line(row, person.pk, person.number)
        made = judge_line(sheet, line, issued.get(line.person_id), now.get(line.person_id), opened.headings)
        if made is not None:
            kept.append(keep_line(sheet, line, made, person))
            _count(counts, kept[-1], made.changes)
    SheetRow.objects.bulk_create(kept, batch_size=CHUNK)
    return counts


def _now(people: Iterable[Person], fields: list[str]) -> Iterator[tuple[int, dict[str, queries.Cell]]]:
    for person, cells in queries.cells_of(people, fields):
        yield person.pk, {**cells, "id_number": (person.id_number or "", cells["id_number"][1])}


def _not_somebody(
    row: Any, key: tuple[int, int] | None, sheet: Sheet, person: Person | None, twice: dict[str, str]
) -> Problem | None:
    """Why a row does not say whom it means."""
    if not row.key:
        return problem("sheet_row_added").at(f"A{row.number}")
    if key is None or key[0] != sheet.issue_id:
        return problem("sheet_key_changed").at(f"A{row.number}")
    if row.key in twice:
        return problem("sheet_row_twice", rows=twice[row.key]).at(f"A{row.number}")
    return None if person else problem("sheet_out_of_scope").at(f"A{row.number}")


def _count(counts: dict[str, int], row: SheetRow, changes: list[Any]) -> None:
    if row.state in counts:
        counts[row.state] += 1
    counts["cells"] += len(changes) if row.state != State.REJECTED else 0


@transaction.atomic
def discard(*, by: Actor, sheet: Sheet) -> None:
    """Throw the sheet away; that it came stays in the record."""
    row = Sheet.objects.select_for_update().get(pk=sheet.pk)
    demand(by, P.PEOPLE_BULK, row.path)
    if row.state == Sheet.State.READ:
        row.rows.all().delete()
        row.state, row.decided_at = Sheet.State.DISCARDED, timezone.now()
        row.save(update_fields=["state", "decided_at"])
        audit.record(by=by, verb="sheet.discarded", subject=row, path=row.path)
