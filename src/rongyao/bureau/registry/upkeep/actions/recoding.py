"""Carrying changed division codes through: everything that lies under an old code follows, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.models import FormerPlace, Recoding
from rongyao.bureau.registry.upkeep.queries import recoding as queries
from rongyao.bureau.registry.upkeep.queries.recoding import Stranded

P = Permission


class UnableToRecode(Exception):
    """Nothing to carry through, or a place chosen that is none."""


@sees_beyond("a recode carries every town's rows along; its administrator opens no file")
@transaction.atomic
def recode(*, by: Actor, on: dt.date, chosen: Mapping[int, Division]) -> Recoding:
    """Move what lies under ended divisions to what they became, as of a day.

    Args:
        chosen: for divisions without a known successor, where a human says their rows go; those left out stay.

    Raises:
        UnableToRecode: nothing lies under an ended division that could be moved.
    """
    demand(by, P.DIVISION_RECODE)
    _refuse_foreign(chosen, on)
    stranded = queries.preview(by, on)
    todo = [(one, one.target or chosen.get(one.division.pk)) for one in stranded if one.counts]
    moving = [(one, target) for one, target in todo if target is not None]
    if not moving:
        raise UnableToRecode(
            _("Nothing can be carried through: choose a place for those without a successor.")
        )
    row = Recoding.objects.create(valid_on=on, by_id=signer(by, P.DIVISION_RECODE))
    row.moves = [_carry(by, row, one, target) for one, target in moving]
    row.save(update_fields=["moves"])
    audit.record(
        by=by, verb="division.recoded", subject=row, detail={"on": on.isoformat(), "places": len(moving)}
    )
    return row


def _refuse_foreign(chosen: Mapping[int, Division], on: dt.date) -> None:
    for division_id, target in chosen.items():
        division = Division.objects.get(pk=division_id)
        if not queries.targets(division, on).filter(pk=target.pk).exists():
            raise UnableToRecode(_("%(place)s is no place in the same town.") % {"place": target.name})


def _carry(by: Actor, recoding: Recoding, one: Stranded, target: Division) -> dict[str, Any]:
    """Move one division's rows; say on every file where it lay."""
    old = one.division
    people = queries.people_in(old)
    rows = [(model, queries.lying_in(model, old, people)[0]) for model in queries.placed_models()]
    # Which rows they are is settled before any of them moves: moving people changes the answer.
    found = [(model, list(sure.values_list("pk", flat=True))) for model, sure in rows]
    _remember(recoding, old, people, target)
    counts = {}
    for model, pks in found:
        if pks:
            _follow(model._base_manager.filter(pk__in=pks), model, old, target)
            counts[model._meta.label_lower] = len(pks)
    Person.objects.filter(pk__in=people).update(version=F("version") + 1)
    detail = {"recoding": recoding.pk, "from": old.path, "to": target.path}
    audit.record_many(
        by=by, verb="person.recoded", people=[(pk, target.path) for pk in people], detail=detail
    )
    return {
        "old": old.code, "old_name": old.name, "new": target.code, "new_name": target.name,
        "counts": counts, "by_hand": one.target is None,
        "alone": {m._meta.label_lower: pks for m, pks in found if pks and queries.is_alone(m)},
    }  # fmt: skip


def _remember(recoding: Recoding, old: Division, people: list[int], target: Division) -> None:
    until = old.valid_to or recoding.valid_on
    FormerPlace.objects.bulk_create(
        [
            FormerPlace(person_id=pk, path=target.path, division=old, until=until, recoding=recoding)
            for pk in people
        ],
        ignore_conflicts=True,
    )
    FormerPlace.objects.filter(person_id__in=people).update(path=target.path)


def _follow(rows: QuerySet[Any], model: type[Model], old: Division, target: Division) -> None:
    names = {one.attname for one in model._meta.concrete_fields}
    for name in (one.attname for one in model._meta.concrete_fields if one.related_model is Division):
        rows.filter(**{name: old.pk}).update(**{name: target.pk})
    if "path" in names:
        rest = Concat(Value(target.path), Substr("path", len(old.path) + 1))
        rows.filter(path__startswith=old.path).update(path=rest)
