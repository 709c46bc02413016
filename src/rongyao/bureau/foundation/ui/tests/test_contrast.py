"""The contrast table of the design guide, computed from the stylesheet that ships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "css" / "tokens.css").read_text()
HEX = dict(re.findall(r"--([a-z]+(?:-\d+)?):\s*(#[0-9A-Fa-f]{6})", TOKENS))
BODY, TEXT, SHAPE = 7.0, 4.5, 3.0

PAIRS = [
    ("ink-900", "white", BODY), ("ink-900", "paper", BODY), ("ink-700", "white", BODY), ("ink-600", "white", BODY),
    ("ink-600", "paper", TEXT), ("ink-500", "white", TEXT), ("ink-500", "paper", TEXT), ("ink-700", "line-100", BODY),
    ("white", "pine-700", BODY), ("white", "pine-800", BODY), ("white", "pine-900", BODY), ("white", "pine-950", BODY),
    ("pine-300", "pine-900", TEXT), ("pine-300", "pine-950", TEXT), ("gold-300", "pine-900", BODY),
    ("gold-300", "pine-950", BODY), ("pine-700", "pine-50", TEXT), ("pine-700", "paper", TEXT), ("pine-800", "pine-100", BODY),
    ("pine-600", "white", TEXT), ("gold-700", "white", TEXT), ("gold-700", "gold-50", TEXT), ("gold-800", "gold-100", BODY),
    ("red-700", "white", TEXT), ("red-700", "red-50", TEXT), ("red-800", "red-100", BODY), ("white", "red-700", TEXT),
    ("white", "red-600", TEXT), ("amber-700", "white", TEXT), ("amber-700", "amber-50", TEXT), ("amber-800", "amber-100", BODY),
    ("amber-800", "paper", TEXT), ("blue-700", "white", TEXT), ("blue-700", "blue-50", TEXT), ("blue-800", "blue-100", BODY),
    ("ink-900", "amber-50", BODY), ("ink-600", "line-100", TEXT),
    ("line-400", "white", SHAPE), ("line-400", "paper", SHAPE), ("pine-500", "white", SHAPE), ("gold-500", "white", SHAPE),
    ("amber-500", "white", SHAPE), ("blue-500", "white", SHAPE), ("red-600", "white", SHAPE),
]  # fmt: skip


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two hex colours."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS, ids=[f"{a} on {b}" for a, b, _ in PAIRS])
def test_this_pair_can_be_read(ink: str, ground: str, needed: float) -> None:
    assert contrast(HEX[ink], HEX[ground]) >= needed


def test_the_measure_knows_black_on_white_and_a_pair_that_fails() -> None:
    assert round(contrast("#000000", "#FFFFFF")) == 21
    assert contrast(HEX["line-300"], HEX["white"]) < SHAPE


def test_high_contrast_writes_its_text_in_black_and_its_rules_too() -> None:
    block = TOKENS[TOKENS.index('html[data-contrast="high"]') :]
    assert re.search(r"--text:\s*#000;", block)
    assert re.search(r"--rule:\s*#000;", block)
