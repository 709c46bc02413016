"""Building the synthetic city in a database: once, marked as made up, with something in every worklist."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from rongyao.bureau.demo import staff
from rongyao.bureau.demo.city import UnableToBuildCity, build
from rongyao.bureau.demo.links import issue_links
from rongyao.bureau.demo.lives import lives
from rongyao.bureau.demo.models import City
from rongyao.bureau.entitlements.models import Letter, Proposal, StandardEntry
from rongyao.bureau.entitlements.readings.models import ReadingChoice
from rongyao.bureau.entitlements.tables.models import StandardTable
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.foundation.access.models import Appointment
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.seed import seed
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.background.models import GroupMembership
from rongyao.bureau.registry.models import Correction, Fact, Person, PersonAccount, RosterImport, Source
from rongyao.bureau.registry.organisations.models import ListRow, Organisation

TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SMALL, LARGE = 40, 300


@pytest.fixture
def divisions(db: None, time_machine: object) -> None:
    time_machine.move_to(NOW, tick=True)  # type: ignore[attr-defined]
    seed()


@pytest.fixture
def small(divisions: None) -> City:
    return build(people=SMALL, first_run=TODAY, is_shown=False, has_scenes=False)


def test_the_rows_are_the_people_of_the_generator(small: City) -> None:
    rows = {row.number: row for row in Person.objects.prefetch_related("facts")}
    for life in lives(SMALL, seed=small.seed, first_run=TODAY):
        row = rows[f"YS-{life.place:06d}"]
        assert (row.name, row.sex, row.birth_on, row.id_number) == (
            life.name, life.sex, life.born.isoformat(), life.id_number,
        )  # fmt: skip
        assert {fact.name: fact.value for fact in row.facts.all()} == life.facts


def test_everybody_and_every_source_says_that_it_is_made_up(small: City) -> None:
    assert not Person.objects.filter(is_synthetic=False).exists()
    assert not Person.objects.exclude(address__contains="演示路").exists()
    rested_on = Source.objects.filter(facts__isnull=False).distinct()
    assert {source.kind for source in rested_on} == {"synthetic"}
    assert all(source.title.startswith("演示数据：") for source in rested_on)


def test_no_fact_speaks_of_a_day_after_the_first_run(small: City) -> None:
    assert not Fact.objects.filter(as_of__gt=TODAY).exists()


def test_the_record_gets_one_event_for_the_building(small: City) -> None:
    event = Event.objects.get(verb="demo.built")
    assert event.detail == {"people": SMALL, "seed": small.seed}


def test_a_second_build_changes_nothing_and_keeps_the_first_day(small: City) -> None:
    before = (Person.objects.count(), Fact.objects.count(), Event.objects.count(), WorkItem.objects.count())
    again = build(people=500, first_run=dt.date(2027, 5, 1), is_shown=False, has_scenes=False)
    assert (again.pk, again.first_run_on, again.people) == (small.pk, TODAY, SMALL)
    assert (
        Person.objects.count(),
        Fact.objects.count(),
        Event.objects.count(),
        WorkItem.objects.count(),
    ) == before


def test_the_city_is_not_built_among_real_people(divisions: None) -> None:
    town = Division.objects.get(code="320583100")
    Person.objects.create(number="KS-000001", name="陈卫国", division=town, path=town.path)
    with pytest.raises(UnableToBuildCity, match="only in an empty one"):
        build(people=SMALL, first_run=TODAY, is_shown=False)


def test_without_divisions_the_message_says_what_to_do(db: None) -> None:
    with pytest.raises(UnableToBuildCity, match="Seed them first"):
        build(people=SMALL, first_run=TODAY, is_shown=False)


def test_every_role_has_a_user_who_cannot_sign_in_by_password(small: City) -> None:
    roles = {row.user.username: row.role for row in Appointment.objects.select_related("user")}
    assert roles == {place.username: place.role for place in staff.PLACES}
    assert not any(row.user.has_usable_password() for row in Appointment.objects.select_related("user"))


def test_every_worklist_of_the_town_has_something_in_it(divisions: None) -> None:
    build(people=LARGE, first_run=TODAY, is_shown=False)
    states = set(
        Proposal.objects.filter(path__startswith="320583/320583100/").values_list("state", flat=True)
    )
    assert {"open", "paper", "up", "granted", "refused"} <= states
    assert Letter.objects.filter(served_on=TODAY).exists()
    assert Letter.objects.filter(served_on=None).exists()
    assert Proposal.objects.filter(clock__due_on__lt=TODAY, state="open").exists()
    assert Proposal.objects.filter(clock__due_on__gt=TODAY, state="open").exists()
    assert Correction.objects.get().state == "open"
    assert set(StandardEntry.objects.values_list("name", "state")) == {
        ("conscript_allowance", "entered"),
        ("discharge_money_per_year", "confirmed"),
    }
    assert StandardTable.objects.get().state == "entered"
    assert ReadingChoice.objects.get().state == "entered"
    assert Scenario.objects.get().state == "waiting"
    assert RosterImport.objects.get().file_name.startswith("演示")
    assert Proposal.objects.filter(path__startswith="320583/320583101/", state="open").exists()
    veteran = PersonAccount.objects.get().person
    assert veteran.path.startswith("320583/320583100/")
    assert Proposal.objects.filter(person=veteran, state__in=Proposal.OPEN_STATES).exists()
    assert [en for en, *_ in issue_links()][-1] == "Veteran"
    assert {"Employer", "School", "Officer posted by the military"} <= {en for en, *_ in issue_links()}
    assert Organisation.objects.filter(is_synthetic=True).count() > 25
    assert GroupMembership.objects.filter(is_by_facts=True).exists()
    assert ListRow.objects.filter(state="rejected").count() == 2


def test_an_interrupted_first_run_fills_the_worklists_at_the_next(small: City) -> None:
    assert small.staged_at is None
    assert build(people=SMALL, first_run=TODAY, is_shown=False).staged_at is not None


def test_each_link_signs_its_user_in_once(small: City) -> None:
    found = issue_links()
    assert [en for en, _name, _path in found][: len(staff.PLACES)] == [place.en for place in staff.PLACES]
    _en, name, path = found[1]
    assert name == staff.OFFICER.name
    assert Client().post(path).status_code == 302
    assert Client().post(path).status_code == 410


def test_links_are_fresh_at_every_start(small: City) -> None:
    assert not {path for *_, path in issue_links()} & {path for *_, path in issue_links()}
