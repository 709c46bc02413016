"""What a post requires: typed atoms over a person's attributes, three-valued, explaining themselves.

A missing attribute is *unknown*, never "no": the round cannot start while any answer is unknown.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rongyao.choosing.record.canonical import identifier

Value = bool | int | str | list[str] | None
KINDS = ("int", "bool", "category", "categories", "date")
OPERATORS = {
    "int": {"eq", "ne", "in", "not_in", "ge", "le"},
    "bool": {"eq"},
    "category": {"eq", "ne", "in", "not_in"},
    "categories": {"has_any", "has_all"},
    "date": {"ge", "le"},
}
SIGNS = {"eq": "=", "ne": "≠", "in": "∈", "not_in": "∉", "ge": "≥", "le": "≤", "has_any": "∋", "has_all": "⊇"}
_SPELLINGS = {
    ">=": "ge", "≥": "ge", "<=": "le", "≤": "le", "!=": "ne", "≠": "ne", "=": "eq", "==": "eq",
    "in": "in", "not in": "not_in", "has": "has_any", "has all": "has_all",
}  # fmt: skip
_CLAUSE = re.compile(
    r"\s*([^\W\d]\w*)\s*(>=|<=|!=|==|=|≥|≤|≠|\bnot in\b|\bin\b|\bhas all\b|\bhas\b)\s*(.+?)\s*"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class UnableToReadRequirement(ValueError):
    """A requirement is not in the small language, or asks something its kind of fact cannot answer."""


@dataclass(frozen=True)
class FactKind:
    """A fact that requirements may ask: ``kind`` is one of ``KINDS``."""

    id: str
    kind: str
    zh: str
    en: str

    def published(self) -> dict[str, str]:
        return dict(vars(self))


@dataclass(frozen=True)
class Atom:
    """One condition: ``fact op value``; ``value`` always a tuple, even of one."""

    id: str
    fact: str
    op: str
    value: tuple[Any, ...]
    zh: str = ""

    def published(self) -> dict[str, Any]:
        value = [int(item) if isinstance(item, bool) else item for item in self.value]
        return {"id": self.id, "fact": self.fact, "op": self.op, "value": value, "zh": self.zh}

    def __str__(self) -> str:
        return f"{self.fact} {SIGNS[self.op]} {{{', '.join(str(item) for item in self.value)}}}"


@dataclass(frozen=True)
class Match:
    """The answer for one person and one post: ``eligible`` True, False or None, with the atoms that decide."""

    eligible: bool | None
    failing: tuple[Atom, ...]
    unknown: tuple[Atom, ...]

    @property
    def missing(self) -> list[str]:
        """The facts still to be proved, where they matter: a failing atom settles the matter alone."""
        return sorted({atom.fact for atom in self.unknown}) if self.eligible is None else []


def holds(atom: Atom, facts: Mapping[str, Value]) -> bool | None:
    """Whether ``atom`` holds; None where the fact is not known."""
    seen = facts.get(atom.fact)
    if seen is None:
        return None
    if atom.op in ("eq", "in"):
        return seen in atom.value
    if atom.op in ("ne", "not_in"):
        return seen not in atom.value
    if atom.op == "ge":
        return bool(seen >= atom.value[0])
    if atom.op == "le":
        return bool(seen <= atom.value[0])
    present = set(atom.value) & set(seen)  # type: ignore[arg-type]
    return bool(present) if atom.op == "has_any" else present == set(atom.value)


def match(atoms: Iterable[Atom], facts: Mapping[str, Value]) -> Match:
    """All atoms must hold: one that fails makes it no, whatever is unknown beside it."""
    answers = [(atom, holds(atom, facts)) for atom in atoms]
    failing = tuple(atom for atom, answer in answers if answer is False)
    unknown = tuple(atom for atom, answer in answers if answer is None)
    eligible = False if failing else None if unknown else True
    return Match(eligible, failing, unknown)


def parse(text: str, kinds: Mapping[str, FactKind]) -> tuple[Atom, ...]:
    """``"education in 大专|本科; service_years >= 5"`` → atoms ``c1``, ``c2``; empty text asks nothing."""
    clauses = [clause for clause in re.split(r"[;；\n]", text) if clause.strip()]
    return tuple(_atom(f"c{place}", clause, kinds) for place, clause in enumerate(clauses, 1))


def _atom(name: str, clause: str, kinds: Mapping[str, FactKind]) -> Atom:
    found = _CLAUSE.fullmatch(clause)
    if not found:
        raise UnableToReadRequirement(
            f"{clause.strip()!r} is not of the form: fact operator value|value (= != >= <= in, not in, has, has all)"
        )
    fact, operator, values = found[1], _SPELLINGS[found[2]], found[3]
    if fact not in kinds:
        raise UnableToReadRequirement(
            f"{clause.strip()!r} asks for {fact!r}, which no column fact.{fact} gives"
        )
    return checked(Atom(name, identifier(fact), operator, _values(values, kinds[fact].kind)), kinds[fact])


def _values(text: str, kind: str) -> tuple[Any, ...]:
    return tuple(read_value(part, kind) for part in re.split(r"[|｜]", text))


def checked(atom: Atom, kind: FactKind) -> Atom:
    """``atom`` itself, or ``UnableToReadRequirement`` where the operator does not suit the kind of fact."""
    if atom.op not in OPERATORS[kind.kind]:
        raise UnableToReadRequirement(f"{atom}: a {kind.kind} cannot be asked with {SIGNS[atom.op]}")
    if atom.op in ("ge", "le", "eq", "ne") and len(atom.value) != 1:
        raise UnableToReadRequirement(f"{atom}: {SIGNS[atom.op]} takes one value")
    return atom


def read_value(text: str, kind: str) -> Any:
    """One cell or operand as its kind; raises ``UnableToReadRequirement``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if kind == "int" and re.fullmatch(r"[+-]?\d{1,15}", plain):
        return int(plain)
    if kind == "bool" and plain.lower() in ("1", "true", "yes", "是", "0", "false", "no", "否"):
        return plain.lower() in ("1", "true", "yes", "是")
    if kind == "date" and _is_date(plain):
        return plain
    if kind in ("category", "categories") and plain:
        return plain
    raise UnableToReadRequirement(f"{text!r} is not a value of kind {kind}, which is written {WRITTEN[kind]}")


WRITTEN = {"int": "60", "bool": "1/0 (是/否)", "date": "2026-11-24", "category": "A", "categories": "A|B"}
"""An example of each kind."""


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Lint:
    """A remark on a requirement: ``why`` is ``contradiction``, ``forbidden`` or ``repeated``."""

    atom: str
    why: str
    detail: str


FORBIDDEN = {
    "sex": "性别 sex",
    "gender": "性别 sex",
    "age": "年龄 age",
    "birth_on": "年龄 age",
    "household": "户籍 household register",
}
"""Facts a post may not ask for unless the bureau names its legal ground: which ones the law bars is not confirmed here."""


def lint(atoms: Sequence[Atom], *, grounds: Mapping[str, str] | None = None) -> list[Lint]:
    """Remarks for the officer: atoms no one can meet together, and limits by sex, age or household register."""
    barred = [
        Lint(atom.id, "forbidden", f"{atom} limits by {FORBIDDEN[atom.fact]}; name the legal ground")
        for atom in atoms
        if atom.fact in FORBIDDEN and atom.fact not in (grounds or {})
    ]
    return barred + [_clash(group) for group in _by_fact(atoms) if _is_empty(group)]


def _by_fact(atoms: Sequence[Atom]) -> list[list[Atom]]:
    return [[atom for atom in atoms if atom.fact == fact] for fact in dict.fromkeys(a.fact for a in atoms)]


def _clash(group: Sequence[Atom]) -> Lint:
    said = " and ".join(str(atom) for atom in group)
    return Lint(group[-1].id, "contradiction", f"nobody can meet {said}")


def _is_empty(group: Sequence[Atom]) -> bool:
    """Whether the atoms on one fact exclude each other (lists of several values are never called empty)."""
    listed = [set(atom.value) for atom in group if atom.op in ("eq", "in")]
    allowed = set.intersection(*listed) if listed else None
    least = [atom.value[0] for atom in group if atom.op == "ge"]
    most = [atom.value[0] for atom in group if atom.op == "le"]
    if least and most and max(least) > min(most):
        return True
    if allowed is None:
        return False
    others = [atom for atom in group if atom.op not in ("eq", "in")]
    return not any(all(holds(atom, {atom.fact: value}) for atom in others) for value in allowed)
