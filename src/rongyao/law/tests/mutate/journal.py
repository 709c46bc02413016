"""What was asked already: a run that breaks off goes on where it stopped.

One line of JSON a mutant, known by the content of its file and its change. "Noticed" stands as long as the case that
noticed is still there, word for word; what survived is asked again, since a new case may notice it.
"""

from __future__ import annotations

import json
from pathlib import Path

from rongyao.law.tests.mutate.mutants import Mutant


class Journal:
    """The verdicts in one file, read at the start and added to as they come."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.noticed: dict[str, str] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            said = json.loads(line)
            if said["noticed_by"]:
                self.noticed[said["mutant"]] = said["noticed_by"]

    def known(self, mutant: Mutant, cases: frozenset[str]) -> str:
        """The case that noticed this mutant and still stands, or ""."""
        by = self.noticed.get(mutant.key, "")
        return by if by in cases else ""

    def add(self, mutant: Mutant, noticed_by: str) -> None:
        """Write one verdict down at once."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        said = {"mutant": mutant.key, "noticed_by": noticed_by, "what": str(mutant)}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
