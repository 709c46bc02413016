"""The numbers and readings that may be set otherwise, on a copy, for a what-if or by the bureau's own reading.

`Settings()` is the law as written. An override names the key that `rongyao law show` prints, never a variable,
and is part of every hash: a finding under other settings can not be mistaken for one under the law.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rongyao.law.money import ratio


class UnableToOverride(ValueError):
    """The key names no threshold, rate or reading, or the value is none it can take."""


@dataclass(frozen=True)
class Settings:
    """Overrides by key: numbers ("resettlement_2024/25(1).years" → 10), readings ("…/22.several" → "added")."""

    numbers: tuple[tuple[str, Fraction], ...] = ()
    readings: tuple[tuple[str, str], ...] = ()

    def number(self, key: str, written: Fraction) -> Fraction:
        """The number in force under these settings."""
        return dict(self.numbers).get(key, written)

    def reading(self, key: str, ours: str) -> str:
        """The option in force under these settings."""
        return dict(self.readings).get(key, ours)

    def to_json(self) -> str:
        """Canonical text, for the hash."""
        numbers = {key: str(value) for key, value in sorted(self.numbers)}
        return json.dumps({"numbers": numbers, "readings": dict(sorted(self.readings))}, ensure_ascii=False)


def override(
    numbers: Mapping[str, int | str | Fraction] | None = None, readings: Mapping[str, str] | None = None
) -> Settings:
    """Settings with these keys set otherwise. `determine` refuses keys that nothing has."""
    exact = ((key, ratio(value)) for key, value in (numbers or {}).items())
    return Settings(tuple(sorted(exact)), tuple(sorted((readings or {}).items())))


AS_WRITTEN = Settings()
