"""Identity numbers (GB 11643): read what was written, and say exactly what is wrong with it.

A number that fails is never repaired and no corrected number is offered: whoever wrote it looks at the card again.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from operator import mul

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
OLD_LENGTH, LENGTH = 15, 18
EARLIEST_BIRTH_YEAR = 1900
# What people type for the X: the multiplication sign, and look-alikes of other alphabets.
LOOKS_LIKE_X = str.maketrans({"×": "X", "х": "X", "Х": "X", "χ": "X", "Χ": "X", "✕": "X"})
BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015.\u00b7'`\u2019\"_\u200b-\u200f\u2060\ufeff]+")

KUNSHAN_ERAS = (
    ("322726", None, 1982),
    ("320523", 1983, 1988),
    ("329012", 1989, 1994),
    ("320583", 1995, None),
)

declare(
    Severity.ERROR,
    {
        "id_length": (
            "身份证号是 {length} 位，应为 18 位（旧证 15 位）",
            "the identity number has {length} characters; it must have 18 (old cards 15)",
            "请对照身份证原件，看漏了还是多了哪一位",
            "compare with the card: a digit is missing or too many",
        ),
        "id_character": (
            "身份证号第 {position} 位是“{character}”，不是数字",
            "character {position} of the identity number is “{character}”, not a digit",
            "只有第 18 位可以是 X，请对照身份证原件改正",
            "only the 18th may be X; compare with the card",
        ),
        "id_birth_date": (
            "身份证号里的出生日期“{written}”不存在",
            "the birth date in the identity number, “{written}”, does not exist",
            "请对照身份证原件检查第 {first} 到 {last} 位",
            "compare characters {first} to {last} with the card",
        ),
        "id_check_digit": (
            "身份证号的校验码不对，18 位里有数字写错了",
            "the check digit does not agree: one of the 18 characters is wrong",
            "请对照身份证原件逐位核对；不要只改最后一位",
            "compare every character with the card; do not just change the last one",
        ),
        "id_lost_digits": (
            "身份证号被存成了数值，Excel 只保留 15 位，后几位已经丢失",
            "the identity number was stored as a number; Excel keeps 15 digits and the rest are lost",
            "请把这一列设为文本格式，再对照身份证原件重新填写",
            "set the column to text and type the number again from the card",
        ),
        "id_masked": (
            "身份证号被遮盖了一部分",
            "part of the identity number is masked",
            "请填写完整的号码",
            "give the whole number",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "id_area_unknown": (
            "身份证号前六位 {area} 不在历年行政区划代码表里",
            "the first six digits, {area}, are in no table of area codes",
            "请对照身份证原件检查前六位；确实如此就不用改",
            "compare the first six digits with the card; if they are so, leave them",
        ),
        "id_area_era": (
            "身份证号前六位 {area}（{name}）在 {ended} 年以后不再使用，但出生在 {born} 年",
            "the area code {area} ({name}) went out of use in {ended}, yet the birth year is {born}",
            "请对照身份证原件检查前六位和出生日期",
            "compare the first six digits and the birth date with the card",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "id_upgraded": (
            "15 位旧号已按国家标准换算为 18 位",
            "the old 15-digit number was carried over to 18 digits by the national standard",
        )
    },
)


@dataclass(frozen=True, slots=True)
class AreaCode:
    """One use of a code: name, and the years it was valid (None: open)."""

    code: str
    name: str
    start_year: int | None
    end_year: int | None


@dataclass(frozen=True, slots=True)
class IdReading:
    """What an identity number says. `number` is the 18-character form, or None when there is an error.

    `sex` is "male" or "female". `areas` are the divisions the code has stood for; empty when unknown.
    """

    number: str | None
    birth_on: date | None = None
    sex: str | None = None
    areas: tuple[AreaCode, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_of_kunshan(self) -> bool:
        """The code is one of Kunshan's four. Says where the number was issued, not where the person lives."""
        return self.number is not None and is_kunshan_code(self.number[:6])


def read_id_number(written: object) -> IdReading:
    """Read an identity number of 15 or 18 characters as people write it (full-width, spaces, hyphens, lower x).

    A float of more than 15 digits has lost its tail in the spreadsheet and is refused as such.
    """
    number = written if isinstance(written, str) else ""
    # Nearly every number stands there as it should; only the others need a closer look.
    if not (len(number) == LENGTH and number.isascii() and number.isdigit()):
        text, lost = _as_text(written)
        if lost:
            return IdReading(None, problems=(problem("id_lost_digits"),))
        number = clean_id_number(text)
        if wrong := _wrong_shape(number):
            return IdReading(None, problems=(wrong,))
    full = number if len(number) == LENGTH else upgrade(number)
    birth_on = _birth(full)
    if birth_on is None:
        return IdReading(None, problems=(_wrong_birth(number),))
    if full[-1] != check_digit(full[:17]):
        return IdReading(None, problems=(problem("id_check_digit"),))
    notes = (problem("id_upgraded"),) if len(number) == OLD_LENGTH else ()
    areas = area_codes().get(full[:6], ())
    sex = "male" if int(full[16]) % 2 else "female"
    return IdReading(full, birth_on, sex, areas, notes + _area_problems(full[:6], areas, birth_on))


def clean_id_number(text: str) -> str:
    """The characters that count: half-width, upper case, nothing between them."""
    if text.isascii() and text.isalnum():
        return text.upper()
    folded = unicodedata.normalize("NFKC", text).translate(LOOKS_LIKE_X).upper()
    return BETWEEN_DIGITS.sub("", folded)


def check_digit(first_17: str) -> str:
    """The 18th character by GB 11643 (ISO 7064, MOD 11-2)."""
    if len(first_17) != len(WEIGHTS) or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError("the check digit is made of 17 digits")
    # The bytes of the digits are 48 more than the digits themselves.
    total = sum(map(mul, first_17.encode(), WEIGHTS)) - ord("0") * sum(WEIGHTS)
    return CHECK_DIGITS[total % 11]


def upgrade(old: str) -> str:
    """The 18-character form of a 15-digit number: the century 19 and the check digit are added."""
    first_17 = old[:6] + "19" + old[6:]
    return first_17 + check_digit(first_17)


def mask(number: str) -> str:
    """First four and last four, as the screens show it."""
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else "*" * len(number)


def is_kunshan_code(code: str) -> bool:
    return any(code == known for known, _, _ in KUNSHAN_ERAS)


@lru_cache(maxsize=1)
def area_codes() -> dict[str, tuple[AreaCode, ...]]:
    """Every code with its uses, oldest first (source in area_codes/README.md)."""
    table = files("rongyao.bureau.registry.identity") / "area_codes" / "area_codes.csv"
    found: dict[str, tuple[AreaCode, ...]] = {}
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        use = AreaCode(row["code"], row["name"], _year(row["start_year"]), _year(row["end_year"]))
        found[use.code] = (*found.get(use.code, ()), use)
    return found


def _year(text: str) -> int | None:
    return int(text) if text else None


def _as_text(written: object) -> tuple[str, bool]:
    """(text, digits lost): a number beyond 15 digits cannot be trusted to the last digit."""
    if isinstance(written, bool) or written is None:
        return "", False
    if isinstance(written, int | float):
        return f"{written:.0f}", abs(written) >= 10**15
    text = str(written).strip()
    return text, bool(re.fullmatch(r"\d(\.\d+)?[eE]\+?1\d", text))


def _wrong_shape(number: str) -> Problem | None:
    if "*" in number:
        return problem("id_masked")
    if len(number) not in (OLD_LENGTH, LENGTH):
        return problem("id_length", length=len(number))
    digits = number[:-1] if len(number) == LENGTH and number.endswith("X") else number
    return None if digits.isascii() and digits.isdigit() else _wrong_character(number)


def _wrong_character(number: str) -> Problem | None:
    for position, character in enumerate(number, start=1):
        if not (character in "0123456789" or (character == "X" and position == LENGTH)):
            return problem("id_character", position=position, character=character)
    return None


def _birth(full: str) -> date | None:
    try:
        born = date(int(full[6:10]), int(full[10:12]), int(full[12:14]))
    except ValueError:
        return None
    return born if born.year >= EARLIEST_BIRTH_YEAR else None


def _wrong_birth(number: str) -> Problem:
    last = 14 if len(number) == LENGTH else 12
    return problem("id_birth_date", written=number[6:last], first=7, last=last)


def _area_problems(area: str, uses: tuple[AreaCode, ...], birth_on: date) -> tuple[Problem, ...]:
    """A code older than the person cannot be theirs; a newer one can (numbers were first given out in 1984)."""
    if not uses:
        return (problem("id_area_unknown", area=area),)
    ended = [use.end_year for use in uses]
    years = [year for year in ended if year is not None]
    if len(years) == len(ended) and birth_on.year > max(years):
        last = max(uses, key=lambda use: use.end_year or 0)
        return (problem("id_area_era", area=area, name=last.name, ended=last.end_year, born=birth_on.year),)
    return ()
