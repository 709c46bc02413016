"""One person, every entitlement with its reasons, warm: ``python -m benchmarks.one_person [people]``.

What a page asks when an officer opens a file: `determine.person` with the whole law, no sum, clause or reason left out. Each
person is another and is asked once after a warming-up with others, so no answer comes from the memory of an equal one:
the first table leaves that memory on, as in the bureau, the second empties it before each person. Limit: a median of 50 ms.
"""

from __future__ import annotations

import sys
import time
from statistics import median, quantiles
from typing import Any

import numpy as np

from benchmarks.determining import ON, people
from benchmarks.table import show
from rongyao.law import catalog, determine
from rongyao.law.facts import FACTS
from rongyao.law.plans import plan

LIMIT_MS = 50
WARM = 20
KNOWN = 0.7
"""Of so many facts in ten something is known; the others are asked for, which is the dearer answer."""


def rows(many: int) -> list[dict[str, Any]]:
    """So many different people as facts."""
    names = sorted({name for e in catalog.ENTITLEMENTS.values() for name in e.facts})
    made, rng = people(many, names), np.random.default_rng(20261127)
    known = rng.random((many, len(names))) < KNOWN
    return [
        {name: _plain(name, made[name][n]) if known[n, place] else None for place, name in enumerate(names)}
        for n in range(many)
    ]


def _plain(name: str, value: Any) -> Any:
    kind, choices = FACTS[name].kind, list(FACTS[name].choices)
    if kind == "bool":
        return bool(value)
    if kind == "category":
        return choices[int(value)]
    if kind == "categories":
        return [code for place, code in enumerate(choices) if int(value) >> place & 1]
    if kind == "date":
        return None if np.isnat(value) else str(value.astype("datetime64[D]"))
    return int(value)


def timed(asked: list[dict[str, Any]], *, forget: bool) -> tuple[list[float], list[float]]:
    """(wall, processor) milliseconds of each person after the first `WARM`."""
    whole = plan(None, None, None)
    wall, worked = [], []
    for place, row in enumerate(asked):
        if forget:
            whole._told.clear()
        began, work = time.perf_counter(), time.process_time()
        found = determine.person(row, on=ON)
        if place >= WARM:
            wall.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - work) * 1000)
        assert len(found) == len(catalog.ENTITLEMENTS)
    return wall, worked


def main(many: int) -> None:
    asked = rows(many + WARM)
    lines = []
    for title, forget in (("answers of equal people kept", False), ("nothing kept", True)):
        wall, worked = timed(asked, forget=forget)
        ninth = quantiles(wall, n=10)[-1]
        parts = (median(wall), ninth, median(worked), median(wall) / LIMIT_MS)
        lines.append((title, *(f"{part:.1f}" for part in parts[:3]), f"{parts[3]:.2f}"))
    show(
        f"One person, {len(catalog.ENTITLEMENTS)} entitlements with reasons, {many} people asked once each",
        ("how", "median wall ms", "nine in ten within ms", "median CPU ms", "times the limit of 50 ms"),
        lines,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200)
