"""The figures of `amounts/figures.yaml` against the files of amounts: a second writing of every number and day.

Each case names one standard, its figures and the first day they are in force, as the source it names gives them:

    - title: 2024年8月1日起的残疾抚恤金 | the disability pension from 1 August 2024
      standard: disability_pension
      source: where the figures were read, or how they are worked out
      first: 2024-08-01                    # the figure of the day before is another row's, or none
      last: 2025-07-31                     # optional: the last day it is in force by its own words
      due: 2025-08-01                      # optional: without a newer figure, from this day a raise is awaited
      division: "32"                       # optional: for whom it is asked (Kunshan)
        figures: {"1 battle": 131880}        # yuan, or the rate, by the standard's keys; "" where it has none
      entered: {level: city, division: "3205"}   # optional: the bureau's own entry of these figures, and not the file's

A figure is asked as the newest of its day, paying or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

import polars as pl
import pytest
import yaml

from rongyao.law import money, standards
from rongyao.law.standards import NAMES, Finder
from rongyao.law.tests.test_cases import LAW

FILE = LAW / "amounts" / "figures.yaml"
DAY = timedelta(days=1)


@cache
def figures() -> list[dict[str, Any]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def check(case: dict[str, Any], table: pl.DataFrame) -> None:
    """Raises AssertionError where the table says otherwise than the case."""
    if "entered" in case:
        table = standards.overlay(table, list(_entries(case)))
    for key, figure in case["figures"].items():
        _check_days(case, table, key.split(), money.ratio(str(figure)))
        if "due" in case:
            _check_due(case, table, key.split())


def _entries(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, figure in case["figures"].items():
        keys = dict(zip(("key1", "key2"), key.split(), strict=False))
        yield {
            "name": case["standard"],
            "from": case["first"],
            "value": money.fen(figure),
            **keys,
            **case["entered"],
        }


def _check_days(case: dict[str, Any], table: pl.DataFrame, keys: list[str], figure: Fraction) -> None:
    finder = Finder(standards.preview(table), case["standard"], str(case.get("division", standards.KUNSHAN)))
    scale = 100 if NAMES[case["standard"]].unit == "fen" else 1

    def says(day: date) -> tuple[date | None, Fraction]:
        row = finder.row(keys, day, day, year_before=False)
        return (finder.explain(row) or {}).get("from"), Fraction(finder.value(row) or 0)

    said = case["first"], figure * scale
    assert says(case["first"]) == said, keys
    assert says(case["first"] - DAY)[0] != case["first"], keys
    if "last" in case:
        assert says(case["last"]) == said, keys
        assert says(case["last"] + DAY)[0] != case["first"], keys


def _check_due(case: dict[str, Any], table: pl.DataFrame, keys: list[str]) -> None:
    """As if the figure were confirmed and nobody had entered a newer one."""
    known = (pl.col("name") == case["standard"]) & (pl.col("from") <= case["first"])
    paying = table.filter(known & pl.col("value").is_not_null()).with_columns(confidence=pl.lit("confirmed"))
    finder = Finder(paying, case["standard"], str(case.get("division", standards.KUNSHAN)))
    for day, overdue in ((case["due"] - DAY, False), (case["due"], True)):
        spell = finder.explain(finder.row(keys, day, day, year_before=False))
        assert spell is not None
        assert spell["carried_on"] is overdue, (keys, day)


@pytest.mark.parametrize("case", figures(), ids=lambda case: case["title"])
def test_the_figure_is_in_force_from_its_day_to_its_day(case: dict[str, Any]) -> None:
    check(case, standards.seed())


def test_every_figure_of_the_files_is_written_a_second_time() -> None:
    given = standards.seed().filter(pl.col("value").is_not_null())
    rows = {(r["name"], f"{r['key1']} {r['key2']}".strip(), r["from"]) for r in given.to_dicts()}
    written = {
        (c["standard"], key, c["first"]) for c in figures() for key in c["figures"] if "entered" not in c
    }
    assert rows == written


def test_a_figure_one_yuan_off_or_a_day_early_is_found() -> None:
    (case,) = [c for c in figures() if c["standard"] == "student_grant"]
    for wrong in ({"figures": {"": 3301}}, {"first": case["first"] - DAY}):
        with pytest.raises(AssertionError):
            check({**case, **wrong}, standards.seed())
