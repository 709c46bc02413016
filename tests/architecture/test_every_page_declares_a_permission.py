"""Deny by default is only true if every view says whom it answers; and every refusal is a page, not a crash."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from rongyao.bureau.foundation.access.rules import ROLES, Permission


def _views(patterns: list, prefix: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _views(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            found.append((route, entry.callback))
    return found


VIEWS = _views(get_resolver().url_patterns)


def test_there_are_pages_to_look_at() -> None:
    assert len(VIEWS) > 40


@pytest.mark.parametrize(("route", "view"), VIEWS, ids=[route or "/" for route, _view in VIEWS])
def test_this_address_declares_a_permission(route: str, view: object) -> None:
    assert isinstance(getattr(view, "permission", None), Permission), (
        f"/{route} answers nobody: add @allow(...)"
    )


def test_every_permission_belongs_to_a_role_that_can_be_given() -> None:
    given = {p for role in ROLES.values() for p in role.permissions}
    assert set(Permission) - given == {Permission.PUBLIC}


def test_every_role_says_in_words_what_it_is_for() -> None:
    assert all(str(role.name) and str(role.description).endswith((".", "。")) for role in ROLES.values())
