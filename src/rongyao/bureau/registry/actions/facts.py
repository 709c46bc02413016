"""Recording what is so, or that it is not so, with the source that says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Fact, Person, Source
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import (
    ASSERTED_BY,
    UnableToReadValue,
    check_value,
    disagreement,
    is_absence,
    may_assert_absence,
    recordable,
)
from rongyao.law.facts import FACTS, FactDef

DATE_FACTS = tuple(name for name, known in FACTS.items() if known.kind == "date")


class UnableToRecord(Exception):
    """The fact cannot be recorded as asked; the message says why and what to do."""


class FactClash(UnableToRecord):
    """Somebody else recorded this fact since the editor opened it. ``recorded`` is what stands now (None: nothing)."""

    def __init__(self, words: str, recorded: Fact | None) -> None:
        super().__init__(words)
        self.recorded = recorded


# Beside ``opened``: nothing was recorded when the editor opened the page.
NOTHING = 0


@dataclass(frozen=True)
class Paper:
    """A source as typed at the counter: what it is, who gave it, its number and day."""

    kind: str
    title: str
    dated_on: dt.date
    document_no: str = ""
    given_by: str = ""


@transaction.atomic
def record_fact(
    *,
    by: Actor,
    person: Person,
    name: str,
    value: Any,
    paper: Paper | Source,
    as_of: dt.date | None = None,
    place: str = "",
    reason: str = "",
    opened: int | None = None,
) -> Fact:
    """Record one fact; the value before it is ended and kept as history.

    Args:
        value: in the form ``law.facts`` declares for ``name``.
        as_of: the day the value speaks of; the paper's day unless given.
        opened: id of the row the editor saw (NOTHING: none); None where nobody looked at one.

    Raises:
        FactClash: another row stands there now.
        UnableToRecord: unknown or judged fact, wrong form, or a source that cannot assert an absence.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    _refuse_clash(person, name, opened)
    row = write_fact(
        by=by, person=person, name=name, value=value, paper=paper, as_of=as_of, place=place, reason=reason
    )
    detail = {"fact": name, "source": row.source.kind, "reason": reason}
    audit.record(
        by=by, verb="fact.recorded", subject=row, person_id=person.pk, path=person.path, detail=detail
    )
    tell_facts_changed(FactsChanged(by, (person.pk,), (name,)))
    return row


def _refuse_clash(person: Person, name: str, opened: int | None) -> None:
    """Somebody else's row is never ended unseen."""
    if opened is None:
        return
    Person.objects.select_for_update().filter(pk=person.pk).exists()
    now = (
        Fact.objects.filter(person=person, name=name, ended_at__isnull=True).select_related("source").first()
    )
    if (now.pk if now else NOTHING) != opened:
        words = _("Somebody recorded this while you were typing. Compare, then record again.")
        raise FactClash(words, now)


def write_fact(
    *,
    by: Actor,
    person: Person,
    name: str,
    value: Any,
    paper: Paper | Source,
    as_of: dt.date | None = None,
    place: str = "",
    reason: str = "",
) -> Fact:
    """The rows of ``record_fact`` without its permission, record and news: for verbs that have their own."""
    known, value = _read(name, value)
    _refuse_weak_absence(known, value, paper.kind)
    _refuse_impossible_date(person, name, value)
    source = paper if isinstance(paper, Source) else keep_source(by=by, paper=paper)
    # The person's row is the lock: two officers recording one fact come one after the other.
    Person.objects.select_for_update().filter(pk=person.pk).exists()
    now = timezone.now()
    end_facts(person_ids=[person.pk], names=[name], at=now, reason=reason or _("A newer value was recorded."))
    return Fact.objects.create(
        person=person,
        name=name,
        value=value,
        source=source,
        as_of=as_of or source.dated_on,
        place=place,
        recorded_by_id=by.user_id,
        recorded_at=now,
    )


def _read(name: str, value: Any) -> tuple[FactDef, Any]:
    try:
        known = recordable(name)
        return known, check_value(known, value)
    except UnableToReadValue as error:
        raise UnableToRecord(str(error)) from error


def _refuse_impossible_date(person: Person, name: str, value: Any) -> None:
    recorded = Fact.objects.filter(person=person, ended_at__isnull=True, name__in=DATE_FACTS)
    others = {"birth_on": person.birth_on or None, **dict(recorded.values_list("name", "value"))}
    if (found := disagreement(name, value, others, timezone.localdate())) is not None:
        lang = "en" if (get_language() or "zh").startswith("en") else "zh"
        stop = "。" if lang == "zh" else ". "
        raise UnableToRecord(f"{found.text(lang)}{stop}{found.mend(lang)}{stop}".strip())


def _refuse_weak_absence(known: FactDef, value: Any, kind: str) -> None:
    if is_absence(known, value) and not may_assert_absence(known, kind):
        kinds = "、".join(str(Source.Kind(ASSERTED_BY[way]).label) for way in known.absence)
        words = _(
            "That this is not so must be said by one of: %(kinds)s. Choose the kind of source that says it."
        )
        raise UnableToRecord(words % {"kinds": kinds})


def keep_source(*, by: Actor, paper: Paper) -> Source:
    return Source.objects.create(
        kind=paper.kind,
        title=paper.title,
        document_no=paper.document_no,
        given_by=paper.given_by,
        dated_on=paper.dated_on,
        recorded_by_id=by.user_id,
    )


def end_facts(*, person_ids: Iterable[int], names: Iterable[str], at: dt.datetime, reason: str) -> int:
    """End the current rows of these facts of these people. History is kept; nothing is deleted."""
    rows = Fact.objects.filter(person_id__in=person_ids, name__in=names, ended_at__isnull=True)
    return rows.update(ended_at=at, end_reason=reason[:160])


@transaction.atomic
def assert_absence(
    *, by: Actor, person: Person, name: str, how: str, title: str, dated_on: dt.date, given_by: str = ""
) -> Fact:
    """Record that a thing is *not* so, by a way the law accepts for it.

    Args:
        how: "certified_column", "declaration", "register_check" or "list_complete".

    Raises:
        UnableToRecord: this fact cannot be denied in this way.
    """
    try:
        known = recordable(name)
    except UnableToReadValue as error:
        raise UnableToRecord(str(error)) from error
    if how not in known.absence:
        raise UnableToRecord(_("This way cannot show that it is not so."))
    paper = Paper(ASSERTED_BY[how], title, dated_on, given_by=given_by)
    return record_fact(by=by, person=person, name=name, value=known.absent, paper=paper)


@transaction.atomic
def withdraw_fact(*, by: Actor, person: Person, name: str, reason: str, opened: int | None = None) -> None:
    """End a fact that should never have been recorded: it is not known again.

    Args:
        opened: id of the row the editor saw; None where nobody looked at one.

    Raises:
        FactClash: another row stands there now.
        UnableToRecord: nothing is recorded, or no reason was given.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    if len(reason.strip()) < 2:
        raise UnableToRecord(_("Write why the value is taken back."))
    _refuse_clash(person, name, opened)
    if not end_facts(person_ids=[person.pk], names=[name], at=timezone.now(), reason=reason):
        raise UnableToRecord(_("There is nothing recorded here."))
    detail = {"fact": name, "reason": reason}
    audit.record(
        by=by, verb="fact.withdrawn", subject=person, person_id=person.pk, path=person.path, detail=detail
    )
    tell_facts_changed(FactsChanged(by, (person.pk,), (name,)))
