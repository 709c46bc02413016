"""Every message reaches an end: sent once, tried again, another way, at last a visit; killed workers double nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from rongyao.bureau.foundation.access.rules import Actor, NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.notices import channels
from rongyao.bureau.foundation.notices.actions import delivery, visits, writing
from rongyao.bureau.foundation.notices.actions.steps import UnableToChangeMessage
from rongyao.bureau.foundation.notices.models import Message, Preference
from rongyao.bureau.foundation.notices.rules.timing import MOST_TRIES
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.models import Fact, PersonAccount, Station
from rongyao.bureau.registry.recipients import recipient_of

WORKER = Actor.system("messages")


def deliver(row: Message) -> Message:
    delivery.deliver(by=WORKER, message_id=row.pk)
    row.refresh_from_db()
    return row


def visits_open(row: Message):
    return WorkItem.objects.filter(kind="notices.visit", subject=f"notices.message:{row.pk}", state="open")


def test_a_message_its_record_and_its_job_are_written_together(told, gateway) -> None:
    row = told()
    assert (row.state, row.way, row.address_shown) == ("waiting", "sms", "138****0027")
    job = ProcrastinateJob.objects.get(task_name="notices.deliver")
    assert job.args == {"message_id": row.pk}
    assert Event.objects.filter(verb="message.written", person_id=row.person_id).count() == 1
    assert [step.what for step in row.steps.all()] == ["written"]


def test_the_gateway_gets_number_text_and_key_and_without_reports_taken_is_delivered(told, gateway) -> None:
    row = deliver(told())
    assert gateway.asked == [{"mobile": "13862610027", "uid": "k1", "content": f"【昆山退役】{row.body}"}]
    assert (row.state, row.reference, row.ended_at) == ("delivered", "g-1", timezone.now())


def test_the_same_key_written_twice_is_one_message_and_one_job(told, gateway) -> None:
    assert told().pk == told().pk
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == 1


def test_two_workers_with_the_same_job_ring_once(told, gateway) -> None:
    row = told()
    deliver(row)
    deliver(row)
    assert gateway.rung == ["13862610027"]


def test_a_worker_killed_before_it_sent_or_after_neither_doubles_nor_loses(told, gateway, noon) -> None:
    row = told()
    claimed = delivery.claim(by=WORKER, message_id=row.pk)
    channels.send(
        delivery._envelope(claimed)
    )  # the gateway has it; the worker dies before it writes that down
    deliver(row)  # the job is tried again by another worker
    assert row.state == "sending"
    assert gateway.rung == ["13862610027"]
    noon.shift(dt.timedelta(minutes=16))
    assert delivery.sweep(by=WORKER)["killed"] == 1
    row.refresh_from_db()
    assert row.state == "visit"
    assert visits_open(row).count() == 1
    assert gateway.rung == ["13862610027"]


def test_where_the_gateway_tells_doubles_apart_a_killed_try_is_made_again(
    told, gateway, noon, settings_file
) -> None:
    gateway.tells_doubles = True
    gateway.settings(settings_file)
    row = told()
    channels.send(delivery._envelope(delivery.claim(by=WORKER, message_id=row.pk)))
    noon.shift(dt.timedelta(minutes=16))
    delivery.sweep(by=WORKER)
    assert deliver(row).state == "delivered"
    assert len(gateway.asked) == 2
    assert gateway.rung == ["13862610027"]


def test_a_late_worker_does_not_overwrite_what_was_settled_meanwhile(told, gateway, noon) -> None:
    row = told()
    claimed = delivery.claim(by=WORKER, message_id=row.pk)
    noon.shift(dt.timedelta(minutes=16))
    delivery.sweep(by=WORKER)
    result = channels.send(delivery._envelope(claimed))
    delivery.settle(by=WORKER, message_id=row.pk, tries=claimed.tries, result=result)
    row.refresh_from_db()
    assert row.state == "visit"


def test_a_lost_job_is_deferred_anew_by_the_sweep(told, gateway, noon) -> None:
    told()
    ProcrastinateJob.objects.filter(task_name="notices.deliver").update(status="succeeded")
    noon.shift(dt.timedelta(minutes=11))
    assert delivery.sweep(by=WORKER)["late"] == 1
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver", status="todo").count() == 1


def test_a_gateway_that_is_down_is_tried_again_with_growing_pauses_and_then_visited(
    told, gateway, noon, cast
) -> None:
    Station.objects.create(division=cast.town_a, name="玉山镇服务站", kind="town", path=cast.town_a.path)
    PersonAccount.objects.all().delete()
    gateway.answers = [(503, {})] * 20
    row = told()
    for _try in range(MOST_TRIES):
        deliver(row)
        if row.state == "waiting":
            noon.move_to(row.next_at)
    assert (row.state, row.tries) == ("visit", MOST_TRIES)
    assert visits_open(row).get().path == cast.town_a.path
    assert gateway.rung == []


def test_a_line_that_breaks_after_the_text_left_is_not_tried_again(told, gateway) -> None:
    gateway.hangs_up = True
    row = deliver(told())
    assert row.state == "visit"
    assert row.steps.last().words == "unsure"
    assert len(gateway.rung) == 1


def test_a_number_the_gateway_refuses_goes_by_the_next_way(told, gateway, cast, lin) -> None:
    gateway.answers = [(200, {"code": "40001"})]
    row = deliver(told())
    assert (row.way, row.state, row.tried) == ("box", "taken", ["sms"])


def test_a_box_not_opened_for_a_fortnight_becomes_a_visit(told, noon, chen) -> None:
    row = told()
    assert (row.way, row.state) == ("box", "taken")
    noon.shift(dt.timedelta(days=15))
    assert delivery.sweep(by=WORKER)["unread"] == 1
    row.refresh_from_db()
    assert row.state == "visit"


def test_without_any_way_the_message_is_a_visit_at_once(told, chen) -> None:
    PersonAccount.objects.all().delete()
    row = told()
    assert row.state == "visit"
    assert visits_open(row).get().params["name"] == chen.name


def test_the_dead_get_no_message_and_one_who_died_meanwhile_neither(told, gateway, cast, chen) -> None:
    row = told()
    Fact.objects.create(
        person=chen, name="is_deceased", value=True, source=cast.paper, as_of=dt.date(2026, 11, 24)
    )
    assert told("k2") is None
    assert deliver(row).state == "cancelled"
    assert gateway.rung == []


def test_written_at_night_it_waits_for_the_morning_also_if_the_worker_comes_early(
    told, gateway, noon
) -> None:
    noon.move_to("2026-11-24T23:30:00+08:00")
    row = told()
    assert timezone.localtime(row.next_at).isoformat() == "2026-11-25T08:00:00+08:00"
    assert deliver(row).state == "waiting"
    noon.move_to("2026-11-25T08:00:00+08:00")
    assert deliver(row).state == "delivered"


def test_a_worker_that_comes_after_nine_in_the_evening_puts_it_off(told, gateway, noon) -> None:
    row = told()
    noon.move_to("2026-11-24T21:00:00+08:00")
    assert deliver(row).state == "waiting"
    assert timezone.localtime(row.next_at).hour == 8
    assert gateway.rung == []


def test_a_person_who_wants_no_text_message_gets_none(told, gateway, chen, lin) -> None:
    writing.keep_preference(
        by=lin, person_id=chen.pk, path=chen.path, language="en", way="", no_sms=True, email=""
    )
    row = told(about="News", words="Read the notice.", station="Yushan station")
    assert (row.way, row.language) == ("box", "en")
    assert row.body.startswith("Dear 陈卫国")


def test_the_address_is_sealed_in_the_table(told, gateway) -> None:
    from django.db import connection

    row = told()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM notices_message WHERE id = %s", [row.pk])
        assert b"13862610027" not in bytes(cursor.fetchone()[0])


def test_no_secret_of_a_person_can_be_put_into_a_message(told) -> None:
    for secret in ("证号320583199005041234", "请打 138 6261 0027", "卡号6222020200112233445"):
        with pytest.raises(writing.UnableToWrite):
            told(words=secret)
    assert Message.objects.count() == 0


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def reported(gateway, settings_file):
    gateway.settings(settings_file, reports=True)
    return gateway


def post_report(client, rows, secret: str = "shared-secret"):
    return client.post(
        "/notices/report/", data=rows, content_type="application/json", headers={"x-report-secret": secret}
    )


def test_a_report_with_the_secret_ends_the_message_and_a_second_one_changes_nothing(
    told, reported, client
) -> None:
    row = deliver(told())
    assert row.state == "taken"
    for _twice in range(2):
        assert post_report(client, [{"msgid": "g-1", "status": "DELIVRD"}]).content == b"1 of 1 known"
    row.refresh_from_db()
    assert row.state == "delivered"
    assert row.steps.filter(what="delivered").count() == 1


def test_a_report_of_failure_takes_the_next_way(told, reported, client) -> None:
    row = deliver(told())
    post_report(client, {"msgid": "g-1", "status": "UNDELIV"})
    row.refresh_from_db()
    assert (row.way, row.tried) == ("box", ["sms"])


def test_a_report_without_the_secret_or_with_reports_off_is_refused(
    told, reported, client, settings_file
) -> None:
    row = deliver(told())
    assert post_report(client, {"msgid": "g-1", "status": "DELIVRD"}, secret="guess").status_code == 403
    reported.settings(settings_file)
    assert post_report(client, {"msgid": "g-1", "status": "DELIVRD"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "taken"


def test_a_report_that_is_no_json_or_names_nothing_of_ours_is_answered_plainly(reported, client, db) -> None:
    unreadable = client.post(
        "/notices/report/",
        data="{",
        content_type="application/json",
        headers={"x-report-secret": "shared-secret"},
    )
    assert unreadable.status_code == 400
    assert post_report(client, [{"msgid": "x", "status": "DELIVRD"}, {}]).content == b"0 of 2 known"


def test_a_report_about_a_killed_try_closes_the_visit(told, reported, client, noon) -> None:
    row = told()
    channels.send(delivery._envelope(delivery.claim(by=WORKER, message_id=row.pk)))
    noon.shift(dt.timedelta(minutes=16))
    delivery.sweep(by=WORKER)
    assert visits_open(row).count() == 1
    post_report(client, {"msgid": "k1", "status": "DELIVRD"})
    row.refresh_from_db()
    assert row.state == "delivered"
    assert visits_open(row).count() == 0


def test_silence_of_the_gateway_becomes_a_visit(told, reported, noon) -> None:
    row = deliver(told())
    noon.shift(dt.timedelta(days=2, minutes=1))
    assert delivery.sweep(by=WORKER)["silent"] == 1
    row.refresh_from_db()
    assert row.state == "visit"


# ── what the staff do ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def to_visit(told, chen):
    PersonAccount.objects.all().delete()
    return told()


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("reached", "handed"),
        ("moved", "given_up"),
        ("refused", "given_up"),
        ("phone_wrong", "given_up"),
        ("died", "given_up"),
    ],
)
def test_the_outcome_of_a_visit_ends_message_and_work(to_visit, lin, outcome, state) -> None:
    row = visits.enter_outcome(by=lin, message=to_visit, outcome=outcome, words="邻居说搬走了")
    assert (row.state, row.outcome, row.way) == (state, outcome, "visit")
    assert visits_open(row).count() == 0
    assert Event.objects.filter(verb=f"message.{state}", person_id=row.person_id).count() == 1


def test_a_visit_outcome_needs_words_unless_the_person_was_reached(to_visit, lin) -> None:
    with pytest.raises(UnableToChangeMessage):
        visits.enter_outcome(by=lin, message=to_visit, outcome="moved", words=" ")
    with pytest.raises(UnableToChangeMessage):
        visits.enter_outcome(by=lin, message=to_visit, outcome="vanished", words="不知道")


def test_an_outcome_is_entered_once(to_visit, lin) -> None:
    visits.enter_outcome(by=lin, message=to_visit, outcome="reached", words="")
    with pytest.raises(UnableToChangeMessage):
        visits.enter_outcome(by=lin, message=to_visit, outcome="reached", words="")


def test_a_mended_telephone_lets_the_message_set_out_anew(to_visit, lin, gateway, chen) -> None:
    chen.keep_phone("13912345678").save()
    row = writing.try_again(by=lin, message=to_visit, to=recipient_of(chen))
    assert (row.state, row.way, row.address_shown) == ("waiting", "sms", "139****5678")
    assert visits_open(row).count() == 0


def test_what_waits_can_be_taken_back_with_a_reason_and_what_left_cannot(told, gateway, lin) -> None:
    row = told()
    with pytest.raises(UnableToChangeMessage):
        writing.cancel(by=lin, message=row, reason=" ")
    assert writing.cancel(by=lin, message=row, reason="写错了").state == "cancelled"
    assert deliver(row).state == "cancelled"
    gone = deliver(told("k2"))
    with pytest.raises(UnableToChangeMessage):
        writing.cancel(by=lin, message=gone, reason="写错了")


def test_told_in_person_before_it_went_out_is_an_end_and_nothing_rings(told, gateway, lin) -> None:
    row = visits.hand_over(by=lin, message=told(), words="柜台当面告知")
    assert row.state == "handed"
    deliver(row)
    assert gateway.rung == []
    with pytest.raises(UnableToChangeMessage):
        visits.hand_over(by=lin, message=row, words="再说一次")


def test_officer_zhao_of_another_town_may_do_none_of_it(told, gateway, cast, to_visit) -> None:
    zhao = cast.actor(cast.zhao)
    for verb in (
        lambda: writing.cancel(by=zhao, message=to_visit, reason="不行"),
        lambda: visits.hand_over(by=zhao, message=to_visit, words="不行"),
        lambda: visits.enter_outcome(by=zhao, message=to_visit, outcome="reached", words=""),
        lambda: writing.try_again(by=zhao, message=to_visit, to=recipient_of(cast.chen)),
        lambda: writing.keep_preference(
            by=zhao, person_id=cast.chen.pk, path=cast.chen.path, language="zh", way="", no_sms=True, email=""
        ),
        lambda: writing.write_by_hand(
            by=zhao, kind="notices.news", to=recipient_of(cast.chen), params={}, key="z"
        ),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert Preference.objects.count() == 0


def test_a_kind_the_system_sends_is_never_sent_by_hand(cast, lin, chen) -> None:
    with pytest.raises(writing.UnableToWrite):
        writing.write_by_hand(
            by=lin, kind="entitlements.letter_ready", to=recipient_of(chen), params={}, key="x"
        )


def test_opening_it_in_the_box_is_an_end_and_a_helpers_look_is_not(told, gateway, cast) -> None:
    row = told()
    own = cast.actor(cast.chen_user)
    helper = Actor(user_id=cast.chen_user.pk, name="刘芳", person_id=row.person_id, on_behalf_of="陈卫国")
    delivery.mark_read(by=helper, message=row)
    row.refresh_from_db()
    assert row.state == "waiting"
    delivery.mark_read(by=own, message=row)
    assert deliver(row).state == "read"
    assert gateway.rung == []
    with pytest.raises(NotAllowed):
        delivery.mark_read(by=cast.actor(cast.lin), message=row)
