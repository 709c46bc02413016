"""A finding in one sentence: what decided it, or what is missing and which paper would prove it."""

from __future__ import annotations

from collections.abc import Iterator

from rongyao.law.facts import FACTS
from rongyao.law.findings import Condition, Finding

WORDS = {
    "missing": ("尚缺：", "missing: "),
    "judge": ("待经办人认定：", "for an officer to judge: "),
    "paper": ("（凭{}）", " (proved by: {})"),
    "join": ("；", "; "),
    "list": ("、", ", "),
    "elsewhere": ("该事件不适用本规定：", "this edition does not govern the event: "),
}


def why(found: Finding, lang: str = "zh") -> str:
    """The deciding clauses with their articles; for an open answer, the facts and papers still needed."""
    side = 0 if lang == "zh" else 1
    if found.answer in ("unknown", "judge"):
        return _open(found, side)
    parts = [_clause(one, side) for one in decisive(found.tree) if _is_edition(one) is not found.applies]
    if not found.applies:
        return WORDS["elsewhere"][side] + parts[0]
    if found.amount and found.answer == "yes":
        parts.append((found.amount.line_zh, found.amount.line_en)[side])
    return WORDS["join"][side].join(dict.fromkeys(parts))


def _is_edition(one: Condition) -> bool:
    """That the edition applies is said only where it does not."""
    return "/in_force." in one.key


def decisive(tree: Condition) -> Iterator[Condition]:
    """The clauses that settled the answer: every ground that held for a yes, what failed or barred for a no."""
    if not tree.children:
        yield tree
    elif tree.kind == "none_of":
        yield from _barred(tree)
    else:
        yield from _composed(tree)


def _composed(tree: Condition) -> Iterator[Condition]:
    if tree.answer == "no" and tree.kind in ("any_of", "exceptions"):
        yield tree
        return
    for child in tree.children:
        if child.kind == "exceptions":
            yield from _barred_by(child) if tree.answer == "no" else ()
        elif child.answer == tree.answer:
            yield from decisive(child)


def _barred(tree: Condition) -> Iterator[Condition]:
    for child in tree.children:
        if child.answer == "yes":
            yield from _barred_by(child)
        elif tree.answer == "yes":
            yield tree


def _barred_by(exceptions: Condition) -> Iterator[Condition]:
    for child in exceptions.children:
        if child.answer == "yes":
            yield from decisive(child)


def _clause(one: Condition, side: int) -> str:
    item = f"({one.item})" if one.item else ""
    words = (one.zh, one.en)[side]
    if not one.article:
        return words if one.answer == "yes" else f"{('不符合：', 'not so: ')[side]}{words}"
    article = f"第{one.article}条{item}" if side == 0 else f"Art. {one.article}{item}"
    denied = one.answer == "no" and one.kind in ("clause", "any_of")
    return f"{article} {('不符合：', 'not so: ')[side] if denied else ''}{words}"


def _open(found: Finding, side: int) -> str:
    parts = []
    if found.missing:
        parts.append(
            WORDS["missing"][side] + WORDS["list"][side].join(_fact(name, side) for name in found.missing)
        )
    if found.to_judge:
        labels = ((FACTS[name].zh, FACTS[name].en)[side] for name in found.to_judge)
        parts.append(WORDS["judge"][side] + WORDS["list"][side].join(labels))
    return WORDS["join"][side].join(parts)


def _fact(name: str, side: int) -> str:
    fact = FACTS[name]
    label, paper = (fact.zh, fact.evidence_zh) if side == 0 else (fact.en, fact.evidence_en)
    return label + WORDS["paper"][side].format(paper)
