"""One cell of a form: how a value is written, and what a returned cell says. Both ways use the same table and format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from rongyao.bureau.foundation.exchange.problems import Problem
from rongyao.bureau.registry.returns.rules.mapping import Column, Form
from rongyao.bureau.registry.roster.dates import read_date
from rongyao.bureau.registry.roster.values import read_fact
from rongyao.bureau.registry.upkeep.rules.cells import SEXES, cell_words, written_value
from rongyao.law.facts import FACTS

# A form is a Chinese paper whoever fills it.
PAPER_LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned cell: its value, or that it could not be read."""

    value: Any = None
    is_unread: bool = False


def written(form: Form, column: Column, value: Any) -> str:
    """A value as the form prints it; "" where it is not known."""
    if value is None or value == "":
        return ""
    if column.format.startswith("table:"):
        words = {code: word for word, code in form.tables[column.format[6:]].items()}
        return words.get(_code(value), "")
    if column.format.startswith("date:"):
        return _date(column.format[5:], str(value))
    with override(PAPER_LANGUAGE):
        return written_value(column.fact, value) if column.fact else str(value)


def _code(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _date(pattern: str, iso: str) -> str:
    """An ISO date in the pattern of the form, cut where less is known."""
    year, _dash, rest = iso.partition("-")
    month, _dash, day = rest.partition("-")
    text = pattern.replace("YYYY", year)
    for mark, part in (("MM", month), ("DD", day)):
        if not part:
            kept = text.split(mark, 1)[0]
            return kept if kept.endswith(("年", "月")) else kept.rstrip("-./")
        text = text.replace(mark, part)
    return text


def returned(form: Form, column: Column, cell: Any) -> Returned:
    """What a returned cell says."""
    text = cell_words(cell).strip()
    if not text:
        return Returned()
    if column.format.startswith("table:"):
        return _from_table(form, column, text)
    if column.format.startswith("date:") or column.source == "person.birth_on":
        found = read_date(cell)
        return Returned(is_unread=True) if isinstance(found, Problem) else Returned(found)
    if column.source == "person.sex":
        code = SEXES.get(text.lower())
        return Returned(code, is_unread=code is None)
    if column.fact:
        read = read_fact(FACTS[column.fact], cell)
        return Returned(is_unread=True) if isinstance(read, Problem) else Returned(read.value)
    return Returned(text)


def _from_table(form: Form, column: Column, text: str) -> Returned:
    code = form.tables[column.format[6:]].get(text)
    if code is None:
        return Returned(is_unread=True)
    kind = FACTS[column.fact].kind if column.fact else ""
    if kind == "bool":
        return Returned(code == "true")
    if kind in ("int", "money"):
        return Returned(int(code)) if code.isdigit() else Returned(is_unread=True)
    return Returned(code)
