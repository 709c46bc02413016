"""Scores as whole hundredths of a point: read without loss, added without rounding.

A published score can be large (689.85 beside 75) and has no upper bound of ours; a float never appears.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rongyao.choosing.record.canonical import LARGEST

_DECIMAL = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]*))?")


class UnableToReadPoints(ValueError):
    """The text is not a number with at most two decimals that matter, or outside its rule's range."""


@dataclass(frozen=True)
class ScoreItem:
    """One line of the published score rule; ``least`` and ``most`` in hundredths (least < 0 for deductions)."""

    id: str
    zh: str
    en: str
    article: str
    least: int
    most: int

    def published(self) -> dict[str, str | int]:
        return dict(vars(self))


def hundredths(text: str) -> int:
    """``"689.85"`` → 68985. Full-width digits are folded; exponents, blanks and a third decimal are refused."""
    plain = unicodedata.normalize("NFKC", text.strip()).replace("−", "-")
    found = _DECIMAL.fullmatch(plain)
    if not found:
        raise UnableToReadPoints(f"{text!r} is not a number of points such as 689.85")
    sign, whole, part = found[1], found[2], (found[3] or "").rstrip("0")
    if len(part) > 2:
        raise UnableToReadPoints(f"{text!r} has more than two decimals: points are counted in hundredths")
    value = int(whole) * 100 + int(part.ljust(2, "0"))
    if value > LARGEST:
        raise UnableToReadPoints(f"{text!r} is larger than any score can be written")
    return -value if sign == "-" else value


def in_points(value: int) -> str:
    """68985 → ``"689.85"``; ``hundredths(in_points(x)) == x``."""
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"


def total(points: Mapping[str, int], items: Sequence[ScoreItem]) -> int:
    """The sum over all items; each must be given and lie in its range, and nothing else may be given."""
    if unknown := sorted(set(points) - {item.id for item in items}):
        raise UnableToReadPoints(f"the rule has no item {', '.join(unknown)}")
    return sum(_within(points, item) for item in items)


def _within(points: Mapping[str, int], item: ScoreItem) -> int:
    if item.id not in points:
        raise UnableToReadPoints(f"item {item.id} is not given: 0 must be said, not left out")
    value = points[item.id]
    if not item.least <= value <= item.most:
        allowed = f"{in_points(item.least)} to {in_points(item.most)}"
        raise UnableToReadPoints(f"item {item.id}: {in_points(value)} is outside {allowed}")
    return value
