"""From a finding of the law to what the reader sees: answer, conditions with their facts, the sum, what is missing.

A finding is a ``rongyao.law`` Finding or its JSON:
``{entitlement, zh, en, article, answer, applies, tree, missing, to_judge, amount, readings, notes}`` with
``tree = {article, item, zh, en, answer, facts: [{name, value}], children: [tree…], op?}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.ui.clockface import read
from rongyao.bureau.foundation.ui.formats import date_text, precise_date, yuan_text
from rongyao.law.facts import FACTS, FactDef

SIGNS = {"yes": "check", "no": "x", "unknown": "q", "judge": "judge"}
SAID = {
    "yes": gettext_lazy("Met"),
    "no": gettext_lazy("Not met"),
    "unknown": gettext_lazy("Not known yet"),
    "judge": gettext_lazy("An officer must judge"),
}
JOINS = {
    "all": gettext_lazy("All of these must be met:"),
    "any": gettext_lazy("One of these is enough:"),
    "not": gettext_lazy("This must not be so:"),
    "unless": gettext_lazy("Unless this is so:"),
}
CONFIDENCE = {
    "reported": gettext_lazy(
        "The standard is only reported, not confirmed. It is not paid before it is confirmed."
    ),
    "derived": gettext_lazy(
        "The standard is worked out from others, not confirmed. It is not paid before that."
    ),
    "missing": gettext_lazy("The standard has not been entered yet, so there is no sum."),
}
PER = {"once": "", "month": gettext_lazy("a month"), "year": gettext_lazy("a year")}


@dataclass(frozen=True)
class SeenFact:
    """One fact as the law saw it, with where it came from (``source``, ``as_of``, ``href`` may be empty)."""

    label: str
    value: SafeString | str
    source: str = ""
    as_of: Any = None
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One condition; ``children`` are the conditions it is made of, joined by ``join``."""

    answer: str
    text: str
    citation: str
    facts: tuple[SeenFact, ...]
    join: str
    children: tuple[Row, ...]

    @property
    def sign(self) -> str:
        return SIGNS[self.answer]

    @property
    def said(self) -> str:
        return str(SAID[self.answer])


@dataclass(frozen=True)
class Needed:
    """A fact that would still settle the answer, and the paper that proves it."""

    label: str
    paper: str


@dataclass(frozen=True)
class Sum:
    """The amount in one line of arithmetic, and what keeps it from being paid."""

    line: str
    total: str
    per: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything the panel shows, in one language."""

    answer: str
    label: str
    article: str
    rows: tuple[Row, ...]
    join: str
    amount: Sum | None
    missing: tuple[Needed, ...]
    to_judge: tuple[str, ...]
    readings: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> tuple[int, int]:
        """``(conditions met, conditions)`` of the first level."""
        return sum(row.answer == "yes" for row in self.rows), len(self.rows)


def explain(finding: Any, lang: str, sources: Mapping[str, Any] | None = None) -> Explanation:
    """Ready the panel for ``finding``. ``sources``: ``{fact: {"source", "as_of", "href"}}`` (dicts or objects)."""
    tree = read(finding, "tree")
    root = _row(tree, lang, sources or {}) if tree else None
    # A combined condition without words of its own adds nothing but depth: its parts are the first level.
    rows = () if root is None else (root.children or (root,))
    return Explanation(
        answer=str(read(finding, "answer", "unknown")),
        label=_in(finding, lang),
        article=str(read(finding, "article", "") or ""),
        rows=rows,
        join=root.join if root and root.children else "",
        amount=_sum(read(finding, "amount"), lang),
        missing=tuple(_needed(name, lang) for name in read(finding, "missing", ()) or ()),
        to_judge=tuple(fact_label(name, lang) for name in read(finding, "to_judge", ()) or ()),
        readings=tuple(_words(item, lang) for item in read(finding, "readings", ()) or ()),
        notes=tuple(_words(item, lang) for item in read(finding, "notes", ()) or ()),
    )


def _in(thing: Any, lang: str, default: str = "") -> str:
    return str(read(thing, "zh" if lang.startswith("zh") else "en", default) or default)


def _words(item: Any, lang: str) -> str:
    """A note is text, a (zh, en) pair, or a record with zh and en."""
    if isinstance(item, str):
        return item
    if isinstance(item, tuple | list) and len(item) == 2:
        return str(item[0] if lang.startswith("zh") else item[1])
    return _in(item, lang)


def _row(tree: Any, lang: str, sources: Mapping[str, Any]) -> Row:
    children = tuple(_row(child, lang, sources) for child in read(tree, "children", ()) or ())
    op = str(read(tree, "op") or read(tree, "kind") or "")
    return Row(
        answer=str(read(tree, "answer", "unknown")),
        text=_in(tree, lang),
        citation=_citation(tree),
        facts=tuple(_seen(fact, lang, sources) for fact in read(tree, "facts", ()) or ()),
        join=str(JOINS.get(op, "")) if children else "",
        children=children,
    )


def _citation(tree: Any) -> str:
    """ "25(1)" from an article and its item, whether or not the item already repeats the article."""
    article, item = str(read(tree, "article", "") or ""), str(read(tree, "item", "") or "")
    if not item or item.startswith(article):
        return item or article
    return f"{article}({item.strip('()')})"


def _seen(fact: Any, lang: str, sources: Mapping[str, Any]) -> SeenFact:
    name = str(read(fact, "name", ""))
    source = sources.get(name, {})
    return SeenFact(
        label=fact_label(name, lang),
        value=fact_text(read(fact, "value"), name, lang),
        source=str(read(source, "source", "") or ""),
        as_of=read(source, "as_of"),
        href=str(read(source, "href", "") or ""),
    )


def _needed(name: str, lang: str) -> Needed:
    fact = FACTS.get(name)
    paper = "" if fact is None else fact.evidence_zh if lang.startswith("zh") else fact.evidence_en
    return Needed(fact_label(name, lang), paper)


def _sum(amount: Any, lang: str) -> Sum | None:
    if not amount:
        return None
    fen = read(amount, "amount_fen")
    note = str(read(amount, "note_zh" if lang.startswith("zh") else "note_en", "") or "")
    warnings = [str(CONFIDENCE.get(str(read(amount, "confidence", "")), ""))]
    if read(amount, "carried_on"):
        warnings.append(
            _("The last confirmed standard goes on. A raise is expected; the difference will follow.")
        )
    return Sum(
        line=str(read(amount, "line_zh" if lang.startswith("zh") else "line_en", "") or ""),
        total="" if fen is None else yuan_text(int(fen), lang),
        per=str(PER.get(str(read(amount, "unit", "")), "")),
        warnings=tuple(text for text in [note, *warnings] if text),
    )


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
