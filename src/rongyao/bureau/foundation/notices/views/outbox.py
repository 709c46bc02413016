"""The outbox, its way out to Excel, the texts, and which ways are switched on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.exchange.writing import About, Column, write_list
from rongyao.bureau.foundation.notices import queries
from rongyao.bureau.foundation.notices.actions import exporting
from rongyao.bureau.foundation.notices.channels.config import settings_now
from rongyao.bureau.foundation.notices.forms import OutboxFilterForm
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.foundation.notices.registrations import KINDS
from rongyao.bureau.foundation.notices.rules.ways import WAY_WORDS, Way

P = Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK = 2000


def _filters(request: Request) -> queries.Filters:
    given = {name: typed(request, name)[:60] for name in ("state", "way", "kind", "town", "batch", "sort")}
    return queries.Filters(words=typed(request, "q")[:60], **given)


@allow(P.NOTICE_VIEW)
@require_GET
def outbox(request: Request) -> HttpResponse:
    """Every message of the scope, and where it stands."""
    actor = request.actor
    rows = Paginator(queries.listed(actor, _filters(request)), 25).get_page(request.GET.get("page"))
    context = {
        "page": rows,
        "lines": [(row, queries.LOOKS[row.state], title_of(row.kind)) for row in rows],
        "form": OutboxFilterForm(request.GET, towns=queries.towns(actor, timezone.localdate())),
        "counts": _counts(actor),
        "may_send": actor.may(P.NOTICE_SEND),
        "may_see_settings": actor.may(P.SYSTEM_VIEW),
        "export_url": reverse("notices:export") if actor.may(P.PEOPLE_EXPORT) else "",
    }
    return render(request, "notices/outbox.html", context)


def title_of(kind: str) -> str:
    return str(KINDS[kind].title) if kind in KINDS else kind


def _counts(actor: Any) -> list[tuple[str, str, int]]:
    found = queries.counts(actor)
    return [(state, str(label), found[state]) for state, label in Message.State.choices if found.get(state)]


@allow(P.PEOPLE_EXPORT)
@require_GET
def export(request: Request) -> HttpResponse:
    """The outbox as Excel, as it is filtered: addresses stay masked."""
    filters = _filters(request)
    rows = queries.listed(request.actor, filters, P.PEOPLE_EXPORT)
    columns = [
        Column(_("Written at"), 18), Column(_("Name"), 16), Column(_("Heading of the message"), 40), Column(_("Kind"), 20),
        Column(_("Way"), 14), Column(_("Number or address, masked"), 18), Column(_("State"), 18), Column(_("Tries"), 8, "whole"),
        Column(_("Ended at"), 18), Column(_("What the visit found"), 18),
    ]  # fmt: skip
    content, title = BytesIO(), _("Messages")
    about = About(
        title,
        request.actor.name,
        timezone.localtime(),
        list(filters.as_words().items()),
        lang=get_language() or "zh",
    )
    count = write_list(content, columns=columns, rows=_cells(rows), about=about, sheet=title)
    exporting.note_export(by=request.actor, count=count, filters=filters.as_words())
    response = HttpResponse(content.getvalue(), content_type=XLSX)
    name = f"{title} {timezone.localdate()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _cells(rows: QuerySet[Message]) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield (_moment(row.created_at), row.name, row.title, title_of(row.kind), row.get_way_display(),
               row.address_shown, row.get_state_display(), row.tries, _moment(row.ended_at),
               row.get_outcome_display())  # fmt: skip


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


@allow(P.NOTICE_VIEW)
@require_GET
def kinds(request: Request) -> HttpResponse:
    """Every text the bureau sends, in both languages, and how many text messages it makes."""
    return render(request, "notices/kinds.html", {"samples": queries.samples()})


@allow(P.SYSTEM_VIEW)
@require_GET
def settings_page(request: Request) -> HttpResponse:
    """Which ways are on, which are off, and how to switch them on. Shows no password."""
    now = settings_now()
    context = {
        "now": now,
        "ways": [
            (way, WAY_WORDS[way], _is_on(way, now)) for way in (Way.BOX, Way.SMS, Way.EMAIL, Way.CONSOLE)
        ],
        "report_url": request.build_absolute_uri(reverse("notices:report")),
        "quiet": ("21:00", "8:00"),
    }
    return render(request, "notices/settings.html", context)


def _is_on(way: Way, now: Any) -> bool:
    on = {Way.BOX: True, Way.SMS: now.sms is not None, Way.EMAIL: now.smtp is not None}
    return on.get(way, now.is_demo and now.sms is None)
