"""What is wrong with a table, and what is only odd: without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

Keys = tuple[str, ...]
Cells = Mapping[Keys, int]


@dataclass(frozen=True)
class Odd:
    """A cell that may be right and is worth a second look."""

    keys: Keys
    text: str


def cells_of(rows: Iterable[Mapping[str, Any]], many: int) -> list[Keys]:
    """Every combination of keys a standard's rows know, grades in their order."""
    found = {tuple(str(row[f"key{place}"]) for place in range(1, many + 1)) for row in rows}
    return sorted(found, key=lambda keys: [_order(code) for code in reversed(keys)])


def _order(code: str) -> tuple[int, str]:
    return (int(code), "") if code.isdigit() else (0, code)


def missing(wanted: Iterable[Keys], given: Cells) -> list[Keys]:
    """The cells a whole table has and this one has not."""
    return [keys for keys in wanted if keys not in given]


def odd(key_names: tuple[str, ...], given: Cells, now: Mapping[Keys, int | None]) -> list[Odd]:
    """Amounts that fall where they should rise with the grade, and amounts below those in use."""
    return [*_out_of_order(key_names, given), *_lower(given, now)]


def _out_of_order(key_names: tuple[str, ...], given: Cells) -> Iterable[Odd]:
    """Grade 1 is the gravest: a graver grade is not paid less than the next."""
    if "grade" not in key_names:
        return
    place = key_names.index("grade")
    groups: dict[Keys, list[tuple[int, Keys]]] = {}
    for keys in given:
        if keys[place].isdigit():
            rest = keys[:place] + keys[place + 1 :]
            groups.setdefault(rest, []).append((int(keys[place]), keys))
    for listed in groups.values():
        graded = [keys for _grade, keys in sorted(listed)]
        for graver, lighter in pairwise(graded):
            if given[lighter] > given[graver]:
                yield Odd(lighter, _("More than the graver grade before it."))


def _lower(given: Cells, now: Mapping[Keys, int | None]) -> Iterable[Odd]:
    for keys, value in given.items():
        before = now.get(keys)
        if before is not None and value < before:
            yield Odd(keys, _("Less than the figure in use."))
