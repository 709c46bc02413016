"""The pages of a round: each step, what is refused, who sees what, and how many queries they take."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds.models import Entrant, Handed, Round, Vault
from rongyao.bureau.placement.rounds.tests import twelve
from rongyao.choosing.verify import rongyao_verify as verifier

pytestmark = pytest.mark.django_db
ROUNDS = "/desk/placement/rounds/"


@pytest.fixture
def officer(office, cast) -> Client:
    return cast.signed_in(office.officer)


@pytest.fixture
def handed(office, closed, clock, tmp_path) -> Round:
    return office.through(closed, clock, tmp_path)


@pytest.fixture
def public(handed, cast) -> Round:
    results.publish(by=cast.actor(cast.wei), record=handed.record)
    return twelve.anew(handed)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def uploads(**other: str) -> dict[str, SimpleUploadedFile]:
    return {kind: SimpleUploadedFile(name, body) for kind, (name, body) in twelve.tables(**other).items()}


def test_a_round_is_prepared_closed_signed_drawn_and_handed_on_by_pages_alone(office, clock, tmp_path):
    def send(path: str, **values: Any) -> Any:
        answer = office.signed_in().post(path, values)
        assert answer.status_code == 302
        assert "sign-in" not in answer.headers["Location"]
        return answer

    here = send(f"{ROUNDS}open/", **twelve.VALUES).headers["Location"]
    row = Round.objects.get()
    send(f"{here}add/labels/", id="edu", zh="学历", en="education")
    send(f"{here}add/witnesses/", name=twelve.NOTARY.name, key=twelve.NOTARY.public.hex())
    send(
        f"{here}add/sources/",
        id="3d",
        zh="福彩3D",
        digits="3",
        day_0="2026",
        day_1="11",
        day_2="24",
        time="21：15",
        required="on",
    )
    assert Round.objects.get().sources == [{**twelve.SOURCE, "en": ""}]
    send(f"{here}tables/", **uploads())
    assert "读取没有错误" in page(office.signed_in(), f"{here}tables/")
    send(f"{here}close/")
    clock.move_to(twelve.NOON)
    body = twelve.signed_folder(twelve.anew(row), tmp_path / "root", twelve.seconds(twelve.NOON))
    send(f"{here}sign/", file=SimpleUploadedFile("root.zip", body))
    assert "notary-office" in page(office.signed_in(), here)
    clock.move_to(twelve.EVENING)
    send(f"{here}draw/", **{"draw-3d": " 4 07", "draw-3d-again": "407"})
    folder = office.signed_in().get(f"{here}folder/")
    with zipfile.ZipFile(io.BytesIO(folder.content)) as packed:
        assert "log.jsonl" in packed.namelist()
    body = twelve.signed_folder(twelve.anew(row), tmp_path / "record", twelve.seconds(twelve.EVENING))
    send(f"{here}sign/", file=SimpleUploadedFile("record.zip", body))
    row = twelve.anew(row)
    assert (row.state, row.record.placed > 7, row.record.draws[0]["value"]) == ("handed", True, "407")
    assert "须由抽签人以外的人公布" in page(office.signed_in(), here)


def test_every_fault_of_all_tables_is_told_at_once_with_row_and_language(officer, cast, office, opened):
    bad = uploads(
        people=twelve.people().replace(",88.5,", ",八十,", 1),
        choices="编号,志愿\n" + f"{twelve.NUMBERS[0]},P1 P9\n",
    )
    officer.post(f"{ROUNDS}{opened.pk}/tables/", bad)
    chinese = page(officer, f"{ROUNDS}{opened.pk}/tables/")
    english = page(cast.signed_in(office.officer, "en"), f"{ROUNDS}{opened.pk}/tables/")
    assert "不是分数" in chinese
    assert "没有岗位" in chinese
    assert "is not a number of points" in english
    assert not any(number in chinese + english for number in twelve.NUMBERS)


def test_an_excel_file_is_read_with_its_own_row_numbers_and_a_rounded_number_is_refused(officer, opened):
    def book(number: Any) -> SimpleUploadedFile:
        made, content = Workbook(), io.BytesIO()
        for line in (
            ["编号", "总分", "tie.months:higher", "fact.edu:category"],
            [],
            [number, "七十", 40, "本科"],
        ):
            made.active.append(line)
        made.save(content)
        return SimpleUploadedFile("名单.xlsx", content.getvalue())

    address = f"{ROUNDS}{opened.pk}/tables/"
    refused = officer.post(address, {"people": book(320583198501010012)})
    assert refused.status_code == 422
    assert "A3" in refused.content.decode()
    assert Handed.objects.get(round=opened, kind="people").file_name == "people.csv"
    assert officer.post(address, {"people": book("甲1")}).status_code == 302
    shown = page(officer, address)
    assert "名单.xlsx" in shown
    assert '<td class="r num" data-label="行">3</td>' in shown
    assert officer.post(address, {}).status_code == 422
    assert officer.post(address, {"people": SimpleUploadedFile("a.csv", b"\x00\x01")}).status_code == 422


def test_the_look_over_names_conditions_unknown_cells_and_posts_and_goes_to_excel(officer, office, opened):
    gaps = ("", *twelve.EDUCATION[1:])
    office_tables = twelve.tables(people=twelve.people(gaps))
    from rongyao.bureau.placement.rounds.actions import opening

    opening.hand_in(by=office.by, row=opened, files=office_tables)
    answer = officer.get(f"{ROUNDS}{opened.pk}/preflight/?sort=-eligible")
    found = answer.context["outlook"]
    assert [(one.row, one.fact) for one in found.missing] == [(2, "edu")]
    assert [line["post"] for line in answer.context["lines"]][-1] == "P3"
    assert {line["post"]: line["eligible"] for line in answer.context["lines"]} == {
        "P1": 7,
        "P2": 12,
        "P3": 3,
        "P4": 12,
    }
    assert (found.people, found.seats, found.sure + found.stranded + found.nothing) == (12, 10, 12)
    assert not any(number in answer.content.decode() for number in twelve.NUMBERS)
    book = load_workbook(io.BytesIO(officer.get(f"{ROUNDS}{opened.pk}/preflight/export/").content))
    assert [row[0].value for row in book.worksheets[0].rows][1:] == ["P1", "P2", "P3", "P4"]
    assert Event.objects.get(verb="placement.round_exported").detail["of"] == "preflight"
    assert officer.post(f"{ROUNDS}{opened.pk}/close/").status_code == 422


@pytest.mark.parametrize(
    "values",
    [{"draw-3d": "407", "draw-3d-again": "408"}, {"draw-3d": "40", "draw-3d-again": "40"}, {"draw-3d": "", "draw-3d-again": ""}],
    ids=["two", "short", "none"],
)  # fmt: skip
def test_digits_that_differ_or_are_too_few_draw_nothing(officer, closed, values):
    assert officer.post(f"{ROUNDS}{closed.pk}/draw/", values).status_code == 422
    assert twelve.anew(closed).state == "closed"


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("items", {"id": "a b", "zh": "甲", "least": "0", "most": "9"}),
        ("items", {"id": "a", "zh": "甲", "least": "9", "most": "1"}),
        ("items", {"id": "a", "zh": "甲", "least": "0", "most": "1.234"}),
        ("sources", {"id": "a", "zh": "甲", "digits": "3", "day_0": "2026", "day_1": "11", "day_2": "31", "time": "21:15"}),
        ("sources", {"id": "a", "zh": "甲", "digits": "3", "day_0": "2026", "day_1": "11", "day_2": "30", "time": "25:15"}),
        ("witnesses", {"name": "a b", "key": twelve.NOTARY.public.hex()}),
        ("witnesses", {"name": "ab", "key": "00" * 32}),
        ("witnesses", {"name": "ab", "key": "x" * 64}),
        ("witnesses", {"name": "ab", "key": twelve.NOTARY.public.hex()}),
    ],
)  # fmt: skip
def test_a_part_that_no_record_could_hold_is_refused(officer, opened, part, values):
    assert officer.post(f"{ROUNDS}{opened.pk}/add/{part}/", values).status_code == 422
    assert getattr(twelve.anew(opened), part) == getattr(opened, part)


def test_an_unknown_part_and_a_folder_before_the_closing_are_nowhere(officer, opened):
    assert officer.get(f"{ROUNDS}{opened.pk}/add/state/").status_code == 404
    assert officer.post(f"{ROUNDS}{opened.pk}/remove/state/", {"name": "open"}).status_code == 404
    assert officer.get(f"{ROUNDS}{opened.pk}/folder/").status_code == 404
    assert officer.post(f"{ROUNDS}{opened.pk}/receipts/").status_code == 404


def test_a_towns_officer_looks_and_sees_nothing_private_of_another_town(cast, handed):
    zhao = cast.signed_in(cast.zhao)
    shown = page(zhao, f"{ROUNDS}{handed.pk}/")
    assert handed.title in shown
    assert "people.csv" not in shown
    for act in (
        "change/",
        "tables/",
        "close/",
        "draw/",
        "sign/",
        "give-up/",
        "folder/",
        "preflight/",
        "add/items/",
    ):
        assert zhao.get(f"{ROUNDS}{handed.pk}/{act}").status_code == 403
    mine, chen = (Entrant.objects.get(round=handed, row=row) for row in (3, 2))
    people = page(zhao, f"{ROUNDS}{handed.pk}/people/")
    assert "示例1" in people
    assert cast.chen.name not in people
    assert zhao.get(f"{ROUNDS}{handed.pk}/people/{chen.pk}/receipt/").status_code == 404
    assert zhao.get(f"{ROUNDS}{handed.pk}/people/{chen.pk}/receipt/file/").status_code == 404
    assert zhao.get(f"{ROUNDS}{handed.pk}/people/{mine.pk}/receipt/").status_code == 200
    assert [one.person_id for one in Event.objects.filter(verb="placement.receipt_looked")] == [
        mine.person_id
    ]


def test_the_second_lock_hides_tables_secrets_and_people_of_other_towns(cast, handed):
    """Behind the pages: what the database itself shows a town's officer, and a veteran."""
    from rongyao.bureau.foundation.access.middleware import bureau_path
    from rongyao.bureau.foundation.scope.connection import within
    from rongyao.bureau.foundation.scope.rules import scope_of

    seen = {}
    for user in (cast.zhao, cast.chen_user):
        with within(scope_of(cast.actor(user), bureau_path())):
            seen[user.username] = (
                Handed.objects.count(),
                Vault.objects.count(),
                set(Entrant.objects.values_list("row", flat=True)),
            )
    assert seen == {"zhao": (0, 0, {3, 5, 7, 9, 11}), "chen": (0, 0, {2})}


def test_a_person_is_told_nothing_but_that_they_are_in_it_until_the_result_is_public(
    cast, office, closed, clock, tmp_path
):
    chen = cast.signed_in(cast.chen_user)
    own = Entrant.objects.get(round=closed, row=2)
    said = page(chen, "/me/placement/")
    assert closed.title in said
    handed = office.through(closed, clock, tmp_path)
    chen = cast.signed_in(cast.chen_user)
    again = page(chen, "/me/placement/")
    for word in ("90.00", "档案整理", handed.root[:4], "407"):
        assert word not in again
    assert chen.get(f"/me/placement/{own.pk}/receipt/").status_code == 404
    assert "bureau_nonce" not in chen.post("/me/data/take/json/").content.decode()
    results.publish(by=cast.actor(cast.wei), record=handed.record)
    assert "bureau_nonce" in chen.post("/me/data/take/json/").content.decode()
    shown = page(chen, "/me/placement/")
    for word in ("90.00", "档案整理", "您得到这个岗位", f"/placement/{handed.record_id}/"):
        assert word in shown
        assert word not in said


def test_a_person_takes_their_own_receipt_and_it_agrees_with_the_record(cast, public):
    chen = cast.signed_in(cast.chen_user)
    own, other = (Entrant.objects.get(round=public, row=row) for row in (2, 3))
    answer = chen.get(f"/me/placement/{own.pk}/receipt/")
    from rongyao.bureau.placement.rounds.making import unpacked

    verifier.verify(unpacked(public.record.bundle), receipt=answer.content)
    assert json.loads(answer.content)["post"] == "P3"
    total = chen.get(f"/me/placement/{own.pk}/total/")
    verifier.verify(unpacked(public.record.bundle), receipt=total.content)
    assert "list" not in total.content.decode()
    kept = json.loads(str(own.body))
    Entrant.objects.filter(pk=own.pk).update(
        body=json.dumps({name: kept[name] for name in kept if name != "total"})
    )
    assert chen.get(f"/me/placement/{own.pk}/total/").status_code == 404
    assert chen.get(f"/me/placement/{other.pk}/total/").status_code == 404
    assert chen.get(f"/me/placement/{other.pk}/receipt/").status_code == 404
    taken = Event.objects.filter(verb="placement.receipt_taken").order_by("id")
    assert [(one.person_id, one.detail["part"]) for one in taken] == [
        (cast.chen.pk, "receipt"),
        (cast.chen.pk, "total"),
    ]


def test_a_withdrawn_result_and_a_round_given_up_say_so_and_why(cast, office, public):
    chen = cast.signed_in(cast.chen_user)
    results.withdraw(by=cast.actor(cast.wei), record=public.record, reason="岗位名额有误")
    shown = page(chen, "/me/placement/")
    assert "岗位名额有误" in shown
    assert "90.00" not in shown
    own = Entrant.objects.get(round=public, row=2)
    assert chen.get(f"/me/placement/{own.pk}/receipt/").status_code == 404


def test_people_are_filtered_sorted_and_taken_out(handed, officer):
    here = f"{ROUNDS}{handed.pk}/people/"
    names = lambda path: [one.row for one in officer.get(path).context["page"]]  # noqa: E731
    assert names(here) == list(range(2, 13))
    assert names(f"{here}?sort=-row")[0] == 12
    assert names(f"{here}?q=示例10") == [12]
    assert 9 in names(f"{here}?outcome=unplaced")
    book = load_workbook(io.BytesIO(officer.get(f"{here}export/?outcome=unplaced").content))
    assert [row[3].value for row in book.worksheets[0].rows][1:] == names(f"{here}?outcome=unplaced")
    with zipfile.ZipFile(io.BytesIO(officer.post(f"{ROUNDS}{handed.pk}/receipts/").content)) as packed:
        assert len(packed.namelist()) == 12


def test_a_round_given_up_stays_on_the_list_with_its_reason(officer, closed):
    assert officer.post(f"{ROUNDS}{closed.pk}/give-up/", {"reason": ""}).status_code == 422
    assert officer.post(f"{ROUNDS}{closed.pk}/give-up/", {"reason": "见证人未到"}).status_code == 302
    assert "见证人未到" in page(officer, f"{ROUNDS}{closed.pk}/")
    assert closed.title in page(officer, f"{ROUNDS}?sort=title")


def test_the_number_of_queries_does_not_grow_with_the_people(
    handed, officer, cast, django_assert_max_num_queries
):
    for path in (ROUNDS, f"{ROUNDS}{handed.pk}/", f"{ROUNDS}{handed.pk}/people/"):
        page(officer, path)
        with django_assert_max_num_queries(22):
            page(officer, path)
    chen = cast.signed_in(cast.chen_user)
    with django_assert_max_num_queries(22):
        page(chen, "/me/placement/")
