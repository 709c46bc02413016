"""A list of organisations comes in: every row is taken or says why not; nothing is half written."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from rongyao.bureau.registry.organisations.actions import imports, keeping
from rongyao.bureau.registry.organisations.models import ListImport, Organisation
from rongyao.bureau.registry.organisations.tests.made import CODE, OTHER_CODE, code_of

HEADINGS = ("单位名称", "统一社会信用代码", "行业", "企业规模", "职工人数", "备注")


def workbook_of(*rows: tuple, headings: tuple = HEADINGS) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(("某某名单",))
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return SimpleUploadedFile("名单.xlsx", made.getvalue())


@pytest.fixture
def listing(cast, lin, factory) -> ListImport:
    file = workbook_of(
        ("昆山新芯材料有限公司", OTHER_CODE, "电子电路制造", "小型", 30, "好"),  # 3
        ("昆山精诚电子有限公司", CODE, "3982", "大型", 500, None),  # 4: adds people, differs in scale
        ("昆山市精诚电子有限责任公司", None, None, None, None, None),  # 5: looks like the factory
        ("坏代码公司", "91350100M000100Y44", None, None, None, None),  # 6
        (None, None, "3982", None, None, None),  # 7
        ("重复公司", OTHER_CODE, None, None, None, None),  # 8
        ("怪规模公司", None, "不存在的行业", "巨型", "很多", None),  # 9
        (None, None, None, None, None, None),
    )
    return imports.upload(by=lin, file=file, kind="employer", division=cast.town_a)


def _codes(listing: ListImport, number: int) -> set[str]:
    return {one["code"] for one in listing.rows.get(number=number).problems}


def test_each_row_says_what_becomes_of_it(listing) -> None:
    states = dict(listing.rows.values_list("number", "state"))
    assert states == {
        3: "new",
        4: "changed",
        5: "alike",
        6: "rejected",
        7: "rejected",
        8: "rejected",
        9: "rejected",
    }
    assert _codes(listing, 4) == {"list_differs"}
    assert _codes(listing, 6) == {"list_bad_code"}
    assert _codes(listing, 7) == {"list_no_name"}
    assert _codes(listing, 8) == {"list_twice"}
    assert _codes(listing, 9) == {"list_unknown_industry", "list_unknown_choice", "list_bad_number"}
    assert listing.unread == ["F 备注"]
    assert Organisation.objects.count() == 1


def test_accepting_writes_what_is_new_and_fills_blanks_only(cast, lin, listing, factory) -> None:
    imports.decide_row(by=lin, listing=listing, number=5, choice="skip")
    done = imports.accept(by=lin, listing=listing)
    assert done == {"new": 1, "changed": 1, "left": 0}
    made = Organisation.objects.get(credit_code=OTHER_CODE)
    assert (made.industry, made.scale, made.headcount, made.path) == ("3982", "small", 30, cast.town_a.path)
    factory.refresh_from_db()
    assert (factory.headcount, factory.scale) == (500, "medium")
    with pytest.raises(imports.UnableToTakeList):
        imports.accept(by=lin, listing=listing)


def test_a_human_says_whether_an_alike_name_is_another(lin, listing) -> None:
    imports.decide_row(by=lin, listing=listing, number=5, choice="another")
    assert imports.accept(by=lin, listing=listing)["new"] == 2
    with pytest.raises(imports.UnableToTakeList):
        imports.decide_row(by=lin, listing=listing, number=6, choice="another")


def test_a_code_taken_meanwhile_is_left_with_its_reason(cast, lin, listing) -> None:
    values = {"name": "先到公司", "credit_code": OTHER_CODE}
    keeping.register(by=lin, kind="employer", division=cast.town_a, values=values)
    assert imports.accept(by=lin, listing=listing)["left"] == 1
    row = listing.rows.get(number=3)
    assert row.state == "rejected"
    assert "先到公司" in str(row.problems)


def test_a_code_of_another_town_is_not_written_over(cast, listing) -> None:
    zhao = cast.actor(cast.zhao)
    again = imports.upload(
        by=zhao, file=workbook_of(("某", CODE, None, None, 9, None)), kind="employer", division=cast.town_b
    )
    assert _codes(again, 3) == {"list_elsewhere"}
    with pytest.raises(imports.UnableToTakeList):
        imports.accept(by=zhao, listing=again)


def test_a_list_of_units_cannot_smuggle_in_a_designation(cast, lin) -> None:
    file = workbook_of(
        ("某集团军第三旅", "12345", "1000"),
        ("驻昆某部", "54321", "1000"),
        headings=("名称", "公开代号", "人数"),
    )
    made = imports.upload(by=lin, file=file, kind="unit", division=cast.town_a)
    assert dict(made.rows.values_list("number", "state")) == {3: "rejected", 4: "new"}
    # The column of numbers is not a unit's: it is named as unread and kept out of the entry.
    assert made.unread == ["C 人数"]
    imports.accept(by=lin, listing=made)
    assert Organisation.objects.get(kind="unit").headcount is None


def test_a_file_without_headings_says_what_to_do(cast, lin) -> None:
    for file in (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nothing"), workbook_of(headings=("甲", "乙"))):
        with pytest.raises(imports.UnableToTakeList):
            imports.upload(by=lin, file=file, kind="employer", division=cast.town_a)


def test_what_is_exported_can_be_read_in_again_without_a_change(cast, lin, factory) -> None:
    keeping.register(
        by=lin, kind="employer", division=cast.town_a,
        values={"name": "另一家有限公司", "credit_code": code_of("91320583MA1XX0009"), "industry": "3670", "headcount": 12},
    )  # fmt: skip
    answer = cast.signed_in(cast.lin).get("/desk/organisations/export/", {"kind": "employer"})
    assert load_workbook(BytesIO(answer.content)).worksheets[0].max_row == 3
    file = SimpleUploadedFile("again.xlsx", answer.content)
    again = imports.upload(by=lin, file=file, kind="employer", division=cast.town_a)
    assert set(again.rows.values_list("state", flat=True)) == {"same"}
