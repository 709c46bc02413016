"""Taking a list of organisations in: read it whole, show each row and why, write what a person accepted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.exchange.problems import Problem, problem
from rongyao.bureau.foundation.exchange.reading import UnableToReadTable, open_table
from rongyao.bureau.registry.organisations import queries, sheet
from rongyao.bureau.registry.organisations.actions.keeping import (
    UnableToKeepOrganisation,
    keep,
    locked,
    register,
)
from rongyao.bureau.registry.organisations.models import ListImport, ListRow, Organisation
from rongyao.bureau.registry.organisations.rules import ALIKE_FROM, core_of
from rongyao.bureau.registry.organisations.words import shown_value
from rongyao.bureau.registry.rules import signer

P = Permission
State = ListRow.State


class UnableToTakeList(Exception):
    """The list cannot be read or taken over; the message says why and what to do."""


@dataclass
class _Known:
    """What is recorded already, read once for a whole list."""

    by_code: dict[str, Organisation]
    cores: dict[int, str]
    names: dict[int, str]

    @classmethod
    def of(cls, kind: str) -> _Known:
        rows = list(Organisation.objects.filter(queries.OPEN, kind=kind))
        codes = {row.credit_code or row.public_code: row for row in rows}
        # A code may stand at an organisation of another kind.
        codes |= {
            row.credit_code: row
            for row in Organisation.objects.filter(merged_into__isnull=True).exclude(credit_code="")
        }
        return cls(codes, {row.pk: row.name_core for row in rows}, {row.pk: row.name for row in rows})

    def alike(self, name: str) -> int | None:
        near = process.extractOne(core_of(name), self.cores, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM)
        return int(near[2]) if near else None


@transaction.atomic
def upload(*, by: Actor, file: Any, kind: str, division: Division) -> ListImport:
    """Read a list; nothing is written to the organisations yet.

    Raises:
        UnableToTakeList: the file cannot be opened or has no headings.
    """
    demand(by, P.ORGANISATION_EDIT, division.path)
    content = file.read()
    try:
        _headings, lines = sheet.read(open_table(content, name=file.name), kind)
    except UnableToReadTable as error:
        lang = get_language() or "zh"
        raise UnableToTakeList(f"{error.problem.text(lang)} {error.problem.mend(lang)}".strip()) from error
    if not lines:
        raise UnableToTakeList(_("There is no row under the headings."))
    row = ListImport.objects.create(
        file_name=file.name[:160], sha256=hashlib.sha256(content).hexdigest(), kind=kind, division=division,
        path=division.path, unread=_headings.unread, by_id=signer(by, P.ORGANISATION_EDIT),
    )  # fmt: skip
    known = _Known.of(kind)
    ListRow.objects.bulk_create([_as_row(row, line, known, by) for line in lines], batch_size=500)
    detail = {"kind": kind, "rows": len(lines), "sha256": row.sha256}
    audit.record(by=by, verb="organisations.list_read", subject=row, path=row.path, detail=detail)
    return row


def _as_row(listing: ListImport, line: sheet.Line, known: _Known, by: Actor) -> ListRow:
    state, organisation_id, more = _judge(listing, line, known, by)
    return ListRow(
        listing=listing, number=line.number, state=state, cells=line.cells, values=line.values,
        problems=[one.to_json() for one in (*line.problems, *more)], organisation_id=organisation_id,
    )  # fmt: skip


def _judge(
    listing: ListImport, line: sheet.Line, known: _Known, by: Actor
) -> tuple[str, int | None, list[Problem]]:
    """What taking a row would do, whom it means, and what to know about it."""
    if line.is_rejected:
        return State.REJECTED, None, []
    code = line.values.get("credit_code") or line.values.get("public_code") or ""
    if code and (row := known.by_code.get(code)):
        if row.kind != listing.kind or not by.may_at(P.ORGANISATION_EDIT, row.path):
            return State.REJECTED, None, [problem("list_elsewhere")]
        return _compare(line, row)
    if (near := known.alike(line.values["name"])) is not None:
        return State.ALIKE, near, [problem("list_alike", other=known.names[near])]
    return State.NEW, None, []


def _compare(line: sheet.Line, row: Organisation) -> tuple[str, int, list[Problem]]:
    adds = bool(additions(row, line.values))
    differing = [
        problem("list_differs", recorded=shown_value(row, name), written=str(value))
        for name, value in line.values.items()
        if value not in ("", None) and getattr(row, name) not in ("", None, value)
    ]
    return (State.CHANGED if adds else State.SAME), row.pk, differing


def additions(row: Organisation, values: dict[str, Any]) -> dict[str, Any]:
    """What a list adds to an entry: only blanks are filled."""
    return {n: v for n, v in values.items() if v not in ("", None) and getattr(row, n) in ("", None)}


@transaction.atomic
def decide_row(*, by: Actor, listing: ListImport, number: int, choice: str) -> ListRow:
    """A row whose name looks like an entry: ``another`` one, the ``same`` one, or ``skip``.

    Raises:
        UnableToTakeList: the list was decided already, or there is nothing to choose.
    """
    whole = _open(by, listing)
    row = whole.rows.select_for_update().filter(number=number, state__in=(State.ALIKE, State.NEW, State.CHANGED,
                                                                          State.SKIPPED)).first()  # fmt: skip
    chosen = {"another": State.NEW, "same": State.CHANGED, "skip": State.SKIPPED}.get(choice)
    if row is None or chosen is None or (chosen == State.CHANGED and row.organisation_id is None):
        raise UnableToTakeList(_("There is nothing to choose in this row."))
    row.state = chosen
    row.save(update_fields=["state"])
    detail = {"row": number, "choice": choice}
    audit.record(by=by, verb="organisations.list_row_chosen", subject=whole, path=whole.path, detail=detail)
    return row


def _open(by: Actor, listing: ListImport) -> ListImport:
    whole = ListImport.objects.select_for_update().get(pk=listing.pk)
    demand(by, P.ORGANISATION_EDIT, whole.path)
    if whole.state != ListImport.State.READ:
        raise UnableToTakeList(_("This list was decided already."))
    return whole


@transaction.atomic
def accept(*, by: Actor, listing: ListImport) -> dict[str, int]:
    """Write every row that is new or adds something: all of them, or none. Returns how many of each.

    Raises:
        UnableToTakeList: decided already, or nothing to write.
    """
    whole = _open(by, listing)
    rows = list(whole.rows.select_for_update(of=("self",)).filter(state__in=(State.NEW, State.CHANGED)))
    if not rows:
        raise UnableToTakeList(_("There is no row to write."))
    done = {"new": 0, "changed": 0, "left": 0}
    for row in rows:
        done[_write(by, whole, row)] += 1
    whole.state, whole.decided_at = ListImport.State.TAKEN, timezone.now()
    whole.save(update_fields=["state", "decided_at"])
    audit.record(by=by, verb="organisations.list_taken", subject=whole, path=whole.path, detail=done)
    return done


def _write(by: Actor, whole: ListImport, row: ListRow) -> str:
    """One row; where the register moved meanwhile the row is left, with the reason."""
    before = row.state
    try:
        if before == State.NEW:
            row.organisation = register(
                by=by, kind=whole.kind, division=whole.division, values=row.values, is_another=True
            )
        else:
            kept = locked(queries.kept(row.organisation or Organisation()))
            keep(by=by, row=kept, values=additions(kept, row.values), verb="organisation.changed")
    except UnableToKeepOrganisation as error:
        row.state = State.REJECTED
        row.problems = [*row.problems, problem("list_bad_code", said=str(error)).to_json()]
        row.save(update_fields=["state", "problems"])
        return "left"
    row.state = State.WRITTEN
    row.save(update_fields=["state", "organisation"])
    return before


@transaction.atomic
def discard(*, by: Actor, listing: ListImport) -> None:
    """Throw the list away; nothing was written.

    Raises:
        UnableToTakeList: decided already.
    """
    whole = _open(by, listing)
    whole.state, whole.decided_at = ListImport.State.DISCARDED, timezone.now()
    whole.save(update_fields=["state", "decided_at"])
    whole.rows.update(cells={}, values={})
    audit.record(by=by, verb="organisations.list_discarded", subject=whole, path=whole.path)
