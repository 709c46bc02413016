"""How the desk's worklist is shown: bands of the ruler, words of an item, its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS

BAND_WORDS: dict[str, Any] = {
    "late": _("Overdue"),
    "today": _("Due today"),
    "soon": _("Within 3 working days"),
    "week": _("Within a week"),
    "ample": _("Time enough"),
    "hold": _("Waiting for the applicant"),
}


@dataclass(frozen=True)
class Line:
    """One row of the worklist, ready to show."""

    item: WorkItem
    band: str
    title: str
    verb: str
    url: str
    who: str
    town: str
    clock: RunningClock | None
    owner: str


def line(item: WorkItem, *, band: str, who: str, town: str) -> Line:
    kind = KINDS[item.kind]
    return Line(
        item=item,
        band=band,
        title=_filled(kind.title, item.params),
        verb=str(kind.action),
        url=reverse(kind.url_name, args=[int(item.subject.rsplit(":", 1)[1])]),
        who=who,
        town=town,
        clock=item.clock,
        owner=item.owner.display_name if item.owner else "",
    )


def _filled(words: Any, params: dict[str, Any]) -> str:
    text = str(words)
    return text % params if params else text
