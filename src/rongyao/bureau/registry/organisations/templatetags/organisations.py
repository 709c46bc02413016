"""`{% load organisations %}`: codes of organisations in words, the state of an appointment."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.models import ListRow, Representative

register = template.Library()


@register.filter
def industry_words(code: str) -> str:
    """Code and name of an industry."""
    return INDUSTRIES.words_of(code)


@register.filter
def code_of_row(row: ListRow) -> str:
    """The credit code or public code a row of a list was read to have."""
    return str(row.values.get("credit_code") or row.values.get("public_code") or "")


@register.filter
def choices_of_row(row: ListRow) -> list[tuple[str, str]]:
    """What a person may say of a row whose name looks like an entry."""
    return [("same", _("The same one")), ("another", _("Another one")), ("skip", _("Leave it out"))]


@register.inclusion_tag("organisations/_seat_tag.html")
def seat_tag(row: Representative) -> dict[str, Any]:
    """Does the appointment hold today, and was the sign-in opened?"""
    today = timezone.localdate()
    if row.ends_on < today:
        return {"state": "late", "words": _("ran out")}
    if row.starts_on > today:
        return {"state": "waiting", "words": _("not begun yet")}
    if row.user_id is None:
        return {"state": "waiting", "words": _("slip not used yet")}
    return {"state": "done", "words": _("in force")}
