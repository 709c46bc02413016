"""What the reference shows can be used as it stands there."""

import re
from pathlib import Path

import pytest

from rongyao.choosing import place_cli
from rongyao.choosing.settings import settings

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "placement-record.md"


def test_the_settings_of_the_reference_are_read_without_a_fault(tmp_path: Path):
    if not PAGE.exists():
        pytest.skip("the documentation is not beside the source here")
    example = re.search(r"```json\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert example
    (tmp_path / "R.json").write_text(example[1], "utf-8")
    assert settings(tmp_path / "R.json", place_cli.SETTINGS)["least_witnesses"] == 1
