"""A thing that is wrong with what was handed in: a code and its parameters, with the words for it in both languages.

Codes are stored and compared; words are rendered when somebody reads them. Each module declares its own codes beside the
check that raises them. Nothing here needs Django, so the command line says the same sentences as the pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """error: the row is rejected. warning: the cell is not taken (or looks wrong), the row stands. note: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one code. `{name}` stands for a parameter; a parameter that is a pair is (zh, en)."""

    severity: Severity
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""


WORDINGS: dict[str, Wording] = {}


def declare(severity: Severity, wordings: Mapping[str, tuple[str, ...]]) -> None:
    """Declare codes: code -> (zh, en) or (zh, en, how to mend zh, how to mend en)."""
    for code, words in wordings.items():
        if code in WORDINGS and WORDINGS[code] != Wording(severity, *words):
            raise ValueError(f"the problem code {code} is declared twice")
        WORDINGS[code] = Wording(severity, *words)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `cell` is the address in the sheet ("D12") and `column` the header as written; both may be ""."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    cell: str = ""
    column: str = ""

    @property
    def severity(self) -> Severity:
        return WORDINGS[self.code].severity

    def text(self, lang: str = "zh") -> str:
        """What is wrong."""
        words = WORDINGS[self.code]
        return self._filled(words.zh if lang.startswith("zh") else words.en, lang)

    def mend(self, lang: str = "zh") -> str:
        """How to mend it, or "" where there is nothing to do."""
        words = WORDINGS[self.code]
        return self._filled(words.mend_zh if lang.startswith("zh") else words.mend_en, lang)

    def at(self, cell: str, column: str = "") -> "Problem":
        """The same problem, placed in a sheet."""
        return Problem(self.code, self.params, cell, column)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; pairs become lists of two."""
        params = {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.params.items()
        }
        return {"code": self.code, "params": params, "cell": self.cell, "column": self.column}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Problem":
        params = {name: tuple(v) if isinstance(v, list) else v for name, v in plain["params"].items()}
        return cls(plain["code"], params, plain.get("cell", ""), plain.get("column", ""))

    def _filled(self, words: str, lang: str) -> str:
        which = 0 if lang.startswith("zh") else 1
        return words.format(**{n: v[which] if isinstance(v, tuple) else v for n, v in self.params.items()})


def problem(code: str, **params: Any) -> Problem:
    """A problem not yet placed in a sheet. Raise KeyError for a code nobody declared."""
    WORDINGS[code]
    return Problem(code, params)
