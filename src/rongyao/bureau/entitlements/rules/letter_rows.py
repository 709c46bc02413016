"""Which conditions a letter lists. A tree of reasons is for an officer; a letter says each thing once, plainly.

A grant lists what is met: the conditions of the first level, of alternatives the one that is met, the exceptions that
do not apply in one short line. A refusal lists what failed and nothing else. That the edition applies is said in the
paragraph on the law, so it is no line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rongyao.bureau.entitlements.rules.findings import TURNED, Json, conditions

KNOWN = ("yes", "no")
FAILED = ("not_met", "is_so")
EDITION = "/in_force."
# Up to so many exceptions are named in a letter; of more it gives the article and their number.
NAMED_EXCEPTIONS = 2
# Headings that say how conditions are joined and nothing of what they are.
BARE = frozenset({"", "以下各项均须满足", "满足以下任一项"})


@dataclass(frozen=True)
class Line:
    """One line of the letter's table. ``found``: met, not_met, is_so or is_not_so; ``facts``: behind it."""

    zh: str
    en: str
    article: str
    item: str
    found: str
    facts: tuple[str, ...]


def lines(tree: Json | None) -> Iterator[Line]:
    """The lines of a finding's tree, in the order of the text, each once; of a no only what failed."""
    if not tree:
        return
    said = set()
    for line in _lines(tree):
        if tree.get("answer") == "no" and line.found not in FAILED:
            continue
        if (line.zh, line.found) not in said:
            said.add((line.zh, line.found))
            yield line


def _lines(part: Json) -> Iterator[Line]:
    if part.get("answer") in KNOWN and EDITION not in str(part.get("key") or ""):
        yield from _OF_KIND.get(part["kind"], _clause)(part)


def _clause(part: Json) -> Iterator[Line]:
    yield _line(part, "met" if part["answer"] == "yes" else "not_met")


def _all_of(part: Json) -> Iterator[Line]:
    for child in part["children"]:
        yield from _lines(child)


def _any_of(part: Json) -> Iterator[Line]:
    """Of alternatives that suffice the first that is met; where none is, what they are alternatives of."""
    met = [child for child in part["children"] if child["answer"] == "yes"]
    if not met and part.get("zh", "") not in BARE:
        yield _line(part, "not_met")
        return
    for child in met[:1] or part["children"]:
        yield from _lines(child)


def _unless(part: Json) -> Iterator[Line]:
    base, barred = part["children"]
    yield from _lines(base)
    yield from _barred(barred)


def _none_of(part: Json) -> Iterator[Line]:
    if part["answer"] == "yes" and part.get("zh"):
        yield _line(part, "met")
        return
    for child in part["children"]:
        yield from _barred(child)


def _barred(part: Json) -> Iterator[Line]:
    """Exceptions: in one line where none applies, else those that do."""
    inside = part["children"] if part["kind"] in TURNED else [part]
    if part["answer"] == "no":
        zh, en = _exceptions([child for child in inside if child.get("zh")])
        if zh := zh or part["zh"]:
            yield _line({**part, "zh": zh, "en": en or part["en"]}, "is_not_so")
    elif part["answer"] == "yes":
        yield from (_line(child, "is_so") for child in inside if child["answer"] == "yes")


def _exceptions(named: list[Json]) -> tuple[str, str]:
    """The exceptions by name while they are few, else how many the article lists."""
    if len(named) > NAMED_EXCEPTIONS:
        return f"法律列明的例外情形，共{len(named)}项", f"the {len(named)} exceptions the law lists"
    return "；".join(child["zh"] for child in named), "; ".join(child["en"] for child in named)


def _line(part: Json, found: str) -> Line:
    facts = dict.fromkeys(seen["name"] for one in conditions(part) for seen in one.get("facts", ()))
    article, item = str(part.get("article") or ""), str(part.get("item") or "")
    return Line(part["zh"], part["en"], article, item, found, tuple(facts))


_OF_KIND: dict[str, Callable[[Json], Iterator[Line]]] = {"all_of": _all_of, "any_of": _any_of, "unless": _unless, "none_of": _none_of, "not": _none_of,
            "exceptions": _barred}  # fmt: skip
