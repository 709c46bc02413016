"""Special groups: an officer confirms; facts only suggest. Unknown stays unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.facts import Paper, keep_source
from rongyao.bureau.registry.background.actions.entries import UnableToKeepEntry, check_order, note
from rongyao.bureau.registry.background.models import GroupMembership
from rongyao.bureau.registry.background.queries import facts_behind, facts_by_name
from rongyao.bureau.registry.background.rules import Category, Says, says
from rongyao.bureau.registry.models import Person


@transaction.atomic
def add(
    *,
    by: Actor,
    person: Person,
    category: str,
    since: str = "",
    until: dt.date | None = None,
    paper: Paper | None = None,
) -> GroupMembership:
    """Write a person into a group, by a paper; or, without one, by the recorded facts that say so.

    Raises:
        UnableToKeepEntry: in the group already, or no paper where the facts do not say so.
    """
    demand(by, Permission.PEOPLE_EDIT, person.path)
    Person.objects.select_for_update().filter(pk=person.pk).exists()
    if category not in Category.values:
        raise UnableToKeepEntry(_("Choose the group."), "category")
    if GroupMembership.objects.filter(person=person, category=category, ended_at__isnull=True).exists():
        raise UnableToKeepEntry(_("The person is in this group already."), "category")
    answer = says(category, facts_by_name(person))
    row = GroupMembership(
        person=person, category=category, since=since, until=until, recorded_by_id=by.user_id
    )
    check_order(row)
    if paper is not None:
        row.source = keep_source(by=by, paper=paper)
    elif answer == Says.YES:
        row.source, row.is_by_facts = facts_behind(person, category)[0].source, True
    else:
        raise UnableToKeepEntry(_("The recorded facts do not say so: a paper must. Name it."), "title")
    row.save(force_insert=True)
    detail = {"category": category, "facts": answer.value, "is_by_facts": row.is_by_facts}
    note(by, row, "group.joined", detail)
    return row


@transaction.atomic
def note_export(*, by: Actor, count: int, what: str, filters: Mapping[str, str]) -> None:
    """Record that a list left the house: which, how many lines, narrowed by what."""
    demand(by, Permission.PEOPLE_EXPORT)
    path = by.paths(Permission.PEOPLE_EXPORT)[0]
    detail = {"list": what, "count": count, "filters": sorted(filters)}
    audit.record(by=by, verb="background.exported", path=path, detail=detail)
