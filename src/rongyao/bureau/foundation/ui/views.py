"""The switches of view and language, the pages about the service itself, and the pages shown when something failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rongyao.bureau.foundation.access.middleware import allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.ui.context import HINT_COOKIE, SWITCHES, plain
from rongyao.bureau.foundation.ui.samples import pages

YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and is_ours else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    # Not HttpOnly: view.js writes the same cookies, so that a switch keeps a half-filled form.
    secure = getattr(settings, "IS_BEHIND_TLS", False)
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure)


def _chosen_cookies(data: Any) -> dict[str, str]:
    """The cookies a posted switch asks for; empty when it asks for nothing we know."""
    wanted = {name: data[name] for name, values in SWITCHES.items() if data.get(name) in values}
    if wanted.get("view") == "std":
        wanted["size"] = "std"
    if wanted.get("size") == "xl":
        wanted["view"] = "elder"
    if data.get(HINT_COOKIE) == "seen":
        wanted[HINT_COOKIE] = "seen"
    if data.get("language") in dict(settings.LANGUAGES):
        wanted[settings.LANGUAGE_COOKIE_NAME] = data["language"]
    return wanted


@allow(Permission.PUBLIC)
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Elder view, extra large, contrast, language: keep the choice for a year and go back to the page."""
    wanted = _chosen_cookies(request.POST)
    if not wanted:
        return HttpResponseBadRequest()
    response = HttpResponseRedirect(_back(request))
    for name, value in wanted.items():
        _keep(response, name, value)
    return response


@allow(Permission.PUBLIC)
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/about/accessibility.html")


@allow(Permission.PUBLIC)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/about/privacy.html")


@allow(Permission.PUBLIC)
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/about/help.html")


@allow(Permission.PUBLIC)
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/errors/offline.html")


@allow(Permission.PUBLIC)
@require_GET
@never_cache
def kit(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """Every component in all its states, with invented data. Not part of a real installation."""
    if not (settings.DEBUG or getattr(settings, "IS_DEMO", False)):
        raise Http404
    context = pages.page(page, request.GET)
    if context is None:
        raise Http404
    return render(request, f"ui/kit/{page}.html", context)


# --- what is shown when something failed -----------------------------------------------------------


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403. The reason is shown only where it was written for the reader (a refusal behind the exception)."""
    reason = str(exception) if exception is not None and exception.__cause__ is not None else ""
    return render(request, "ui/errors/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Drawn without the request: its context may be what failed."""
    return HttpResponse(get_template("ui/errors/500.html").render(plain()), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or the browser keeps no cookies."""
    return render(request, "ui/errors/csrf.html", status=403)
