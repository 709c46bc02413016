"""Which conditions a letter lists. A tree of reasons is for an officer; a letter says each thing once, plainly.

What is met is listed; of alternatives the one that is met; exclusions that do not apply stand in one line. Where the
answer is no, the conditions that failed are listed beside those that were met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rongyao.bureau.entitlements.rules.findings import TURNED, Json, conditions

KNOWN = ("yes", "no")


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
    """The lines of a finding's tree, in the order of the text."""
    if tree and tree.get("answer") in KNOWN:
        yield from _OF_KIND.get(tree["kind"], _clause)(tree)


def _clause(part: Json) -> Iterator[Line]:
    yield _line(part, "met" if part["answer"] == "yes" else "not_met")


def _all_of(part: Json) -> Iterator[Line]:
    for child in part["children"]:
        yield from lines(child)


def _any_of(part: Json) -> Iterator[Line]:
    """Of alternatives that suffice the first that is met; all of them where none is."""
    met = [child for child in part["children"] if child["answer"] == "yes"]
    for child in met[:1] or part["children"]:
        yield from lines(child)


def _unless(part: Json) -> Iterator[Line]:
    base, barred = part["children"]
    yield from lines(base)
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
        named = [child for child in inside if child.get("zh")]
        zh, en = "；".join(c["zh"] for c in named), "; ".join(c["en"] for c in named)
        yield _line({**part, "zh": zh or part["zh"], "en": en or part["en"]}, "is_not_so")
    elif part["answer"] == "yes":
        yield from (_line(child, "is_so") for child in inside if child["answer"] == "yes")


def _line(part: Json, found: str) -> Line:
    facts = dict.fromkeys(seen["name"] for one in conditions(part) for seen in one.get("facts", ()))
    article, item = str(part.get("article") or ""), str(part.get("item") or "")
    return Line(part["zh"], part["en"], article, item, found, tuple(facts))


_OF_KIND = {"all_of": _all_of, "any_of": _any_of, "unless": _unless, "none_of": _none_of, "not": _none_of,
            "exceptions": _barred}  # fmt: skip
