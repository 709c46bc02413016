"""Which columns the sender certifies as complete, so that a blank cell in them asserts an absence.

The sender says it in a line of the sheet ("本表立功受奖、残疾等级栏由某部核实填全，空白即为无"), or the officer ticks it at
import because a covering letter says so. Nothing else closes a blank cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare
from rongyao.bureau.registry.roster.columns import recognise
from rongyao.bureau.registry.roster.layout import Column, Layout
from rongyao.law.facts import FACTS

SAYS_BLANK_MEANS_NONE = re.compile(
    r"(?:空白|空格|空着|未填|不填|没有填|未填写|没填)[^。；;]{0,8}?(?:即为|即是|视为|表示|均为|就是|为|即|系)[“\"']?(?:无|否|没有)(?![效法误需关从论权据])"
)
DENIES = re.compile(r"(?:不(?:代表|等于|表示|视为|作为|能|得|可)|并非|并不|非)[^。；;]{0,6}(?:无|否|没有)")
EVERY_COLUMN = re.compile(
    r"(?:各|所有|全部|每|其余|以上|上述|下列)(?:栏|列|项|栏目)|全表|本表(?:内容|各项|所列|已|由|均|信息)"
)
BEFORE_THE_WORD_COLUMN = re.compile(r"(.*?)(?:等)?(?:各|两|三|四|五|\d)?(?:栏|列|项)")
NOT_CLOSED_BY_BLANK = ("special.rank", "special.way", "place.")
# Words after "以外": a column named there is left out.
EXCEPT = re.compile(r"除(.*?)(?:以外|之外|外)")
# "2.残疾、处分栏空白的即为无": the number of the note is not part of the column's name.
NUMBERED = re.compile(r"^(?:注\s*[:：])?\s*[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．]\s*")

declare(
    Severity.WARNING,
    {
        "certified_unknown": (
            "说明里核实填全的“{header}”不是本表认得的栏目，没有采用这句话",
            "the statement certifies “{header}”, which is no recognised column here; it was not used",
            "请在导入时勾选报送单位核实填全的栏目",
            "tick the certified columns at import",
        ),
        "certified_missing": (
            "“{header}”要求按填全处理，但本表没有这一栏",
            "“{header}” was said to be complete, but the sheet has no such column",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "certified_by_sheet": (
            "按表中说明，“{header}”栏已由报送单位核实填全，空白按“无”记录：“{sentence}”",
            "by the statement in the sheet the column “{header}” is complete; blank cells are recorded as none: “{sentence}”",
        ),
        "certified_not_closing": (
            "“{header}”栏即使填全，空白也不能说明“无”，仍按不知道处理",
            "even where “{header}” is complete, a blank cell cannot mean none; it stays not known",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Certification:
    """Facts whose blank cells assert absence: fact name -> who says so (the sentence, or "officer")."""

    facts: dict[str, str]
    problems: tuple[Problem, ...] = ()


def certification(layout: Layout, lines: Iterable[tuple[str, str]], ticked: Iterable[str]) -> Certification:
    """From the lines outside the table, as (cell, text), and from the columns an officer ticked.

    `ticked` holds fact names or headers as written in the sheet.
    """
    facts: dict[str, str] = {}
    said: list[Problem] = []
    for header in sorted(ticked):
        _close(_ticked_facts(layout, header), header, "officer", facts, said)
    for cell, text in lines:
        for sentence in _sentences(text):
            for header, closed in _named(layout, sentence):
                _close(closed, header, sentence, facts, said, cell)
    return Certification(facts, tuple(said))


@lru_cache(maxsize=512)
def closable(column: Column) -> tuple[str, ...]:
    """The facts of a column that a certified blank can close."""
    if column.kind is None or column.is_repeated:
        return ()
    # A blank rank says nothing about the tier, and a blank place name is no statement about Kunshan.
    facts = () if column.kind.key.startswith(NOT_CLOSED_BY_BLANK) else column.kind.facts
    return tuple(
        name for name in facts if "certified_column" in FACTS[name].absence and FACTS[name].absent is not None
    )


def says_complete(text: str) -> bool:
    """True when a line says that blank means none (and does not deny it)."""
    plain = unicodedata.normalize("NFKC", text)
    return bool(SAYS_BLANK_MEANS_NONE.search(plain)) and not DENIES.search(plain)


def _sentences(text: str) -> list[str]:
    pieces = re.split(r"[。\n；;]", unicodedata.normalize("NFKC", text))
    return [NUMBERED.sub("", piece.strip()) for piece in pieces if says_complete(piece)]


def _named(layout: Layout, sentence: str) -> list[tuple[str, tuple[str, ...] | None]]:
    """(header, facts) for each column a sentence names; facts None where the name is not a column of the sheet."""
    if EVERY_COLUMN.search(sentence) and not _listed(sentence, layout):
        excepted = {c.number for c in _columns_in(_exception(sentence), layout)}
        return [(c.header, closable(c)) for c in layout.columns if closable(c) and c.number not in excepted]
    listed = _listed(sentence, layout)
    if listed:
        return [(column.header, closable(column)) for column in listed]
    return [(sentence[:30], None)]


def _exception(sentence: str) -> str:
    match = EXCEPT.search(sentence)
    return match[1] if match else ""


def _listed(sentence: str, layout: Layout) -> list[Column]:
    """The columns named before the word 栏: by their header in this sheet, or by any synonym of it."""
    if EXCEPT.search(sentence):
        return []
    match = BEFORE_THE_WORD_COLUMN.match(sentence)
    return _columns_in(match[1] if match else sentence, layout)


def _columns_in(text: str, layout: Layout) -> list[Column]:
    found: dict[int, Column] = {}
    pieces = re.split(
        r"[、,，及和与:：]|以及|“|”|\"", re.sub(r"^.*?(?:本表|表中|其中|本名册|名册中)", "", text)
    )
    for piece in (re.sub(r"(?:两|三|各)?[栏列项]$", "", piece.strip()) for piece in pieces):
        kind = recognise(piece) if piece else None
        same = [c for c in layout.columns if c.kind and piece and (c.kind == kind or c.header == piece)]
        found |= {column.number: column for column in same}
    return list(found.values())


def _ticked_facts(layout: Layout, header: str) -> tuple[str, ...] | None:
    named = [c for c in layout.columns if c.header == header]
    if not named and header in FACTS:
        return (
            (header,) if any(header in closable(c) for c in layout.columns) else _not_closing(layout, header)
        )
    return tuple(name for column in named for name in closable(column)) if named else None


def _not_closing(layout: Layout, fact: str) -> tuple[str, ...] | None:
    return () if layout.feeding(fact) else None


def _close(
    closed: tuple[str, ...] | None,
    header: str,
    who: str,
    facts: dict[str, str],
    said: list[Problem],
    cell: str = "",
) -> None:
    shown = (FACTS[header].zh, FACTS[header].en) if header in FACTS else header
    if closed is None:
        code = "certified_missing" if who == "officer" else "certified_unknown"
        said.append(Problem(code, {"header": shown}, cell))
    elif not closed:
        said.append(Problem("certified_not_closing", {"header": shown}, cell))
    else:
        if who != "officer":
            said.append(Problem("certified_by_sheet", {"header": shown, "sentence": who}, cell))
        facts |= {name: who for name in closed if name not in facts}
