"""Forms as data: checked, filled column-exact, read back the same, taken in as a roster."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions.facts import record_fact
from rongyao.bureau.registry.actions.finishing import read as read_roster
from rongyao.bureau.registry.actions.people import add_person
from rongyao.bureau.registry.actions.rosters import accept
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import UNMASKED, Filters
from rongyao.bureau.registry.returns import actions, queries
from rongyao.bureau.registry.returns.models import AddedForm
from rongyao.bureau.registry.returns.rules.books import Line, UnableToReadForm, read_form, write_form
from rongyao.bureau.registry.returns.rules.mapping import UnableToReadMapping, built_in, read_mapping
from rongyao.bureau.registry.returns.rules.source import mapping_text
from rongyao.law.facts import FACTS

FORMS = sorted(built_in())
ZHOU_ID = "32058319650412001" + check_digit("32058319650412001")


def cells(content: BytesIO) -> list[list]:
    page = load_workbook(BytesIO(content.getvalue())).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


# --- the mapping --------------------------------------------------------------------------------------


def test_every_form_that_comes_with_the_product_is_sound_and_owns_up_to_its_layout() -> None:
    assert FORMS == [
        "card_application",
        "discharge_autumn",
        "discharge_spring",
        "file_register",
        "preferential_yearly",
    ]
    assert not any(form.is_official for form in built_in().values())
    assert all("未见正式表样" in form.basis for form in built_in().values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fact.enlisted_on", "fact.no_such"),
        ("fact.enlisted_on,date:YYYY.MM.DD", "fact.enlisted_on,date:DD/MM"),
        ("table:sex", "table:no"),
        ("@code,discharge_spring", "@code,Über"),
        ("@layout,ours", "@layout,maybe"),
        ("序号,6", "序号,wide"),
        ("安置地,14", "姓名,14"),
        ("fact.enlisted_on", "fact.late_without_reason"),
        ("heading,width", "width,heading"),
    ],
)
def test_a_faulty_mapping_is_refused_with_its_line(old: str, new: str) -> None:
    text = mapping_text("discharge_spring")
    assert old in text
    with pytest.raises(UnableToReadMapping) as refused:
        read_mapping(text.replace(old, new))
    assert refused.value.problems


# --- round trip ---------------------------------------------------------------------------------------

dates = st.dates(dt.date(1930, 1, 1), dt.date(2026, 1, 1)).map(str)
precise = dates | dates.map(lambda d: d[:7]) | dates.map(lambda d: d[:4])


def value_of(source: str):
    if source.startswith("fact."):
        known = FACTS[source[5:]]
        kinds = {
            "bool": st.booleans(), "date": precise, "int": st.integers(0, 10), "money": st.integers(0, 10**8),
            "category": st.sampled_from(sorted(known.choices) or ["x"]),
            "categories": st.lists(st.sampled_from(["merit_3"] if "merit_3" in known.choices else sorted(known.choices)[:1] or ["x"]), max_size=1),
        }  # fmt: skip
        return kinds[known.kind]
    plain = {
        "person.name": st.sampled_from(["周敏", "欧阳建国", "阿依古丽·买买提"]),
        "person.sex": st.sampled_from(["male", "female"]),
        "person.id_number": st.just(ZHOU_ID),
        "person.birth_on": precise,
        "person.phone": st.sampled_from(["13912345678", "0512-57301234"]),
    }
    return plain.get(source, st.sampled_from(["玉山镇", "人民路1号", "汉族"]))


@pytest.mark.parametrize("code", FORMS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_filled_form_reads_back_and_fills_again_cell_by_cell_the_same(code: str, data) -> None:
    form = built_in()[code]
    sources = [c.source for c in form.columns if c.source not in ("row", "note", "blank")]
    optional = {source: value_of(source) for source in sources}
    people = data.draw(st.lists(st.fixed_dictionaries({}, optional=optional), min_size=1, max_size=4))
    lines = [Line(f"KS-{n:06d}", "x", values) for n, values in enumerate(people)]
    content, _many, _gaps = write_form(form, lines, 2026)
    assert [c for c in cells(content)[1] if c] == [c.heading for c in form.columns]
    read = read_form(form, content.getvalue())
    assert read.unread == []
    again, _many, _gaps = write_form(form, [Line("", "", row) for row in read.rows], 2026)
    # A person of whom the form knows nothing at all leaves no row to number; the others are the same cell by cell.
    assert cells(again) == cells(content)


def test_other_columns_are_refused_and_the_first_difference_named() -> None:
    form = built_in()["discharge_spring"]
    content, _many, _gaps = write_form(form, [], 2026)
    book = load_workbook(content)
    book.worksheets[0]["D2"] = "身份证"
    out = BytesIO()
    book.save(out)
    with pytest.raises(UnableToReadForm, match="D"):
        read_form(form, out.getvalue())


# --- people -------------------------------------------------------------------------------------------


@pytest.fixture
def today():
    with time_machine.travel("2026-11-24T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def zhou(cast, today):
    identity = {"name": "周敏", "id_number": ZHOU_ID, "phone": "13912345678", "address": "人民路1号"}
    person = add_person(by=Actor.system(), division=cast.town_a, identity=identity)
    for name, value in (("rank_group", "nco"), ("enlisted_on", "1985-11"), ("discharged_on", "2001-12-01")):
        record_fact(by=Actor.system(), person=person, name=name, value=value, paper=cast.paper)
    return person


def filled(cast, code: str = "discharge_spring") -> BytesIO:
    form = queries.get_form(code)
    return actions.fill(
        by=cast.actor(cast.lin), form=form, filters=Filters(words="周敏"), reason="报苏州市局"
    )[1]


@pytest.mark.django_db
def test_filling_lists_what_is_missing_and_is_recorded_on_each_file(cast, zhou) -> None:
    content = filled(cast)
    assert ZHOU_ID in cells(content)[2]
    assert "1985.11" in cells(content)[2]
    book = load_workbook(content)
    missing = {row[2].value for row in book["缺项"].iter_rows(min_row=2)}
    assert {"退役情形", "安置方式"} <= missing
    assert Event.objects.filter(verb="return.filled").count() == 1
    seen = Event.objects.get(verb=UNMASKED, person_id=zhou.pk)
    assert "报苏州市局" in seen.detail["reason"]


@pytest.mark.django_db
def test_out_and_in_again_through_the_roster_changes_nothing_and_fills_the_same_cells(cast, zhou) -> None:
    lin = cast.actor(cast.lin)
    content = filled(cast)
    before = list(Fact.objects.order_by("pk").values_list("name", "value", "ended_at"))
    file = SimpleUploadedFile("接收名单.xlsx", content.getvalue())
    form = queries.get_form("discharge_spring")
    roster, unread = actions.take_back(
        by=lin, form=form, file=file, given_by="苏州市局", dated_on=dt.date(2026, 11, 1), division=cast.town_a
    )
    assert unread == []
    read_roster(roster_id=roster.pk)
    roster.refresh_from_db()
    accept(by=lin, roster=roster, takes_rosters=False)
    assert list(Fact.objects.order_by("pk").values_list("name", "value", "ended_at")) == before
    assert cells(filled(cast)) == cells(content)


@pytest.mark.django_db
def test_a_form_brings_in_somebody_new_as_it_stands(cast, zhou) -> None:
    lin = cast.actor(cast.lin)
    content = filled(cast)
    Fact.objects.filter(person=zhou).delete()
    Person.objects.filter(pk=zhou.pk).delete()
    file = SimpleUploadedFile("接收名单.xlsx", content.getvalue())
    form = queries.get_form("discharge_spring")
    roster, _unread = actions.take_back(
        by=lin, form=form, file=file, given_by="苏州市局", dated_on=dt.date(2026, 11, 1), division=cast.town_a
    )
    read_roster(roster_id=roster.pk)
    roster.refresh_from_db()
    accept(by=lin, roster=roster, takes_rosters=False)
    assert cells(filled(cast)) == cells(content)


@pytest.mark.django_db
def test_whole_numbers_need_their_own_right_and_a_reason(cast, zhou) -> None:
    form = queries.get_form("discharge_spring")
    with pytest.raises(actions.UnableToFill):
        actions.fill(by=cast.actor(cast.lin), form=form, filters=Filters(words="周敏"), reason=" ")
    with pytest.raises(actions.UnableToFill):
        actions.fill(by=cast.actor(cast.zhao), form=form, filters=Filters(words="周敏"), reason="报市局")
    with pytest.raises(NotAllowed):
        actions.fill(by=cast.actor(cast.sun), form=form, filters=Filters(), reason="报市局")


@pytest.mark.django_db
def test_the_pages_of_forms_and_a_form_of_the_bureaus_own(cast, zhou) -> None:
    client = cast.signed_in(cast.lin)
    assert "未见正式表样" in client.get("/desk/returns/").content.decode()
    assert client.get("/desk/returns/discharge_spring/").status_code == 200
    assert client.post("/desk/returns/discharge_spring/", {"reason": ""}).status_code == 422
    assert client.post("/desk/returns/discharge_spring/?q=周敏", {"reason": "报市局"}).status_code == 200
    text = client.get("/desk/returns/discharge_spring/mapping/").content.decode().lstrip("\ufeff")
    same = SimpleUploadedFile("m.csv", text.encode())
    assert client.post("/desk/returns/add/", {"file": same}).status_code == 422
    faulty = SimpleUploadedFile(
        "m.csv", text.replace("fact.rank_group", "fact.x").replace("discharge_spring", "ours_1").encode()
    )
    assert "fact.x" in client.post("/desk/returns/add/", {"file": faulty}).content.decode()
    own = text.replace("discharge_spring", "ours_1").replace("@layout,ours", "@layout,official")
    answer = client.post("/desk/returns/add/", {"file": SimpleUploadedFile("m.csv", own.encode("gb18030"))})
    assert answer.status_code == 302
    assert AddedForm.objects.get().version == 1
    assert client.get(answer.url).status_code == 200
    assert client.get("/desk/returns/discharge_spring/back/").status_code == 200
    wrong = {"file": same, "given_by": "市局", "dated_on_0": "2026", "dated_on_1": "11", "dated_on_2": "1"}
    assert client.post("/desk/returns/discharge_spring/back/", wrong).status_code == 422
    assert cast.signed_in(cast.sun).get("/desk/returns/").status_code == 403
    assert client.get("/desk/returns/nothing/").status_code == 404
