"""Parting a joined file again: everything goes back where it was, or the message says what has happened since."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.registrations import FactsChanged, tell_facts_changed
from rongyao.bureau.registry.rules import signer
from rongyao.bureau.registry.upkeep.models import Joining
from rongyao.bureau.registry.upkeep.queries.joins import ties
from rongyao.bureau.registry.upkeep.rules.dumping import restored
from rongyao.bureau.registry.upkeep.words import kind_words

P = Permission


class UnableToPart(Exception):
    """Something happened since the files were joined that cannot be taken apart; the message names it."""


@transaction.atomic
def part(*, by: Actor, joining: Joining, reason: str) -> Joining:
    """Open the file that was left again, with its number and id, and put every row back.

    What was added to the joined file since stays with the file that was kept.

    Raises:
        UnableToPart: no reason, parted already, or something since that stands against it.
    """
    row = Joining.objects.select_for_update(of=("self",)).get(pk=joining.pk)
    demand(by, P.PEOPLE_MERGE, row.path)
    demand(by, P.PEOPLE_MERGE, row.left_path)
    kept = Person.objects.select_for_update().get(pk=row.kept_id)
    if len(reason.strip()) < 2:
        raise UnableToPart(_("Write why they are parted."))
    if found := against(row, kept):
        raise UnableToPart("".join(found))
    body = json.loads(str(row.body))
    try:
        with transaction.atomic():
            _put_back(row, kept, body)
    except IntegrityError as error:
        raise UnableToPart(_("Something recorded since stands in the way of the old rows.")) from error
    row.state, row.parted_at, row.parted_by_id = (
        Joining.State.PARTED,
        timezone.now(),
        signer(by, P.PEOPLE_MERGE),
    )
    row.save(update_fields=["state", "parted_at", "parted_by"])
    detail = {"joining": row.pk, "kept": kept.number, "left": row.left_number, "reason": reason.strip()[:200]}
    for person_id, path in ((row.kept_id, row.path), (row.left_id, row.left_path)):
        audit.record(by=by, verb="person.parted", subject=row, person_id=person_id, path=path, detail=detail)
    tell_facts_changed(FactsChanged(by, (row.kept_id, row.left_id)))
    return row


def against(row: Joining, kept: Person) -> list[str]:
    """What has happened since that prevents parting, each as a sentence; [] where nothing does."""
    if row.state != Joining.State.JOINED:
        return [_("These files are parted already.")]
    if not row.body:
        return [_("The record of what moved was destroyed when its time was out.")]
    body = json.loads(str(row.body))
    found = []
    if kept.version != row.kept_version:
        found.append(_("The identity or the town of the file was changed since."))
    if body["facts"] != sorted(_current(kept)):
        found.append(_("Facts were recorded or taken back since."))
    found += [
        _("%(what)s: signed or bound since.") % {"what": kind_words(label)} for label in _signed(row, body)
    ]
    found += [_("%(what)s: a row that moved is gone.") % {"what": kind_words(label)} for label in _gone(body)]
    return found


def _current(kept: Person) -> list[int]:
    return list(Fact.objects.filter(person=kept, ended_at__isnull=True).values_list("pk", flat=True))


def _signed(row: Joining, body: dict[str, Any]) -> list[str]:
    """Kinds of rows that nobody may pull a file from under, made since the files were joined."""
    return [
        tie.label
        for tie in ties()
        if tie.is_protected
        and tie.rows(row.kept_id).exclude(pk__in=body["after"].get(tie.label, [])).exists()
    ]


def _gone(body: dict[str, Any]) -> list[str]:
    wanted: dict[str, set[int]] = {}
    for one in body["changed"]:
        wanted.setdefault(one["model"], set()).add(one["pk"])
    return [
        label
        for label, pks in wanted.items()
        if apps.get_model(label)._base_manager.filter(pk__in=pks).count() != len(pks)
    ]


def stays(row: Joining) -> dict[str, int]:
    """Rows added to the joined file since, by kind: they stay with the file that was kept."""
    if row.state != Joining.State.JOINED or not row.body:
        return {}
    body = json.loads(str(row.body))
    counted = {
        tie.label: tie.rows(row.kept_id).exclude(pk__in=body["after"].get(tie.label, [])).count()
        for tie in ties()
        if tie.model is not Joining
    }
    return {label: many for label, many in counted.items() if many}


def _put_back(row: Joining, kept: Person, body: dict[str, Any]) -> None:
    identity = restored(Person, body["kept"])
    identity["version"] = kept.version + 1
    Person.objects.filter(pk=kept.pk).update(**{n: v for n, v in identity.items() if n != "id"})
    Person.objects.bulk_create([Person(**restored(Person, body["left"]))])
    for one in reversed(body["changed"]):
        model = apps.get_model(one["model"])
        model._base_manager.filter(pk=one["pk"]).update(**restored(model, one["before"]))
    for one in body["dropped"]:
        model = apps.get_model(one["model"])
        model._base_manager.bulk_create([model(**restored(model, one["row"]))])
