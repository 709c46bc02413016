"""Labels of facts and their choices in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from rongyao.law.facts import FactDef


def is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


def label_of(known: FactDef) -> str:
    return known.zh if is_chinese() else known.en


def choices_of(known: FactDef) -> list[tuple[str, str]]:
    return [(code, pair[0 if is_chinese() else 1]) for code, pair in known.choices.items()]
