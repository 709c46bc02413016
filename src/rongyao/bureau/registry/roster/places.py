"""Does a place name mean Kunshan? Yes, no, or the name does not say."""

import re
import unicodedata

# Kunshan's towns and zones by name: they stand alone in many rosters.
KUNSHAN_TOWNS = re.compile(
    r"^(?:玉山|巴城|周市|陆家|花桥|淀山湖|张浦|周庄|千灯|锦溪)(?:镇|街道|$)|^(?:花桥经济开发区|旅游度假区)$"
)
OTHER_PROVINCES = re.compile(
    "^(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川"
    "|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾|香港|澳门)"
)
OTHER_CITIES_OF_SUZHOU = (
    "太仓",
    "常熟",
    "张家港",
    "吴江",
    "吴中",
    "相城",
    "姑苏",
    "虎丘",
    "工业园区",
    "吴县",
    "沙洲县",
)
OTHER_CITIES_OF_JIANGSU = (
    "南京", "无锡", "徐州", "常州", "南通", "连云港", "淮安", "盐城", "扬州", "镇江", "泰州", "宿迁",
)  # fmt: skip
ANOTHER_UNIT = re.compile(r"^[一-鿿]{2,8}?(?:市|县|区|旗|自治州|盟)")


def is_kunshan(written: str) -> bool | None:
    """True: Kunshan or one of its towns. False: a named place that is another. None: too coarse to say ("江苏苏州")."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", written))
    if "昆山" in text or KUNSHAN_TOWNS.search(text):
        return True
    if OTHER_PROVINCES.match(text):
        return False
    rest = re.sub(r"^(?:中国)?(?:江苏省?)?", "", text)
    if rest.startswith((*OTHER_CITIES_OF_SUZHOU, *OTHER_CITIES_OF_JIANGSU)):
        return False
    rest = re.sub(r"^苏州市?", "", rest)
    if KUNSHAN_TOWNS.search(rest):
        return True
    is_elsewhere = rest.startswith(OTHER_CITIES_OF_SUZHOU) or bool(ANOTHER_UNIT.match(rest))
    return False if is_elsewhere else None
