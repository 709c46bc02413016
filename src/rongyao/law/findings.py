"""What is handed back for one person and one entitlement: the answer, its tree of reasons, and the sum.

Plain data, stored as JSON and read back unchanged. Answers: "yes", "no", "unknown" (a fact is missing),
"judge" (only an officer's judgement is missing).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

ANSWERS = ("yes", "no", "unknown", "judge")


@dataclass(frozen=True)
class FactSeen:
    """A fact as the law saw it; `value` None is "not known"."""

    name: str
    value: Any


@dataclass(frozen=True)
class Condition:
    """One clause or group. `kind`: clause, all_of, any_of, unless, none_of, exceptions, not.

    Under `exceptions` an answer "no" is what the person needs. `missing` are the facts that would still settle it.
    """

    kind: str
    key: str
    article: str
    item: str
    zh: str
    en: str
    answer: str
    facts: tuple[FactSeen, ...] = ()
    missing: tuple[str, ...] = ()
    children: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class AmountLine:
    """The sum in fen and its one line of arithmetic. `standards` are the rows of the amounts table it used.

    `is_payable`: answer yes, sum known, every standard published or confirmed, and the rule itself lets it be paid.
    """

    amount_fen: int | None
    unit: str
    line_zh: str
    line_en: str
    confidence: str
    is_payable: bool
    carried_on: bool
    standards: tuple[dict[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    missing_standards: tuple[str, ...] = ()
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Measured:
    """A number that is no sum to be paid (a rate, points, a part of a sum), with its line of arithmetic.

    `value` is exact: fen, or the rate, points or months as "3/20"; None where facts are `missing`.
    """

    key: str
    article: str
    zh: str
    en: str
    unit: str
    value: str | None
    line_zh: str
    line_en: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadingUsed:
    """A silence of the text, and how it was read here."""

    key: str
    article: str
    zh: str
    en: str
    answer: str
    answer_zh: str
    answer_en: str
    is_ours: bool


@dataclass(frozen=True)
class Finding:
    """One entitlement for one person. `applies` is false where another edition governs the event."""

    entitlement: str
    zh: str
    en: str
    article: str
    kind: str
    answer: str
    applies: bool
    on: str
    tree: Condition
    missing: tuple[str, ...] = ()
    to_judge: tuple[str, ...] = ()
    amount: AmountLine | None = None
    measures: tuple[Measured, ...] = ()
    readings: tuple[ReadingUsed, ...] = ()
    notes: tuple[dict[str, str], ...] = ()
    hashes: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON: dicts, lists, text, numbers, null. Made once: a finding never changes. Not to be written to."""
        plain: dict[str, Any] | None = self.__dict__.get("_plain")
        if plain is None:
            plain = _jsonable(self)
            object.__setattr__(self, "_plain", plain)
        return plain

    def signed(self, hashes: dict[str, str]) -> Finding:
        """This finding under its hashes, to which its own is added: that of all it says and rests on."""
        body = self.body()
        signed = object.__new__(Finding)  # as `replace` does, without asking for every field by name
        signed.__dict__.update(self.__dict__)
        signed.__dict__["hashes"] = hashes | {"finding": sealed(body, hashes)}
        signed.__dict__.pop("_plain", None)
        return signed

    def body(self) -> str:
        """The hash of all it says, whatever it rests on. Made once: the same finding may be many people's."""
        made: str | None = self.__dict__.get("_body")
        if made is None:
            rest = {
                name: _jsonable(getattr(self, name)) for name in _names(Finding) if name not in SEALED_APART
            }
            made = digest(rest | {"tree": _seal(self.tree)})
            object.__setattr__(self, "_body", made)
        return made

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The finding `to_json` wrote."""
        rest = {
            key: data[key] for key in data if key not in ("tree", "amount", "measures", "readings", "notes")
        }
        return cls(
            **_tuples(rest),
            tree=_condition(data["tree"]),
            amount=AmountLine(**_tuples(data["amount"])) if data["amount"] else None,
            measures=tuple(Measured(**_tuples(one)) for one in data.get("measures", ())),
            readings=tuple(ReadingUsed(**one) for one in data["readings"]),
            notes=tuple(data["notes"]),
        )


SEALED_APART = ("tree", "hashes")


def _seal(condition: Condition) -> str:
    """The hash of a condition and all beneath it: one that several findings share is hashed once."""
    made: str | None = condition.__dict__.get("_seal")
    if made is None:
        c = condition
        facts = [(fact.name, _jsonable(fact.value)) for fact in c.facts]
        below = [_seal(child) for child in c.children]
        said = (c.kind, c.key, c.article, c.item, c.zh, c.en, c.answer, facts, tuple(c.missing), below)
        made = _hashed(repr(said))
        object.__setattr__(condition, "_seal", made)
    return made


def sealed(body: str, hashes: Mapping[str, str]) -> str:
    """The finding's own hash: of what it says, and of the law, amounts and facts it rests on."""
    return _hashed(repr((body, sorted(hashes.items()))))


def digest(data: Any) -> str:
    """A hash of plain data: the same content gives the same text, on every machine."""
    return _hashed(_encoded(data))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


PLAIN = frozenset((str, int, bool, type(None)))


def _jsonable(value: Any) -> Any:
    """As JSON gives it back: tuples are lists, dates are text. Called a hundred times a finding, so leaves go first."""
    kind: Any = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple or kind is list:
        return [one if type(one) in PLAIN else _jsonable(one) for one in value]
    if kind is dict:
        return {str(key): _jsonable(one) for key, one in value.items()}
    if kind is Condition:
        return _jsonable_once(value)
    if is_dataclass(value):
        return _fields(value)
    return _plain(value)


def _jsonable_once(condition: Condition) -> Any:
    """A condition that several findings share is turned into plain data once."""
    made = condition.__dict__.get("_plain")
    if made is None:
        made = _fields(condition)
        object.__setattr__(condition, "_plain", made)
    return made


def _fields(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    held, names = value.__dict__, _names(kind)
    return {name: one if type(one := held[name]) in PLAIN else _jsonable(one) for name in names}


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _condition(data: Mapping[str, Any]) -> Condition:
    rest = {key: data[key] for key in data if key not in ("facts", "children")}
    return Condition(
        **_tuples(rest),
        facts=tuple(FactSeen(**one) for one in data["facts"]),
        children=tuple(_condition(one) for one in data["children"]),
    )


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode
"""Made once: `json.dumps` with options makes an encoder at every call."""
