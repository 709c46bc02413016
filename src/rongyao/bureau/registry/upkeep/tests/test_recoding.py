"""Changed division codes carried through: everything follows, what is unclear waits for a human, nothing is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.families.models import Household
from rongyao.bureau.registry.models import Person, Station
from rongyao.bureau.registry.upkeep.actions import recoding as actions
from rongyao.bureau.registry.upkeep.models import FormerPlace, Recoding
from rongyao.bureau.registry.upkeep.queries import recoding as queries

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
Y2018, Y2020, Y2021 = dt.date(2018, 1, 1), dt.date(2020, 1, 1), dt.date(2021, 1, 1)


@pytest.fixture
def ma(cast):
    return cast.actor(cast.ma)


@pytest.fixture
def village(cast):
    """Make a village of town A in one vintage."""

    def made(code, name, since, until=None, becomes=None):
        return Division.objects.create(
            code=code, name=name, short_name=name, level="village", parent=cast.town_a,
            path=f"{cast.town_a.path}{code}/", valid_from=since, valid_to=until, replaced_by=becomes,
        )  # fmt: skip

    return made


@pytest.fixture
def places(village):
    """The trap of 320583106014: the code was 苏巷 in 2020 and is 新塘 since 2021, which was 320583106209 before."""
    xintang = village("320583100014", "新塘社区居委会", Y2021)
    old = village("320583100209", "新塘村委会", Y2018, Y2021, xintang)
    suxiang = village("320583100014", "苏巷社区居委会", Y2020, Y2021)
    return old, suxiang, xintang


def lie_in(person, division) -> None:
    Person.objects.filter(pk=person.pk).update(division=division, path=division.path)


def test_everything_under_a_recoded_village_follows(cast, ma, places, open_file) -> None:
    old, _suxiang, new = places
    lie_in(cast.chen, old)
    Station.objects.create(division=old, name="新塘村站", kind="village", path=old.path)
    Household.objects.create(number="H-000009", address="新塘", path=old.path, created_at=LONG_AGO)
    WorkItem.objects.create(
        kind="x", subject="x:1", path=old.path, person_id=cast.chen.pk, permission="people.view"
    )
    row = actions.recode(by=ma, on=dt.date(2026, 11, 24), chosen={})
    cast.chen.refresh_from_db()
    assert (cast.chen.division, cast.chen.path) == (new, new.path)
    assert Station.objects.get().division == new
    found = [m.objects.get().path for m in (Station, Household, WorkItem)]
    assert found == [new.path] * 3
    place = FormerPlace.objects.get()
    assert (place.person, place.division, place.until) == (cast.chen, old, Y2021)
    assert row.moves[0]["counts"]["registry.person"] == 1
    assert Event.objects.filter(verb="person.recoded", person_id=cast.chen.pk).exists()
    assert queries.preview(ma, dt.date(2026, 11, 24)) == []


def test_one_code_two_communities_never_moves_the_wrong_people(cast, ma, places, open_file) -> None:
    _old, suxiang, new = places
    lie_in(cast.chen, suxiang)
    other = open_file("周敏", new)
    Household.objects.create(number="H-000009", address="?", path=suxiang.path, created_at=LONG_AGO)
    Household.objects.create(number="H-000010", address="新塘", path=new.path)
    [one] = queries.preview(ma, dt.date(2026, 11, 24))
    assert (one.division, one.target, one.why) == (suxiang, None, "shared")
    assert one.undecided == {"families.household": 1}
    with pytest.raises(actions.UnableToRecode):
        actions.recode(by=ma, on=dt.date(2026, 11, 24), chosen={})
    actions.recode(by=ma, on=dt.date(2026, 11, 24), chosen={suxiang.pk: cast.village_a})
    for person in (cast.chen, other):
        person.refresh_from_db()
    assert (cast.chen.division, other.division) == (cast.village_a, new)
    assert (cast.chen.path, other.path) == (cast.village_a.path, new.path)
    assert Household.objects.get(number="H-000009").path == suxiang.path


def test_a_place_of_another_town_cannot_be_chosen(cast, ma, places) -> None:
    _old, suxiang, _new = places
    lie_in(cast.chen, suxiang)
    with pytest.raises(actions.UnableToRecode, match="同一个镇"):
        actions.recode(by=ma, on=dt.date(2026, 11, 24), chosen={suxiang.pk: cast.town_b})
    assert not Recoding.objects.exists()


def test_statistics_may_ask_as_of_a_list(cast, ma, lin, places) -> None:
    old, _suxiang, new = places
    lie_in(cast.chen, old)
    actions.recode(by=ma, on=dt.date(2026, 11, 24), chosen={})
    cast.chen.refresh_from_db()
    assert queries.place_as_of(cast.chen, dt.date(2020, 6, 1)) == old
    assert queries.place_as_of(cast.chen, Y2021) == new
    assert queries.counts_as_of(lin, dt.date(2020, 6, 1)) == [(old.code, old.name, 1)]
    assert queries.counts_as_of(lin, dt.date(2026, 1, 1)) == [(new.code, new.name, 1)]


def test_only_the_administrator_carries_codes_through(cast, lin, places) -> None:
    with pytest.raises(NotAllowed):
        actions.recode(by=lin, on=dt.date(2026, 11, 24), chosen={})
    assert cast.signed_in(cast.lin).get("/desk/upkeep/recode/").status_code == 403


def test_the_page_shows_counts_and_no_name_and_the_file_says_where_it_lay(cast, places) -> None:
    old, suxiang, _new = places
    lie_in(cast.chen, old)
    client = cast.signed_in(cast.ma)
    page = client.get("/desk/upkeep/recode/").content.decode()
    assert old.code in page
    assert "陈卫国" not in page
    assert client.post("/desk/upkeep/recode/", {}).status_code == 422
    assert client.post("/desk/upkeep/recode/", {"is_sure": "on"}).status_code == 302
    officer = cast.signed_in(cast.lin)
    assert "新塘村委会" in officer.get(f"/desk/people/{cast.chen.pk}/").content.decode()
    lie_in(cast.chen, suxiang)
    assert "陈卫国" in officer.get("/desk/upkeep/stranded/").content.decode()
    day = {"on_0": "2020", "on_1": "6", "on_2": "1"}
    assert officer.get("/desk/upkeep/as-of/", day).status_code == 200
