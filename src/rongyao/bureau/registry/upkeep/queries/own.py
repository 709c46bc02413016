"""Everything held on a person, found in the models themselves, so that no table is forgotten."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.forms.words import label_of
from rongyao.bureau.registry.identity.numbers import mask
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, SECRET_FIELDS
from rongyao.bureau.registry.upkeep.column_words import NOT_SHOWN, column_words
from rongyao.bureau.registry.upkeep.models import IssueRow, Joining, SheetRow
from rongyao.bureau.registry.upkeep.queries.joins import ties
from rongyao.bureau.registry.upkeep.rules.cells import written_value
from rongyao.bureau.registry.upkeep.words import kind_words
from rongyao.law.facts import FACTS

# Copies of what stands elsewhere, made to undo or compare: the same data, in a form nobody reads.
COPIES = (IssueRow, SheetRow, Joining)
NOT_READ = ("index", "digest", "search_keys")


@dataclass(frozen=True)
class Section:
    """One kind of what is held: a title, column headings, rows of text."""

    code: str
    title: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)


def own_data(person: Person) -> list[Section]:
    """Identity, facts with their sources and history, every other table that speaks of the person, who looked."""
    others = [
        _of_table(tie.model, list(tie.rows(person.pk))) for tie in ties() if tie.model not in (Fact, *COPIES)
    ]
    return [_identity(person), _facts(person), *(one for one in others if one.rows), _looks(person)]


def _identity(person: Person) -> Section:
    rows = [[str(label), _identity_text(person, name)] for name, label in IDENTITY_FIELDS.items()]
    return Section(
        "identity", _("Who I am"), [_("Field"), _("Value")], [[_("File number"), person.number], *rows]
    )


def _identity_text(person: Person, name: str) -> str:
    value = str(getattr(person, name) or "")
    return written_value(name, value) if name == "sex" else value


def _facts(person: Person) -> Section:
    found = (
        Fact.objects.filter(person=person)
        .select_related("source", "recorded_by")
        .order_by("name", "-recorded_at", "-pk")
    )
    columns = [
        _("Fact"),
        _("Value"),
        _("As of"),
        _("Source"),
        _("Recorded on"),
        _("Ended on"),
        _("Why it ended"),
    ]
    rows = [
        [label_of(FACTS[row.name]) if row.name in FACTS else row.name,
         written_value(row.name, row.value) if row.name in FACTS else str(row.value),
         row.as_of.isoformat(), row.source.title, _moment(row.recorded_at), _moment(row.ended_at), row.end_reason]
        for row in found
    ]  # fmt: skip
    return Section("facts", _("Facts, current and past"), columns, rows)


def _of_table(model: type[Model], rows: list[Model]) -> Section:
    names = _readable(model)
    columns = [column_words(name) for name in names]
    body = [[_text(row, name) for name in names] for row in rows]
    return Section(model._meta.label_lower, kind_words(model._meta.label_lower), columns, body)


@cache
def _readable(model: type[Model]) -> list[str]:
    """Columns that say something to a person: no digests, no keys, not the person's own id."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if not one.primary_key
        and one.related_model is not Person
        and one.name not in NOT_SHOWN
        and not any(word in one.name for word in NOT_READ)
    ]


def _text(row: Model, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, User):
        return value.display_name
    if name in SECRET_FIELDS:
        # A relative's whole number is the relative's own: the person keeps a copy of theirs alone.
        return mask(str(value or ""))
    shown = getattr(row, f"get_{name}_display", None)
    if shown is not None:
        return str(shown())
    if isinstance(value, Model):
        return str(getattr(value, "title", "") or getattr(value, "name", "") or value.pk)
    return "" if value is None else str(value)


def _moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _looks(person: Person) -> Section:
    rows = Event.objects.filter(person_id=person.pk).order_by("-pk")[:1000]
    body = [[_moment(row.at), row.by_name, row.verb] for row in rows]
    return Section("record", _("The record of my file"), [_("When"), _("Who"), _("What")], body)
