"""A roster on its way in: upload, choose, mend, accept, discard. Nothing is written of people until it is accepted."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.exchange.problems import Problem, problem
from rongyao.bureau.foundation.exchange.reading import Limits
from rongyao.bureau.foundation.queue import actions as queue
from rongyao.bureau.registry.actions.matching import Body, Known, judge, settle
from rongyao.bureau.registry.actions.reading import Reader, apply, keep_problems, problem_of
from rongyao.bureau.registry.actions.writing import Writer, Written
from rongyao.bureau.registry.models import Person, RosterImport, RosterProblem, RosterRow
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import signer

READ = "registry.roster_read"
TOO_WIDE = "row_too_wide"
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".xlsm")
# A roster up to this many rows is written while the officer waits; a larger one by the worker, with a progress bar.
AT_ONCE = 1_000

State, Stage = RosterRow.State, RosterImport.State


class UnableToUpload(Exception):
    """The file cannot be taken at all: empty, too large, or no table."""


class UnableToDecideRoster(Exception):
    """The roster cannot be accepted, discarded or changed as it stands; the message says what is still open."""


def folder() -> Path:
    """Where rosters lie, readable by the program's own user only."""
    path = Path(settings.MEDIA_ROOT) / "rosters"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def stored(roster: RosterImport) -> Path:
    return folder() / roster.stored_as


@transaction.atomic
def upload(
    *,
    by: Actor,
    file: UploadedFile,
    given_by: str,
    dated_on: dt.date,
    division: Division,
    certified: list[str],
) -> RosterImport:
    """Keep a roster as it came and have it read by the worker.

    Args:
        certified: facts whose columns the sender certified as complete; a blank there asserts absence.

    Raises:
        UnableToUpload: empty, too large, or a kind of file that holds no table.
    """
    demand(by, Permission.ROSTER_IMPORT, division.path)
    name = Path(file.name or "roster").name
    _check_file(name, file.size or 0)
    stored_as, digest = _store(file, Path(name).suffix.lower())
    row = RosterImport.objects.create(
        file_name=name[-160:],
        stored_as=stored_as,
        sha256=digest,
        division=division,
        path=division.path,
        given_by=given_by,
        dated_on=dated_on,
        certified=sorted(certified),
        by_id=signer(by, Permission.ROSTER_IMPORT),
    )
    audit.record(by=by, verb="roster.uploaded", subject=row, path=row.path, detail={"sha256": digest})
    _defer_reading(row)
    return row


def _check_file(name: str, size: int) -> None:
    if Path(name).suffix.lower() not in SUFFIXES:
        raise UnableToUpload(_("This is no table. Take the Excel, ods or csv file as it was sent."))
    if not size:
        raise UnableToUpload(_("The file is empty."))
    limit = Limits().file_bytes
    if size > limit:
        raise UnableToUpload(
            _("The file is larger than %(limit)s MB. Split it.") % {"limit": limit // 1024 // 1024}
        )


def _store(file: UploadedFile, suffix: str) -> tuple[str, str]:
    """Keep the bytes under a name nobody can guess; owner-readable only. Returns (name, sha256)."""
    name, digest = f"{secrets.token_hex(16)}{suffix}", hashlib.sha256()
    handle = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
    return name, digest.hexdigest()


def _defer_reading(row: RosterImport) -> None:
    from rongyao.bureau.registry.jobs import read_roster

    read_roster.defer(roster_id=row.pk)


def accepted_before(roster: RosterImport) -> RosterImport | None:
    """The same file, byte for byte, accepted earlier for the same place."""
    same = RosterImport.objects.filter(sha256=roster.sha256, path=roster.path, state=Stage.ACCEPTED)
    return same.exclude(pk=roster.pk).order_by("-pk").first()


def _locked(by: Actor, roster: RosterImport, *stages: str) -> RosterImport:
    row = RosterImport.objects.select_for_update().get(pk=roster.pk)
    demand(by, Permission.ROSTER_IMPORT, row.path)
    if row.state not in (stages or (Stage.READ,)):
        raise UnableToDecideRoster(_("This roster is decided already, or is still being read."))
    return row


@transaction.atomic
def choose(*, by: Actor, roster: RosterImport, number: int, choice: str) -> RosterRow:
    """A human says whom a row means: "new", "skip", or the id of one of its candidates.

    Raises:
        UnableToDecideRoster: the row has errors, or the choice is none of those offered.
    """
    roster = _locked(by, roster)
    row = RosterRow.objects.select_for_update().get(roster=roster, number=number)
    if row.state in (State.OUTSIDE, State.WRITTEN):
        raise UnableToDecideRoster(_("There is nothing to choose for this row."))
    _apply_choice(roster, row, choice)
    row.is_touched = True
    row.save()
    _read_twins_again(roster, row, {row.id_index})
    kind = choice if choice in ("new", "skip") else "person"
    audit.record(by=by, verb="roster.row_chosen", subject=roster, person_id=row.person_id, path=roster.path,
                 detail={"row": number, "choice": kind})  # fmt: skip
    return row


def _apply_choice(roster: RosterImport, row: RosterRow, choice: str) -> None:
    if choice == "skip":
        row.state, row.person, row.differences = State.SKIPPED, None, []
    elif choice == "new" and row.candidates:
        row.state, row.person, row.differences = State.NEW, None, []
    elif choice.isdigit() and int(choice) in row.candidates:
        _mean(roster, row, Person.objects.get(pk=int(choice)))
    elif choice == "back":
        _read_row_again(roster, row, Body.of(row).cells)
    else:
        raise UnableToDecideRoster(_("Choose one of the people offered, a new file, or leave the row out."))


def _mean(roster: RosterImport, row: RosterRow, person: Person) -> None:
    """The row means this candidate; the candidates stay, so the choice can be taken back."""
    verdict = settle(Body.of(row), roster, person, Known.about([], roster.path, [person.pk]))
    row.state, row.person, row.differences = verdict.state, person, list(verdict.conflicts)


@transaction.atomic
def mend_row(*, by: Actor, roster: RosterImport, number: int, cells: dict[str, str]) -> RosterRow:
    """Read one row again with some of its cells typed anew; the same parser says what is right and wrong now.

    Args:
        cells: ``{column number as text: new text}`` of the cells that were changed.
    """
    roster = _locked(by, roster)
    row = RosterRow.objects.select_for_update().get(roster=roster, number=number)
    body = Body.of(row)
    if row.state in (State.OUTSIDE, State.WRITTEN):
        raise UnableToDecideRoster(_("This row cannot be changed here."))
    if body.has_merged:
        raise UnableToDecideRoster(_("This row has merged cells. Mend it in the file and upload it again."))
    if _is_shifted(row):
        raise UnableToDecideRoster(
            _("The cells of this row have moved sideways. Mend it in the file and upload it again.")
        )
    before = row.id_index
    row.is_touched = True
    _read_row_again(roster, row, {**body.cells, **{column: text or None for column, text in cells.items()}})
    _read_twins_again(roster, row, {before, row.id_index})
    audit.record(by=by, verb="roster.row_mended", subject=roster, path=roster.path,
                 detail={"row": number, "columns": sorted(cells)})  # fmt: skip
    return row


def _read_row_again(roster: RosterImport, row: RosterRow, cells: dict[str, Any]) -> None:
    reader, known = Reader(roster), _of_the_file(row)
    body, found = reader.read_again(row, cells, known)
    if twins := _twins(roster, row, body.id_index):
        body, found = reader.read_again(row, cells, (*known, problem("duplicate_person", rows=twins)))
    apply(row, body, judge(body, roster, Known.about([body], roster.path), reader.places))
    row.save()
    row.problems.all().delete()
    keep_problems(roster, [(row, found)], {row.number: body})


def _is_shifted(row: RosterRow) -> bool:
    """Whether the row is wider than the headings: each cell behind the extra one says what its neighbour means."""
    return row.problems.filter(code=TOO_WIDE).exists()


def _of_the_file(row: RosterRow) -> tuple[Problem, ...]:
    """What was wrong with the row in the file itself, which reading its cells once more cannot mend."""
    return tuple(problem_of(one)[0] for one in row.problems.filter(code=TOO_WIDE))


def _twins(roster: RosterImport, row: RosterRow, index: str) -> str:
    """The numbers of the other rows of this file with the same identity number, those left out apart."""
    others = RosterRow.objects.filter(roster=roster, id_index=index).exclude(pk=row.pk)
    numbers = others.exclude(state=State.SKIPPED).values_list("number", flat=True)
    listed = sorted({row.number, *numbers}) if index and numbers else []
    return "、".join(str(number) for number in listed)


def _read_twins_again(roster: RosterImport, row: RosterRow, indexes: set[str]) -> None:
    """A row that stood twice may stand once now (or the other way round)."""
    others = RosterRow.objects.filter(roster=roster, id_index__in=indexes - {""}).exclude(pk=row.pk)
    for other in others.exclude(state__in=(State.SKIPPED, State.OUTSIDE, State.WRITTEN)):
        body = Body.of(other)
        if not body.has_merged and other.problems.filter(code__startswith="duplicate").exists() == (
            not _twins(roster, other, other.id_index)
        ):
            _read_row_again(roster, other, body.cells)


def is_large(roster: RosterImport) -> bool:
    return roster.rows_total > AT_ONCE


@transaction.atomic
def accept_later(*, by: Actor, roster: RosterImport, takes_rosters: bool) -> None:
    """Have a large roster written by the worker; the page shows that it is being written."""
    row = _locked(by, roster)
    _check_open_questions(row)
    row.state = Stage.ACCEPTING
    row.save(update_fields=["state"])
    from rongyao.bureau.registry.jobs import accept_roster

    accept_roster.defer(
        roster_id=row.pk, user_id=signer(by, Permission.ROSTER_IMPORT), takes_rosters=takes_rosters
    )
    audit.record(by=by, verb="roster.accepting", subject=row, path=row.path)


@transaction.atomic
def accept(*, by: Actor, roster: RosterImport, takes_rosters: bool) -> Written:
    """Write everything the roster says, at once or not at all; every person written is recorded.

    Args:
        takes_rosters: where a newer record and the roster disagree, take the roster's value.

    Raises:
        UnableToDecideRoster: rows still wait for a human, or it is decided already.
    """
    row = _locked(by, roster, Stage.READ, Stage.ACCEPTING)
    _check_open_questions(row)
    writer = Writer(by=by, roster=row, takes_rosters=takes_rosters)
    written = writer.write()
    row.state, row.decided_at, row.source = Stage.ACCEPTED, timezone.now(), writer.source
    row.summary = {**row.summary, "written": written.as_json()}
    row.save()
    row.rows.update(
        body=""
    )  # the numbers in it are on the files now; rows with errors are mended in a new upload
    people = list(written.people.items())
    audit.record_many(by=by, verb="person.from_roster", people=people, detail={"roster": row.pk})
    audit.record(by=by, verb="roster.accepted", subject=row, path=row.path, detail=written.as_json())
    queue.close_items(by=by, subject=row, outcome=Stage.ACCEPTED)
    tell_facts_changed(FactsChanged(by, tuple(written.people)))
    return written


def _check_open_questions(row: RosterImport) -> None:
    waiting = row.rows.filter(state=State.CANDIDATES).count()
    if waiting:
        words = _("%(n)s rows still wait for you: choose the person, a new file, or leave the row out.")
        raise UnableToDecideRoster(words % {"n": waiting})


@transaction.atomic
def discard(*, by: Actor, roster: RosterImport) -> None:
    """Throw the roster away: its rows and the file itself. That it came and was discarded stays in the record."""
    row = _locked(by, roster, Stage.READ, Stage.FAILED, Stage.READING)
    RosterProblem.objects.filter(roster=row).delete()
    RosterRow.objects.filter(roster=row).delete()
    row.state, row.decided_at = Stage.DISCARDED, timezone.now()
    row.save(update_fields=["state", "decided_at"])
    queue.close_items(by=by, subject=row, outcome=Stage.DISCARDED, done=False)
    audit.record(by=by, verb="roster.discarded", subject=row, path=row.path)
    stored(row).unlink(missing_ok=True)
