"""The people workbook: out, edited, back; nothing lost, nothing half-written, everything undone."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions.facts import Paper
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person, Source
from rongyao.bureau.registry.queries import Filters
from rongyao.bureau.registry.upkeep.actions import applying, sheets
from rongyao.bureau.registry.upkeep.actions.judging import Judged
from rongyao.bureau.registry.upkeep.models import IssueRow, Sheet, SheetRow
from rongyao.bureau.registry.upkeep.tests.books import FACTS, Book, back, issued
from rongyao.law.facts import FACTS as LAW

PAPER = Paper("paper", "退役人员档案核对表", dt.date(2026, 11, 1))
ZHOU_ID = "32058319650412001" + check_digit("32058319650412001")
WANG_ID = "32058319700101003" + check_digit("32058319700101003")

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhou(open_file, record):
    person = open_file("周敏", id_number=ZHOU_ID, phone="13912345678", address="昆山市玉山镇人民路1号")
    record(person, "rank_group", "nco")
    record(person, "enlisted_on", "1985-11")
    return person


def codes(sheet: Sheet) -> set[str]:
    return {one.code for row in sheet.rows.all() for one in Judged.of(row).problems}


def changes(sheet: Sheet) -> dict[str, tuple[str, str]]:
    return {c.field: (c.now, c.shown) for row in sheet.rows.all() for c in Judged.of(row).changes}


def current(person: Person) -> dict:
    return dict(Fact.objects.filter(person=person, ended_at=None).values_list("name", "value"))


# --- out and back -------------------------------------------------------------------------------------


def test_a_workbook_that_comes_back_unchanged_changes_nothing(cast, lin, zhou) -> None:
    sheet = back(lin, issued(lin))
    assert sheet.rows.count() == 0
    assert sheet.summary["counts"] == {
        "rows": 2, "people": 2, "changed": 0, "conflict": 0, "rejected": 0, "cells": 0,
    }  # fmt: skip
    with pytest.raises(applying.UnableToApply):
        applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={})


def test_the_workbook_holds_masks_and_no_number(cast, lin, zhou) -> None:
    book = issued(lin)
    text = json.dumps(book.cells(), ensure_ascii=False)
    assert ZHOU_ID not in text
    assert "13912345678" not in text
    assert book.cell(zhou.number, "身份证号").value == f"3205**********{ZHOU_ID[-4:]}"
    assert book.page.column_dimensions["A"].hidden
    assert ZHOU_ID.encode() not in b"".join(bytes(r.body.encode()) for r in IssueRow.objects.all())


words = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("=+-@'\t\n\r 　陈卫国*_x000D_"), max_size=40
)
dates = st.dates(dt.date(1930, 1, 1), dt.date(2026, 1, 1)).map(str)
precise = dates | dates.map(lambda d: d[:7]) | dates.map(lambda d: d[:4])
values = {
    "rank_group": st.sampled_from(list(LAW["rank_group"].choices)),
    "enlisted_on": precise,
    "discharged_on": precise,
    "in_tibet": st.booleans(),
    "honours": st.lists(st.sampled_from(list(LAW["honours"].choices)), max_size=4),
    "disability_grade": st.integers(0, 10),
    "monthly_basic_pay": st.integers(0, 10**9),
}
anybody = st.fixed_dictionaries(
    {"name": st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5)},
    optional={"address": words, "ethnicity": words.map(lambda t: t[:20]), "birth_on": precise},
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(anybody, st.fixed_dictionaries({}, optional=values)), min_size=1, max_size=6)
)
def test_random_people_go_out_and_come_back_unchanged(cast, lin, people) -> None:
    Fact.objects.all().delete()
    Person.objects.exclude(pk=cast.chen.pk).delete()
    for number, (identity, facts) in enumerate(people):
        person = Person(number=f"KS-9{number:05d}", division=cast.town_a, path=cast.town_a.path)
        for name, value in identity.items():
            setattr(person, name, value.replace("\x00", ""))
        person.keep_name(identity["name"]).save()
        for name, value in facts.items():
            Fact.objects.create(
                person=person, name=name, value=value, source=cast.paper, as_of=cast.paper.dated_on
            )
    sheet = back(lin, issued(lin))
    assert changes(sheet) == {}
    assert codes(sheet) == set()


EDITS = st.sampled_from(
    [
        ("住址", "昆山市巴城镇新街2号", "address", "昆山市巴城镇新街2号"),
        ("姓名", "周明", "name", "周明"),
        ("退役时人员类别", "军官", "rank_group", "officer"),
        ("入伍日期", "1985年12月3日", "enlisted_on", "1985-12-03"),
        ("入伍日期", dt.date(1986, 1, 2), "enlisted_on", "1986-01-02"),
        ("在西藏服役", "是", "in_tibet", True),
        ("残疾等级（0为无）", 8, "disability_grade", 8),
        ("服役期间功勋荣誉表彰（含追授）", "三等功1次、嘉奖2次", "honours", None),
        ("死亡时月基本工资（含追授军衔对应）", "8500.5", "monthly_basic_pay", 850050),
        ("电话", "13800001111", "phone", "13800001111"),
    ]
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDITS, min_size=1, max_size=4, unique_by=lambda edit: edit[2]))
def test_what_was_edited_and_nothing_else_stands_in_the_next_workbook(cast, lin, edits) -> None:
    from django.db import transaction

    save = transaction.savepoint()
    zhou = Person(number="KS-900001", division=cast.town_a, path=cast.town_a.path, birth_on="1965-04-12")
    zhou.keep_name("周敏").save()
    book = issued(lin)
    before = book.cells()
    row = book.row("KS-900001")
    columns = {book.columns[heading] for heading, *_rest in edits}
    for heading, typed, _field, _value in edits:
        book.cell("KS-900001", heading).value = typed
    sheet = back(lin, book)
    assert set(changes(sheet)) == {field for _heading, _typed, field, _value in edits}
    applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={})
    after = issued(lin).cells()
    differ = {
        (r, c)
        for r, (one, two) in enumerate(zip(before, after, strict=True), start=1)
        for c, (x, y) in enumerate(zip(one, two, strict=True), start=3)
        if x != y
    }
    assert differ == {(row, column) for column in columns}
    zhou.refresh_from_db()
    held = {**current(zhou), "name": zhou.name, "address": zhou.address, "phone": zhou.phone}
    assert all(held[field] == value for _h, _t, field, value in edits if value is not None)
    transaction.savepoint_rollback(save)


# --- what may be wrong with a sheet -------------------------------------------------------------------


def test_every_fault_of_a_cell_is_said_with_its_row_and_column(cast, lin, zhou) -> None:
    book = issued(lin)
    row = book.row(zhou.number)
    book.cell(zhou.number, "身份证号").value = "3205**********9999"
    book.cell(zhou.number, "住址").value = '="x"&"y"'
    book.cell(zhou.number, "入伍日期").value = "85.11"
    book.cell(zhou.number, "性别").value = "女"
    sheet = back(lin, book)
    judged = Judged.of(sheet.rows.get())
    assert sheet.rows.get().state == SheetRow.State.REJECTED
    assert {one.code for one in judged.problems} == {
        "sheet_mask_typed", "sheet_formula", "sheet_unread", "sheet_follows_number",
    }  # fmt: skip
    assert all(one.cell.endswith(str(row)) and one.column for one in judged.problems)


def test_a_merged_cell_belongs_to_nobody(cast, lin, zhou) -> None:
    book = issued(lin)
    column = book.columns["住址"]
    book.page.cell(2, column).value = "同一地址"
    book.page.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    assert "sheet_merged" in codes(back(lin, book))


def test_added_rows_changed_keys_and_rows_twice_are_not_taken(cast, lin, zhou) -> None:
    book = issued(lin)
    page = book.page
    page.append([None, None, "KS-777777", "新来的"])
    page.append([page.cell(2, 1).value, *[c.value for c in page[2]][1:]])
    page.cell(3, 1).value = "1-2-0000000000000000"
    sheet = back(lin, book)
    assert codes(sheet) == {"sheet_row_added", "sheet_row_twice", "sheet_key_changed"}
    assert not sheet.rows.exclude(state=SheetRow.State.REJECTED).exists()


def test_sorting_only_some_columns_is_noticed(cast, lin, zhou) -> None:
    book = issued(lin)
    a, b = book.page.cell(2, 3), book.page.cell(3, 3)
    a.value, b.value = b.value, a.value
    assert codes(back(lin, book)) == {"sheet_number_moved"}


def test_a_deleted_column_and_a_deleted_row_are_not_touched_and_said(cast, lin, zhou) -> None:
    book = issued(lin)
    book.page.delete_cols(book.columns["住址"])
    book.page.delete_rows(book.row(zhou.number))
    sheet = back(lin, book)
    assert sheet.rows.count() == 0
    said = {one["code"] for one in sheet.summary["problems"]}
    assert said == {"sheet_column_gone", "sheet_rows_gone"}


def test_without_the_hidden_key_the_file_is_refused_in_words(cast, lin, zhou) -> None:
    book = issued(lin)
    book.page.delete_cols(1)
    with pytest.raises(sheets.UnableToReadSheet, match="A 列"):
        back(lin, book)


def test_a_blank_is_not_touched_unless_the_officer_ticks_it(cast, lin, zhou) -> None:
    book = issued(lin)
    book.cell(zhou.number, "住址").value = None
    book.cell(zhou.number, "入伍日期").value = None
    sheet = back(lin, book)
    assert changes(sheet) == {}
    assert codes(sheet) == {"sheet_blank"}
    ticked = back(lin, book, blank_removes=True)
    applying.apply(by=lin, sheet=ticked, paper=PAPER, choices={})
    zhou.refresh_from_db()
    assert zhou.address == ""
    assert "enlisted_on" not in current(zhou)


def test_a_name_is_never_removed_by_a_blank(cast, lin, zhou) -> None:
    book = issued(lin)
    book.cell(zhou.number, "姓名").value = None
    assert codes(back(lin, book, blank_removes=True)) == {"sheet_never_blank"}


# --- two officers -------------------------------------------------------------------------------------


def edited_by_two(cast, lin, zhou, record) -> Sheet:
    book = issued(lin)
    record(zhou, "enlisted_on", "1986-01")
    record(zhou, "discharged_on", "2001-12")
    book.cell(zhou.number, "入伍日期").value = "1985-12"
    book.cell(zhou.number, "住址").value = "新地址"
    return back(lin, book)


def test_a_cell_somebody_else_changed_is_a_conflict_and_the_rest_loses_nothing(
    cast, lin, zhou, record
) -> None:
    sheet = edited_by_two(cast, lin, zhou, record)
    row = sheet.rows.get()
    assert row.state == SheetRow.State.CONFLICT
    conflict = next(c for c in Judged.of(row).changes if c.is_conflict)
    assert (conflict.issued, conflict.now, conflict.shown) == ("1985-11", "1986-01", "1985-12")
    with pytest.raises(applying.UnableToApply, match="谁的"):
        applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={})
    assert current(zhou)["enlisted_on"] == "1986-01"
    applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={f"{row.number}-enlisted_on": "theirs"})
    zhou.refresh_from_db()
    assert (zhou.address, current(zhou)["enlisted_on"], current(zhou)["discharged_on"]) == (
        "新地址", "1986-01", "2001-12",
    )  # fmt: skip


def test_what_changes_between_reading_and_writing_stops_the_whole_sheet(cast, lin, zhou, record) -> None:
    book = issued(lin)
    book.cell(zhou.number, "入伍日期").value = "1985-12"
    book.cell(cast.chen.number, "住址").value = "昆山"
    sheet = back(lin, book)
    record(zhou, "enlisted_on", "1987")
    with pytest.raises(applying.UnableToApply, match="又有变动"):
        applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={})
    cast.chen.refresh_from_db()
    assert cast.chen.address == ""


def test_one_refused_row_leaves_every_row_unwritten(cast, lin, zhou) -> None:
    book = issued(lin)
    book.cell(cast.chen.number, "住址").value = "昆山"
    book.cell(cast.chen.number, "身份证号").value = ZHOU_ID
    book.cell(zhou.number, "住址").value = "别处"
    sheet = back(lin, book)
    with pytest.raises(applying.UnableToApply):
        applying.apply(by=lin, sheet=sheet, paper=PAPER, choices={})
    zhou.refresh_from_db()
    assert zhou.address == "昆山市玉山镇人民路1号"
    assert not Event.objects.filter(verb="person.bulk_changed").exists()


# --- writing and undoing ------------------------------------------------------------------------------


def applied(lin, zhou) -> Sheet:
    book = issued(lin)
    book.cell(zhou.number, "住址").value = "新地址"
    book.cell(zhou.number, "身份证号").value = WANG_ID
    book.cell(zhou.number, "入伍日期").value = "1985-12"
    book.cell(zhou.number, "在西藏服役").value = "是"
    return applying.apply(by=lin, sheet=back(lin, book), paper=PAPER, choices={})


def test_writing_keeps_the_source_the_cell_and_the_record(cast, lin, zhou) -> None:
    sheet = applied(lin, zhou)
    fact = Fact.objects.get(person=zhou, name="enlisted_on", ended_at=None)
    assert (fact.value, fact.source.title, fact.recorded_by_id) == ("1985-12", PAPER.title, cast.lin.pk)
    assert fact.place
    assert sheet.summary["written"] == {"people": 1, "cells": 4}
    assert Event.objects.filter(verb="person.bulk_changed", person_id=zhou.pk).count() == 2
    assert Event.objects.filter(verb="sheet.applied").count() == 1
    assert ZHOU_ID not in json.dumps(list(Event.objects.values_list("detail", flat=True)))


def test_a_written_sheet_is_undone_as_a_whole_and_the_history_stays(cast, lin, zhou) -> None:
    before = issued(lin).cells()
    sheet = applied(lin, zhou)
    applying.undo(by=lin, sheet=sheet, reason="上传错了")
    assert issued(lin).cells() == before
    zhou.refresh_from_db()
    assert zhou.id_number == ZHOU_ID
    assert Fact.objects.filter(person=zhou, name="enlisted_on").count() == 3
    assert Source.objects.filter(facts__person=zhou, facts__ended_at=None, title=PAPER.title).count() == 0


def test_a_sheet_is_not_undone_over_somebody_elses_later_work(cast, lin, zhou, record) -> None:
    sheet = applied(lin, zhou)
    record(zhou, "honours", [])
    with pytest.raises(applying.UnableToUndo, match="之后"):
        applying.undo(by=lin, sheet=sheet, reason="上传错了")
    zhou.refresh_from_db()
    assert zhou.address == "新地址"


# --- access and pages ---------------------------------------------------------------------------------


def test_another_town_and_a_clerk_are_refused(cast, lin, zhou) -> None:
    zhao, clerk = cast.actor(cast.zhao), cast.actor(cast.sun)
    book = issued(lin)
    with pytest.raises(sheets.UnableToReadSheet, match="管辖"):
        back(zhao, book)
    with pytest.raises(NotAllowed):
        sheets.issue(by=clerk, filters=Filters(), facts=[])
    with pytest.raises(sheets.UnableToIssue):
        sheets.issue(by=zhao, filters=Filters(), facts=[])


def test_a_file_that_left_the_town_meanwhile_is_not_written(cast, lin, zhou) -> None:
    book = issued(lin)
    book.cell(zhou.number, "住址").value = "新地址"
    Person.objects.filter(pk=zhou.pk).update(division=cast.town_b, path=cast.town_b.path)
    assert codes(back(lin, book)) == {"sheet_out_of_scope"}


def test_the_pages_from_download_to_undo(cast, zhou, django_assert_max_num_queries) -> None:
    client = cast.signed_in(cast.lin)
    assert client.get("/desk/upkeep/sheets/").status_code == 200
    assert "2" in client.get("/desk/upkeep/sheets/new/?town=").content.decode()
    answer = client.post("/desk/upkeep/sheets/new/", {"facts": FACTS})
    from io import BytesIO

    book = Book(BytesIO(answer.content))
    book.cell(zhou.number, "住址").value = "<b>新地址"
    uploaded = client.post("/desk/upkeep/sheets/read/", {"file": book.file()})
    assert uploaded.status_code == 302
    with django_assert_max_num_queries(25):
        page = client.get(uploaded.url).content.decode()
    assert "&lt;b&gt;新地址" in page
    assert "昆山市玉山镇人民路1号" in page
    short = client.post(f"{uploaded.url}apply/", {"kind": "paper", "title": ""})
    assert short.status_code == 422
    data = {"kind": "paper", "title": "核对表", "dated_on_0": "2026", "dated_on_1": "11", "dated_on_2": "1"}
    assert client.post(f"{uploaded.url}apply/", data).status_code == 302
    assert client.get(f"{uploaded.url}undo/").status_code == 200
    assert client.post(f"{uploaded.url}undo/", {"reason": "试一试"}).status_code == 302
    assert Sheet.objects.get().state == Sheet.State.UNDONE
    assert cast.signed_in(cast.zhao).get(uploaded.url).status_code == 404
    assert cast.signed_in(cast.sun).get("/desk/upkeep/sheets/").status_code == 403
