"""Names for people who do not exist: common surnames by weight, given names by the decade of birth."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

RARE_SHARE = 0.012
RARE_SURNAMES = ("仉", "禤", "佴", "妫", "昝", "亓", "覃", "麴", "䜣", "𨚕")
RARE_GIVEN = ("堃", "喆", "翀", "燊", "犇", "赟", "祎", "䶮", "㛃", "𬭎", "𣲗", "𬭚", "𠅤", "㙦", "𫖯", "𦒍")
MINORITY_SHARE = 0.012
# Made of common parts of such names; ours, not taken from a list of people.
DOTTED_FIRST = ("艾力", "吐尔逊", "买买提", "阿布都拉", "巴图", "图雅", "扎西", "次仁")
DOTTED_SECOND = ("阿不都热依木", "库尔班", "吾甫尔", "孟克", "苏和", "多吉", "顿珠")
DOTTED_GROUPS = ("维吾尔族", "维吾尔族", "蒙古族", "藏族")
# Fashions of the time, by last year of birth: first and second characters of two-character names.
OLD_FASHIONS = (
    (1948, "根阿金荣德福寿志兴长", "生根宝福大泉兴林祥发"),
    (1966, "建卫国志永文明跃保胜", "国民华东军平生明强新"),
)


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    ethnicity: str


@cache
def _table(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _surnames() -> tuple[list[str], list[float]]:
    rows = _table("surnames.csv")
    return [row["surname"] for row in rows], list(accumulate(float(row["weight"]) for row in rows))


@cache
def _whole(sex: str) -> list[str]:
    return next(row["names"].split() for row in _table("given_names.csv") if row["sex"] == sex)


@cache
def _characters(sex: str, role: str) -> str:
    rows = _table("given_characters.csv")
    return next(row["characters"] for row in rows if (row["sex"], row["role"]) == (sex, role))


@cache
def _minorities() -> list[str]:
    return [row["name"] for row in _table("ethnic_groups.csv") if row["name"] != "汉族"]


def draw(rng: random.Random, *, sex: str, birth_year: int) -> Named:
    """A name for somebody of this sex (``male``, ``female``) born in this year, with an ethnic group."""
    if rng.random() < MINORITY_SHARE:
        return _of_a_minority(rng, sex, birth_year)
    return Named(_surname(rng) + _given(rng, "M" if sex == "male" else "F", birth_year), "汉族")


def _of_a_minority(rng: random.Random, sex: str, birth_year: int) -> Named:
    if rng.random() < 0.3:
        place = rng.randrange(len(DOTTED_FIRST))
        name = f"{DOTTED_FIRST[place]}·{rng.choice(DOTTED_SECOND)}"
        return Named(name, DOTTED_GROUPS[place // 2])
    name = _surname(rng) + _given(rng, "M" if sex == "male" else "F", birth_year)
    return Named(name, rng.choice(_minorities()))


def _surname(rng: random.Random) -> str:
    if rng.random() < RARE_SHARE / 2:
        return rng.choice(RARE_SURNAMES)
    names, weights = _surnames()
    return rng.choices(names, cum_weights=weights)[0]


def _given(rng: random.Random, sex: str, birth_year: int) -> str:
    if rng.random() < RARE_SHARE / 2:
        return rng.choice(RARE_GIVEN)
    fashion = next((pair for last, *pair in OLD_FASHIONS if birth_year <= last), None)
    if fashion and sex == "M":
        return rng.choice(fashion[0]) + rng.choice(fashion[1])
    if birth_year < 1990 and rng.random() < 0.35:
        return rng.choice(_whole(sex))
    if rng.random() < (0.3 if 1970 <= birth_year < 1995 else 0.12):
        return _common(rng, _characters(sex, "single"))
    return _common(rng, _characters(sex, "first")) + _common(rng, _characters(sex, "second"))


def _common(rng: random.Random, characters: str) -> str:
    """The first of the list are the commonest: the place is drawn with a square, so early ones come often."""
    return characters[int(rng.random() ** 2 * len(characters))]
