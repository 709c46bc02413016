"""What is told of a failure holds nobody's number, and everything else of it."""

from __future__ import annotations

import logging
import sys

import pytest

from rongyao.bureau.foundation.secrets.telling import HIDDEN, Formatter, without_numbers


@pytest.mark.parametrize(
    "number",
    ["320583199005041234", "32058319900504123X", "320583900504123", "13912345678", "139 1234 5678", "139-1234-5678",
     "320583 19900504 1234"],
)  # fmt: skip
def test_a_number_of_a_person_is_hidden_wherever_it_stands(number):
    assert without_numbers(f"cannot read '{number}', row 7") == f"cannot read '{HIDDEN}', row 7"
    assert without_numbers(f"电话{number}。") == f"电话{HIDDEN}。"


@pytest.mark.parametrize(
    "text",
    ["2026-11-24 12:00:00,000 WARNING job 12 of 4,500", "91320583MA1XX0001K", "12345 of 100000 rows", "0512-57000000",
     "320583/320583100/", "KS-000001", "port 8583, pid 123456"],
)  # fmt: skip
def test_dates_counts_codes_and_offices_stay(text):
    assert without_numbers(text) == text


def test_the_formatter_hides_them_in_the_traceback_too():
    try:
        int("13912345678x")
    except ValueError:
        record = logging.LogRecord(
            "job", logging.ERROR, "x", 1, "row of %s", ("13912345678",), sys.exc_info()
        )
    line = Formatter("%(levelname)s %(message)s").format(record)
    assert "13912345678" not in line
    assert "ValueError" in line
    assert "test_telling.py" in line
