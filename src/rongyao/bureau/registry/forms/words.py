"""Labels of facts and their choices in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language

from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.law.facts import FactDef


def is_chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


def label_of(known: FactDef) -> str:
    return known.zh if is_chinese() else known.en


def choices_of(known: FactDef) -> list[tuple[str, str]]:
    return [(code, pair[0 if is_chinese() else 1]) for code, pair in known.choices.items()]


def said_of(problem: Problem) -> str:
    """What is wrong and how to mend it, in the reader's language, as sentences."""
    if is_chinese():
        return "".join(f"{part}。" for part in (problem.text("zh"), problem.mend("zh")) if part)
    parts = [part for part in (problem.text("en"), problem.mend("en")) if part]
    return ". ".join(f"{part[0].upper()}{part[1:]}" for part in parts) + "."
