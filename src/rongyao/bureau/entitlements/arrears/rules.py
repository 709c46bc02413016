"""What was reckoned for a month before: an earlier list, else the answer then determined, else the old table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rongyao.law.arrears import Owed, owed, share

Ledger = Mapping[dt.date, int]


@dataclass(frozen=True)
class Said:
    """An answer with a sum that may be paid, from the day it was given for; None where it was another answer."""

    on: dt.date
    fen: int | None
    unit: str


def side_by_side(
    days: Sequence[dt.date], under_old: Sequence[int], under_new: Sequence[int], *, ledger: Ledger,
    said: Sequence[Said],
) -> tuple[Owed, ...]:  # fmt: skip
    """Month by month for one person: the figure that stood before, and the figure under the new table."""
    grounds = [_before(day, old, ledger, said) for day, old in zip(days, under_old, strict=True)]
    return owed(days, [fen for fen, _ground in grounds], under_new, [ground for _fen, ground in grounds])


def _before(day: dt.date, old: int, ledger: Ledger, said: Sequence[Said]) -> tuple[int, str]:
    if day in ledger:
        return ledger[day], "earlier"
    standing = [one for one in said if one.on <= day]
    if standing and (last := standing[-1]).fen is not None:
        return share(last.fen, last.unit, day), "determined"
    return old, "table"


def ledger_of(lines: Iterable[Sequence[Sequence[object]]]) -> dict[dt.date, int]:
    """What earlier lists reckoned for each month; a later list wins. `lines` are the months of each, oldest first."""
    return {
        dt.date.fromisoformat(str(day)): int(str(after))
        for line in lines
        for day, _before, after, _basis in line
    }


def packed(months: Iterable[Owed]) -> list[list[object]]:
    """The months as they are kept."""
    return [[one.month.isoformat(), one.before_fen, one.after_fen, one.basis] for one in months]


def unpacked(months: Iterable[Sequence[object]]) -> list[Owed]:
    return [
        Owed(dt.date.fromisoformat(str(day)), int(str(before)), int(str(after)), str(basis))
        for day, before, after, basis in months
    ]
