"""Dates as rosters write them, with the precision they were written in.

"1992年11月" is known to the month and stays so. What can be read in two ways is not read at all: a two-digit year, a
numeric 1992.1 (the spreadsheet ate the zero of 1992.10), 03/04/1992.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem

FIRST_YEAR, LAST_YEAR = 1900, 2100
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(10_000, 60_000)  # 18 May 1927 to 7 April 2064; four-digit numbers are years
SEPARATED = re.compile(r"(\d{4})\s*[-./年、,]\s*(\d{1,2})(?:\s*[-./月、,]\s*(\d{1,2}))?\s*[日号]?\s*月?\.?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
YEAR_ONLY = re.compile(r"(\d{4})\s*年?")
YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
SHORT_YEAR = re.compile(r"'?\d{2}\s*[-./年]\s*\d{1,2}(\s*[-./月]\s*\d{1,2})?\s*[日号月]?|\d{6}")
CLOCK_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
HAN_DIGITS = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
HAN_DATE = re.compile(
    r"([〇零○O一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)

declare(
    Severity.WARNING,
    {
        "date_unread": (
            "日期“{written}”看不懂，没有采用",
            "the date “{written}” could not be read and was not taken",
            "请写成 1992-11-30，只知道年月就写 1992-11",
            "write it as 1992-11-30, or 1992-11 when only the month is known",
        ),
        "date_impossible": (
            "日期“{written}”不存在，没有采用",
            "the date “{written}” does not exist and was not taken",
            "请对照档案改正",
            "correct it from the file",
        ),
        "date_two_digit_year": (
            "日期“{written}”的年份只有两位，有歧义，没有采用",
            "the year of “{written}” has two digits; it can be read in more than one way and was not taken",
            "请写四位年份，如 1992-11-30",
            "write four digits, such as 1992-11-30",
        ),
        "date_day_or_month": (
            "日期“{written}”分不清日和月，没有采用",
            "“{written}” does not say which is the day and which the month; it was not taken",
            "请写成 1992-11-30",
            "write it as 1992-11-30",
        ),
        "date_lost_zero": (
            "“{written}”可能是 1 月，也可能是 10 月（数值格式会丢掉末尾的 0），没有采用",
            "“{written}” may be January or October (a number loses its last zero); it was not taken",
            "请把这一列设为文本格式，写成 1992-10",
            "set the column to text and write 1992-10",
        ),
    },
)


def read_date(written: object) -> str | Problem:
    """ISO text "1992", "1992-11" or "1992-11-30", or the problem that kept it from being read."""
    if isinstance(written, datetime):
        return written.date().isoformat()
    if isinstance(written, date):
        return written.isoformat()
    if isinstance(written, bool):
        return problem("date_unread", written=str(written))
    if isinstance(written, float) and not written.is_integer():
        return _from_decimal(written)
    return _from_text(_plain(written))


@lru_cache(maxsize=8192)
def earliest(iso: str) -> date:
    """The first day the text can mean."""
    return date.fromisoformat(iso + {4: "-01-01", 7: "-01", 10: ""}[len(iso)])


@lru_cache(maxsize=8192)
def latest(iso: str) -> date:
    """The last day the text can mean."""
    if len(iso) == 10:
        return date.fromisoformat(iso)
    first = earliest(iso)
    month = 12 if len(iso) == 4 else first.month
    return date(first.year, month, monthrange(first.year, month)[1])


def precision(iso: str) -> str:
    """year, month or day."""
    return {4: "year", 7: "month", 10: "day"}[len(iso)]


def overlap(one: str, other: str) -> bool:
    """True when both can mean the same day."""
    return earliest(one) <= latest(other) and earliest(other) <= latest(one)


def _plain(written: object) -> str:
    text = f"{written:.0f}" if isinstance(written, float) else str(written)
    text = CLOCK_TIME.sub("", unicodedata.normalize("NFKC", text).strip())
    return text.replace("—", "-").replace("–", "-").replace("。", ".")


def _from_decimal(written: float) -> str | Problem:
    """1992.11 typed into a number cell; 1992.1 has lost its meaning. A serial with a time of day is a date too."""
    if int(written) in SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(written))).isoformat()
    shown = f"{written:.10g}"
    if re.fullmatch(r"\d{4}\.1", shown):
        return problem("date_lost_zero", written=shown)
    if match := re.fullmatch(r"(\d{4})\.(\d{1,2})", shown):
        return _made(shown, match[1], match[2].ljust(2, "0") if match[2] == "0" else match[2], None)
    return problem("date_unread", written=shown)


def _from_text(text: str) -> str | Problem:
    if match := HAN_DATE.fullmatch(text):
        return _made(text, *_from_han(match))
    for pattern in (SEPARATED, COMPACT):
        if (match := pattern.fullmatch(text)) and _is_year(match[1]):
            return _made(text, match[1], match[2], match[3])
    if (match := YEAR_ONLY.fullmatch(text)) and _is_year(match[1]):
        return match[1]
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in SERIALS:
        return (EXCEL_EPOCH + timedelta(days=int(text))).isoformat()
    return _not_year_first(text)


def _not_year_first(text: str) -> str | Problem:
    if match := YEAR_LAST.fullmatch(text):
        one, two = int(match[1]), int(match[2])
        if one > 12 >= two:
            return _made(text, match[3], match[2], match[1])
        if two > 12 >= one or one == two:
            return _made(text, match[3], match[1], match[2])
        return problem("date_day_or_month", written=text)
    return problem("date_two_digit_year" if SHORT_YEAR.fullmatch(text) else "date_unread", written=text)


def _is_year(text: str) -> bool:
    return FIRST_YEAR <= int(text) <= LAST_YEAR


def _made(written: str, year: str, month: str | None, day: str | None) -> str | Problem:
    """ISO text of the parts given; a day or month of 0 means that it is not known."""
    month_n, day_n = int(month or 0), int(day or 0)
    if not month_n:
        return year if not day_n else problem("date_impossible", written=written)
    if (
        f"{year}-{month_n}" == "1900-1" and day and not day_n
    ):  # a spreadsheet's day nought: the cell was blank
        return problem("date_impossible", written=written)
    try:
        made = date(int(year), month_n, day_n or 1)
    except ValueError:
        return problem("date_impossible", written=written)
    return made.isoformat() if day_n else f"{made:%Y-%m}"


def _from_han(match: re.Match[str]) -> tuple[str, str | None, str | None]:
    year = "".join(HAN_DIGITS[character] for character in match[1])
    return year, _han_number(match[2]), _han_number(match[3])


def _han_number(text: str | None) -> str | None:
    """一 to 三十一."""
    if text is None:
        return None
    if "十" not in text:
        return HAN_DIGITS[text] if len(text) == 1 else "99"
    tens, ones = text.split("十", 1)
    return (HAN_DIGITS.get(tens, "1") if tens else "1") + (HAN_DIGITS.get(ones, "0") if ones else "0")
