"""Households: formed, joined, left; who of them a reader may see."""

from __future__ import annotations

import datetime as dt

import pytest

from people import TODAY
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.families import queries
from rongyao.bureau.registry.families.actions import households
from rongyao.bureau.registry.families.actions.households import UnableToKeepHousehold
from rongyao.bureau.registry.families.models import Household, Membership
from rongyao.bureau.registry.models import Person

SINCE = dt.date(2020, 5, 1)


@pytest.fixture
def home(cast, lin):
    return households.form_household(by=lin, person=cast.chen, address="前进路1号", on=SINCE)


def test_a_household_is_formed_with_its_first_member_and_a_record(cast, home) -> None:
    assert (home.number, home.path) == ("H-000001", cast.town_a.path)
    row = Membership.objects.get(household=home)
    assert (row.person_id, row.from_on, row.to_on) == (cast.chen.pk, SINCE, None)
    assert Event.objects.get(verb="household.formed").person_id == cast.chen.pk


def test_others_join_and_leave_with_a_day_and_a_reason(cast, lin, home, zhou) -> None:
    households.join_household(by=lin, person=zhou, household=home, on=SINCE)
    assert [row.person for row in queries.home_of(lin, cast.chen).others] == [zhou]
    with pytest.raises(UnableToKeepHousehold):
        households.leave_household(by=lin, person=zhou, on=TODAY, reason=" ")
    households.leave_household(by=lin, person=zhou, on=TODAY, reason="搬走")
    assert queries.home_of(lin, cast.chen).others == []
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"household.joined", "household.left"} <= verbs
    again = households.form_household(by=lin, person=zhou, address="人民路2号", on=TODAY)
    assert again.number == "H-000002"


def test_nobody_lives_in_two_households(cast, lin, home, zhou) -> None:
    with pytest.raises(UnableToKeepHousehold):
        households.form_household(by=lin, person=cast.chen, address="人民路2号", on=TODAY)
    other = households.form_household(by=lin, person=zhou, address="人民路2号", on=TODAY)
    with pytest.raises(UnableToKeepHousehold):
        households.join_household(by=lin, person=cast.chen, household=other, on=TODAY)
    assert Membership.objects.filter(person=cast.chen).count() == 1


def test_days_to_come_and_days_before_the_first_are_refused(cast, lin, home, zhou) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    with pytest.raises(UnableToKeepHousehold):
        households.join_household(by=lin, person=zhou, household=home, on=tomorrow)
    for day in (tomorrow, dt.date(2019, 1, 1)):
        with pytest.raises(UnableToKeepHousehold):
            households.leave_household(by=lin, person=cast.chen, on=day, reason="搬走")
    with pytest.raises(UnableToKeepHousehold):
        households.leave_household(by=lin, person=zhou, on=TODAY, reason="搬走")


@pytest.mark.parametrize("who", ["zhao", "wei", "hao", "ma", "chen_user"])
def test_only_who_keeps_families_at_the_place_changes_households(cast, home, zhou, who: str) -> None:
    by = cast.actor(getattr(cast, who))
    with pytest.raises(NotAllowed):
        households.form_household(by=by, person=zhou, address="人民路2号", on=TODAY)
    with pytest.raises(NotAllowed):
        households.join_household(by=by, person=zhou, household=home, on=TODAY)
    with pytest.raises(NotAllowed):
        households.leave_household(by=by, person=cast.chen, on=TODAY, reason="搬走")
    assert Household.objects.count() == 1


def test_members_on_file_elsewhere_are_counted_and_not_named(cast, lin, home) -> None:
    away = Person.objects.create(number="KS-000090", name="吴江", division=cast.town_b, path=cast.town_b.path)
    Membership.objects.create(person=away, household=home, from_on=SINCE)
    seen = queries.home_of(lin, cast.chen)
    assert (seen.others, seen.elsewhere) == ([], 1)
    shown = cast.signed_in(cast.lin).get(f"/desk/families/of/{cast.chen.pk}/").content.decode()
    assert "另有 1 人的档案不在您的范围内" in shown
    assert "吴江" not in shown
    assert queries.home_of(cast.actor(cast.zhao), away) is None
    there = cast.signed_in(cast.zhao).get(f"/desk/families/of/{away.pk}/").content.decode()
    assert "所在家庭户不在您的范围内" in there
    assert "前进路1号" not in there
    whole = queries.home_of(cast.actor(cast.wei), cast.chen)
    assert [row.person.name for row in whole.others] == ["吴江"]
