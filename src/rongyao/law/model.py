"""The words an article is written with. Every pack imports from here and from nowhere else in the kernel.

    from rongyao.law.model import any_of, clause, entitlement, fact as f, threshold

A *clause* is one item of an article in our own words (`zh`, `en`) and its test. `all_of`, `any_of`, `unless` compose
clauses. An *entitlement* is what follows for a person, under an *edition* chosen by the date of the event.
A number in the article's sentence is a `threshold` (years=12) or a `rate` (percent=25); where the text is silent a
`reading` states the question, our answer and the alternatives. Both can be set otherwise on a copy (`settings.override`).
Inside an article write & | ~ ; never `and`, `or`, `not`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import polars as pl

from rongyao.law.compiler import Compiler
from rongyao.law.money import FEN, YUAN, ratio
from rongyao.law.nodes import (
    AllOf,
    AnyOf,
    Combined,
    Missing,
    Node,
    Not,
    Quantity,
    Test,
    UnableToWriteArticle,
    quantity,
)
from rongyao.law.quantities import (
    Number,
    Standard,
    highest,
    labelled,
    pick,
    rounded,
    total,
)
from rongyao.law.reader import Reader
from rongyao.law.references import BoolFact, DateFact, fact, facts_of, month_start, on, year_after

Unit = Literal["once", "month", "year"]
Kind = Literal["placement", "payment", "treatment", "information", "forfeiture"]


def _pack() -> str:
    """The folder of the article being written: "resettlement_2024", "jiangsu_32"."""
    return str(sys._getframe(2).f_globals["__name__"]).split(".")[-2]


# ── clauses ──────────────────────────────────────────────────────────────────────────────────────────────────


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


def clause(article: str, *, zh: str, en: str) -> Callable[[Callable[[], Test]], Clause]:
    """Decorate a function of no arguments that returns the item's test. `article` is "25(1)"."""
    pack = _pack()

    def decorate(write: Callable[[], Test]) -> Clause:
        test = write()
        if not isinstance(test, Test):
            raise UnableToWriteArticle(f"{pack}/{write.__name__} gives {test!r}, which is no condition")
        return Clause(f"{pack}/{write.__name__}", article, zh, en, test, (write.__doc__ or "").strip())

    return decorate


class Group(Test):
    """Clauses under one word. `kind`: all_of, any_of or unless (whose last part holds the exceptions)."""

    is_kept = True

    def __init__(self, kind: str, test: Combined, zh: str, en: str, article: str, shown: tuple[Test, ...]) -> None:
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


def unless(base: Any, *exceptions: Any, zh: str = "但以下情形除外", en: str = "except where", article: str = "") -> Group:
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


def none_of(*tests: Any, zh: str = "不存在以下任何情形", en: str = "none of these", article: str = "") -> Group:
    """Not one of them."""
    barred = Exceptions(tuple(as_test(t) for t in tests), zh, en, article)
    return Group("none_of", Not(barred), zh, en, article, (barred,))


def as_test(part: Any) -> Test:
    """A clause or group as it is; an entitlement stands for its own condition."""
    if isinstance(part, Entitlement):
        return part.condition
    if not isinstance(part, Test):
        raise UnableToWriteArticle(f"{part!r} is no condition")
    return part


# ── numbers and readings ─────────────────────────────────────────────────────────────────────────────────────


def threshold(article: str, *, name: str = "", **one: int) -> Number:
    """A number that decides: threshold("25(1)", years=12). Units: years, months, days, grade, people."""
    (unit, value), *more = one.items()
    if more:
        raise UnableToWriteArticle("a threshold has one number")
    return Number(f"{_pack()}/{article}.{name or unit}", article, unit, Fraction(value), is_rate=False)


def rate(article: str, *, name: str = "", percent: int | str | None = None, times: int | str | None = None) -> Number:
    """A number that multiplies: rate("22(1)", percent=25), rate("15", times=30). Text ("1.5") stays exact."""
    unit, value = ("percent", ratio(percent) / 100) if percent is not None else ("times", ratio(times or 0))
    return Number(f"{_pack()}/{article}.{name or unit}", article, unit, value, is_rate=True)


@dataclass(frozen=True)
class Option:
    """One way to read a silence."""

    code: str
    zh: str
    en: str


class Reading:
    """A question the text leaves open, our answer, and the alternatives. Overridable by key, with a reason."""

    def __init__(self, key: str, article: str, zh: str, en: str, ours: str, options: tuple[Option, ...], why: str):
        self.key, self.article, self.zh, self.en, self.ours, self.why = key, article, zh, en, ours, why
        self.options = {option.code: option for option in options}
        if ours not in self.options:
            raise UnableToWriteArticle(f"{key}: our answer {ours!r} is none of the options")

    def is_(self, code: str) -> Test:
        """Whether this is the reading in force: a test without facts."""
        if code not in self.options:
            raise UnableToWriteArticle(f"{self.key} has no option {code!r}")
        return ReadingIs(self, code)


class ReadingIs(Test):
    """True or false by the settings alone."""

    def __init__(self, question: Reading, code: str) -> None:
        self.question, self.code = question, code

    def compiled(self, c: Compiler) -> pl.Expr:
        return pl.lit(c.settings.reading(self.question.key, self.question.ours) == self.code)

    def missing(self, read: Reader) -> Missing:
        return {}


def reading(
    article: str, *, name: str, zh: str, en: str, ours: str, options: dict[str, tuple[str, str]], why: str = ""
) -> Reading:
    """State a silence of the text: the question (zh, en), the options by code, and which is ours."""
    listed = tuple(Option(code, *words) for code, words in options.items())
    return Reading(f"{_pack()}/{article}.{name}", article, zh, en, ours, listed, why)


LAST_DAY = Reading(
    "service/last_day",
    "",
    "退出现役当日是否计入服役年限",
    "is the day of discharge itself a day of service",
    "anniversary",
    (
        Option("anniversary", "不计入：到周年日为满一年", "no: a year is full on its anniversary"),
        Option("counted", "计入：周年日前一日为满一年", "yes: a year is full on the eve of its anniversary"),
    ),
    "The regulations say \"full years\" and no more; an age is counted by anniversaries, and so is this.",
)

# ── amounts ──────────────────────────────────────────────────────────────────────────────────────────────────


def standard(name: str, *keys: Any, at: DateFact = on, year_before: bool = False) -> Standard:
    """A dated amount: standard("disability_pension", f.disability_grade, f.disability_cause, at=on)."""
    return Standard(name, keys, at, year_before=year_before)


@dataclass(frozen=True)
class Amount:
    """How much, how often, and from whom. `not_payable` says why it is worked out and yet may not be paid."""

    quantity: Quantity
    unit: Unit
    payer_zh: str = ""
    payer_en: str = ""
    not_payable_zh: str = ""
    not_payable_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    readings: tuple[Reading, ...] = ()

    @property
    def may_pay(self) -> bool:
        """Whether the rule itself lets it be paid (its standards must be payable too)."""
        return not self.not_payable_zh


def amount(of: Any, *, unit: Unit, readings: tuple[Reading, ...] = (), **words: str) -> Amount:
    """An amount in fen. Words: payer_zh/en, not_payable_zh/en, note_zh/en."""
    return Amount(quantity(of), unit, readings=readings, **words)


# ── editions, deadlines, entitlements ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Edition:
    """One edition of a regulation: its names, the days it is in force, and where its text is."""

    key: str
    zh: str
    en: str
    short_zh: str
    starts: date
    ends: date | None
    article: str
    source: str

    def in_force(self, event: DateFact) -> Clause:
        """The clause that chooses this edition by the date of the event."""
        test = event >= self.starts
        if self.ends is not None:
            test = test & ~(event > self.ends)
        until_zh = f"至{self.ends}" if self.ends else "起"
        until_en = f" to {self.ends}" if self.ends else ""
        return Clause(
            f"{self.key}/in_force.{event.name}",
            self.article,
            f"适用{self.short_zh}（{self.starts}{until_zh}）",
            f"this edition applies (from {self.starts}{until_en})",
            test,
            "The date of the event chooses the edition, never the date of the application.",
        )


def edition(
    *, zh: str, en: str, short_zh: str, starts: str, ends: str | None = None, article: str = "", source: str = ""
) -> Edition:
    """Declare the edition a pack restates; `starts` and `ends` are its first and last day in force."""
    last = date.fromisoformat(ends) if ends else None
    return Edition(_pack(), zh, en, short_zh, date.fromisoformat(starts), last, article, source)


@dataclass(frozen=True)
class Deadline:
    """A period the law sets, as data: the bureau's clock counts it. `unit`: calendar_day, working_day, month."""

    key: str
    article: str
    zh: str
    en: str
    number: int
    unit: str
    starts: str
    consequence_zh: str = ""
    consequence_en: str = ""


def deadline(article: str, *, name: str, zh: str, en: str, number: int, unit: str, starts: str, **words: str) -> Deadline:
    """Declare a period; `starts` is the date fact whose day is not itself counted."""
    return Deadline(f"{_pack()}/{article}.{name}", article, zh, en, number, unit, starts, **words)


class Entitlement:
    """What follows for a person. `condition` is the whole test, the edition's clause first."""

    def __init__(
        self,
        *,
        name: str,
        pack: str,
        zh: str,
        en: str,
        article: str,
        edition: Edition,
        event: DateFact,
        when: Test,
        amount: Amount | None,
        kind: Kind,
        deadlines: tuple[Deadline, ...],
        readings: tuple[Reading, ...],
        note_zh: str,
        note_en: str,
    ) -> None:
        self.name, self.pack, self.zh, self.en, self.article = name, pack, zh, en, article
        self.edition, self.event, self.amount, self.kind = edition, event.name, amount, kind
        self.deadlines, self.note_zh, self.note_en = deadlines, note_zh, note_en
        self.readings = (*readings, *(amount.readings if amount else ()))
        self.in_force = edition.in_force(event)
        self.condition = all_of(self.in_force, when, zh=zh, en=en, article=article)

    @property
    def key(self) -> str:
        """ "resettlement_2024.job_assignment" """
        return f"{self.pack}.{self.name}"

    @property
    def has_amount(self) -> bool:
        """Whether a sum of money follows."""
        return self.amount is not None

    @property
    def unit(self) -> str | None:
        """once, month or year; None without an amount."""
        return self.amount.unit if self.amount else None

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact the answer or the sum may ask for, in the order of the text."""
        asked = facts_of(self.condition)
        if self.amount:
            asked |= facts_of(self.amount.quantity)
        return tuple(asked)

    def __repr__(self) -> str:
        return f"<{self.key} {self.zh}>"


def entitlement(
    name: str,
    *,
    zh: str,
    en: str,
    article: str,
    edition: Edition,
    event: DateFact,
    when: Any,
    amount: Amount | None = None,
    kind: Kind = "treatment",
    deadlines: tuple[Deadline, ...] = (),
    readings: tuple[Reading, ...] = (),
    note_zh: str = "",
    note_en: str = "",
) -> Entitlement:
    """Declare an entitlement; the catalogue finds it by its key, pack and name."""
    return Entitlement(
        name=name,
        pack=_pack(),
        zh=zh,
        en=en,
        article=article,
        edition=edition,
        event=event,
        when=as_test(when),
        amount=amount,
        kind=kind,
        deadlines=deadlines,
        readings=readings,
        note_zh=note_zh,
        note_en=note_en,
    )


__all__ = [
    "FEN",
    "YUAN",
    "Amount",
    "BoolFact",
    "Clause",
    "Deadline",
    "Edition",
    "Entitlement",
    "Exceptions",
    "Group",
    "Number",
    "Quantity",
    "Reading",
    "Test",
    "all_of",
    "amount",
    "any_of",
    "clause",
    "deadline",
    "edition",
    "entitlement",
    "fact",
    "highest",
    "labelled",
    "month_start",
    "none_of",
    "on",
    "pick",
    "rate",
    "reading",
    "rounded",
    "standard",
    "threshold",
    "total",
    "unless",
    "year_after",
]
