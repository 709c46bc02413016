"""Which tables hold anything of a person: asked once for a page that would otherwise ask each of them.

A file gathers what two dozen tables know of a person, and of most people most of them know nothing. The database
answers for all of them at once (``scope.policies``), under the reader's own scope; an empty one is not asked again.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from rongyao.bureau.registry.models import Person

M = TypeVar("M", bound=Model)


def look_over(person: Person) -> Person:
    """Note on this object which tables hold rows of the person, for the page that shows it. Not for what writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rongyao_held(%s)", [person.pk])
        person.held = frozenset(cursor.fetchone()[0])
    return person


def may_hold(person: Person, model: type[Model]) -> bool:
    """False where the person was looked over and this table holds nothing of theirs."""
    return person.held is None or model._meta.db_table in person.held


def held_of(person: Person, rows: QuerySet[M]) -> QuerySet[M]:
    """``rows``, which are of this person, without asking the database (or wording the question) where there are none."""
    if may_hold(person, rows.model):
        return rows
    nothing = rows.none()
    nothing._result_cache = []
    return nothing
