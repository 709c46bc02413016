"""Reads of messages. ``visible_to``, ``get_message_for`` and the person's own box are the only ways to a row."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.foundation.notices.models import Batch, Message, Preference, Step
from rongyao.bureau.foundation.notices.registrations import KINDS, Kind
from rongyao.bureau.foundation.notices.rules.ways import Way
from rongyao.bureau.foundation.notices.rules.words import segments

SORTS = {"written": "created_at", "name": "name", "state": "state", "town": "path"}
# Looks of the states for the ui kit's tag.
LOOKS = {
    "waiting": "waiting", "sending": "working", "taken": "run", "visit": "late", "delivered": "done", "read": "done",
    "handed": "done", "given_up": "refused", "cancelled": "withdrawn",
}  # fmt: skip
STEP_WORDS: dict[str, Any] = {
    "written": _("The message was written"),
    "in_box": _("Put into the message box"),
    "taken": _("The gateway took it; its report is awaited"),
    "failed": _("Did not go out; it is tried again"),
    "refused": _("Cannot be delivered by this way"),
    "killed": _("The worker stopped in the middle of it; tried again under the same number"),
    "unread": _("Not opened within 14 days"),
    "visit": _("A visit was asked for"),
    "again": _("Started anew with what is on the file now"),
    "delivered": _("Delivered"),
    "read": _("Opened by the person"),
    "handed": _("Told in person"),
    "given_up": _("Given up"),
    "cancelled": _("The message was taken back"),
}
# Codes a step may carry as its words.
WHY_WORDS: dict[str, Any] = {
    "unsure": _("It may have gone out or not: sending it again could tell the person twice."),
    "no_report": _("The gateway sent no report within two days."),
    "died": _("The person has died."),
    "console": _("Shown in the log of the demonstration; nobody's telephone rang."),
}


def within(actor: Actor, permission: Permission) -> Q:
    scope = Q(pk__in=())
    for path in actor.paths(permission):
        scope |= Q(path__startswith=path)
    return scope


def visible_to(actor: Actor, permission: Permission = Permission.NOTICE_VIEW) -> QuerySet[Message]:
    """The messages to people in this actor's scope."""
    return Message.objects.filter(within(actor, permission)).select_related("owner").defer("address")


def get_message_for(
    actor: Actor, message_id: int, permission: Permission = Permission.NOTICE_VIEW
) -> Message:
    return get_object_or_404(visible_to(actor, permission), pk=message_id)


@dataclass(frozen=True)
class Filters:
    """What the outbox is narrowed by, as the address carries it. Unknown values narrow nothing."""

    words: str = ""
    state: str = ""
    way: str = ""
    kind: str = ""
    town: str = ""
    batch: str = ""
    sort: str = "-written"

    @property
    def order(self) -> str:
        key = self.sort.lstrip("-")
        return f"{'-' if self.sort.startswith('-') else ''}{SORTS[key]}" if key in SORTS else "-created_at"

    def as_words(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "sort"}


def listed(
    actor: Actor, filters: Filters, permission: Permission = Permission.NOTICE_VIEW
) -> QuerySet[Message]:
    """The outbox: in scope, narrowed and sorted."""
    rows = visible_to(actor, permission).defer("address", "body")
    if filters.state == "open":
        rows = rows.exclude(state__in=Message.ENDS)
    elif filters.state in Message.State.values:
        rows = rows.filter(state=filters.state)
    if filters.way in list(Way):
        rows = rows.filter(way=filters.way)
    if filters.kind in KINDS:
        rows = rows.filter(kind=filters.kind)
    if re.fullmatch(r"[\d/]+", filters.town):
        rows = rows.filter(path__startswith=filters.town)
    if filters.batch.isdecimal() and len(filters.batch) < 12:
        rows = rows.filter(batch_id=int(filters.batch))
    if filters.words:
        rows = rows.filter(Q(name__icontains=filters.words) | Q(title__icontains=filters.words))
    return rows.order_by(filters.order, "-pk")


def counts(actor: Actor) -> dict[str, int]:
    """How many messages of the scope are in each state."""
    rows = Message.objects.filter(within(actor, Permission.NOTICE_VIEW)).order_by()
    return dict(rows.values_list("state").annotate(many=Count("pk")))


@dataclass(frozen=True)
class Happened:
    """One step in words."""

    at: dt.datetime
    words: Any
    way: str
    detail: Any
    by: str


def history(row: Message) -> list[Happened]:
    steps = Step.objects.filter(message=row)
    return [
        Happened(
            step.at, STEP_WORDS.get(step.what, step.what), step.get_way_words(), WHY_WORDS.get(step.words, step.words),
            step.by_name,
        )
        for step in steps
    ]  # fmt: skip


def towns(actor: Actor, on: dt.date) -> QuerySet[Division]:
    places = valid_on(on).exclude(level=Division.Level.VILLAGE)
    return places.filter(within(actor, Permission.NOTICE_VIEW)).order_by("path")


def batches_visible_to(actor: Actor) -> QuerySet[Batch]:
    """What the actor prepared, and what was prepared in places where they may send."""
    demand(actor, Permission.NOTICE_VIEW)
    own = Q(by_id=actor.user_id) if actor.user_id else Q(pk__in=())
    return Batch.objects.filter(own | within(actor, Permission.NOTICE_VIEW)).select_related("by")


def get_batch_for(actor: Actor, batch_id: int) -> Batch:
    return get_object_or_404(batches_visible_to(actor), pk=batch_id)


def batch_states(batch: Batch) -> list[tuple[str, str, int]]:
    """(state, its words, how many messages), in the order of the states."""
    found = dict(batch.messages.order_by().values_list("state").annotate(many=Count("pk")))
    return [(state, str(label), found[state]) for state, label in Message.State.choices if state in found]


def own_messages(actor: Actor) -> QuerySet[Message]:
    """The person's own messages, newest first; what was taken back is not shown."""
    demand(actor, Permission.SELF_VIEW)
    if actor.person_id is None:
        raise Http404
    rows = Message.objects.filter(person_id=actor.person_id).exclude(state=Message.State.CANCELLED)
    return rows.defer("address").order_by("-pk")


def own_message(actor: Actor, message_id: int) -> Message:
    return get_object_or_404(own_messages(actor), pk=message_id)


def unread_of(person_id: int) -> QuerySet[Message]:
    rows = Message.objects.filter(person_id=person_id, read_at__isnull=True)
    return rows.exclude(state__in=("cancelled", "handed")).order_by("-pk").defer("address", "body")


def messages_of(person_id: int) -> QuerySet[Message]:
    return Message.objects.filter(person_id=person_id).order_by("-pk").defer("address", "body")


def preference_of(person_id: int) -> Preference:
    """What the person has said; an unsaved row of the ordinary way where nothing."""
    return Preference.objects.filter(person_id=person_id).first() or Preference(person_id=person_id)


@dataclass(frozen=True)
class Sample:
    """One kind of message with its texts and how many text messages each makes before its parameters are put in."""

    kind: Kind
    zh: Any
    en: Any
    zh_segments: int
    en_segments: int


def samples() -> list[Sample]:
    kinds = sorted(KINDS.values(), key=lambda kind: kind.code)
    return [_sample(kind) for kind in kinds]


def _sample(kind: Kind) -> Sample:
    zh, en = kind.text("zh"), kind.text("en")
    return Sample(kind, zh, en, segments(zh.body), segments(en.body))
