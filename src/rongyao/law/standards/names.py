"""Which standards there are: labels, keys, what each is paid per, and when a new figure falls due."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

KUNSHAN = "320583"


class UnableToUseStandard(ValueError):
    """A standard's row or name cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class StandardName:
    """One standard: its labels, its keys, what it is paid per, and when a new figure falls due each year."""

    name: str
    zh: str
    en: str
    keys: tuple[str, ...]
    per: Literal["once", "month", "year"]
    unit: Literal["fen", "ratio"]
    due_national: str
    due_local: str

    def due(self, level: str) -> str:
        """Month and day ("08-01") when a new figure is due at this level; "" where none falls due."""
        return self.due_national if level == "national" else self.due_local


def _names() -> dict[str, StandardName]:
    return names_of(
        resources.files("rongyao.law").joinpath("amounts", "names.csv").read_text(encoding="utf-8")
    )


def names_of(text: str) -> dict[str, StandardName]:
    """The standards a text like `amounts/names.csv` names."""
    return {line["name"]: _name(line) for line in csv.DictReader(text.splitlines())}


def _name(line: Mapping[str, str]) -> StandardName:
    keys = tuple(part for part in line["keys"].split(" ") if part)
    rest = {key: line[key] for key in ("name", "zh", "en", "per", "unit", "due_national", "due_local")}
    return StandardName(keys=keys, **rest)  # type: ignore[arg-type]


NAMES: dict[str, StandardName] = _names()


def known(name: str) -> StandardName:
    if name not in NAMES:
        raise UnableToUseStandard(f"no standard is called {name!r}; the names are in amounts/names.csv")
    return NAMES[name]
