"""``rongyao determine --parquet``: a country in files, on this machine or on a Dask cluster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from rongyao.law import slices

RETRIES = 5
Told = Callable[[int, int], None]


class UnableToReachCluster(Exception):
    """Dask is not installed, or nobody answers at the scheduler's address."""


def determine_folder(
    source: Path,
    target: Path,
    *,
    on: dt.date | None,
    entitlements: Sequence[str] | None,
    scheduler: str,
    told: Told,
) -> tuple[int, int]:
    """Answer every file of ``source`` into ``target``; returns files written and people answered.

    Without a scheduler the slices are worked out here, one after the other; with one, by its workers, which must see
    both folders under the same names. A worker that dies has its slices worked out by another.
    """
    target.mkdir(parents=True, exist_ok=True)
    pieces = slices.slices(source)
    work = partial(slices.answer, target=str(target), on=on, entitlements=entitlements)
    done = _on_cluster(scheduler, work, pieces) if scheduler else map(work, pieces)
    files = people = 0
    for _name, rows in done:
        files, people = files + 1, people + rows
        told(files, len(pieces))
    slices.sweep(target, pieces)
    return files, people


def _on_cluster(
    scheduler: str, work: Callable[[slices.Slice], tuple[str, int]], pieces: Sequence[slices.Slice]
) -> Iterator[tuple[str, int]]:
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise UnableToReachCluster(
            "Dask is not installed: pip install --require-hashes -r requirements/scale.txt"
        ) from error
    try:
        client = Client(scheduler, timeout="20s")
    except (OSError, TimeoutError) as error:
        raise UnableToReachCluster(f"Nobody answers at {scheduler}: start `dask scheduler` first.") from error
    with client:
        waiting = as_completed(
            client.map(work, pieces, key=[piece.name for piece in pieces], retries=RETRIES)
        )
        for future in waiting:
            yield future.result()
            future.release()
