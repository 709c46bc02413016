"""The numbers of an article: its own (threshold, rate), the dated standards, and the ways to choose and to round.

All of them are null-strict: a sum with an unknown part, a choice whose condition is unknown and the highest of
numbers one of which is unknown are unknown. (Polars' own max_horizontal and sum_horizontal skip nulls.)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from rongyao.law import money
from rongyao.law.compiler import Compiler
from rongyao.law.money import Exact, Rounding, exact, yuan_text
from rongyao.law.nodes import (
    Missing,
    Node,
    Quantity,
    Sum,
    Test,
    UnableToWriteArticle,
    Value,
    as_expr,
    combine,
    number_text,
    quantity,
)
from rongyao.law.reader import Reader
from rongyao.law.references import CategoryFact, DateFact
from rongyao.law.standards import NAMES, Coded, Key, Lookup, lookup

UNIT_LABELS: dict[str, tuple[str, str]] = {
    "years": ("年", "years"),
    "months": ("个月", "months"),
    "days": ("天", "days"),
    "grade": ("级", "grade"),
    "percent": ("%", "%"),
    "times": ("倍", "times"),
    "people": ("人", "people"),
    "m2": ("平方米", "m²"),
}


class Number(Quantity):
    """A number in an article's own sentence, named so that a what-if may set it otherwise."""

    def __init__(self, key: str, article: str, unit: str, written: Fraction, *, is_rate: bool) -> None:
        self.key, self.article, self.unit, self.written, self.is_rate = key, article, unit, written, is_rate

    def compiled(self, c: Compiler) -> Value:
        number = exact(c.settings.number(self.key, self.written))
        return Value(number, number)

    def shown(self, read: Reader, lang: str) -> str:
        return self.text(read.settings.number(self.key, self.written), lang)

    def text(self, number: Fraction, lang: str) -> str:
        """25%, 12 years, 30."""
        if self.unit == "percent":
            return f"{number_text(number * 100)}%"
        if self.unit == "times":
            return number_text(number)
        return f"{number_text(number)} {UNIT_LABELS[self.unit][0 if lang == 'zh' else 1]}"


class Standard(Quantity):
    """A dated amount, looked up as of a date for each person. See `standards.lookup`."""

    is_kept = True

    def __init__(self, name: str, keys: tuple[Any, ...], at: DateFact, *, year_before: bool) -> None:
        if name not in NAMES:
            raise UnableToWriteArticle(f"no standard is called {name!r}: see law/amounts/names.csv")
        self.name, self.keys, self.at, self.year_before = name, keys, at, year_before

    def parts(self) -> tuple[Node, ...]:
        return (*(key for key in self.keys if isinstance(key, Node)), self.at)

    def compiled(self, c: Compiler) -> Value:
        found = c.lookups[id(self)] = self._looked_up(c)
        number = found.exact
        return Value(number, number, found.rank, found.carried_on, found.is_payable)

    def _looked_up(self, c: Compiler) -> Lookup:
        """The look-up under this name, keys and date: done once, however many articles ask for it."""
        keys = [_key(key, c) for key in self.keys]
        dates = _as_of(self.at, c)
        said = (
            self.name,
            self.year_before,
            *map(str, keys),
            *(f"{side}={day}" for side, day in dates.items()),
        )
        if said not in c.looked_up:
            found = lookup(
                c.standards,
                self.name,
                keys=keys,
                year_before=self.year_before,
                keep=c.keep,
                one_day=c.everyday and self.at.name == "on",
                **dates,
            )
            c.looked_up[said] = replace(found, row=c.keep(found.row), is_known=c.keep(found.is_known))
        return c.looked_up[said]

    def missing(self, read: Reader) -> Missing:
        if read.knows(self):
            return {}
        found: Missing = {}
        for key in self.keys:
            if isinstance(key, CategoryFact):
                found |= {key.name: None} if read.person.get(key.name) is None else {}
            elif isinstance(key, Quantity):
                found |= read.missing(key)
        return found | ({} if self.at.name == "on" else read.vague_dates([self.at.name]))

    def missing_standards(self, read: Reader) -> Missing:
        known = read.knows(self) or self.missing(read)
        return {} if known else {self.name: None}

    def standards_used(self, read: Reader) -> list[dict[str, Any]]:
        row = read.standard(self)
        return [row] if row else []

    def shown(self, read: Reader, lang: str) -> str:
        number, label = read.number(self), NAMES[self.name]
        if number is None:
            return f"[{label.zh if lang == 'zh' else label.en}]"
        if label.unit == "ratio":
            return f"{number_text(number * 100)}%" if number < 1 else number_text(number)
        return money_text(number, lang)


def money_text(amount_fen: Fraction, lang: str) -> str:
    """4,500.00 元, or 4,500.00 yuan; a sum finer than a fen keeps its digits."""
    unit = "元" if lang == "zh" else "yuan"
    if amount_fen.denominator == 1:
        return f"{yuan_text(amount_fen.numerator)} {unit}"
    return f"{number_text(amount_fen / 100)} {unit}"


def _key(key: Any, c: Compiler) -> Key:
    if isinstance(key, CategoryFact):
        c.needs(key.name)
        return Coded(pl.col(key.name), tuple(key.definition.choices))
    if isinstance(key, Quantity):
        return as_expr(c.value(key).lo.num)
    if isinstance(key, str | int):
        return key
    raise UnableToWriteArticle(f"{key!r} can be no key of a standard")


def _as_of(at: DateFact, c: Compiler) -> dict[str, pl.Expr]:
    at.ask(c)
    dates = c.dates(at.name)
    return {"on": dates.lo} if dates.is_exact else {"on": dates.lo, "on_latest": dates.hi}


class Rounded(Quantity):
    """Whole fen or whole yuan by a named rounding; sums stay exact until here."""

    is_kept = True

    def __init__(self, inner: Quantity, rounding: Rounding, to: int) -> None:
        self.inner, self.rounding, self.to = inner, rounding, to

    def parts(self) -> tuple[Node, ...]:
        return (self.inner,)

    def compiled(self, c: Compiler) -> Value:
        inner = c.value(self.inner)
        lo, hi = (Exact(bound.rounded(self.rounding, to=self.to)) for bound in (inner.lo, inner.hi))
        return combine((inner,), lo, hi)

    def shown(self, read: Reader, lang: str) -> str:
        text = self.inner.shown(read, lang)
        return text if read.number(self.inner) == read.number(self) else f"{text}{self.how(lang)}"

    def how(self, lang: str) -> str:
        """（四舍五入到元）"""
        label = money.ROUNDING_LABELS[self.rounding]
        if lang == "zh":
            return f"（{label[0]}到{'元' if self.to == money.YUAN else '分'}）"
        return f" ({label[1]} to the {'yuan' if self.to == money.YUAN else 'fen'})"


class Labelled(Quantity):
    """A worked-out number shown as one, with its unit: "2.5 年" and not "5 个半年 × 1/2"."""

    def __init__(self, inner: Quantity, zh: str, en: str) -> None:
        self.inner, self.zh, self.en = inner, zh, en

    def parts(self) -> tuple[Node, ...]:
        return (self.inner,)

    def compiled(self, c: Compiler) -> Value:
        return c.value(self.inner)

    def shown(self, read: Reader, lang: str) -> str:
        number = read.number(self.inner)
        if number is None:
            return f"[{self.zh if lang == 'zh' else self.en}]"
        if lang == "zh":
            return f"{number_text(number)} {self.zh}"
        return f"{number_text(number)} {self.en.removesuffix('s') if number == 1 else self.en}"


class Subtotal(Labelled):
    """A sum of money shown as one figure under its name, whatever it was made of: "余额 16,666.67 元"."""

    def shown(self, read: Reader, lang: str) -> str:
        number, name = read.number(self.inner), self.zh if lang == "zh" else self.en
        return f"[{name}]" if number is None else f"{name} {money_text(number, lang)}"


class Choice(Quantity):
    """One quantity where a test holds, another where it does not, unknown where the test is."""

    is_kept = True

    def __init__(self, test: Test, yes: Quantity, no: Quantity) -> None:
        self.test, self.yes, self.no = test, yes, no

    def parts(self) -> tuple[Node, ...]:
        return (self.test, self.yes, self.no)

    def compiled(self, c: Compiler) -> Value:
        test, yes, no = c.test(self.test), c.value(self.yes), c.value(self.no)
        lo = _choose(test, yes.lo, no.lo)
        same = yes.is_exact and no.is_exact
        hi = lo if same else _choose(test, yes.hi, no.hi)
        rank = _choose_side(test, yes.rank, no.rank, pl.Int64, None)
        carried = _choose_side(test, yes.carried, no.carried, pl.Boolean, False)
        return Value(lo, hi, rank, carried, _choose_side(test, yes.payable, no.payable, pl.Boolean, True))

    def chosen(self, read: Reader) -> Quantity | None:
        """The side that counts for this person."""
        answer = read.answer(self.test)
        return None if answer is None else self.yes if answer else self.no

    def missing(self, read: Reader) -> Missing:
        chosen = self.chosen(read)
        return read.missing(self.test) if chosen is None else read.missing(chosen)

    def missing_standards(self, read: Reader) -> Missing:
        chosen = self.chosen(read)
        return chosen.missing_standards(read) if chosen is not None else {}

    def standards_used(self, read: Reader) -> list[dict[str, Any]]:
        chosen = self.chosen(read)
        return chosen.standards_used(read) if chosen is not None else []

    def shown(self, read: Reader, lang: str) -> str:
        chosen = self.chosen(read)
        if chosen is None:
            return "[待定]" if lang == "zh" else "[not known]"
        return chosen.shown(read, lang)


def _choose(test: pl.Expr, yes: Exact, no: Exact) -> Exact:
    den = yes.den * no.den
    one, two = as_expr(yes.num) * no.den, as_expr(no.num) * yes.den
    return Exact(strictly(test, one, two), den)


def strictly(test: pl.Expr, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    """`when` without its trap: a null test gives null, not the `otherwise` branch."""
    return pl.when(test).then(yes).when(~test).then(no)


def _choose_side(
    test: pl.Expr, yes: pl.Expr | None, no: pl.Expr | None, dtype: Any, without: Any
) -> pl.Expr | None:
    if yes is None and no is None:
        return None
    plain = pl.lit(without, dtype=dtype)
    return strictly(test, plain if yes is None else yes, plain if no is None else no)


class Highest(Quantity):
    """The higher of two; unknown while either is."""

    is_kept = True

    def __init__(self, left: Quantity, right: Quantity) -> None:
        self.left, self.right = left, right

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def compiled(self, c: Compiler) -> Value:
        left, right = c.value(self.left), c.value(self.right)
        return combine((left, right), _higher(left.lo, right.lo), _higher(left.hi, right.hi))

    def shown(self, read: Reader, lang: str) -> str:
        left, right = self.left.shown(read, lang), self.right.shown(read, lang)
        return f"取高者（{left}、{right}）" if lang == "zh" else f"the higher of ({left}; {right})"


def _higher(left: Exact, right: Exact) -> Exact:
    one, two = as_expr(left.num) * right.den, as_expr(right.num) * left.den
    return Exact(strictly(one >= two, one, two), left.den * right.den)


class Lowest(Highest):
    """The lower of two; unknown while either is."""

    def compiled(self, c: Compiler) -> Value:
        left, right = c.value(self.left), c.value(self.right)
        return combine((left, right), _lower(left.lo, right.lo), _lower(left.hi, right.hi))

    def shown(self, read: Reader, lang: str) -> str:
        left, right = self.left.shown(read, lang), self.right.shown(read, lang)
        return f"取低者（{left}、{right}）" if lang == "zh" else f"the lower of ({left}; {right})"


def _lower(left: Exact, right: Exact) -> Exact:
    one, two = as_expr(left.num) * right.den, as_expr(right.num) * left.den
    return Exact(strictly(one <= two, one, two), left.den * right.den)


def pick(*cases: tuple[Test, Any], otherwise: Any) -> Quantity:
    """The quantity of the first test that holds: a ladder is written from its highest step down."""
    chosen = quantity(otherwise)
    for test, value in reversed(cases):
        chosen = Choice(test, quantity(value), chosen)
    return chosen


def highest(first: Any, *rest: Any) -> Quantity:
    """The highest; null while any is null."""
    found = quantity(first)
    for other in rest:
        found = Highest(found, quantity(other))
    return found


def lowest(first: Any, *rest: Any) -> Quantity:
    """The lowest (a sum under a ceiling); null while any is null."""
    found = quantity(first)
    for other in rest:
        found = Lowest(found, quantity(other))
    return found


def in_order(limit: Any, *demands: Any) -> tuple[Quantity, ...]:
    """What a limit gives to each demand in turn (依次扣减): the first is served whole before the second is asked.

    A later part is unknown while the limit or any demand before it is; together they never exceed the limit.
    """
    left, given = quantity(limit), []
    for demand in demands:
        taken = lowest(demand, left)
        given.append(taken)
        left = subtotal(left - taken, "余额", "what is left:")
    return tuple(given)


def total(first: Any, *rest: Any) -> Quantity:
    """The sum; null while any part is null."""
    found = quantity(first)
    for other in rest:
        found = Sum(found, quantity(other))
    return found


def rounded(inner: Any, rounding: Rounding, *, to: int = money.FEN) -> Quantity:
    """Rounded by name (half_up, floor, ceiling, month_then_x12) to whole fen, or to whole yuan with `to=YUAN`."""
    if rounding not in money.ROUNDINGS:
        raise UnableToWriteArticle(f"{rounding!r} is none of {money.ROUNDINGS}")
    return Rounded(quantity(inner), rounding, to)


def labelled(inner: Any, zh: str, en: str) -> Quantity:
    """Shown as one number with its unit, whatever it was made of."""
    return Labelled(quantity(inner), zh, en)


def subtotal(inner: Any, zh: str, en: str) -> Quantity:
    """A sum of money shown under its own name."""
    return Subtotal(quantity(inner), zh, en)
