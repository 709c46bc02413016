"""What one cell says, by the kind of fact: yes and no, whole numbers, months, money, one word of a list.

Nothing is guessed. "无" and "否" are statements and are taken as such; a dash is not a statement, because offices use it both
for "none" and for "not filled in"; it is reported, unless the column is certified complete.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.registry.roster.dates import read_date
from rongyao.bureau.registry.roster.honours import read_honours
from rongyao.law.facts import FACTS, FactDef

DASHES = frozenset({"-", "--", "—", "——", "―", "–", "/", "\\", "／", "一一", "－", "_", "~", ".", "…"})
UNKNOWN = frozenset(
    {
        "不详",
        "不清",
        "不清楚",
        "不明",
        "未知",
        "待查",
        "待核",
        "待核实",
        "暂无信息",
        "?",
        "？",
        "待定",
        "查无",
    }
)
YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "1", "属实", "符合", "已"})
NO = frozenset(
    {
        "否",
        "无",
        "没有",
        "不是",
        "×",
        "✗",
        "✘",
        "☒",
        "x",
        "n",
        "no",
        "false",
        "0",
        "未",
        "不",
        "非",
        "均无",
        "无此情况",
        "不符合",
        "不属于",
    }
)
NONE_WORDS = frozenset({"无", "没有", "否", "无此情况", "none", "均无", "不适用", "0"})
GRADES = {character: n for n, character in enumerate("〇一二三四五六七八九十")} | {
    "Ⅰ": 1,
    "Ⅱ": 2,
    "Ⅲ": 3,
    "Ⅳ": 4,
}
CAUSE_WORDS = {
    "因战": "battle",
    "因公": "duty",
    "因病": "illness",
    "战": "battle",
    "公": "duty",
    "病": "illness",
    "作战": "battle",
}
DISABILITY = re.compile(
    r"(?P<cause>因战|因公|因病)?(?:致残|伤残|残疾|残)?(?:军人|等级|评定)*(?:为)?(?P<grade>10|[1-9]|[一二三四五六七八九十])级?(?:致残|伤残|残疾|残)?"
    r"(?:[(（、,，]?(?P<after>因战|因公|因病)(?:致残)?[)）]?)?"
)
MONEY = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(万)?(?:元|圆)?(?:整|/月|每月)?")

# What forms write beside the law's own word for a choice.
CHOICE_WORDS: dict[str, dict[str, str]] = {
    "sex": {"男性": "male", "女性": "female", "男兵": "male", "女兵": "female", "m": "male", "f": "female", "1": "male", "2": "female"},
    "rank_group": {"士官": "nco", "军士": "nco", "干部": "officer", "警官": "officer"},
    "nco_grade": {"初级": "junior", "中级": "intermediate", "高级": "senior", "初级士官": "junior", "中级士官": "intermediate", "高级士官": "senior", "无": "none"},
    "disability_cause": CAUSE_WORDS,
    "discharge_mode": {
        "服役期满": "normal", "期满": "normal", "服现役期满": "normal", "正常退役": "normal", "正常退出现役": "normal",
        "服现役满规定年限": "normal", "满服役期": "normal", "期满退役": "normal", "正常": "normal",
        "编制调整": "organisation", "组织原因": "organisation", "军队编制员额缩减": "organisation", "编制缩减": "organisation",
        "因病": "medical", "因伤": "medical", "因伤病残": "medical", "伤病残": "medical", "因病退役": "medical", "因残": "medical", "因战因公致残": "medical",
        "家庭原因": "family", "家庭变故": "family", "国家建设需要": "family", "家庭困难": "family",
        "不适合服现役": "unsuitable", "不适宜继续服役": "unsuitable", "不适合继续服现役": "unsuitable",
        "强制": "forced", "强制退出现役": "forced", "除名": "removed", "开除军籍": "removed", "被除名": "removed", "被开除军籍": "removed",
    },
    "placement_choice": {
        "自谋职业": "self_employment", "自主就业安置": "self_employment", "自主择业": "UNREAD",
        "政府安排工作": "job_assignment", "安排工作安置": "job_assignment", "由政府安排工作": "job_assignment", "安置工作": "job_assignment", "符合政府安排工作条件": "job_assignment",
        "逐月": "monthly_pension", "逐月领取": "monthly_pension", "逐月金": "monthly_pension", "退休安置": "retirement",
        "供养": "lifetime_care", "国家供养终身": "lifetime_care", "供养终身": "lifetime_care", "集中供养": "lifetime_care", "分散供养": "lifetime_care",
        "计划分配": "transfer", "转业安置": "transfer", "复员安置": "demobilisation",
    },
}  # fmt: skip

# Words that state a yes of one particular fact, and words that are close to it but are not it.
DENIAL = re.compile(r"(?:从?未曾?|没有|无|非|不是|不属于|并非)")
YES_WORDS: dict[str, re.Pattern[str]] = {
    "expelled_from_party": re.compile(r"(?:受过?|给予|被)?开除党籍(?:处分)?"),
    "criminal_record": re.compile(
        r"(?:被|曾被)?(?:判处?|受过?刑事处罚|刑事处罚|犯罪记录|有期徒刑|拘役|管制|缓刑).{0,20}"
    ),
    "child_of_martyr": re.compile(r"(?:系|是)?烈士(?:子女|之子|之女|遗孤)"),
    "took_part_in_combat": re.compile(r"(?:曾)?(?:参战|参加过?作战|参战人员|参战退役(?:军人|人员))"),
    "took_part_in_tests": re.compile(r"(?:参试|参加核试验|参试人员)"),
    "file_registered": re.compile(r"已(?:建档立卡|建档|登记|采集)"),
    "in_tibet": re.compile(r"(?:在)?西藏(?:服役)?|西藏军区|西藏自治区.{0,12}"),
    "in_xinjiang": re.compile(r"(?:在)?新疆(?:服役)?|新疆军区|新疆维吾尔自治区.{0,12}"),
}

declare(
    Severity.WARNING,
    {
        "value_unread": (
            "“{written}”不能作为“{fact}”来读，没有采用",
            "“{written}” cannot be read as “{fact}” and was not taken",
            "请按填表说明改写",
            "write it as the instructions say",
        ),
        "value_yes_or_no": (
            "“{fact}”要填“是”或“否”，写的是“{written}”，没有采用",
            "“{fact}” takes 是 or 否; “{written}” was not taken",
            "请改成“是”或“否”；情况复杂的写在备注，由经办人认定",
            "write 是 or 否; explain in the remarks what a person must judge",
        ),
        "value_choice": (
            "“{fact}”里没有“{written}”这一种，没有采用（可填：{choices}）",
            "“{written}” is none of the values of “{fact}” and was not taken (it takes: {choices})",
            "请从可填的内容里选一种",
            "choose one of these",
        ),
        "value_lost": (
            "单元格里是“{written}”，不是值，没有采用",
            "the cell holds “{written}”, which is no value, and was not taken",
            "请把公式改成值，或改正出错的公式",
            "replace the formula by its value, or correct it",
        ),
        "disability_old_grade": (
            "“{written}”是旧的伤残等级，没有采用",
            "“{written}” is a grade of the old system and was not taken",
            "请填现在的一级至十级",
            "give the present grade, 1 to 10",
        ),
    },
)
declare(
    Severity.NOTE,
    {
        "dash_is_not_no": (
            "“{written}”既可能是“无”也可能是没有填，按不知道处理",
            "“{written}” may mean none or not filled in; it is taken as not known",
            "确实没有请写“无”或“否”，或请报送单位核实本栏填全",
            "write 无 or 否 where there is none, or have the sender certify the column",
        ),
        "stated_unknown": (
            "写的是“{written}”，按不知道处理",
            "it says “{written}” and is taken as not known",
        ),
        "stated_none": (
            "“{fact}”写的是“{written}”，没有日期或数值可记",
            "“{fact}” says “{written}”; there is no date or figure to record",
        ),
    },
)


class Taken(NamedTuple):
    """A value read from a cell. `asserts_absence`: the cell itself says there is none."""

    value: Any
    asserts_absence: bool = False


def plain(written: object) -> str:
    """Half-width text without spaces at its ends."""
    if isinstance(written, float) and written.is_integer():
        return f"{written:.0f}"
    return _half_width(str(written))


@lru_cache(maxsize=8192)
def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def read_fact(fact: FactDef, written: object) -> Taken | Problem:
    """Read one cell as one fact of the law; a Problem when it says nothing that can be taken."""
    if isinstance(written, LostValue):
        return problem("value_lost", written=str(written))
    text = plain(written)
    if text in DASHES:
        return problem("dash_is_not_no", written=text)
    if text in UNKNOWN:
        return problem("stated_unknown", written=text)
    return READERS[fact.kind](fact, written, text)


def label(fact: FactDef) -> tuple[str, str]:
    return (fact.zh, fact.en)


def _bool(fact: FactDef, written: object, text: str) -> Taken | Problem:
    lowered = text.lower().rstrip("。.")
    if written is True or lowered in YES:
        return Taken(True)
    if written is False or lowered in NO:
        return Taken(False, asserts_absence=True)
    if words := YES_WORDS.get(fact.name):
        if words.fullmatch(lowered):
            return Taken(True)
        if (denied := DENIAL.match(lowered)) and words.fullmatch(lowered[denied.end() :]):
            return Taken(False, asserts_absence=True)
    return problem("value_yes_or_no", fact=label(fact), written=text)


def _date(fact: FactDef, written: object, text: str) -> Taken | Problem:
    if text in NONE_WORDS:
        return problem("stated_none", fact=label(fact), written=text)
    read = read_date(written)
    return read if isinstance(read, Problem) else Taken(read)


def _int(fact: FactDef, written: object, text: str) -> Taken | Problem:
    if text in NONE_WORDS:
        is_asserted = fact.absent is not None
        return (
            Taken(fact.absent, True)
            if is_asserted
            else problem("stated_none", fact=label(fact), written=text)
        )
    number = read_months(text) if fact.name.endswith("_months") else read_whole(text)
    return problem("value_unread", fact=label(fact), written=text) if number is None else Taken(number)


def _category(fact: FactDef, written: object, text: str) -> Taken | Problem:
    code = read_choice(fact.name, text)
    if code is None:
        return problem("value_choice", fact=label(fact), written=text, choices=shown_choices(fact.name))
    return Taken(code, asserts_absence=code == "none")


def _categories(fact: FactDef, written: object, text: str) -> Taken | Problem:
    if fact.name != "honours":
        return problem("value_unread", fact=label(fact), written=text)
    read = read_honours(text)
    return read if isinstance(read, Problem) else Taken(list(read), asserts_absence=not read)


def _money(fact: FactDef, written: object, text: str) -> Taken | Problem:
    fen = read_money(text)
    return problem("value_unread", fact=label(fact), written=text) if fen is None else Taken(fen)


READERS = {
    "bool": _bool,
    "date": _date,
    "int": _int,
    "category": _category,
    "categories": _categories,
    "money": _money,
}


@lru_cache(maxsize=4096)
def read_choice(name: str, text: str) -> str | None:
    """The code of a word for the fact `name`: its code, its Chinese or English label, or a word forms use."""
    wanted = _bare(text)
    code = _words(name).get(wanted)
    return None if code == "UNREAD" else code


@lru_cache(maxsize=64)
def _words(name: str) -> Mapping[str, str]:
    words = {_bare(word): code for word, code in CHOICE_WORDS.get(name, {}).items()}
    for code, (zh, en) in FACTS[name].choices.items():
        parts = re.split(r"[（(、，]", zh.rstrip("）)"))
        words |= {
            _bare(form): code
            for form in (code, zh, en, parts[0], *(parts[1:] if name == "rank_group" else ()))
        }
    return words


def _bare(text: str) -> str:
    return re.sub(r"[\s()（）:：,，、。\"“”]+", "", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=64)
def shown_choices(name: str) -> tuple[str, str]:
    choices = FACTS[name].choices.values()
    return ("、".join(zh for zh, _ in choices), "; ".join(en for _, en in choices))


def read_whole(text: str) -> int | None:
    """A whole number, with a unit or without ("12", "12 年", "１２个月")."""
    match = re.fullmatch(r"(\d{1,9})(?:\.0+)?\s*(?:个?月|年|次|级|岁|人)?", text)
    return int(match[1]) if match else None


def read_months(text: str) -> int | None:
    """Months: "36", "36个月", "3年", "3年6个月"."""
    match = re.fullmatch(r"(?:(\d{1,2})\s*年)?\s*零?(?:(\d{1,3})\s*(?:个?月)?)?", text)
    if not match or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 12 + int(match[2] or 0)


def read_money(text: str) -> int | None:
    """Yuan as written to whole fen: "8,500.5元", "1.2万元"."""
    match = MONEY.fullmatch(text.replace(" ", ""))
    if not match:
        return None
    fen = int(match[1].replace(",", "")) * 100 + int((match[2] or "0").ljust(2, "0"))
    return fen * 10_000 if match[3] else fen


def read_disability(text: str) -> tuple[int, str | None] | Problem:
    """(grade, cause or None) of a cell such as "因公六级", "6级", "八级（因战）"; (0, "none") for "无"."""
    bare = re.sub(r"\s+", "", text)
    if bare in NONE_WORDS or bare in ("无残疾", "未评残", "无伤残", "无等级"):
        return (0, "none")
    if re.search(r"等[甲乙]?级|[一二三]等|[甲乙]级", bare):
        return problem("disability_old_grade", written=text)
    match = DISABILITY.fullmatch(bare)
    if not match:
        return problem("value_unread", fact=label(FACTS["disability_grade"]), written=text)
    grade = match["grade"]
    return (
        int(grade) if grade.isdigit() else GRADES[grade],
        CAUSE_WORDS.get(match["cause"] or match["after"] or ""),
    )
