"""Impact before force: counted over everybody in scope, small lines withheld, nothing written."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from people import TODAY
from rongyao.bureau.demo.city import build
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.impact import actions, queries, slices
from rongyao.bureau.entitlements.impact.jobs import work_out
from rongyao.bureau.entitlements.impact.models import ImpactRun
from rongyao.bureau.entitlements.impact.rules import Figures, guarded
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.entitlements.tests.known import PENSION_TABLE, disabled, record
from rongyao.bureau.foundation.access.models import Appointment
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.divisions.seed import seed
from rongyao.bureau.registry.models import Fact, Person


def at(time, day=TODAY):
    return time_machine.travel(f"{day}T{time}:00+00:00", tick=False)


@pytest.fixture(autouse=True)
def today():
    with at("04:00"):
        yield


@pytest.fixture
def raise_(cast):
    return standards.enter(
        by=cast.actor(cast.lin), name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
        division_code="", starts_on=dt.date(2025, 8, 1), ends_on=None, value=4_962_000, document="示例文件",
        document_no="示例〔2025〕42号", issued_on=dt.date(2025, 11, 20),
    )  # fmt: skip


def of(cast, user, entry):
    with translation.override("zh-hans"):
        return queries.at_once(cast.actor(user), queries.of_amounts(entry, [entry], TODAY), "zh-hans")


def test_the_cost_of_a_raise_is_known_before_it_is_confirmed(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 5, cast.town_b, first=200)
    disabled(cast, 5, cast.town_b, first=300, disability_grade=7)
    found = of(cast, cast.wei, raise_)
    assert (found.looked_at, found.total.people, found.total.yearly_difference) == (17, 11, 11 * 144_000)
    assert found.total.monthly_after == 11 * 413_500
    assert [(line.label, line.people) for line in found.towns] == [("玉山镇", 6), ("巴城镇", 5)]
    assert [(line.label, line.people) for line in found.groups] == [
        ("残疾抚恤金 · 残疾等级 6 · 残疾性质 因公", 11)
    ]


def test_nothing_is_written_by_looking(cast, raise_):
    disabled(cast, 6, cast.town_a)
    of(cast, cast.wei, raise_)
    assert (Determination.objects.count(), KeptInput.objects.count()) == (0, 0)


def test_an_officer_of_one_town_is_told_of_that_town_only(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 5, cast.town_b, first=200)
    assert [line.label for line in of(cast, cast.zhao, raise_).towns] == ["巴城镇"]


def test_a_town_of_two_takes_another_town_with_it(cast, raise_):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 2, cast.town_b, first=200)
    found = of(cast, cast.wei, raise_)
    assert [line.is_hidden for line in found.towns] == [True, True]
    assert [line.yearly_after for line in found.towns] == [0, 0]
    assert found.total.people == 8


def test_the_sum_is_withheld_where_it_would_tell(cast, raise_):
    disabled(cast, 3, cast.town_a)
    found = of(cast, cast.wei, raise_)
    assert found.total.is_hidden
    assert found.total.yearly_after == 0


def test_a_small_line_never_stands_alone():
    lines, may = guarded(
        [Figures("a", 3, yearly_after=9), Figures("b", 7), Figures("c", 20), Figures("d", 0)]
    )
    assert [line.label for line in lines if line.is_hidden] == ["a", "b"]
    assert may


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_confirmer_finds_it_on_the_entry_and_takes_it_out(cast, raise_, language):
    disabled(cast, 6, cast.town_a)
    client = cast.signed_in(cast.wei, language)
    address = reverse("impact:entry", args=[raise_.pk])
    assert address in client.get(reverse("entitlements:standard_entry", args=[raise_.pk])).content.decode()
    shown = client.get(address)
    assert shown.status_code == 200
    assert "289,080.00" in shown.content.decode()
    book = openpyxl.load_workbook(
        BytesIO(client.get(reverse("impact:entry_export", args=[raise_.pk])).content)
    )
    assert [cell.value for cell in book.worksheets[0][2]][2:6] == [6, 289_080, 297_720, 8_640]
    assert Event.objects.filter(verb="impact.exported").count() == 1


def test_who_sees_no_entitlements_sees_no_impact(cast, raise_):
    assert cast.signed_in(cast.hao).get(reverse("impact:entry", args=[raise_.pk])).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_people(cast, raise_, django_assert_max_num_queries):
    disabled(cast, 12, cast.town_a)
    with django_assert_max_num_queries(10):
        of(cast, cast.wei, raise_)


# ── in the background ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def big(monkeypatch):
    """A scope of three people is too many for the page; the worker takes four at a time."""
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    monkeypatch.setattr(slices, "SLICE", 4)


def page_of(entry):
    return reverse("impact:entry", args=[entry.pk])


def test_a_large_scope_is_asked_for_shown_as_it_goes_and_kept(cast, raise_, big):
    disabled(cast, 10, cast.town_a)
    client, address = cast.signed_in(cast.wei), page_of(raise_)
    assert client.get(address).context["seen"].kept is None
    assert not ImpactRun.objects.exists()
    export = client.get(reverse("impact:entry_export", args=[raise_.pk]))
    assert (export.status_code, export["Location"]) == (302, address)
    assert client.post(address).status_code == 302
    run = ImpactRun.objects.get()
    assert (run.state, run.total, run.asked_by) == ("waiting", 11, cast.wei)
    poll = reverse("impact:progress", args=[run.pk])
    shown = client.get(address).content.decode()
    assert f'hx-get="{poll}"' in shown
    assert "<noscript>" in shown
    assert "魏东" in shown
    assert "HX-Refresh" not in client.get(poll)
    client.post(address)
    assert ImpactRun.objects.count() == 1
    work_out(run.pk)
    assert client.get(poll)["HX-Refresh"] == "true"
    assert "289,080.00" not in shown
    assert "481,800.00" in client.get(address).content.decode()
    assert client.get(reverse("impact:entry_export", args=[raise_.pk])).status_code == 200
    verbs = Event.objects.filter(verb__startswith="impact.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["impact.started", "impact.worked_out", "impact.exported"]


def test_opening_the_kept_one_asks_no_law(cast, raise_, big, monkeypatch):
    disabled(cast, 6, cast.town_a)
    client = cast.signed_in(cast.wei)
    with at("04:30"):
        client.post(page_of(raise_))
    work_out(ImpactRun.objects.get().pk)
    monkeypatch.setattr(slices.Question, "sums_of", None)
    found = client.get(page_of(raise_)).context
    assert found["impact"].total.people == 6
    assert not found["seen"].since.is_stale


def test_what_changed_since_is_said_and_counted(cast, raise_, big):
    people = disabled(cast, 6, cast.town_a)
    client, address = cast.signed_in(cast.wei), page_of(raise_)
    with at("04:30"):
        client.post(address)
    work_out(ImpactRun.objects.get().pk)
    with at("05:00"):
        record(cast, people[0], honours=[])
        Fact.objects.filter(person=people[1], name="is_wanted").update(ended_at=timezone.now())
        Person.objects.filter(pk=people[2].pk).update(version=9)
        standards.confirm(by=cast.actor(cast.wei), entry=raise_, on=TODAY)
        since = client.get(address).context["seen"].since
        assert (since.facts, since.has_other_files, since.has_other_day) == (2, True, False)
        assert "之后有2项事实" in client.get(address).content.decode()
    with at("05:30"):
        client.post(address)
        assert client.get(address).context["impact"].total.people == 6
        work_out(ImpactRun.objects.latest("pk").pk)
        assert not client.get(address).context["seen"].since.is_stale
    assert ImpactRun.objects.count() == 1
    with at("05:00", TODAY + dt.timedelta(days=1)):
        assert cast.signed_in(cast.wei).get(address).context["seen"].since.has_other_day


def test_reading_only_the_facts_that_are_asked_for_changes_no_figure(db, monkeypatch):
    """Over a whole small city: every group, town and sum is the same as with every fact."""
    seed()
    build(people=60, first_run=TODAY, is_shown=False, has_scenes=False)
    pensions = {"rows": [{**one, "value": one["value"] + 100} for one in amounts_of(PENSION_TABLE)]}
    for about in (pensions, {"readings": {"resettlement_2024/21.part_years": "full_years_only"}}):
        people = list(Person.objects.order_by("pk"))
        few = queries.question_of(about, TODAY).sums_of(people)
        monkeypatch.setattr(slices.Question, "asked", None)
        assert queries.question_of(about, TODAY).sums_of(people) == few
        monkeypatch.undo()
        assert len(few["town"]) > 0
    assert len(queries.question_of(pensions, TODAY).asked) < 30


def amounts_of(name):
    """A made-up amount for each grade by duty, from this year on."""
    return [
        {
            "name": name, "key1": str(grade), "key2": "duty", "level": "national", "division": "",
            "from": "2026-01-01", "to": None, "value": 5_000_000, "den": 1, "document": "示例", "source": f"entry {grade}",
        }
        for grade in range(1, 11)
    ]  # fmt: skip


def test_slices_add_up_to_the_whole(cast, raise_, monkeypatch):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 7, cast.town_b, first=200)
    disabled(cast, 5, cast.town_b, first=300, disability_grade=5)
    whole = of(cast, cast.wei, raise_)
    for size in (1, 3, 7, 100):
        monkeypatch.setattr(slices, "SLICE", size)
        assert of(cast, cast.wei, raise_) == whole


class Killed(BaseException):
    """The worker's process is gone: nothing after it runs."""


def test_a_killed_worker_goes_on_after_its_last_slice(cast, raise_, big, monkeypatch):
    disabled(cast, 10, cast.town_a)
    client = cast.signed_in(cast.wei)
    client.post(page_of(raise_))
    run, asked = ImpactRun.objects.get(), []
    kept = slices.Question.sums_of

    def dies_at_the_second(self, people):
        asked.append(len(people))
        if len(asked) == 2:
            raise Killed
        return kept(self, people)

    monkeypatch.setattr(slices.Question, "sums_of", dies_at_the_second)
    with pytest.raises(Killed):
        work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.result) == ("waiting", 4, None)
    shown = client.get(page_of(raise_)).context
    assert shown["seen"].kept is None
    assert (shown["job"]["done"], shown["job"]["total"]) == (4, 11)
    work_out(run.pk)
    assert asked == [4, 4, 4, 3]
    assert client.get(page_of(raise_)).context["impact"].total.people == 10


def test_another_table_meanwhile_begins_anew(cast, raise_, big, monkeypatch):
    disabled(cast, 10, cast.town_a)
    actions.ask(by=cast.actor(cast.wei), matter=queries.of_amounts(raise_, [raise_], TODAY))
    run = ImpactRun.objects.get()
    ImpactRun.objects.filter(pk=run.pk).update(
        done=8, after_person=10**9, sums={"total": [], "town": [], "group": []}, sums_hash="another"
    )
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result["looked_at"], run.result["total"]["people"]) == ("ready", 11, 10)


def test_two_workers_never_count_a_slice_twice(cast, raise_, big, monkeypatch):
    disabled(cast, 10, cast.town_a)
    actions.ask(by=cast.actor(cast.wei), matter=queries.of_amounts(raise_, [raise_], TODAY))
    run, others = ImpactRun.objects.get(), []
    kept = slices.Question.sums_of

    def with_another_worker_meanwhile(self, people):
        if not others:
            others.append("taken over")
            work_out(run.pk)
        return kept(self, people)

    monkeypatch.setattr(slices.Question, "sums_of", with_another_worker_meanwhile)
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result["looked_at"], run.result["total"]["people"]) == ("ready", 11, 10)
    assert Event.objects.filter(verb="impact.worked_out").count() == 1


def test_it_is_stopped_and_nothing_of_it_is_kept(cast, raise_, big, monkeypatch):
    disabled(cast, 10, cast.town_a)
    client = cast.signed_in(cast.wei)
    client.post(page_of(raise_))
    run = ImpactRun.objects.get()
    kept = slices.Question.sums_of

    def stopped_meanwhile(self, people):
        assert (
            client.post(reverse("impact:stop", args=[run.pk]), {"back": page_of(raise_)}).status_code == 302
        )
        return kept(self, people)

    monkeypatch.setattr(slices.Question, "sums_of", stopped_meanwhile)
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result, run.sums) == ("stopped", None, {})
    assert client.get(page_of(raise_)).context["seen"].ended == run
    monkeypatch.undo()
    assert Event.objects.filter(verb="impact.stopped").count() == 1


def test_it_is_worked_out_as_whoever_asked_sees(cast, raise_, big):
    disabled(cast, 6, cast.town_a)
    disabled(cast, 5, cast.town_b, first=200)
    matter = queries.of_amounts(raise_, [raise_], TODAY)
    for user in (cast.zhao, cast.wei):
        work_out(actions.ask(by=cast.actor(user), matter=matter).pk)
    town, city = ImpactRun.objects.order_by("pk")
    assert (town.result["looked_at"], city.result["looked_at"]) == (5, 12)
    assert [line["town"] for line in town.result["town"]] == [cast.town_b.path]
    zhao, lin = cast.signed_in(cast.zhao), cast.signed_in(cast.lin)
    assert zhao.get(page_of(raise_)).context["impact"].looked_at == 5
    assert lin.get(page_of(raise_)).context["seen"].kept is None
    for run in (town, city):
        assert lin.get(reverse("impact:progress", args=[run.pk])).status_code == 404
    assert zhao.post(reverse("impact:stop", args=[city.pk])).status_code == 404


def test_who_lost_the_right_meanwhile_is_shown_nothing(cast, raise_, big):
    disabled(cast, 6, cast.town_a)
    run = actions.ask(by=cast.actor(cast.lin), matter=queries.of_amounts(raise_, [raise_], TODAY))
    Appointment.objects.filter(user=cast.lin).update(division=cast.town_b)
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.result) == ("failed", None)
    assert run.failure


def test_a_run_that_breaks_says_so_and_may_be_asked_again(cast, raise_, big, monkeypatch):
    disabled(cast, 6, cast.town_a)
    client = cast.signed_in(cast.wei)
    client.post(page_of(raise_))
    with monkeypatch.context() as broken:
        broken.setattr(slices.Question, "sums_of", lambda *_given: int("x"))
        with pytest.raises(ValueError, match="invalid literal"):
            work_out(ImpactRun.objects.get().pk)
    assert "invalid literal" in client.get(page_of(raise_)).content.decode()
    client.post(page_of(raise_))
    work_out(ImpactRun.objects.latest("pk").pk)
    assert client.get(page_of(raise_)).context["impact"].total.people == 6
