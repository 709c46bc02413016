"""`{% load background %}`: an entry in a few words, the arithmetic of months, a licence's state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rongyao.bureau.registry.background.models import GroupMembership, Licence, Schooling, Skill, Spell, Work
from rongyao.bureau.registry.background.queries import NEAR
from rongyao.bureau.registry.background.rules import SpellClass, Step

register = template.Library()


@register.filter
def entry_words(entry: Any) -> str:
    """What an entry is, in one line."""
    if isinstance(entry, Schooling):
        return f"{entry.school} · {entry.get_level_display()}"
    if isinstance(entry, Work):
        return entry.employer or str(entry.get_kind_display())
    if isinstance(entry, Spell):
        return f"{entry.get_code_display()} {entry.from_month} – {entry.to_month}"
    if isinstance(entry, GroupMembership):
        return str(entry.get_category_display())
    assert isinstance(entry, Skill | Licence)
    return entry.name


@register.filter
def step_words(step: Step) -> str:
    """One line of the sum of months."""
    label = SpellClass(step.term.code).label
    span = f"{label} {step.term.from_month} – {step.term.to_month}"
    if not step.counts:
        return _("%(span)s: does not count (from class 4 of areas, class 2 of islands up)") % {"span": span}
    months = ngettext("%(n)d month", "%(n)d months", step.months) % {"n": step.months}
    if step.shared:
        shared = ngettext(
            "%(n)d month counted above already", "%(n)d months counted above already", step.shared
        )
        return f"{span} · {months} · {shared % {'n': step.shared}}"
    return f"{span} · {months}"


@register.filter
def as_years(months: int) -> str:
    """Months as years and months."""
    return _("%(years)d years and %(months)d months") % {"years": months // 12, "months": months % 12}


@register.inclusion_tag("background/_licence_tag.html")
def licence_tag(licence: Licence, today: dt.date) -> dict[str, Any]:
    """Does it hold, run out soon, or did it run out?"""
    ends = licence.expires_on
    if ends is None:
        return {"state": "done", "words": _("does not run out")}
    if ends < today:
        return {"state": "late", "words": _("ran out")}
    if ends - today <= NEAR:
        return {"state": "waiting", "words": _("runs out soon")}
    return {"state": "done", "words": _("holds")}
