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
def evidence(fact: Any) -> str:
    """The paper that proves a fact, in the reader's language."""
    return str(fact.evidence_zh if (get_language() or "zh").startswith("zh") else fact.evidence_en)


@register.simple_tag
def letter_title(body: dict[str, Any]) -> str:
    """The title of a letter in the reader's language."""
    lang = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return str(body.get(lang, body.get("zh", {})).get("title", ""))


@register.inclusion_tag("desks/_counted.html")
def counted_days(deadline: Any) -> dict[str, Any]:
    """The arithmetic of a deadline: each day counted or skipped, and the article that sets it."""
    lang = "zh" if (get_language() or "zh").startswith("zh") else "en"
    rule = deadline.rule
    days = [(day.on, day.is_counted, day.number, day.text(lang)) for day in deadline.arithmetic()]
    return {"days": days, "article": rule.article_zh if lang == "zh" else rule.article_en}


@register.simple_tag
def law_source(entitlement: Any) -> str:
    """Regulation and article an entitlement rests on, in the reader's language."""
    if (get_language() or "zh").startswith("zh"):
        return f"{entitlement.edition.zh}" + (f"第{entitlement.article}条" if entitlement.article else "")
    return f"{entitlement.edition.en}" + (f", Art. {entitlement.article}" if entitlement.article else "")
