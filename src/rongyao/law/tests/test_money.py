import math
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongyao.law.money import (
    FEN,
    ROUNDINGS,
    YUAN,
    UnableToReadNumber,
    ceiling,
    exact,
    fen,
    floor,
    half_up,
    month_then_x12,
    ratio,
    yuan_text,
)

AMOUNTS = st.integers(-(10**11), 10**11)
RATES = st.fractions(min_value=-50, max_value=50, max_denominator=1000)
UNITS = st.sampled_from([FEN, YUAN])


def half_away_from_zero(value: Fraction) -> int:
    """An oracle that shares no code with the module: Python's Fraction, by magnitude."""
    rounded = math.floor(abs(value) + Fraction(1, 2))
    return rounded if value >= 0 else -rounded


ORACLES = {
    "half_up": lambda value, to: half_away_from_zero(value / to) * to,
    "floor": lambda value, to: math.floor(value / to) * to,
    "ceiling": lambda value, to: math.ceil(value / to) * to,
    "month_then_x12": lambda value, to: half_away_from_zero(value / 12 / to) * to * 12,
}


@pytest.mark.parametrize("rounding", ROUNDINGS)
@settings(deadline=None)
@given(amount=AMOUNTS, rate=RATES, to=UNITS)
def test_every_rounding_of_a_plain_number_equals_exact_arithmetic(
    rounding: str, amount: int, rate: Fraction, to: int
) -> None:
    assert (exact(amount) * rate).rounded(rounding, to=to) == ORACLES[rounding](amount * rate, to)


@pytest.mark.parametrize("rounding", ROUNDINGS)
@settings(deadline=None)
@given(amounts=st.lists(st.none() | AMOUNTS, min_size=1, max_size=8), rate=RATES, to=UNITS)
def test_a_column_rounds_as_its_numbers_do_and_null_stays_null(
    rounding: str, amounts: list[int | None], rate: Fraction, to: int
) -> None:
    frame = pl.DataFrame({"a": pl.Series(amounts, dtype=pl.Int64)})
    column = frame.select((exact(pl.col("a")) * rate).rounded(rounding, to=to))["a"]
    expected = [None if a is None else ORACLES[rounding](a * rate, to) for a in amounts]
    assert column.dtype == pl.Int64
    assert column.to_list() == expected


@settings(deadline=None)
@given(a=AMOUNTS, b=AMOUNTS, rate=RATES, other=RATES)
def test_sums_and_products_stay_exact_until_they_are_rounded(
    a: int, b: int, rate: Fraction, other: Fraction
) -> None:
    value = exact(a) * rate + exact(b) * other - a
    assert Fraction(value.num, value.den) == a * rate + b * other - a


def test_a_refund_rounds_like_the_payment_it_mirrors() -> None:
    assert half_up(-5, Fraction(1, 10)) == -1
    assert half_up(5, Fraction(1, 10)) == 1
    frame = pl.DataFrame({"a": [-15, -5, -4, 5, 15]}).select(half_up(pl.col("a"), Fraction(1, 10)))
    assert frame["a"].to_list() == [-2, -1, 0, 1, 2]


@pytest.mark.parametrize(
    ("case", "found", "yuan"),
    [
        ("E-04: half-up to the yuan", half_up(fen(67_324), ratio("1.2"), to=YUAN), 80_789),
        ("E-07: down to the yuan", floor(fen(79_537), ratio("1.5"), to=YUAN), 119_305),
        ("E-09: half-up to the yuan", half_up(fen(86_702), ratio("45%"), to=YUAN), 39_016),
        ("E-11: up to the yuan", ceiling(fen(37_008), ratio("0.40"), to=YUAN), 14_804),
        ("E-30: by the month, times twelve", month_then_x12(fen(131_880), ratio("1.03")), 135_840),
    ],
)
def test_the_published_examples_each_round_in_their_own_way(case: str, found: int, yuan: int) -> None:
    assert found == fen(yuan), case


@pytest.mark.parametrize("number", [0.45, 1.0, True, "about half", "1/0"])
def test_a_float_or_a_word_is_no_rate(number: object) -> None:
    with pytest.raises(UnableToReadNumber):
        ratio(number)  # type: ignore[arg-type]


def test_a_float_cannot_be_slipped_into_a_product() -> None:
    with pytest.raises(UnableToReadNumber):
        exact(100) * 0.45  # type: ignore[operator]


def test_yuan_finer_than_a_fen_are_refused() -> None:
    with pytest.raises(UnableToReadNumber):
        fen("1.005")
    assert fen("1.05") == 105


@settings(deadline=None)
@given(amount=AMOUNTS)
def test_a_sum_is_written_in_yuan_and_fen_and_reads_back(amount: int) -> None:
    assert Decimal(yuan_text(amount).replace(",", "")) * 100 == amount


def test_sums_are_written_with_thousands() -> None:
    assert yuan_text(123_456_789) == "1,234,567.89"
    assert yuan_text(-5) == "-0.05"
