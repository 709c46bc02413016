"""Lists out, and uploaded workbooks marked."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from rongyao.bureau.foundation.exchange import marking
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import open_table
from rongyao.bureau.foundation.exchange.writing import About, Column, safe_text, write_list

declare(
    Severity.ERROR, {"test_wrong": ("“{written}”不对", "“{written}” is wrong", "改成对的", "make it right")}
)
declare(Severity.NOTE, {"test_note": ("看一下{what}", "look at the {what}")})
ABOUT = About("退役军人名单", "林警官", datetime(2026, 6, 1, 9, 30, tzinfo=UTC), filters=[("镇", "玉山镇")])


def written(columns, rows):
    out = io.BytesIO()
    count = write_list(out, columns=columns, rows=iter(rows), about=ABOUT)
    return count, load_workbook(io.BytesIO(out.getvalue()))


def test_a_list_keeps_identity_numbers_as_text_and_dates_as_dates():
    columns = [
        Column("姓名"),
        Column("身份证号", 22),
        Column("出生", kind="date"),
        Column("金额", kind="money"),
        Column("年", kind="whole"),
    ]
    count, book = written(
        columns, [["张三", "320583199001010000", "1990-01-01", 124050, 5], ["李四", None, "1992-11", None, 0]]
    )
    page = book["名单"]
    assert count == 2
    assert (page["B2"].value, page["B2"].number_format) == ("320583199001010000", "@")
    assert page["C2"].value == datetime(1990, 1, 1)  # noqa: DTZ001
    assert page["C3"].value == "1992-11"
    assert page["D2"].value == 1240.5
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].width == 22


def test_the_sheet_says_who_exported_what_and_when():
    _, book = written([Column("姓名")], [["张三"]])
    said = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert said == {
        "名称": "退役军人名单",
        "导出人": "林警官",
        "导出时间": "2026-06-01 09:30",
        "行数": "1",
        "筛选：镇": "玉山镇",
    }


@pytest.mark.parametrize("text", ["=1+1", "+8613912345678", "-2", "@SUM(A1)", "\tx", "|x"])
def test_text_like_a_formula_is_never_calculated(text):
    _, book = written([Column("姓名")], [[text]])
    assert book["名单"]["A2"].value == f"'{text}"
    assert book["名单"]["A2"].data_type != "f"


def test_control_characters_are_left_out_rather_than_breaking_the_file():
    assert safe_text("张\x00三") == "张三"


def uploaded() -> bytes:
    book = Workbook()
    page = book.active
    page.title = "名单"
    page.append(["姓名", "身份证号"])
    page.append(["张三", "123"])
    page["A2"].number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def found() -> list[Problem]:
    return [
        problem("test_note", what=("电话", "telephone")).at("A2", "姓名"),
        problem("test_wrong", written="123").at("B2", "身份证号"),
    ]


def test_marking_keeps_the_original_and_colours_the_cell_with_a_comment():
    out = io.BytesIO()
    assert marking.mark(uploaded(), out, sheet="名单", problems=found()) == 2
    page = load_workbook(io.BytesIO(out.getvalue()))["名单"]
    assert page["B2"].value == "123"
    assert page["B2"].fill.fgColor.rgb.endswith("F6C9C4")
    assert page["B2"].comment.text == "“123”不对\n改成对的"
    assert page["A1"].comment is None


def test_marking_lists_every_problem_on_its_own_sheet():
    out = io.BytesIO()
    marking.mark(uploaded(), out, sheet="名单", problems=found(), lang="en")
    lines = list(load_workbook(io.BytesIO(out.getvalue()))["Problems"].values)
    assert lines[1][1:5] == (2, "A", "姓名", "A2")
    assert lines[2][5:] == ("123", "to be mended; the row was not taken", "“123” is wrong", "make it right")
    assert lines[1][7] == "look at the telephone"


@pytest.mark.parametrize("content", ["姓名,身份证号\n张三,123\n".encode("gb18030")])
def test_a_csv_is_marked_in_a_new_workbook(content):
    out = io.BytesIO()
    marking.mark(content, out, sheet="csv", problems=found())
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert book["csv"]["B2"].value == "123"
    assert "不对" in book["csv"]["B2"].comment.text
    assert book["问题"].max_row == 3


def test_a_very_large_workbook_is_copied_by_value(monkeypatch):
    monkeypatch.setattr(marking, "KEEPS_LOOK_UP_TO_CELLS", 0)
    out = io.BytesIO()
    marking.mark(uploaded(), out, sheet="名单", problems=found())
    table = open_table(out.getvalue())
    assert [row.values for row in table.rows("名单")] == [("姓名", "身份证号"), ("张三", "123")]


def test_a_problem_survives_storage_as_json():
    before = problem("test_note", what=("电话", "telephone")).at("A2", "姓名")
    after = Problem.from_json(before.to_json())
    assert after == before
    assert after.text("en") == "look at the telephone"


def test_a_code_nobody_declared_is_refused():
    with pytest.raises(KeyError):
        problem("nobody_declared_this")


def test_a_code_declared_twice_with_other_words_is_refused():
    with pytest.raises(ValueError, match="twice"):
        declare(Severity.NOTE, {"test_wrong": ("别的", "else")})


def test_a_date_stays_a_date_in_a_copied_workbook(monkeypatch):
    monkeypatch.setattr(marking, "KEEPS_LOOK_UP_TO_CELLS", 0)
    book = Workbook()
    book.active.append([date(1990, 1, 1), 5])
    source, out = io.BytesIO(), io.BytesIO()
    book.save(source)
    marking.mark(source.getvalue(), out, sheet="Sheet", problems=[])
    assert next(open_table(out.getvalue()).rows("Sheet")).values == (date(1990, 1, 1), 5)
