"""A folder of Parquet in, a folder of answers out: slice by slice, so that memory never grows with the country.

A slice is worked out by itself and appears under its own name only when whole: doing it twice, or in another order,
or on another machine, gives the same files.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from rongyao.law import determine
from rongyao.law.columns import others, typed

ROWS = 100_000


class UnableToSlice(ValueError):
    """The folder holds no Parquet file, or a slice cannot be read; the message names file and row."""


@dataclass(frozen=True)
class Slice:
    """So many rows of one file from a row on; `name` is the file its answers are written to."""

    source: str
    start: int
    rows: int
    name: str


def slices(folder: Path, rows: int = ROWS) -> list[Slice]:
    """The slices of every .parquet file of a folder, in the order of names and rows."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise UnableToSlice(f"{folder} holds no .parquet file")
    return [piece for file in files for piece in _of(file, rows)]


def _of(file: Path, rows: int) -> Iterator[Slice]:
    height = int(pl.scan_parquet(file).select(pl.len()).collect().item())
    for place, start in enumerate(range(0, max(height, 1), rows)):
        yield Slice(str(file), start, min(rows, height - start), f"{file.stem}-{place:05d}.parquet")


def answer(
    piece: Slice, target: str, on: date | None = None, entitlements: Sequence[str] | None = None
) -> tuple[str, int]:
    """Work one slice out and write it; returns its name and its rows.

    Raises:
        UnableToSlice: a value is none its fact can have; nothing is written.
    """
    people = pl.scan_parquet(piece.source).slice(piece.start, piece.rows).collect()
    try:
        facts = typed(people, on)
    except determine.UnableToReadFacts as error:
        row = "" if error.row is None else f", row {piece.start + error.row}"
        raise UnableToSlice(f"{piece.source}{row}: {error.fact} = {error.value!r}: {error}") from error
    found = determine.population(facts, entitlements=entitlements, clauses=False)
    kept = others(people)
    _write(kept.hstack(found.get_columns()) if kept.width else found, Path(target) / piece.name)
    return piece.name, people.height


def _write(answers: pl.DataFrame, path: Path) -> None:
    """Whole or not at all: a reader never meets half a file, and two workers at one slice write the same."""
    draft = path.with_suffix(f".{os.getpid()}.draft")
    answers.write_parquet(draft, statistics=False)
    draft.replace(path)


def sweep(target: Path, pieces: Sequence[Slice]) -> None:
    """Remove what a killed worker left half written; to be called when every slice stands under its own name."""
    for piece in pieces:
        for draft in target.glob(f"{glob.escape(Path(piece.name).stem)}.*.draft"):
            draft.unlink(missing_ok=True)
