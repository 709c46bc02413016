"""The mutants of the files of amounts: each figure, each first and last day, each day a raise falls due."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from rongyao.law.tests.mutate.mutants import LAW, Mutant

AMOUNTS = LAW / "amounts"
NAMES = AMOUNTS / "names.csv"
DAYS = {"from": "first day", "to": "last day"}
DUE = ("due_national", "due_local")
Cell = tuple[str, str, str]
"""Column, kind of change, new text."""


@cache
def files() -> tuple[Path, ...]:
    """Every file of amounts, the names of the standards with them."""
    return tuple(sorted(AMOUNTS.glob("*.csv")))


def mutants(path: Path) -> Iterator[Mutant]:
    """Every single change of one file."""
    lines = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for place, line in enumerate(lines):
        for column, kind, now in _due(line) if path == NAMES else _changed(line):
            source = _written([*lines[:place], line | {column: now}, *lines[place + 1 :]])
            yield Mutant(path, place + 2, kind, _told(line, column), now, source)


def _changed(line: dict[str, str]) -> Iterator[Cell]:
    """A figure one more and one less in its last place; a day earlier and a day later. A row without a figure has no days
    that could tell: on either side of them nothing is known."""
    if not line["value"]:
        return
    for step in (1, -1):
        yield "value", f"figure {step:+d}", stepped(line["value"], step)
        for column, kind in DAYS.items():
            if line[column]:
                day = date.fromisoformat(line[column]) + timedelta(days=step)
                yield column, f"{kind} {step:+d} day", day.isoformat()


def _due(line: dict[str, str]) -> Iterator[Cell]:
    for column in DUE:
        if line[column]:
            day = date.fromisoformat(f"2023-{line[column]}")
            for step in (1, -1):
                yield column, f"due day {step:+d}", f"{day + timedelta(days=step):%m-%d}"


def stepped(text: str, step: int) -> str:
    """One more or less in the last place: 4500 → 4501, 1.5 → 1.6, 45% → 46%."""
    number = Decimal(text.rstrip("%"))
    return f"{number + step * Decimal(1).scaleb(int(number.as_tuple().exponent))}{'%' if text.endswith('%') else ''}"


def _told(line: dict[str, str], column: str) -> str:
    known = (line[key] for key in ("name", "key1", "key2", "division", "from") if line.get(key))
    return f"{' '.join(known)}: {column} {line[column]}"


def _written(lines: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()
