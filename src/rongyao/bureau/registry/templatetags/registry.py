"""`{% load registry %}`: panels of other departments on a file; names of fields, roles, rules and problems."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.registry.forms.words import said_of
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.law.facts import FACTS

register = template.Library()


def _is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


@register.simple_tag(takes_context=True)
def file_panel(context: Any, template_name: str, panel: dict[str, Any]) -> SafeString:
    """A panel another department put on the file (registry.registrations), drawn with its own context."""
    return render_to_string(template_name, panel, request=context["request"])


@register.filter
def field_label(name: str) -> str:
    """The name of an identity field or a fact."""
    if name in IDENTITY_FIELDS:
        return str(IDENTITY_FIELDS[name])
    known = FACTS.get(name)
    return name if known is None else known.zh if _is_chinese() else known.en


@register.filter
def role_names(codes: str) -> str:
    """The roles of an audit row ("officer clerk") in words."""
    return "、".join(str(ROLES[code].name) for code in codes.split() if code in ROLES)


@register.filter
def in_rule_words(rule: Any) -> str:
    """A clock's rule: what it is and what sets it."""
    return f"{rule.zh}：{rule.article_zh}" if _is_chinese() else f"{rule.en}: {rule.article_en}"


@register.filter
def problem_text(problem: Any) -> str:
    """What is wrong, in the reader's language."""
    return str(problem.text("zh" if _is_chinese() else "en"))


@register.filter
def problem_mend(problem: Any) -> str:
    """How to mend it, in the reader's language."""
    return str(problem.mend("zh" if _is_chinese() else "en"))


@register.filter
def problem_whole(problem: Any) -> str:
    """What is wrong and how to mend it, as one text with its stops."""
    return said_of(problem)


@register.filter
def place_words(text: str) -> str:
    """A place as kept from a roster ("hukou_kunshan：江苏苏州"), under the name of the fact it speaks of."""
    name, _colon, place = text.partition("：")
    return f"{field_label(name)}：{place}"


@register.filter
def choice_label(code: str | None, name: str) -> str:
    """The words of a category's code: `{{ line.rank|choice_label:"rank_group" }}`."""
    pair = FACTS[name].choices.get(code or "")
    return "" if pair is None else pair[0 if _is_chinese() else 1]
