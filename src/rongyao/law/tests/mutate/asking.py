"""Putting the cases to a mutant: those that touch what changed first, then the rest; the first that notices ends it.

The packs are imported once and stay warm. A mutant of an article takes its place, and only the articles that rest on it
are read again; a mutant of a file of amounts takes the place of that file in the table of standards.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

from rongyao.law import kernel, standards
from rongyao.law.findings import Finding
from rongyao.law.model import Entitlement
from rongyao.law.nodes import walk
from rongyao.law.quantities import Standard
from rongyao.law.settings import override
from rongyao.law.standards import Finder
from rongyao.law.tests import test_cases, test_figures
from rongyao.law.tests.mutate import figures
from rongyao.law.tests.mutate.mutants import LAW, Mutant
from rongyao.law.tests.test_packs import articles

ROOT = "rongyao.law"
# What holds on to the catalogue of the packs, and is read again around a mutant that no near case noticed.
HOLDERS = {f"{ROOT}.{name}" for name in ("catalog", "plans", "determine", "hypotheticals", "show", "answer")}
REFUSED = "the law refuses it when it is read"
Case = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """Cases that are one compiled plan: one entitlement under the same standards and settings."""

    entitlement: str
    cases: tuple[Case, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Every worked case of every pack."""
    found: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for param in test_cases.cases():
        case = param.values[0]
        how = {name: case.get(name) for name in ("standards", "settings", "preview")}
        found[case["entitlement"], json.dumps(how, sort_keys=True)].append(case)
    return tuple(Group(key, tuple(cases)) for (key, _), cases in found.items())


def named(case: Case) -> str:
    """The case as the journal names it: its title, and a hash of all it says."""
    said = json.dumps(case, sort_keys=True, default=str, ensure_ascii=False)
    return f"{hashlib.sha256(said.encode()).hexdigest()[:12]} {case['title']}"


def all_named() -> frozenset[str]:
    """Every case there is now, and the refusal."""
    return frozenset(
        {REFUSED, *(named(c) for g in groups() for c in g.cases), *(named(c) for c in test_figures.figures())}
    )


# ── what a case touches ──────────────────────────────────────────────────────────────────────────────────────


@cache
def module_of(path: Path) -> str:
    return ".".join((ROOT, *path.relative_to(LAW).with_suffix("").parts))


@cache
def rests_on() -> dict[str, set[str]]:
    """For each article's module, the articles it imports, directly or not, and itself."""
    direct: dict[str, set[str]] = {}
    for path in articles():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        direct[module_of(path)] = {
            name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for name in _imported(n)
        }
    return {name: _reach(name, direct) for name in direct}


def _imported(line: ast.ImportFrom) -> Iterator[str]:
    """The modules a line may mean: "from pack.article import clause" one, "from pack import article" the other."""
    yield line.module or ""
    yield from (f"{line.module}.{alias.name}" for alias in line.names)


def _reach(name: str, direct: dict[str, set[str]]) -> set[str]:
    seen, ahead = {name}, [name]
    while ahead:
        for other in direct[ahead.pop()] & set(direct) - seen:
            seen.add(other)
            ahead.append(other)
    return seen


@cache
def homes() -> dict[str, str]:
    """The module each entitlement is declared in."""
    catalog = importlib.import_module(f"{ROOT}.catalog")
    wanted = {id(e): key for key, e in catalog.ENTITLEMENTS.items()}
    found = {}
    for module in catalog.modules():
        for thing in vars(module).values():
            if id(thing) in wanted and thing.pack == module.__name__.split(".")[-2]:
                found.setdefault(wanted[id(thing)], module.__name__)
    return found


@cache
def looks_up() -> dict[str, frozenset[str]]:
    """The standards each entitlement looks up."""
    catalog = importlib.import_module(f"{ROOT}.catalog")
    return {
        key: frozenset(
            n.name for root in (e.condition, *e.quantities) for n in walk(root) if isinstance(n, Standard)
        )
        for key, e in catalog.ENTITLEMENTS.items()
    }


def nearness(mutant: Mutant, key: str) -> int:
    """0: declared in the mutant's own file, or looks the standard up; 1: rests on it; 2: no part of it."""
    if mutant.path in figures.files():
        return 0 if mutant.was.split()[0].rstrip(":") in looks_up()[key] else 2
    home, module = homes()[key], module_of(mutant.path)
    return 0 if home == module else 1 if module in rests_on()[home] else 2


# ── the law with a mutant in it ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def changed(mutant: Mutant | None) -> Iterator[None]:
    """The law with the mutant in the place of its file, and whole again afterwards."""
    if mutant is None:
        yield
    elif mutant.path == figures.NAMES:
        with put(standards.NAMES, standards.names_of(mutant.source)):
            yield
    elif mutant.path in figures.files():
        table = standards.table_of(_amounts(mutant))
        with put(vars(standards), {"seed": lambda: table}):
            yield
    else:
        with article(mutant):
            yield


@contextmanager
def put(place: dict[str, Any], new: dict[str, Any]) -> Iterator[None]:
    """A dict with other values under these keys for a while; None: without the key."""
    before = {key: place[key] for key in new if key in place}
    for key in new:
        place.pop(key, None)
    place.update({key: value for key, value in new.items() if value is not None})
    try:
        yield
    finally:
        for key in new:
            place.pop(key, None)
        place.update(before)


def _amounts(mutant: Mutant) -> Iterator[str]:
    for path in figures.files():
        if path != figures.NAMES:
            yield mutant.source if path == mutant.path else path.read_text(encoding="utf-8")


@contextmanager
def article(mutant: Mutant) -> Iterator[None]:
    """The mutant as the module of its article, and every article that rests on it read again."""
    name = module_of(mutant.path)
    resting = {other for other, reach in rests_on().items() if name in reach}
    with ExitStack() as stack:
        stack.enter_context(put(sys.modules, dict.fromkeys(resting | HOLDERS)))
        for other in (
            resting | HOLDERS
        ):  # a package remembers its modules, and "from package import …" asks it first
            package, _, child = other.rpartition(".")
            stack.enter_context(put(vars(sys.modules[package]), {child: None}))
        module = sys.modules[name] = ModuleType(name)
        module.__file__, module.__package__ = str(mutant.path), name.rpartition(".")[0]
        exec(compile(mutant.source, str(mutant.path), "exec"), vars(module))
        for other in resting:
            importlib.import_module(other)
        yield


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────


class Shelf:
    """Tables of standards and what is looked up in them, made once for the cases that share them."""

    def __init__(self) -> None:
        self.tables: dict[str, pl.DataFrame] = {}
        self.finders: dict[tuple[int, str], Finder] = {}

    def table(self, case: Case) -> pl.DataFrame:
        """The standards a case is asked under."""
        how = json.dumps([case.get("standards"), case.get("preview")], sort_keys=True)
        if how not in self.tables:
            table = standards.seed()
            table = standards.given(table, case["standards"]) if case.get("standards") else table
            self.tables[how] = standards.preview(table) if case.get("preview") else table
        return self.tables[how]

    def finder(self, table: pl.DataFrame, name: str) -> Finder:
        """The look-up of one standard in one of these tables."""
        if (id(table), name) not in self.finders:
            self.finders[id(table), name] = Finder(table, name)
        return self.finders[id(table), name]


WHOLE = Shelf()
"""For the amounts as they are: kept from mutant to mutant."""


def noticing(group: Group, shelf: Shelf) -> Case | None:
    """The first case of one group that comes out otherwise than the lawyer wrote it."""
    first, entitlement = group.cases[0], found(group.entitlement)
    compiled = kernel.Plan([entitlement], shelf.table(first), override(**first.get("settings", {})))
    for some in batched(group.cases, kernel.FEW):
        rows = [{name: test_cases.plain(v) for name, v in case["facts"].items()} for case in some]
        readers = compiled.readers_of(rows, [case["on"] for case in some])
        for case, reader in zip(some, readers, strict=True):
            if _differs(entitlement, compiled.finding(entitlement, reader, case["on"]), case["expect"]):
                return case
    return None


def batched(cases: tuple[Case, ...], size: int) -> Iterator[tuple[Case, ...]]:
    """So many at a time: a few people are answered one by one, which is quicker than in columns."""
    return (cases[start : start + size] for start in range(0, len(cases), size))


def found(key: str) -> Entitlement:
    """The entitlement as its module declares it now."""
    things = vars(sys.modules[homes()[key]]).values()
    return next(thing for thing in things if isinstance(thing, Entitlement) and thing.key == key)


def _differs(entitlement: Entitlement, finding: Finding, expect: Case) -> bool:
    try:
        assert finding.answer == expect["answer"]
        test_cases.check_reasons(finding, expect)
        test_cases.check_sum(finding, expect)
        test_cases.check_period(entitlement, expect)
    except AssertionError:
        return True
    return False


def figure_noticing(mutant: Mutant | None) -> Case | None:
    """The first figure written a second time that the table contradicts."""
    for case in test_figures.figures():
        if mutant is None or mutant.was.split()[0].rstrip(":") == case["standard"]:
            try:
                test_figures.check(case, standards.seed())
            except AssertionError:
                return case
    return None


def noticed_by(mutant: Mutant | None) -> str:
    """The case that notices the mutant, REFUSED, or "" where it survives every case of the law."""
    try:
        with changed(mutant):
            case = _first(mutant)
            return named(case) if case else ""
    except Exception:
        if mutant is None:
            raise
        return REFUSED


def _first(mutant: Mutant | None) -> Case | None:
    """The figures, if one changed; then the near cases; then every other case, with the catalogue read again."""
    is_amount = mutant is not None and mutant.path in figures.files()
    if (mutant is None or is_amount) and (case := figure_noticing(mutant)):
        return case
    shelf = Shelf() if is_amount else WHOLE
    near: dict[int, list[Group]] = {0: [], 1: [], 2: []}
    for group in groups():
        near[0 if mutant is None else nearness(mutant, group.entitlement)].append(group)
    with put(vars(kernel), {"Finder": shelf.finder}):
        case = next((c for group in near[0] + near[1] if (c := noticing(group, shelf))), None)
        if case is None:
            importlib.import_module(f"{ROOT}.determine")
            case = next((c for group in near[2] if (c := noticing(group, shelf))), None)
    return case
