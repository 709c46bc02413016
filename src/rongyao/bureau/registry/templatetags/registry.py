"""`{% load registry %}`: panels of other departments on a file; names of fields, roles, rules and problems."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import ROLES
from rongyao.bureau.foundation.ui import context as html
from rongyao.bureau.foundation.ui.templatetags.ui import (
    choice_of,
    fact_value,
    icon,
    in_language,
    tag,
    zh_date,
)
from rongyao.bureau.registry.forms.words import said_of
from rongyao.bureau.registry.models import Fact
from rongyao.bureau.registry.queries import FactGroup, FactLine
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


@register.simple_tag
def people_rows(lines: list[Any]) -> SafeString:
    """The rows of the people list (``queries.Line``); what stands over each column on a phone is worded once."""
    heads = (
        _("File number"), _("Born"), _("Identity number ends"), _("Town or village"), _("Rank group"), _("Discharged"),
        _("Sign-in"),
    )  # fmt: skip
    unknown, none, bound = (
        format_html('<span class="muted">{}</span>', _("not known")),
        format_html('<span class="muted">{}</span>', _("not yet")),
        tag("done", _("Bound")),
    )
    here = reverse("registry:person", args=[ANYBODY])
    rows = [_person_row(line, heads, unknown, bound if line.is_bound else none, here) for line in lines]
    return mark_safe("".join(rows))


def _person_row(
    line: Any, heads: tuple[str, ...], unknown: SafeString, sign_in: str, here: str
) -> SafeString:
    person = line.person
    cells = (
        person.number, zh_date(person.birth_on, "date") or "—", person.id_last4 or "—", person.division.name,
        choice_label(line.rank, "rank_group") if line.rank else unknown,
        zh_date(line.discharged, "date") if line.discharged else unknown, sign_in,
    )  # fmt: skip
    return format_html(
        '<tr><th scope="row"><a class="t" href="{}">{}</a>{}</th>{}</tr>',
        here.replace(str(ANYBODY), str(person.pk)), person.name,
        format_html(' <small class="muted">{}</small>', line.why) if line.why else "",
        format_html_join("", '<td data-label="{}"{}>{}</td>', zip(heads, NUMERIC, cells, strict=True)),
    )  # fmt: skip


_NUM = mark_safe(' class="num"')
NUMERIC = (_NUM, "", _NUM, "", "", "", "")

# In place of a person's number and of what a file knows, in what is drawn once for everybody; no file has it.
ANYBODY = 0
CELLS = "<!-- cells -->"


@register.simple_tag
def fact_table(lines: list[FactLine], person_id: int, may_edit: bool) -> SafeString:
    """Facts of a file, known or not. Most of a line is the same on every file: that is drawn once a language."""
    lang, words = get_language() or "zh", (_("Value"), _("Source"), _("As of"))
    here, there = (reverse("registry:fact", args=[pk, "x"])[:-2] for pk in (ANYBODY, person_id))
    if any(line.row is not None or line.past for line in lines):
        drawn = "".join(_row_of(line, may_edit, lang, words) for line in lines)
    else:
        drawn = _unknown_rows(tuple([line.known.name for line in lines]), may_edit, lang)
    return mark_safe(f"{_head(lang)}{drawn.replace(here, there)}</tbody></table>")


@lru_cache(maxsize=4096)
def _unknown_rows(names: tuple[str, ...], may_edit: bool, lang: str) -> str:
    """Facts of one group of which nothing is known: many files lack the same ones."""
    return "".join(_frame(name, False, may_edit, lang) for name in names)


@register.simple_tag
def fact_group(group: FactGroup, person_id: int, may_edit: bool) -> SafeString:
    """The panel of one group: what is known, and behind a fold what is not."""
    unknown, known = group.unknown_lines, group.known_lines
    count = _("%(known)s of %(all)s known") % {"known": len(known), "all": len(group.lines)}
    return format_html(
        '<section class="panel" id="{0}" aria-labelledby="h-{0}"><div class="panel__head"><h2 id="h-{0}">{1}</h2>'
        '<span class="muted small">{2}</span></div>\n{3}\n{4}</section>',
        group.code, in_language(group), count, fact_table(known, person_id, may_edit) if known else "",
        _fold(group, person_id, may_edit) if unknown else "",
    )  # fmt: skip


def _fold(group: FactGroup, person_id: int, may_edit: bool) -> SafeString:
    unknown, is_open = group.unknown_lines, not group.known_lines and group.code == "service"
    words = ngettext("%(n)s not known", "%(n)s not known", len(unknown)) % {"n": len(unknown)}
    return format_html(
        '<details class="panel__in"{}><summary>{}{}</summary>{}</details>',
        mark_safe(" open" if is_open else ""), icon("right", look="i i--turn"), words,
        fact_table(unknown, person_id, may_edit),
    )  # fmt: skip


def _row_of(line: FactLine, may_edit: bool, lang: str, words: tuple[str, str, str]) -> str:
    if line.past:
        return _drawn(line, may_edit)
    row = _frame(line.known.name, line.row is not None, may_edit, lang)
    return row.replace(CELLS, _cells(line.row, words)) if line.row is not None else row


@lru_cache
def _head(_language: str) -> str:
    return render_to_string("registry/_fact_head.html")


@lru_cache(maxsize=8 * len(FACTS))
def _frame(name: str, is_known: bool, may_edit: bool, _language: str) -> str:
    """A line without what the file knows (CELLS) and with nobody's number (ANYBODY)."""
    return _drawn(FactLine(FACTS[name], Fact() if is_known else None), may_edit)


@register.simple_tag
def fact_cells(row: Fact) -> SafeString:
    """Value, source and day of a recorded fact; room for them where the row is a blank one."""
    return mark_safe(CELLS) if row.pk is None else _cells(row, (_("Value"), _("Source"), _("As of")))


def _cells(row: Fact, words: tuple[str, str, str]) -> SafeString:
    value, source, as_of = words
    return format_html(
        '<td data-label="{}">{}</td><td data-label="{}"><span>{}<small>{}</small></span></td>'
        '<td data-label="{}">{}</td>',
        value, fact_value(row.value, row.name), source, row.source.title, _about(row), as_of, zh_date(row.as_of, "date"),
    )  # fmt: skip


def _about(row: Fact) -> str:
    """What kind of paper, its number, and the place in it."""
    parts = (choice_of(row.source, "kind"), row.source.document_no, row.place)
    return " · ".join(part for part in parts if part)


def _drawn(line: FactLine, may_edit: bool) -> str:
    context = {"lines": [line], "person_id": ANYBODY, "may_edit": may_edit, **html.plain()}
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
