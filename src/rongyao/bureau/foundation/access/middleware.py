"""Puts the actor on each request and refuses every view that does not declare a permission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.registrations import bearer_of
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission
from rongyao.bureau.foundation.scope.connection import each_within, within
from rongyao.bureau.foundation.scope.rules import NOTHING, WHOLE, Scope, scope_of

SESSION_USER = "user_id"
SESSION_AUTH_HASH = "auth_hash"
SESSION_ACTING_FOR = "acting_for"
API = "/api/"


class Request(HttpRequest):
    """A request after the middleware: what views may rely on."""

    actor: Actor
    signed_in_user: User | None
    htmx: Any


def typed(request: HttpRequest, name: str) -> str:
    """A word of the address, trimmed, without the character no database can hold."""
    return request.GET.get(name, "").replace("\x00", "").strip()


def allow(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the permission a view needs; without this decorator a view answers nobody."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


class ActorMiddleware:
    """Session → user → actor; then the declared permission, before any view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Find out who asks, then answer under their scope: the database shows them no row outside it."""
        token = _bearer(request)
        request.is_by_token = token is not None
        with within(NOTHING) as turn:
            if token or request.session.get(SESSION_USER) is not None:
                turn(WHOLE)
            user = bearer_of(token) if token else _user_of(request)
            request.signed_in_user = user
            request.actor = _actor_of(request, user) if user else Actor.public()
            scope = scope_of(request.actor, bureau_path())
            turn(scope)
            return _streamed(self.get_response(request), scope)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        permission = getattr(view, "permission", None)
        if permission is None:
            if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
                return None
            raise PermissionDenied("this view declares no permission")
        if permission == Permission.PUBLIC or request.actor.may(permission):
            return None
        if not request.actor.is_signed_in:
            return redirect(f"{reverse('access:sign_in')}?{urlencode({'next': request.get_full_path()})}")
        raise PermissionDenied

    def process_exception(self, request: Any, error: Exception) -> None:
        if isinstance(error, NotAllowed):
            raise PermissionDenied(str(error)) from error


def bureau_path() -> str:
    """The path of the bureau's own division: an appointment there sees every town."""
    return f"{settings.BUREAU['division']}/"


def _streamed(response: HttpResponseBase, scope: Scope) -> HttpResponseBase:
    """What is made while it is sent is made under the same scope; a plain file asks the database nothing."""
    if response.streaming and getattr(response, "file_to_stream", None) is None:
        response.streaming_content = each_within(scope, response.streaming_content)  # type: ignore[attr-defined]
    return response


def _actor_of(request: Any, user: User) -> Actor:
    return actor_for(user, timezone.localdate(), acting_for=request.session.get(SESSION_ACTING_FOR))


def _bearer(request: Any) -> str | None:
    """The token of another system: on the API only, and then no cookie counts."""
    scheme, _space, token = request.headers.get("authorization", "").partition(" ")
    is_api = request.path.startswith(API)
    return token.strip() if is_api and scheme.lower() == "bearer" else None


def _user_of(request: Any) -> User | None:
    user_id = request.session.get(SESSION_USER)
    if user_id is None:
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    # A changed password ends every older session.
    if user is None or request.session.get(SESSION_AUTH_HASH) != user.get_session_auth_hash():
        request.session.flush()
        return None
    return user


def open_session(request: Any, user: User) -> None:
    """Begin a signed-in session under a fresh key."""
    language = request.session.get("language")
    request.session.flush()
    request.session.cycle_key()
    request.session[SESSION_USER] = user.pk
    request.session[SESSION_AUTH_HASH] = user.get_session_auth_hash()
    if language:
        request.session["language"] = language
