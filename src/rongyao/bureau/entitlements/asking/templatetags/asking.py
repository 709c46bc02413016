"""`{% load asking %}`: the law's own names and sums in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.ui.explanation import PER
from rongyao.bureau.foundation.ui.formats import yuan_text
from rongyao.law import catalog
from rongyao.law.facts import FACTS

register = template.Library()


def _is_zh() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def entitlement_name(key: str) -> str:
    """What an entitlement is called."""
    found = catalog.ENTITLEMENTS[key]
    return found.zh if _is_zh() else found.en[:1].upper() + found.en[1:]


@register.simple_tag
def paper_of(fact: str) -> str:
    """Which paper says it, for somebody who wants to look it up."""
    paper = FACTS[fact].evidence_zh if _is_zh() else FACTS[fact].evidence_en
    return _("It stands in: %(paper)s") % {"paper": paper}


@register.simple_tag
def sum_of(finding: Any) -> str:
    """The sum of a finding, where there is one, and whether it is confirmed."""
    amount = finding.amount
    if amount is None:
        return ""
    if amount.amount_fen is None:
        return format_html('<small class="num">{}</small>', _("The sum is not confirmed yet"))
    sure = "" if amount.is_payable else _("Worked out, not confirmed:")
    text = f"{sure} {yuan_text(amount.amount_fen, get_language() or 'zh')} {PER[amount.unit]}".strip()
    return format_html('<small class="num">{}</small>', text)
