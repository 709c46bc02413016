"""Reads for the people workbook: who is in it, what stands in their cells, the sheets an officer may decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.secrets.fields import blind
from rongyao.bureau.registry.actions.people import shown
from rongyao.bureau.registry.forms.words import label_of
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import Filters, listed, within
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, SECRET_FIELDS
from rongyao.bureau.registry.upkeep.models import Issue, Sheet
from rongyao.bureau.registry.upkeep.rules.cells import EDITABLE_IDENTITY, written_value
from rongyao.bureau.registry.upkeep.rules.sheets import KEY, NUMBER, VERSION
from rongyao.law.facts import FACTS

P = Permission
Cell = tuple[Any, str]
MAC = 16


def offered_facts() -> list[str]:
    """The facts an officer may choose as columns: all that are recorded and not judged."""
    return [name for name, known in FACTS.items() if not known.judged and name not in ("birth_on", "sex")]


def editable(actor: Actor, filters: Filters) -> QuerySet[Person]:
    """The people of the list whose files this actor may edit in bulk."""
    demand(actor, P.PEOPLE_BULK)
    return listed(actor, filters).filter(within(actor, P.PEOPLE_BULK), within(actor, P.PEOPLE_EDIT))


def chosen_fields(facts: Iterable[str]) -> list[str]:
    """Identity first, then the chosen facts in the order of the law."""
    wanted = set(facts)
    return [*EDITABLE_IDENTITY, *(name for name in offered_facts() if name in wanted)]


def heading(name: str) -> str:
    """The heading of a field in the reader's language."""
    if name == NUMBER:
        return _("File number")
    if name in (KEY, VERSION):
        return name
    return str(IDENTITY_FIELDS[name]) if name in IDENTITY_FIELDS else label_of(FACTS[name])


def headings_in(issue: Issue) -> dict[str, str]:
    """Heading text → field, as the workbook was given out."""
    with override(issue.lang):
        return {heading(name): name for name in (KEY, VERSION, NUMBER, *issue.fields)}


def key_of(issue_id: int, person_id: int) -> str:
    """The hidden key of a row: which workbook, which person, and a mark nobody can make up."""
    mark = blind(f"{issue_id}-{person_id}", purpose="upkeep.row_key")[:MAC]
    return f"{issue_id}-{person_id}-{mark}"


def read_key(text: str) -> tuple[int, int] | None:
    """The workbook and person of a key, or None where it is not one of ours."""
    parts = text.strip().split("-")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[1].isdigit()):
        return None
    issue_id, person_id = int(parts[0]), int(parts[1])
    return (issue_id, person_id) if key_of(issue_id, person_id) == text.strip() else None


def cells_of(people: Iterable[Person], fields: Iterable[str]) -> Iterator[tuple[Person, dict[str, Cell]]]:
    """Each person with ``{field: (value, cell text)}``; one query for the facts of all of them."""
    listed_people, names = list(people), list(fields)
    facts: dict[tuple[int, str], Any] = {}
    rows = Fact.objects.filter(
        person_id__in=[p.pk for p in listed_people],
        name__in=[name for name in names if name not in IDENTITY_FIELDS],
        ended_at__isnull=True,
    )
    for pk, name, value in rows.values_list("person_id", "name", "value"):
        facts[pk, name] = value
    for person in listed_people:
        yield person, {name: _cell(person, name, facts) for name in names}


def _cell(person: Person, name: str, facts: dict[tuple[int, str], Any]) -> Cell:
    if name not in IDENTITY_FIELDS:
        value = facts.get((person.pk, name))
        return value, written_value(name, value)
    value = getattr(person, name) or ""
    text = shown(person, name) if name in SECRET_FIELDS else value
    return value, written_value(name, text)


def sheets_visible_to(actor: Actor) -> QuerySet[Sheet]:
    """Sheets that came back for places where this actor edits in bulk, newest first."""
    rows = Sheet.objects.filter(within(actor, P.PEOPLE_BULK))
    return rows.select_related("issue", "by", "undone_by", "source").order_by("-pk")


def get_sheet_for(actor: Actor, sheet_id: int) -> Sheet:
    return get_object_or_404(sheets_visible_to(actor), pk=sheet_id)
