"""One message to many: choose people and words, look a second time, send, watch, stop."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rongyao.bureau.foundation.access.middleware import Request, allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.notices import queries
from rongyao.bureau.foundation.notices.actions import batches as actions
from rongyao.bureau.foundation.notices.actions.batches import UnableToSendToMany
from rongyao.bureau.foundation.notices.channels.config import settings_now
from rongyao.bureau.foundation.notices.forms import WriteForm, kinds_by_hand
from rongyao.bureau.foundation.notices.models import Batch
from rongyao.bureau.foundation.notices.registrations import KINDS, people
from rongyao.bureau.foundation.notices.rules.ways import WAY_WORDS, Way
from rongyao.bureau.foundation.notices.rules.words import filled
from rongyao.bureau.foundation.notices.views.outbox import title_of
from rongyao.bureau.foundation.notices.views.writing import chosen_kind

P = Permission
LOOKS = {"prepared": "you", "sending": "run", "done": "done", "stopped": "withdrawn"}


@allow(P.NOTICE_VIEW)
@require_GET
def batches(request: Request) -> HttpResponse:
    page = Paginator(queries.batches_visible_to(request.actor), 25).get_page(request.GET.get("page"))
    lines = [(row, LOOKS[row.state], title_of(row.kind)) for row in page]
    context = {"page": page, "lines": lines, "may_send": request.actor.may(P.NOTICE_SEND)}
    return render(request, "notices/batches.html", context)


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def prepare(request: Request) -> HttpResponse:
    """Who (the filters stand in the address) and what (typed below)."""
    actor, kind = request.actor, chosen_kind(request)
    form = WriteForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.prepare(
                by=actor, kind=kind.code, params=form.cleaned_data, filters=people().filter_words(request.GET),
                found=people().found(actor, request.GET),
            )  # fmt: skip
        except UnableToSendToMany as error:
            form.add_error(None, str(error))
        else:
            return redirect("notices:batch", batch_id=row.pk)
    context = {
        "form": form, "kind": kind, "kinds": kinds_by_hand(), "who": people().filter_form(actor, request.GET),
        "count": sum(1 for one in people().found(actor, request.GET) if not one.is_deceased),
    }  # fmt: skip
    return render(request, "notices/prepare.html", context, status=422 if form.is_bound else 200)


@allow(P.NOTICE_VIEW)
@require_GET
def batch(request: Request, batch_id: int) -> HttpResponse:
    """The second look before it is sent; how far it is afterwards."""
    row = queries.get_batch_for(request.actor, batch_id)
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    price = getattr(settings_now().sms, "price_fen", None)
    context = {
        "batch": row, "look": LOOKS[row.state], "title": title_of(row.kind), "text": _sample(row, language),
        "ways": [(WAY_WORDS[Way(way)], many) for way, many in row.ways.items()], "job": _job(row),
        "states": queries.batch_states(row), "cost_fen": row.segments * price if price is not None else None,
        "may_send": request.actor.may(P.NOTICE_SEND),
    }  # fmt: skip
    return render(request, "notices/batch.html", context)


def _sample(row: Batch, language: str) -> Any:
    """The text as the first of them will read it, with a made-up name."""
    name = "王建国" if language == "zh" else "Wang Jianguo"
    return filled(KINDS[row.kind].text(language), {**row.params, "name": name}) if row.kind in KINDS else None


def _job(row: Batch) -> dict[str, Any]:
    state = {"sending": "running", "done": "done"}.get(row.state, "failed")
    return {
        "id": "batch", "label": _("Messages written"), "done": row.done, "total": row.total, "state": state,
        "poll_url": reverse("notices:progress", args=[row.pk]), "page_url": reverse("notices:batch", args=[row.pk]),
    }  # fmt: skip


@allow(P.NOTICE_VIEW)
@require_GET
def progress_part(request: Request, batch_id: int) -> HttpResponse:
    row = queries.get_batch_for(request.actor, batch_id)
    return render(request, "notices/_progress.html", {"job": _job(row)})


@allow(P.NOTICE_SEND)
@require_POST
def start(request: Request, batch_id: int) -> HttpResponse:
    return _step(request, batch_id, actions.start, _("It is being sent. You can stop it here."))


@allow(P.NOTICE_SEND)
@require_POST
def stop(request: Request, batch_id: int) -> HttpResponse:
    return _step(request, batch_id, actions.stop, _("Stopped. What had not gone out was taken back."))


def _step(request: Request, batch_id: int, verb: Any, said: str) -> HttpResponse:
    row = queries.get_batch_for(request.actor, batch_id)
    try:
        verb(by=request.actor, batch=row)
    except UnableToSendToMany as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("notices:batch", batch_id=row.pk)
