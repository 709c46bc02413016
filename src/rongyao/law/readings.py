"""The numbers an article names, and the questions it leaves open with our answer to each."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from rongyao.law.clauses import pack_name
from rongyao.law.compiler import Compiler
from rongyao.law.money import ratio
from rongyao.law.nodes import Missing, Test, UnableToWriteArticle
from rongyao.law.quantities import Number
from rongyao.law.reader import Reader


def threshold(article: str, *, name: str = "", **one: int) -> Number:
    """A number that decides: threshold("25(1)", years=12). Units: years, months, days, grade, people."""
    (unit, value), *more = one.items()
    if more:
        raise UnableToWriteArticle("a threshold has one number")
    return Number(f"{pack_name()}/{article}.{name or unit}", article, unit, Fraction(value), is_rate=False)


def rate(
    article: str, *, name: str = "", percent: int | str | None = None, times: int | str | None = None
) -> Number:
    """A number that multiplies: rate("22(1)", percent=25), rate("15", times=30). Text ("1.5") stays exact."""
    unit, value = ("percent", ratio(percent) / 100) if percent is not None else ("times", ratio(times or 0))
    return Number(f"{pack_name()}/{article}.{name or unit}", article, unit, value, is_rate=True)


@dataclass(frozen=True)
class Option:
    """One way to read a silence."""

    code: str
    zh: str
    en: str


class Reading:
    """A question the text leaves open, our answer, and the alternatives. Overridable by key, with a reason."""

    def __init__(
        self, key: str, article: str, zh: str, en: str, ours: str, options: tuple[Option, ...], why: str
    ):
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
    article: str,
    *,
    name: str,
    zh: str,
    en: str,
    ours: str,
    options: dict[str, tuple[str, str]],
    why: str = "",
) -> Reading:
    """State a silence of the text: the question (zh, en), the options by code, and which is ours."""
    listed = tuple(Option(code, *words) for code, words in options.items())
    return Reading(f"{pack_name()}/{article}.{name}", article, zh, en, ours, listed, why)


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
    'The regulations say "full years" and no more; an age is counted by anniversaries, and so is this.',
)
