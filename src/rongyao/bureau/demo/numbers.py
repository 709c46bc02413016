"""Identity and telephone numbers that pass every check of ours and belong to nobody (data/README.md says how)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from itertools import count

from rongyao.bureau.registry.identity.numbers import KUNSHAN_ERAS, check_digit

MALE_SEQUENCES, FEMALE_SEQUENCES = ("999", "997"), ("998", "996")
# A city of a hundred thousand needs more: the next lower ones, which no county reaches in a day either.
MORE_MALE = tuple(str(n) for n in range(995, 900, -2))
MORE_FEMALE = tuple(str(n) for n in range(994, 900, -2))
DAYS_MOVED = 60
FROM_ELSEWHERE = 0.14
# Counties of northern Jiangsu and Anhui whose codes held for decades.
ELSEWHERE = ("320322", "320324", "320722", "320826", "320924", "340323")
FIRST_NUMBERS_YEAR = 1983
MOBILE_PREFIX = "154"
# Nobody of the city is born on a 13th: those numbers are kept for the people of sample rosters.
ROSTER_DAY = 13


class IdentityNumbers:
    """Gives out identity numbers, never the same twice. Order matters: same order, same numbers."""

    def __init__(self, *, for_roster: bool = False) -> None:
        self._taken: set[str] = set()
        self._for_roster = for_roster

    def issue(self, rng: random.Random, *, born: dt.date, sex: str) -> tuple[str, dt.date]:
        """(number, birth date). The birth date moves on by days where its four numbers are gone."""
        area = rng.choice(ELSEWHERE) if rng.random() < FROM_ELSEWHERE else kunshan_code(born.year)
        is_male = sex == "male"
        first, more = (MALE_SEQUENCES, MORE_MALE) if is_male else (FEMALE_SEQUENCES, MORE_FEMALE)
        found = self._free(area, born, first, range(DAYS_MOVED)) or self._free(area, born, more, count())
        if found is None:
            raise AssertionError("count() does not end")
        return found

    def _free(
        self, area: str, born: dt.date, sequences: tuple[str, ...], days: Iterable[int]
    ) -> tuple[str, dt.date] | None:
        for later in days:
            day = born + dt.timedelta(days=later)
            if (day.day == ROSTER_DAY) is not self._for_roster:
                continue
            for sequence in sequences:
                first_17 = f"{area}{day:%Y%m%d}{sequence}"
                if first_17 not in self._taken:
                    self._taken.add(first_17)
                    return first_17 + check_digit(first_17), day
        return None


def kunshan_code(birth_year: int) -> str:
    """Kunshan's area code of the years when somebody born then was first numbered (from 1984)."""
    year = max(birth_year, FIRST_NUMBERS_YEAR)
    return next(code for code, _first, last in KUNSHAN_ERAS if last is None or year <= last)


def mobile(place: int) -> str:
    """The mobile number of the person at this place of the city."""
    return f"{MOBILE_PREFIX}{place:08d}"
