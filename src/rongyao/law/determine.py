"""The outer door of the law: ask for one person, for everyone, or for what would change the answer.

    row = {"rank_group": "nco", "enlisted_on": "2012-09-01", "discharged_on": "2024-09-01", …}
    findings = determine.person(row, on=date(2024, 9, 10))
    answers = determine.population(determine.frame(rows, on=date(2024, 9, 10)))
    changes = determine.changes(row, "resettlement_2024.job_assignment", on=date(2024, 9, 10))

A missing key or None is *not known*. Nothing here reads a clock, a database or a file of the bureau.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import polars as pl

from rongyao.law import standards as amounts
from rongyao.law.door import UnableToReadFacts, frame
from rongyao.law.findings import Finding, digest, sealed
from rongyao.law.hypotheticals import Change, changes
from rongyao.law.plans import UnableToDetermine, entitlement, plan
from rongyao.law.settings import AS_WRITTEN, Settings, UnableToOverride, override


def population(
    people: pl.DataFrame | pl.LazyFrame,
    *,
    entitlements: Sequence[str] | None = None,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
    clauses: bool = True,
) -> pl.DataFrame:
    """One row a person in the order given; for each entitlement key K the columns

    K (yes / no / unknown / judge), K.applies, and where a sum follows K.amount_fen, K.confidence, K.is_payable,
    K.carried_on; then, with `clauses`, a Boolean column for each clause key ("resettlement_2024/long_serving_nco").
    """
    return plan(entitlements, standards, settings).population(people, clauses=clauses)


def person(
    row: Mapping[str, Any],
    *,
    on: date,
    entitlements: Sequence[str] | None = None,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
) -> list[Finding]:
    """The findings for one person, in the order of the keys, with their hashes."""
    return people([row], on=on, entitlements=entitlements, standards=standards, settings=settings)[0]


def people(
    rows: Sequence[Mapping[str, Any]],
    *,
    on: date | Sequence[date],
    entitlements: Sequence[str] | None = None,
    standards: pl.DataFrame | None = None,
    settings: Settings | None = None,
) -> list[list[Finding]]:
    """The findings for several people at once (a page, a batch): one compiled plan, one pass."""
    compiled = plan(entitlements, standards, settings)
    days = [on] * len(rows) if isinstance(on, date) else list(on)
    hashes = {"pack": pack_hash(settings), "standards": compiled.standards_hash}
    read = compiled.readers_of(rows, days)
    return [
        [compiled.finding(e, reader, day).signed(hashes | {"facts": known}) for e in compiled.entitlements]
        for known, day, reader in zip(map(facts_hash, rows), days, read, strict=True)
    ]


# ── hashes ───────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _law_text() -> str:
    """A hash of every line of the law's own code: kernel and packs, without tests and amounts."""
    found = hashlib.sha256()
    for path in sorted(_sources(resources.files("rongyao.law")), key=lambda pair: pair[0]):
        found.update(path[0].encode())
        found.update(path[1])
    return found.hexdigest()


def _sources(folder: Any, name: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in folder.iterdir():
        if item.is_dir() and item.name not in ("tests", "amounts", "cases", "__pycache__"):
            found += _sources(item, f"{name}{item.name}/")
        elif item.name.endswith(".py"):
            found.append((f"{name}{item.name}", item.read_bytes()))
    return found


def pack_hash(settings: Settings | None = None) -> str:
    """The law's code and every override. Another threshold is another hash."""
    return digest({"law": _law_text(), "settings": (settings or AS_WRITTEN).to_json()})


def standards_hash(table: pl.DataFrame | None = None) -> str:
    """The amounts table, whatever the order of its rows."""
    return amounts.digest(amounts.seed() if table is None else table)


def facts_hash(row: Mapping[str, Any]) -> str:
    """What is known of the person; a fact not known and a key not given are the same."""
    known = {key: sorted(v) if isinstance(v, list | tuple) else v for key, v in row.items() if v is not None}
    return digest(known)


def finding_hash(found: Finding) -> str:
    """The whole finding but its own hash: re-running the law must give this text again."""
    return sealed(found.body(), {key: value for key, value in found.hashes.items() if key != "finding"})


__all__ = [
    "Change",
    "Finding",
    "Settings",
    "UnableToDetermine",
    "UnableToOverride",
    "UnableToReadFacts",
    "changes",
    "entitlement",
    "facts_hash",
    "finding_hash",
    "frame",
    "override",
    "pack_hash",
    "people",
    "person",
    "plan",
    "population",
    "standards_hash",
]
