"""One pass over the three files of a round that collects every fault, with its file and row, instead of stopping at the first."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rongyao.choosing import tables
from rongyao.choosing.by_score.points import UnableToReadPoints
from rongyao.choosing.by_score.requirements import FactKind, UnableToReadRequirement, Value
from rongyao.choosing.record.canonical import UnableToWriteCanonically, canon, identifier
from rongyao.choosing.tables import Columns, Held, Row


class UnableToReadRow(ValueError):
    """One cell or row cannot be used as it is; the sentence says why, file and row are added by whoever reads."""


FAULTS = (UnableToReadRow, UnableToReadPoints, UnableToReadRequirement, UnableToWriteCanonically)
Table = tuple[Held, Mapping[str, str], Columns]


def refuse(wrong: object, why: str) -> None:
    if wrong:
        raise UnableToReadRow(why)


@dataclass
class Reading:
    """``problems``: the sentences so far. ``first``: by each person's key, the row of the people file that is theirs."""

    problems: list[str] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)

    def note(self, path: Held, row: int, problem: object) -> None:
        self.problems.append(f"{path.name}, row {row}: {problem}")

    def attempt(self, path: Held, row: int, act: Callable[..., Any], *given: Any) -> Any:
        """What ``act`` makes of ``given``, or None after noting what it refuses."""
        try:
            return act(*given)
        except FAULTS as problem:
            self.note(path, row, problem)
            return None

    def tables(self, files: Sequence[Table], may_be_empty: Collection[Held] = ()) -> list[list[Row]]:
        """The rows of each file; what is wrong with a file as a whole is noted."""
        found: list[list[Row]] = []
        for path, aliases, columns in files:
            try:
                found.append(tables.table(path, aliases, columns))
            except tables.UnableToReadTable as problem:
                self.problems.append(str(problem))
                found.append([])
                continue
            if not found[-1] and path not in may_be_empty:
                self.problems.append(f"{path.name} has no row below the headers")
        return found

    def person(self, path: Held, row: int, said: str) -> str:
        """The key of the person whose row this is; noted where there is none, or where an earlier row speaks of the same."""
        key = tables.person_key(said)
        self.attempt(path, row, _check_key, key, said)
        first = self.first.setdefault(key, row)
        if key and first != row:
            self.note(path, row, f"{said} is the same person as row {first}")
        return key

    def chooser(self, path: Held, row: int, said: str, people: Held) -> str:
        """The key of the person whose wish this is; noted where there is none, or where no row of ``people`` is theirs."""
        key = tables.person_key(said)
        if self.attempt(path, row, _check_key, key, said) and key not in self.first:
            self.note(path, row, f"{said} is not in {people.name}")
        return key


def with_rows(people: Held, rows: Mapping[str, int], told: str) -> list[str]:
    """Each sentence about one person (``KEY: not known: …``) with the row that is theirs."""
    found = []
    for line in told.split("\n"):
        row = rows.get(line.split(": not known: ")[0])
        found.append(f"{people.name}, row {row}: {line}" if row else line)
    return found


def _check_key(key: str, said: str) -> bool:
    refuse(not key, "no id")
    refuse(
        tables.is_shortened(key),
        f"{said} is a number that the spreadsheet has shortened: make the column text and enter it again",
    )
    return True


def named(text: str) -> str:
    """An identifier of a post, a line or a class; written full-width it is refused with what it should be."""
    plain = unicodedata.normalize("NFKC", text)
    refuse(
        text != plain and re.fullmatch(r"[A-Za-z0-9._-]+", plain), f"{text!r} is full-width: write {plain}"
    )
    refuse(not text, "no identifier")
    return identifier(text)


def folded(text: str) -> str:
    """An identifier as it should have been written."""
    return unicodedata.normalize("NFKC", text)


def published(text: str) -> str:
    """A text that will stand in the record; raises where a character of it may not."""
    canon(text)
    return text


def fact_of(row: Mapping[str, str], fact: FactKind) -> Value:
    """What a row says of one fact; a refusal names its column."""
    try:
        return tables.fact_value(row.get(f"fact.{fact.id}:{fact.kind}", ""), fact.kind)
    except UnableToReadRequirement as problem:
        raise UnableToReadRow(f"fact.{fact.id}: {problem}") from problem


def wishes_of(cell: str) -> list[str]:
    """The wishes in one cell, separated by blanks, commas, ``;``, ``>`` and the like."""
    return [one for one in re.split(r"[\s,;>|，；、＞]+", cell) if one]
