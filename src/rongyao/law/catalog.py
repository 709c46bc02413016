"""Every entitlement, edition, clause, number, reading and deadline of every pack, found by walking the folders."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import rongyao.law
from rongyao.law.model import LAST_DAY, Clause, Deadline, Edition, Entitlement, Number, Reading, ReadingIs
from rongyao.law.nodes import Node, walk

NOT_PACKS = ("tests", "amounts", "standards")


class UnableToListLaw(ValueError):
    """Two things of the law carry the same key."""


def modules() -> Iterator[ModuleType]:
    """The article files of every pack, in the order of their names."""
    prefix = f"{rongyao.law.__name__}."
    for found in pkgutil.walk_packages(rongyao.law.__path__, prefix):
        parts = found.name.removeprefix(prefix).split(".")
        if len(parts) > 1 and not set(parts) & set(NOT_PACKS):
            yield importlib.import_module(found.name)


@cache
def declared() -> dict[type, dict[str, Any]]:
    """What the packs declare, by kind and key. Raises `UnableToListLaw` where two share a key."""
    found: dict[type, dict[str, Any]] = {kind: {} for kind in KINDS}
    for module in modules():
        for thing in vars(module).values():
            _note(found, thing)
    for thing in list(found[Entitlement].values()):
        for node in _nodes_of(thing):
            _note(found, node.question if isinstance(node, ReadingIs) else node)
    return found


KINDS: tuple[type, ...] = (Entitlement, Edition, Clause, Number, Reading, Deadline)


def _nodes_of(e: Entitlement) -> Iterator[Node]:
    yield from walk(e.condition)
    for quantity in e.quantities:
        yield from walk(quantity)


def _note(found: dict[type, dict[str, Any]], thing: Any) -> None:
    if type(thing) not in KINDS:
        return
    shelf = found[type(thing)]
    there = shelf.setdefault(thing.key, thing)
    if there is not thing and not isinstance(thing, Edition | Deadline) and not _same_edition(there, thing):
        raise UnableToListLaw(
            f"two {type(thing).__name__}s are called {thing.key!r}; give one a name of its own"
        )


def _same_edition(one: Any, other: Any) -> bool:
    """Each entitlement makes its own clause "this edition applies"; they say the same."""
    return isinstance(one, Clause) and "/in_force." in one.key and one.zh == other.zh


def _shelf(kind: type) -> dict[str, Any]:
    return dict(sorted(declared()[kind].items()))


ENTITLEMENTS: dict[str, Entitlement] = _shelf(Entitlement)
EDITIONS: dict[str, Edition] = _shelf(Edition)
CLAUSES: dict[str, Clause] = _shelf(Clause)
NUMBERS: dict[str, Number] = _shelf(Number)
READINGS: dict[str, Reading] = {LAST_DAY.key: LAST_DAY} | _shelf(Reading)
DEADLINES: dict[str, Deadline] = _shelf(Deadline)


def packs() -> dict[str, list[Entitlement]]:
    """The entitlements of each pack, in the order of their keys."""
    found: dict[str, list[Entitlement]] = {}
    for e in ENTITLEMENTS.values():
        found.setdefault(e.pack, []).append(e)
    return found


def built_on(clause: Clause) -> list[str]:
    """The keys of the entitlements a clause is part of."""
    return [key for key in ENTITLEMENTS if id(clause) in _node_ids(key)]


@cache
def _node_ids(key: str) -> frozenset[int]:
    return frozenset(id(node) for node in _nodes_of(ENTITLEMENTS[key]))
