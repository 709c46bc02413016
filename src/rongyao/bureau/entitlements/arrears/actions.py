"""Reckoning a list of arrears, and setting one aside. Nothing is paid here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.arrears import queries
from rongyao.bureau.entitlements.arrears.models import ArrearsLine, ArrearsList
from rongyao.bureau.entitlements.arrears.rules import packed, side_by_side
from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.rules import signer
from rongyao.law import arrears
from rongyao.law.determine import standards_hash
from rongyao.law.impact import World

P = Permission
SLICE = 500


class UnableToReckon(Exception):
    """No list can be made of this; the message says why."""


class UnableToSetAside(Exception):
    """The list does not stand any more, a later one builds on it, or the reason is missing."""


@transaction.atomic
def reckon(
    *, by: Actor, entries: Sequence[StandardEntry], since: dt.date, until: dt.date, on: dt.date
) -> ArrearsList:
    """Reckon, for everybody in the actor's scope, what these entries add to what was determined for these months.

    Raises:
        UnableToReckon: no entry in use or withdrawn, entries of several standards, months ahead, or nobody is owed anything.
    """
    demand(by, P.ENTITLEMENT_DETERMINE)
    chosen = _locked(entries)
    days = _days(since, until, on)
    keys = queries.entitlements_of(chosen[0].name)
    before, after = queries.worlds(chosen)
    found = ArrearsList(
        name=chosen[0].name, since=days[0], until=days[-1], made_by_id=signer(by, P.ENTITLEMENT_DETERMINE),
        hash_before=standards_hash(before.standards), hash_after=standards_hash(after.standards),
    )  # fmt: skip
    lines = [
        line
        for some in _slices(queries.people_of(by, keys))
        for line in _lines(some, keys, days, before, after)
    ]
    if not lines:
        raise UnableToReckon(
            _("Nobody in your scope is owed anything by this for these months. No list was made.")
        )
    found.save(force_insert=True)
    found.entries.set(chosen)
    for line in lines:
        line.arrears = found
    ArrearsLine.objects.bulk_create(lines, batch_size=500)
    detail = {"standard": found.name, "since": found.since.isoformat(), "until": found.until.isoformat()}
    audit.record(
        by=by,
        verb="arrears.reckoned",
        subject=found,
        path=by.home_path,
        detail={**detail, "lines": len(lines)},
    )
    people = {line.person_id: line.path for line in lines}
    audit.record_many(
        by=by, verb="arrears.reckoned_for", people=people.items(), detail={"list": found.pk, **detail}
    )
    return found


def _locked(entries: Sequence[StandardEntry]) -> list[StandardEntry]:
    """The entries, locked: two lists from the same entries are made one after the other, the second from the first."""
    ids = [entry.pk for entry in entries]
    rows = list(StandardEntry.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",)))
    usable = [row for row in rows if row.state in queries.SETTLED]
    if not usable or len(usable) != len(rows):
        raise UnableToReckon(_("Choose amounts that are in use or were taken out of use again."))
    if len({row.name for row in usable}) > 1:
        raise UnableToReckon(_("A list is of one standard. Make one list for each."))
    if not queries.entitlements_of(usable[0].name):
        raise UnableToReckon(_("Nothing is paid by the month or year from this standard."))
    return usable


def _days(since: dt.date, until: dt.date, on: dt.date) -> list[dt.date]:
    if until > on:
        raise UnableToReckon(_("Arrears are of months that have begun. The last month lies ahead."))
    try:
        return arrears.months(since, until)
    except arrears.UnableToReckonArrears as error:
        raise UnableToReckon(
            _("The last month lies before the first, or the span is longer than 20 years.")
        ) from error


def _slices(people: list[Person]) -> Iterable[list[Person]]:
    return (people[start : start + SLICE] for start in range(0, len(people), SLICE))


def _lines(
    people: list[Person], keys: Sequence[str], days: Sequence[dt.date], before: World, after: World
) -> list[ArrearsLine]:
    rows = facts.rows_of(people)
    given = [rows[person.pk] for person in people]
    old, new = (arrears.due(given, days, world, keys) for world in (before, after))
    said, ledgers = queries.said_of(people, keys), queries.ledgers_of(people, keys)
    granted = queries.granted(people, keys)
    found = []
    for key in keys:
        for place, person in enumerate(people):
            at = (person.pk, key)
            months = side_by_side(
                days, old[key][place], new[key][place], ledger=ledgers.get(at, {}), said=said.get(at, [])
            )
            if any(month.difference_fen for month in months):
                found.append(
                    ArrearsLine(
                        person=person, entitlement=key, months=packed(months), total_fen=arrears.total(months),
                        is_granted=at in granted, path=person.path,
                    )
                )  # fmt: skip
    return found


@transaction.atomic
def set_aside(*, by: Actor, arrears_list: ArrearsList, reason: str) -> ArrearsList:
    """Set a list aside, so that no later one builds on it. Only the newest standing list of a standard may go.

    Raises:
        UnableToSetAside: it does not stand, a later list of the same standard does, or no reason is given.
    """
    demand(by, P.ENTITLEMENT_DETERMINE)
    row = ArrearsList.objects.select_for_update(of=("self",)).get(pk=arrears_list.pk)
    if row.made_by_id != by.user_id and not by.may(P.STANDARD_CONFIRM):
        raise UnableToSetAside(
            _("Only the person who made the list, or who confirms standards, sets it aside.")
        )
    if row.state != ArrearsList.State.STANDING:
        raise UnableToSetAside(_("This list is set aside already."))
    if not reason.strip():
        raise UnableToSetAside(_("Write the reason."))
    later = ArrearsList.objects.filter(name=row.name, pk__gt=row.pk, state=ArrearsList.State.STANDING)
    if later.exists():
        raise UnableToSetAside(_("A later list of this standard builds on it. Set that one aside first."))
    row.state, row.reason = ArrearsList.State.ASIDE, reason.strip()[:400]
    row.aside_by_id, row.aside_at = signer(by, P.ENTITLEMENT_DETERMINE), timezone.now()
    row.save()
    audit.record(
        by=by, verb="arrears.set_aside", subject=row, path=by.home_path, detail={"reason": row.reason}
    )
    return row
