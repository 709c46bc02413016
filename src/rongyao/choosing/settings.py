"""The settings of a round (JSON) and its times, checked before anything is computed: what a verifier would refuse in RULES is told
here, with the file and the place in it.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rongyao.choosing.record.canonical import LARGEST, UnableToWriteCanonically, canon, identifier
from rongyao.choosing.tables import UnableToReadTable, decoded

Check = Callable[["_Settings", str, Any], None]
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", re.ASCII)
A_TIME = "2026-11-24T09:00:00+08:00"


class UnableToUseTimes(ValueError):
    """A time given for the root or the seed is no time of a record, or the two are in the wrong order."""


def settings(path: Path | None, allowed: Collection[str]) -> dict[str, Any]:
    """The JSON object of settings; an empty one where no file is given.

    Raises:
        UnableToReadTable: not readable, not an object, a key that is not ``allowed``, or a value no record could hold.
    """
    if path is None:
        return {}
    try:
        value = json.loads(decoded(path.read_bytes(), path.name), object_pairs_hook=_once)
    except (OSError, RecursionError) as problem:
        raise UnableToReadTable(f"{path.name} cannot be read: {problem}") from problem
    except _Twice as problem:
        raise UnableToReadTable(f"{path.name}: {problem} stands there twice") from problem
    except json.JSONDecodeError as problem:
        raise UnableToReadTable(
            f"{path.name}, row {problem.lineno}: no JSON from sign {problem.colno} on ({problem.msg})"
        ) from problem
    if not isinstance(value, dict) or set(value) - set(allowed):
        raise UnableToReadTable(f"{path.name}: the settings are {', '.join(sorted(allowed))}")
    found = _Settings()
    for key, one in value.items():
        CHECKS[key](found, key, one)
    found.compare(value)
    if found.problems:
        raise UnableToReadTable("\n".join(f"{path.name}: {problem}" for problem in found.problems))
    return value


class _Twice(ValueError):
    """A key that an object has twice; which of them was meant nobody knows."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise _Twice(name)
    return dict(pairs)


def check_times_given(at: str, seed_at: str) -> None:
    """Raise ``UnableToUseTimes`` where a verifier would refuse the lines that bear these times."""
    for option, said in (("--at", at), ("--seed-at", seed_at)):
        if not is_time(said):
            raise UnableToUseTimes(f"{option}: {said!r} is not a time such as {A_TIME}")
    if seed_at < at:
        raise UnableToUseTimes(f"--seed-at {seed_at} is before --at {at}")


def is_time(said: Any) -> bool:
    """Whether this is a legal time of a record: Beijing time to the second, on a day that exists."""
    if not isinstance(said, str) or not _WHEN.fullmatch(said):
        return False
    try:
        dt.datetime.fromisoformat(said)
    except ValueError:
        return False
    return True


@dataclass
class _Settings:
    """What is wrong with the settings, one sentence each."""

    problems: list[str] = field(default_factory=list)

    def need(self, fine: object, problem: str) -> bool:
        if not fine:
            self.problems.append(problem)
        return bool(fine)

    def compare(self, value: Mapping[str, Any]) -> None:
        """What one setting says of another; told only where each is well formed by itself."""
        if self.problems:
            return
        witnesses, seed = value.get("witnesses", []), value.get("seed", {})
        most = len(witnesses)
        least = value.get("least_witnesses", 0)
        self.need(least <= most, f"least_witnesses is {least}, but there are {most} witnesses")
        names = [one["name"] for one in witnesses] + [value.get("bureau", "bureau")]
        self.need(len(set(names)) == len(names), "two of the bureau and the witnesses have one name")
        self.need(len({one["key"] for one in witnesses}) == most, "two witnesses have the same key")
        sources, wanted = len(seed.get("sources", [])), seed.get("least", 1)
        fine = not sources or 1 <= wanted <= sources
        self.need(fine, f"seed.least is {wanted}, but it must be from 1 to {sources}, the number of sources")


def _text(found: _Settings, at: str, value: Any) -> None:
    if found.need(isinstance(value, str), f"{at} should be text"):
        try:
            canon(value)
        except UnableToWriteCanonically as problem:
            found.problems.append(f"{at}: {problem}")


def _token(found: _Settings, at: str, value: Any) -> None:
    """The record's name, or a signer's: it stands in signed notes, where blanks part the words."""
    fine = isinstance(value, str) and re.fullmatch(r"[^\s+]{1,128}", value)
    if found.need(fine, f"{at} should be 1 to 128 signs without blanks or +"):
        _text(found, at, value)


def _id(found: _Settings, at: str, value: Any) -> None:
    try:
        identifier(value if isinstance(value, str) else "")
    except UnableToWriteCanonically:
        found.problems.append(f"{at} should be an identifier (1–64 of A-Z a-z 0-9 . _ -)")


def _whole(least: int = -LARGEST, most: int = LARGEST) -> Check:
    def check(found: _Settings, at: str, value: Any) -> None:
        fine = type(value) is int and least <= value <= most
        found.need(fine, f"{at} should be a whole number" + (f" from {least} on" if least >= 0 else ""))

    return check


def _one_of(*allowed: str) -> Check:
    def check(found: _Settings, at: str, value: Any) -> None:
        found.need(value in allowed, f"{at} should be one of {', '.join(allowed)}")

    return check


def _time(found: _Settings, at: str, value: Any) -> None:
    found.need(is_time(value), f"{at} should be a time such as {A_TIME}")


def _key(found: _Settings, at: str, value: Any) -> None:
    fine = isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value)
    found.need(fine, f"{at} should be the 64 hex digits that rongyao witness tells")


def _object(wanted: Mapping[str, Check], optional: Collection[str] = ()) -> Check:
    def check(found: _Settings, at: str, value: Any) -> None:
        fine = isinstance(value, dict) and set(wanted) - set(optional) <= set(value) <= set(wanted)
        if found.need(fine, f"{at} should be an object of {', '.join(wanted)}"):
            for key, one in value.items():
                wanted[key](found, f"{at}.{key}", one)

    return check


def _list(each: Check, least: int = 0) -> Check:
    """A list whose entries, where they have an ``id`` (or begin with one), have each their own."""

    def check(found: _Settings, at: str, value: Any) -> None:
        if not found.need(isinstance(value, list) and len(value) >= least, f"{at} should be a list"):
            return
        for place, one in enumerate(value):
            each(found, f"{at}[{place}]", one)
        names = [
            one.get("id") if isinstance(one, dict) else one[0]
            for one in value
            if one and not isinstance(one, str)
        ]
        known = [str(name) for name in names if name is not None]
        found.need(len(set(known)) == len(known), f"{at}: an identifier stands there twice")

    return check


def _triple(found: _Settings, at: str, value: Any) -> None:
    if found.need(isinstance(value, list) and len(value) == 3, f"{at} should be a list of id, zh and en"):
        for place, check in enumerate((_id, _text, _text)):
            check(found, f"{at}[{place}]", value[place])


def _item(found: _Settings, at: str, value: Any) -> None:
    before = len(found.problems)
    wanted = {"id": _id, "zh": _text, "en": _text, "article": _text, "least": _whole(), "most": _whole()}
    _object(wanted)(found, at, value)
    if len(found.problems) == before:
        found.need(value["least"] <= value["most"], f"{at}: least is more than most")


_LABELS = _list(_object({"id": _id, "zh": _text, "en": _text}))
_SOURCE = {
    "id": _id,
    "zh": _text,
    "en": _text,
    "digits": _whole(1),
    "required": _whole(0, 1),
    "drawn_at": _time,
}
CHECKS: dict[str, Check] = {
    "record": _token, "bureau": _token, "mechanism": _one_of("plain", "preserving"), "suite": _one_of("sha256", "sm3"),
    "mode": _one_of("most", "stable"), "accept": _one_of("listed", "eligible"), "items": _list(_item),
    "rounds": _list(_triple, 1), "groups": _list(_triple, 1), "ties": _LABELS, "facts": _LABELS,
    "seed": _object({"least": _whole(0), "sources": _list(_object(_SOURCE))}, ("least", "sources")),
    "text_zh": _text, "text_en": _text, "witnesses": _list(_object({"name": _token, "key": _key})),
    "least_witnesses": _whole(0),
}  # fmt: skip
