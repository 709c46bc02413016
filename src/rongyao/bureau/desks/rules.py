"""How the desk's worklist is shown: bands of the ruler, words of an item, its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS
from rongyao.law import catalog
from rongyao.law.model import Entitlement

BAND_WORDS: dict[str, Any] = {
    "late": _("Overdue"),
    "today": _("Due today"),
    "soon": _("Within 3 working days"),
    "week": _("Within a week"),
    "ample": _("Time enough"),
    "hold": _("Waiting for the applicant"),
}

# The front page groups what the law gives by what happened to people, not by the name of a regulation.
SHELVES: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("After leaving the army"), ("resettlement", "jiangsu")),
    (_("Preference card, buses and parks"), ("protection", "suzhou")),
    (_("Disability, illness, families of conscripts"), ("compensation",)),
    (_("Families of martyrs"), ("martyrs",)),
    (_("Officers, monthly pension"), ("officers", "monthly_pension")),
    (_("School, training, work"), ("student_aid", "exams", "working_life", "teachers", "scores")),
    (_("Taxes of a business of one's own"), ("tax",)),
    (_("Soldiers serving now and their families"), ("status", "military_service", "families")),
    (_("Complaints, review, legal aid"), ("petition", "review", "legal_aid")),
)
SHOWN_KINDS = ("payment", "placement", "treatment")
# What another office grants is told as information, and people look for it here all the same.
TOLD_AS_INFORMATION = ("tax", "monthly_pension", "officers")


def shelves() -> list[tuple[Any, list[Entitlement]]]:
    """What the editions in force give, each by its name once, on the front page's shelves."""
    now = [e for e in catalog.ENTITLEMENTS.values() if e.edition.ends is None and _is_shown(e)]
    placed: set[str] = set()
    found = [
        (words, _named_once((e for e in now if e.key.startswith(packs)), placed)) for words, packs in SHELVES
    ]
    return [(words, items) for words, items in found if items]


def _is_shown(e: Entitlement) -> bool:
    return e.kind in SHOWN_KINDS or e.pack.startswith(TOLD_AS_INFORMATION)


def _named_once(found: Iterable[Entitlement], placed: set[str]) -> list[Entitlement]:
    """Two texts may give the same thing: it stands on the first shelf that has it."""
    mine = {e.zh: e for e in found if e.zh not in placed}
    placed |= set(mine)
    return list(mine.values())


@dataclass(frozen=True)
class Line:
    """One row of the worklist, ready to show."""

    item: WorkItem
    band: str
    title: str
    verb: str
    url: str
    number: str
    town: str
    clock: RunningClock | None
    owner: str


@dataclass(frozen=True)
class RecordLine:
    """One row of the record, ready to show."""

    event: Event
    who: str
    roles: str
    verb: str
    subject: str
    number: str


def line(item: WorkItem, *, band: str, number: str, town: str) -> Line:
    kind = KINDS[item.kind]
    return Line(
        item=item,
        band=band,
        title=_filled(kind.title, item.params),
        verb=str(kind.action),
        url=reverse(kind.url_name, args=[int(item.subject.rsplit(":", 1)[1])]),
        number=number,
        town=town,
        clock=item.clock,
        owner=item.owner.display_name if item.owner else "",
    )


def _filled(words: Any, params: dict[str, Any]) -> str:
    text = str(words)
    return capfirst(text % params if params else text)
