"""The worklist and its ruler, the record and its export, the calendar that moves running clocks."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import TODAY
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import CalendarDay, RunningClock
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.models import Correction, Person

YEAR_2027 = "2027-01-01~2027-01-03 休 元旦\n2027-02-05~2027-02-11 休 春节\n2027-02-20 班 春节"


@pytest.fixture
def thirty(cast) -> list[Person]:
    """Thirty people of town A, each waiting for an answer to "this is wrong"."""
    from rongyao.bureau.foundation.queue import actions as queue
    from rongyao.bureau.registry.actions.corrections import ASKED

    people = []
    for number in range(30):
        person = Person(number=f"KS-{number:06}9", division=cast.town_a, path=cast.town_a.path)
        person.keep_name("周敏")
        person.save()
        started = clock.start(by=Actor.system(), rule="correction", subject=person, person_id=person.pk,
                              path=person.path, on=TODAY)  # fmt: skip
        row = Correction.objects.create(
            person=person, field="phone", words="不对", clock=started, asked_by=cast.chen_user
        )
        queue.open_item(by=Actor.system(), kind=ASKED, subject=row, path=person.path, person_id=person.pk,
                        clock=started, params={"name": person.name})  # fmt: skip
        people.append(person)
    return people


def test_the_desk_asks_the_database_at_most_twenty_times_however_many_rows(cast, chen, thirty):
    client = cast.signed_in(cast.lin)
    client.get("/desk/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        shown = client.get("/desk/").content.decode()
    assert shown.count('class="row"') == 25
    assert len(seen) <= 20, [query["sql"][:90] for query in seen]


def test_the_bands_of_the_ruler_sum_to_the_list_and_each_filters_it(cast, chen, thirty):
    RunningClock.objects.filter(person_id=thirty[0].pk).update(due_on="2026-11-20")
    RunningClock.objects.filter(person_id=thirty[1].pk).update(due_on=TODAY)
    RunningClock.objects.filter(person_id=thirty[2].pk).update(due_on=None)
    client = cast.signed_in(cast.lin)
    shown = client.get("/desk/").context
    counts = {band["key"]: band["count"] for band in shown["ruler"]}
    assert sum(counts.values()) == shown["page"].paginator.count == WorkItem.objects.count()
    assert (counts["late"], counts["today"], counts["hold"]) == (1, 1, 1)
    for band, count in counts.items():
        assert client.get(f"/desk/?band={band}").context["page"].paginator.count == count, band


def test_an_officer_of_another_town_has_none_of_it(cast, chen, thirty):
    shown = cast.signed_in(cast.zhao).get("/desk/")
    assert shown.context["page"].paginator.count == 0
    item = WorkItem.objects.first()
    assert cast.signed_in(cast.zhao).post(f"/desk/take/{item.pk}/").status_code == 404


def test_taking_an_item_makes_it_mine_and_only_mine_shows_it(cast, chen):
    client = cast.signed_in(cast.lin)
    item = WorkItem.objects.filter(permission="proposal.decide").first()
    assert client.get(f"/desk/take/{item.pk}/").status_code == 405
    client.post(f"/desk/take/{item.pk}/")
    assert client.get("/desk/?mine=1").context["page"].paginator.count == 1
    assert "林晓" in client.get("/desk/?mine=1").content.decode()


def test_the_desk_names_a_person_once_and_by_file_number(cast, chen):
    shown = cast.signed_in(cast.lin).get("/desk/").content.decode()
    assert "KS-000001 · 玉山镇" in shown
    assert "陈**" not in shown


# --- the record ------------------------------------------------------------------------------------


def test_the_record_is_in_words_by_file_number_and_without_the_persons_name(cast, chen):
    cast.signed_in(cast.lin).get(f"/desk/people/{chen.pk}/")
    shown = cast.signed_in(cast.hao).get("/record/").content.decode()
    rows = shown.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    assert "打开档案" in rows
    assert "业务人员" in rows
    assert "KS-000001" in rows
    assert "陈卫国" not in rows


def test_the_record_is_filtered_by_act_person_file_and_day(cast, chen):
    cast.signed_in(cast.lin).get(f"/desk/people/{chen.pk}/")
    client = cast.signed_in(cast.hao)

    def count(query: str) -> int:
        return client.get(f"/record/?{query}").context["page"].paginator.count

    assert count("verb=person.looked&who=林晓&person=ks-000001") == 1
    assert count("verb=person.looked&from=2026-11-24&to=2026-11-24") == 1
    assert count("verb=person.looked&to=2026-11-23") == 0
    assert count("person=KS-999999") == 0
    assert client.get("/record/?who=%00&person=99999999999999999999&from=xx").status_code == 200
    shown = client.get("/record/?from_0=2026&from_1=2&from_2=30&to=2026-11-24").content.decode()
    assert "没有这一天" in shown
    assert 'value="30"' in shown, "what was typed stays in the box"


def test_the_record_shows_the_reason_that_was_given(cast):
    path = f"/manage/users/{cast.lin.pk}/active/"
    cast.signed_in(cast.ma).post(path, {"reason": "调到市局去了"})
    assert "原因：调到市局去了" in cast.signed_in(cast.hao).get("/record/").content.decode()


def test_a_whole_record_is_called_whole(cast, chen):
    assert "留痕完整" in cast.signed_in(cast.hao).get("/record/?verify=1").content.decode()


def test_the_export_holds_the_filtered_rows_and_is_itself_recorded(cast, chen):
    cast.signed_in(cast.lin).get(f"/desk/people/{chen.pk}/")
    answer = cast.signed_in(cast.hao).get("/record/export/?verb=person.looked")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heads, row = rows[0], rows[1]
    assert len(rows) == 2
    assert dict(zip(heads, row, strict=True))["档案"] == "KS-000001"
    assert "打开档案" in row
    assert "person.looked" in row
    assert Event.objects.filter(verb="audit.exported", by_name="郝明").count() == 1


# --- the calendar ----------------------------------------------------------------------------------


def _enter(client, days: str, year: int = 2027):
    return client.post(
        "/manage/calendar/", {"year": year, "document": "国办发明电〔2026〕9号", "days": days}, follow=True
    )


def test_entering_2027_moves_the_provisional_clock_and_the_veteran_reads_so(cast, letter):
    before = RunningClock.objects.get(pk=letter.review_clock_id)
    assert before.is_provisional
    shown = _enter(cast.signed_in(cast.ma), YEAR_2027).content.decode()
    after = RunningClock.objects.get(pk=letter.review_clock_id)
    assert not after.is_provisional
    assert after.due_on > before.due_on  # 60 days end on a Saturday that nobody had entered
    assert after.moved_note
    assert re.search(r"已录入。\d+ 个正在走的期限已重算", shown)
    for language, words in (("zh-hans", "这个日子改了"), ("en", "moved this day")):
        page = cast.signed_in(cast.chen_user, language).get(f"/me/letters/{letter.pk}/").content.decode()
        assert words in page


def test_every_bad_line_is_named_what_was_typed_is_kept_and_nothing_is_written(cast):
    typed = "2027-01-01 休 元旦\n2027-13-01 休\nhello\n2027-02-12~2027-02-06 休 春节\n2028-05-01 休"
    shown = _enter(cast.signed_in(cast.ma), typed)
    text = shown.content.decode()
    assert shown.status_code == 422
    for number in (2, 3, 4, 5):
        assert f"第 {number} 行" in text
    assert "2027-02-12~2027-02-06 休 春节" in text
    assert not CalendarDay.objects.exists()


def test_a_year_may_not_be_skipped_and_an_entered_year_can_be_corrected_as_typed(cast):
    client = cast.signed_in(cast.ma)
    assert "2027" in _enter(client, "2029-01-01 休 元旦", year=2029).content.decode()
    assert not CalendarDay.objects.exists()
    _enter(client, YEAR_2027)
    form = client.get("/manage/calendar/?year=2027").context["form"]
    assert form.initial["document"] == "国办发明电〔2026〕9号"
    assert "2027-02-20 班 春节" in form.initial["days"]
    assert client.get("/manage/calendar/?year=abc").status_code == 200


def test_of_two_entries_of_the_rail_one_below_the_other_only_the_nearer_is_the_current_one() -> None:
    from rongyao.bureau.desks.context import _current

    urls = ["/desk/", "/desk/placement/", "/desk/placement/rounds/"]
    assert [_current(path, urls) for path in ("/desk/", "/desk/placement/3/", "/desk/placement/rounds/1/", "/desk/x/")] == [
        "/desk/", "/desk/placement/", "/desk/placement/rounds/", "",
    ]  # fmt: skip
