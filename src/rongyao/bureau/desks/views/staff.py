"""The staff's desks: the worklist, the record, the calendar."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.desks import queries
from rongyao.bureau.desks.forms import CalendarForm, RecordFilterForm
from rongyao.bureau.desks.rules import BAND_WORDS
from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.audit import actions as audit_actions
from rongyao.bureau.foundation.audit import queries as audit_queries
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock import actions as clock_actions
from rongyao.bureau.foundation.clock.models import CalendarDay, CalendarYear
from rongyao.bureau.foundation.clock.queries import calendar as current_calendar
from rongyao.bureau.foundation.exchange import writing
from rongyao.bureau.foundation.queue import actions as queue_actions
from rongyao.bureau.foundation.queue import queries as queue_queries

EXPORT_AT_MOST = 50_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(Permission.QUEUE_VIEW)
@require_GET
def queue(request: Request) -> HttpResponse:
    """The worklist: the ruler over it, the most urgent first."""
    on, cal = timezone.localdate(), current_calendar()
    band, mine = request.GET.get("band", ""), request.GET.get("mine") == "1"
    rows = queries.worklist(request.actor, band=band, mine=mine, on=on, calendar=cal)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page, on, cal),
        "ruler": _ruler(request, on, cal, band),
        "today": on,
        "band": band,
        "mine": mine,
    }
    return render(request, "desks/queue.html", context)


def _ruler(request: Request, on: dt.date, cal: Any, band: str) -> list[dict[str, Any]]:
    counts = queue_queries.ruler(queue_queries.visible_to(request.actor), on, cal)
    here = reverse("desks:queue")
    return [
        {
            "key": key,
            "count": counts[key],
            "label": words,
            "url": here if key == band else f"{here}?band={key}",
            "is_current": key == band,
        }
        for key, words in BAND_WORDS.items()
    ]


@allow(Permission.QUEUE_VIEW)
@require_POST
def take(request: Request, item_id: int) -> HttpResponse:
    item = get_object_or_404(queue_queries.visible_to(request.actor), pk=item_id)
    queue_actions.take(by=request.actor, item=item)
    messages.success(request, _("This is yours now."))
    return redirect("desks:queue")


@allow(Permission.AUDIT_VIEW)
@require_GET
def audit(request: Request) -> HttpResponse:
    """The record of every act, and whether it is whole."""
    form = RecordFilterForm(request.GET)
    page = Paginator(_filtered_record(request, form), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.record_lines(page),
        "form": form,
        "verified": audit_queries.verify() if request.GET.get("verify") else None,
        "heads": audit_queries.heads(14),
    }
    return render(request, "desks/audit.html", context)


def _filtered_record(request: Request, form: RecordFilterForm) -> QuerySet[Event]:
    rows, asked = audit_queries.visible_to(request.actor), form.narrowed()
    if verb := asked.get("verb"):
        rows = rows.filter(verb__startswith=verb)
    if who := asked.get("who"):
        rows = rows.filter(by_name__icontains=who)
    if number := asked.get("person"):
        rows = rows.filter(person_id__in=queries.numbered(number))
    if since := asked.get("from"):
        rows = rows.filter(at__gte=_begins(since))
    if until := asked.get("to"):
        rows = rows.filter(at__lt=_begins(until + dt.timedelta(days=1)))
    return rows


def _begins(day: dt.date) -> dt.datetime:
    """The first moment of a day here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@allow(Permission.AUDIT_VIEW)
@require_GET
def audit_export(request: Request) -> HttpResponse:
    """The filtered record as a workbook; taking it out is itself recorded."""
    rows = _filtered_record(request, RecordFilterForm(request.GET))[:EXPORT_AT_MOST]
    table = [
        (row.event.pk, _moment(row.event.at), row.who, row.roles, row.verb, row.event.verb, row.event.subject,
         row.number, str(row.event.detail.get("reason", "")), row.event.hash)
        for row in queries.record_lines(rows)
    ]  # fmt: skip
    audit_actions.record(by=request.actor, verb="audit.exported", detail={"filters": request.GET.urlencode()})
    return _workbook(request, table)


def _moment(at: dt.datetime) -> str:
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds")


def _workbook(request: Request, rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The record as a download, with a sheet that says who took it out, when, under which filters."""
    heads = [
        _("No."),
        _("When"),
        _("Who"),
        _("Role"),
        _("What"),
        _("Code"),
        _("On what"),
        _("File"),
        _("Reason"),
        _("Hash"),
    ]
    columns = [writing.Column(head, kind="text" if n else "whole") for n, head in enumerate(heads)]
    about = writing.About(
        title=_("The record of every act"),
        by=request.actor.name,
        at=timezone.localtime(),
        filters=tuple((key, str(value)) for key, value in request.GET.items() if value),
        lang=get_language() or "zh",
    )
    body = io.BytesIO()
    writing.write_list(body, columns=columns, rows=rows, about=about)
    response = HttpResponse(body.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="record-{timezone.localdate()}.xlsx"'
    return response


@allow(Permission.CALENDAR_EDIT)
@require_http_methods(["GET", "POST"])
def calendar(request: Request) -> HttpResponse:
    """The years entered, and the next one: entering it moves every running clock."""
    form = CalendarForm(request.POST or None, initial=_calendar_to_correct(request.GET.get("year", "")))
    if request.method == "POST" and form.is_valid():
        try:
            moved = clock_actions.enter_calendar(by=request.actor, **form.cleaned_data)
        except clock_actions.UnableToEnterCalendar as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _entered(moved))
            return redirect("desks:calendar")
    context = {
        "form": form,
        "years": CalendarYear.objects.order_by("-year"),
        "changed": CalendarDay.objects.order_by("on"),
        "seed": current_calendar(),
    }
    return render(request, "desks/calendar.html", context, status=422 if form.is_bound else 200)


def _entered(moved: int) -> str:
    words = ngettext(
        "Entered. %(moved)s running clock was counted anew and moved or became final; it says so itself.",
        "Entered. %(moved)s running clocks were counted anew and moved or became final; each says so itself.",
        moved,
    )
    return words % {"moved": moved} if moved else _("Entered. No running clock moved.")


def _calendar_to_correct(year: str) -> dict[str, Any]:
    """A year entered here, as it was typed, to be corrected; else the next year, empty."""
    row = CalendarYear.objects.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None
    if row is None:
        return {"year": _next_year()}
    chinese = (get_language() or "zh").startswith("zh")
    words = ("休", "班") if chinese else ("off", "work")
    days = CalendarDay.objects.filter(on__year=row.year).order_by("on")
    lines = [f"{day.on} {words[day.is_workday]} {day.name}".rstrip() for day in days]
    return {"year": row.year, "document": row.document, "days": "\n".join(lines)}


def _next_year() -> int:
    last = current_calendar().last_known
    return last.year + 1 if last else timezone.localdate().year
