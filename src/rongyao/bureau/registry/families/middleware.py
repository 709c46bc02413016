"""Whoever reads a file as a helper leaves a look on it, whichever page shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase

from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.registry.actions import people
from rongyao.bureau.registry.queries import own_person

OWN_PAGES = (Permission.SELF_VIEW, Permission.SELF_CORRECT)


class LooksOfHelpers:
    """One place for every page of a person's own, those of later departments too. Stands after ActorMiddleware."""

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        if request.actor.on_behalf_of and getattr(view, "permission", None) in OWN_PAGES:
            people.look(by=request.actor, person=own_person(request.actor))
