"""The way through the directory and back, signing out of both, and the administrator's list of accounts."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rongyao.bureau.foundation.access import views as access
from rongyao.bureau.foundation.access.federation import actions, directory, queries
from rongyao.bureau.foundation.access.federation.configuration import Provider, current
from rongyao.bureau.foundation.access.federation.forms import BindForm, FilterForm, UnbindForm
from rongyao.bureau.foundation.access.federation.models import Identity
from rongyao.bureau.foundation.access.federation.tokens import Claims, UnableToTrustToken
from rongyao.bureau.foundation.access.middleware import Request, allow, typed
from rongyao.bureau.foundation.access.rules import Permission

P = Permission
ATTEMPTS = "directory_attempts"
# Somebody who opens three tabs may come back from each; a fourth makes the first forgotten.
AT_ONCE = 3
HOLDS_FOR = 600


@allow(P.PUBLIC)
@never_cache
@require_GET
def start(request: Request) -> HttpResponse:
    """Off to the directory, with secrets only this browser's session knows."""
    provider = current().provider
    if provider is None:
        return redirect("access:sign_in")
    try:
        attempt = directory.begin(provider, redirect_uri=_back_url(request))
    except directory.UnableToReachDirectory as error:
        return _refuse(request, "unreachable", str(error))
    kept = list(request.session.get(ATTEMPTS, []))[-(AT_ONCE - 1) :]
    mine = {"state": attempt.state, "nonce": attempt.nonce, "verifier": attempt.verifier}
    request.session[ATTEMPTS] = [*kept, {**mine, "to": access.next_of(request), "at": int(time.time())}]
    return redirect(attempt.url)


def _back_url(request: Request) -> str:
    return request.build_absolute_uri(reverse("federation:back"))


@allow(P.PUBLIC)
@never_cache
@require_GET
def back(request: Request) -> HttpResponse:
    """Back from the directory: each way is good once, within ten minutes, in the browser that began it."""
    provider, attempt = current().provider, _attempt(request)
    if provider is None:
        return redirect("access:sign_in")
    if attempt is None:
        return _refuse(request, "state")
    if typed(request, "error") or not typed(request, "code"):
        return _refuse(request, "stopped", typed(request, "error")[:40])
    try:
        claims = directory.finish(
            provider, code=typed(request, "code"), nonce=attempt["nonce"], verifier=attempt["verifier"],
            redirect_uri=_back_url(request),
        )  # fmt: skip
    except directory.UnableToReachDirectory as error:
        return _refuse(request, "unreachable", str(error))
    except directory.UnableToExchangeCode as error:
        return _refuse(request, "code", str(error))
    except UnableToTrustToken as error:
        return _refuse(request, "token", str(error))
    return _let_in(request, provider, claims, attempt["to"])


def _attempt(request: Request) -> dict[str, Any] | None:
    """The attempt this answer belongs to, used up by looking."""
    state, kept = typed(request, "state"), list(request.session.get(ATTEMPTS, []))
    mine = next((one for one in kept if state and one["state"] == state), None)
    request.session[ATTEMPTS] = [one for one in kept if one is not mine]
    return mine if mine and time.time() - mine["at"] <= HOLDS_FOR else None


def _let_in(request: Request, provider: Provider, claims: Claims, to: str) -> HttpResponse:
    row = actions.meet(by=request.actor, claims=claims)
    if row.user is None:
        return _refuse(request, "unknown", row=row)
    if not row.user.is_active:
        return _refuse(request, "off", row=row)
    if provider.replaces_code and claims.used_second_factor:
        return access.enter(request, row.user, how="directory", to=to)
    return access.ask_for_code(request, row.user, how="directory", to=to)


# why -> (status, heading, what happened and what to do). The record has the exact reason.
def _refusals() -> dict[str, tuple[int, str, str]]:
    return {
        "unreachable": (503, _("The directory does not answer"), _(
            "Nothing is wrong with your account. Try again in a few minutes, or sign in with your user name and "
            "password. If it lasts, tell the administrator.")),
        "state": (400, _("This way in has been used or is too old"), _(
            "It is good once, for ten minutes, in the window in which you began. Begin again from the sign-in page.")),
        "stopped": (403, _("The directory did not let you through"), _(
            "You stopped there, or it does not allow this program for you. Begin again; if it refuses again, ask "
            "those who keep the directory.")),
        "code": (403, _("The directory does not know this sign-in any more"), _(
            "Its one-time code was used or is too old. Begin again from the sign-in page.")),
        "token": (403, _("What the directory sent cannot be trusted"), _(
            "Nobody was signed in. Begin again once. If you see this page again, tell the administrator: the reason "
            "stands in the record.")),
        "off": (403, _("Your user is switched off"), _("Ask the administrator of this bureau to switch it on again.")),
        "unknown": (403, _("The directory knows you, this bureau does not yet"), _(
            "Ask the administrator of this bureau to bind your account to your user, and read them this reference:")),
    }  # fmt: skip


def _refuse(request: Request, why: str, exactly: str = "", *, row: Identity | None = None) -> HttpResponse:
    actions.note_refusal(by=request.actor, why=f"{why}: {exactly}" if exactly else why, subject=row)
    status, heading, text = _refusals()[why]
    context = {
        "heading": heading,
        "text": text,
        "reference": row.reference if row and row.user is None else "",
    }
    return render(request, "federation/refused.html", context, status=status)


@allow(P.PUBLIC)
@never_cache
@require_GET
def out(request: Request) -> HttpResponse:
    """Signed out here; a link signs out of the directory as well."""
    provider, url = current().provider, ""
    if provider is not None:
        try:
            url = directory.leave_url(provider, back_to=request.build_absolute_uri(reverse("access:sign_in")))
        except directory.UnableToReachDirectory:
            url = ""
    return render(request, "federation/out.html", {"url": url, "provider": provider})


@allow(P.USER_MANAGE)
@require_GET
def identities(request: Request) -> HttpResponse:
    """Accounts of the directory: those waiting for a user first."""
    rows = queries.listed(request.actor, words=typed(request, "q")[:80], state=typed(request, "state"))
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": FilterForm(request.GET),
        "directory": current(),
        "back": _back_url(request),
    }
    return render(request, "federation/identities.html", context)


@allow(P.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def identity(request: Request, number: int) -> HttpResponse:
    """Bind one account to a user, or take it away again."""
    row = queries.get_identity_for(request.actor, number)
    form: Any = UnbindForm(request.POST or None) if row.user else BindForm(request.POST or None)
    if row.user is None:
        form.fields["user"].queryset = queries.free_users(request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, row, form.cleaned_data)
        except actions.UnableToBind as error:
            form.add_error(None, str(error))
        else:
            return redirect("federation:identities")
    status = 422 if form.is_bound else 200
    return render(request, "federation/identity.html", {"row": row, "form": form}, status=status)


def _change(request: Request, row: Identity, data: dict[str, Any]) -> None:
    if row.user is not None:
        actions.unbind(by=request.actor, identity=row, reason=data["reason"])
        messages.success(request, _("This account opens nothing any more."))
        return
    actions.bind(by=request.actor, identity=row, user=data["user"], reason=data["reason"])
    messages.success(
        request, _("From now on this account signs %(name)s in.") % {"name": data["user"].display_name}
    )
