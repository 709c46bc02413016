"""The statutory calendar: which days are worked, as far as the yearly notices reach, and never further."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import pairwise

DAY = timedelta(days=1)
SATURDAY = 5

# Rest days fixed by the national holiday regulation itself, whatever a year's notice adds around them:
# (month, day) -> (zh, en, first year). 2 May joined in 2025. Lunar festivals are left out: only a notice fixes those.
FIXED_REST = {
    (1, 1): ("元旦", "New Year", 1950),
    (5, 1): ("劳动节", "Labour Day", 1950),
    (5, 2): ("劳动节", "Labour Day", 2025),
    (10, 1): ("国庆节", "National Day", 1950),
    (10, 2): ("国庆节", "National Day", 1950),
    (10, 3): ("国庆节", "National Day", 2000),
}

FESTIVALS_EN = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "国庆节、中秋节": "National Day and Mid-Autumn",
    "中秋节、国庆节": "Mid-Autumn and National Day",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One known day. `festival` is the Chinese name that changed it ("" on an ordinary day)."""

    on: date
    is_worked: bool
    festival: str = ""

    @property
    def is_made_up(self) -> bool:
        """A weekend day that a notice turned into a working day."""
        return self.is_worked and self.on.weekday() >= SATURDAY


class UnableToReadCalendar(ValueError):
    """The days given leave a gap or name a day twice, so counting across them would be wrong."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """Every day between `first_known` and `last_known`, without a gap.

    Two calendars are equal when they hold the same days. Build with `Calendar.of(days)`.
    """

    days: Mapping[date, Day]

    @classmethod
    def of(cls, days: Iterable[Day]) -> "Calendar":
        """Raise `UnableToReadCalendar` when a day is missing between the first and the last, or occurs twice."""
        listed = sorted(days, key=lambda day: day.on)
        for before, after in pairwise(listed):
            if after.on - before.on != DAY:
                raise UnableToReadCalendar(f"the calendar goes from {before.on} to {after.on}")
        return cls({day.on: day for day in listed})

    @classmethod
    def of_years(cls, years: Iterable[int], changed: Iterable[Day]) -> "Calendar":
        """Whole years of plain weeks with the `changed` days of their notices laid over; neighbours must adjoin.

        Changed days of other years are left out: a year counts as known only when its own notice is entered.
        """
        plain = {on: Day(on, on.weekday() < SATURDAY) for year in years for on in _days_of(year)}
        return cls.of({**plain, **{day.on: day for day in changed if day.on in plain}}.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.days == other.days

    def __hash__(self) -> int:
        return hash((self.first_known, self.last_known, len(self.days)))

    @cached_property
    def first_known(self) -> date | None:
        return min(self.days, default=None)

    @cached_property
    def last_known(self) -> date | None:
        return max(self.days, default=None)

    def is_known(self, on: date) -> bool:
        return on in self.days

    def is_workday(self, on: date) -> bool | None:
        """True or False where a notice or the calendar says so, None where the year has not been entered."""
        day = self.days.get(on)
        return day.is_worked if day else None

    def festival(self, on: date) -> str:
        """The Chinese name of the holiday behind a changed day, or ""."""
        day = self.days.get(on)
        return day.festival if day else ""

    def extended(self, days: Iterable[Day]) -> "Calendar":
        """This calendar with a further year entered, or days already in it changed."""
        return Calendar.of({**self.days, **{day.on: day for day in days}}.values())


def _days_of(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + n * DAY for n in range((date(year + 1, 1, 1) - first).days))


def fixed_rest(on: date) -> tuple[str, str] | None:
    """(zh, en) of the holiday that always falls on this day of the year, or None."""
    zh, en, since = FIXED_REST.get((on.month, on.day), ("", "", 0))
    return (zh, en) if zh and on.year >= since else None


def in_english(festival: str) -> str:
    return FESTIVALS_EN.get(festival, festival)


def read_days(text: str) -> list[Day]:
    """Days from CSV text with the columns date, kind (`work` or `off`) and festival."""
    rows = csv.DictReader(text.splitlines())
    return [Day(date.fromisoformat(row["date"]), row["kind"] == "work", row["festival"]) for row in rows]


@lru_cache(maxsize=1)
def statutory() -> Calendar:
    """The calendar carried with the program: 2019 to 2026 (source in calendar_data/README.md)."""
    source = files("rongyao.bureau.foundation.clock") / "calendar_data" / "cn_workdays_2019_2026.csv"
    return Calendar.of(read_days(source.read_text(encoding="utf-8")))
