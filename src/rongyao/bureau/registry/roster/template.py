"""An empty roster to send out: headings this parser knows, how to fill them in, and drop-down lists for the fixed words."""

from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from rongyao.bureau.foundation.exchange.writing import HEADER_FILL, HEADER_FONT
from rongyao.bureau.registry.roster.columns import kinds
from rongyao.bureau.registry.roster.layout import LISTS_SHEET
from rongyao.bureau.registry.roster.ranks import RANKS
from rongyao.law.facts import FACTS

ROWS_WITH_LISTS = 2000
TEXT_FORMAT = "@"
YES_NO = ("是", "否")
NOT_A_RANK_TO_OFFER = (
    "一年兵",
    "两年兵",
    "战士",
    "新兵",
    "警士",
    "警官",
    "现役干部",
    "文职干部",
    "干部",
    "志愿兵",
)


class Heading(NamedTuple):
    """A column of the template: the key of its kind, width, how to fill it (zh, en), an example, a list of words."""

    key: str
    width: float
    zh: str
    en: str
    example: str
    words: tuple[str, ...] = ()


DATE_ZH = "写成 2012-09-01；只知道年月就写 2012-09，不要补造日子"
DATE_EN = "2012-09-01, or 2012-09 when only the month is known"
YES_ZH, YES_EN = "填“是”或“否”；不知道就空着", "是 or 否; leave blank when not known"

HEADINGS: tuple[Heading, ...] = (
    Heading("ignored", 6, "可不填", "may be left blank", "1"),
    Heading("person.name", 14, "与身份证一致；生僻字照身份证打", "as on the card", "张三"),
    Heading("person.id_number", 22, "18 位，文本格式", "18 characters, as text", "（照身份证填）"),
    Heading("sex", 6, "可不填，以身份证号为准", "may be left blank", "男", ("男", "女")),
    Heading("person.ethnicity", 8, "如汉族", "such as 汉族", "汉族"),
    Heading("special.rank", 14, "退役时军衔；不清楚就填义务兵、军士或军官", "rank at discharge, or 义务兵, 军士, 军官", "二级上士"),
    Heading("enlisted_on", 13, DATE_ZH, DATE_EN, "2012-09-01"),
    Heading("nco_since_on", 13, f"首次选改军士的日期，义务兵空着；{DATE_ZH}", DATE_EN, "2014-09-01"),
    Heading("discharged_on", 13, f"批准退出现役之日；{DATE_ZH}", DATE_EN, "2024-09-01"),
    Heading("discharge_mode", 20, "从下拉表里选", "choose from the list", "服役期满或正常退役"),
    Heading("special.way", 16, "本人选择的安置方式，从下拉表里选", "the way of placement chosen", "自主就业"),
    Heading("honours", 30, "如“三等功2次、嘉奖3次”；没有写“无”；集体奖励不写", "such as 三等功2次、嘉奖3次; 无 where there is none", "三等功1次、嘉奖2次"),
    Heading("special.disability", 10, "一级至十级；没有写“无”", "1 to 10; 无 where there is none", "无"),
    Heading("disability_cause", 10, "因战、因公、因病；没有残疾写“无”", "battle, duty, illness; 无", "无", ("因战", "因公", "因病", "无")),
    Heading("child_of_martyr", 10, YES_ZH, YES_EN, "否", YES_NO),
    Heading("took_part_in_combat", 8, YES_ZH, YES_EN, "否", YES_NO),
    Heading("in_tibet", 10, YES_ZH, YES_EN, "否", YES_NO),
    Heading("expelled_from_party", 10, YES_ZH, YES_EN, "否", YES_NO),
    Heading("criminal_record", 10, YES_ZH, YES_EN, "否", YES_NO),
    Heading("place.hukou_kunshan_at_enlistment", 24, "写到县（市、区）", "down to the county or city", "江苏省昆山市玉山镇"),
    Heading("place.hukou_kunshan", 24, "现在的户籍，写到县（市、区）", "down to the county or city", "江苏省昆山市玉山镇"),
    Heading("person.address", 28, "能找到人的地址", "where the person can be found", "昆山市玉山镇……"),
    Heading("person.phone", 16, "手机或带区号的固定电话，文本格式", "mobile, or landline with area code", "（照实填）"),
    Heading("person.town", 14, "安置到哪个镇（区）", "town of placement", "玉山镇"),
    Heading("reported_on", 13, DATE_ZH, DATE_EN, "2024-09-20"),
    Heading("file_registered", 12, YES_ZH, YES_EN, "是", YES_NO),
    Heading("person.note", 24, "任何要说明的话", "anything to be said", ""),
)  # fmt: skip

RULES = (
    ("怎么填", "一人一行，从第 2 行填起；栏目可以增减、调换先后，但栏目名不要改。"),
    ("不知道", "不知道就空着。空着就是不知道，系统不会当成“无”。"),
    ("确实没有", "确实没有的，写“无”或“否”，不要画横线。"),
    ("核实填全", "若某栏已由报送单位逐人核实，可在名单下方另写一行，说明是哪几栏、由谁核实，并写明这几栏未写内容的格子表示什么。"),
    ("日期", "年份写四位。1992 年 10 月不要填成数值 1992.10，会丢掉末尾的 0。"),
    ("How to fill it in", "One person a row. Columns may be left out or moved; keep their names. Leave blank what is not known."),
)  # fmt: skip


def template(target: str | Path | BinaryIO) -> None:
    """Write the empty roster: sheet 名单 with headings and lists, sheet 填表说明 with a line for each column."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "名单"
    page.freeze_panes = "C2"
    for number, heading in enumerate(HEADINGS, start=1):
        _head(page, number, heading)
    _explain(book.create_sheet("填表说明"))
    _lists(book, page)
    book.save(target)


def header_of(heading: Heading) -> str:
    return kinds()[heading.key].zh if heading.key not in FACTS else _short(heading.key)


def _short(fact: str) -> str:
    """The first synonym reads better at the head of a column than the law's full label."""
    headers = kinds()[fact].headers
    return headers[0] if headers else kinds()[fact].zh


def _head(page: Any, number: int, heading: Heading) -> None:
    letter = get_column_letter(number)
    cell = page.cell(1, number, header_of(heading))
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    page.column_dimensions[letter].width = heading.width
    # Everything is text, so that neither identity numbers nor "2012-10" are turned into numbers while typing.
    page.column_dimensions[letter].number_format = TEXT_FORMAT
    for row in range(2, 52):
        page.cell(row, number).number_format = TEXT_FORMAT


def _words(heading: Heading) -> tuple[str, ...]:
    if heading.words:
        return heading.words
    if heading.key == "special.rank":
        return tuple(rank for rank in RANKS if rank not in NOT_A_RANK_TO_OFFER)
    choices = (
        FACTS["placement_choice" if heading.key == "special.way" else heading.key].choices
        if _has_choices(heading)
        else {}
    )
    return tuple(zh for zh, _ in choices.values())


def _has_choices(heading: Heading) -> bool:
    return heading.key in ("special.way", "discharge_mode")


def _lists(book: Workbook, page: Any) -> None:
    """Lists live on a hidden sheet, because a list written into the rule itself may hold 255 characters only."""
    store = book.create_sheet(LISTS_SHEET)
    store.sheet_state = "hidden"
    used = 0
    for number, heading in enumerate(HEADINGS, start=1):
        if words := _words(heading):
            used += 1
            letter = get_column_letter(used)
            for row, word in enumerate(words, start=1):
                store.cell(row, used, word)
            rule = DataValidation(
                "list", formula1=f"{LISTS_SHEET}!${letter}$1:${letter}${len(words)}", allow_blank=True
            )
            # Words outside the list are allowed with a warning: the parser knows more spellings than the list.
            rule.errorStyle, rule.error = "warning", "不在可选的内容里，确定这样填吗？"
            rule.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{ROWS_WITH_LISTS}")
            page.add_data_validation(rule)


def _explain(page: Any) -> None:
    for letter, width in (("A", 20), ("B", 60), ("C", 28), ("D", 50)):
        page.column_dimensions[letter].width = width
    for label, text in RULES:
        page.append([label, text])
    page.append([])
    page.append(["栏目", "怎么填", "举例", "English"])
    for heading in HEADINGS:
        page.append([header_of(heading), heading.zh, heading.example, heading.en])
