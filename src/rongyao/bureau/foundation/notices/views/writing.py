"""Writing to one person, and how that person wants to be told."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.notices import channels, queries
from rongyao.bureau.foundation.notices.actions import writing
from rongyao.bureau.foundation.notices.forms import PreferenceForm, WriteForm, kinds_by_hand
from rongyao.bureau.foundation.notices.registrations import Kind, people
from rongyao.bureau.foundation.notices.rules.ways import WAY_WORDS, Recipient, Way, ways_to

P = Permission


def chosen_kind(request: Request) -> Kind:
    """The kind named in the address; the first where none is."""
    found = {kind.code: kind for kind in kinds_by_hand()}
    return found.get(typed(request, "kind"), next(iter(found.values())))


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def write(request: Request, person_id: int) -> HttpResponse:
    """One message to one person. The page's own number keeps a second press from writing it twice."""
    to, kind = people().find(request.actor, person_id), chosen_kind(request)
    form = WriteForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        key = f"hand:{request.actor.user_id}:{person_id}:{request.POST.get('once', '')[:40]}"
        try:
            row = writing.write_by_hand(
                by=request.actor, kind=kind.code, to=to, params=form.cleaned_data, key=key
            )
        except writing.UnableToWrite as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Written. Here you see what becomes of it."))
            return redirect("notices:message", message_id=row.pk)
    context = {"form": form, "kind": kind, "kinds": kinds_by_hand(), "once": _once(request), **_person(to)}
    return render(request, "notices/write.html", context, status=422 if form.is_bound else 200)


def _once(request: Request) -> str:
    return request.POST.get("once", "")[:40] or secrets.token_hex(12)


def _person(to: Recipient) -> dict[str, Any]:
    wish = writing.wish_of(to.person_id)
    way = next(iter(ways_to(to, wish, channels.ways_on())), Way.VISIT)
    return {"to": to, "way": WAY_WORDS[way], "is_visit": way == Way.VISIT, "person_url": people().page(to.person_id),
            "wish": wish}  # fmt: skip


@allow(P.NOTICE_SEND)
@require_http_methods(["GET", "POST"])
def wishes(request: Request, person_id: int) -> HttpResponse:
    """How a person wants to be told, as they said at the counter."""
    to = people().find(request.actor, person_id)
    form = PreferenceForm(request.POST or None, kept=queries.preference_of(person_id))
    if request.method == "POST" and form.is_valid():
        writing.keep_preference(by=request.actor, person_id=person_id, path=to.path, **form.cleaned_data)
        messages.success(request, _("Kept. The next message goes out this way."))
        return redirect(people().page(person_id))
    context = {"form": form, **_person(to)}
    return render(request, "notices/wishes.html", context, status=422 if form.is_bound else 200)
