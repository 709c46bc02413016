"""The market as rows and columns: who may sit where, which classes run, and what each may not exceed.

Rows: one line a person; seats of a line; most and least of a class; caps and promises of an institution; what earlier
stages have reached. The rows x ≤ y are written down by ``program`` once a solution breaks them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rongyao.choosing.together.market import Ints, Market

Floats = NDArray[np.float64]
BLOCKS = ("person", "line", "most", "least", "roof", "promise", "stage")


@dataclass(frozen=True)
class Shape:
    """Where the blocks of rows and columns begin."""

    rows: Mapping[str, slice]
    edges: int
    classes: int
    columns: int


@dataclass(frozen=True)
class Table:
    """``shape``; the matrix by columns (starts, rows, values); upper and lower bounds of the rows."""

    shape: Shape
    entries: tuple[Ints, Ints, Floats]
    upper: Floats
    lower: Floats


def assemble(market: Market) -> Table:
    """The whole market."""
    people, _ = market.edges
    edges, classes, roofs, stages = (
        len(people),
        len(market.classes),
        len(market.institutions),
        len(market.objectives),
    )
    sizes = (len(market.people), len(market.lines), classes, classes, roofs, roofs, stages)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    rows = {name: slice(int(a), int(b)) for name, (a, b) in zip(BLOCKS, pairwise(starts), strict=True)}
    shape = Shape(rows, edges, classes, edges + 2 * classes + roofs + stages)
    parts = [*_edge_entries(market, rows), *_class_entries(market, rows, edges)]
    parts += _shortage_entries(rows, edges + classes, classes, roofs, stages)
    return Table(shape, _columnwise(parts, shape.columns), *_row_bounds(market, rows))


Part = tuple[Ints, Ints, float | Ints]


def _edge_entries(market: Market, rows: Mapping[str, slice]) -> list[Part]:
    people, lines = market.edges
    of, number = market.class_of[lines], np.arange(len(people))
    under = np.array([one.under for one in market.classes], dtype=np.int64)[of]
    parts: list[Part] = [
        (number, rows["person"].start + people, 1.0),
        (number, rows["line"].start + lines, 1.0),
        (number, rows["most"].start + of, 1.0),
        (number, rows["least"].start + of, 1.0),
    ]
    roofed = under >= 0
    parts += [(number[roofed], rows[name].start + under[roofed], 1.0) for name in ("roof", "promise")]
    for stage, weights in enumerate(market.objectives):
        counted = weights[people] > 0
        parts.append((number[counted], np.full(int(counted.sum()), rows["stage"].start + stage), 1.0))
    return parts


def _class_entries(market: Market, rows: Mapping[str, slice], first: int) -> list[Part]:
    number = np.arange(len(market.classes))
    seats = np.array([line.seats for line in market.lines], dtype=np.int64)
    most = np.array([one.most for one in market.classes], dtype=np.int64)
    least = np.array([one.least for one in market.classes], dtype=np.int64)
    return [
        (first + market.class_of, rows["line"].start + np.arange(len(seats)), -seats),
        (first + number, rows["most"].start + number, -most),
        (first + number, rows["least"].start + number, -least),
    ]


def _shortage_entries(
    rows: Mapping[str, slice], first: int, classes: int, roofs: int, stages: int
) -> list[Part]:
    parts: list[Part] = []
    for name, count in (("least", classes), ("promise", roofs), ("stage", stages)):
        parts.append((first + np.arange(count), rows[name].start + np.arange(count), 1.0))
        first += count
    return parts


def _columnwise(parts: Sequence[Part], columns: int) -> tuple[Ints, Ints, Floats]:
    column = np.concatenate([part[0] for part in parts]).astype(np.int64)
    row = np.concatenate([part[1] for part in parts]).astype(np.int64)
    value = np.concatenate(
        [np.broadcast_to(np.asarray(part[2], dtype=np.float64), len(part[0])) for part in parts]
    )
    kept = value != 0
    column, row, value = column[kept], row[kept], value[kept]
    order = np.lexsort((row, column))
    starts = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=columns))])
    return starts.astype(np.int32), row[order].astype(np.int32), value[order]


def _row_bounds(market: Market, rows: Mapping[str, slice]) -> tuple[Floats, Floats]:
    """(upper, lower)"""
    total = rows["stage"].stop
    upper, lower = np.zeros(total), np.full(total, -np.inf)
    upper[rows["person"]] = 1.0
    upper[rows["roof"]] = [one.most for one in market.institutions]
    for name in ("least", "promise", "stage"):
        upper[rows[name]], lower[rows[name]] = np.inf, 0.0
    lower[rows["promise"]] = [one.least for one in market.institutions]
    return upper, lower
