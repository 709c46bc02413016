"""Honours as rosters write them, in free text: "2018年荣立三等功一次、嘉奖3次；优秀士兵".

The list in a cell is taken only when every word of it was understood. A list with one word left over is not taken at all:
a list says "these and no others", and the word left over might be the one that matters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.law.vocabulary import HONOURS

CLASSES = {
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "1": "1",
    "2": "2",
    "3": "3",
    "4": "4",
    "Ⅰ": "1",
    "Ⅱ": "2",
    "Ⅲ": "3",
}
NUMERALS = {character: n for n, character in enumerate("〇一二三四五六七八九十")} | {"两": 2, "俩": 2}
MOST_TIMES = 50
COUNT = (
    r"(?:[x*×]\s*(?P<by>\d{1,2})(?:次|个)?|(?P<times>\d{1,2}|[一二两三四五六七八九十]{1,2})\s*(?:次|个|枚))"
)
# "三等功1；嘉奖2": a bare number ends the entry. Before a full stop it may number a list ("1.三等功2.嘉奖"), so not there.
BARE = re.compile(r"\s*[:：]?\s*(\d{1,2})(?=\s*(?:[；;、,，。\s]|$))")
# "2021、2022年嘉奖": as many as there are years. "2021、2022年各立三等功1次": so many in each.
YEARS = re.compile(
    r"((?:(?:19|20)\d{2}年?度?\s*[、,，和及]\s*)+(?:19|20)\d{2})\s*年?度?\s*(?P<each>各)?(?:荣立|荣获|获|立|受|被评为|评为)?\s*$"
)
EACH = re.compile(r"各\s*(\d{1,2}|[一二两三四五六七八九十])\s*次")
DIGIT = "[一二三四1-4]"
# Longest first: what is inside another honour's words must not be found by itself.
PATTERNS: tuple[tuple[str, str], ...] = (
    (r"国家荣誉称号", "state_title"),
    (r"(?:党中央|国务院|中央军委|军委)[、，,和及党中央国务院中央军委]*(?:联合)?(?:授予)?的?[“\"「『]?[一-鿿]{0,12}?[”\"」』]?荣誉称号", "cmc_title"),
    (r"(?:大?军区|战区|军兵种)级?(?:单位)?(?:授予)?的?[“\"「『]?[一-鿿]{0,12}?[”\"」』]?荣誉称号", "authorised_title"),
    (r"(?:共和国|八一|七一)?勋章", "medal"),
    (rf"(?P<war>{DIGIT})等战功|战功(?P<war_b>{DIGIT})等", "war_merit_"),
    (r"战时(?:荣立|立|记|个人|荣获)*(?P<old>[一二三1-3])等功|(?P<old_b>[一二三1-3])等功[(（]战时[)）]", "wartime_merit_"),
    (r"(?:个人)?(?P<merit>[一二三1-3])等功", "merit_"),
    (r"(?P<level>[一二三1-3])级表彰", "commendation_"),
    (r"战时嘉奖|嘉奖[(（]战时[)）]", "wartime_citation"),
    (r"(?:个人)?嘉奖", "citation"),
    (r"[“\"「『]?四有[”\"」』]?优秀(?:士兵|义务兵)|[“\"「『]?四有[”\"」』]?士兵|优秀(?:士兵|义务兵)", "excellent_soldier"),
    (r"[“\"「『]?四有[”\"」』]?优秀(?:军士|士官)|优秀(?:军士|士官)(?:标兵)?", "excellent_nco"),
    (r"[“\"「『]?四有[”\"」』]?优秀军官|优秀(?:军官|干部|警官)", "excellent_officer"),
    (r"优秀(?:学员|共产党员|党员|共青团员|团员|团干部|党务工作者|班长|教练员|教员|指挥员|驾驶员|新兵)|先进个人|训练标兵|岗位标兵|技术能手|学雷锋先进个人|(?:通报|通令)?(?:表扬|表彰)", "other"),
)  # fmt: skip
ENTRY = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (pattern, _) in enumerate(PATTERNS)))
AHEAD = re.compile(rf"{COUNT}\s*$")
COUNTED = re.compile(rf"\s*[(（]?{COUNT}[)）]?")
COLLECTIVE = re.compile(r"集体(?:荣立|荣获|立|记)?[一二三四1-4]等[战]?功|集体嘉奖")
REVERSED = re.compile(r"无|未|没|非|撤销|撤消|取消|剥夺|注销|推荐|拟|候选|申报|待批")
# Words around an honour that carry nothing of their own: years, verbs, who gave it in general terms.
FILLER = re.compile(
    r"\d{4}\s*(?:年度?|[-./]\s*\d{1,2}(?:[-./]\s*\d{1,2})?|)(?:\s*\d{1,2}\s*月(?:份)?)?(?:\s*\d{1,2}\s*日)?"
    r"|服役期间|在部队|入伍以来|先后|曾经?|共|计|荣立|荣获|获得|获|立|记|受|被|评为|评|授予|为|因[一-鿿]{1,6}表现突出|年度|年底?|年终"
    r"|个人|的|各|并|等?奖励|及|和|与|其中|本人|奖项|称号|[、，,;；。．.:：/|+＋\s()（）\[\]【】“”\"「」『』-]+"
)
NOTHING = {
    "无",
    "没有",
    "未立功受奖",
    "未立功",
    "无奖励",
    "无立功受奖",
    "无立功",
    "无功",
    "未获奖励",
    "无奖惩",
    "否",
    "未受奖励",
    "无表彰",
    "未获表彰",
    "none",
    "no",
    "n",
}

declare(
    Severity.WARNING,
    {
        "honours_unread": (
            "立功受奖“{written}”里“{left}”没有看懂，整格没有采用（看懂的有：{read}）",
            "in the honours “{written}” the words “{left}” were not understood, so the cell was not taken (understood: {read})",
            "请写成“二等功1次、三等功2次、嘉奖3次”这样；确实没有就写“无”",
            "write it like “二等功1次、三等功2次、嘉奖3次”; write 无 where there is none",
        ),
        "honours_reversed": (
            "立功受奖“{written}”里有“{left}”，要由人判断，没有采用",
            "the honours “{written}” say “{left}”; that is for a person to judge, and the cell was not taken",
            "只写现在有效的奖励；确实没有就写“无”",
            "name only the honours in force; write 无 where there is none",
        ),
        "honours_collective": (
            "“{written}”是集体奖励，不能算个人的，整格没有采用",
            "“{written}” names an honour of a unit, not of the person; the cell was not taken",
            "请只写本人的奖励；集体奖励移到备注",
            "name the person's own honours; move the unit's to the remarks",
        ),
        "honours_title_unclear": (
            "“{written}”没有写明荣誉称号由谁授予，没有采用",
            "“{written}” does not say who conferred the title; it was not taken",
            "请写明，如“中央军委荣誉称号”或“战区荣誉称号”",
            "say who conferred it, such as 中央军委荣誉称号 or 战区荣誉称号",
        ),
    },
)
RANK = {code: n for n, code in enumerate(HONOURS)}


class _Found(NamedTuple):
    code: str
    times: int | None
    start: int
    end: int


@lru_cache(maxsize=4096)
def read_honours(written: str) -> tuple[str, ...] | Problem:
    """Codes from the highest down, each as often as it was won; () for "none"; or the problem."""
    text = unicodedata.normalize("NFKC", written).strip()
    if text.strip("。.、,() ").lower() in NOTHING:
        return ()
    if COLLECTIVE.search(text):
        return problem("honours_collective", written=written)
    if reversed_by := REVERSED.search(text):
        return problem("honours_reversed", written=written, left=reversed_by.group())
    found = _entries(text)
    rest = _rest(text, found)
    if "荣誉称号" in rest:
        return problem("honours_title_unclear", written=written)
    left = FILLER.sub("", EACH.sub("", rest)).strip()
    if left or not found:
        return problem("honours_unread", written=written, left=left or text, read=_shown(found))
    return _codes(found)


def _entries(text: str) -> list[_Found]:
    found = [_counted(text, match) for match in ENTRY.finditer(text)]
    for each in EACH.finditer(text):
        times = _number(each[1])
        found = [
            one._replace(times=times) if one.times is None and one.end <= each.start() else one
            for one in found
        ]
    return found


def _counted(text: str, match: re.Match[str]) -> _Found:
    """The honour with the number of times beside it: behind it, before it, as a bare number, or as a list of years."""
    code, before = _code(match), text[: match.start()]
    years = YEARS.search(before)
    in_years = len(re.findall(r"(?:19|20)\d{2}", years[1])) if years else None
    if after := COUNTED.match(text, match.end()):
        each = in_years if in_years and years and years["each"] else 1
        return _Found(code, min(_times(after) * each, MOST_TIMES), match.start(), after.end())
    if ahead := AHEAD.search(before):
        return _Found(code, _times(ahead), ahead.start(), match.end())
    if bare := BARE.match(text, match.end()):
        return _Found(code, int(bare[1]), match.start(), bare.end())
    return _Found(code, in_years, match.start(), match.end())


def _code(match: re.Match[str]) -> str:
    code = next(code for n, (_, code) in enumerate(PATTERNS) if match[f"p{n}"])
    grade = next((match[g] for g in ("war", "war_b", "old", "old_b", "merit", "level") if match[g]), "")
    return code + CLASSES.get(grade, "")


def _times(match: re.Match[str]) -> int:
    return min(_number(match["by"] or match["times"]), MOST_TIMES)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if "十" in text else 0) + NUMERALS.get(ones, 0)


def _rest(text: str, found: list[_Found]) -> str:
    """What remains when the honours and their counts are taken out."""
    pieces, start = [], 0
    for one in found:
        pieces.append(text[start : max(one.start, start)])
        start = max(one.end, start)
    return " ".join([*pieces, text[start:]])


def _codes(found: list[_Found]) -> tuple[str, ...]:
    codes = [code for one in found for code in [one.code] * (one.times or 1)]
    return tuple(sorted(codes, key=lambda code: RANK[code]))


def _shown(found: list[_Found]) -> tuple[str, str]:
    if not found:
        return ("无", "nothing")
    names = [(HONOURS[one.code], one.times or 1) for one in found]
    return tuple("、".join(f"{name[n]}×{times}" for name, times in names) for n in (0, 1))  # type: ignore[return-value]
