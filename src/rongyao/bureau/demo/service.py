"""Service spells of people who do not exist: when they joined, in what rank they left, how and with what awards.

Every share here is an assumption unless data/README.md calls it calibrated.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import dataclass

FIRST_OLD_YEAR, REGULATIONS_2011 = 1962, dt.date(2011, 11, 1)
NCO_AFTER_YEARS, INTERMEDIATE_FROM, SENIOR_FROM = 2, 8, 16
# Ranks among discharges: to 2011 as published for 2006; later with more NCOs (assumed).
RANKS_OLD = {"conscript": 0.88, "nco": 0.117, "officer": 0.003}
RANKS_RECENT = {"conscript": 0.5, "nco": 0.48, "officer": 0.02}
NCO_YEARS = {3: 8, 5: 26, 6: 5, 8: 20, 10: 5, 11: 3, 12: 14, 13: 3, 14: 3, 16: 9, 18: 2, 20: 2}
MODES = {
    "normal": 0.93,
    "family": 0.03,
    "organisation": 0.02,
    "medical": 0.012,
    "unsuitable": 0.005,
    "forced": 0.003,
}
SPRING_AND_AUTUMN = ((3, 1), (3, 16), (9, 1), (9, 1), (9, 16))
WINTER = ((12, 1), (11, 25), (12, 10))
BORDER_DAYS = (dt.date(2024, 8, 31), dt.date(2024, 9, 1), dt.date(2024, 9, 2))


@dataclass(frozen=True, slots=True)
class Spell:
    """One person's service. ``left`` is None for somebody still serving (or who died serving)."""

    joined: dt.date
    left: dt.date | None
    rank: str
    years: int
    mode: str = "normal"

    @property
    def grade(self) -> str:
        if self.rank != "nco":
            return "none"
        if self.years >= SENIOR_FROM:
            return "senior"
        return "intermediate" if self.years >= INTERMEDIATE_FROM else "junior"


def choose(rng: random.Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years before; 29 February becomes the 28th where there is none."""
    last = calendar.monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=min(day.day, last))


def recent(rng: random.Random, today: dt.date) -> Spell:
    """Discharged under the regulations of 2011 or 2024, the last years more often than the first."""
    rank = choose(rng, RANKS_RECENT)
    return _spell(rng, rank, _recent_day(rng, today))


def older(rng: random.Random) -> Spell:
    """Discharged before the regulations of 2011."""
    year = rng.randint(FIRST_OLD_YEAR, 2010)
    return _spell(rng, choose(rng, RANKS_OLD), dt.date(year, *rng.choice(WINTER)))


def serving(rng: random.Random, today: dt.date) -> Spell:
    """A conscript in the first or second year."""
    days = [dt.date(year, month, 16) for year in range(today.year - 2, today.year + 1) for month in (3, 9)]
    joined = rng.choice([day for day in days if years_before(today, 2) < day < today])
    return Spell(joined, None, "conscript", 2)


def _recent_day(rng: random.Random, today: dt.date) -> dt.date:
    if today > BORDER_DAYS[-1] and rng.random() < 0.05:
        return rng.choice(BORDER_DAYS)
    latest = max(today.year, REGULATIONS_2011.year + 1)
    year = int(rng.triangular(REGULATIONS_2011.year, latest + 0.999, latest))
    days = WINTER if year < 2021 else SPRING_AND_AUTUMN
    day = dt.date(year, *rng.choice(days))
    return day if REGULATIONS_2011 <= day <= today else years_before(today, 1)


def _spell(rng: random.Random, rank: str, left: dt.date) -> Spell:
    years = _years(rng, rank, left.year)
    joined = years_before(left, years) + dt.timedelta(days=_slip(rng))
    mode = choose(rng, MODES)
    return Spell(joined, left, rank, years, mode)


def _years(rng: random.Random, rank: str, year: int) -> int:
    if rank == "conscript":
        return 2 if year >= 2000 else rng.choice((3, 3, 4, 5))
    if rank == "officer":
        return rng.randint(9, 24)
    return int(choose(rng, {str(years): float(share) for years, share in NCO_YEARS.items()}))


def _slip(rng: random.Random) -> int:
    """Days by which joining differs from the round number of years: mostly none, sometimes a little short of it."""
    draw = rng.random()
    if draw < 0.72:
        return 0
    return -rng.randint(5, 60) if draw < 0.92 else rng.randint(3, 25)
