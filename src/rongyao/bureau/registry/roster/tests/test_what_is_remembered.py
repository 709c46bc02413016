"""What the reader remembers of a column changes nothing it says of a row."""

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.reading import Row, open_table
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.roster import cells
from rongyao.bureau.registry.roster.crosscheck import _is_before
from rongyao.bureau.registry.roster.dates import earliest, latest
from rongyao.bureau.registry.roster.layout import Layout, choose_sheet
from rongyao.bureau.registry.roster.rows import RowReader

ON = dt.date(2026, 11, 24)
HEADS = ("姓名", "身份证号", "性别", "军衔", "立功受奖", "参战", "入伍时间", "备注")
NUMBER = "32058319921130113" + check_digit("32058319921130113")
VALUES: tuple[tuple[object, ...], ...] = (
    ("陈卫国", NUMBER, "男", "中士", "三等功1次、嘉奖2次", 1, "2011-12", "无"),
    ("陈卫国", NUMBER, "男", "中士", "三等功1次、嘉奖2次", True, "2011-12", "无"),
    ("陈卫国", NUMBER, 1, "中士", "无", 1.0, dt.date(2011, 12, 1), None),
    ("王芳", None, "1", "义务兵", "—", "1", "2011-12-01", LostValue("#N/A")),
    ("王芳", None, "女", "义务兵（中士）", LostValue("=A1"), "=A1", 40878, "=A1"),
)


@pytest.fixture(scope="module")
def layout() -> Layout:
    book = Workbook()
    book.active.append(HEADS)
    book.active.append([str(value) for value in VALUES[0]])
    out = io.BytesIO()
    book.save(out)
    found, _said = choose_sheet(open_table(out.getvalue()))
    assert found
    return found


@pytest.mark.parametrize("most", [8192, 1])
def test_a_row_says_the_same_to_a_reader_that_has_seen_others(layout, most, monkeypatch) -> None:
    monkeypatch.setattr(cells, "MOST_REMEMBERED", most)
    rows = [Row(number, values) for number, values in enumerate(VALUES * 3, start=2)]
    one = RowReader(layout, ON, {"honours": "officer"})
    for row in rows:
        assert one.read(row) == RowReader(layout, ON, {"honours": "officer"}).read(row)


def test_no_two_people_share_one_list_of_honours(layout) -> None:
    reader = RowReader(layout, ON)
    first, second = (reader.read(Row(number, VALUES[0])) for number in (2, 3))
    first.values["honours"].value.append("medal")
    assert "medal" not in second.values["honours"].value
    assert "medal" not in reader.read(Row(4, VALUES[0])).values["honours"].value


iso = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat()[:length] for length in (4, 7, 10)])
)


@given(iso, iso)
def test_dates_as_text_are_in_the_order_of_their_days(one: str, other: str) -> None:
    assert _is_before(one, other) == (latest(one) < earliest(other))
