"""Writing a read sheet at once or not at all, and taking it back as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.facts import (
    Paper,
    UnableToRecord,
    end_facts,
    keep_source,
    write_fact,
)
from rongyao.bureau.registry.actions.people import UnableToChangeIdentity, keep_identity
from rongyao.bureau.registry.models import Fact, Person, Source
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, signer
from rongyao.bureau.registry.upkeep.actions.judging import Judged
from rongyao.bureau.registry.upkeep.models import Sheet, SheetRow
from rongyao.bureau.registry.upkeep.queries.sheets import cells_of
from rongyao.bureau.registry.upkeep.rules.sheets import Change

P, State = Permission, SheetRow.State
MINE, THEIRS = "mine", "theirs"


class UnableToApply(Exception):
    """The sheet cannot be written as it stands; nothing was."""


class UnableToUndo(Exception):
    """Somebody worked on these files since; the message names them."""


@dataclass(slots=True)
class _Writing:
    """One application. Lives for one transaction."""

    by: Actor
    sheet: Sheet
    paper: Paper
    source: Source | None = None
    told: list[int] = field(default_factory=list)
    cells: int = 0

    def kept_source(self) -> Source:
        self.source = self.source or keep_source(by=self.by, paper=self.paper)
        return self.source


@transaction.atomic
def apply(
    *,
    by: Actor,
    sheet: Sheet,
    paper: Paper,
    choices: Mapping[str, str],
    leaves_errors_out: bool = False,
) -> Sheet:
    """Write every changed cell of a sheet, or nothing.

    Args:
        paper: what the changed facts rest on.
        choices: ``{"row-field": "mine" or "theirs"}`` for each cell that somebody else changed too.
        leaves_errors_out: the officer accepts that rows with errors are left out whole.

    Raises:
        UnableToApply: decided already, errors not accepted, a conflict not chosen, or a file that moved since it was read.
    """
    sheet = _locked(by, sheet, Sheet.State.READ)
    rows = list(sheet.rows.select_for_update().exclude(state=State.NOTED))
    _check(rows, leaves_errors_out)
    work = _Writing(by, sheet, paper)
    moved: list[int] = []
    for row in rows:
        if row.state == State.REJECTED:
            row.state = State.LEFT_OUT
            row.save(update_fields=["state"])
        else:
            _apply_row(work, row, choices, moved)
    if moved:
        raise UnableToApply(
            _("Rows %(rows)s changed while you were looking. Upload the sheet again to compare anew.")
            % {"rows": "、".join(map(str, moved))}
        )
    return _finish(work, rows)


def _locked(by: Actor, sheet: Sheet, state: str) -> Sheet:
    row = Sheet.objects.select_for_update().select_related("issue").get(pk=sheet.pk)
    demand(by, P.PEOPLE_BULK, row.path)
    if row.state != state:
        raise UnableToApply(_("This sheet is decided already."))
    return row


def _check(rows: list[SheetRow], leaves_errors_out: bool) -> None:
    wrong = sum(row.state == State.REJECTED for row in rows)
    if wrong and not leaves_errors_out:
        words = _("%(n)s rows have errors. Mend them and upload again, or tick that they are left out.")
        raise UnableToApply(words % {"n": wrong})
    if len(rows) == wrong:
        raise UnableToApply(_("There is nothing to write."))


def _apply_row(work: _Writing, row: SheetRow, choices: Mapping[str, str], moved: list[int]) -> None:
    judged = Judged.of(row)
    person = (
        Person.objects.select_for_update().select_related("division").filter(pk=row.person_id or 0).first()
    )
    if person is None or not _is_as_read(work.sheet, person, judged):
        moved.append(row.number)
        return
    demand(work.by, P.PEOPLE_EDIT, person.path)
    taken = [change for change in judged.changes if _is_taken(row, change, choices)]
    judged.undo = _write_changes(work, row, person, taken) if taken else {}
    row.state = State.WRITTEN if taken else State.LEFT_OUT
    row.body = judged.sealed()
    row.save(update_fields=["state", "body"])


def _is_as_read(sheet: Sheet, person: Person, judged: Judged) -> bool:
    """Does every cell about to be written still stand as when the sheet was read?"""
    with override(sheet.issue.lang):
        _person, cells = next(cells_of([person], sheet.issue.fields))
    return all(cells[change.field][1] == change.now for change in judged.changes)


def _is_taken(row: SheetRow, change: Change, choices: Mapping[str, str]) -> bool:
    if not change.is_conflict:
        return True
    chosen = choices.get(f"{row.number}-{change.field}")
    if chosen not in (MINE, THEIRS):
        words = _("Row %(row)s, %(cell)s: say whose value stands.")
        raise UnableToApply(words % {"row": row.number, "cell": change.cell})
    return chosen == MINE


def _write_changes(work: _Writing, row: SheetRow, person: Person, taken: list[Change]) -> dict[str, Any]:
    """Write one person's cells; returns how they are taken back."""
    reason = _("Sheet %(n)s, row %(row)s") % {"n": work.sheet.pk, "row": row.number}
    identity = {one.field: one.value or "" for one in taken if one.field in IDENTITY_FIELDS}
    facts = [one for one in taken if one.field not in IDENTITY_FIELDS]
    before = (
        {name: getattr(person, name) or "" for name in (*identity, "birth_on", "sex")} if identity else {}
    )
    ended = list(_current(person).filter(name__in=[one.field for one in facts]).values_list("pk", flat=True))
    try:
        if identity:
            keep_identity(by=work.by, row=person, typed=identity, verb="person.bulk_changed", reason=reason)
        made = [_write_one(work, person, one, reason) for one in facts]
    except (UnableToRecord, UnableToChangeIdentity) as error:
        raise UnableToApply(_("Row %(row)s: %(why)s") % {"row": row.number, "why": error}) from error
    if facts:
        detail = {"sheet": work.sheet.pk, "facts": sorted(one.field for one in facts)}
        audit.record(by=work.by, verb="person.bulk_changed", subject=person, person_id=person.pk, path=person.path, detail=detail)  # fmt: skip
        work.told.append(person.pk)
    work.cells += len(taken)
    return {
        "identity": before,
        "version": person.version,
        "made": [pk for pk in made if pk],
        "ended": ended,
        "current": sorted(_current(person).values_list("pk", flat=True)),
    }


def _current(person: Person) -> Any:
    return Fact.objects.filter(person=person, ended_at__isnull=True)


def _write_one(work: _Writing, person: Person, change: Change, reason: str) -> int | None:
    if change.value is None:
        end_facts(person_ids=[person.pk], names=[change.field], at=timezone.now(), reason=reason)
        return None
    made = write_fact(
        by=work.by, person=person, name=change.field, value=change.value, paper=work.kept_source(),
        place=change.cell, reason=reason,
    )  # fmt: skip
    return made.pk


def _finish(work: _Writing, rows: list[SheetRow]) -> Sheet:
    sheet = work.sheet
    written = sum(row.state == State.WRITTEN for row in rows)
    sheet.state, sheet.decided_at, sheet.source = Sheet.State.APPLIED, timezone.now(), work.source
    sheet.summary = {**sheet.summary, "written": {"people": written, "cells": work.cells}}
    sheet.save()
    detail = sheet.summary["written"]
    audit.record(by=work.by, verb="sheet.applied", subject=sheet, path=sheet.path, detail=detail)
    tell_facts_changed(FactsChanged(work.by, tuple(work.told)))
    return sheet


@transaction.atomic
def undo(*, by: Actor, sheet: Sheet, reason: str) -> Sheet:
    """Put every cell of an applied sheet back, while nobody has worked on those files since.

    Raises:
        UnableToUndo: no reason, not applied, or files that changed since (named).
    """
    if len(reason.strip()) < 2:
        raise UnableToUndo(_("Write why it is taken back."))
    try:
        sheet = _locked(by, sheet, Sheet.State.APPLIED)
    except UnableToApply as error:
        raise UnableToUndo(_("Only a written sheet can be undone.")) from error
    rows = [(row, Judged.of(row)) for row in sheet.rows.filter(state=State.WRITTEN)]
    people = {
        person.pk: person
        for person in Person.objects.select_for_update().filter(pk__in=[row.person_id for row, _j in rows])
    }
    _refuse_changed(people, rows)
    told = [
        people[row.person_id].pk
        for row, judged in rows
        if row.person_id and _put_back(by, people[row.person_id], judged, reason)
    ]
    sheet.state, sheet.undone_at, sheet.undone_by_id = (
        Sheet.State.UNDONE,
        timezone.now(),
        signer(by, P.PEOPLE_BULK),
    )
    sheet.save()
    audit.record(
        by=by, verb="sheet.undone", subject=sheet, path=sheet.path, detail={"reason": reason.strip()[:160]}
    )
    tell_facts_changed(FactsChanged(by, tuple(told)))
    return sheet


def _refuse_changed(people: dict[int, Person], rows: list[tuple[SheetRow, Judged]]) -> None:
    changed = [
        row.number
        for row, judged in rows
        if row.person_id not in people or not _is_untouched(people[row.person_id], judged.undo)
    ]
    if changed:
        words = _(
            "It cannot be undone: the files of rows %(rows)s were changed since. Mend those one by one."
        )
        raise UnableToUndo(words % {"rows": "、".join(map(str, changed))})


def _is_untouched(person: Person, undo: dict[str, Any]) -> bool:
    return person.version == undo["version"] and undo["current"] == sorted(
        _current(person).values_list("pk", flat=True)
    )


def _put_back(by: Actor, person: Person, judged: Judged, reason: str) -> bool:
    demand(by, P.PEOPLE_EDIT, person.path)
    why = _("Sheet undone: %(reason)s") % {"reason": reason.strip()}
    before = judged.undo["identity"]
    if before:
        keep_identity(by=by, row=person, typed=before, verb="person.bulk_undone", reason=why)
    facts = [change.field for change in judged.changes if change.field not in IDENTITY_FIELDS]
    if not facts:
        return False
    ended = list(Fact.objects.filter(pk__in=judged.undo["ended"]))
    Fact.objects.filter(pk__in=judged.undo["made"]).update(ended_at=timezone.now(), end_reason=why[:160])
    # The earlier value stands again as a new row with its own source: history shows both turns.
    Fact.objects.bulk_create([_again(one, by) for one in ended])
    detail = {"facts": sorted(facts)}
    audit.record(
        by=by, verb="person.bulk_undone", subject=person, person_id=person.pk, path=person.path, detail=detail
    )
    return True


def _again(fact: Fact, by: Actor) -> Fact:
    return Fact(
        person_id=fact.person_id,
        name=fact.name,
        value=fact.value,
        source_id=fact.source_id,
        as_of=fact.as_of,
        place=fact.place,
        recorded_by_id=by.user_id,
    )
