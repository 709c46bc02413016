"""A fact in words: its name, its value, a line that is not torn apart."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.ui.clockface import read
from rongyao.bureau.foundation.ui.formats import date_text, precise_date, yuan_text
from rongyao.law.facts import FACTS, FactDef


def headed(words: str) -> str:
    return words[:1].upper() + words[1:]


def words_of(thing: Any, lang: str, default: str = "") -> str:
    """The words of a thing of the law in the reader's language."""
    return str(read(thing, "zh" if lang.startswith("zh") else "en", default) or default)


def strip(told: str) -> str:
    """The words of a fact without the span that keeps them together."""
    return re.sub(r"<[^>]+>", "", told) if isinstance(told, SafeString) else told


def fact_label(name: str, lang: str) -> str:
    """The fact's name for people; the code itself where the law does not know it."""
    fact = FACTS.get(name)
    return name if fact is None else fact.zh if lang.startswith("zh") else fact.en


def fact_text(value: Any, name: str, lang: str) -> str | SafeString:
    """A fact's value for people: yes/no, a date as exact as it is known, a label, yuan. None is "not known"."""
    if value is None:
        return _("not known")
    fact = FACTS.get(name)
    return _by_kind(value, fact, lang) if fact else _guessed(value, lang)


def _by_kind(value: Any, fact: FactDef, lang: str) -> str | SafeString:
    match fact.kind:
        case "money":
            return kept(yuan_text(int(value), lang))
        case "category":
            return _choice(fact, value, lang)
        case "categories":
            joined = ("、" if lang.startswith("zh") else ", ").join(
                _choice(fact, code, lang) for code in value
            )
            return joined or _("none")
        case _:
            return _guessed(value, lang)


def _choice(fact: FactDef, code: str, lang: str) -> str:
    zh, en = fact.choices.get(code, (code, code))
    return zh if lang.startswith("zh") else en


def _guessed(value: Any, lang: str) -> str | SafeString:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str | dt.date) and (day := precise_date(value)):
        return kept("".join(date_text(day, lang, "date")))
    return f"{value:,}" if isinstance(value, int) else str(value)


def kept(text: str) -> SafeString:
    """Text that must not be torn apart at the end of a line."""
    return format_html('<span class="nowrap">{}</span>', text)
