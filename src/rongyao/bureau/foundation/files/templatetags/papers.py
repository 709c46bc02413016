"""What other departments' pages show of papers."""

from __future__ import annotations

from typing import Any

from django import template

from rongyao.bureau.foundation.files import queries
from rongyao.bureau.foundation.files.registrations import own_home, person_page

register = template.Library()


@register.inclusion_tag("files/_list.html")
def papers_of(label: str, number: int, *, is_own: bool = False) -> dict[str, Any]:
    """The papers of one thing, each with where it stands. The page has the right to that thing."""
    return {
        "lines": queries.with_looks(queries.of_subject(f"{label}:{number}")),
        "is_own": is_own,
        "has_scanner": queries.has_scanner(),
    }


@register.filter
def file_of(person_id: int) -> str:
    """The address of the person's file."""
    return person_page(person_id)


@register.simple_tag
def home_of_person() -> str:
    """Where the person's own pages begin."""
    return own_home()
