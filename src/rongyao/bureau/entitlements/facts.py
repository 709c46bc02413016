"""Rows of the registry and the officers' judgements → what the law is given of each person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rongyao.bureau.entitlements.models import Judgement
from rongyao.bureau.registry import queries as registry
from rongyao.bureau.registry.models import Person

Row = dict[str, Any]


def rows_of(people: Sequence[Person], names: Collection[str] | None = None) -> dict[int, Row]:
    """``{person id: {fact: value}}`` in the form of ``law.facts``, judgements laid over; two queries.

    ``names``: the facts the question asks for, where it asks for few; others may be absent.
    """
    ids = [person.pk for person in people]
    rows = registry.fact_rows(Person.objects.filter(pk__in=ids), names)
    judged = judgements_of(ids)
    return {pk: {**rows.get(pk, {}), **judged.get(pk, {})} for pk in ids}


def judgements_of(person_ids: Sequence[int]) -> dict[int, dict[str, bool]]:
    """The latest judgement of each fact for each of these people."""
    out: dict[int, dict[str, bool]] = {}
    rows = Judgement.objects.filter(person_id__in=person_ids).order_by("at", "pk")
    for person_id, fact, value in rows.values_list("person_id", "fact", "value"):
        out.setdefault(person_id, {})[fact] = value
    return out
