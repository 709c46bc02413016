"""Compiled plans, kept by what they answer: the same page asks the same question again and again.

The amounts are known by their content, so a table read afresh from the database finds its plan again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from rongyao.law import catalog
from rongyao.law import standards as amounts
from rongyao.law.kernel import Plan
from rongyao.law.model import Entitlement
from rongyao.law.settings import AS_WRITTEN, Settings, UnableToOverride

_PLANS: dict[tuple[Any, ...], Plan] = {}
_PLANS_KEPT = 32


class UnableToDetermine(KeyError):
    """No entitlement has this key."""


def plan(
    entitlements: Sequence[str] | None, standards: pl.DataFrame | None, settings: Settings | None
) -> Plan:
    """The compiled plan for these keys, amounts and settings; kept, since pages ask the same again."""
    keys = tuple(entitlements) if entitlements is not None else tuple(catalog.ENTITLEMENTS)
    table = amounts.seed() if standards is None else standards
    chosen = _checked(settings or AS_WRITTEN)
    place = (keys, _digest(table), chosen)
    if place not in _PLANS:
        if len(_PLANS) >= _PLANS_KEPT:
            _PLANS.pop(next(iter(_PLANS)))
        _PLANS[place] = Plan([entitlement(key) for key in keys], table, chosen)
    return _PLANS[place]


_DIGESTS: dict[int, tuple[pl.DataFrame, str]] = {}


def _digest(table: pl.DataFrame) -> str:
    """The hash of a table, made once for each; the table is kept beside it, so its id stays its own."""
    if id(table) not in _DIGESTS:
        if len(_DIGESTS) >= _PLANS_KEPT:
            _DIGESTS.pop(next(iter(_DIGESTS)))
        _DIGESTS[id(table)] = table, amounts.digest(table)
    return _DIGESTS[id(table)][1]


def entitlement(key: str) -> Entitlement:
    """The entitlement of this key. Raises `UnableToDetermine`."""
    if key not in catalog.ENTITLEMENTS:
        raise UnableToDetermine(f"no entitlement is called {key!r}; see `rongyao law show`")
    return catalog.ENTITLEMENTS[key]


def _checked(settings: Settings) -> Settings:
    """Refuse an override that nothing would heed."""
    for key, _ in settings.numbers:
        if key not in catalog.NUMBERS:
            raise UnableToOverride(f"no threshold or rate has the key {key!r}")
    for key, option in settings.readings:
        if key not in catalog.READINGS or option not in catalog.READINGS[key].options:
            raise UnableToOverride(f"no reading {key!r} has the option {option!r}")
    return settings
