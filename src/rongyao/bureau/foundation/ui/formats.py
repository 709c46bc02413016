"""Dates, money, names and numbers as people read them, in Chinese and English. Pure: text in, text out."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
STYLES = ("full", "date", "short")
FEN = 100


class PreciseDate(NamedTuple):
    """A date known to the year, the month or the day; what is not known is None."""

    year: int
    month: int | None
    day: int | None

    @property
    def iso(self) -> str:
        """The text with its own precision: "1992", "1992-11", "1992-11-30"."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def weekday(self) -> int | None:
        """Monday is 0; None unless the day is known."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day).weekday()


def precise_date(value: object) -> PreciseDate | None:
    """Read a date, a datetime (already local) or ISO text of any precision; None for anything else."""
    if isinstance(value, dt.date):
        return PreciseDate(value.year, value.month, value.day)
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", str(value or ""))
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return PreciseDate(year or 0, month, day)


def date_text(value: PreciseDate, lang: str, style: str = "full") -> tuple[str, str]:
    """``(the date, its weekday)``. Styles: full (year and weekday), date (no weekday), short (no year)."""
    is_zh = lang.startswith("zh")
    day = _date_zh(value, style) if is_zh else _date_en(value, style)
    if style == "date" or value.weekday is None:
        return day, ""
    return day, f"（星期{WEEKDAYS_ZH[value.weekday]}）" if is_zh else f" ({WEEKDAYS_EN[value.weekday]})"


def _date_zh(value: PreciseDate, style: str) -> str:
    year = "" if style == "short" and value.month else f"{value.year}年"
    month = f"{value.month}月" if value.month else ""
    return year + month + (f"{value.day}日" if value.day else "")


def _date_en(value: PreciseDate, style: str) -> str:
    parts = [
        str(value.day) if value.day else "",
        MONTHS_EN[value.month - 1] if value.month else "",
        "" if style == "short" and value.month else str(value.year),
    ]
    return " ".join(part for part in parts if part)


def yuan_text(fen: int, lang: str, *, decimals: bool = True) -> str:
    """Fen as yuan: "1,234.00 元". Without decimals only whole yuan are shortened; a fen is never hidden."""
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), FEN)
    digits = f"{whole:,}" if not decimals and not rest else f"{whole:,}.{rest:02d}"
    return f"{sign}{digits} {'元' if lang.startswith('zh') else 'yuan'}"


def mask_id(number: str) -> str:
    """First four and last four: 3205**********2618. Too short a number is hidden altogether."""
    text = str(number or "").strip()
    return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}" if len(text) > 8 else "*" * len(text)


def mask_phone(number: str) -> str:
    """A mobile keeps three and four (138****6027), a landline its area code and the last two."""
    text = re.sub(r"[\s-]", "", str(number or ""))
    if len(text) < 7:
        return "*" * len(text)
    if text.startswith("0"):
        area = 3 if text[1] in "12" else 4
        return f"{text[:area]}-{'*' * (len(text) - area - 2)}{text[-2:]}"
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def mask_name(name: str) -> str:
    """The family name stays: 沈*, 沈**, 欧阳**; a long name with a dot keeps its first part's first letter."""
    text = str(name or "").strip()
    keep = 2 if text[:2] in DOUBLE_SURNAMES and len(text) > 2 else 1
    return text[:keep] + "*" * min(max(len(text) - keep, 0), 3)


DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "夏侯",
        "宇文",
        "端木",
        "南宫",
        "独孤",
        "澹台",
        "公冶",
        "太史",
        "申屠",
        "轩辕",
        "呼延",
        "钟离",
        "闻人",
        "赫连",
        "长孙",
        "闾丘",
        "濮阳",
        "淳于",
        "单于",
        "司空",
        "百里",
    ]
)
