"""A roster on its way in: read, shown with every planted fault, mended, decided, written once."""

from __future__ import annotations

import datetime as dt
import stat
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.actions import finishing, rosters
from rongyao.bureau.registry.actions.facts import Paper, record_fact
from rongyao.bureau.registry.actions.matching import Body
from rongyao.bureau.registry.identity.numbers import check_digit
from rongyao.bureau.registry.models import Fact, Person, RosterImport, RosterRow
from rongyao.bureau.registry.registrations import FactsChanged, facts_listeners

ON = dt.date(2026, 6, 1)
HEADER = [
    "序号",
    "姓名",
    "身份证号",
    "安置地",
    "入伍时间",
    "退役时间",
    "人员类别",
    "立功受奖",
    "开除党籍",
    "联系电话",
    "备注",
    "出生年月",
]


def _id(first_17: str) -> str:
    return first_17 + check_digit(first_17)


ANNA, BEN, CARL = _id("32058319921130001"), _id("32058319930405003"), _id("32058319940607005")


def _row(number: int, name: str, id_number: str, **cells: object) -> list[object]:
    plain = {"安置地": "玉山镇", "入伍时间": "2011-09", "退役时间": "2025-09-01", "人员类别": "军士", "立功受奖": "三等功1次",
             "开除党籍": "", "联系电话": "", "备注": "", "出生年月": ""}  # fmt: skip
    merged = {**plain, "序号": number, "姓名": name, "身份证号": id_number, **cells}
    return [merged[header] for header in HEADER]


def _file(*rows: list[object], title: bool = True) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append(["2025年退役军人花名册"])
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("花名册.xlsx", content.getvalue())


def _upload(
    cast,
    *rows: list[object],
    by: str = "lin",
    division=None,
    certified: tuple[str, ...] = (),
    on: dt.date = ON,
) -> RosterImport:
    """Upload as an officer and let the worker read."""
    return _upload_file(cast, _file(*rows), by=by, division=division, certified=certified, on=on)


def _upload_file(
    cast, file, by: str = "lin", division=None, certified: tuple[str, ...] = (), on: dt.date = ON
) -> RosterImport:
    actor = cast.actor(getattr(cast, by))
    roster = rosters.upload(by=actor, file=file, given_by="某部", dated_on=on, division=division or cast.town_a,
                            certified=list(certified))  # fmt: skip
    finishing.read(roster_id=roster.pk)
    roster.refresh_from_db()
    return roster


def _states(roster: RosterImport) -> dict[int, str]:
    return dict(roster.rows.values_list("number", "state"))


def _accept(cast, roster: RosterImport, *, takes: bool = False, by: str = "lin"):
    return rosters.accept(by=cast.actor(getattr(cast, by)), roster=roster, takes_rosters=takes)


GOOD = (_row(1, "安娜", ANNA), _row(2, "本尼", BEN, 联系电话="13912345678", 备注="原籍张浦"))


def test_an_upload_keeps_the_file_for_its_owner_only_and_defers_the_reading_with_it(cast) -> None:
    roster = rosters.upload(by=cast.actor(cast.lin), file=_file(*GOOD), given_by="某部", dated_on=ON, division=cast.town_a,
                            certified=[])  # fmt: skip
    path = rosters.stored(roster)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(roster.sha256) == 64
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("registry.read_roster", {"roster_id": roster.pk})
    assert Event.objects.get(verb="roster.uploaded").detail == {"sha256": roster.sha256}


def test_reading_writes_nothing_of_anybody_and_puts_the_roster_on_the_officers_desk(cast) -> None:
    roster = _upload(cast, *GOOD)
    assert roster.state == "read"
    assert Person.objects.count() == 1
    assert not Fact.objects.exists()
    item = WorkItem.objects.get(kind=rosters.READ)
    assert (item.owner_id, item.params["rows"]) == (cast.lin.pk, 2)
    assert _states(roster) == {3: "new", 4: "new"}


def test_an_accepted_roster_writes_people_facts_sources_records_and_news_together(cast) -> None:
    told: list[FactsChanged] = []
    facts_listeners.append(told.append)
    try:
        roster = _upload(cast, *GOOD, certified=("expelled_from_party",))
        written = _accept(cast, roster)
    finally:
        facts_listeners.remove(told.append)
    anna = Person.objects.get(name="安娜")
    assert (anna.birth_on, anna.sex, anna.id_number, anna.path) == (
        "1992-11-30",
        "male",
        ANNA,
        cast.town_a.path,
    )
    facts = queries.facts_of(anna)
    assert facts["enlisted_on"].value == "2011-09"
    assert facts["honours"].value == ["merit_3"]
    assert (facts["honours"].source.kind, facts["honours"].place, facts["honours"].as_of) == (
        "roster",
        "H3",
        ON,
    )
    assert (facts["expelled_from_party"].value, facts["expelled_from_party"].source.kind) == (
        False,
        "certified",
    )
    ben = Person.objects.get(name="本尼")
    assert ben.phone == "13912345678"
    assert [remark.body for remark in queries.remarks_of(ben)] == ["原籍张浦"]
    assert (written.new, set(written.people)) == (2, {anna.pk, ben.pk})
    assert Event.objects.filter(verb="person.from_roster").count() == 2
    assert set(told[0].person_ids) == {anna.pk, ben.pk}
    assert not WorkItem.objects.filter(state="open").exists()
    roster.refresh_from_db()
    assert roster.state == "accepted"
    assert set(roster.rows.values_list("state", flat=True)) == {"written"}
    assert all(row.body == "" for row in roster.rows.all())


def test_a_blank_cell_without_certification_stays_not_known(cast) -> None:
    _accept(cast, _upload(cast, *GOOD))
    assert "expelled_from_party" not in queries.facts_of(Person.objects.get(name="安娜"))


def test_the_same_file_again_changes_nothing_and_says_so(cast) -> None:
    _accept(cast, _upload(cast, *GOOD))
    facts, people = Fact.objects.count(), Person.objects.count()
    again = _upload(cast, *GOOD)
    assert set(_states(again).values()) == {"same"}
    text = cast.signed_in(cast.lin).get(reverse("registry:import", args=[again.pk])).content.decode()
    assert "没有新内容" in text
    answer = cast.signed_in(cast.lin).post(reverse("registry:import_accept", args=[again.pk]), follow=True)
    assert "没有改动" in answer.content.decode()
    assert (Fact.objects.count(), Person.objects.count()) == (facts, people)
    assert not Fact.objects.filter(ended_at__isnull=False).exists()


FAULTS = (
    _row(1, "安娜", ANNA[:-1]),
    _row(2, "本尼", ANNA[:-1] + ("1" if ANNA[-1] != "1" else "2")),
    _row(3, "卡尔", CARL, 退役时间="2010-01-01"),
    _row(4, "", BEN),
    _row(5, "达娜", _id("32058319950101007"), 立功受奖="集体一等功若干"),
    _row(6, "艾玛", _id("32058319960101009"), 人员类别="外星人"),
)


def test_every_planted_fault_is_reported_with_its_cell_and_counted(cast) -> None:
    roster = _upload(cast, *FAULTS)
    found = {(one.number, one.code) for one in roster.problems.filter(row__isnull=False)}
    assert {(3, "id_length"), (4, "id_check_digit"), (5, "dates_out_of_order"), (6, "name_blank")} <= found
    assert {number for number, code in found if number in (7, 8)} == {7, 8}
    counts = roster.summary["counts"]
    assert (counts["rows"], counts["accepted"], counts["rejected"]) == (6, 2, 4)
    assert [state for _n, state in sorted(_states(roster).items())] == ["rejected"] * 4 + ["new"] * 2
    lin = cast.signed_in(cast.lin)
    text = lin.get(
        reverse("registry:import_problems", args=[roster.pk]), {"severity": "error"}
    ).content.decode()
    assert "17 位" in text
    assert "C3" in text
    only = lin.get(reverse("registry:import_problems", args=[roster.pk]), {"kind": "name_blank"})
    assert only.context["page"].paginator.count == 1


def test_the_marked_workbook_is_the_senders_own_with_a_sheet_of_problems(cast) -> None:
    roster = _upload(cast, *FAULTS)
    answer = cast.signed_in(cast.lin).get(reverse("registry:import_marked", args=[roster.pk]))
    book = load_workbook(BytesIO(answer.content))
    assert "问题" in book.sheetnames
    assert book.worksheets[0]["C3"].comment is not None
    assert book.worksheets[0]["A1"].value == "2025年退役军人花名册"


def test_a_cell_is_mended_in_the_page_by_the_same_parser_and_the_row_can_then_be_written(cast) -> None:
    roster = _upload(cast, *FAULTS)
    lin, address = cast.signed_in(cast.lin), reverse("registry:import_row", args=[roster.pk, 3])
    page = lin.get(address)
    assert "17 位" in page.content.decode()
    cells = {cell["name"]: cell["text"] for cell in page.context["cells"]}
    assert lin.post(address, {**cells, "c3": ANNA}).status_code == 302
    row = roster.rows.get(number=3)
    assert row.state == "new"
    assert not row.problems.filter(severity="error").exists()
    assert Body.of(row).facts["enlisted_on"] == "2011-09"
    assert Event.objects.get(verb="roster.row_mended").detail == {"row": 3, "columns": ["3"]}
    assert _accept(cast, roster).new == 3


def test_a_mended_number_that_stands_elsewhere_in_the_file_is_found(cast) -> None:
    roster = _upload(cast, _row(1, "安娜", ANNA), _row(2, "本尼", ANNA[:-1]))
    lin = cast.actor(cast.lin)
    rosters.mend_row(by=lin, roster=roster, number=4, cells={"3": ANNA})
    assert _states(roster) == {3: "rejected", 4: "rejected"}
    rosters.mend_row(by=lin, roster=roster, number=4, cells={"3": BEN})
    assert _states(roster) == {3: "new", 4: "new"}


def test_a_row_whose_cells_have_moved_sideways_is_not_mended_cell_by_cell(cast) -> None:
    good, wide = _row(1, "安娜", ANNA), _row(2, "本尼", BEN, 备注="原籍张浦")
    wide.insert(3, "逗号后面的半句")
    text = "\n".join(",".join(str(cell) for cell in line) for line in (HEADER, good, wide))
    roster = _upload_file(cast, SimpleUploadedFile("花名册.csv", text.encode()))
    assert _states(roster) == {2: "new", 3: "rejected"}
    with pytest.raises(rosters.UnableToDecideRoster, match=r"原文件|in the file"):
        rosters.mend_row(by=cast.actor(cast.lin), roster=roster, number=3, cells={"4": "玉山镇"})
    lin, address = cast.signed_in(cast.lin), reverse("registry:import_row", args=[roster.pk, 3])
    page = lin.get(address)
    assert page.context["may_mend"] is False
    assert "原文件" in page.content.decode()
    for choice in ("skip", "back"):
        rosters.choose(by=cast.actor(cast.lin), roster=roster, number=3, choice=choice)
    assert _states(roster) == {2: "new", 3: "rejected"}
    assert roster.rows.get(number=3).problems.filter(code="row_too_wide").count() == 1


def test_leaving_out_one_of_two_equal_numbers_frees_the_other(cast) -> None:
    roster = _upload(cast, _row(1, "安娜", ANNA), _row(2, "安妮", ANNA))
    assert set(_states(roster).values()) == {"rejected"}
    rosters.choose(by=cast.actor(cast.lin), roster=roster, number=4, choice="skip")
    assert _states(roster) == {3: "new", 4: "skipped"}
    rosters.choose(by=cast.actor(cast.lin), roster=roster, number=4, choice="back")
    assert set(_states(roster).values()) == {"rejected"}


def test_two_candidates_for_one_person_wait_for_a_human(cast) -> None:
    twin = Person(number="KS-000077", division=cast.town_a, path=cast.town_a.path, birth_on="1990-05")
    twin.keep_name(cast.chen.name).save()
    roster = _upload(cast, _row(1, cast.chen.name, _id("32058319900504001")))
    row = roster.rows.get()
    assert row.state == "candidates"
    assert set(row.candidates) == {cast.chen.pk, twin.pk}
    with pytest.raises(rosters.UnableToDecideRoster):
        _accept(cast, roster)
    lin = cast.signed_in(cast.lin)
    assert (
        "KS-000077" in lin.get(reverse("registry:import_row", args=[roster.pk, row.number])).content.decode()
    )
    lin.post(reverse("registry:import_choose", args=[roster.pk, row.number]), {"choice": str(twin.pk)})
    assert _accept(cast, roster).people == {twin.pk: twin.path}
    twin.refresh_from_db()
    assert twin.id_last4 == _id("32058319900504001")[-4:]
    assert Person.objects.count() == 2


def test_a_choice_outside_the_offer_is_refused(cast) -> None:
    roster = _upload(cast, _row(1, cast.chen.name, _id("32058319900504001")))
    for choice in ("999999", "", "x"):
        with pytest.raises(rosters.UnableToDecideRoster):
            rosters.choose(by=cast.actor(cast.lin), roster=roster, number=3, choice=choice)
    rosters.choose(by=cast.actor(cast.lin), roster=roster, number=3, choice="new")
    assert _accept(cast, roster).new == 1


def test_a_row_without_a_number_once_chosen_is_known_when_the_same_file_comes_again(cast) -> None:
    file = _file(_row(1, cast.chen.name, "", 出生年月="1990-05"))
    for expected in ("candidates", "same"):
        file.seek(0)
        roster = _upload_file(cast, file)
        assert set(_states(roster).values()) == {expected}
        if expected == "candidates":
            rosters.choose(by=cast.actor(cast.lin), roster=roster, number=3, choice=str(cast.chen.pk))
        _accept(cast, roster)
    assert Person.objects.count() == 1


def test_a_person_of_another_town_is_neither_shown_nor_written(cast) -> None:
    other = Person(number="KS-000088", division=cast.town_b, path=cast.town_b.path)
    other.keep_name("安娜").keep_id_number(ANNA).save()
    roster = _upload(cast, _row(1, "安娜", ANNA, 安置地=""), _row(2, "本尼", BEN, 安置地="巴城镇"))
    assert set(_states(roster).values()) == {"outside"}
    lin = cast.signed_in(cast.lin)
    assert lin.get(reverse("registry:import_row", args=[roster.pk, 3])).status_code == 404
    assert "KS-000088" not in lin.get(reverse("registry:import_rows", args=[roster.pk])).content.decode()
    assert _accept(cast, roster).people == {}
    assert not Fact.objects.exists()


def test_a_city_roster_puts_each_person_into_the_town_it_names(cast) -> None:
    from rongyao.bureau.foundation.access.models import Appointment

    Appointment.objects.create(
        user=cast.wei, role="officer", division=cast.city, starts_on=dt.date(2020, 1, 1)
    )
    roster = _upload(cast, _row(1, "安娜", ANNA), _row(2, "本尼", BEN, 安置地="昆山市巴城镇"), _row(3, "卡尔", CARL, 安置地="火星镇"),
                     by="wei", division=cast.city)  # fmt: skip
    assert roster.problems.get(code="town_unknown").number == 5
    _accept(cast, roster, by="wei")
    assert {p.name: p.path for p in Person.objects.exclude(pk=cast.chen.pk)} == {
        "安娜": cast.town_a.path, "本尼": cast.town_b.path, "卡尔": cast.city.path,
    }  # fmt: skip


@pytest.mark.parametrize(("choice", "kept"), [("keep", ["merit_2"]), ("take", ["merit_3"])])
def test_where_a_newer_record_disagrees_the_officer_chooses_for_the_batch(
    cast, choice: str, kept: list[str]
) -> None:
    _accept(cast, _upload(cast, *GOOD))
    anna = Person.objects.get(name="安娜")
    record_fact(by=cast.actor(cast.lin), person=anna, name="honours", value=["merit_2"],
                paper=Paper("paper", "通令", dt.date(2026, 9, 1)))  # fmt: skip
    roster = _upload(cast, *GOOD)
    row = roster.rows.get(number=3)
    assert (row.state, row.differences) == ("changed", ["honours"])
    lin, address = cast.signed_in(cast.lin), reverse("registry:import_accept", args=[roster.pk])
    assert lin.post(address).status_code == 422
    assert lin.post(address, {"where_they_differ": choice}).status_code == 302
    assert queries.facts_of(anna)["honours"].value == kept
    roster.refresh_from_db()
    assert roster.state == "accepted"


def test_a_newer_roster_ends_the_older_value_and_keeps_it_as_history(cast) -> None:
    _accept(cast, _upload(cast, *GOOD, on=dt.date(2026, 1, 1)))
    _accept(cast, _upload(cast, _row(1, "安娜", ANNA, 立功受奖="二等功1次")))
    history = list(
        queries.history_of(Person.objects.get(name="安娜"), "honours").values_list("value", flat=True)
    )
    assert history == [["merit_2"], ["merit_3"]]


def test_a_person_recorded_while_the_roster_waited_is_not_made_twice(cast) -> None:
    roster = _upload(cast, *GOOD)
    early = Person(number="KS-000066", division=cast.town_a, path=cast.town_a.path)
    early.keep_name("安娜").keep_id_number(ANNA).save()
    _accept(cast, roster)
    assert Person.objects.filter(name="安娜").get() == early
    assert queries.facts_of(early)["honours"].value == ["merit_3"]


def test_nothing_is_half_written_when_a_listener_fails(cast) -> None:
    def refuse(event: FactsChanged) -> None:
        raise RuntimeError("no")

    roster = _upload(cast, *GOOD)
    facts_listeners.append(refuse)
    try:
        with pytest.raises(RuntimeError):
            _accept(cast, roster)
    finally:
        facts_listeners.remove(refuse)
    roster.refresh_from_db()
    assert roster.state == "read"
    assert Person.objects.count() == 1
    assert not Fact.objects.exists()


def test_a_discarded_roster_leaves_nothing_but_its_record(cast) -> None:
    roster = _upload(cast, *FAULTS)
    path = rosters.stored(roster)
    lin = cast.signed_in(cast.lin)
    assert lin.get(reverse("registry:import_discard", args=[roster.pk])).status_code == 200
    assert lin.post(reverse("registry:import_discard", args=[roster.pk])).status_code == 302
    assert not path.exists()
    assert not RosterRow.objects.exists()
    assert Event.objects.filter(verb="roster.discarded").exists()
    assert not WorkItem.objects.filter(state="open").exists()
    with pytest.raises(rosters.UnableToDecideRoster):
        _accept(cast, roster)


def test_a_file_that_is_no_roster_fails_in_words(cast) -> None:
    file = SimpleUploadedFile("花名册.xlsx", b"this is no workbook at all" * 10)
    roster = rosters.upload(
        by=cast.actor(cast.lin), file=file, given_by="某部", dated_on=ON, division=cast.town_a, certified=[]
    )
    finishing.read(roster_id=roster.pk)
    roster.refresh_from_db()
    assert roster.state == "failed"
    text = cast.signed_in(cast.lin).get(reverse("registry:import", args=[roster.pk])).content.decode()
    assert "没有找到表头" in text


def test_the_upload_page_refuses_what_holds_no_table_and_keeps_what_was_typed(cast) -> None:
    lin = cast.signed_in(cast.lin)
    form = {
        "given_by": "东部战区某部",
        "dated_on_0": "2026",
        "dated_on_1": "6",
        "dated_on_2": "1",
        "division": cast.town_a.pk,
    }
    bad = lin.post(reverse("registry:upload"), {**form, "file": SimpleUploadedFile("照片.jpg", b"x")})
    assert bad.status_code == 422
    assert "东部战区某部" in bad.content.decode()
    good = lin.post(reverse("registry:upload"), {**form, "file": _file(*GOOD), "certified": ["honours"]})
    assert good.status_code == 302
    assert RosterImport.objects.get().certified == ["honours"]
    other = lin.post(reverse("registry:upload"), {**form, "division": cast.town_b.pk, "file": _file(*GOOD)})
    assert other.status_code == 422


def test_the_page_polls_while_it_reads_and_loads_itself_anew_when_it_is_read(cast) -> None:
    lin = cast.signed_in(cast.lin)
    roster = rosters.upload(by=cast.actor(cast.lin), file=_file(*GOOD), given_by="某部", dated_on=ON, division=cast.town_a,
                            certified=[])  # fmt: skip
    text = lin.get(reverse("registry:import", args=[roster.pk])).content.decode()
    assert "hx-get" in text
    assert "HX-Refresh" not in lin.get(reverse("registry:import_progress", args=[roster.pk]))
    finishing.read(roster_id=roster.pk)
    assert lin.get(reverse("registry:import_progress", args=[roster.pk]))["HX-Refresh"] == "true"


def test_a_large_roster_is_written_by_the_worker_as_the_officer_who_pressed(cast, monkeypatch) -> None:
    monkeypatch.setattr(rosters, "AT_ONCE", 1)
    roster = _upload(cast, *GOOD)
    assert (
        cast.signed_in(cast.lin).post(reverse("registry:import_accept", args=[roster.pk])).status_code == 302
    )
    roster.refresh_from_db()
    assert roster.state == "accepting"
    job = ProcrastinateJob.objects.get(task_name="registry.accept_roster")
    finishing.accept(**job.args)
    roster.refresh_from_db()
    assert roster.state == "accepted"
    assert Event.objects.get(verb="roster.accepted").by_id == cast.lin.pk


def test_a_large_roster_whose_database_went_away_stays_accepted_and_is_written_by_the_next_try(
    cast, monkeypatch
) -> None:
    monkeypatch.setattr(rosters, "AT_ONCE", 1)
    roster = _upload(cast, *GOOD)
    cast.signed_in(cast.lin).post(reverse("registry:import_accept", args=[roster.pk]))
    job = ProcrastinateJob.objects.get(task_name="registry.accept_roster")

    def away(**_named):
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as patched:
        patched.setattr(rosters, "accept", away)
        with pytest.raises(OperationalError):
            finishing.accept(**job.args)
    roster.refresh_from_db()
    assert roster.state == "accepting"
    finishing.accept(**job.args)
    roster.refresh_from_db()
    assert roster.state == "accepted"


@pytest.mark.parametrize(("pressed", "given_back", "verb"), [
    (False, "failed", "roster.unreadable"), (True, "read", "roster.not_written"),
])  # fmt: skip
def test_a_roster_whose_job_was_given_up_is_its_officers_again(
    cast, monkeypatch, pressed: bool, given_back: str, verb: str
) -> None:
    monkeypatch.setattr(rosters, "AT_ONCE", 1)
    roster = rosters.upload(by=cast.actor(cast.lin), file=_file(*GOOD), given_by="某部", dated_on=ON, division=cast.town_a,
                            certified=[])  # fmt: skip
    if pressed:
        finishing.read(roster_id=roster.pk)
        ProcrastinateJob.objects.all()._raw_delete("default")
        roster.refresh_from_db()
        rosters.accept_later(by=cast.actor(cast.lin), roster=roster, takes_rosters=False)
    assert finishing.give_back_left(by=Actor.system("rosters")) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert finishing.give_back_left(by=Actor.system("rosters")) == 1
    roster.refresh_from_db()
    assert (roster.state, Event.objects.filter(verb=verb).count()) == (given_back, 1)
    assert finishing.give_back_left(by=Actor.system("rosters")) == 0


@pytest.mark.parametrize("who", ["zhao", "wei", "sun", "hao", "ma"])
def test_nobody_without_the_right_at_the_place_touches_a_roster(cast, who: str) -> None:
    roster = _upload(cast, *GOOD)
    by = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        rosters.upload(by=by, file=_file(*GOOD), given_by="", dated_on=ON, division=cast.town_a, certified=[])
    for verb, more in ((rosters.accept, {"takes_rosters": False}), (rosters.discard, {}),
                       (rosters.choose, {"number": 3, "choice": "skip"}), (rosters.mend_row, {"number": 3, "cells": {}}),
                       (rosters.accept_later, {"takes_rosters": False})):  # fmt: skip
        with pytest.raises(NotAllowed):
            verb(by=by, roster=roster, **more)
    client = cast.signed_in(getattr(cast, who))
    for name in ("import", "import_problems", "import_rows", "import_marked", "import_progress"):
        assert client.get(reverse(f"registry:{name}", args=[roster.pk])).status_code in (403, 404)


def test_the_lists_of_rosters_rows_and_problems_stay_within_their_queries(
    cast, django_assert_max_num_queries
) -> None:
    roster = _upload(cast, *(_row(n, f"安{n}", _id(f"3205831992113{n:04d}")) for n in range(10, 60)), *FAULTS)
    lin = cast.signed_in(cast.lin)
    with django_assert_max_num_queries(20):
        lin.get(reverse("registry:imports"))
    for name in ("import", "import_rows", "import_problems"):
        with django_assert_max_num_queries(20):
            assert lin.get(reverse(f"registry:{name}", args=[roster.pk])).status_code == 200


def test_numbers_stay_masked_where_the_roster_is_compared_with_the_file(cast) -> None:
    person = Person(number="KS-000055", division=cast.town_a, path=cast.town_a.path)
    person.keep_name("本尼").keep_id_number(BEN).keep_phone("13900001111").save()
    roster = _upload(cast, *GOOD)
    page = cast.signed_in(cast.lin).get(reverse("registry:import_row", args=[roster.pk, 4]))
    difference = next(one for one in page.context["differences"] if one.name == "phone")
    assert (difference.recorded, difference.incoming, difference.step) == (
        "139****1111",
        "139****5678",
        "conflict",
    )
    assert "13900001111" not in page.content.decode()


def test_a_decided_roster_shows_no_whole_number_any_more(cast) -> None:
    roster = _upload(cast, *FAULTS)
    lin = cast.signed_in(cast.lin)
    listing = reverse("registry:import_problems", args=[roster.pk])
    assert ANNA[:-1] in lin.get(listing).content.decode()
    _accept(cast, roster)
    assert ANNA[:-1] not in lin.get(listing).content.decode()
    assert ANNA[:-1] not in lin.get(reverse("registry:import_row", args=[roster.pk, 3])).content.decode()
