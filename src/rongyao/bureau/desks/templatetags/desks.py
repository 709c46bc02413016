"""`{% load desks %}`: a running clock of the database drawn by the kit's deadline clock."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.ui import clockface, explanation
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.law.facts import FactDef

register = template.Library()


@register.inclusion_tag("ui/parts/clock.html", takes_context=True)
def running_clock(context: Any, clock: RunningClock) -> dict[str, Any]:
    """The clock as it stands today; the calendar is read once a page."""
    if "_calendar" not in context.render_context:
        context.render_context["_calendar"] = calendar()
    counted = deadline_of(clock, context.render_context["_calendar"])
    return {"face": clockface.face(counted, timezone.localdate()), "until": "", "waits_for": "", "verb": ""}


@register.filter
def field_label(name: str) -> str:
    """The name of a fact or an identity field for people."""
    if name in IDENTITY_FIELDS:
        return str(IDENTITY_FIELDS[name])
    return explanation.fact_label(name, get_language() or "zh")


@register.filter
def role_words(codes: str) -> str:
    """Role codes of the record as words."""
    return ", ".join(str(ROLES[code].name) if code in ROLES else code for code in codes.split())


@register.simple_tag
def evidence(fact: FactDef) -> str:
    """The paper that proves a fact, in the reader's language."""
    return fact.evidence_zh if (get_language() or "zh").startswith("zh") else fact.evidence_en
