"""From a finding of the law to what the reader sees: answer, conditions with their facts, the sum, what is missing.

A finding is a ``rongyao.law`` Finding or its JSON (``law/findings.py``). Its tree is made of conditions of a ``kind``:
clause, all_of, any_of, unless, none_of, exceptions, not. Below ``exceptions`` and ``not`` an answer "no" is what the
person needs (and below an exception to an exception "yes" again), so the sign follows what is good for the person and
the word says how it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.ui.clockface import read
from rongyao.bureau.foundation.ui.fact_words import fact_label, fact_text, headed, kept, strip, words_of
from rongyao.bureau.foundation.ui.law_words import law_names, law_text
from rongyao.bureau.foundation.ui.sum_words import PER, RESULTS, ChangeRow, Sum, change_row, sum_of
from rongyao.law.facts import FACTS

# The words of facts, texts and sums have files of their own and are asked for here.
__all__ = [
    "PER", "RESULTS", "SAID", "SAID_OF_A_BAR", "ChangeRow", "Explanation", "Needed", "Row", "SeenFact", "Sum",
    "change_row", "explain", "fact_label", "fact_text", "kept", "law_names", "strip",
]  # fmt: skip

SIGNS = {"yes": "check", "no": "x", "unknown": "q", "judge": "judge"}
SAID = {
    "yes": gettext_lazy("Met"),
    "no": gettext_lazy("Not met"),
    "unknown": gettext_lazy("Not known yet"),
    "judge": gettext_lazy("An officer must judge"),
}
# The same answers about something that takes a right away.
SAID_OF_A_BAR = SAID | {"yes": gettext_lazy("It is so"), "no": gettext_lazy("It is not so")}
TURNED = {"yes": "no", "no": "yes"}
JOINS = {
    "all_of": gettext_lazy("All of these must be met:"),
    "any_of": gettext_lazy("One of these is enough:"),
}
# The same as the text of a row that is a group without words of its own.
GROUPS = {"all_of": gettext_lazy("All of these together"), "any_of": gettext_lazy("One of these")}
BARS = ("exceptions", "not")
# The words the law's kernel gives a group that has none of its own: such a group joins, and says nothing itself.
WORDLESS = {"", "以下各项均须满足", "满足以下任一项"}


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
    """One condition; ``children`` are the conditions it is made of, joined by ``join``.

    ``look`` is what it means for the person (yes is good), ``said`` how it is.
    """

    look: str
    said: str
    text: str
    citation: str
    # ("resettlement_2024", "25") where the citation is an article of a text of ours, for the page about it.
    place: tuple[str, str] | None
    facts: tuple[SeenFact, ...]
    join: str
    children: tuple[Row, ...]
    depth: int

    @property
    def is_open(self) -> bool:
        """What is met can stay folded; so can what lies deep, for what is missing is listed below anyway."""
        return self.depth == 0 and self.look != "yes"

    @property
    def sign(self) -> str:
        return SIGNS[self.look]


@dataclass(frozen=True)
class Needed:
    """A fact that would still settle the answer, and the paper that proves it."""

    label: str
    paper: str


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
    # Rates, points and parts beside the sum, each with its arithmetic.
    measures: tuple[str, ...] = field(default=())
    readings: tuple[str, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> tuple[int, int]:
        """``(conditions met, conditions)`` of the first level."""
        return sum(row.look == "yes" for row in self.rows), len(self.rows)


def explain(
    finding: Any, lang: str, sources: Mapping[str, Any] | None = None, *, staff: bool = False
) -> Explanation:
    """Ready the panel for ``finding``. ``sources``: ``{fact: {"source", "as_of", "href"}}`` (dicts or objects)."""
    tree = read(finding, "tree")
    rows = _level(tree, _Reader(lang, sources or {})) if tree else ()
    return Explanation(
        answer=str(read(finding, "answer", "unknown")),
        label=headed(words_of(finding, lang)),
        article=law_text(str(read(finding, "article", "") or ""), lang),
        rows=rows,
        join=_join(tree, rows),
        amount=sum_of(read(finding, "amount"), lang, staff=staff),
        missing=tuple(_needed(name, lang) for name in read(finding, "missing", ()) or ()),
        to_judge=tuple(headed(fact_label(name, lang)) for name in read(finding, "to_judge", ()) or ()),
        measures=tuple(_measure(item, lang) for item in read(finding, "measures", ()) or ()),
        readings=tuple(_reading(item, lang) for item in read(finding, "readings", ()) or ()),
        notes=tuple(words_of(item, lang) for item in read(finding, "notes", ()) or ()),
    )


def _measure(item: Any, lang: str) -> str:
    """What it is and how it was worked out: "rate 50 % + 2 % × 3 = 56 %"."""
    line = str(read(item, "line_zh" if lang.startswith("zh") else "line_en", "") or "")
    return f"{headed(words_of(item, lang))}{'：' if lang.startswith('zh') else ': '}{line}"


def _reading(item: Any, lang: str) -> str:
    """A silence of the text and how it was read: "question answer"."""
    answer = str(read(item, "answer_zh" if lang.startswith("zh") else "answer_en", "") or "")
    return f"{words_of(item, lang)} {answer}".strip()


@dataclass(frozen=True)
class _Reader:
    """Who reads, where the facts came from; and, on the way down, how deep and on which side of a "not"."""

    lang: str
    sources: Mapping[str, Any]
    depth: int = 0
    is_bar: bool = False

    def below(self, kind: str) -> _Reader:
        return replace(self, is_bar=self.is_bar != (kind in BARS))

    def deeper(self) -> _Reader:
        return replace(self, depth=self.depth + 1)


# Under a group of this kind a wordless group of that kind says nothing new: its parts can stand directly.
SAME = {
    "all_of": ("all_of", "unless"),
    "unless": ("all_of", "unless"),
    "any_of": ("any_of",),
    "none_of": ("exceptions",),
}


def _level(tree: Any, reader: _Reader) -> tuple[Row, ...]:
    """The rows below a condition; the condition itself where it is a clause."""
    children = read(tree, "children", ()) or ()
    if not children:
        return (_row(tree, reader),)
    kind = str(read(tree, "kind", ""))
    return tuple(row for child in children for row in _spliced(kind, child, reader.below(kind)))


def _spliced(parent: str, child: Any, reader: _Reader) -> tuple[Row, ...]:
    is_same = str(read(child, "kind", "")) in SAME.get(parent, ())
    if is_same and read(child, "children") and (parent == "none_of" or _is_wordless(child)):
        return _level(child, reader)
    return (_row(child, reader),)


def _is_wordless(tree: Any) -> bool:
    return str(read(tree, "zh", "") or "") in WORDLESS


def _row(tree: Any, reader: _Reader) -> Row:
    kind, answer = str(read(tree, "kind", "")), str(read(tree, "answer", "unknown"))
    turned = reader.is_bar != (kind == "exceptions")
    children = _level(tree, reader.deeper()) if read(tree, "children") else ()
    return Row(
        look=TURNED.get(answer, answer) if turned else answer,
        said=str((SAID_OF_A_BAR if turned else SAID)[answer]),
        text=_text(tree, reader.lang),
        citation=_citation(tree),
        place=_place(tree),
        facts=tuple(_seen(fact, reader.lang, reader.sources) for fact in read(tree, "facts", ()) or ()),
        join=_join(tree, children),
        children=children,
        depth=reader.depth,
    )


def _text(tree: Any, lang: str) -> str:
    """The condition's words; a group without any says how its parts are joined."""
    kind = str(read(tree, "kind", ""))
    words = str(GROUPS.get(kind, GROUPS["all_of"])) if _is_wordless(tree) else words_of(tree, lang)
    return headed(words)


def _join(tree: Any, rows: tuple[Row, ...]) -> str:
    """The word between the parts, where there are several and the group's own text does not say it."""
    kind = str(read(tree, "kind", "")) if tree else ""
    says_it = not rows or len(rows) < 2 or (_is_wordless(tree) and kind in JOINS)
    return "" if says_it else str(JOINS.get(kind, ""))


def _citation(tree: Any) -> str:
    """ "Art 25(1)" from an article and its item; a local rule without numbers by its name; "" where there is none."""
    article, item = str(read(tree, "article", "") or ""), str(read(tree, "item", "") or "")
    number = f"{article}({item})" if item else article
    return _("Art %(article)s") % {"article": number} if number[:1].isdigit() else number


def _place(tree: Any) -> tuple[str, str] | None:
    pack, _slash, _name = str(read(tree, "key", "") or "").partition("/")
    article = str(read(tree, "article", "") or "").partition("(")[0]
    return (pack, article) if article and law_names(pack) else None


def _seen(fact: Any, lang: str, sources: Mapping[str, Any]) -> SeenFact:
    name = str(read(fact, "name", ""))
    source = sources.get(name, {})
    return SeenFact(
        label=headed(fact_label(name, lang)),
        value=fact_text(read(fact, "value"), name, lang),
        source=str(read(source, "source", "") or ""),
        as_of=read(source, "as_of"),
        href=str(read(source, "href", "") or ""),
    )


def _needed(name: str, lang: str) -> Needed:
    fact = FACTS.get(name)
    paper = "" if fact is None else fact.evidence_zh if lang.startswith("zh") else fact.evidence_en
    return Needed(headed(fact_label(name, lang)), paper)
