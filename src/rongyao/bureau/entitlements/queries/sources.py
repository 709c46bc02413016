"""Where each fact behind an answer came from: a paper, a judgement, or the identity card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.models import Judgement
from rongyao.bureau.registry import queries as registry
from rongyao.bureau.registry.models import Fact, Person


@dataclass(frozen=True)
class FactSource:
    """The paper's title and the day it speaks of (ISO text), in the shape the explanation panel reads."""

    source: str
    as_of: str
    href: str = ""


def sources_of(person: Person, names: Iterable[str]) -> dict[str, FactSource]:
    """The source of each of these facts that is known now."""
    wanted = set(names)
    identity = {"birth_on": person.birth_on, "sex": person.sex}
    out = {name: _of_identity(person) for name, value in identity.items() if name in wanted and value}
    out |= {name: _of_fact(row) for name, row in registry.facts_of(person).items() if name in wanted}
    return out | _of_judgements(person, wanted)


def _of_identity(person: Person) -> FactSource:
    return FactSource(_("Identity card"), person.created_at.date().isoformat())


def _of_fact(row: Fact) -> FactSource:
    number = f" {row.source.document_no}" if row.source.document_no else ""
    return FactSource(f"{row.source.title}{number}", row.as_of.isoformat())


def _of_judgements(person: Person, wanted: set[str]) -> dict[str, FactSource]:
    rows = Judgement.objects.filter(person=person, fact__in=wanted).select_related("by").order_by("at")
    words = _("Judged by %(name)s")
    return {row.fact: FactSource(words % {"name": row.by.display_name}, row.on.isoformat()) for row in rows}
