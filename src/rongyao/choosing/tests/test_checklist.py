"""The page that names the test of every promise names tests that exist."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "docs/reference/choosing-tests.md"
HERE = Path(__file__).parents[1]


def test_every_test_the_page_names_exists():
    if not PAGE.exists():
        pytest.skip("the documentation is not beside the source here")
    named = re.findall(r"`([a-z_/]+\.py)::(test_\w+)`", PAGE.read_text("utf-8"))
    assert len(named) > 80
    missing = [f"{at}::{name}" for at, name in named if f"def {name}(" not in (HERE / at).read_text("utf-8")]
    assert missing == []
