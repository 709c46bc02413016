"""`{% load desks %}`: a running clock of the database drawn by the kit's deadline clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.desks import queries
from rongyao.bureau.desks.rules import Line
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.ui import clockface
from rongyao.bureau.foundation.ui.templatetags.ui import clock_face
from rongyao.bureau.registry.templatetags.registry import field_label

register = template.Library()
URGENT = ("late", "today")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@register.simple_tag(takes_context=True)
def running_clock(context: Any, clock: RunningClock) -> SafeString:
    """The clock as it stands today, and what a new calendar did to it."""
    counted = deadline_of(clock, _calendar_of(context["request"]))
    drawn = clock_face(clockface.face(counted, timezone.localdate()))
    moved = render_to_string("desks/_moved.html", {"moved": _moved(clock)}) if clock.moved_note else ""
    return mark_safe(drawn + moved)


@register.simple_tag(takes_context=True)
def queue_rows(context: Any, lines: Iterable[Line]) -> SafeString:
    """The rows of the worklist: deadline, what and who, who took it, what to do."""
    token = csrf_input(context["request"])
    none = format_html('<span class="muted">{}</span>', _("No deadline"))
    rows = [
        _queue_row(line, running_clock(context, line.clock) if line.clock else none, _taking(line, token))
        for line in lines
    ]
    return mark_safe("".join(rows))


def _queue_row(line: Line, clock: SafeString, taken: SafeString) -> SafeString:
    place = f"{line.number} · {line.town}" if line.town else line.number
    return format_html(
        '<tr class="row"><td>{}</td><td><a class="t" href="{}">{}</a>{}</td><td class="do">{}</td>'
        '<td><a class="btn{}" href="{}" aria-label="{}: {}">{}</a></td></tr>',
        clock, line.url, line.title, format_html("<small>{}</small>", place) if line.number else "", taken,
        "" if line.band in URGENT else " btn--2", line.url, line.verb, line.title, line.verb,
    )  # fmt: skip


def _taking(line: Line, token: SafeString) -> SafeString:
    """Who took it, or the button to take it."""
    if line.owner:
        return format_html("{}", line.owner)
    return format_html(
        '<form method="post" action="{}">{}<button class="linkish">{}</button></form>',
        reverse("desks:take", args=[line.item.pk]), token, _("Take it"),
    )  # fmt: skip


def _calendar_of(request: Any) -> Calendar:
    """Read once a page: an include starts a render context of its own, the request lasts."""
    if not hasattr(request, "calendar_of_page"):
        request.calendar_of_page = calendar()
    return request.calendar_of_page


def _moved(clock: RunningClock) -> dict[str, Any]:
    """The day before the new calendar, from the clock's note: the note is in the words of whoever entered it."""
    days = DATE.findall(clock.moved_note)
    return {"was": days[-2] if len(days) > 1 and days[-2] != days[-1] else ""}


register.filter("field_label", field_label)


@register.filter
def role_words(codes: str) -> str:
    """Role codes of the record as words."""
    return queries.role_words(codes)


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
        name = (
            f"《{entitlement.edition.zh.strip('《》')}》"
            if "《" not in entitlement.edition.zh
            else entitlement.edition.zh
        )
        return f"{name}第{entitlement.article}条" if entitlement.article else name
    article = f", Art. {entitlement.article}" if entitlement.article else ""
    return f"{entitlement.edition.en}{article}"
