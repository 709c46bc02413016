"""`{% load registry %}`: panels of other departments on a file; names of fields, roles, rules and problems."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.ui import context as html
from rongyao.bureau.registry.forms.words import said_of
from rongyao.bureau.registry.queries import FactLine
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.law.facts import FACTS

register = template.Library()


def _is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


@register.simple_tag(takes_context=True)
def file_panel(context: Any, template_name: str, panel: dict[str, Any]) -> SafeString:
    """A panel another department put on the file (registry.registrations), drawn with its own context.

    What every page is given (the context processors) was made for the page around it and is not made again.
    """
    every_page = context.dicts[context._processors_index]
    return render_to_string(template_name, {**every_page, **panel})


# In place of a person's number in what is drawn once for everybody; no file has it.
ANYBODY = 0


@register.simple_tag
def unknown_facts(lines: list[FactLine], person_id: int, may_edit: bool) -> SafeString:
    """The table of facts not known. Such a line is the same on every file, so each is drawn once a language."""
    here, there = (reverse("registry:fact", args=[pk, "x"])[:-2] for pk in (ANYBODY, person_id))
    drawn = [
        _drawn(line, person_id, may_edit)
        if line.past
        else _unknown(line.known.name, may_edit, get_language() or "zh").replace(here, there)
        for line in lines
    ]
    head = render_to_string("registry/_fact_head.html")
    return mark_safe(f"{head}{''.join(drawn)}</tbody></table>")


@lru_cache(maxsize=4 * len(FACTS))
def _unknown(name: str, may_edit: bool, _language: str) -> str:
    return _drawn(FactLine(FACTS[name], None), ANYBODY, may_edit)


def _drawn(line: FactLine, person_id: int, may_edit: bool) -> str:
    context = {"lines": [line], "person_id": person_id, "may_edit": may_edit, **html.plain()}
    return render_to_string("registry/_fact_rows.html", context)


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
