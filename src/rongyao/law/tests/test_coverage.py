"""The page of what is computed names everything that is, and nothing that is not."""

import re
from pathlib import Path

from rongyao.law import catalog

PAGE = Path(__file__).parents[4] / "docs" / "law" / "coverage.md"


def test_the_page_names_exactly_the_entitlements_there_are() -> None:
    named = set(re.findall(r"`(\w+\.\w+)`", PAGE.read_text(encoding="utf-8")))
    assert named == set(catalog.ENTITLEMENTS)
