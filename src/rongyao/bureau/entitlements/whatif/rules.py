"""Reading a change, the worlds it makes, and figures that give nobody away. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.impact.rules import Figures, guarded
from rongyao.bureau.registry.background.rules import suppressed
from rongyao.law import catalog, whatif
from rongyao.law.impact import World
from rongyao.law.money import ratio
from rongyao.law.plans import plan
from rongyao.law.settings import Settings, override
from rongyao.law.whatif import Adjustment

KINDS = ("amounts", "numbers", "readings")
Changes = Mapping[str, Mapping[str, str]]


class UnableToChange(ValueError):
    """What is to be set otherwise does not exist, or the figure is none; the message says which."""


def checked(kind: str, key: str, text: str) -> str:
    """The figure or option as it is kept.

    Raises:
        UnableToChange: nothing is called so, or it cannot be set to this.
    """
    plain = text.strip().replace("，", "").replace(",", "").replace("％", "%").removesuffix("元").strip()
    if kind == "readings":
        return _option(key, plain)
    return _number(key, plain) if kind == "numbers" else _amount(key, plain)


def _option(key: str, option: str) -> str:
    if key not in catalog.READINGS or option not in catalog.READINGS[key].options:
        raise UnableToChange(_("Choose a reading of the list."))
    return option


def _number(key: str, text: str) -> str:
    if key not in catalog.NUMBERS:
        raise UnableToChange(_("Choose a number of the list."))
    try:
        figure = ratio(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError) as error:
        raise UnableToChange(_("Write a number: 10, or 25%.")) from error
    if figure < 0:
        raise UnableToChange(_("A number is not below nothing."))
    return str(figure)


def _amount(cell: str, text: str) -> str:
    try:
        whatif.check(Adjustment(cell, text))
    except whatif.UnableToAdjust as error:
        raise UnableToChange(_("Write the figure in yuan, or +5% or -10% of what it is.")) from error
    return text


def settings_of(changes: Changes, now: Settings) -> Settings:
    """The bureau's own settings with these over them."""
    numbers = dict(now.numbers) | {key: ratio(text) for key, text in changes.get("numbers", {}).items()}
    return override(numbers, dict(now.readings) | dict(changes.get("readings", {})))


def world_of(changes: Changes, now: World, amounts_from: dt.date) -> World:
    """The copy. Raises `law.whatif.UnableToAdjust` or `law.settings.UnableToOverride` where a change fits nothing."""
    listed = [Adjustment(cell, text) for cell, text in sorted(changes.get("amounts", {}).items())]
    return World(whatif.adjusted(now.standards, listed, amounts_from), settings_of(changes, now.settings))


def is_usable(world: World) -> None:
    """Compile nothing, but refuse settings no article heeds. Raises `law.settings.UnableToOverride`."""
    plan((), world.standards, world.settings)


def withheld(lines: Iterable[Figures]) -> tuple[list[dict[str, Any]], bool, bool]:
    """Lines as they are kept: small lines emptied, and small numbers of people gained or lost left out.

    Returns:
        The lines, whether the sum over them may be shown, and whether the people gained and lost in all may.
    """
    kept, may = guarded(lines)
    shown = [line for line in kept if not line.is_hidden]
    hidden, may_moves = _hidden_moves(shown)
    out = [_line(line, has_moves=line.label not in hidden) for line in kept]
    return out, may, may and may_moves


def _hidden_moves(lines: list[Figures]) -> tuple[set[str], bool]:
    """Of which lines the people gained and lost are left out, and whether those in all may be told."""
    hidden, may = set[str](), True
    for column in ("gained", "lost"):
        told, whole = suppressed({line.label: getattr(line, column) for line in lines})
        hidden |= {name for name, count in told.items() if count is None}
        may &= whole is not None
    return hidden, may


def _line(line: Figures, *, has_moves: bool) -> dict[str, Any]:
    kept = asdict(line if has_moves else replace(line, gained=0, lost=0))
    return {**kept, "has_moves": has_moves and not line.is_hidden}


def figures_of(kept: Mapping[str, Any], label: str) -> tuple[Figures, bool]:
    """A kept line with its name in the reader's language, and whether it tells who is gained and lost."""
    rest = {name: value for name, value in kept.items() if name not in ("label", "has_moves")}
    return Figures(label, **rest), bool(kept["has_moves"])
