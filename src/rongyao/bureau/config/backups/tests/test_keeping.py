"""Which backups stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rongyao.bureau.config.backups import keeping, manifest

FIRST = dt.datetime(2026, 1, 1, 18, 30, tzinfo=dt.UTC)
EVERY_NIGHT = [FIRST + dt.timedelta(days=n) for n in range(400)]


def test_a_year_of_nights_leaves_a_week_of_days_five_weeks_and_twelve_months() -> None:
    kept = sorted(keeping.kept(EVERY_NIGHT), reverse=True)
    newest = EVERY_NIGHT[-1]
    assert [at.date() for at in kept[:7]] == [(newest - dt.timedelta(days=n)).date() for n in range(7)]
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len({at.isocalendar()[:2] for at in kept if newest - at < dt.timedelta(weeks=5)}) >= 5
    assert len(kept) <= 7 + 5 + 12


def test_of_two_on_one_day_the_later_stays() -> None:
    morning, evening = FIRST, FIRST + dt.timedelta(hours=3)
    assert keeping.kept([morning, evening]) == {evening}


moments = st.sets(st.integers(0, 4000 * 24), max_size=60).map(
    lambda hours: {FIRST + dt.timedelta(hours=h) for h in hours}
)


@given(there=moments, days=st.integers(0, 9), weeks=st.integers(0, 9), months=st.integers(0, 9))
def test_the_newest_is_never_dropped_and_dropping_twice_drops_no_more(
    there: set[dt.datetime], days: int, weeks: int, months: int
) -> None:
    kept = keeping.kept(there, days=days, weeks=weeks, months=months)
    assert kept <= there
    assert not there or max(there) in kept
    assert keeping.kept(kept, days=days, weeks=weeks, months=months) == kept


def test_only_folders_named_as_backups_are_ever_deleted(tmp_path: Path) -> None:
    for at in EVERY_NIGHT[:60]:
        (tmp_path / at.strftime(manifest.STAMP)).mkdir()
    (tmp_path / "photographs").mkdir()
    (tmp_path / ".making-2026-01-01T183000Z").mkdir()
    dropped = keeping.drop_old(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"photographs", ".making-2026-01-01T183000Z", EVERY_NIGHT[59].strftime(manifest.STAMP)} <= left
    assert len(dropped) == 60 - (len(left) - 2)
    assert keeping.drop_old(tmp_path) == []
