"""The main pages ask the database no more than twenty times, and no more often when there is three times as much to show."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rongyao.bureau.entitlements.tests import known
from rongyao.bureau.foundation.notices.models import Message
from rongyao.bureau.registry.actions import corrections
from rongyao.bureau.registry.background.models import GroupMembership, Licence
from rongyao.bureau.registry.holdings import look_over
from rongyao.bureau.registry.models import Person, PersonAccount
from rongyao.bureau.registry.organisations.models import Organisation

MOST = 20
FEW = 2
LISTS = (
    "/desk/",
    "/desk/?mine=1",
    "/desk/people/",
    "/desk/people/?q=示例",
    "/desk/people/?q=shili",
    "/desk/people/alike/",
    "/desk/proposals/",
    "/desk/letters/",
    "/desk/short/",
    "/desk/judge/",
    "/desk/corrections/",
    "/desk/messages/",
    "/desk/groups/",
    "/desk/licences/",
    "/desk/organisations/",
    "/desk/families/",
    "/desk/families/nobody/",
    "/desk/arrears/",
    "/desk/differences/?since=2026-11-24",
)


def _grow(cast, first: int, many: int) -> list[Person]:
    """So many people more, each with something in every list, two and two of one name and birthday."""
    people = []
    for n in range(first, first + many):
        person = Person(
            number=f"KS-{700 + n:06}", sex="male", birth_on="1999-05-04", division=cast.town_a, path=cast.town_a.path
        )  # fmt: skip
        person.keep_name(f"示例{'甲乙丙丁戊己庚辛'[n // 2]}")
        person.save()
        people.append(known.worked_out(cast, person, known.CONSCRIPT))
        _fill(cast, person)
    return people


def _fill(cast, person: Person) -> None:
    Licence.objects.create(
        person=person, source=cast.paper, name="叉车证", expires_on=dt.date(2027, 1, 5), recorded_by=cast.lin
    )
    GroupMembership.objects.create(
        person=person, source=cast.paper, category="combat", recorded_by=cast.lin, since="2020"
    )
    Message.objects.create(
        key=f"test:{person.pk}", kind="notices.news", person_id=person.pk, name=person.name, path=person.path,
        title="消息", body="消息", way="station", next_at=timezone.now(),
    )  # fmt: skip
    PersonAccount.objects.create(user=_user(person), person=person)
    Organisation.objects.create(
        kind="employer", name=f"示例企业{person.pk}", name_core=f"示例{person.pk}", division=cast.town_a,
        path=cast.town_a.path,
    )  # fmt: skip
    corrections.ask_correction(
        by=cast.actor(person.account.user), field="phone", stated_value="13900000000", words="号码换了"
    )


def _user(person: Person):
    from rongyao.bureau.foundation.access.models import User

    user = User(username=f"own-{person.pk}", display_name=person.name, needs_totp=False)
    user.set_password("correct horse battery")
    user.save()
    return user


def _asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return len(seen)


@pytest.mark.parametrize("who", ["lin", "wei"])
def test_three_times_the_rows_are_shown_with_as_many_queries(cast, who):
    _grow(cast, 0, FEW)
    client = cast.signed_in(getattr(cast, who))
    before = {address: _asked(client, address) for address in LISTS}
    _grow(cast, FEW, 2 * FEW)
    after = {address: _asked(client, address) for address in LISTS}
    assert after == before
    assert {address: many for address, many in after.items() if many > MOST} == {}


def test_a_file_of_which_only_facts_are_known_takes_twenty_queries_at_most(cast):
    person = Person(number="KS-000790", sex="male", division=cast.town_a, path=cast.town_a.path)
    person.keep_name("示例壬")
    person.save()
    known.record(cast, person, **known.CONSCRIPT)
    assert _asked(cast.signed_in(cast.lin), f"/desk/people/{person.pk}/") <= MOST


def test_a_file_with_something_everywhere_shows_it_with_and_without_looking_over(cast):
    person = _grow(cast, 0, 1)[0]
    client = cast.signed_in(cast.lin)
    assert _asked(client, f"/desk/people/{person.pk}/") <= MOST
    shown = client.get(f"/desk/people/{person.pk}/").content.decode()
    for word in ("叉车证", "号码换了", "消息"):
        assert word in shown
    person.refresh_from_db()
    assert person.held is None
    held = look_over(person).held
    assert held is not None
    assert {"registry_fact", "background_licence", "registry_correction", "notices_message"} <= held
    assert "families_kin" not in held


def test_what_lies_beyond_the_readers_scope_is_not_held(cast):
    from rongyao.bureau.foundation.scope.connection import within
    from rongyao.bureau.foundation.scope.rules import scope_of

    person = _grow(cast, 0, 1)[0]
    with within(scope_of(cast.actor(cast.zhao), cast.city.path)):
        assert look_over(person).held == frozenset()
    with within(scope_of(cast.actor(cast.lin), cast.city.path)):
        assert "registry_fact" in look_over(person).held
