"""Clauses, the items of an article, and the words that join them: all of, any of, none of, unless."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import polars as pl

from rongyao.law.compiler import Compiler
from rongyao.law.nodes import AllOf, AnyOf, Combined, Missing, Node, Not, Test, UnableToWriteArticle
from rongyao.law.reader import Reader


def pack_name() -> str:
    """The folder of the article being written: "resettlement_2024", "jiangsu_32"."""
    return str(sys._getframe(2).f_globals["__name__"]).split(".")[-2]


class Clause(Test):
    """One item of an article: its number, our summary of it, and its test."""

    is_kept = True

    def __init__(self, key: str, article: str, zh: str, en: str, test: Test, doc: str) -> None:
        self.key, self.article, self.zh, self.en, self.test, self.doc = key, article, zh, en, test, doc

    def parts(self) -> tuple[Node, ...]:
        return (self.test,)

    def compiled(self, c: Compiler) -> pl.Expr:
        return c.test(self.test)

    def missing(self, read: Reader) -> Missing:
        return read.missing(self.test)

    def needs_papers(self, c: Compiler) -> pl.Expr:
        return c.needs_papers(self.test)


def clause(article: str, *, zh: str, en: str) -> Callable[[Callable[[], Any]], Clause]:
    """Decorate a function of no arguments that returns the item's test. `article` is "25(1)"."""
    pack = pack_name()

    def decorate(write: Callable[[], Any]) -> Clause:
        test = write()
        if not isinstance(test, Test):
            raise UnableToWriteArticle(f"{pack}/{write.__name__} gives {test!r}, which is no condition")
        return Clause(f"{pack}/{write.__name__}", article, zh, en, test, (write.__doc__ or "").strip())

    return decorate


class Group(Test):
    """Clauses under one word. `kind`: all_of, any_of or unless (whose last part holds the exceptions)."""

    is_kept = True

    def __init__(
        self, kind: str, test: Combined, zh: str, en: str, article: str, shown: tuple[Test, ...]
    ) -> None:
        self.kind, self.test, self.zh, self.en, self.article = kind, test, zh, en, article
        self.shown = shown

    def parts(self) -> tuple[Node, ...]:
        return (self.test,)

    def compiled(self, c: Compiler) -> pl.Expr:
        return c.test(self.test)

    def missing(self, read: Reader) -> Missing:
        return read.missing(self.test)

    def needs_papers(self, c: Compiler) -> pl.Expr:
        return c.needs_papers(self.test)


def all_of(*tests: Any, zh: str = "以下各项均须满足", en: str = "all of these", article: str = "") -> Group:
    """Every one of them (clauses, groups, entitlements)."""
    parts = tuple(as_test(t) for t in tests)
    return Group("all_of", AllOf(parts), zh, en, article, parts)


def any_of(*tests: Any, zh: str = "满足以下任一项", en: str = "any one of these", article: str = "") -> Group:
    """At least one of them."""
    parts = tuple(as_test(t) for t in tests)
    return Group("any_of", AnyOf(parts), zh, en, article, parts)


def unless(
    base: Any, *exceptions: Any, zh: str = "但以下情形除外", en: str = "except where", article: str = ""
) -> Group:
    """The base, where none of the exceptions holds. An exception not known leaves the whole not known."""
    first = as_test(base)
    barred = Exceptions(tuple(as_test(t) for t in exceptions), zh, en, article)
    return Group("unless", AllOf((first, Not(barred))), "", "", article, (first, barred))


class Exceptions(AnyOf):
    """What takes the right away; shown to the reader as exclusions, where "no" is the good answer."""

    is_kept = True

    def __init__(self, tests: tuple[Test, ...], zh: str, en: str, article: str) -> None:
        super().__init__(tests)
        self.zh, self.en, self.article = zh, en, article


def none_of(
    *tests: Any, zh: str = "不存在以下任何情形", en: str = "none of these", article: str = ""
) -> Group:
    """Not one of them."""
    barred = Exceptions(tuple(as_test(t) for t in tests), zh, en, article)
    return Group("none_of", Not(barred), zh, en, article, (barred,))


def as_test(part: Any) -> Test:
    """A clause or group as it is; an entitlement stands for its own `condition`."""
    found = getattr(part, "condition", part)
    if not isinstance(found, Test):
        raise UnableToWriteArticle(f"{part!r} is no condition")
    return found
