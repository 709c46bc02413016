"""Three rosters as three other offices would send them, written without sight of the importer.

Each is unlike the others: a unit's hand-over workbook, a system's export in GB18030, a town's
register. All persons are made up. What is wrong in them is recorded in `FAULTS`, and what a clerk
reading the paper would take from it in `FACTS`; both name the person by the serial number printed
in the row.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
Row = dict[str, Value]

UNIT = "部队移交名册.xlsx"
EXPORT = "系统导出.csv"
TOWN = "镇登记表.xlsx"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a roster, at a person's row and under a header."""

    roster: str
    serial: int
    header: str
    wrong: str


@dataclass(frozen=True)
class Fact:
    """What a clerk reads from one cell: `value` is in plain notation, dates as precise as written."""

    roster: str
    serial: int
    person: str
    what: str
    value: str


@dataclass(frozen=True)
class Roster:
    """A file as written: where it lies, how many people are in it, and each person's row."""

    path: Path
    people: int
    row_of: dict[int, int]


FAULTS: tuple[Fault, ...] = (
    Fault(UNIT, 10, "入伍/时间", "enlisted at the age of ten"),
    Fault(UNIT, 10, "处分", "a warning that does not say whether the Party's or the army's"),
    Fault(UNIT, 11, "公民身份号码", "the check digit is wrong"),
    Fault(UNIT, 12, "公民身份号码", "seventeen digits"),
    Fault(UNIT, 13, "出生年月", "another month than in the identity number"),
    Fault(UNIT, 14, "性别", "the identity number says the other sex"),
    Fault(UNIT, 15, "入伍/时间", "a thirteenth month"),
    Fault(UNIT, 16, "退出现役/时间", "discharged before enlisting"),
    Fault(UNIT, 17, "军衔", "a conscript with a sergeant's rank"),
    Fault(UNIT, 18, "残疾/等级", "there is no eleventh grade"),
    Fault(UNIT, 19, "立功受奖", "a merit without its class"),
    Fault(UNIT, 20, "姓名", "no name"),
    Fault(UNIT, 21, "公民身份号码", "the same person as 22, with another discharge date"),
    Fault(UNIT, 22, "公民身份号码", "the same person as 21, with another discharge date"),
    Fault(UNIT, 23, "服现役年限", "eighteen years, where the dates give five"),
    Fault(UNIT, 24, "退出现役/时间", "a year yet to come"),
    Fault(UNIT, 25, "烈士子女", "neither yes nor no: still to be checked"),
    Fault(UNIT, 26, "退出现役/时间", "the thirtieth of February"),
    Fault(UNIT, 27, "入伍/时间", "the number 2010.1 is January or October"),
    Fault(UNIT, 28, "人员类别", "another kind of person, no soldier"),
    Fault(EXPORT, 20011, "证件号码", "the letter O for a zero"),
    Fault(EXPORT, 20012, "证件号码", "a number in scientific notation"),
    Fault(EXPORT, 20013, "联系手机", "ten digits"),
    Fault(EXPORT, 20014, "应征入伍日期", "the thirtieth of February"),
    Fault(EXPORT, 20015, "退伍日期", "not known, in words"),
    Fault(EXPORT, 20016, "证件号码", "fifteen digits with a thirteenth month"),
    Fault(EXPORT, 20017, "", "a comma in the address moved every later cell by one"),
    Fault(EXPORT, 20018, "受刑事处罚", "the question copied as the answer"),
    # Nothing is wrong with 20019: of two equal lines the second is one too many.
    Fault(EXPORT, 20020, "证件号码", "the line of 20019 once more"),
    Fault(EXPORT, 20021, "证件号码", "one number for two names, with 20022"),
    Fault(EXPORT, 20022, "证件号码", "one number for two names, with 20021"),
    Fault(EXPORT, 20023, "人员姓名", "a rare character lost to a question mark"),
    Fault(EXPORT, 20024, "应征入伍日期", "enlisted at the age of nine"),
    Fault(EXPORT, 20025, "退伍日期", "a spreadsheet's day nought"),
    Fault(EXPORT, 20026, "伤残等级", "two grades in one cell"),
    Fault(EXPORT, 20027, "人员姓名", "a telephone number for a name"),
    # A clerk reads "98.12" as 1998; to ask for four digits is no less right, so long as it is asked.
    Fault(TOWN, 6, "参军时间", "a year of two digits"),
    Fault(TOWN, 11, "身份证号", "kept as a number: the last three digits are lost"),
    Fault(TOWN, 12, "联系方式", "a ditto mark"),
    Fault(TOWN, 13, "退伍时间", "no date: some year of the nineties"),
    Fault(TOWN, 14, "评残情况", "a grade of the old scale"),
    Fault(TOWN, 15, "姓 名", "no name"),
    Fault(TOWN, 16, "参军时间", "both dates in one cell"),
    Fault(TOWN, 17, "姓 名", "a note in the name"),
    Fault(TOWN, 18, "身份证号", "no number: to be supplied"),
    Fault(TOWN, 19, "身份证号", "an identity number of two people in one cell"),
    Fault(TOWN, 20, "身份类别", "a word for no category"),
    Fault(TOWN, 21, "参军时间", "a winter, no month"),
    Fault(TOWN, 22, "退伍时间", "discharged before enlisting"),
)

FACTS: tuple[Fact, ...] = (
    Fact(UNIT, 1, "陈䶮", "name", "陈䶮"),
    Fact(UNIT, 1, "陈䶮", "entered", "1998-09"),
    Fact(UNIT, 1, "陈䶮", "discharged", "2025-09"),
    Fact(UNIT, 1, "陈䶮", "honours", "二等功×1 三等功×2"),
    Fact(UNIT, 1, "陈䶮", "category", "军士"),
    Fact(UNIT, 2, "买买提·吐尔逊", "name", "买买提·吐尔逊"),
    Fact(UNIT, 2, "买买提·吐尔逊", "category", "义务兵"),
    Fact(UNIT, 2, "买买提·吐尔逊", "discharged", "2023-09-01"),
    Fact(UNIT, 3, "王建军", "entered", "2004-12-01"),
    Fact(UNIT, 3, "王建军", "mode", "安排工作"),
    Fact(UNIT, 4, "王建军", "entered", "2012-12"),
    Fact(UNIT, 4, "王建军", "honours", "三等功×2"),
    Fact(UNIT, 5, "赵堃", "category", "军官"),
    Fact(UNIT, 5, "赵堃", "mode", "转业"),
    Fact(UNIT, 6, "钱卫东", "disability grade", "8"),
    Fact(UNIT, 6, "钱卫东", "disability cause", "因战"),
    Fact(UNIT, 6, "钱卫东", "honours", "三等战功×1"),
    Fact(UNIT, 7, "孙燚", "child of a martyr", "是"),
    Fact(UNIT, 7, "孙燚", "category", "军士"),
    Fact(UNIT, 8, "李㛃", "sex", "女"),
    Fact(UNIT, 9, "周海波", "disability grade", "10"),
    Fact(UNIT, 9, "周海波", "disability cause", "因公"),
    Fact(EXPORT, 20001, "顾𬭎", "name", "顾𬭎"),
    Fact(EXPORT, 20001, "顾𬭎", "identity", "320583199204171017"),
    Fact(EXPORT, 20001, "顾𬭎", "entered", "2010-12-01"),
    Fact(EXPORT, 20002, "沈国平", "identity", "320525680815033"),
    Fact(EXPORT, 20002, "沈国平", "born", "1968-08-15"),
    Fact(EXPORT, 20002, "沈国平", "category", "军士"),
    Fact(EXPORT, 20003, "阿依古丽·艾合买提江", "name", "阿依古丽·艾合买提江"),
    Fact(EXPORT, 20003, "阿依古丽·艾合买提江", "sex", "女"),
    Fact(EXPORT, 20004, "陆敏", "child of a martyr", "是"),
    Fact(EXPORT, 20005, "陆敏", "child of a martyr", "否"),
    Fact(EXPORT, 20005, "陆敏", "phone", "19900000105"),
    Fact(EXPORT, 20006, "徐刚", "convicted", "是"),
    Fact(EXPORT, 20006, "徐刚", "discharged", "2015-12"),
    Fact(EXPORT, 20007, "邹明", "convicted", "否"),
    Fact(EXPORT, 20007, "邹明", "disability grade", "6"),
    Fact(EXPORT, 20007, "邹明", "disability cause", "因病"),
    Fact(TOWN, 1, "俞根林", "entered", "1978"),
    Fact(TOWN, 1, "俞根林", "discharged", "1981"),
    Fact(TOWN, 2, "俞阿大", "phone", "0512-57001002"),
    Fact(TOWN, 3, "盛喆", "entered", "2003-12-10"),
    Fact(TOWN, 3, "盛喆", "discharged", "2005-12"),
    Fact(TOWN, 4, "金凤", "category", "军官"),
    Fact(TOWN, 5, "朱伟", "disability grade", "8"),
    Fact(TOWN, 5, "朱伟", "disability cause", "因公"),
    Fact(TOWN, 7, "巴特尔", "name", "巴特尔"),
    Fact(TOWN, 7, "巴特尔", "category", "军士"),
)

SURNAMES = "陈王李张刘杨黄赵周吴徐孙朱马胡郭林何高罗顾陆沈钱蒋严陶姚邵"
GIVEN = (
    "伟强",
    "建华",
    "志刚",
    "晓东",
    "海涛",
    "国庆",
    "文斌",
    "俊杰",
    "永康",
    "春生",
    "玉林",
    "秋实",
    "云飞",
    "长江",
    "浩然",
    "明辉",
    "振宇",
    "小龙",
    "兴国",
    "家栋",
)
TOWNS = ("玉山镇", "巴城镇", "周市镇", "陆家镇", "花桥镇", "淀山湖镇", "张浦镇", "千灯镇")
ELSEWHERE = (
    ("341225", "安徽省阜南县"),
    ("411528", "河南省息县"),
    ("370827", "山东省鱼台县"),
    ("522601", "贵州省凯里市"),
    ("230125", "黑龙江省宾县"),
)


def identity(area: str, born: date, order: int) -> str:
    """Eighteen digits with the check digit of GB 11643."""
    body = f"{area}{born:%Y%m%d}{order:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def serial_day(day: date) -> int:
    """The number a spreadsheet keeps for a day."""
    return (day - date(1899, 12, 30)).days


def a_person(chance: Random, number: int) -> tuple[str, str, date, bool, str]:
    """A name, an identity number, a birthday, whether a man, and a home."""
    born = date(1984, 1, 1) + timedelta(days=chance.randrange(15 * 365))
    man = chance.random() < 0.93
    area, home = chance.choice(ELSEWHERE) if number % 6 == 0 else ("320583", "江苏省昆山市")
    if area == "320583" and born < date(1989, 7, 1):
        area = "320525"
    order = number * 2 + (1 if man else 0)
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    place = home + (chance.choice(TOWNS) if home.endswith("昆山市") else "")
    return name, identity(area, born, order), born, man, place


# ------------------------------------------------------------------------ the unit's workbook

UNIT_HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("序号", ()),
    ("姓名", ()),
    ("公民身份号码", ()),
    ("基本情况", ("性别", "民族", "出生年月", "政治面貌", "文化程度")),
    ("入伍", ("时间", "征集地", "户口所在地")),
    ("服役情况", ("人员类别", "军衔", "服现役年限")),
    ("退出现役", ("时间", "方式", "安置地")),
    ("奖惩情况", ("立功受奖", "处分")),
    ("残疾", ("等级", "性质", "证件编号")),
    ("烈士子女", ()),
    ("联系电话", ()),
    ("家庭住址", ()),
    ("备注", ()),
)


def unit_columns() -> list[str]:
    """The columns of the unit's sheet; `group/leaf` where the leaf alone would not tell."""
    unclear = {"时间", "等级", "性质", "方式"}
    return [
        (f"{group}/{leaf}" if leaf in unclear else leaf)
        for group, leaves in UNIT_HEADERS
        for leaf in (leaves or (group,))
    ]


def unit_date(day: date, manner: int) -> Value:
    """A month or a day as different clerks of one unit type it."""
    if manner == 0:  # typed as 1998.9, which the spreadsheet keeps as a number
        return f"{day.year}.{day.month}" if day.month == 10 else float(f"{day.year}.{day.month}")
    if manner == 1:
        return f"{day.year}年{day.month}月"
    if manner == 2:
        return date(day.year, day.month, 1)
    if manner == 3:
        return serial_day(date(day.year, day.month, 1))
    return f"{day.year}-{day.month:02d}-01"


def unit_rank(years: int, old: bool) -> tuple[str, str]:
    """The category and rank title after so many years, in the old or the new titles."""
    if years <= 2:
        return "义务兵", "上等兵"
    if years <= 5:
        return ("士官" if old else "军士"), "下士"
    if years <= 8:
        return ("士官" if old else "军士"), "中士"
    if years <= 12:
        return ("士官", "上士") if old else ("军士", "二级上士")
    return ("士官", "四级军士长") if old else ("军士", "一级上士")


def unit_rows() -> list[Row]:
    """Forty-eight people of a unit."""
    chance = Random(19490)
    rows: list[Row] = []
    awards = (
        None,
        "无",
        "嘉奖3次",
        "荣立三等功一次",
        "三等功2次、优秀士兵1次",
        "“四有”优秀军士2次",
        "个人二等功1次；嘉奖2次",
        "荣立三等功二次",
    )
    for number in range(1, 49):
        name, ident, born, man, home = a_person(chance, number)
        years = chance.choice((2, 2, 5, 5, 8, 12, 13, 16))
        entered = date(born.year + 18, 9 if number % 2 else 12, 1)
        if entered.year + years > 2024:
            years = 5
        left = date(entered.year + years, entered.month, 1)
        kind, rank = unit_rank(years, old=left < date(2022, 3, 31))
        mode = "自主就业" if years < 12 else chance.choice(("安排工作", "由政府安排工作"))
        rows.append(
            {
                "序号": number,
                "姓名": name,
                "公民身份号码": ident,
                "性别": "男" if man else "女",
                "民族": "汉" if number % 3 else "汉族",
                "出生年月": f"{born.year}.{born.month:02d}",
                "政治面貌": chance.choice(("中共党员", "党员", "共青团员", "群众")),
                "文化程度": chance.choice(("大专", "高中", "本科", "中专")),
                "入伍/时间": unit_date(entered, number % 5),
                "征集地": home,
                "户口所在地": home,
                "人员类别": kind,
                "军衔": rank,
                "服现役年限": years if number % 2 else f"{years}年",
                "退出现役/时间": unit_date(left, (number + 2) % 5),
                "退出现役/方式": mode,
                "安置地": home,
                "立功受奖": chance.choice(awards),
                "处分": None if number % 4 else "无",
                "残疾/等级": None,
                "残疾/性质": None,
                "证件编号": None,
                "烈士子女": "否" if number % 3 else None,
                "联系电话": f"1990000{1000 + number}",
                "家庭住址": f"{home}演示路{number}号",
                "备注": None,
            }
        )
    by = {int(str(row["序号"])): row for row in rows}
    _unit_known(by)
    _unit_faults(by)
    return rows


def _unit_known(by: dict[int, Row]) -> None:
    """The people whose facts are written down."""

    def put(number: int, **cells: Value) -> None:
        by[number].update({key.replace("__", "/"): value for key, value in cells.items()})

    def person(number: int, name: str, area: str, born: date, order: int, nation: str) -> None:
        sex = "男" if order % 2 else "女"
        month = f"{born.year}.{born.month:02d}"
        put(number, 姓名=name, 公民身份号码=identity(area, born, order))
        put(number, 性别=sex, 民族=nation, 出生年月=month)

    person(1, "陈䶮", "320525", date(1981, 3, 12), 11, "汉")
    put(1, 入伍__时间=1998.9, 退出现役__时间="2025年9月", 人员类别="军士", 军衔="二级军士长")
    put(1, 服现役年限=27, 退出现役__方式="逐月领取退役金")
    put(1, 立功受奖="二等功1次、三等功2次（2009年、2015年）")
    person(2, "买买提·吐尔逊", "653101", date(2003, 5, 20), 31, "维吾尔族")
    put(2, 入伍__时间="2021年9月", 退出现役__时间=date(2023, 9, 1), 人员类别="义务兵")
    put(2, 军衔="上等兵", 服现役年限=2, 退出现役__方式="自主就业", 立功受奖=None)
    person(3, "王建军", "320525", date(1986, 7, 8), 51, "汉")
    put(3, 入伍__时间=38322, 退出现役__时间="2024.12", 人员类别="军士", 军衔="三级军士长")
    put(3, 服现役年限="20年", 退出现役__方式="由政府安排工作")
    person(4, "王建军", "320583", date(1994, 2, 28), 71, "汉")
    put(4, 入伍__时间=2012.12, 退出现役__时间="2017年12月", 人员类别="士官", 军衔="下士")
    put(4, 服现役年限="5年", 退出现役__方式="自主就业")
    put(4, 立功受奖="2014年、2016年各立三等功1次")
    person(5, "赵堃", "320583", date(1990, 11, 3), 91, "汉")
    put(5, 入伍__时间="2009年9月", 退出现役__时间=date(2025, 6, 30), 人员类别="军官")
    put(5, 军衔="少校", 服现役年限="15年9个月", 退出现役__方式="转业", 立功受奖="三等功1次")
    person(6, "钱卫东", "320583", date(1992, 1, 15), 111, "汉")
    put(6, 入伍__时间="2010年12月", 退出现役__时间="2022年12月", 人员类别="军士", 军衔="一级上士")
    put(6, 服现役年限=12, 退出现役__方式="安排工作", 立功受奖="三等战功一次")
    put(6, 残疾__等级="八级", 残疾__性质="因战", 证件编号="苏军E000006")
    person(7, "孙燚", "320525", date(1988, 10, 10), 131, "汉")
    put(7, 入伍__时间="2006.12", 退出现役__时间="2020.12", 人员类别="士官", 军衔="四级军士长")
    put(7, 服现役年限=14, 退出现役__方式="安排工作", 烈士子女="是")
    person(8, "李㛃", "320583", date(1999, 6, 1), 152, "回族")
    put(8, 入伍__时间="2017年9月", 退出现役__时间="2025年9月", 人员类别="军士", 军衔="中士")
    put(8, 服现役年限=8, 退出现役__方式="自主就业", 立功受奖="嘉奖3次，优秀士兵2次")
    person(9, "周海波", "341225", date(1997, 4, 9), 171, "汉")
    put(9, 入伍__时间="2015年9月", 退出现役__时间="2020年9月", 人员类别="士官", 军衔="下士")
    put(9, 服现役年限=5, 退出现役__方式="自主就业", 立功受奖="无")
    put(9, 残疾__等级="10级", 残疾__性质="公", 证件编号="苏军G000009")
    person(10, "吴浩", "320583", date(1995, 8, 22), 191, "汉")
    put(10, 处分="2018年受警告处分1次", 备注="档案已寄昆山市退役军人事务局")


def _unit_faults(by: dict[int, Row]) -> None:
    for number in (15, 16, 17, 23, 24, 26, 27):  # so that nothing else is wrong with these
        born = date(1992, 5, number)
        by[number].update({"公民身份号码": identity("320583", born, number * 2 + 1), "性别": "男"})
        by[number].update({"出生年月": "1992.05", "入伍/时间": "2010年12月"})
        by[number].update({"退出现役/时间": "2015.12", "服现役年限": "5年", "军衔": "下士"})
        by[number].update({"人员类别": "士官", "退出现役/方式": "自主就业"})
    right = str(by[11]["公民身份号码"])
    by[11]["公民身份号码"] = right[:-1] + ("3" if right[-1] != "3" else "4")
    by[12]["公民身份号码"] = str(by[12]["公民身份号码"])[:17]
    number = str(by[13]["公民身份号码"])
    by[13]["出生年月"] = f"{number[6:10]}.{int(number[10:12]) % 12 + 1:02d}"
    by[14]["性别"] = "女" if by[14]["性别"] == "男" else "男"
    by[15]["入伍/时间"] = "2010.13"
    by[16].update({"入伍/时间": "2011年9月", "退出现役/时间": "2010年9月", "服现役年限": None})
    by[17].update({"人员类别": "义务兵", "军衔": "一级上士"})
    by[18].update({"残疾/等级": "十一级", "残疾/性质": "因公"})
    by[19]["立功受奖"] = "立功"
    by[20]["姓名"] = None
    by[22].update({key: by[21][key] for key in by[21] if key != "序号"})
    by[21].update({"退出现役/时间": "2010年9月"})
    by[22].update({"退出现役/时间": "2010年12月"})
    by[21]["服现役年限"] = by[22]["服现役年限"] = None
    by[23]["服现役年限"] = 18
    by[24].update({"退出现役/时间": "2052年9月", "服现役年限": None})
    by[25]["烈士子女"] = "待核"
    by[26]["退出现役/时间"] = "2022年2月30日"
    by[27].update({"入伍/时间": 2010.1, "服现役年限": None})
    by[28].update({"人员类别": "随军家属", "军衔": None})


def write_unit(path: Path) -> Roster:
    """The hand-over workbook: a cover, the roster, notes, and a hidden list of words."""
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = "封面"
    cover["B3"] = "中国人民解放军某部（演示数据）"
    cover["B5"] = "退役人员移交名册"
    cover["B8"], cover["C8"] = "移交单位：", "某部政治工作部"
    cover["B9"], cover["C9"] = "接收单位：", "昆山市退役军人事务局"
    cover["B10"], cover["C10"] = "人数：", 48
    cover["B11"], cover["C11"] = "移交日期：", "2025年11月20日"
    sheet = book.create_sheet("名册")
    columns = unit_columns()
    last = get_column_letter(len(columns))
    sheet["A1"] = "2025年度退役军人移交安置人员名册（演示数据）"
    sheet.merge_cells(f"A1:{last}1")
    sheet["A2"] = "移交单位（盖章）：某部政治工作部"
    sheet["R2"] = "填报时间：2025年11月20日"
    at = 1
    for group, leaves in UNIT_HEADERS:
        sheet.cell(4, at, group)
        if leaves:
            sheet.merge_cells(start_row=4, end_row=4, start_column=at, end_column=at + len(leaves) - 1)
            for step, leaf in enumerate(leaves):
                sheet.cell(5, at + step, leaf)
            at += len(leaves)
        else:
            sheet.merge_cells(start_row=4, end_row=5, start_column=at, end_column=at)
            at += 1
    thin = Side(style="thin")
    row_of: dict[int, int] = {}
    rows = unit_rows()
    for line, row in enumerate(rows, start=6):
        row_of[int(str(row["序号"]))] = line
        for column, header in enumerate(columns, start=1):
            cell = sheet.cell(line, column, row[header])
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if isinstance(row[header], date):
                cell.number_format = 'yyyy"年"m"月"'
    foot = 6 + len(rows)
    sheet.cell(foot, 1, "合计")
    sheet.cell(foot, 2, f"{len(rows)}人")
    sheet.cell(foot, 12, "军官1人，军士、士官及义务兵47人")
    sheet.cell(foot + 2, 1, "填表人：")
    sheet.cell(foot + 2, 7, "审核人：")
    sheet.cell(foot + 2, 15, "单位领导（签字）：")
    sheet.cell(foot + 3, 1, "注：1.本表一式三份；2.残疾、处分栏空白的即为无。")
    sheet.merge_cells(start_row=foot + 3, end_row=foot + 3, start_column=1, end_column=12)
    notes = book.create_sheet("填表说明")
    for line, text in enumerate(
        ("一、姓名以身份证为准。", "二、时间填写到月。", "三、立功受奖填写等级、次数、时间。"), start=1
    ):
        notes.cell(line, 1, text)
    words = book.create_sheet("Sheet3")
    words.append(["人员类别", "退役方式"])
    words.append(["军官", "转业"])
    words.append(["军士", "安排工作"])
    words.append(["义务兵", "自主就业"])
    words.sheet_state = "hidden"
    book.save(path)
    return Roster(path=path, people=len(rows), row_of=row_of)


# ------------------------------------------------------------------------- the system's export

EXPORT_HEADERS = (
    "流水号",
    "退伍日期",
    "联系手机",
    "人员姓名",
    "性别代码",
    "证件号码",
    "民族名称",
    "应征入伍日期",
    "征集地",
    "兵员类别",
    "最后军衔",
    "离队方式",
    "功奖情况",
    "伤残等级",
    "伤残性质",
    "烈士子女标志",
    "是否参战",
    "受刑事处罚",
    "被开除党籍",
    "户籍住址",
    "现居住地",
    "导出说明",
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def export_date(day: date, manner: int) -> str:
    """A day as different versions of one system have kept it."""
    written = (
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day.year}年{day.month}月{day.day}日".translate(WIDE),
        f"{day.year}.{day.month:02d}",
    )
    return written[manner % len(written)]


def export_rows() -> list[dict[str, str]]:
    """Sixty lines of a system that has changed hands several times."""
    chance = Random(83)
    yes_no = ("否", "N", "0", "无", "×", "")
    rows: list[dict[str, str]] = []
    for number in range(1, 61):
        name, ident, born, man, home = a_person(chance, number)
        years = chance.choice((2, 2, 2, 5, 8, 12))
        entered = date(born.year + 18, 12, 1 + number % 28)
        if entered.year + years > 2024:
            years = 5
        left = date(entered.year + years, 12, 1)
        kind, rank = unit_rank(years, old=left < date(2022, 3, 31))
        written = (f"'{ident}", f"{ident}  ", ident, ident.translate(WIDE))[number % 4]
        rows.append(
            {
                "流水号": str(20000 + number),
                "退伍日期": export_date(left, number),
                "联系手机": f"1990000{2000 + number}".translate(WIDE if number % 9 == 0 else {}),
                "人员姓名": name + (" " if number % 7 == 0 else ""),
                "性别代码": "1" if man else "2",
                "证件号码": written,
                "民族名称": "汉族",
                "应征入伍日期": export_date(entered, number + 2),
                "征集地": home,
                "兵员类别": kind,
                "最后军衔": rank,
                "离队方式": "自主就业" if years < 12 else "安排工作",
                "功奖情况": chance.choice(("", "", "嘉奖", "三等功", "优秀义务兵;嘉奖2次", "无")),
                "伤残等级": "",
                "伤残性质": "",
                "烈士子女标志": yes_no[number % 6],
                "是否参战": yes_no[(number + 1) % 6],
                "受刑事处罚": yes_no[(number + 2) % 6],
                "被开除党籍": yes_no[(number + 3) % 6],
                "户籍住址": f"{home}示例村{number}号",
                "现居住地": f"昆山市{chance.choice(TOWNS)}示例新村{number}幢",
                "导出说明": "",
            }
        )
    by = {int(row["流水号"]): row for row in rows}
    _export_known(by)
    _export_faults(by)
    return rows


def _export_known(by: dict[int, dict[str, str]]) -> None:
    by[20001].update(
        人员姓名="顾𬭎",
        证件号码="'" + identity("320583", date(1992, 4, 17), 101),
        性别代码="1",
        应征入伍日期="２０１０年１２月１日",
        退伍日期="20121201",
        兵员类别="义务兵",
        最后军衔="上等兵",
        离队方式="自主就业",
    )
    by[20002].update(
        人员姓名="沈国平",
        证件号码="320525680815033 ",
        性别代码="1",
        应征入伍日期="1986.10",
        退伍日期="1999-12-01 00:00:00",
        兵员类别="志愿兵",
        最后军衔="三级士官",
        离队方式="转业",
    )
    by[20003].update(
        人员姓名="阿依古丽·艾合买提江",
        证件号码=identity("653101", date(1998, 3, 3), 122),
        性别代码="2",
        民族名称="维吾尔族",
        应征入伍日期="20160901",
        退伍日期="2018/9/1",
        兵员类别="义务兵",
        最后军衔="上等兵",
        离队方式="自主就业",
    )
    same = {"人员姓名": "陆敏", "兵员类别": "义务兵", "最后军衔": "上等兵", "离队方式": "自主就业"}
    by[20004].update(same, 证件号码=identity("320583", date(1996, 9, 9), 142), 性别代码="2")
    by[20004].update(应征入伍日期="2014/9/10", 退伍日期="2016/9/1", 烈士子女标志="√")
    by[20005].update(same, 证件号码=identity("320583", date(1991, 2, 6), 161), 性别代码="1")
    by[20005].update(应征入伍日期="2009-12-01 00:00:00", 退伍日期="20111201", 烈士子女标志="Ｎ")
    by[20005].update(联系手机="１９９　００００　０１０５")
    by[20006].update(
        人员姓名="徐刚",
        证件号码=identity("320583", date(1989, 12, 30), 181),
        性别代码="1",
        应征入伍日期="2007/12/10",
        退伍日期="2015.12",
        兵员类别="士官",
        最后军衔="中士",
        离队方式="自主就业",
        受刑事处罚="Y",
    )
    by[20007].update(
        人员姓名="邹明",
        证件号码=identity("320525", date(1987, 1, 1), 201).lower(),
        性别代码="1",
        应征入伍日期="20051210",
        退伍日期="２０１３年１２月１日",
        兵员类别="士官",
        最后军衔="中士",
        离队方式="自主就业",
        伤残等级="六级",
        伤残性质="因病",
        受刑事处罚="×",
    )


def _export_faults(by: dict[int, dict[str, str]]) -> None:
    plain = str.maketrans("０１２３４５６７８９", "0123456789", "' ")
    by[20014].update(证件号码=identity("320583", date(1988, 5, 14), 141), 性别代码="1")
    by[20014].update(退伍日期="2008/12/1", 兵员类别="义务兵", 最后军衔="上等兵")
    ident = by[20011]["证件号码"].translate(plain)
    by[20011]["证件号码"] = ident[:10] + ident[10:].replace("0", "O", 1)
    by[20012]["证件号码"] = "3.20583E+17"
    by[20013]["联系手机"] = "1990000201"
    by[20014]["应征入伍日期"] = "2006/2/30"
    by[20015]["退伍日期"] = "不详"
    by[20016].update(证件号码="320525671304017", 应征入伍日期="1985/12/1", 性别代码="1")
    by[20016].update(退伍日期="1988/12/1", 兵员类别="义务兵", 最后军衔="上等兵")
    by[20017]["户籍住址"] = "昆山市玉山镇,示例村17号"  # written without its quotation marks
    by[20018]["受刑事处罚"] = "是/否"
    twice = by[20019] | {"流水号": "20020"}
    by[20020].update(twice)
    by[20022]["证件号码"] = by[20021]["证件号码"]
    by[20022].update(
        {key: by[20021][key] for key in ("性别代码", "应征入伍日期", "退伍日期", "兵员类别", "最后军衔")}
    )
    by[20021]["人员姓名"], by[20022]["人员姓名"] = "蒋春生", "蒋秋生"
    by[20023]["人员姓名"] = "王?"
    born = int(by[20024]["证件号码"].translate(plain)[6:10])
    by[20024]["应征入伍日期"] = f"{born + 9}/12/1"
    by[20025]["退伍日期"] = "1900/1/0"
    by[20026].update(伤残等级="7、8级", 伤残性质="因公")
    by[20027]["人员姓名"] = "19900002027"


def write_export(path: Path) -> Roster:
    """The export: GB18030, a title, a line about the export, and a count at the end."""
    rows = export_rows()
    row_of: dict[int, int] = {}
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(["退役军人基础信息查询导出（演示数据）"])
        writer.writerow(["导出时间:2025-11-03 09:12:44", "窗口03"])
        writer.writerow(EXPORT_HEADERS)
        for line, row in enumerate(rows, start=4):
            row_of[int(row["流水号"])] = line
            cells = [row[header] for header in EXPORT_HEADERS]
            if row["流水号"] == "20017":
                out.write(",".join(cells) + "\r\n")
            else:
                writer.writerow(cells)
        writer.writerow(["记录总数:", str(len(rows))])
    return Roster(path=path, people=len(rows), row_of=row_of)


# ------------------------------------------------------------------------- the town's register

TOWN_HEADERS = (
    "村（社区）",
    "编号",
    "姓 名",
    "身份证号",
    "联系方式",
    "参军时间",
    "退伍时间",
    "身份类别",
    "评残情况",
    "备注1",
    "备注2",
)


def town_date(day: date, manner: int) -> Value:
    """A date as an old man remembers it and a village clerk types it."""
    return (
        f"{day.year}.{day.month}",
        f"{day.year}年{day.month}月{day.day}日",
        day.year,
        date(day.year, day.month, day.day),
        f"{day.year}年{day.month}月",
    )[manner % 5]


def town_rows() -> list[Row]:
    """Forty-four people in four villages."""
    chance = Random(215300)
    rows: list[Row] = []
    for number in range(1, 45):
        name, ident, born, _, _ = a_person(chance, number + 200)
        years = chance.choice((2, 2, 3, 5))
        entered = date(born.year + 18, 12, 10)
        left = date(entered.year + years, 12, 1)
        rows.append(
            {
                "村（社区）": ("东浜村", "西荡社区", "南圩村", "北泾村")[(number - 1) // 11],
                "编号": number,
                "姓 名": f"{name[0]} {name[1]}" if len(name) == 2 else name,
                "身份证号": ident,
                "联系方式": f"0512-5700{1000 + number}"
                if number % 3 == 0
                else int(f"1990000{3000 + number}"),
                "参军时间": town_date(entered, number),
                "退伍时间": town_date(left, number + 3),
                "身份类别": "义务兵" if years == 2 else "士官",
                "评残情况": None if number % 5 else "无",
                "备注1": chance.choice((None, None, None, "在外打工", "低保户", "立过三等功")),
                "备注2": chance.choice((None, None, None, "已办优待证", "待核对")),
            }
        )
    by = {int(str(row["编号"])): row for row in rows}
    _town_known(by)
    _town_faults(by)
    return rows


def _town_known(by: dict[int, Row]) -> None:
    def put(number: int, name: str, ident: str, **cells: Value) -> None:
        by[number].update({"姓 名": name, "身份证号": ident} | cells)

    put(1, "俞根林", identity("320525", date(1959, 10, 1), 13), 参军时间=1978, 退伍时间=1981)
    by[1].update(身份类别="义务兵", 联系方式="0512—57001001", 备注1="1979年参战")
    put(2, "俞阿大", identity("320525", date(1961, 1, 20), 33), 参军时间="1980年11月")
    by[2].update(退伍时间="1984.1", 身份类别="义务兵", 联系方式="0512-57001002")
    put(3, "盛喆", identity("320583", date(1985, 5, 5), 53), 参军时间="2003年12月10日")
    by[3].update(退伍时间="2005.12", 身份类别="义务兵", 联系方式="19900003003（儿子）")
    put(4, "金凤", identity("320583", date(1983, 8, 18), 74), 参军时间=date(2001, 9, 1))
    by[4].update(退伍时间=date(2018, 6, 1), 身份类别="军官（少校）", 备注1="转业到市里")
    put(5, "朱伟", identity("320583", date(1990, 3, 30), 93), 参军时间="2008.12", 退伍时间="2010.12")
    by[5].update(身份类别="义务兵", 评残情况="因公八级")
    put(6, "朱伟", identity("320525", date(1980, 2, 11), 113), 参军时间="98.12", 退伍时间="2000.12")
    by[6].update(身份类别="义务兵", 联系方式="57001006")
    put(7, "巴特尔", identity("150102", date(1988, 7, 27), 133), 参军时间="2006年12月")
    by[7].update(退伍时间="2011年12月", 身份类别="士官", 备注2="蒙古族，随妻落户")


def _town_faults(by: dict[int, Row]) -> None:
    for number, year in ((13, 1975), (16, 1985), (21, 1984), (22, 1991)):
        area = "320583" if year > 1989 else "320525"
        by[number]["身份证号"] = identity(area, date(year, 5, number), number * 2 + 401)
    by[13].update({"参军时间": "1993.12", "身份类别": "义务兵"})
    by[11]["身份证号"] = int(str(by[11]["身份证号"])[:15] + "000")
    by[12]["联系方式"] = "〃"
    by[13]["退伍时间"] = "九几年"
    by[14]["评残情况"] = "三等乙级"
    by[15]["姓 名"] = None
    by[16].update({"参军时间": "2003.12-2005.12", "退伍时间": None})
    by[17]["姓 名"] = "李建国（已故）"
    by[18]["身份证号"] = "待补"
    by[19]["身份证号"] = f"{by[19]['身份证号']}/{identity('320583', date(1990, 6, 6), 64)}"
    by[20]["身份类别"] = "民兵"
    by[21].update({"参军时间": "2002年冬", "退伍时间": "2004年12月"})
    by[22].update({"参军时间": "2009.12", "退伍时间": "2008.12"})


def write_town(path: Path) -> Roster:
    """The town's register: villages merged down the rows, the headings repeated at each."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    width = len(TOWN_HEADERS)
    sheet["A1"] = "演示镇退役军人基本情况登记表（演示数据）"
    sheet["A1"].font = Font(size=18, bold=True)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    row_of: dict[int, int] = {}
    rows = town_rows()
    line = 2
    for block in range(4):
        people = rows[block * 11 : block * 11 + 11]
        for column, header in enumerate(TOWN_HEADERS, start=1):
            cell = sheet.cell(line, column, "身份证\n号" if header == "身份证号" else header)
            cell.alignment = Alignment(wrap_text=True)
        line += 1
        top = line
        for row in people:
            number = int(str(row["编号"]))
            row_of[number] = line
            for column, header in enumerate(TOWN_HEADERS, start=1):
                if header == TOWN_HEADERS[0] and line != top:
                    continue
                cell = sheet.cell(line, column, row[header])
                if isinstance(row[header], date):
                    cell.number_format = "yyyy.m"
            line += 1
            if number == 27:
                line += 1  # a row left empty for someone who did not come
        sheet.merge_cells(start_row=top, end_row=line - 1, start_column=1, end_column=1)
        sheet.cell(line, 1, "小计")
        sheet.cell(line, 3, f"{len(people)}人")
        line += 2 if block % 2 else 3
    sheet.cell(line, 1, "经办人：          联系电话：0512-57000000")
    sheet.cell(row_of[9], 7).comment = Comment("本人说记不清了", "经办")
    sheet.row_dimensions[row_of[30]].hidden = True
    book.save(path)
    return Roster(path=path, people=len(rows), row_of=row_of)


def write_all(folder: Path) -> dict[str, Roster]:
    """All three, by file name."""
    return {
        UNIT: write_unit(folder / UNIT),
        EXPORT: write_export(folder / EXPORT),
        TOWN: write_town(folder / TOWN),
    }


def faults_of(roster: str) -> Sequence[Fault]:
    """What is wrong in one roster."""
    return [fault for fault in FAULTS if fault.roster == roster]
