"""From a finding of the law to what the reader sees: answer, conditions with their facts, the sum, what is missing.

A finding is a ``rongyao.law`` Finding or its JSON (``law/findings.py``). Its tree is made of conditions of a ``kind``:
clause, all_of, any_of, unless, none_of, exceptions, not. Below ``exceptions`` and ``not`` an answer "no" is what the
person needs (and below an exception to an exception "yes" again), so the sign follows what is good for the person and
the word says how it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.ui.clockface import read
from rongyao.bureau.foundation.ui.formats import date_text, precise_date, yuan_text
from rongyao.law import catalog
from rongyao.law.facts import FACTS, FactDef

SIGNS = {"yes": "check", "no": "x", "unknown": "q", "judge": "judge"}
SAID = {
    "yes": gettext_lazy("Met"),
    "no": gettext_lazy("Not met"),
    "unknown": gettext_lazy("Not known yet"),
    "judge": gettext_lazy("An officer must judge"),
}
# The same answers about something that takes a right away.
SAID_OF_A_BAR = SAID | {"yes": gettext_lazy("It is so"), "no": gettext_lazy("It is not so")}
RESULTS = {
    "yes": gettext_lazy("Entitled"),
    "no": gettext_lazy("Not entitled"),
    "unknown": gettext_lazy("Something is missing"),
    "judge": gettext_lazy("To be judged"),
}
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
LAWS = {
    "resettlement_2024": ("《退役军人安置条例》（2024年）", "Placement Regulations (2024)"),
    "resettlement_2011": (
        "《退役士兵安置条例》（2011年）",
        "Regulations on Placing Discharged Soldiers (2011)",
    ),
    "compensation_2024": ("《军人抚恤优待条例》（2024年）", "Soldiers' Compensation Regulations (2024)"),
    "compensation_2019": ("《军人抚恤优待条例》（2019年）", "Soldiers' Compensation Regulations (2019)"),
    "martyrs_2024": ("《烈士褒扬条例》（2024年）", "Regulations on Honouring Martyrs (2024)"),
    "martyrs_2019": ("《烈士褒扬条例》（2019年）", "Regulations on Honouring Martyrs (2019)"),
    "jiangsu_32": ("江苏省的规定", "Rules of Jiangsu province"),
    "suzhou_3205": ("苏州市的规定", "Rules of Suzhou city"),
    "kunshan_320583": ("昆山市的规定", "Rules of Kunshan city"),
    "protection_2020": ("《退役军人保障法》（2020年）", "Veterans Protection Law (2020)"),
    "tax_2023": ("公告2023年第14号（税收）", "Announcement No. 14 of 2023 (tax)"),
    "tax_2019": ("财税〔2019〕21号", "Notice No. 21 of 2019 (tax)"),
    "monthly_pension_2021": ("逐月领取退役金安置办法（2021年）", "Measures on the Monthly Pension (2021)"),
    "officers_2024": ("《退役军人安置条例》（2024年）", "Placement Regulations (2024)"),
    "scores_2018": ("服役表现量化评分暂行办法（2018年）", "Measures on the Service Score (2018)"),
    "scores_2023": ("服役表现量化评分办法（2023年）", "Measures on the Service Score (2023)"),
    "teachers_2022": ("退役军人任教意见（2022年）", "Opinion on Veterans as Teachers (2022)"),
    "exams_2004": ("民发〔2004〕192号（考试优待）", "Notice No. 192 of 2004 (examinations)"),
    "student_aid_2023": ("服兵役学生国家教育资助", "State Aid for Students who Served"),
    "working_life_2020": ("《退役军人保障法》（2020年）", "Veterans Protection Law (2020)"),
    "military_service_2021": ("《兵役法》（2021年）", "Military Service Law (2021)"),
    "status_2021": ("《军人地位和权益保障法》（2021年）", "Law on the Status of Soldiers (2021)"),
    "families_2013": ("国发〔2013〕42号（随军家属）", "Measures on Following Families (2013)"),
    "petition_2022": ("《信访工作条例》（2022年）", "Regulations on Petitions (2022)"),
    "review_2023": ("《行政复议法》（2023年）", "Administrative Reconsideration Law (2023)"),
    "legal_aid_2021": ("《法律援助法》（2021年）", "Legal Aid Law (2021)"),
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
class Sum:
    """The amount in one line of arithmetic, and what keeps it from being paid."""

    line: str
    total: str
    per: str
    missing: tuple[str, ...]
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
        label=_headed(_in(finding, lang)),
        article=_law(str(read(finding, "article", "") or ""), lang),
        rows=rows,
        join=_join(tree, rows),
        amount=_sum(read(finding, "amount"), lang, staff=staff),
        missing=tuple(_needed(name, lang) for name in read(finding, "missing", ()) or ()),
        to_judge=tuple(_headed(fact_label(name, lang)) for name in read(finding, "to_judge", ()) or ()),
        measures=tuple(_measure(item, lang) for item in read(finding, "measures", ()) or ()),
        readings=tuple(_reading(item, lang) for item in read(finding, "readings", ()) or ()),
        notes=tuple(_in(item, lang) for item in read(finding, "notes", ()) or ()),
    )


def _headed(words: str) -> str:
    return words[:1].upper() + words[1:]


@cache
def law_names(pack: str) -> tuple[str, str] | None:
    """(zh, en): how a pack's text is called in a sentence; the edition's own name where we have no shorter one."""
    if pack in LAWS:
        return LAWS[pack]
    found = catalog.packs().get(pack)
    if not found:
        return None
    edition = found[0].edition
    return edition.zh if "《" in edition.zh else f"《{edition.zh}》", edition.en


def _law(article: str, lang: str) -> str:
    """ "resettlement_2024/25" as people cite it; anything else unchanged."""
    pack, _slash, number = article.rpartition("/")
    names = law_names(pack)
    if names is None:
        return article
    is_zh = lang.startswith("zh")
    name = names[0 if is_zh else 1]
    if not number[:1].isdigit():
        return f"{name}{'：' if is_zh else ': '}{number}" if number else name
    return f"{name}第{number}条" if is_zh else f"{name}, Art {number}"


def _measure(item: Any, lang: str) -> str:
    """What it is and how it was worked out: "rate 50 % + 2 % × 3 = 56 %"."""
    line = str(read(item, "line_zh" if lang.startswith("zh") else "line_en", "") or "")
    return f"{_headed(_in(item, lang))}{'：' if lang.startswith('zh') else ': '}{line}"


def _reading(item: Any, lang: str) -> str:
    """A silence of the text and how it was read: "question answer"."""
    answer = str(read(item, "answer_zh" if lang.startswith("zh") else "answer_en", "") or "")
    return f"{_in(item, lang)} {answer}".strip()


def _in(thing: Any, lang: str, default: str = "") -> str:
    return str(read(thing, "zh" if lang.startswith("zh") else "en", default) or default)


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
    words = str(GROUPS.get(kind, GROUPS["all_of"])) if _is_wordless(tree) else _in(tree, lang)
    return _headed(words)


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
        label=_headed(fact_label(name, lang)),
        value=fact_text(read(fact, "value"), name, lang),
        source=str(read(source, "source", "") or ""),
        as_of=read(source, "as_of"),
        href=str(read(source, "href", "") or ""),
    )


def _needed(name: str, lang: str) -> Needed:
    fact = FACTS.get(name)
    paper = "" if fact is None else fact.evidence_zh if lang.startswith("zh") else fact.evidence_en
    return Needed(_headed(fact_label(name, lang)), paper)


def _sum(amount: Any, lang: str, *, staff: bool) -> Sum | None:
    if not amount:
        return None
    fen = read(amount, "amount_fen")
    line = str(read(amount, "line_zh" if lang.startswith("zh") else "line_en", "") or "")
    total = "" if fen is None else yuan_text(int(fen), lang)
    return Sum(
        line="" if line == total else line,
        total=total,
        per=str(PER.get(str(read(amount, "unit", "")), "")),
        missing=tuple(fact_label(name, lang) for name in read(amount, "missing", ()) or ()),
        warnings=_warnings(amount, lang, staff=staff),
    )


def _warnings(amount: Any, lang: str, *, staff: bool) -> tuple[str, ...]:
    """What keeps a sum from being paid: the law's own note for an officer, plain sentences for the person."""
    note = str(read(amount, "note_zh" if lang.startswith("zh") else "note_en", "") or "")
    if staff and note:
        return (note,)
    plain = [str(CONFIDENCE.get(str(read(amount, "confidence", "")), ""))]
    if read(amount, "carried_on"):
        plain.append(
            _("The last confirmed standard goes on. A raise is expected; the difference will follow.")
        )
    return tuple(text for text in plain if text)


@dataclass(frozen=True)
class ChangeRow:
    """One thing that would change the answer: in words, and what the answer would be."""

    text: str
    result: str


def change_row(change: Any, lang: str) -> ChangeRow:
    """From a ``law.hypotheticals`` Change (or a dict with its fields): ``fact`` "on" is the mere passing of time."""
    name, value = str(read(change, "fact", "")), read(change, "value")
    told = fact_text(value, name, lang)
    text = (
        _("From %(day)s on") % {"day": strip(told)}
        if name == "on"
        else _headed(_in(change, lang, fact_label(name, lang)))
    )
    fen = read(change, "amount_fen")
    result = str(RESULTS.get(str(read(change, "answer", "")), ""))
    colon = "：" if lang.startswith("zh") else ": "
    return ChangeRow(
        text=text if name == "on" else f"{text}{colon}{strip(told)}",
        result=result if fen is None else f"{result} · {yuan_text(int(fen), lang)}",
    )


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
