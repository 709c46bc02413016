"""What changed since a day, and why; and a whole city worked out at once or one by one says the same."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from people import TODAY
from rongyao.bureau.demo import staff
from rongyao.bureau.demo.city import build
from rongyao.bureau.entitlements.actions import standards
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.differences.queries import Differences, Filters, all_dressed, dressed
from rongyao.bureau.entitlements.differences.rules import KINDS, REASONS, Kept, changed_facts
from rongyao.bureau.entitlements.differences.tests import by_hand
from rongyao.bureau.entitlements.differences.tests.by_hand import is_another, kind_of, reasons
from rongyao.bureau.entitlements.models import Determination, KeptInput, Proposal
from rongyao.bureau.entitlements.readings import actions as readings
from rongyao.bureau.entitlements.tests.known import PENSION, PENSION_TABLE, disabled, record
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.divisions.seed import seed
from rongyao.bureau.registry.models import Fact, Person

YESTERDAY = TODAY - dt.timedelta(days=1)


def at(day):
    return time_machine.travel(f"{day}T04:00:00+00:00", tick=False)


@pytest.fixture(autouse=True)
def today():
    with at(TODAY):
        yield


def worked_out(people, on=TODAY, keys=(PENSION,)):
    chosen = Person.objects.filter(pk__in=[person.pk for person in people])
    determine(by=Actor.system(), people=chosen, on=on, entitlements=keys)


@pytest.fixture
def pensioners(cast):
    """Worked out yesterday: two in town A, one in town B."""
    people = [*disabled(cast, 2, cast.town_a), *disabled(cast, 1, cast.town_b, first=200)]
    with at(YESTERDAY):
        worked_out(people, YESTERDAY)
    return people


def found(cast, by=None, since=TODAY, **filters):
    return list(Differences(cast.actor(by or cast.wei), since, Filters(**filters)))


def test_nothing_changed_is_an_empty_list(cast, pensioners):
    worked_out(pensioners)
    assert found(cast) == []


def test_a_raise_is_another_sum_because_of_the_table(cast, pensioners):
    row = standards.enter(
        by=cast.actor(cast.lin), name=PENSION_TABLE, keys={"grade": "6", "cause": "duty"}, level="national",
        division_code="", starts_on=dt.date(2026, 8, 1), ends_on=None, value=4_962_000, document="示例文件",
        document_no="1", issued_on=TODAY,
    )  # fmt: skip
    standards.confirm(by=cast.actor(cast.wei), entry=row, on=TODAY)
    worked_out(pensioners)
    rows = found(cast)
    assert [(one.kind, one.why) for one in rows] == [("sum", ("standards",))] * 3
    assert {(one.before.amount_fen, one.after.amount_fen) for one in rows} == {(4_818_000, 4_962_000)}
    assert len(found(cast, by=cast.zhao)) == 1
    assert len(found(cast, town=cast.town_a.path)) == 2
    assert found(cast, why="facts") == found(cast, kind="lost") == found(cast, entitlement="x") == []


def test_a_changed_fact_is_named(cast, pensioners):
    person = pensioners[0]
    Fact.objects.filter(person=person, name="disability_grade").update(value=7)
    worked_out(pensioners)
    (one,) = dressed(found(cast))
    assert (one.person, one.why, one.facts) == (person, ("facts",), ("disability_grade",))


def test_a_fact_that_takes_the_right_away_is_a_loss(cast, pensioners):
    Fact.objects.filter(person=pensioners[0], name="criminal_record").update(value=True)
    worked_out(pensioners)
    assert [one.kind for one in found(cast, why="facts")] == ["lost"]


def test_a_chosen_reading_is_the_reason(cast, pensioners):
    money = "resettlement_2024.discharge_money"
    from rongyao.bureau.entitlements.tests.known import CONSCRIPT

    record(cast, cast.chen, **{**CONSCRIPT, "enlisted_on": "2023-03-01", "discharged_on": "2025-06-01"})
    with at(YESTERDAY):
        worked_out([cast.chen], YESTERDAY, (money,))
    choice = readings.enter(
        by=cast.actor(cast.lin), key="resettlement_2024/21.part_years", option="full_years_only", reason="答复", document="示例",
    )  # fmt: skip
    readings.confirm(by=cast.actor(cast.wei), choice=choice, on=TODAY)
    worked_out([cast.chen], keys=(money,))
    assert [(one.kind, one.why) for one in found(cast)] == [("sum", ("readings",))]


def test_who_was_never_asked_before_is_new(cast, pensioners):
    late = disabled(cast, 1, cast.town_a, first=900)
    worked_out(late)
    assert [(one.kind, one.why) for one in found(cast)] == [("gained", ("new",))]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_and_its_excel(cast, pensioners, language, django_assert_max_num_queries):
    Fact.objects.filter(name="disability_grade").update(value=7)
    worked_out(pensioners)
    client = cast.signed_in(cast.wei, language)
    with django_assert_max_num_queries(40):
        shown = client.get(reverse("differences:differences") + "?since=2026-11-24&sort=-what")
    assert shown.status_code == 200
    assert shown.context["page"].paginator.count == 3
    for given in ("?since=x&kind=y&town=z", "?since_0=2026&since_1=13&since_2=1", "?page=x&sort=-nothing"):
        assert client.get(reverse("differences:differences") + given).status_code == 200
    boxes = client.get(reverse("differences:differences") + "?since_0=2026&since_1=11&since_2=9")
    assert boxes.context["since"] == dt.date(2026, 11, 9)
    assert 'name="since_2" value="09"' in boxes.content.decode()
    export = client.get(reverse("differences:export") + "?since=2026-11-24")
    assert openpyxl.load_workbook(BytesIO(export.content)).worksheets[0].max_row == 4
    assert Event.objects.filter(verb="differences.exported").count() == 1
    assert cast.signed_in(cast.hao).get(reverse("differences:differences")).status_code == 403


def test_a_whole_city_at_once_and_each_person_alone_are_answered_alike(db):
    """Batch and incremental: every finding, with its hashes, is the same text."""
    seed()
    build(people=24, first_run=TODAY, is_shown=False, has_scenes=False)
    worker = Actor.system()

    def kept():
        rows = Determination.objects.filter(ended_at__isnull=True)
        return {(r.person_id, r.entitlement): (r.finding, r.finding_hash) for r in rows}

    determine(by=worker, people=Person.objects.all(), on=TODAY)
    together = kept()
    Proposal.objects.all().delete()
    Determination.objects.all().delete()
    for person_id in Person.objects.values_list("pk", flat=True):
        determine(by=worker, people=Person.objects.filter(pk=person_id), on=TODAY)
    assert len(together) > 24
    assert kept() == together
    assert KeptInput.objects.filter(kind="settings").count() == 1


@pytest.fixture
def changed_city(db):
    """A small city worked out yesterday, and again today: facts, amounts and readings are other ones, people came."""
    seed()
    build(people=30, first_run=TODAY, is_shown=False, has_scenes=False)
    people, worker = Person.objects.order_by("pk"), Actor.system()
    Proposal.objects.all().delete()
    Determination.objects.all().delete()
    late = list(people.values_list("pk", flat=True)[:3])
    with at(YESTERDAY):
        determine(by=worker, people=people.exclude(pk__in=late), on=YESTERDAY)
    grades = Fact.objects.filter(name="disability_grade", value__gt=0, ended_at__isnull=True)
    grades.update(value=8)
    Fact.objects.filter(name="enlisted_on", person__in=people[5:20]).update(value="2001-09-01")
    KeptInput.objects.filter(kind="settings").update(body={"readings": {"x": "y"}})
    Determination.objects.filter(person__in=people[8:14]).update(pack_hash="older", standards_hash="older")
    Determination.objects.filter(person__in=people[10:12]).update(amount_fen=7, answer="yes", finding={})
    Determination.objects.filter(person__in=people[12:13]).update(facts_hash="f", finding={})
    KeptInput.objects.create(kind="settings", hash="older", body={"readings": {}})
    gone = Determination.objects.filter(person__in=people[20:22])
    determine(by=worker, people=people, on=TODAY)
    gone.filter(ended_at__isnull=True).update(ended_at=at_noon())
    return people


@pytest.fixture
def director(changed_city):
    return staff.actor(staff.DIRECTOR, TODAY)


def at_noon():
    return dt.datetime.combine(TODAY, dt.time(12), tzinfo=dt.UTC)


SORTED = {"what": lambda one: one.entitlement, "kind": lambda one: one.kind, "why": lambda one: one.why}


def test_the_database_finds_what_is_found_by_hand_in_the_same_order(changed_city, director):
    by = director
    whole = by_hand.differences(by, TODAY, Filters())
    assert {one.kind for one in whole} == {"gained", "lost", "sum", "other"}
    assert {name for one in whole for name in one.why} >= {"new", "gone", "facts", "readings", "standards"}
    assert list(Differences(by, TODAY, Filters())) == whole
    assert Differences(by, TODAY, Filters()).count() == len(whole)
    for sort, key in SORTED.items():
        for back in (False, True):
            found = Differences(by, TODAY, Filters(), f"{'-' * back}{sort}")
            assert found[:1000] == sorted(whole, key=key, reverse=back)
            assert found[3:8] == sorted(whole, key=key, reverse=back)[3:8]


def test_the_database_narrows_as_is_narrowed_by_hand(changed_city, director):
    by = director
    towns = sorted({person.path for person in changed_city})
    asked = [
        *(Filters(kind=kind) for kind in KINDS),
        *(Filters(why=why) for why in REASONS),
        *(Filters(town=town) for town in towns),
        *(Filters(entitlement=one.entitlement) for one in by_hand.differences(by, TODAY, Filters())[:5]),
        Filters(town=towns[0], kind="gained", why="new"),
        Filters(kind="' OR true --", why="}"),
    ]
    for filters in asked:
        for since in (TODAY, YESTERDAY, TODAY + dt.timedelta(days=1)):
            assert list(Differences(by, since, filters)) == by_hand.differences(by, since, filters), filters


def test_a_long_list_is_walked_through_in_batches(changed_city, director, monkeypatch):
    from rongyao.bureau.entitlements.differences import queries

    by = director
    at_once = dressed(Differences(by, TODAY, Filters())[:1000])
    monkeypatch.setattr(queries, "BATCH", 7)
    assert list(all_dressed(Differences(by, TODAY, Filters()))) == at_once


# ── without a database ───────────────────────────────────────────────────────────────────────────────────────


def said(**other) -> Kept:
    base = {
        "pk": 1, "on": TODAY, "answer": "yes", "amount_fen": 5, "is_payable": True, "facts_hash": "f",
        "standards_hash": "s", "pack_hash": "p",
    }  # fmt: skip
    return Kept(**{**base, **other})


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, said(), "gained"), (said(), None, "lost"), (said(), said(answer="no"), "lost"),
        (said(answer="unknown"), said(), "gained"), (said(), said(amount_fen=6), "sum"),
        (said(answer="unknown"), said(answer="no"), "other"),
    ],
)  # fmt: skip
def test_each_change_has_its_kind(before, after, kind):
    assert is_another(before, after)
    assert kind_of(before, after) == kind


def test_each_input_that_differs_is_a_reason_and_the_day_where_none_does():
    settings = {"p": {"readings": {}}, "q": {"readings": {"x": "y"}}, "r": {"readings": {}}}
    assert reasons(said(), said(amount_fen=6), settings) == ("day",)
    assert reasons(said(), said(facts_hash="g", standards_hash="t"), settings) == ("facts", "standards")
    assert reasons(said(), said(pack_hash="q"), settings) == ("readings",)
    assert reasons(said(), said(pack_hash="r"), settings) == ("law",)
    assert reasons(said(), said(pack_hash="unkept"), settings) == ("law",)
    assert not is_another(said(), said(on=YESTERDAY, facts_hash="g"))


def test_facts_known_otherwise_are_named_and_none_where_they_were_not_kept():
    assert changed_facts({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ["b", "c"]
    assert changed_facts(None, {"a": 1}) == []
