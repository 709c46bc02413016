"""The desk of the day is worked by buttons; the board in the hall names nobody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from rongyao.bureau.placement.results import actions as results
from rongyao.bureau.placement.rounds.models import Entrant, Round
from rongyao.bureau.placement.rounds.tests import twelve
from rongyao.bureau.placement.sittings import queries
from rongyao.bureau.placement.sittings.tests.test_the_day import choose, now, to_the_end

pytestmark = pytest.mark.django_db


def at(row: Round, more: str = "sitting/") -> str:
    return f"/desk/placement/rounds/{row.pk}/{more}"


def press(client: Client, row: Round, verb: str, **values: object) -> object:
    return client.post(at(row, f"sitting/{verb}/"), {"seen": len(queries.steps(row)), **values})


def test_the_day_is_worked_by_buttons_from_the_draw_to_the_record(office, opened, clock):
    client = office.signed_in()
    assert "场规" in client.get(at(opened, "")).content.decode()
    row = office.close(opened)
    clock.move_to(twelve.EVENING)
    client = office.signed_in()
    assert "begin/" in client.get(at(row, "")).content.decode()
    answer = client.post(at(row, "begin/"), {"draw-3d": "407", "draw-3d-again": "407"})
    assert answer["Location"] == at(row)
    row = twelve.anew(row)
    while not now(row).is_over:
        shown = client.get(at(row))
        turn = shown.context["turn"]
        press(client, row, "call", position=turn["position"])
        offered = client.get(at(row)).context["turn"]["offered"]
        answer = (
            press(client, row, "pick", post=offered[0]["post"]) if offered else press(client, row, "decline")
        )
        assert answer.status_code == 302
    assert "做成记录" in client.get(at(row)).content.decode()
    client.post(at(row, "sitting/finish/"))
    assert twelve.anew(row).state == Round.State.HANDED


def test_the_officer_sees_who_is_called_and_what_is_open_to_them(office, sitting):
    client = office.signed_in()
    first = Entrant.objects.filter(round=sitting, position=1).select_related("person").first()
    press(client, sitting, "call", position=1)
    shown = client.get(at(sitting)).content.decode()
    assert first is None or first.person.name in shown
    assert "90" in shown
    assert shown.count('name="post"') >= len(now(sitting).session.offered(1))


def test_a_wrong_digit_keeps_the_form_and_says_so(office, opened, clock):
    row = office.close(opened)
    clock.move_to(twelve.EVENING)
    answer = office.signed_in().post(at(row, "begin/"), {"draw-3d": "407", "draw-3d-again": "408"})
    assert answer.status_code == 422
    assert twelve.anew(row).state == Round.State.CLOSED


@pytest.mark.parametrize(
    ("verb", "values"),
    [
        ("call", {"position": "2"}), ("call", {}), ("pick", {"post": "P1"}), ("decline", {}), ("dance", {}),
        ("late", {"position": "1"}), ("withdraw", {"post": "P1", "seats": "0", "document": "x"}), ("withdraw", {}),
        ("rule", {"position": "1"}), ("add", {"post": "nope", "seats": "1", "document": "x"}),
        ("revoke", {"position": "999999999999"}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_kept(office, sitting, verb, values):
    answer = press(office.signed_in(), sitting, verb, **values)
    assert answer.status_code == 422
    assert queries.steps(sitting) == []


def test_a_page_that_is_behind_does_nothing(office, sitting):
    client = office.signed_in()
    press(client, sitting, "call", position=1)
    answer = client.post(at(sitting, "sitting/call/"), {"seen": 0, "position": 1})
    assert answer.status_code == 422
    assert "打开以后又有了新的一步" in answer.content.decode()


def test_the_rules_of_the_day_are_set_before_closing_and_shown_again(office, opened):
    client = office.signed_in()
    told = {
        "absent": "waives",
        "late": "next",
        "proxy": "on",
        "cooling_minutes": "15",
        "withdraw_taken": "recall",
        "added": "from_now",
    }
    assert client.post(at(opened, "day-rules/"), told).status_code == 302
    assert twelve.anew(opened).session["cooling_minutes"] == 15
    assert 'value="15"' in client.get(at(opened, "day-rules/")).content.decode()
    assert client.post(at(opened, "day-rules/"), {**told, "cooling_minutes": "-1"}).status_code == 422


def test_the_board_is_for_everybody_and_names_nobody(office, sitting, cast):
    choose(office, sitting)
    for path in ("", "now/"):
        shown = Client(headers={"accept-language": "zh-hans"}).get(f"/placement/board/{sitting.pk}/{path}")
        assert shown.status_code == 200
        text = shown.content.decode()
        assert "请第 1 名选岗" in text
        names = Entrant.objects.filter(round=sitting).values_list("person__name", flat=True)
        assert not [name for name in names if name in text]
        assert not any(number in text for number in twelve.NUMBERS)
    assert 'hx-trigger="every 5s"' in Client().get(f"/placement/board/{sitting.pk}/").content.decode()


def test_the_board_ends_with_the_way_to_the_result(office, sitting, cast):
    row = to_the_end(office, sitting)
    assert (
        "结束"
        in Client(headers={"accept-language": "zh-hans"}).get(f"/placement/board/{row.pk}/").content.decode()
    )
    results.publish(by=cast.actor(cast.wei), record=row.record)
    shown = Client().get(f"/placement/board/{row.pk}/").content.decode()
    assert re.search(rf'href="/placement/{row.record.pk}/"', shown)


def test_there_is_no_board_before_the_draw_nor_of_a_round_by_lists(office, opened):
    assert Client().get(f"/placement/board/{opened.pk}/").status_code == 404
    assert (
        office.signed_in().get(at(office.opened(origin="kunshan.example/placement/9"), "begin/")).status_code
        == 404
    )


def test_nobody_but_the_bureaus_officer_opens_the_desk_of_the_day(office, sitting, cast):
    for user in (cast.lin, cast.wei, cast.chen_user):
        assert cast.signed_in(user).get(at(sitting)).status_code == 403
    assert Client().get(at(sitting)).status_code == 302


def test_the_pages_of_the_day_keep_to_their_queries(office, sitting, django_assert_max_num_queries):
    client = office.signed_in()
    for _turn in range(4):
        choose(office, sitting)
    client.get(at(sitting))
    with django_assert_max_num_queries(20):
        client.get(at(sitting))
    with django_assert_max_num_queries(10):
        Client().get(f"/placement/board/{sitting.pk}/now/")


def test_whoever_is_in_the_sitting_sees_their_position_and_the_way_to_the_board(office, sitting, cast):
    position = Entrant.objects.get(round=sitting, person=cast.chen).position
    shown = cast.signed_in(cast.chen_user).get("/me/placement/").content.decode()
    assert f"您是第 {position} 名" in shown
    assert f'href="/placement/board/{sitting.pk}/"' in shown


def test_signs_nobody_sees_are_no_document(office, sitting):
    answer = press(office.signed_in(), sitting, "add", post="P1", seats="1", document="\u200b\u200b")
    assert answer.status_code == 422
    assert 'href="#id_add_document"' in answer.content.decode(), "what is to be mended stands at the top"
    assert queries.steps(sitting) == []


def test_a_sitting_that_cannot_be_played_again_says_so_and_breaks_nothing(office, sitting, monkeypatch):
    choose(office, sitting)
    monkeypatch.setattr("rongyao.choosing.by_score.publish.code_hash", lambda: "0" * 64)
    queries._KEPT.clear()
    queries._PLAYED.clear()
    client = office.signed_in()
    assert "不是当时签署的根" in client.get(at(sitting)).content.decode()
    for verb, values in (("call", {"position": 2}), ("add", {"post": "P1", "seats": "1", "document": "1号"})):
        answer = press(client, sitting, verb, **values)
        assert answer.status_code == 422
        assert "不是当时签署的根" in answer.content.decode()
    assert client.post(at(sitting, "sitting/finish/")).status_code == 422
    shown = Client(headers={"accept-language": "zh-hans"}).get(f"/placement/board/{sitting.pk}/now/")
    assert "现场选岗中断" in shown.content.decode()
    assert len(queries.steps(sitting)) == 2
