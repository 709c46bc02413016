"""A sample discharge roster of sixty people who do not exist: once with every kind of fault, once clean.

For whoever wants to see the importer at work (``rongyao demo roster``), and for the journey test.
The people are not those of the city, and their identity numbers never meet the city's.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from rongyao.bureau.demo.names import draw as draw_name
from rongyao.bureau.demo.numbers import IdentityNumbers
from rongyao.bureau.demo.service import choose, years_before
from rongyao.bureau.registry.identity.numbers import check_digit

PEOPLE, SEED = 60, 320583
ILLNESS = "患严重疾病且经医学鉴定基本丧失工作能力"
HEADERS = (
    "序号", "姓名", "身份证号", "性别", "出生日期", "民族", "入伍时间", "退役时间", "服役年限", "军衔", "选取军士时间",
    "退役原因", "本人选择安置方式", "立功受奖情况", "残疾等级", "残疾性质", "评残时间", ILLNESS, "是否烈士子女", "开除党籍",
    "刑事处罚", "入伍地", "入伍时户籍所在地", "户籍所在地", "家庭住址", "联系电话", "安置地", "报到时间", "建档立卡", "优待证", "备注",
)  # fmt: skip
HEADER_ROW = 4
WIDTHS = {
    "身份证号": 22,
    "家庭住址": 30,
    "立功受奖情况": 28,
    "联系电话": 15,
    "入伍地": 16,
    "入伍时户籍所在地": 16,
    "户籍所在地": 16,
}
TOWNS = ("玉山镇",) * 52 + ("巴城镇",) * 4 + ("花桥镇", "张浦镇", "昆山开发区", "周庄镇")
YEARS = {2: 30, 5: 12, 8: 9, 12: 6, 16: 3}
NCO_RANKS = {5: "中士", 8: "二级上士", 12: "一级上士", 16: "三级军士长"}
AWARDS = ("", "", "", "嘉奖1次", "优秀士兵", "三等功1次、嘉奖2次", "“四有”优秀士兵、嘉奖1次", "无")
NCO_AWARDS = ("三等功1次", "三等功2次、嘉奖3次", "嘉奖4次", "二等功1次", "")
CERTIFIED = ("立功受奖情况", "残疾等级", ILLNESS, "是否烈士子女", "开除党籍", "刑事处罚")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: the person's place in the roster (1 to 60), the column, what stands there, what is wrong."""

    place: int
    header: str
    value: Any
    zh: str
    en: str

    @property
    def sheet_row(self) -> int:
        return HEADER_ROW + self.place


@dataclass(frozen=True, slots=True)
class Roster:
    """Sixty rows as written, and the faults in them (none in the clean twin)."""

    on: dt.date
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def extra_headers(self) -> tuple[str, ...]:
        return ("血型",) if self.faults else ()


def clean(on: dt.date) -> Roster:
    """The roster of the last spring or autumn discharge before ``on``, without a fault."""
    numbers = IdentityNumbers(for_roster=True)
    left = _discharge_before(on)
    rows = [
        _row(random.Random(f"roster:{SEED}:{place}"), place, left, numbers) for place in range(1, PEOPLE + 1)
    ]
    return Roster(on, tuple(rows))


def faulty(on: dt.date) -> Roster:
    """The same sixty people with every kind of fault planted, each in a row of its own."""
    good = clean(on)
    rows = [dict(row) for row in good.rows]
    faults = _faults(good.rows, on)
    for fault in faults:
        rows[fault.place - 1][fault.header] = fault.value
    rows[DUPLICATE - 1] = {**rows[DUPLICATED - 1], "序号": DUPLICATE}
    for place, row in enumerate(rows, start=1):
        row["血型"] = "ABO"[place % 3]
    return Roster(on, tuple(rows), faults)


def _discharge_before(on: dt.date) -> dt.date:
    days = [dt.date(year, month, 1) for year in (on.year - 1, on.year) for month in (3, 9)]
    return max(day for day in days if day <= on)


def _row(rng: random.Random, place: int, left: dt.date, numbers: IdentityNumbers) -> Row:
    years = int(choose(rng, {str(key): float(share) for key, share in YEARS.items()}))
    sex = "male" if rng.random() < 0.95 else "female"
    joined = years_before(left, years)
    born = years_before(joined, rng.choice((18, 19, 20, 21))) - dt.timedelta(days=rng.randint(40, 300))
    number, born = numbers.issue(rng, born=born, sex=sex)
    named = draw_name(rng, sex=sex, birth_year=born.year)
    town = TOWNS[(place * 7) % len(TOWNS)]
    row: Row = dict.fromkeys(HEADERS, "")
    row |= {"序号": place, "姓名": named.name, "身份证号": number, "性别": "男" if sex == "male" else "女"}
    row |= {"出生日期": f"{born:%Y.%m.%d}", "民族": named.ethnicity, "入伍时间": f"{joined:%Y-%m-%d}"}
    row |= {"退役时间": f"{left:%Y-%m-%d}", "服役年限": years, "退役原因": "服役期满", "备注": ""}
    row |= {
        "入伍地": "昆山市",
        "户籍所在地": "昆山市",
        "家庭住址": f"昆山市{town}演示路{place}号",
        "安置地": town,
    }
    row |= {
        "联系电话": f"154999{place:05d}",
        "报到时间": f"{left + dt.timedelta(days=rng.randint(2, 20)):%Y-%m-%d}",
    }
    return row | _service(rng, years, joined)


def _service(rng: random.Random, years: int, joined: dt.date) -> Row:
    if years == 2:
        return {"军衔": "上等兵", "立功受奖情况": rng.choice(AWARDS), "本人选择安置方式": "自主就业"}
    way = "安排工作" if years >= 12 else "自主就业"
    row: Row = {"军衔": NCO_RANKS[years], "选取军士时间": f"{years_before(joined, -2):%Y-%m-%d}"}
    row |= {"立功受奖情况": rng.choice(NCO_AWARDS), "本人选择安置方式": way}
    if rng.random() < 0.15:
        graded = years_before(joined, -min(years - 1, 4))
        row |= {
            "残疾等级": rng.choice(("八级", "9级", "十级")),
            "残疾性质": "因公",
            "评残时间": f"{graded:%Y-%m-%d}",
        }
    return row


DUPLICATED, DUPLICATE = 3, 58


def _faults(rows: Sequence[Mapping[str, Any]], on: dt.date) -> tuple[Fault, ...]:
    def at(place: int, header: str) -> str:
        return str(rows[place - 1][header])

    number = at(4, "身份证号")
    wrong_digit = number[:17] + next(d for d in "0123456789" if d != check_digit(number[:17]))
    other_sex = "女" if at(9, "性别") == "男" else "男"
    joined = at(12, "入伍时间")
    return (
        Fault(4, "身份证号", wrong_digit, "校验码不对", "wrong check digit"),
        Fault(5, "身份证号", at(5, "身份证号")[:17], "少一位", "one digit missing"),
        Fault(6, "身份证号", at(6, "身份证号")[:6] + "********" + at(6, "身份证号")[14:], "被遮盖", "masked"),
        Fault(7, "身份证号", int(at(7, "身份证号")[:15] + "000"), "存成数值，末尾丢失", "stored as a number"),
        Fault(8, "出生日期", "1999.02.03", "与身份证号不一致", "differs from the identity number"),
        Fault(9, "性别", other_sex, "与身份证号不一致", "differs from the identity number"),
        Fault(10, "姓名", "", "没有姓名", "no name"),
        Fault(11, "姓名", "张？", "生僻字没有打出来", "a rare character was lost"),
        Fault(
            12,
            "退役时间",
            f"{int(joined[:4]) - 1}{joined[4:]}",
            "退役早于入伍",
            "discharged before enlistment",
        ),
        Fault(13, "入伍时间", "2024-02-30", "没有这一天", "no such day"),
        Fault(14, "报到时间", "03/04/05", "看不出年月日的顺序", "day, month and year cannot be told apart"),
        Fault(15, "退役时间", f"{on.year + 1}-09-01", "还没有到的日期", "lies in the future"),
        Fault(16, "立功受奖情况", "三等功1次、某某奖章", "有看不懂的奖励", "an award that is not understood"),
        Fault(17, "残疾等级", "八级", "有等级没有性质", "a grade without its cause"),
        Fault(18, "残疾等级", "十一级", "没有这个等级", "no such grade"),
        Fault(19, "军衔", "上上士", "没有这个军衔", "no such rank"),
        Fault(20, "退役原因", "其他", "没有说明是哪一种", "does not say which"),
        Fault(21, "联系电话", "1549990002", "少一位", "one digit missing"),
        Fault(22, "安置地", "虎丘镇", "不是昆山的区镇", "no town of Kunshan"),
        Fault(23, "服役年限", 15, "与入伍、退役时间不符", "differs from the dates"),
        Fault(24, "是否烈士子女", "不详", "不是“是”或“否”", "neither yes nor no"),
        Fault(25, "性别", "男女", "不是性别", "not a sex"),
        Fault(26, "刑事处罚", "待核实", "没有结论", "not settled"),
        Fault(DUPLICATE, "身份证号", at(DUPLICATED, "身份证号"), "同一人出现两次", "the same person twice"),
    )


def write(roster: Roster, target: str | Path | BinaryIO) -> None:
    """Write the roster as xlsx, laid out as offices do: title rows, a statement of the sender, one heading row.

    Raises:
        OSError: the file cannot be written there.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    headers = (*HEADERS, *roster.extra_headers)
    _write_top(sheet, roster.on, len(headers))
    for column, header in enumerate(headers, start=1):
        cell: Any = sheet.cell(HEADER_ROW, column, header)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = WIDTHS.get(header, 12)
    for line, row in enumerate(roster.rows, start=HEADER_ROW + 1):
        for column, header in enumerate(headers, start=1):
            _write_cell(sheet, line, column, row.get(header, ""))
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    book.save(target)


def _write_top(sheet: Any, on: dt.date, columns: int) -> None:
    left = _discharge_before(on)
    season = "春季" if left.month == 3 else "秋季"
    lines = (
        f"昆山市{left.year}年{season}退役人员花名册（演示数据，人员均为虚构）",
        f"填报单位：演示部队　　填报日期：{left.year}年{left.month}月{left.day}日",
        f"本表{''.join(f'“{header}”' for header in CERTIFIED)}栏由演示部队核实填全，空白即为无。",
    )
    for line, text in enumerate(lines, start=1):
        sheet.merge_cells(start_row=line, start_column=1, end_row=line, end_column=columns)
        sheet.cell(line, 1, text)
    sheet.cell(1, 1).font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")


def _write_cell(sheet: Any, line: int, column: int, value: Any) -> None:
    if value == "":
        return
    cell = sheet.cell(line, column, value)
    if isinstance(value, str):
        cell.number_format = "@"
