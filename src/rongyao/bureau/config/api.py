"""The API in one place: every department's operations, one form of refusal, its own description at /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from rongyao.bureau.entitlements.api import law_router
from rongyao.bureau.entitlements.api import router as entitlements
from rongyao.bureau.foundation.access.rules import NotAllowed, Permission
from rongyao.bureau.foundation.api.operations import Refused, operation
from rongyao.bureau.foundation.audit.api import router as record
from rongyao.bureau.foundation.queue.api import router as worklist
from rongyao.bureau.placement.results.api import router as placement
from rongyao.bureau.registry.api import router as people

api = NinjaAPI(
    title="Rongyao",
    version="1",
    description="A veterans-affairs bureau. The same permissions and scope as the pages; every look at a file is recorded.",
    docs_url=None,
    urls_namespace="api-v1",
)
for _router in (worklist, people, entitlements, law_router, placement, record):
    api.add_router("", _router)


class MeOut(Schema):
    """Who you are here."""

    name: str
    roles: list[str]
    permissions: list[str]
    divisions: list[str]


@operation(api.get, "/me", Permission.PUBLIC, MeOut)
def me(request: Any) -> Any:
    """Who you are, and what you may do."""
    actor = request.actor
    return {
        "name": actor.name,
        "roles": list(actor.roles),
        "permissions": sorted(actor.permissions),
        "divisions": [hat.division_name for hat in actor.hats],
    }


def _refused(request: HttpRequest, status: int, title: str, errors: list[str] | None = None) -> HttpResponse:
    return api.create_response(request, {"title": title, "errors": errors or []}, status=status)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, _error: Any) -> HttpResponse:
    return _refused(request, 401, "Sign in, or send a token: Authorization: Bearer …")


@api.exception_handler(Refused)
def _verb_refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _refused(request, error.status, error.title, error.errors)


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    return _refused(request, 403, str(error))


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: Any) -> HttpResponse:
    # A body that is no JSON at all is input that is wrong, like any other.
    return _refused(request, 422 if error.status_code == 400 else error.status_code, str(error))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Any) -> HttpResponse:
    return _refused(request, 404, "There is no such thing within your scope.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    lines = [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors]
    return _refused(request, 422, "Something in the request is not as described.", lines)


def urls() -> tuple[list[URLResolver | URLPattern], str, str]:
    """The addresses. Each operation checks its own permission, so the addresses themselves are open to all."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        pattern.callback.permission = Permission.PUBLIC  # type: ignore[union-attr]
    return patterns, app, namespace
