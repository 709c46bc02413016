"""The page that names the test of every promise names tests that exist, and leaves no number of the design out."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "docs/reference/choosing-tests.md"
HERE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def page() -> str:
    if not PAGE.exists():
        pytest.skip("the documentation is not beside the source here")
    return PAGE.read_text("utf-8")


def test_every_test_the_page_names_exists(page: str):
    named = re.findall(r"`([a-z_/]+\.py)::(\w+)`", page)
    assert len(named) > 110
    missing = [f"{at}::{name}" for at, name in named if f"def {name}(" not in (HERE / at).read_text("utf-8")]
    assert missing == []
    assert [f"{at}::{name}" for at, name in named if not name.startswith("test_")] == []


def test_every_row_of_the_page_names_a_test(page: str):
    rows = [
        line for line in page.splitlines() if line.startswith("| ") and not re.match(r"\|[ |a-z-]*\|$", line)
    ]
    heads = [line for line in rows if re.fullmatch(r"\|( [a-z ]*\|)+", line)]
    assert [line[:60] for line in rows if line not in heads and ".py::test_" not in line] == []


def test_every_invariant_of_the_design_has_its_row(page: str):
    assert set(map(int, re.findall(r"^\| (\d+) \|", page, re.MULTILINE))) == set(range(1, 15))
