"""Whole sheets: where the table begins, what is certified, who stands there twice, and the counting rule for any sheet."""

import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from rongyao.bureau.foundation.exchange.reading import Row, UnableToReadTable
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.roster.certified import says_complete
from rongyao.bureau.registry.roster.counting import check_counting
from rongyao.bureau.registry.roster.layout import Layout
from rongyao.bureau.registry.roster.parse import ParsedRoster, open_roster, parse_roster
from rongyao.bureau.registry.roster.rows import RowReader
from rongyao.bureau.registry.roster.template import HEADINGS, header_of, template
from rongyao.law.facts import FACTS

ON = date(2024, 10, 1)


def number(sequence: int = 113) -> str:
    first_17 = f"320583199211{30:02d}{sequence:03d}"
    return first_17 + check_digit(first_17)


def parsed(*rows: list, certified=(), merges=()) -> ParsedRoster:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return parse_roster(out.getvalue(), on=ON, certified=certified)


def codes(found: ParsedRoster) -> list[str]:
    return [problem.code for problem in found.problems]


def test_headers_stand_in_any_order_below_any_titles():
    found = parsed(
        ["花名册"], [], ["单位：某部", "2024年"], ["电话", "性别", "姓名"], ["13900000001", "男", "张三"]
    )
    assert found.roster.layout.header_rows == (4, 4)
    assert found.rows[0].person == {"name": "张三", "phone": "13900000001", "other_phones": []}


def test_a_sheet_without_headings_is_refused_with_what_to_do():
    with pytest.raises(UnableToReadTable) as refused:
        parsed(["张三", "男"], ["李四", "女"])
    assert refused.value.problem.code == "roster_no_header"
    assert "表头" in refused.value.problem.text("zh")


def test_an_unknown_column_is_reported_with_its_number_of_cells():
    found = parsed(["姓名", "性别", "血型"], ["张三", "男", "A"], ["李四", "男", None], ["王五", "男", "B"])
    assert [(unread.column.header, unread.cells) for unread in found.unread_columns] == [("血型", 2)]
    assert "column_unread" in codes(found)


def test_cells_beyond_the_last_heading_are_reported_too():
    found = parsed(["姓名", "性别"], ["张三", "男", None, "多出来的"])
    assert [(unread.column.letter, unread.cells) for unread in found.unread_columns] == [("D", 1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "本表立功受奖栏由某部核实填全，空白即为无。",
        "说明：立功受奖、残疾等级两栏已核实，空白表示无",
        "立功受奖栏未填写的视为无",
        "本表各栏由某部逐人核实填全，空白均为“无”",
    ],
)
def test_a_sentence_of_the_sender_certifies_its_columns(sentence):
    found = parsed([sentence], ["姓名", "性别", "立功受奖"], ["张三", "男", None])
    assert found.rows[0].facts["honours"] == []
    assert found.rows[0].values["honours"].source == "certified_column"


@pytest.mark.parametrize(
    "sentence",
    [
        "空白不代表无",
        "未填写的视为无效",
        "空白处请补填",
        "立功受奖栏请如实填写",
        "本表空白栏并非没有",
        "空白即为无法核实",
    ],
)
def test_a_sentence_that_does_not_say_so_certifies_nothing(sentence):
    assert not says_complete(sentence)
    found = parsed([sentence], ["姓名", "性别", "立功受奖"], ["张三", "男", None])
    assert "honours" not in found.rows[0].facts


def test_a_sentence_below_the_table_certifies_the_rows_above_it():
    found = parsed(
        ["姓名", "性别", "是否参战"], ["张三", "男", None], ["注：是否参战栏由某部核实填全，空白即为无。"]
    )
    assert found.rows[0].facts["took_part_in_combat"] is False


def test_an_excepted_column_stays_open():
    found = parsed(
        ["本表除立功受奖栏以外各栏均核实填全，空白即为无。"],
        ["姓名", "性别", "立功受奖", "是否参战"],
        ["张三", "男", None, None],
    )
    assert "honours" not in found.rows[0].facts
    assert found.rows[0].facts["took_part_in_combat"] is False


def test_a_certified_column_that_is_no_column_here_is_said():
    found = parsed(["本表奖惩记录簿栏由某部核实填全，空白即为无。"], ["姓名", "性别"], ["张三", "男"])
    assert "certified_unknown" in codes(found)


def test_a_blank_grade_of_an_nco_is_not_closed_by_a_certificate():
    found = parsed(
        ["姓名", "人员类别", "军士层级"],
        ["张三", "士官", None],
        ["李四", "义务兵", None],
        certified={"nco_grade"},
    )
    assert "nco_grade" not in found.rows[0].facts
    assert found.rows[1].facts["nco_grade"] == "none"


def test_a_dash_counts_as_blank_only_under_a_certificate():
    rows = (["姓名", "性别", "是否参战"], ["张三", "男", "—"])
    assert "took_part_in_combat" not in parsed(*rows).rows[0].facts
    assert parsed(*rows, certified={"took_part_in_combat"}).rows[0].facts["took_part_in_combat"] is False


def test_the_same_number_with_different_contents_rejects_every_such_row():
    found = parsed(["姓名", "身份证号"], ["张三", number()], ["李四", number(115)], ["张三丰", number()])
    assert [row.accepted for row in found.rows] == [False, True, False]
    assert codes(found).count("duplicate_person") == 2


def test_the_same_row_twice_is_taken_once():
    found = parsed(["序号", "姓名", "身份证号"], [1, "张三", number()], [2, "张三", number()])
    assert [row.accepted for row in found.rows] == [True, False]


def test_two_people_without_numbers_and_with_one_name_go_to_a_human():
    found = parsed(["姓名", "出生年月"], ["张三", "1992-11"], ["张 三", "1992-11"])
    assert codes(found).count("duplicate_without_id") == 2
    assert all(row.accepted for row in found.rows)


def test_category_and_rank_that_do_not_agree_reject_the_row():
    found = parsed(["姓名", "人员类别", "军衔"], ["张三", "义务兵", "三级军士长"])
    assert not found.rows[0].accepted
    assert "rank_conflict" in codes(found)
    assert "rank_group" not in found.rows[0].facts


def test_two_columns_of_one_fact_that_differ_are_both_reported():
    found = parsed(["姓名", "退役时间", "离队时间"], ["张三", "2024-09-01", "2023-09-01"])
    assert codes(found).count("values_conflict") == 2
    assert "discharged_on" not in found.rows[0].facts


def test_of_two_dates_that_agree_the_more_exact_is_kept():
    found = parsed(["姓名", "退役时间", "离队时间"], ["张三", "2024-09", "2024-09-01"])
    assert found.rows[0].facts["discharged_on"] == "2024-09-01"


def test_party_discipline_is_expulsion_only_where_it_says_so():
    found = parsed(
        ["姓名", "党内处分"], ["甲一", "有"], ["乙二", "无"], ["丙三", "开除党籍"], ["丁四", "严重警告"]
    )
    assert [row.facts.get("expelled_from_party") for row in found.rows] == [None, False, True, None]


def test_sums_signatures_numbering_and_repeated_headings_are_no_people():
    heads = ["序号", "姓名", "性别"]
    found = parsed(
        heads,
        [1, 2, 3],
        [1, "张三", "男"],
        heads,
        [2, "李四", "女"],
        ["合计", 2],
        ["填表人：某某"],
        ["以上人员的档案已由本部政治工作部门全部移交安置地接收单位，请查收并回执"],
    )
    assert [row.person["name"] for row in found.rows] == ["张三", "李四"]
    assert len(found.roster.lines) == 5


def test_a_section_heading_across_the_table_is_no_person():
    heads = ["姓名", "身份证号", "性别", "退役时间"]
    found = parsed(
        heads,
        ["一、安排工作人员"],
        ["张三", number(), "男", "2024-09"],
        ["玉山镇小计", None, 1],
        merges=["A2:D2"],
    )
    assert [row.person["name"] for row in found.rows] == ["张三"]


def test_a_second_line_of_a_person_is_not_swallowed():
    found = parsed(["姓名", "身份证号", "立功受奖"], ["张三", number(), "三等功"], [None, None, "嘉奖2次"])
    assert [(p.code, p.cell) for p in found.problems] == [("line_stray", "C3")]


def test_a_row_with_nothing_but_a_name_is_no_known_person():
    found = parsed(["序号", "姓名", "性别"], [1, "张三", "男"], [2, "李四", None], [None, "以下空白", None])
    assert [row.accepted for row in found.rows] == [True, False]
    assert codes(found) == ["roster_no_id_column", "line_not_read", "only_a_name"]


def test_a_person_whose_name_looks_like_a_word_is_still_a_person():
    found = parsed(["姓名", "身份证号", "性别"], ["说明", number(), "男"], ["共和", number(115), "男"])
    assert [row.person["name"] for row in found.rows] == ["说明", "共和"]


def test_one_row_can_be_read_again_after_a_cell_was_mended():
    found = parsed(["姓名", "身份证号", "退役时间"], ["张三", number()[:17], "92.11"])
    layout = Layout.from_json(found.roster.layout.to_json())
    again = RowReader(layout, ON, found.certified).read(Row(2, ("张三", number(), "1992-11")))
    assert not found.rows[0].accepted
    assert again.accepted
    assert again.facts["discharged_on"] == "1992-11"


def test_progress_is_told_and_ends_at_the_total():
    told: list[tuple[int, int]] = []
    book = Workbook()
    book.active.append(["姓名", "性别"])
    for n in range(450):
        book.active.append([f"张{n}", "男"])
    out = io.BytesIO()
    book.save(out)
    list(open_roster(out.getvalue(), on=ON).rows(lambda done, total: told.append((done, total))))
    assert told == [(200, 450), (400, 450), (450, 450)]


def test_rows_come_one_at_a_time():
    rows = parsed(["姓名", "性别"], ["张三", "男"], ["李四", "女"]).roster.rows()
    assert next(rows).person["name"] == "张三"
    assert next(rows).person["name"] == "李四"


def test_the_template_is_read_by_its_own_parser_without_an_unread_column():
    out = io.BytesIO()
    template(out)
    roster = open_roster(out.getvalue(), on=ON)
    assert roster.total == 0
    assert roster.problems == ()
    assert roster.certified == {}
    assert [column.kind.key for column in roster.layout.columns] == [heading.key for heading in HEADINGS]


def test_every_word_the_template_offers_is_understood():
    out = io.BytesIO()
    template(out)
    book = load_workbook(io.BytesIO(out.getvalue()))
    page = book["名单"]
    offered = {}
    for rule in page.data_validations.dataValidation:
        column = str(rule.sqref).split(":")[0].rstrip("0123456789")
        source = rule.formula1.split("!")[1].split("$")[1]
        offered[column] = [cell.value for cell in book["选项"][source] if cell.value]
    width = max(len(words) for words in offered.values())
    for row in range(width):
        page.cell(row + 2, 2, f"张{chr(0x4E00 + row)}")
        for column, words in offered.items():
            page[f"{column}{row + 2}"] = words[row % len(words)]
    saved = io.BytesIO()
    book.save(saved)
    found = parse_roster(saved.getvalue(), on=ON)
    assert len(offered) >= 10
    assert {code for row in found.rows for code in (p.code for p in row.problems)} <= {
        "disability_without_grade",
        "id_blank",
    }


def test_the_template_asks_for_every_fact_the_issue_names():
    asked = {name for heading in HEADINGS for name in (heading.key, header_of(heading))}
    assert {"enlisted_on", "discharged_on", "honours", "child_of_martyr", "reported_on"} <= asked


headers = st.lists(
    st.sampled_from(
        ["姓名", "身份证号", "性别", "出生年月", "入伍时间", "退役时间", "军衔", "人员类别", "立功受奖", "残疾等级", "残疾性质", "安置方式", "是否参战", "联系电话", "家庭住址", "备注", "序号", "服役年限", "血型", "户籍所在地", "党内处分", "西藏服役", "艰苦地区服役月数"]
    ),
    min_size=1,
    max_size=10,
    unique=True,
)  # fmt: skip
written = st.one_of(
    st.none(),
    st.sampled_from(["无", "否", "是", "—", "√", "不详", "张三", "李 四", "合计", "男", "女", "1992.11.30", "1992年11月", "92/11", "义务兵", "三级军士长", "班长", "三等功2次", "集体三等功", "因公六级", "6级", "因战", "自主就业", "13912345678", "昆山", "江苏", "12年", number(), number()[:17], "  "]),
    st.integers(0, 60000),
    st.floats(0, 60000, allow_nan=False),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    st.text("张三丰等功一2次、.-/ ", max_size=8),
)  # fmt: skip


@st.composite
def sheets(draw):
    heads = ["姓名", *[h for h in draw(headers) if h != "姓名"], "性别籍贯"]
    width = len(heads) + draw(st.integers(0, 2))
    rows = draw(st.lists(st.lists(written, min_size=width, max_size=width), max_size=8))
    certified = draw(
        st.sets(st.sampled_from([*heads, "honours", "disability_grade", "in_tibet"]), max_size=3)
    )
    merge = draw(st.booleans())
    return heads, rows, certified, merge


@given(sheets())
@settings(max_examples=150, deadline=None)
def test_for_any_sheet_no_filled_cell_becomes_null_unreported(sheet):
    heads, rows, certified, merge = sheet
    book = Workbook()
    page = book.active
    for row in [["某某花名册"], [*heads, "联系方式"], *rows]:
        page.append(row)
    if merge and len(rows) > 1:
        page.merge_cells("A3:A4")
    out = io.BytesIO()
    book.save(out)
    found = parse_roster(out.getvalue(), on=ON, certified=certified)
    assert check_counting(found) == []
    assert_every_cell_is_accounted_for(out.getvalue(), found)


def assert_every_cell_is_accounted_for(content: bytes, found: ParsedRoster) -> None:
    """Read the file by other means, and look for each filled cell in what the parser says."""
    taken = {value.cell for row in found.rows for value in row.values.values()}
    reported = {problem.cell for problem in found.problems}
    unread = {column.column.number for column in found.unread_columns}
    line_rows = {line.number for line in found.roster.lines}
    said = {(p.code, p.cell) for p in found.problems}
    for line in found.roster.lines:
        quiet = line.kind in ("title", "heading", "numbering")
        assert quiet or {("line_not_read", line.cell), ("line_stray", line.cell)} & said
    header_rows = range(found.roster.layout.header_rows[0], found.roster.layout.header_rows[1] + 1)
    by_row = {row.number: row for row in found.rows}
    kind_of = {column.number: column.kind for column in found.roster.layout.columns}
    for cells in load_workbook(io.BytesIO(content)).active.iter_rows():
        for cell in cells:
            blank = cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())
            if blank or cell.row in header_rows or cell.row in line_rows:
                continue
            row = by_row[cell.row]
            kind = kind_of.get(cell.column)
            is_person = kind is not None and kind.key.startswith(("person.", "place."))
            kept = is_person and row.ledger[cell.column - 1] == "T"
            agreed = (
                kind is not None
                and row.ledger[cell.column - 1] == "T"
                and all(f in row.values for f in kind.facts[:1])
            )
            declared = kind is not None and kind.key in ("ignored", "check.service_years")
            where = cell.coordinate
            assert (
                where in taken or where in reported or cell.column in unread or kept or agreed or declared
            ), where


@given(st.dates(date(1950, 1, 1), date(2024, 1, 1)), st.integers(0, 400))
@settings(max_examples=40, deadline=None)
def test_the_parser_never_invents_a_day(day, gap):
    later = day + timedelta(days=gap)
    found = parsed(["姓名", "入伍时间", "退役时间"], ["张三", f"{day:%Y.%m}", f"{later:%Y年%m月%d日}"])
    values = found.rows[0].values
    assert values["enlisted_on"].value == f"{day:%Y-%m}"
    assert values["discharged_on"].value == later.isoformat()
    assert set(found.rows[0].facts) <= set(FACTS)
