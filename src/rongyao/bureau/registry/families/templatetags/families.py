"""`{% load families %}`: words of kin and agreements on pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.registry.families.models import HelperAgreement, Kin
from rongyao.bureau.registry.families.rules import GROUND_ARTICLES, KIN_FIELDS, facts_borne_by
from rongyao.law.facts import FACTS, FactDef

register = template.Library()


@register.filter
def has_next_of_kin(kin: Iterable[Kin]) -> bool:
    """Is anybody of them to be called when something happens?"""
    return any(row.rank for row in kin)


@register.filter
def facts_to_record(kin: Kin) -> list[FactDef]:
    """Facts an officer may want to record beside this relative's death, with a paper. Nothing is inferred."""
    return [FACTS[name] for name in facts_borne_by(kin)]


@register.filter
def ground_article(kin: Kin) -> str:
    """The articles behind a ground in law."""
    return str(GROUND_ARTICLES.get(kin.ground, ""))


@register.filter
def kin_fields(names: Iterable[str]) -> str:
    """Names of fields in words."""
    return "、".join(str(KIN_FIELDS[name]) for name in names)


@register.inclusion_tag("families/_agreement_tag.html")
def agreement_tag(agreement: HelperAgreement) -> dict[str, Any]:
    """Does the agreement hold today, and has the helper opened the sign-in?"""
    today = timezone.localdate()
    if agreement.ends_on < today:
        return {"state": "late", "words": _("ran out")}
    if agreement.starts_on > today:
        return {"state": "waiting", "words": _("not begun yet")}
    if agreement.helper_id is None:
        return {"state": "waiting", "words": _("slip not used yet")}
    return {"state": "done", "words": _("in force")}
