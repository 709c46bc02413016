"""Who speaks for an organisation: the appointment, the slip, the seat, what they keep and what they ask for."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from rongyao.bureau.foundation.access.rules import NotAllowed, Permission
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.registry.actions.accounts import UnableToActivate, UnableToPrintSlip
from rongyao.bureau.registry.organisations import queries
from rongyao.bureau.registry.organisations.actions import changes, keeping, representatives
from rongyao.bureau.registry.organisations.models import ChangeRequest, Representative
from rongyao.bureau.registry.organisations.tests.made import CODE, GU_ID, OTHER_CODE, PASSWORD, gu


def test_a_seat_gives_its_own_page_and_nothing_else(cast, gu_user, factory) -> None:
    actor = cast.actor(gu_user)
    assert actor.roles == ("employer",)
    assert actor.permissions == {Permission.PUBLIC, Permission.ORGANISATION_SELF}
    assert queries.own(actor, factory.pk) == factory
    assert queries.visible_to(actor).count() == 0
    assert gu_user.needs_totp is False


def test_the_seat_ends_with_its_term_and_begins_no_sooner(cast, lin, gu_user) -> None:
    days = {
        dt.date(2026, 11, 23): 0,
        dt.date(2026, 11, 24): 1,
        dt.date(2027, 11, 23): 1,
        dt.date(2027, 11, 24): 0,
    }
    assert {day: len(queries.seats_of(gu_user.pk, day)) for day in days} == days
    representatives.end(by=lin, representative=Representative.objects.get(), reason="离职")
    assert queries.seats_of(gu_user.pk, dt.date(2026, 12, 1)) == ()


def test_no_number_of_the_representative_is_kept(gu) -> None:
    kept = [str(value) for value in vars(Representative.objects.get(pk=gu.pk)).values()]
    assert not any(GU_ID in value for value in kept)
    assert gu.id_last4 == GU_ID[-4:]


def test_a_slip_works_once_and_five_wrong_tries_spend_it(cast, lin, gu) -> None:
    code = representatives.print_slip(by=lin, representative=gu)
    wrong = "0000" if GU_ID[-4:] != "0000" else "1111"
    for _try in range(5):
        with pytest.raises(UnableToActivate):
            representatives.activate(code=code, id_last4=wrong, password=PASSWORD)
    with pytest.raises(UnableToActivate):
        representatives.activate(code=code, id_last4=GU_ID[-4:], password=PASSWORD)
    fresh = representatives.print_slip(by=lin, representative=gu)
    user = representatives.activate(code=fresh, id_last4=GU_ID[-4:], password=PASSWORD)
    assert user.check_password(PASSWORD)
    with pytest.raises(UnableToActivate):
        representatives.activate(code=fresh, id_last4=GU_ID[-4:], password=PASSWORD)
    assert Event.objects.filter(verb="representative.slip_refused").count() == 5


def test_a_slip_is_too_old_after_a_week_and_none_is_printed_after_the_term(lin, gu) -> None:
    code = representatives.print_slip(by=lin, representative=gu)
    with time_machine.travel("2026-12-02T04:00:00+00:00", tick=False), pytest.raises(UnableToActivate):
        representatives.activate(code=code, id_last4=GU_ID[-4:], password=PASSWORD)
    with time_machine.travel("2028-01-02T04:00:00+00:00", tick=False), pytest.raises(UnableToPrintSlip):
        representatives.print_slip(by=lin, representative=gu)


def test_one_human_has_one_sign_in_for_all_they_speak_for(cast, lin, gu_user, today) -> None:
    school = keeping.register(by=lin, kind="school", division=cast.town_a, values={"name": "昆山职业学校"})
    again = representatives.appoint(by=lin, organisation=school, named=gu(role="school"))
    assert again.user == gu_user
    assert len(queries.seats_of(gu_user.pk, today)) == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"role": "school"}, "role"),
        ({"ends_on": dt.date(2026, 11, 1)}, "ends_on"),
        ({"ends_on": dt.date(2030, 1, 1)}, "ends_on"),
    ],
)
def test_who_cannot_be_appointed(lin, factory, changed: dict, field: str) -> None:
    with pytest.raises(representatives.UnableToAppoint) as refused:
        representatives.appoint(by=lin, organisation=factory, named=gu(**changed))
    assert refused.value.field == field


def test_nobody_is_appointed_without_the_right(cast, factory, gu_user) -> None:
    for user in (cast.zhao, cast.sun, cast.wei, gu_user):
        with pytest.raises(NotAllowed):
            representatives.appoint(by=cast.actor(user), organisation=factory, named=gu())


def test_the_posted_officer_sees_organisations_and_needs_a_second_factor(cast, lin, today) -> None:
    office = keeping.register(by=lin, kind="department", division=cast.town_a, values={"name": "双拥办"})
    named = gu(name="何刚", role="posted_officer")
    row = representatives.appoint(by=lin, organisation=office, named=named)
    code = representatives.print_slip(by=lin, representative=row)
    user = representatives.activate(code=code, id_last4=GU_ID[-4:], password=PASSWORD)
    actor = cast.actor(user)
    assert user.needs_totp is True
    assert office in queries.visible_to(actor)
    assert not actor.may(Permission.PEOPLE_VIEW)
    assert queries.visible_to(actor, Permission.ORGANISATION_EDIT).count() == 0


def test_what_matters_waits_for_an_officer_and_the_rest_stands_at_once(cast, lin, gu_user, factory) -> None:
    actor = cast.actor(gu_user)
    values = {"address": "长江路2号", "name": "别的名字", "credit_code": OTHER_CODE}
    changes.keep_own(by=actor, organisation=factory, version=1, values=values)
    factory.refresh_from_db()
    assert (factory.address, factory.name, factory.credit_code) == ("长江路2号", "昆山精诚电子有限公司", CODE)
    asked = changes.ask(
        by=actor, organisation=factory, field="name", value="昆山精诚科技有限公司", why="已变更登记"
    )
    item = WorkItem.objects.get(kind=changes.ASKED)
    assert (item.state, item.path) == ("open", cast.town_a.path)
    changes.answer(by=lin, request=asked, is_confirmed=True, words="")
    factory.refresh_from_db()
    item.refresh_from_db()
    assert (factory.name, factory.name_core, item.state) == ("昆山精诚科技有限公司", "精诚科技", "done")
    assert Event.objects.filter(verb="organisation.change_answered").count() == 1


def test_a_request_is_refused_with_words_or_not_at_all(cast, lin, gu_user, factory) -> None:
    actor = cast.actor(gu_user)
    asked = changes.ask(by=actor, organisation=factory, field="credit_code", value=OTHER_CODE, why="新执照")
    with pytest.raises(changes.UnableToAsk):
        changes.ask(by=actor, organisation=factory, field="credit_code", value=OTHER_CODE, why="新执照")
    with pytest.raises(changes.UnableToAnswer):
        changes.answer(by=lin, request=asked, is_confirmed=False, words=" ")
    with pytest.raises(NotAllowed):
        changes.answer(by=cast.actor(cast.zhao), request=asked, is_confirmed=False, words="不一致")
    changes.answer(by=lin, request=asked, is_confirmed=False, words="与执照不一致")
    factory.refresh_from_db()
    assert (factory.credit_code, ChangeRequest.objects.get().answer) == (CODE, "与执照不一致")


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(cast, lin, gu_user, factory) -> None:
    other = keeping.register(by=lin, kind="employer", division=cast.town_a, values={"name": "别家公司"})
    for actor, row in ((cast.actor(gu_user), other), (lin, factory), (cast.actor(cast.chen_user), factory)):
        with pytest.raises(NotAllowed):
            changes.keep_own(by=actor, organisation=row, version=1, values={"address": "某处"})
        with pytest.raises(NotAllowed):
            changes.ask(by=actor, organisation=row, field="name", value="新名字", why="想改")
