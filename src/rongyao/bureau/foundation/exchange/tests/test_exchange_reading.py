"""Files come in whole: positions, merged cells, encodings, and nothing turned blank on the way."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.reading import Limits, UnableToReadTable, open_table


def book(fill) -> bytes:
    made = Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rows(content: bytes, sheet: int = 0):
    table = open_table(content)
    return list(table.rows(table.sheets[sheet].name))


def read_all(content: bytes, limits: Limits) -> None:
    table = open_table(content, limits=limits)
    assert list(table.rows(table.sheets[0].name))


def code_of(content: bytes, **limits) -> str:
    with pytest.raises(UnableToReadTable) as refused:
        read_all(content, Limits(**limits))
    return refused.value.problem.code


def test_positions_are_those_of_the_sheet_even_when_it_begins_at_c4():
    def fill(made):
        made.active["C4"] = "姓名"

    found = rows(book(fill))
    assert [row.number for row in found] == [1, 2, 3, 4]
    assert found[3].value(3) == "姓名"
    assert found[3].value(1) is None


def test_a_merged_range_is_filled_and_says_where_the_value_stands():
    def fill(made):
        page = made.active
        page["A1"] = "玉山镇"
        page.merge_cells("A1:A3")
        for n in range(1, 5):
            page.cell(n, 2, n)

    found = rows(book(fill))
    assert [row.value(1) for row in found] == ["玉山镇", "玉山镇", "玉山镇", None]
    assert found[1].merged == {1: "A1"}
    assert found[1].own_values == (None, 2)


def test_dates_numbers_and_truth_keep_their_types():
    def fill(made):
        made.active.append([dt.date(1992, 11, 30), 5, 5.5, True, "  ", "文"])

    assert rows(book(fill))[0].values == (dt.date(1992, 11, 30), 5, 5.5, True, None, "文")


def test_an_error_value_and_an_uncalculated_formula_are_not_blank():
    def fill(made):
        page = made.active
        page["A1"], page["B1"], page["D2"] = "x", "=A1&1", "#N/A"
        page["D2"].data_type = "e"

    found = rows(book(fill))
    assert found[0].value(2) == "=A1&1"
    assert isinstance(found[0].value(2), LostValue)
    assert isinstance(found[1].value(4), LostValue)


def test_a_hidden_sheet_is_listed_as_hidden():
    def fill(made):
        made.create_sheet("旧表").sheet_state = "hidden"

    assert [(info.name, info.is_hidden) for info in open_table(book(fill)).sheets] == [
        ("Sheet", False),
        ("旧表", True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_separator_offices_use(encoding, separator):
    text = f'姓名{separator}住址\r\n张三{separator}"玉山镇\n一号"\r\n\r\n李四{separator}\r\n'
    table = open_table(text.encode(encoding))
    found = list(table.rows("csv"))
    assert [row.values for row in found] == [("姓名", "住址"), ("张三", "玉山镇\n一号"), (), ("李四", None)]


def test_a_rare_character_survives_gb18030():
    assert rows("姓名,号\n王\U00020164,1\n".encode("gb18030"))[1].value(1) == "王\U00020164"


def test_an_identity_number_protected_by_an_equals_sign_is_text():
    assert rows(b'a,b\n="320583199001010000",2\n')[1].value(1) == "320583199001010000"


def test_each_unreadable_file_has_its_own_reason():
    assert code_of(b"") == "table_empty"
    assert code_of(b"<html><table></table></html>") == "table_is_web_page"
    assert code_of(b"PK\x03\x04broken") == "table_unreadable"
    assert code_of(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) == "table_encrypted"
    assert code_of(b"a,b\n\xff\xff\xff,1\n") == "table_encoding"
    assert code_of(b"a,b\n" * 20, rows=10) == "table_too_many_rows"
    assert code_of(b"a" * 100, file_bytes=50) == "table_too_large"
    assert code_of(b"," * 20, columns=10) == "table_too_many_columns"


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="名单">
<table:table-row><table:table-cell office:value-type="string"><text:p>姓名</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>张三</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>""".replace("\n", "")


def test_an_open_document_sheet_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="m"/>'
        )
        packed.writestr("content.xml", ODS)
    table = open_table(out.getvalue())
    assert (table.kind, table.sheets[0].name) == ("ods", "名单")
    assert [row.values for row in table.rows("名单")] == [("姓名", None), ("张三", 12)]


def test_a_file_that_would_expand_without_measure_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 3_000_000)
    assert code_of(out.getvalue(), unpacked_bytes=1_000_000) == "table_expands"


def test_a_refusal_speaks_both_languages():
    with pytest.raises(UnableToReadTable) as refused:
        open_table(b"")
    assert refused.value.problem.text("zh") == "文件里没有内容"
    assert "nothing" in refused.value.problem.text("en")


cells = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.text("张三丰〇,;=\"' \t1x", max_size=6),
    st.dates(dt.date(1950, 1, 1), dt.date(2030, 1, 1)),
)


@given(st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_every_non_blank_cell_written_is_read_back_in_its_place(table):
    def fill(made):
        for r, row in enumerate(table, start=1):
            for c, value in enumerate(row, start=1):
                made.active.cell(r, c).value = value
                if isinstance(value, str) and value.startswith("="):
                    made.active.cell(r, c).data_type = "s"

    found = rows(book(fill))
    for r, row in enumerate(table):
        for c, value in enumerate(row, start=1):
            blank = value is None or (isinstance(value, str) and not value.strip())
            read = found[r].value(c) if r < len(found) else None
            assert (read is None) == blank
            if not blank and not isinstance(value, str):
                assert read == value
