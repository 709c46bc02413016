"""Recording, changing and ending an entry of any kind, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.facts import Paper, UnableToRecord, keep_source, record_fact
from rongyao.bureau.registry.background.models import ENTRIES, Entry, Schooling, Work
from rongyao.bureau.registry.background.queries import current_fact
from rongyao.bureau.registry.models import Person, Source
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import plain

FEWEST_WORDS = 2
# Whoever was at a university or college then may have the law's fact written with it.
HIGHER = (Schooling.Level.COLLEGE, Schooling.Level.BACHELOR, Schooling.Level.MASTER, Schooling.Level.DOCTOR)
PERIODS = (("from_on", "to_on"), ("from_month", "to_month"), ("issued_on", "expires_on"), ("since", "until"))


class UnableToKeepEntry(Exception):
    """The entry cannot be kept as typed; ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def record(
    *, by: Actor, person: Person, kind: str, values: Mapping[str, Any], paper: Paper | Source
) -> Entry:
    """Record schooling, work, a skill or a licence. Spells and groups have verbs of their own.

    Raises:
        UnableToKeepEntry: the wrong way round, or a fact that belongs to it cannot be written.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    row = ENTRIES[kind](person=person, recorded_by_id=by.user_id, **values)
    check_order(row)
    row.source = paper if isinstance(paper, Source) else keep_source(by=by, paper=paper)
    _bind_employer(row)
    row.save(force_insert=True)
    _write_student(by, row)
    note(by, row, f"{kind}.recorded", {"source": row.source.kind})
    return row


@transaction.atomic
def change(*, by: Actor, entry: Entry, version: int, values: Mapping[str, Any]) -> Entry:
    """Mend what was typed wrongly; the source stays. Another paper is another entry.

    Raises:
        UnableToKeepEntry: somebody saved it meanwhile, or it is the wrong way round.
    """
    row = locked(entry)
    demand(by, Permission.PEOPLE_EDIT, row.person.path)
    if row.version != version:
        raise UnableToKeepEntry(
            _("Somebody saved this entry while you were typing. Look at it again, then save.")
        )
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    check_order(row)
    _bind_employer(row)
    row.version += 1
    row.save()
    if "at_enlistment" in changed:
        _write_student(by, row)
    note(by, row, f"{_kind(row)}.changed", {"fields": changed})
    return row


@transaction.atomic
def end(*, by: Actor, entry: Entry, reason: str) -> Entry:
    """The entry was wrong or holds no longer; it stays as history, with the reason.

    Raises:
        UnableToKeepEntry: no reason, or ended already.
    """
    row = locked(entry)
    demand(by, Permission.PEOPLE_EDIT, row.person.path)
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToKeepEntry(_("Write why the entry ends."), "reason")
    row.ended_at, row.end_reason = timezone.now(), reason.strip()[:160]
    row.version += 1
    row.save(update_fields=["ended_at", "end_reason", "version"])
    note(by, row, f"{_kind(row)}.ended", {"reason": row.end_reason})
    return row


def locked(entry: Entry) -> Any:
    """The row as it is now, held until the transaction ends."""
    rows = type(entry)._default_manager.select_for_update(of=("self",)).select_related("person", "source")
    row = rows.get(pk=entry.pk)
    if row.ended_at is not None:
        raise UnableToKeepEntry(_("This entry was ended already."))
    return row


def note(by: Actor, row: Entry, verb: str, detail: dict[str, Any]) -> None:
    """The record of an act on an entry: the person can read it."""
    person = row.person
    audit.record(
        by=by, verb=f"background.{verb}", subject=row, person_id=person.pk, path=person.path, detail=detail
    )


def _kind(row: Entry) -> str:
    return next(code for code, model in ENTRIES.items() if isinstance(row, model))


def check_order(row: Entry) -> None:
    """No entry ends before it begins. A year without a month rules out only other years."""
    for first, last in PERIODS:
        begins, ends = str(getattr(row, first, "") or ""), str(getattr(row, last, "") or "")
        size = min(len(begins), len(ends))
        if size and ends[:size] < begins[:size]:
            raise UnableToKeepEntry(_("It ends before it begins. Compare with the paper."), last)


def _bind_employer(row: Entry) -> None:
    """Find the employer in the register by its exact name or credit code."""
    if not isinstance(row, Work):
        return
    row.organisation = None
    if row.employer:
        open_ones = Organisation.objects.filter(merged_into__isnull=True)
        code = plain(row.employer)
        found = open_ones.filter(name=row.employer)[:2] or open_ones.filter(credit_code=code)[:2]
        if len(found) == 1:
            row.organisation, row.employer = found[0], found[0].name


def _write_student(by: Actor, row: Entry) -> None:
    """Was a student when enlisting: the law's own fact, typed once."""
    if not isinstance(row, Schooling) or not row.at_enlistment:
        return
    if row.level not in HIGHER:
        words = _("Only a student of a college or university counts as one at enlistment. Compare the level.")
        raise UnableToKeepEntry(words, "at_enlistment")
    _refuse_other_time(row)
    try:
        record_fact(by=by, person=row.person, name="student_at_enlistment", value=True, paper=row.source)
    except UnableToRecord as error:
        raise UnableToKeepEntry(str(error), "at_enlistment") from error


def _refuse_other_time(row: Schooling) -> None:
    enlisted = str(current_fact(row.person, "enlisted_on") or "")
    begins, ends = row.from_on, row.to_on
    too_late = bool(begins) and enlisted[: len(begins)] < begins[: len(enlisted)]
    too_early = bool(ends) and enlisted[: len(ends)] > ends[: len(enlisted)]
    if enlisted and (too_late or too_early):
        words = _("Enlistment was on %(day)s, outside these dates. Compare with the paper.")
        raise UnableToKeepEntry(words % {"day": enlisted}, "at_enlistment")
