"""Makes rosters of three layouts with planted faults, for tests and for trying the importer by hand.

    python tests/rosters/make_rosters.py FOLDER

Every person is made up. Each roster comes with the list of what is wrong in it: (problem code, cell), cell "" for the file.
"""

import csv
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from rongyao.bureau.registry.identity.numbers import check_digit


@dataclass(frozen=True)
class Planted:
    """A roster: its bytes, faults as (code, cell), how many rows it holds and how many are accepted."""

    name: str
    content: bytes
    faults: tuple[tuple[str, str], ...]
    rows: int
    accepted: int


def id_number(born: str, sequence: str = "113", area: str = "320583") -> str:
    """A well-formed number; an odd sequence is a man's."""
    first_17 = area + born + sequence
    return first_17 + check_digit(first_17)


def broken(number: str) -> str:
    """The same number with a check digit that does not agree."""
    return number[:-1] + ("0" if number[-1] != "0" else "1")


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def from_the_unit() -> Planted:
    """Layout 1: a unit's hand-over list. Titles, headings of two rows, a certified column, sums and signatures below."""
    book = Workbook()
    page = book.active
    page.title = "移交名册"
    page["A1"] = "二〇二四年度退出现役人员移交花名册"
    page.merge_cells("A1:N1")
    page["A2"] = "报送单位：某旅政治工作部（公章）"
    page["A3"] = "本表立功受奖、残疾等级、开除党籍栏由本部逐人核实填全，空白即为无。"
    page.merge_cells("A3:N3")
    top = [
        "序号",
        "姓名",
        "公民身份号码",
        "性别",
        "服役情况",
        None,
        None,
        "军衔",
        "立功受奖",
        "伤残情况",
        None,
        "开除党籍",
        "安置去向",
        "联系方式",
    ]
    under = {5: "入伍年月", 6: "退出现役时间", 7: "服役年限", 10: "等级", 11: "性质"}
    for column, text in enumerate(top, start=1):
        page.cell(4, column, text)
        if column not in under:
            page.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    page.merge_cells("E4:G4")
    page.merge_cells("J4:K4")
    for column, text in under.items():
        page.cell(5, column, text)
    page.append([str(n) for n in range(1, 15)])
    people: list[list[Any]] = [
        ["陈卫国", id_number("19920311"), "男", "2012.09", "2024年9月1日", "12", "二级上士", "三等功１次，嘉奖３次", None, None, None, "安排工作", "１３９００００１１１１"],
        ["张　三", id_number("20031130"), "男", "2022-09", "2024.9.1", 2, "上等兵", None, None, None, None, "自主就业", "139 0000 1112"],
        ["阿卜杜拉•买买提", id_number("20021005", "157", "653101"), "男", "2022年9月", "20240901", 2, "上等兵", "无", "无", None, "否", "自主就业", "+86 13900001113"],
        ["李\U00020164", id_number("19960729"), "男", date(2016, 9, 1), date(2024, 9, 1), 8, "中士", "四有优秀士兵2次", "八级", "因公", None, "自主就业", "13900001114"],
        ["周军", id_number("19990101")[:17], "男", "2018.09", "2024.09", 6, "中士", None, None, None, None, "自主就业", "13900001115"],
        ["吴强", broken(id_number("19990102")), "男", "2018.09", "2024.09", 6, "中士", None, None, None, None, "自主就业", "13900001116"],
        ["郑和", id_number("19990103", "124"), "男", "2018.09", "2024.09", 6, "中士", None, None, None, None, "自主就业", "13900001117"],
        ["王伟", id_number("19990104"), "男", "2024.09", "2018.09", 6, "中士", None, None, None, None, "自主就业", "13900001118"],
        ["冯杰", id_number("19940105"), "男", "2012.09", "2022.09", 12, "二级上士", None, None, None, None, "安排工作", "13900001119"],
        ["褚强", id_number("19990106"), "男", "2018.09", "2024.09", 6, "中士", "集体三等功1次", None, None, None, "自主就业", "13900001120"],
        ["卫东", id_number("19990107"), "男", "2018.09", "2024.09", 6, "中士", "三等功1次、某纪念章", None, None, None, "自主就业", "13900001121"],
        ["蒋华", id_number("19990108"), "男", "2018.09", "2024.09", 6, "中士", None, "6级", None, None, "自主就业", "1390000112"],
        ["沈明", id_number("19990109"), "男", "18.09", "2024.09", 6, "中士", None, None, "因公", None, "自主择业", "13900001123"],
        ["韩?", id_number("19990110"), "男", "2018.09", "2024.09", 6, "中士", None, None, None, None, "自主就业", "13900001124"],
    ]  # fmt: skip
    for number, person in enumerate(people, start=1):
        page.append([number, *person])
    page.append(["合计", f"{len(people)} 人"])
    page.append([])
    page.append(["填表人：某某", None, None, "审核人：某某"])
    faults = (
        ("certified_by_sheet", "A3"),
        ("id_length", "C11"),
        ("id_check_digit", "C12"),
        ("sex_not_of_id", "D13"),
        ("dates_out_of_order", "F14"),
        ("service_years_differ", "G15"),
        ("honours_collective", "I16"),
        ("honours_unread", "I17"),
        ("disability_without_cause", "J18"),
        ("phone_length", "N18"),
        ("date_two_digit_year", "E19"),
        ("disability_without_grade", "K19"),
        ("way_unread", "M19"),
        ("name_lost_character", "B20"),
    )
    return Planted("unit_hand_over.xlsx", saved(book), faults, 14, 9)


def from_the_town() -> Planted:
    """Layout 2: a town's register. CSV in GB18030, other headings in another order, dates in every spelling, no certificate."""
    rows: list[list[str]] = [
        ["玉山镇退役军人登记表（2024）"],
        ["联系电话", "名字", "退伍日期", "证件号码", "出生年月", "人员类别", "奖励情况", "残疾等级", "残疾性质", "党内处分", "是否烈士子女", "是否参战", "入伍时间", "户籍所在地", "家庭住址", "学历", "备注"],
        ["0512-57310001", "单雄", "1985.10", "320523650311011", "1965.03", "义务兵", "", "", "", "", "是", "否", "1983.10", "江苏省昆山市", "玉山镇一弄", "高中", "独居"],
        ["57310002", "曾敏", "2009-12-01", '="' + id_number("19880807", "122") + '"', "1988年8月7日", "士官", "—", "", "", "无", "否", "√", "2006年12月", "玉山镇", "玉山镇二弄", "", ""],
        ["13900002003", "解放", "199212", id_number("19711205"), "1971/12/05", "义务兵", "战时三等功", "二等乙级", "因战", "警告", "", "", "198912", "苏州市", "玉山镇三弄", "", ""],
        ["13900002004", "仇英", "03/04/1992", id_number("19710101"), "1971-01-02", "义务兵", "优秀士兵", "因公六级", "", "", "", "是", "19891201", "太仓市", "玉山镇四弄", "初中", ""],
        ["无", "任重", "1992-12-31", "", "1971-05-06", "义务兵", "嘉奖 2 次", "六级", "因战", "", "", "", "1989-13-01", "江苏省昆山市", "玉山镇五弄", "", ""],
        ["13900002006", "", "1992-12-31", id_number("19710507"), "", "义务兵", "", "", "", "", "", "", "1989-12-01", "昆山", "", "", ""],
        ["13900002007", "区大任", "1992-12-31", id_number("19710508"), "", "三级军士长", "", "11级", "", "", "", "不详", "1989-12-01", "昆山", "", "", ""],
        ["13900002007", "区大任", "1992-12-31", id_number("19710508"), "", "三级军士长", "", "11级", "", "", "", "不详", "1989-12-01", "昆山", "", "", ""],
        ["13900002008", "查良", "2030-12-31", id_number("20100102"), "", "义务兵", "", "", "", "", "", "", "2023-09-01", "昆山", "", "", ""],
    ]  # fmt: skip
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    faults = (
        ("column_unread", ""),
        ("id_upgraded", "D3"),
        ("phone_local", "A4"),
        ("dash_is_not_no", "G4"),
        ("disability_old_grade", "H5"),
        ("disability_without_grade", "I5"),
        ("discipline_unclear", "J5"),
        ("place_too_coarse", "N5"),
        ("date_day_or_month", "C6"),
        ("birth_not_of_id", "E6"),
        ("stated_unknown", "A7"),
        ("id_blank", "D7"),
        ("date_impossible", "M7"),
        ("name_blank", "B8"),
        ("value_unread", "H9"),
        ("stated_unknown", "L9"),
        ("duplicate_row", "D10"),
        ("value_unread", "H10"),
        ("date_in_future", "C11"),
        ("age_at_enlistment", "M11"),
    )
    return Planted("town_register.csv", out.getvalue().encode("gb18030"), faults, 9, 5)


def from_the_county() -> Planted:
    """Layout 3: a county's collection. Begins at C4, towns merged over their people, serial dates, formulas, further sheets."""
    book = Workbook()
    page = book.active
    page.title = "汇总"
    page["C2"] = "退役士兵接收安置汇总表"
    heads = [
        "接收乡镇",
        "姓 名",
        "身份证号码\n（18位）",
        "出生日期",
        "退役时军衔",
        "选改士官时间",
        "参军时间",
        "离队时间",
        "报到日期",
        "是否建档立卡",
        "退役方式",
        "退役原因",
        "刑事处罚情况",
        "入伍地",
        "姓名",
    ]
    for column, text in enumerate(heads, start=3):
        page.cell(4, column, text)
    people: list[list[Any]] = [
        ["千灯镇", "赵一", id_number("19900202"), date(1990, 2, 2), "四级军士长", 41153, 39783, 44896, "2022-12-10", "是", "安排工作", "服役期满", "无", "江苏昆山"],
        [None, "钱二", id_number("19900203"), 32907, "五级士官", 1999.1, "2008-12", "2022-12-01", "2022-11-01", "y", "退休", "因病", "无", "安徽省阜阳市"],
        [None, "孙三", int(id_number("19900204")[:17] + "0"), "1990-02-04", "上等兵", None, "2008-12", "2010-12-01", None, "已建档", "复员", "正常退役", "有期徒刑一年", "江苏省"],
        ["张浦镇", "李四", id_number("19900205"), "1990-02", "军士", None, "2008-12", "2022-12-01", "2099-01-01", "大概是", "逐月领取退役金", "强制退役", "无", "昆山市张浦镇"],
        [None, "=D5&D6", id_number("19900206"), None, "班长", None, "2008-12", "2022-12-01", None, None, "自主就业", "想家", "#N/A", "昆山"],
        [None, "周六", id_number("19900207"), None, "中士", None, "2008-12", "2022-12-01", None, None, "自主就业、服役期满", None, None, "昆山", "周小六"],
        [None, "吴七", id_number("19900208"), None, "中士", None, "2008-12", "2022-12-01", None, None, "自主就业", None, None, "昆山"],
        [None, "吴七", id_number("19900208"), None, "上士", None, "2008-12", "2022-12-01", None, None, "安排工作", None, None, "昆山"],
    ]  # fmt: skip
    for row, person in enumerate(people, start=5):
        for column, value in enumerate(person, start=3):
            page.cell(row, column, value)
    page["O9"].data_type = "e"
    page.merge_cells("C5:C7")
    page.merge_cells("C8:C12")
    other = book.create_sheet("补报")
    other.append(["姓名", "身份证号", "性别"])
    other.append(["别人", id_number("19900101"), "男"])
    book.create_sheet("旧表").sheet_state = "hidden"
    faults = (
        ("sheet_not_read", ""),
        ("sheet_hidden", ""),
        ("column_twice", ""),
        ("date_lost_zero", "H6"),
        ("reported_before_discharge", "K6"),
        ("id_lost_digits", "E7"),
        ("place_too_coarse", "P7"),
        ("date_in_future", "K8"),
        ("value_yes_or_no", "L8"),
        ("key_lost", "D9"),
        ("rank_unread", "G9"),
        ("value_choice", "N9"),
        ("value_lost", "O9"),
        ("duplicate_person", "E11"),
        ("duplicate_person", "E12"),
    )
    return Planted("county_collection.xlsx", saved(book), faults, 8, 3)


MAKERS: tuple[Callable[[], Planted], ...] = (from_the_unit, from_the_town, from_the_county)


def main(folder: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for make in MAKERS:
        made = make()
        (Path(folder) / made.name).write_bytes(made.content)


if __name__ == "__main__":
    main(sys.argv[1])
