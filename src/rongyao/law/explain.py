"""From one person's computed nodes to a Finding: the tree of reasons, what is missing, the line of arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any

from rongyao.law.facts import FACTS
from rongyao.law.findings import AmountLine, Condition, FactSeen, Finding, Measured, ReadingUsed
from rongyao.law.model import (
    LAST_DAY,
    Amount,
    Clause,
    Entitlement,
    Exceptions,
    Group,
    Measure,
    Reading,
    ReadingIs,
)
from rongyao.law.nodes import AllOf, AnyOf, Not, Test, number_text, walk
from rongyao.law.quantities import money_text
from rongyao.law.reader import Reader
from rongyao.law.references import BoolFact, DerivedFact, facts_of
from rongyao.law.settings import Settings
from rongyao.law.standards import CONFIDENCES, NAMES


def finding(e: Entitlement, read: Reader, on: str) -> Finding:
    """Everything the explanation page needs, as plain data."""
    missing = read.missing(e.condition)
    answer = said(e.condition, read)
    return Finding(
        entitlement=e.key,
        zh=e.zh,
        en=e.en,
        article=f"{e.pack}/{e.article}",
        kind=e.kind,
        answer=answer,
        applies=read.answer(e.in_force) is not False,
        on=on,
        tree=condition(e.condition, read),
        missing=tuple(name for name in missing if not FACTS[name].judged),
        to_judge=tuple(name for name in missing if FACTS[name].judged),
        amount=_amount_line(e.amount, read, answer) if e.amount and answer != "no" else None,
        measures=tuple(_measured(one, read) for one in e.measures) if answer != "no" else (),
        readings=_readings_used(e, read.settings),
        notes=({"zh": e.note_zh, "en": e.note_en},) if e.note_zh else (),
    )


def said(test: Test, read: Reader) -> str:
    """yes, no, unknown, or judge where nothing but an officer's judgement is missing."""
    answer = read.answer(test)
    if answer is not None:
        return "yes" if answer else "no"
    missing = read.missing(test)
    return "judge" if missing and all(FACTS[name].judged for name in missing) else "unknown"


def condition(test: Test, read: Reader) -> Condition:
    """The tree the officer reads: clauses with their articles, under the words that join them.

    What several entitlements share is written once for a person.
    """
    if id(test) not in read.shown:
        read.shown[id(test)] = _condition(test, read)
    return read.shown[id(test)]


def _condition(test: Test, read: Reader) -> Condition:
    """Written anew only where nobody before had the same facts, answer and gaps: most people share most clauses."""
    shown = _face(test)[1]
    answer, missing = said(test, read), tuple(read.missing(test))
    seen = () if shown else tuple((name, _frozen(read.person.get(name))) for name in facts_of(test))
    children = tuple(condition(child, read) for child in shown)
    place = id(test), answer, missing, seen, tuple(map(id, children))
    if place not in _WRITTEN:
        if len(_WRITTEN) >= WRITTEN_KEPT:
            _WRITTEN.clear()
        # The node and the parts are kept beside it, so that no id of the key comes back as another's.
        _WRITTEN[place] = test, _written(test, read, answer, missing, children)
    return _WRITTEN[place][1]


WRITTEN_KEPT = 50_000
_WRITTEN: dict[tuple[Any, ...], tuple[Test, Condition]] = {}


def _written(
    test: Test, read: Reader, answer: str, missing: tuple[str, ...], children: tuple[Condition, ...]
) -> Condition:
    face, shown = _face(test)
    facts = () if shown else _facts_seen(test, read)
    return Condition(*face, answer=answer, facts=facts, missing=missing, children=children)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Face = tuple[str, str, str, str, str, str]
_FACES: dict[int, tuple[Test, tuple[Face, tuple[Test, ...]]]] = {}


def _face(test: Test) -> tuple[Face, tuple[Test, ...]]:
    """How a node is shown whoever asks: kind, key, article, item, words; and the parts shown beneath it."""
    if id(test) not in _FACES:
        kind, key, article, zh, en, shown = _face_of(test)
        number, _, item = article.partition("(")
        # The node is kept beside its face, so its id cannot come back as another node's.
        _FACES[id(test)] = test, ((kind, key, number, item.rstrip(")"), zh, en), shown)
    return _FACES[id(test)][1]


def _face_of(test: Test) -> tuple[str, str, str, str, str, tuple[Test, ...]]:
    if isinstance(test, Clause):
        return "clause", test.key, test.article, test.zh, test.en, ()
    if isinstance(test, Group):
        return test.kind, "", test.article, test.zh, test.en, test.shown
    if isinstance(test, Exceptions):
        return "exceptions", "", test.article, test.zh, test.en, test.tests
    if isinstance(test, BoolFact):
        return "clause", test.name, "", FACTS[test.name].zh, FACTS[test.name].en, ()
    if isinstance(test, Not):
        return "not", "", "", "不属于", "not", test.tests
    if isinstance(test, AllOf) and _has_clauses(test):
        return "all_of", "", "", "以下各项均须满足", "all of these", test.tests
    if isinstance(test, AnyOf) and _has_clauses(test):
        return "any_of", "", "", "满足以下任一项", "any one of these", test.tests
    names = facts_of(test)
    return "clause", "", "", "、".join(FACTS[n].zh for n in names), ", ".join(FACTS[n].en for n in names), ()


def _has_clauses(test: Test) -> bool:
    return any(isinstance(node, Clause | Group) for node in walk(test))


def _facts_seen(test: Test, read: Reader) -> tuple[FactSeen, ...]:
    return tuple(FactSeen(name, read.person.get(name)) for name in facts_of(test))


@cache
def readings_of(e: Entitlement) -> tuple[Reading, ...]:
    """Every silence of the text this entitlement had to read one way or the other."""
    roots: list[Any] = [e.condition, *e.quantities]
    nodes = [n for root in roots for n in walk(root)]
    used = {n.question.key: n.question for n in nodes if isinstance(n, ReadingIs)}
    used |= {one.key: one for one in e.readings}
    if any(isinstance(n, DerivedFact) and n.definition.is_service for n in nodes):
        used[LAST_DAY.key] = LAST_DAY
    return tuple(used.values())


@cache
def _readings_used(e: Entitlement, settings: Settings) -> tuple[ReadingUsed, ...]:
    return tuple(_reading(question, settings) for question in readings_of(e))


def _reading(question: Reading, settings: Settings) -> ReadingUsed:
    chosen = question.options[settings.reading(question.key, question.ours)]
    ours = chosen.code == question.ours
    return ReadingUsed(
        question.key, question.article, question.zh, question.en, chosen.code, chosen.zh, chosen.en, ours
    )


# ── the sum ──────────────────────────────────────────────────────────────────────────────────────────────────


def _amount_line(amount: Amount, read: Reader, answer: str) -> AmountLine:
    number = read.number(amount.quantity)
    fen = None if number is None else int(number)
    used = amount.quantity.standards_used(read)
    lacking = amount.quantity.missing_standards(read)
    zh, en = _notes(amount, used, tuple(lacking))
    pays = all(row["is_payable"] for row in used)
    return AmountLine(
        amount_fen=fen,
        unit=amount.unit,
        line_zh=_line(amount, read, "zh"),
        line_en=_line(amount, read, "en"),
        confidence=_confidence(used, lacking),
        is_payable=answer == "yes" and fen is not None and pays and amount.may_pay,
        carried_on=any(row["carried_on"] for row in used),
        standards=tuple(_row(row) for row in used),
        missing=tuple(amount.quantity.missing(read)) if fen is None else (),
        missing_standards=tuple(lacking),
        note_zh=zh,
        note_en=en,
    )


def _measured(one: Measure, read: Reader) -> Measured:
    number = read.number(one.quantity)
    return Measured(
        key=one.key,
        article=one.article,
        zh=one.zh,
        en=one.en,
        unit=one.unit,
        value=None if number is None else str(number),
        line_zh=_measure_line(one, read, "zh"),
        line_en=_measure_line(one, read, "en"),
        missing=tuple(read.missing(one.quantity)),
    )


def _measure_line(one: Measure, read: Reader, lang: str) -> str:
    number, working = read.number(one.quantity), one.quantity.shown(read, lang)
    if number is None:
        return f"{working} = {'尚不能确定' if lang == 'zh' else 'not known yet'}"
    result = _in_unit(number, one.unit, lang)
    return result if working == result else f"{working} = {result}"


MEASURE_WORDS = {
    "points": (" 分", " points"),
    "months": (" 个月", " months"),
    "years": (" 年", " years"),
}


def _in_unit(number: Fraction, unit: str, lang: str) -> str:
    if unit == "fen":
        return money_text(number, lang)
    if unit == "percent":
        return f"{number_text(number * 100)}%"
    return number_text(number) + MEASURE_WORDS[unit][0 if lang == "zh" else 1]


def _line(amount: Amount, read: Reader, lang: str) -> str:
    number, working = read.number(amount.quantity), amount.quantity.shown(read, lang)
    if number is None:
        return f"{working} = {'尚不能确定' if lang == 'zh' else 'not known yet'}"
    result = money_text(number, lang)
    return result if working == result else f"{working} = {result}"


def _confidence(used: list[dict[str, Any]], lacking: Iterable[str]) -> str:
    """As sure as the least sure standard; a sum that needs none stands on the article itself."""
    if list(lacking):
        return "missing"
    ranks = [CONFIDENCES.index(row["confidence"]) for row in used]
    return CONFIDENCES[max(ranks)] if ranks else "published"


def _row(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("name", "key1", "key2", "level", "division", "from", "value", "document", "source", "confidence")
    extra = ("is_payable", "carried_on", "raise_from", "next_value", "next_confidence")
    return {key: _text(row.get(key)) for key in (*kept, *extra)}


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


CONFIDENCE_ZH = {"reported": "仅见报道", "derived": "推算", "missing": "缺"}


def _notes(amount: Amount, used: list[dict[str, Any]], lacking: tuple[str, ...]) -> tuple[str, str]:
    zh, en = [amount.note_zh, amount.not_payable_zh], [amount.note_en, amount.not_payable_en]
    for name in lacking:
        zh.append(f"“{NAMES[name].zh}”尚未确认，须先在标准台录入并复核")
        en.append(f"“{NAMES[name].en}” is not confirmed: enter it at the standards desk first")
    for row in used:
        if row["carried_on"]:
            zh.append(f"“{NAMES[row['name']].zh}”自{row['raise_from']}起应有新标准，暂按现标准发放，差额后补")
            en.append(
                f"a raise of “{NAMES[row['name']].en}” is expected from {row['raise_from']}; arrears will follow"
            )
        if not row["is_payable"]:
            zh.append(
                f"“{NAMES[row['name']].zh}”为未确认数（{CONFIDENCE_ZH.get(row['confidence'], row['confidence'])}），只作测算，不得据以发放"
            )
            en.append(f"“{NAMES[row['name']].en}” is only {row['confidence']}: a reckoning, not to be paid")
    return "；".join(dict.fromkeys(w for w in zh if w)), "; ".join(dict.fromkeys(w for w in en if w))
