"""Spells in hard areas and special posts: they may not overlap, and their months become the law's own fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.registry.actions.facts import Paper, UnableToRecord, keep_source, record_fact
from rongyao.bureau.registry.background.actions.entries import UnableToKeepEntry, locked, note
from rongyao.bureau.registry.background.actions.entries import end as end_entry
from rongyao.bureau.registry.background.models import Spell
from rongyao.bureau.registry.background.queries import current_fact, spells_of
from rongyao.bureau.registry.background.rules import (
    MONTHS_FACT,
    PLACE_FACTS,
    SpellKind,
    Term,
    Total,
    UnableToCount,
    check_term,
    kind_of,
    total,
)
from rongyao.bureau.registry.models import Person, Source


@transaction.atomic
def record(
    *, by: Actor, person: Person, code: str, months: tuple[str, str], paper: Paper | Source, is_complete: bool
) -> Spell:
    """Record a spell.

    Args:
        is_complete: the file shows no other spell of this kind; then the sum is written as the law's fact. Where
            more may follow, the fact stays what it was: a part is not the whole.

    Raises:
        UnableToKeepEntry: it cannot be (see ``rules.check_term``), or the fact cannot be written.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    # The person's row is the lock: two officers recording spells come one after the other.
    Person.objects.select_for_update().filter(pk=person.pk).exists()
    kind = kind_of(code)
    _check(person, Term(code, *months), kind)
    source = paper if isinstance(paper, Source) else keep_source(by=by, paper=paper)
    row = Spell.objects.create(
        person=person, source=source, kind=kind, code=code, from_month=months[0], to_month=months[1],
        recorded_by_id=by.user_id,
    )  # fmt: skip
    if fact := PLACE_FACTS.get(code):  # type: ignore[call-overload]
        _write(by, person, fact, True, source)
    if is_complete:
        _write(by, person, MONTHS_FACT[kind], sum_of(person, kind).months, source)
    detail = {"kind": kind.value, "is_complete": is_complete}
    note(by, row, "spell.recorded", detail)
    return row


def sum_of(person: Person, kind: SpellKind) -> Total:
    """The months of one kind with their arithmetic."""
    return total_of(spells_of(person, kind))


def total_of(rows: Iterable[Spell]) -> Total:
    """The months of these spells, which are of one kind, with their arithmetic."""
    return total(Term(row.code, row.from_month, row.to_month) for row in rows)


def _check(person: Person, term: Term, kind: SpellKind) -> None:
    others = [Term(row.code, row.from_month, row.to_month) for row in spells_of(person, kind)]
    known = {name: str(current_fact(person, name) or "") for name in ("enlisted_on", "discharged_on")}
    try:
        check_term(term, others, today=timezone.localdate(), **known)
    except UnableToCount as error:
        raise UnableToKeepEntry(str(error), "from_month") from error


def _write(by: Actor, person: Person, name: str, value: Any, source: Source) -> None:
    """The law's own fact, unless it says the same already."""
    if current_fact(person, name) == value:
        return
    try:
        record_fact(
            by=by,
            person=person,
            name=name,
            value=value,
            paper=source,
            reason=_("As the recorded spells add up."),
        )
    except UnableToRecord as error:
        raise UnableToKeepEntry(str(error)) from error


@transaction.atomic
def end(*, by: Actor, spell: Spell, reason: str) -> Spell:
    """A spell that was wrong. The fact of months is written anew where it was the sum of the spells until now.

    Raises:
        UnableToKeepEntry: no reason, ended already, or the new sum cannot be written.
    """
    row = locked(spell)
    demand(by, Permission.PEOPLE_EDIT, row.person.path)
    kind = SpellKind(row.kind)
    was_sum = current_fact(row.person, MONTHS_FACT[kind]) == sum_of(row.person, kind).months
    end_entry(by=by, entry=row, reason=reason)
    left = sum_of(row.person, kind)
    if was_sum and left.steps:
        _write(by, row.person, MONTHS_FACT[kind], left.months, left_source(row.person, kind))
    return row


def left_source(person: Person, kind: SpellKind) -> Source:
    """The newest paper among the spells that are left."""
    rows = spells_of(person, kind).select_related("source").order_by("-recorded_at", "-pk")
    return rows[0].source


@transaction.atomic
def write_total(*, by: Actor, person: Person, kind: str) -> int:
    """The officer says that the spells are all: their sum becomes the law's fact. Returns the months.

    Raises:
        UnableToKeepEntry: there is no spell, or the fact cannot be written.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    known = SpellKind(kind)
    counted = sum_of(person, known)
    if not counted.steps:
        raise UnableToKeepEntry(_("No spell is recorded: that there was none must be said by a source."))
    _write(by, person, MONTHS_FACT[known], counted.months, left_source(person, known))
    latest = spells_of(person, known)[0]
    note(by, latest, "months.written", {"kind": known.value, "months": counted.months})
    return counted.months


def values_of(data: Mapping[str, Any]) -> tuple[str, str]:
    return data["from_month"], data["to_month"]
