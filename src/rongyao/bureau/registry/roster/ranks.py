"""Military ranks in rosters, by the systems of 1999, 2009 and 2022, as rank group and tier of NCO.

Sources: the Regulations on Soldiers in Service and the Interim Regulations on NCOs in their editions; facts restated.
1999: NCOs of grade one and two junior, three and four intermediate, five and six senior. 2009: 下士 and 中士 junior, 上士
and 四级军士长 intermediate, 三级 to 一级军士长 senior. 2022 (军士): 下士 and 中士 junior, 二级上士 and 一级上士 intermediate,
三级 to 一级军士长 senior.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

CONSCRIPT, NCO, OFFICER = "conscript", "nco", "officer"


class Rank(NamedTuple):
    """`grade`: NCO tier, "none" for others, None when the words do not say. `is_sergeant_4`: see the fact of that name."""

    group: str
    grade: str | None
    is_sergeant_4: bool | None


# 上士 (2009) and 二级上士 (2022) are left open for "sergeant fourth class or above": which they equal is a reading of the law.
RANKS: dict[str, Rank] = {
    **dict.fromkeys(("列兵", "上等兵", "义务兵", "新兵", "战士", "一年兵", "两年兵"), Rank(CONSCRIPT, "none", False)),
    **dict.fromkeys(("下士", "中士", "初级士官", "初级军士", "一级士官", "二级士官"), Rank(NCO, "junior", False)),
    **dict.fromkeys(("上士", "二级上士", "中级士官", "中级军士", "三级士官", "四级士官"), Rank(NCO, "intermediate", None)),
    **dict.fromkeys(("四级军士长", "一级上士"), Rank(NCO, "intermediate", True)),
    **dict.fromkeys(
        ("三级军士长", "二级军士长", "一级军士长", "高级士官", "高级军士", "五级士官", "六级士官"), Rank(NCO, "senior", True)
    ),
    **dict.fromkeys(("士官", "军士", "志愿兵", "警士"), Rank(NCO, None, None)),
    **dict.fromkeys(
        ("军官", "干部", "警官", "现役干部", "文职干部", "少尉", "中尉", "上尉", "少校", "中校", "上校", "大校", "少将", "中将", "上将"),
        Rank(OFFICER, "none", False),
    ),
}  # fmt: skip
PREFIX = re.compile(
    r"^(?:陆军|海军|空军|火箭军|武警|战略支援部队|联勤保障部队|专业技术|技术|退役|退伍|转业|现役|(?:19|20)\d{2}年)+"
)
SUFFIX = re.compile(r"(?:军衔|警衔|级别|退役|兵员)$")

CATEGORY_AND_RANK = re.compile(r"([^()]+)\(([^()]+)\)")


@lru_cache(maxsize=1024)
def read_rank(written: str) -> Rank | None:
    """The rank a cell names ("武警中士", "三级军士长", "士官（中级）"), or None when it names none."""
    text = unicodedata.normalize("NFKC", written)
    text = re.sub(r"[\s()（）:：,，、\-]+", "", text)
    for candidate in (text, PREFIX.sub("", text), SUFFIX.sub("", PREFIX.sub("", text))):
        if candidate in RANKS:
            return RANKS[candidate]
    if named := CATEGORY_AND_RANK.fullmatch(unicodedata.normalize("NFKC", written).strip()):
        category, rank = read_rank(named[1]), read_rank(named[2])
        if category and rank and category.group == rank.group:
            return rank if rank.grade is not None else category
    if match := re.fullmatch(
        r"(?:军士|士官)(初级|中级|高级)|(初级|中级|高级)(?:军士|士官)[一-鿿]{0,4}", text
    ):
        tier = match[1] or match[2]
        return RANKS[f"{tier}军士"]
    return None
