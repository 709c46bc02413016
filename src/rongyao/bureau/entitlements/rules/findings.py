"""Reading a kept finding: its conditions, its facts, the articles that fail, and what two findings differ in.

A finding here is the plain dictionary of ``law.determine.Finding.to_json()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
TURNED = frozenset({"exceptions", "not"})
# (hash in the finding, kind of difference, words)
VERSIONS = (
    ("pack", "law", "系统里的法规条文换了新版本", "the law as programmed is a newer version"),
    ("standards", "standards", "标准表换了新版本", "the table of standards is a newer version"),
)


def conditions(tree: Json | None) -> Iterator[Json]:
    """Every condition of the tree, in the order a reader meets them."""
    if not tree:
        return
    yield tree
    for child in tree.get("children", ()):
        yield from conditions(child)


def facts_seen(finding: Json) -> list[str]:
    """The names of the facts the finding looked at, each once, in reading order."""
    names = (seen["name"] for part in conditions(finding.get("tree")) for seen in part.get("facts", ()))
    return list(dict.fromkeys(names))


def failing(finding: Json) -> list[Json]:
    """The innermost conditions that settled a no: what a refusal rests on.

    Under exceptions the sides are turned: there a "yes" is what takes the right away.
    """
    return list(_failing(finding.get("tree"), "no"))


def _failing(part: Json | None, bad: str) -> Iterator[Json]:
    if not part or part.get("answer") != bad:
        return
    below = [found for child in part.get("children", ()) for found in _failing(child, _side(child, bad))]
    yield from below or [part]


def _side(child: Json, bad: str) -> str:
    if child.get("kind") not in TURNED:
        return bad
    return "yes" if bad == "no" else "no"


def articles(parts: list[Json], lang: str) -> str:
    """The articles of these conditions with their summaries, one a line, for a reason to begin with."""
    key = "zh" if lang.startswith("zh") else "en"
    lines = [f"{part.get('article') or ''} {part.get(key) or ''}".strip() for part in parts]
    return "\n".join(dict.fromkeys(line for line in lines if line))


@dataclass(frozen=True)
class Difference:
    """One thing that two findings say differently.

    ``kind``: answer, amount, condition, fact; then law, and where none of these differs standards or words. The last
    three have no values worth reading.
    """

    kind: str
    zh: str
    en: str
    was: Any
    now: Any


def differences(was: Json, now: Json) -> list[Difference]:
    """What changed between two findings of one entitlement, the most important first."""
    found = [
        *_plain("answer", "结论", "answer", was.get("answer"), now.get("answer")),
        *_plain("amount", "金额", "amount", _fen(was), _fen(now)),
        *_changed_conditions(was, now),
        *_changed_facts(was, now),
    ]
    versions = _changed_versions(was, now)
    if found:
        return [*found, *(one for one in versions if one.kind == "law")]
    return versions or [Difference("words", "结论的文字说明更新了", "the wording of the reasons", None, None)]


def _changed_versions(was: Json, now: Json) -> list[Difference]:
    """Which versions behind the two findings are not the same."""
    before, after = was.get("hashes") or {}, now.get("hashes") or {}
    return [
        Difference(kind, zh, en, None, None)
        for name, kind, zh, en in VERSIONS
        if before.get(name) != after.get(name)
    ]


def _plain(kind: str, zh: str, en: str, was: Any, now: Any) -> list[Difference]:
    return [] if was == now else [Difference(kind, zh, en, was, now)]


def _fen(finding: Json) -> int | None:
    amount = finding.get("amount") or {}
    fen = amount.get("amount_fen")
    return None if fen is None else int(fen)


def _changed_conditions(was: Json, now: Json) -> list[Difference]:
    before = {_name(part): part for part in conditions(was.get("tree"))}
    out = []
    for part in conditions(now.get("tree")):
        old = before.get(_name(part), {})
        if not part.get("children") and old.get("answer") != part.get("answer"):
            out.append(Difference("condition", part["zh"], part["en"], old.get("answer"), part.get("answer")))
    return out


def _name(part: Json) -> tuple[str, str]:
    return str(part.get("article") or ""), str(part.get("zh") or "")


def _changed_facts(was: Json, now: Json) -> list[Difference]:
    before, after = _values(was), _values(now)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [Difference("fact", name, name, before.get(name), after.get(name)) for name in changed]


def _values(finding: Json) -> dict[str, Any]:
    parts = conditions(finding.get("tree"))
    return {seen["name"]: seen.get("value") for part in parts for seen in part.get("facts", ())}


def facts_wanted(finding: Json) -> list[str]:
    """The facts that would still settle the answer, then those the sum waits for."""
    of_sum = (finding.get("amount") or {}).get("missing") or ()
    return list(dict.fromkeys([*(finding.get("missing") or ()), *of_sum]))


def standards_used(finding: Json) -> list[str]:
    """The names of the dated standards behind the sum."""
    rows = (finding.get("amount") or {}).get("standards") or ()
    return list(dict.fromkeys(str(row["name"]) for row in rows if row.get("name")))
