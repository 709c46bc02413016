"""The person's own box, and the door where a gateway reports."""

from __future__ import annotations

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission
from rongyao.bureau.foundation.notices import queries
from rongyao.bureau.foundation.notices.actions import delivery, writing
from rongyao.bureau.foundation.notices.channels.config import Reports, settings_now
from rongyao.bureau.foundation.notices.forms import PreferenceForm
from rongyao.bureau.foundation.notices.registrations import people
from rongyao.bureau.foundation.scope.connection import sees_beyond

P = Permission
GATEWAY = Actor.system("sms gateway")
MOST_REPORTS = 1000


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def messages_list(request: Request) -> HttpResponse:
    """What the bureau told me, whatever way it went."""
    page = Paginator(queries.own_messages(request.actor), 20).get_page(request.GET.get("page"))
    return render(request, "notices/own.html", {"page": page})


@allow(P.SELF_VIEW)
@never_cache
@require_GET
def message(request: Request, message_id: int) -> HttpResponse:
    """One message; opening it is its end."""
    row = queries.own_message(request.actor, message_id)
    delivery.mark_read(by=request.actor, message=row)
    return render(request, "notices/own_message.html", {"row": row})


@allow(P.SELF_VIEW)
@require_http_methods(["GET", "POST"])
def how(request: Request) -> HttpResponse:
    """How I want to be told: for the person alone, no helper."""
    actor = request.actor
    to = people().recipient(actor.person_id or 0)
    if to is None or actor.on_behalf_of:
        raise NotAllowed(P.SELF_VIEW)
    form = PreferenceForm(request.POST or None, kept=queries.preference_of(to.person_id))
    if request.method == "POST" and form.is_valid():
        writing.keep_preference(by=actor, person_id=to.person_id, path=to.path, **form.cleaned_data)
        messages.success(request, _("Kept. The next message comes this way."))
        return redirect("notices:own")
    return render(request, "notices/own_wishes.html", {"form": form}, status=422 if form.is_bound else 200)


@csrf_exempt
@allow(P.PUBLIC)
@require_POST
@sees_beyond("the gateway tells what became of a message; it proves itself by its own secret")
def report(request: Request) -> HttpResponse:
    """The gateway says what became of messages: one report or a list, as JSON or a form, with the shared secret."""
    sms = settings_now().sms
    header = sms.reports.header if sms and sms.reports else "X-Report-Secret"
    reports = delivery.check_report_secret(shown=request.headers.get(header, ""))
    try:
        given = _given(request)
    except ValueError:
        return HttpResponse("unreadable", status=400, content_type="text/plain")
    known = [_take(one, reports) for one in given[:MOST_REPORTS]]
    return HttpResponse(f"{sum(known)} of {len(known)} known", content_type="text/plain")


def _given(request: Request) -> list[dict[str, str]]:
    if request.content_type != "application/json":
        return [{name: str(value) for name, value in request.POST.items()}]
    read = json.loads(request.body)
    rows = read if isinstance(read, list) else [read]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("a report is an object")
    return [{str(name): str(value) for name, value in row.items()} for row in rows]


def _take(one: dict[str, str], reports: Reports) -> bool:
    status, reference = one.get(reports.status_field, ""), one.get(reports.id_field, "").replace("\x00", "")
    if status not in (*reports.delivered, *reports.failed):
        return False
    return delivery.take_report(
        by=GATEWAY, reference=reference[:120], is_delivered=status in reports.delivered, words=status[:40]
    )
