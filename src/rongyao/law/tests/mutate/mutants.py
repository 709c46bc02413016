"""What a mutant is, and the groups of changes one asks for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

LAW = Path(__file__).parents[2]
GROUPS = {
    "boundary": ("boundary",),
    "number": ("threshold", "deadline", "between", "number", "figure"),
    "rate": ("rate",),
    "date": ("date", "first day", "last day", "due day"),
}
"""The kinds the law may not lose one of, by their first words; every other kind is of the group "other"."""


@dataclass(frozen=True)
class Mutant:
    """One file with one change: the file, the line, the kind of change, what was and what is."""

    path: Path
    line: int
    kind: str
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}  {self.kind}: {self.was}  →  {self.now}"

    @property
    def place(self) -> str:
        """The file, from the folder of the law."""
        return str(self.path.relative_to(LAW))

    @property
    def group(self) -> str:
        """boundary, number, rate, date or other."""
        found = (group for group, starts in GROUPS.items() if self.kind.startswith(starts))
        return next(found, "other")

    @property
    def key(self) -> str:
        """The same for the same change of the same text of a file, whenever it is made."""
        return hashlib.sha256(f"{self.place}\0{self.source}".encode()).hexdigest()[:24]
