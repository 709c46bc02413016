"""Whole fen, rational rates, and rounding that has a name. No floating point anywhere.

Money is an integer number of fen. A rate is a `Fraction`. Between the two stands `Exact`: a numerator
(a plain int, or a Polars Int64 expression with one number per person) over one constant denominator.
Sums and products stay exact; only the four named roundings turn an `Exact` back into whole fen:

    half_up          四舍五入: ties go away from zero, so a refund rounds like the payment it mirrors
    floor            toward minus infinity      ceiling          toward plus infinity
    month_then_x12   a yearly sum: its twelfth half-up, times twelve (how the pension tables are made since 2024)

Each takes `to=`: FEN (1) or YUAN (100). The same code serves ints and expressions: on expressions `null` stays
`null`. Limits: numerator times rate must stay within Int64 (about 9.2e18); a hundred million yuan times a
rate with a six-digit numerator is still four orders of magnitude below that.

>>> half_up(8670200 * 1, Fraction(45, 100), to=YUAN)
3901600
>>> (exact(7953700) * ratio("1.5")).floor(to=YUAN)
11930500
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

import polars as pl

FEN = 1
YUAN = 100
MONTHS = 12

Whole = int | pl.Expr
Rounding = Literal["half_up", "floor", "ceiling", "month_then_x12"]
ROUNDINGS: tuple[Rounding, ...] = ("half_up", "floor", "ceiling", "month_then_x12")
ROUNDING_LABELS: dict[str, tuple[str, str]] = {
    "half_up": ("四舍五入", "rounded half up"),
    "floor": ("舍去尾数", "rounded down"),
    "ceiling": ("进一取整", "rounded up"),
    "month_then_x12": ("按月取整后×12", "rounded by the month, then × 12"),
}


class UnableToReadNumber(ValueError):
    """The number is a float, or is not a number at all: floats are not exact and are refused."""


def ratio(value: int | str | Fraction) -> Fraction:
    """An exact rate from 3, "1.5", "45%", "3/2" or a Fraction. Floats are refused."""
    if isinstance(value, bool | float):
        raise UnableToReadNumber(f"{value!r}: write the rate as text, a fraction or a whole number")
    try:
        if isinstance(value, str) and value.strip().endswith("%"):
            return Fraction(value.strip()[:-1]) / 100
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise UnableToReadNumber(f"{value!r} is not a number") from error


def fen(yuan: int | str | Fraction) -> int:
    """Whole fen from a sum in yuan. Raises where the sum is finer than a fen."""
    amount = ratio(yuan) * YUAN
    if amount.denominator != 1:
        raise UnableToReadNumber(f"{yuan!r} yuan is not a whole number of fen")
    return amount.numerator


@dataclass(frozen=True)
class Exact:
    """`num / den` fen (or a bare ratio); `num` an int or an Int64 expression, `den` one positive int."""

    num: Any
    den: int = 1

    def __add__(self, other: Exact | Whole) -> Exact:
        right = exact(other)
        den = lcm(self.den, right.den)
        return Exact(self.num * (den // self.den) + right.num * (den // right.den), den)

    def __sub__(self, other: Exact | Whole) -> Exact:
        return self + exact(other) * -1

    def __mul__(self, other: Exact | Fraction | Whole) -> Exact:
        right = exact(other)
        return _reduced(self.num * right.num, self.den * right.den)

    __radd__ = __add__
    __rmul__ = __mul__

    def half_up(self, *, to: int = FEN) -> Any:
        """The nearest multiple of `to` fen; ties away from zero."""
        return _half_away(self.num, self.den * to) * to

    def floor(self, *, to: int = FEN) -> Any:
        """The multiple of `to` fen at or below."""
        return _floor_divide(self.num, self.den * to) * to

    def ceiling(self, *, to: int = FEN) -> Any:
        """The multiple of `to` fen at or above."""
        return -_floor_divide(-self.num, self.den * to) * to

    def month_then_x12(self, *, to: int = YUAN) -> Any:
        """A yearly sum made of twelve equal months, each half-up to `to` fen."""
        return _half_away(self.num, self.den * MONTHS * to) * (MONTHS * to)

    def rounded(self, rounding: Rounding, *, to: int = FEN) -> Any:
        """By the rounding's name, as an article or an amounts file states it."""
        if rounding not in ROUNDINGS:
            raise UnableToReadNumber(f"{rounding!r} is none of {', '.join(ROUNDINGS)}")
        return getattr(self, rounding)(to=to)


def exact(value: Exact | Fraction | Whole) -> Exact:
    """Anything this module calculates with, as an `Exact`."""
    if isinstance(value, Exact):
        return value
    if isinstance(value, Fraction):
        return Exact(value.numerator, value.denominator)
    if isinstance(value, pl.Expr):
        return Exact(value.cast(pl.Int64))
    if isinstance(value, bool | float):
        raise UnableToReadNumber(f"{value!r} is not exact")
    return Exact(value)


def half_up(amount: Exact | Whole, by: Fraction | int = 1, *, to: int = FEN) -> Any:
    """`amount × by`, to the nearest multiple of `to` fen, ties away from zero."""
    return (exact(amount) * by).half_up(to=to)


def floor(amount: Exact | Whole, by: Fraction | int = 1, *, to: int = FEN) -> Any:
    """`amount × by`, down to a multiple of `to` fen."""
    return (exact(amount) * by).floor(to=to)


def ceiling(amount: Exact | Whole, by: Fraction | int = 1, *, to: int = FEN) -> Any:
    """`amount × by`, up to a multiple of `to` fen."""
    return (exact(amount) * by).ceiling(to=to)


def month_then_x12(amount: Exact | Whole, by: Fraction | int = 1, *, to: int = YUAN) -> Any:
    """A yearly `amount × by` as twelve equal months, each half-up to `to` fen (whole yuan unless told)."""
    return (exact(amount) * by).month_then_x12(to=to)


def yuan_text(amount_fen: int) -> str:
    """`1234567` fen as `12,345.67`, the form used in every line of arithmetic."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), YUAN)
    return f"{sign}{whole:,}.{rest:02d}"


def _reduced(num: Any, den: int) -> Exact:
    """Lowest terms where the numerator is a plain int; an expression's is not known yet."""
    if isinstance(num, int):
        lowest = Fraction(num, den)
        return Exact(lowest.numerator, lowest.denominator)
    return Exact(num, den)


def _floor_divide(num: Any, den: int) -> Any:
    """Floor division that is the same for ints and for Int64 columns."""
    if isinstance(num, int):
        return num // den
    # Polars' // floors as Python's does; the literal is typed so that a column never widens to a float.
    return num // pl.lit(den, dtype=pl.Int64)


def _half_away(num: Any, den: int) -> Any:
    """Half-up by magnitude, then the sign: `//` alone would send -0.5 to 0 and 0.5 to 1."""
    if isinstance(num, int):
        return (1 if num >= 0 else -1) * ((2 * abs(num) + den) // (2 * den))
    return num.sign() * _floor_divide(num.abs() * 2 + den, 2 * den)
