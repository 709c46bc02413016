"""Article numbers as people write them: "25(6)" → 第二十五条第（六）项 / Art 25(6)."""

from __future__ import annotations

import re

DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """A whole number under a thousand in Chinese numerals, as statutes count their articles."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    middle = (
        f"{'' if tens == 1 and not hundreds else DIGITS[tens]}十"
        if tens
        else "〇"
        if hundreds and ones
        else ""
    )
    return (head + middle + (DIGITS[ones] if ones else "")) or DIGITS[0]


def cited(article: str, lang: str) -> str:
    """An article as a letter cites it. ``article`` may name its pack first ("resettlement_2024/25(6)")."""
    plain = article.rpartition("/")[2]
    if not plain:
        return ""
    if not lang.startswith("zh"):
        return f"Art {plain}"
    return re.sub(r"(\d+)((?:\([^)]*\))*)", _one, plain)


def _one(match: re.Match[str]) -> str:
    items = re.findall(r"\(([^)]*)\)", match.group(2))
    return f"第{numeral(int(match.group(1)))}条" + "".join(_item(item) for item in items)


def _item(item: str) -> str:
    if not item.isdigit():
        return f"（{item}）"
    return f"第（{numeral(int(item))}）项"


def titled(name: str, lang: str) -> str:
    """A regulation's name as it is written in a sentence: 《军人抚恤优待条例》（2024年修订）."""
    if not lang.startswith("zh") or "《" in name:
        return name
    plain, bracket, rest = name.partition("（")
    return f"《{plain}》{bracket}{rest}"


def citation(article: str, short: str, lang: str) -> str:
    """Regulation and article together: 《退役士兵安置条例》第二十条 / Regulation, Art 20."""
    at = cited(article, lang)
    if lang.startswith("zh"):
        return f"{titled(short, lang)}{at}"
    return f"{short}, {at}" if at else short
