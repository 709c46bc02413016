"""The counting rule: accepted and rejected make all rows, and no filled cell disappears without a word."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rongyao.bureau.foundation.exchange.problems import Severity
from rongyao.bureau.foundation.exchange.reading import address
from rongyao.bureau.registry.roster.rows import BLANK, IGNORED, REPORTED, TAKEN, UNREAD, ParsedRow

if TYPE_CHECKING:
    from rongyao.bureau.registry.roster.parse import ParsedRoster


@dataclass(slots=True)
class Counts:
    """Totals that grow row by row, for those who stream. `cells` counts filled cells by what became of them."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)

    def add(self, row: ParsedRow) -> None:
        self.rows += 1
        self.accepted += row.accepted
        self.rejected += not row.accepted
        self.cells.update(row.ledger.replace(BLANK, ""))
        for found in row.problems:
            self.problems[found.code] += 1
            self.severities[found.severity.value] += 1

    def to_json(self) -> dict[str, object]:
        """Plain JSON with the cells under words."""
        words = {TAKEN: "taken", REPORTED: "reported", IGNORED: "ignored", UNREAD: "unread", "C": "checked"}
        cells = {words[letter]: count for letter, count in sorted(self.cells.items())}
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "cells": cells,
            "problems": dict(sorted(self.problems.items())),
            "severities": dict(sorted(self.severities.items())),
        }


def check_counting(parsed: "ParsedRoster") -> list[str]:
    """Every breach of the counting rule, in words; empty when it holds.

    Looks at the rows' cells as they stand, not at what the reader believes it did.
    """
    counts, roster = parsed.counts, parsed.roster
    breaches = []
    if counts.accepted + counts.rejected != counts.rows or counts.rows != roster.total:
        breaches.append(f"{counts.accepted} accepted + {counts.rejected} rejected, but {roster.total} rows")
    unread = {u.column.number: u.cells for u in roster.unread_columns}
    for row in parsed.rows:
        breaches += _row_breaches(row, unread)
    seen = Counter(
        n for row in parsed.rows for n, letter in enumerate(row.ledger, start=1) if letter == UNREAD
    )
    breaches += [
        f"column {n}: {seen[n]} cells unread, {unread.get(n, 0)} reported"
        for n in seen
        if seen[n] != unread.get(n)
    ]
    return breaches


def _row_breaches(row: ParsedRow, unread: dict[int, int]) -> Iterator[str]:
    reported = {found.cell for found in row.problems}
    for number, value in enumerate(row.written, start=1):
        letter = row.ledger[number - 1] if number <= len(row.ledger) else "?"
        where = address(row.number, number)
        if (value is None) != (letter == BLANK):
            yield f"{where}: {value!r} is accounted as {letter}"
        elif letter == REPORTED and where not in reported:
            yield f"{where}: said to be reported, and no problem names it"
        elif letter == UNREAD and number not in unread:
            yield f"{where}: unread in a column that is not reported"
    if row.accepted == any(found.severity is Severity.ERROR for found in row.problems):
        yield f"row {row.number}: accepted with an error"
