"""Pages of messages: open in both languages, masked, keep what was typed, refuse other towns, bounded in queries."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.notices.actions import batches
from rongyao.bureau.foundation.notices.models import Batch, Message, Preference
from rongyao.bureau.registry.models import Fact, Person, PersonAccount

WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")
NEWS = {"about": "通知", "words": "请看公告。", "station": "玉山镇服务站"}
WORKER = Actor.system("messages")


def _body(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]+>", "\n", re.sub(r'<pre>.*?</pre>|lang="en".*?</div>', "", main, flags=re.S))


def _pages(row: Message) -> list[str]:
    return [
        f"/desk/messages/{row.pk}/", f"/desk/messages/{row.pk}/visit/", f"/desk/messages/{row.pk}/handed/",
        f"/desk/messages/{row.pk}/cancel/", f"/desk/messages/to/{row.person_id}/",
        f"/desk/messages/to/{row.person_id}/wishes/",
    ]  # fmt: skip


LISTS = ["/desk/messages/", "/desk/messages/kinds/", "/desk/messages/many/", "/desk/messages/many/new/"]


def test_every_page_opens_in_both_languages_and_shows_no_whole_number(told, gateway, cast) -> None:
    row = told()
    for page in [*LISTS, *_pages(row)]:
        shown = cast.signed_in(cast.lin).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown)) == [], page
        assert "13862610027" not in shown.content.decode(), page
        assert cast.signed_in(cast.lin, "en").get(page).status_code == 200, page


def test_the_persons_own_pages_open_in_both_languages_and_opening_marks_it_read(told, gateway, cast) -> None:
    row = told()
    for page in ("/me/messages/", "/me/messages/how/", f"/me/messages/{row.pk}/"):
        shown = cast.signed_in(cast.chen_user).get(page)
        assert shown.status_code == 200, page
        assert WORDS.findall(_body(shown)) == [], page
        assert cast.signed_in(cast.chen_user, "en").get(page).status_code == 200, page
    row.refresh_from_db()
    assert row.state == "read"


def test_officer_zhao_finds_nothing_of_town_a(told, gateway, cast) -> None:
    row = told()
    zhao = cast.signed_in(cast.zhao)
    for page in _pages(row):
        assert zhao.get(page).status_code == 404, page
    assert zhao.post(f"/desk/messages/{row.pk}/again/").status_code == 404
    assert row.name not in zhao.get("/desk/messages/").content.decode()


def test_another_person_finds_no_message_of_chen(told, gateway, cast) -> None:
    row = told()
    user = User.objects.create(username="other", display_name="周敏", needs_totp=False)
    other = Person.objects.create(number="KS-9", name="周敏", division=cast.town_a, path=cast.town_a.path)
    PersonAccount.objects.create(user=user, person=other)
    assert cast.signed_in(user).get(f"/me/messages/{row.pk}/").status_code == 404


def test_only_who_keeps_the_system_sees_the_settings_and_no_password_stands_there(
    cast, settings_file, gateway
) -> None:
    gateway.settings(settings_file, reports=True)
    shown = cast.signed_in(cast.ma).get("/desk/messages/settings/")
    assert shown.status_code == 200
    assert WORDS.findall(_body(shown)) == []
    assert "shared-secret" not in shown.content.decode()
    assert cast.signed_in(cast.lin).get("/desk/messages/settings/").status_code == 403


def test_a_message_written_by_hand_goes_out_once_though_pressed_twice(cast, gateway, chen) -> None:
    lin = cast.signed_in(cast.lin)
    for _twice in range(2):
        sent = lin.post(f"/desk/messages/to/{chen.pk}/?kind=notices.news", {**NEWS, "once": "a1"})
        assert sent.status_code == 302
    assert Message.objects.count() == 1


def test_a_form_with_somebodys_number_comes_back_with_all_that_was_typed(cast, gateway, chen) -> None:
    typed = {**NEWS, "words": "身份证320583199005041234请核对", "once": "a2"}
    shown = cast.signed_in(cast.lin).post(f"/desk/messages/to/{chen.pk}/?kind=notices.news", typed)
    assert shown.status_code == 422
    assert "320583199005041234请核对" in shown.content.decode()
    assert 'value="a2"' in shown.content.decode()
    assert Message.objects.count() == 0


def test_who_may_only_read_messages_may_not_write_them(cast, gateway, chen, told) -> None:
    row = told()
    wei = cast.signed_in(cast.wei)
    assert wei.get(f"/desk/messages/{row.pk}/").status_code == 200
    for page in _pages(row)[1:]:
        assert wei.get(page).status_code == 403, page
    assert cast.signed_in(cast.hao).get("/desk/messages/").status_code == 403


def test_reading_a_message_is_a_look_the_person_can_see(told, gateway, cast) -> None:
    row = told()
    cast.signed_in(cast.lin).get(f"/desk/messages/{row.pk}/")
    assert Event.objects.filter(verb="message.looked", person_id=row.person_id).count() == 1
    assert "林晓" in cast.signed_in(cast.chen_user).get("/me/log/").content.decode()


def test_the_outbox_narrows_sorts_and_goes_to_excel_masked(told, gateway, cast) -> None:
    told("k1")
    told("k2", about="另一件事")
    lin = cast.signed_in(cast.lin)
    found = lin.get("/desk/messages/?q=另一件&state=open&way=sms&kind=notices.news&sort=-name")
    assert len(found.context["page"].object_list) == 1
    for odd in ("?sort=nonsense", "?state=%00", "?batch=x", "?town=';--", "?page=99"):
        assert lin.get(f"/desk/messages/{odd}").status_code == 200
    out = lin.get("/desk/messages/export/?q=另一件")
    cells = [cell for row in load_workbook(BytesIO(out.content)).worksheets[0].values for cell in row]
    assert "138****0027" in cells
    assert "13862610027" not in cells
    assert Event.objects.get(verb="messages.exported").detail["rows"] == 1


def test_the_outbox_asks_the_database_no_more_for_many_messages_than_for_few(told, gateway, cast) -> None:
    lin = cast.signed_in(cast.lin)
    told("k0")
    lin.get("/desk/messages/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        lin.get("/desk/messages/")
    for number in range(1, 12):
        told(f"k{number}")
    with CaptureQueriesContext(connection) as many:
        lin.get("/desk/messages/")
    assert len(many) == len(few)
    assert len(many) <= 16


def test_how_a_person_wants_to_be_told_is_kept_by_themselves_and_at_the_counter(cast, chen, gateway) -> None:
    own = cast.signed_in(cast.chen_user)
    wrong = own.post("/me/messages/how/", {"language": "zh", "way": "email", "email": ""})
    assert wrong.status_code == 422
    assert own.post("/me/messages/how/", {"language": "zh", "no_sms": "on"}).status_code == 302
    assert Preference.objects.get().no_sms
    typed = {"language": "en", "way": "email", "email": "chen@example.cn"}
    assert cast.signed_in(cast.sun).post(f"/desk/messages/to/{chen.pk}/wishes/", typed).status_code == 302
    kept = Preference.objects.get()
    assert (kept.language, kept.way, kept.email, kept.no_sms) == ("en", "email", "chen@example.cn", False)


# ── to many ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def crowd(cast, chen, gateway):
    """Five more people of town A with mobiles, one of them dead; one of town B."""
    for number in range(6):
        place = cast.town_b if number == 5 else cast.town_a
        person = Person(number=f"KS-1{number}", division=place, path=place.path)
        person.keep_name(f"周{'一二三四五六'[number]}").keep_phone(f"1380000000{number}").save()
    dead = Person.objects.get(number="KS-14")
    Fact.objects.create(person=dead, name="is_deceased", value=True, source=cast.paper, as_of="2026-11-24")
    return dead


def _prepare(cast, **filters) -> Batch:
    address = "/desk/messages/many/new/?kind=notices.news&" + "&".join(f"{k}={v}" for k, v in filters.items())
    sent = cast.signed_in(cast.lin).post(address, NEWS)
    assert sent.status_code == 302, sent.content.decode()[-2000:]
    return Batch.objects.latest("pk")


def test_nothing_is_sent_before_the_second_look_and_the_page_shows_number_and_segments(cast, crowd) -> None:
    batch = _prepare(cast)
    assert (batch.total, batch.left_out, batch.ways, batch.segments) == (5, 1, {"sms": 5}, 5)
    assert Message.objects.count() == 0
    shown = cast.signed_in(cast.lin).get(f"/desk/messages/many/{batch.pk}/")
    assert WORDS.findall(_body(shown)) == []
    assert "王建国" in shown.content.decode()
    assert NEWS["about"] in cast.signed_in(cast.lin).get("/desk/messages/many/").content.decode()


def test_after_the_second_look_everybody_gets_one_message_also_if_the_worker_is_started_twice(
    cast, crowd
) -> None:
    batch = _prepare(cast, q="周")
    cast.signed_in(cast.lin).post(f"/desk/messages/many/{batch.pk}/start/")
    assert ProcrastinateJob.objects.filter(task_name="notices.write_batch").count() == 1
    for _twice in range(2):
        batches.write_all(by=WORKER, batch_id=batch.pk)
        Batch.objects.filter(pk=batch.pk, state="done").update(state="sending", done=2)
    assert Message.objects.filter(batch=batch).count() == batch.total == 4
    assert not Message.objects.filter(person_id=crowd.pk).exists()


def test_stopping_takes_back_what_waits_and_writes_to_nobody_further(cast, crowd) -> None:
    batch = _prepare(cast)
    lin = cast.signed_in(cast.lin)
    lin.post(f"/desk/messages/many/{batch.pk}/start/")
    batches.write_all(by=WORKER, batch_id=batch.pk)
    lin.post(f"/desk/messages/many/{batch.pk}/stop/")
    assert set(Message.objects.filter(batch=batch).values_list("state", flat=True)) == {"cancelled"}
    batches.write_all(by=WORKER, batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state == "stopped"
    lin.post(f"/desk/messages/many/{batch.pk}/start/")
    batch.refresh_from_db()
    assert batch.state == "stopped"


def test_an_officer_of_another_town_neither_sees_nor_starts_it(cast, crowd) -> None:
    batch = _prepare(cast)
    zhao = cast.signed_in(cast.zhao)
    assert zhao.get(f"/desk/messages/many/{batch.pk}/").status_code == 404
    assert zhao.post(f"/desk/messages/many/{batch.pk}/start/").status_code == 404


def test_nobody_under_the_filters_is_said_and_nothing_prepared(cast, crowd) -> None:
    shown = cast.signed_in(cast.lin).post("/desk/messages/many/new/?kind=notices.news&q=无此人", NEWS)
    assert shown.status_code == 422
    assert Batch.objects.count() == 0


def test_the_director_who_only_reads_cannot_prepare(cast, crowd) -> None:
    assert Appointment.objects.filter(role="director").exists()
    assert cast.signed_in(cast.wei).get("/desk/messages/many/new/").status_code == 403
