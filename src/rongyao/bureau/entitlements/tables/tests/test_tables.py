"""Yearly tables: whole or not at all, two persons, and a workbook whose every row is checked."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people import TODAY
from rongyao.bureau.entitlements.actions.standards import enter as enter_single
from rongyao.bureau.entitlements.models import DeterminationRun, StandardEntry
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.tables import actions, queries
from rongyao.bureau.entitlements.tables.books import UnableToReadBook, read_book, write_book
from rongyao.bureau.entitlements.tables.forms import field_of
from rongyao.bureau.entitlements.tables.models import StandardTable
from rongyao.bureau.entitlements.tables.rules import missing, odd
from rongyao.bureau.entitlements.tests.known import PENSION, PENSION_TABLE, disabled
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.law.standards import NAMES

NAME = NAMES[PENSION_TABLE]
HEAD_ROWS, FIRST = 8, 9
DOCUMENT = {
    "level": "national", "starts_on": "2025-08-01", "document": "示例文件", "document_no": "示例〔2025〕42号",
    "issued_on": "2025-11-20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


def raised() -> dict[tuple[str, ...], int]:
    return {keys: value + 144_000 for keys, value in queries.in_use(NAME, TODAY).items() if value}


def entered(cast, by=None, **other) -> StandardTable:
    args = {
        "name": PENSION_TABLE, "level": "national", "division_code": "", "starts_on": dt.date(2025, 8, 1),
        "ends_on": None, "document": "示例文件", "document_no": "示例〔2025〕42号", "issued_on": dt.date(2025, 11, 20),
        "cells": raised(),
    }  # fmt: skip
    return actions.enter(by=cast.actor(by or cast.lin), **{**args, **other})


def filled(change=None) -> bytes:
    """The workbook as an officer would send it back."""
    book = openpyxl.load_workbook(write_book(NAME, queries.cells(NAME), queries.in_use(NAME, TODAY)))
    page = book.active
    for row, text in ((3, dt.date(2025, 8, 1)), (4, "示例文件"), (5, "示例〔2025〕42号"), (6, "2025-11-20")):
        page.cell(row=row, column=2, value=text)
    for row in range(FIRST, page.max_row + 1):
        page.cell(row=row, column=5, value=(page.cell(row=row, column=4).value or 0) + 1_440)
    if change:
        change(page)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_table_of_pensions_has_every_grade_and_cause_once(db):
    found = queries.cells(NAME)
    assert len(found) == len(set(found)) == 26
    assert [keys for keys in found if keys[1] == "illness"] == [(str(n), "illness") for n in range(1, 7)]


def test_a_table_pays_in_every_cell_only_after_another_person_confirmed_it(cast):
    (person, *_others) = disabled(cast, 2, cast.town_a)
    from rongyao.bureau.entitlements.actions.determinations import determine
    from rongyao.bureau.foundation.access.rules import Actor
    from rongyao.bureau.registry.models import Person

    determine(by=Actor.system(), people=Person.objects.filter(pk=person.pk), on=TODAY, entitlements=[PENSION])
    table = entered(cast)
    assert StandardEntry.objects.count() == 0
    assert standards.effective().equals(standards.over_seed([]))
    actions.confirm(by=cast.actor(cast.wei), table=table, on=TODAY)
    assert StandardEntry.objects.filter(state="confirmed", tables=table).count() == 26
    assert queries.in_use(NAME, TODAY)["6", "duty"] == 4_962_000
    assert DeterminationRun.objects.get().person_ids == [person.pk]
    assert not WorkItem.objects.filter(kind="tables.confirm", state="open").exists()
    assert Event.objects.filter(verb__startswith="standard_table.").count() == 2


def test_nobody_confirms_their_own_table(cast):
    table = entered(cast, by=cast.wei)
    with pytest.raises(actions.UnableToConfirmTable):
        actions.confirm(by=cast.actor(cast.wei), table=table, on=TODAY)
    assert StandardEntry.objects.count() == 0


def test_one_cell_entered_singly_meanwhile_keeps_the_whole_table_out(cast):
    table = entered(cast)
    enter_single(
        by=cast.actor(cast.zhao), name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
        division_code="", starts_on=dt.date(2025, 8, 1), ends_on=None, value=1, document="甲", document_no="1",
        issued_on=dt.date(2025, 11, 20),
    )  # fmt: skip
    with pytest.raises(actions.UnableToConfirmTable, match="6"):
        actions.confirm(by=cast.actor(cast.wei), table=table, on=TODAY)
    assert StandardEntry.objects.count() == 1


def test_a_refused_table_never_pays_and_a_withdrawn_one_no_longer(cast):
    wei = cast.actor(cast.wei)
    refused = actions.refuse(by=wei, table=entered(cast), reason="与文件不符")
    with pytest.raises(actions.UnableToConfirmTable):
        actions.confirm(by=wei, table=refused, on=TODAY)
    table = actions.confirm(by=wei, table=entered(cast), on=TODAY)
    with pytest.raises(actions.UnableToConfirmTable):
        actions.withdraw(by=wei, table=table, reason=" ", on=TODAY)
    actions.withdraw(by=wei, table=table, reason="文件更正", on=TODAY)
    assert standards.effective().equals(standards.over_seed([]))


@pytest.mark.parametrize("right", ["confirm", "refuse", "withdraw"])
def test_only_who_answers_for_the_whole_city_decides_on_a_table(cast, right):
    table = entered(cast)
    more = {"confirm": {"on": TODAY}, "refuse": {"reason": "x"}, "withdraw": {"reason": "x", "on": TODAY}}[
        right
    ]
    for user in (cast.lin, cast.hao, cast.sun):
        with pytest.raises(NotAllowed):
            getattr(actions, right)(by=cast.actor(user), table=table, **more)


def test_a_clerk_enters_no_table(cast):
    with pytest.raises(NotAllowed):
        entered(cast, by=cast.sun)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cells": {("6", "duty"): 1}}, {"name": "minimum_nothing"}, {"document_no": " "}, {"level": "province"},
        {"ends_on": dt.date(2024, 1, 1)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_a_table_that_is_not_whole_or_does_not_fit_is_refused(cast, wrong):
    with pytest.raises(actions.UnableToEnterTable):
        entered(cast, **wrong)
    assert StandardTable.objects.count() == 0


def test_the_same_table_does_not_wait_twice(cast):
    entered(cast)
    with pytest.raises(actions.UnableToEnterTable):
        entered(cast)


# ── the workbook ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_filled_workbook_reads_back_as_it_was_filled(db):
    read = read_book(NAME, filled(), queries.cells(NAME))
    assert (read.faults, read.cells) == ([], raised())
    assert (read.head["starts_on"], read.head["issued_on"]) == ("2025-08-01", "2025-11-20")


def _set(row, column, value):
    return lambda page: page.cell(row=row, column=column, value=value)


def _empty(row, column):
    def change(page):
        page.cell(row=row, column=column).value = None

    return change


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_empty(FIRST, 5), "E9"), (_set(FIRST, 5, "约五万"), "E9"), (_set(FIRST, 5, 0), "E9"), (_set(FIRST, 5, 1.005), "E9"),
        (_set(FIRST + 1, 1, "1|battle"), "E10"), (_set(FIRST, 1, "11|duty"), "A9"), (_set(2, 2, "元/月"), "B2"),
        (_empty(5, 2), "B5"), (_set(6, 2, "去年"), "B6"), (_set(3, 2, "2025年8月"), "B3"),
        (lambda page: page.delete_rows(FIRST), "—"),
    ],
    ids=["empty", "words", "nothing", "half a fen", "twice", "unknown", "unit", "number", "date", "day", "row gone"],
)  # fmt: skip
def test_each_thing_wrong_is_named_by_its_cell(db, change, where):
    read = read_book(NAME, filled(change), queries.cells(NAME))
    assert where in [at for at, _text in read.faults], read.faults


def test_the_workbook_of_another_standard_is_not_taken(db):
    with pytest.raises(UnableToReadBook):
        read_book(NAMES["survivor_pension"], filled(), queries.cells(NAMES["survivor_pension"]))
    with pytest.raises(UnableToReadBook):
        read_book(NAME, b"no workbook", queries.cells(NAME))


def test_a_lighter_grade_paid_more_and_a_figure_below_the_one_in_use_are_pointed_at():
    given = {("1", "duty"): 900, ("2", "duty"): 950, ("10", "duty"): 100, ("1", "battle"): 990}
    found = odd(("grade", "cause"), given, {("10", "duty"): 101, ("1", "battle"): 980})
    assert [one.keys for one in found] == [("2", "duty"), ("10", "duty")]
    assert odd(("nature",), {("martyr",): 5}, {}) == []
    assert missing([("1", "duty"), ("3", "duty")], given) == [("3", "duty")]


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_workbook_to_the_table_in_use(cast, language):
    disabled(cast, 6, cast.town_a)
    officer, director = cast.signed_in(cast.lin, language), cast.signed_in(cast.wei, language)
    assert officer.get(reverse("tables:tables")).status_code == 200
    assert officer.get(reverse("tables:book", args=[PENSION_TABLE])).status_code == 200
    assert officer.get(reverse("tables:enter", args=[PENSION_TABLE])).status_code == 200
    upload = reverse("tables:upload", args=[PENSION_TABLE])
    read = officer.post(upload, {"file": SimpleUploadedFile("a.xlsx", filled())})
    assert read.status_code == 200
    form = read.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert officer.post(reverse("tables:enter", args=[PENSION_TABLE]), data).status_code == 302
    table = StandardTable.objects.get()
    assert {tuple(keys): value for keys, value in table.cells} == raised()
    shown = director.get(reverse("tables:impact", args=[table.pk]))
    assert "8,640.00" in shown.content.decode()
    assert director.get(reverse("tables:impact_export", args=[table.pk])).status_code == 200
    assert director.get(reverse("tables:table", args=[table.pk])).status_code == 200
    assert director.post(reverse("tables:confirm", args=[table.pk])).status_code == 302
    table.refresh_from_db()
    assert table.state == "confirmed"
    again = director.get(reverse("tables:impact", args=[table.pk]))
    assert "8,640.00" in again.content.decode(), "what it changed can be seen afterwards too"


def test_a_faulty_workbook_comes_back_with_its_cells_and_enters_nothing(cast):
    officer = cast.signed_in(cast.lin)
    file = SimpleUploadedFile("a.xlsx", filled(_empty(FIRST, 5)))
    back = officer.post(reverse("tables:upload", args=[PENSION_TABLE]), {"file": file})
    assert back.status_code == 422
    assert "E9" in back.content.decode()
    assert StandardTable.objects.count() == 0


def test_a_page_with_one_bad_amount_keeps_all_the_others(cast):
    amounts = {field_of(keys): str(value // 100) for keys, value in raised().items()}
    bad = {**DOCUMENT, **amounts, "cell_6_duty": "abc"}
    back = cast.signed_in(cast.lin).post(reverse("tables:enter", args=[PENSION_TABLE]), bad)
    assert back.status_code == 422
    assert amounts["cell_1_battle"] in back.content.decode()
    assert "abc" in back.content.decode()


def test_a_standard_without_cells_has_no_table(cast):
    assert (
        cast.signed_in(cast.lin).get(reverse("tables:enter", args=["second_lieutenant_pay"])).status_code
        == 404
    )


def test_who_may_not_confirm_is_refused_and_a_reason_is_asked(cast):
    table = entered(cast)
    assert cast.signed_in(cast.lin).post(reverse("tables:confirm", args=[table.pk])).status_code == 403
    assert (
        cast.signed_in(cast.wei).post(reverse("tables:refuse", args=[table.pk]), {"reason": ""}).status_code
        == 422
    )
    assert (
        cast.signed_in(cast.wei)
        .post(reverse("tables:withdraw", args=[table.pk]), {"reason": "x"})
        .status_code
        == 422
    )
