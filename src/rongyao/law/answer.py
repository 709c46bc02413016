"""A table of worked cases in, the same table with the law's answers out (`rongyao law answer cases.csv`).

Columns read:
- any fact of `law/facts.py`, as text: true/false (是/否, yes/no, 1/0), whole numbers, dates with their own precision,
  codes; a list as codes joined by ";" ("[]" = asserted empty); money in yuan. A blank cell is *not known*.
- `event_on`: the date that chooses the edition. It stands for the event's own date (discharge, death, …) where that
  column is blank or absent, and for `on`, the legal date, likewise.
- `on`: the legal date of the question. One of `on` and `event_on` is needed.
- `entitlement`: which to ask for this row (keys joined by ";"); without it, all.
- `standard:<name>` or `standard:<name>:<key1>:<key2>`: the amount in force for that row, in yuan (or the rate).
Other columns pass through.

Columns added for each entitlement asked: `<key>` (yes / no / unknown / judge), `<key>.amount` (yuan, where the sum
is known and the answer is not no), `<key>.why`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from rongyao.law import catalog, determine, money, standards
from rongyao.law.facts import FACTS, FactDef
from rongyao.law.findings import Finding
from rongyao.law.reasons import why

YES = {"true", "yes", "1", "是", "有", "√"}
NO = {"false", "no", "0", "否", "无"}
STANDARD = "standard:"
Progress = Callable[[int, int], None]


class UnableToAnswer(ValueError):
    """A cell can not be read; the message gives row (from 1), column and what is expected."""


def answer(cases: pl.DataFrame, *, lang: str = "zh", progress: Progress | None = None) -> pl.DataFrame:
    """The cases with their answers. Every column of `cases` is text, as a CSV gives it."""
    rows = [_Case(place, row) for place, row in enumerate(cases.cast(pl.String).to_dicts(), start=1)]
    found: dict[int, list[Finding]] = {}
    for together in _same_question(rows):
        found |= _findings(together)
        if progress:
            progress(len(found), len(rows))
    keys = list(dict.fromkeys(key for row in rows for key in row.asked))
    columns = [column for key in keys for column in _columns(key, [found[row.place] for row in rows], lang)]
    return cases.with_columns(columns)


class _Case:
    """One row: its facts, its legal date, its own standards, and what it asks."""

    def __init__(self, place: int, cells: Mapping[str, str | None]) -> None:
        self.place = place
        filled = {name: cell.strip() for name, cell in cells.items() if cell and cell.strip()}
        self.asked = self._keys(filled.get("entitlement", ""))
        self.on = self._day(filled)
        self.standards = {k.removeprefix(STANDARD): v for k, v in filled.items() if k.startswith(STANDARD)}
        self.facts = {name: self._read(FACTS[name], cell) for name, cell in filled.items() if name in FACTS}
        if "event_on" in filled:
            for key in self.asked:
                event = catalog.ENTITLEMENTS[key].event
                if event != "on":
                    self.facts.setdefault(event, filled["event_on"])

    @property
    def question(self) -> tuple[Any, ...]:
        """Rows with the same question are answered together."""
        return self.asked, tuple(sorted(self.standards.items()))

    def _keys(self, cell: str) -> tuple[str, ...]:
        keys = tuple(part.strip() for part in cell.split(";") if part.strip()) or tuple(catalog.ENTITLEMENTS)
        for key in keys:
            if key not in catalog.ENTITLEMENTS:
                raise UnableToAnswer(f"row {self.place}, entitlement: nothing is called {key!r}")
        return keys

    def _day(self, filled: Mapping[str, str]) -> date:
        text = filled.get("on") or filled.get("event_on", "")
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise UnableToAnswer(
                f"row {self.place}, on / event_on: {text!r} is no day (YYYY-MM-DD)"
            ) from error

    def _read(self, definition: FactDef, cell: str) -> Any:
        try:
            return _value(definition, cell)
        except (ValueError, ArithmeticError) as error:
            raise UnableToAnswer(f"row {self.place}, {definition.name}: {cell!r}: {error}") from error


def _value(definition: FactDef, cell: str) -> Any:
    readers: dict[str, Callable[[str], Any]] = {
        "bool": _bool,
        "int": int,
        "money": lambda text: money.fen(text.replace(",", "")),
        "categories": _codes,
    }
    return readers.get(definition.kind, str)(cell)


def _bool(cell: str) -> bool:
    if cell.lower() in YES | NO:
        return cell.lower() in YES
    raise ValueError("write true or false; leave it blank where it is not known")


def _codes(cell: str) -> list[str]:
    return [code.strip() for code in cell.strip("[]").split(";") if code.strip()]


def _same_question(rows: Sequence[_Case]) -> Iterator[list[_Case]]:
    groups: dict[tuple[Any, ...], list[_Case]] = {}
    for row in rows:
        groups.setdefault(row.question, []).append(row)
    yield from groups.values()


def _findings(rows: list[_Case]) -> dict[int, list[Finding]]:
    first = rows[0]
    table = standards.given(standards.seed(), first.standards) if first.standards else None
    try:
        found = determine.people(
            [row.facts for row in rows],
            on=[row.on for row in rows],
            entitlements=first.asked,
            standards=table,
        )
    except determine.UnableToReadFacts as error:
        place = rows[error.row].place if error.row is not None else first.place
        raise UnableToAnswer(
            f"row {place}, {error.fact}: {error.value!r}: {error.__cause__ or error}"
        ) from error
    return {row.place: findings for row, findings in zip(rows, found, strict=True)}


def _columns(key: str, found: list[list[Finding]], lang: str) -> Iterator[pl.Series]:
    mine = [next((one for one in findings if one.entitlement == key), None) for findings in found]
    yield pl.Series(key, [one.answer if one else None for one in mine], dtype=pl.String)
    if catalog.ENTITLEMENTS[key].has_amount:
        yield pl.Series(f"{key}.amount", [_yuan(one) for one in mine], dtype=pl.String)
    yield pl.Series(f"{key}.why", [why(one, lang) if one else None for one in mine], dtype=pl.String)


def _yuan(one: Finding | None) -> str | None:
    if one is None or one.amount is None or one.amount.amount_fen is None:
        return None
    return str(Decimal(one.amount.amount_fen).scaleb(-2))
