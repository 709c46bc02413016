"""Which backups are kept: the last of each of the latest days, weeks and months that have one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from rongyao.bureau.config.backups import manifest

DAYS, WEEKS, MONTHS = 7, 5, 12


def kept(
    moments: Iterable[dt.datetime], *, days: int = DAYS, weeks: int = WEEKS, months: int = MONTHS
) -> set[dt.datetime]:
    """Of these moments, the ones to keep. The newest is always among them."""
    newest_first = sorted(moments, reverse=True)
    periods: tuple[tuple[int, Callable[[dt.datetime], object]], ...] = (
        (max(1, days), lambda at: at.date()),
        (weeks, lambda at: at.isocalendar()[:2]),
        (months, lambda at: (at.year, at.month)),
    )
    return {at for count, period in periods for at in _last_of_each(newest_first, period)[:count]}


def _last_of_each(
    newest_first: list[dt.datetime], period: Callable[[dt.datetime], object]
) -> list[dt.datetime]:
    found: dict[object, dt.datetime] = {}
    for at in newest_first:
        found.setdefault(period(at), at)
    return list(found.values())


def drop_old(folder: Path) -> list[Path]:
    """Delete the backups of a folder that are no longer kept. Returns what was deleted."""
    there = {_moment(path): path for path, _ in manifest.all_in(folder)}
    keep = kept(there, days=_many("DAYS", DAYS), weeks=_many("WEEKS", WEEKS), months=_many("MONTHS", MONTHS))
    dropped = [path for at, path in there.items() if at not in keep]
    for path in dropped:
        shutil.rmtree(path)
    return dropped


def _moment(path: Path) -> dt.datetime:
    return dt.datetime.strptime(path.name, manifest.STAMP).replace(tzinfo=dt.UTC)


def _many(name: str, otherwise: int) -> int:
    return int(os.environ.get(f"RONGYAO_BACKUP_{name}", otherwise))
