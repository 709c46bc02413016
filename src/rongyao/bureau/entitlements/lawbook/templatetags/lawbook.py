"""`{% load lawbook %}`: names and numbers of the law in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.lawbook.queries import place_of
from rongyao.bureau.entitlements.readings import queries as choices
from rongyao.bureau.entitlements.rules.articles import cited
from rongyao.bureau.foundation.ui.explanation import fact_label
from rongyao.law import catalog
from rongyao.law.model import Number

register = template.Library()


def _lang() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


@register.filter
def article_name(number: str) -> str:
    """ "25" → 第二十五条 / Art 25; a local rule keeps its name."""
    plain = number.replace("-", "之") if _lang() == "zh" else number
    return cited(plain, _lang()) if number[:1].isdigit() else number


@register.filter
def number_text(number: Number) -> str:
    """A threshold or rate as people write it."""
    return number.text(number.written, _lang())


@register.filter
def law_fact(name: str) -> str:
    return fact_label(name, _lang())


@register.simple_tag
def article_url(thing: Any) -> str:
    """The page of the article a clause, entitlement, number, reading or deadline stands in; "" where it is of no one text.

    The reading of the last day of service stands in every text that counts years, so it has no page of its own.
    """
    pack, number = place_of(thing)
    if pack not in catalog.packs():
        return ""
    return reverse("lawbook:article", args=[pack, number]) if number else reverse("lawbook:law", args=[pack])


STATE_LOOKS = {"computed": "done", "information": "you", "not_yet": "hold", "authorities": "plain"}


@register.filter
def state_look(state: str) -> str:
    """The look of a state's tag."""
    return STATE_LOOKS[state]


@register.filter
def either(words: tuple[str, str]) -> str:
    """The first of a pair in Chinese, the second in English."""
    return words[0] if _lang() == "zh" else words[1]


@register.filter
def note_words(text: Any) -> str:
    """The remark beside a text."""
    return str(getattr(text, f"note_{_lang()}"))


@register.filter
def covered_name(article: Any) -> str:
    """ "12-17" → 第十二条至第十七条 / Art 12 to Art 17; a text without numbers keeps its own words."""
    if not article.first:
        return str(article.label)
    ends = [article_name(str(number)) for number in dict.fromkeys((article.first, article.last))]
    return ("至" if _lang() == "zh" else " – ").join(ends)


@register.filter
def place_words(thing: Any) -> str:
    """The text and the article something stands in, as people name them."""
    pack, number = place_of(thing)
    found = catalog.packs().get(pack)
    text = str(getattr(found[0].edition, _lang())) if found else _("Every text that counts years of service")
    return f"{text} {article_name(number)}" if number else text


@register.filter
def option_in_force(reading: Any) -> Any:
    """The option we read the question by."""
    return reading.options[reading.ours]


@register.simple_tag(takes_context=True)
def chosen_here(context: Any, reading: Any) -> Any:
    """What this bureau chose for a reading, or None; asked once for a page."""
    held = vars(context["request"])
    if "readings_here" not in held:
        held["readings_here"] = choices.in_force()
    return held["readings_here"].get(reading.key)
