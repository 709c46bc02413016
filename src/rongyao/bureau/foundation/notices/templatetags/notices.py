"""What other departments' pages show of messages."""

from __future__ import annotations

from typing import Any

from django import template

from rongyao.bureau.foundation.notices import queries

register = template.Library()


@register.simple_tag
def unread_messages(person_id: int) -> Any:
    """How many messages this person has not opened."""
    return queries.unread_of(person_id).count()
