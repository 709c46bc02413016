"""A classification kept as a data file: found by code or by words, so that a picker needs no script."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

MOST_SHOWN = 12
NEAR_ENOUGH = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a classification. ``level`` counts from the top, 1 the widest."""

    code: str
    name: str
    level: int
    parent: str

    @property
    def words(self) -> str:
        return f"{self.code} {self.name}"


class Classification:
    """A tree of codes read once from a CSV with the columns code, name, level, parent."""

    def __init__(self, path: Path, levels: tuple[str, ...]) -> None:
        self.path, self.levels = path, levels

    @cached_property
    def entries(self) -> dict[str, Entry]:
        with self.path.open(encoding="utf-8", newline="") as file:
            return {row["code"]: self._entry(row) for row in csv.DictReader(file)}

    def _entry(self, row: dict[str, str]) -> Entry:
        return Entry(row["code"], row["name"], self.levels.index(row["level"]) + 1, row["parent"])

    def get(self, code: str) -> Entry | None:
        return self.entries.get(code)

    def words_of(self, code: str) -> str:
        """The name behind a code; the bare code where the table lacks it."""
        entry = self.entries.get(code)
        return entry.words if entry else code

    def above(self, code: str) -> list[Entry]:
        """The groups a code lies in, the widest first."""
        found: list[Entry] = []
        entry = self.get(code)
        while entry and (entry := self.get(entry.parent)):
            found.insert(0, entry)
        return found

    def below(self, code: str = "") -> list[Entry]:
        """The codes right under this one; the widest groups for ""."""
        return [entry for entry in self.entries.values() if entry.parent == code]

    def exact(self, typed: str) -> Entry | None:
        """By code ("6-18-01-01"), by code with name as the picker shows it, or by a name that only one code bears."""
        plain = _plain(typed)
        if entry := self.entries.get(plain.split(" ")[0].upper()):
            return entry if plain.upper() in (entry.code, entry.words.upper()) else None
        named = [entry for entry in self.entries.values() if entry.name == plain]
        deepest = [entry for entry in named if entry.level == max(e.level for e in named)]
        return deepest[0] if len(deepest) == 1 else None

    def find(self, typed: str) -> list[Entry]:
        """What these words may mean, the best first: names that hold all of them, else names that look alike."""
        words = _plain(typed).split()
        if not words:
            return []
        held = [e for e in self.entries.values() if all(word in e.name or word in e.code for word in words)]
        held.sort(key=lambda e: (not e.name.startswith(words[0]), -e.level, len(e.name), e.code))
        return held[:MOST_SHOWN] or self._alike("".join(words))

    def _alike(self, words: str) -> list[Entry]:
        names = {entry.code: entry.name for entry in self.entries.values()}
        near = process.extract(words, names, scorer=fuzz.WRatio, limit=MOST_SHOWN, score_cutoff=NEAR_ENOUGH)
        return [self.entries[code] for _name, _score, code in near]


def _plain(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", typed).split())


INDUSTRIES = Classification(
    Path(__file__).parent / "data" / "gbt4754_2017.csv", ("门类", "大类", "中类", "小类")
)
