"""The administrator's desk: users, terms, stand-ins; and what an appointment gives on a day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from people import TODAY
from rongyao.bureau.foundation.access import actions, queries
from rongyao.bureau.foundation.access.actions import UnableToAppoint
from rongyao.bureau.foundation.access.models import Appointment, SignInLink, User
from rongyao.bureau.foundation.access.rules import NotAllowed, Permission
from rongyao.bureau.foundation.access.words import PERMISSIONS
from rongyao.bureau.foundation.audit.models import Event

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def newcomer(cast) -> User:
    by = cast.actor(cast.ma)
    return actions.create_user(by=by, username="li-ming", display_name="李明", password=None)


def appointed(cast, user: User, **changes) -> Appointment:
    asked = {"role": "officer", "division": cast.town_a, "starts_on": TODAY, **changes}
    return actions.appoint(by=cast.actor(cast.ma), user=user, **asked)


def lins(cast) -> Appointment:
    return Appointment.objects.get(user=cast.lin)


def test_an_appointment_gives_its_rights_from_its_first_day_to_its_last(cast, newcomer):
    appointed(cast, newcomer, starts_on=TODAY + DAY, ends_on=TODAY + 3 * DAY)
    held = [queries.actor_for(newcomer, TODAY + n * DAY).may(Permission.QUEUE_VIEW) for n in range(5)]
    assert held == [False, True, True, True, False]


def test_an_ended_appointment_opens_no_page_and_the_front_page_says_so(cast):
    actions.end(by=cast.actor(cast.ma), appointment=lins(cast), ends_on=TODAY - DAY, reason="调离")
    client = cast.signed_in(cast.lin)
    assert client.get("/desk/").status_code == 403
    home = client.get("/")
    assert home.status_code == 200
    assert "没有在任的岗位" in home.content.decode()


def test_a_right_reaches_the_place_of_the_appointment_and_below_only(cast):
    actor = cast.actor(cast.lin)
    assert actor.may_at(Permission.PROPOSAL_DECIDE, cast.village_a.path)
    assert not actor.may_at(Permission.PROPOSAL_DECIDE, cast.town_b.path)
    assert not actor.may_at(Permission.PROPOSAL_DECIDE, cast.city.path)


def test_a_stand_in_has_the_role_and_every_page_says_whose(cast, newcomer):
    appointed(cast, newcomer, ends_on=TODAY + 7 * DAY, stands_in_for=lins(cast), reason="年休")
    shown = cast.signed_in(newcomer).get("/desk/").content.decode()
    assert "业务人员（代 林晓）" in shown
    assert queries.actor_for(newcomer, TODAY + 8 * DAY).hats == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ends_on": TODAY - DAY}, "早于"),
        ({"role": "veteran"}, "工作人员角色"),
        ({"stands_in": True}, "必须有结束日期"),
        ({"stands_in": True, "ends_on": TODAY + DAY, "role": "director"}, "和被代理人一样"),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_and_says_why(cast, newcomer, changes, why):
    asked = {key: value for key, value in changes.items() if key != "stands_in"}
    if "stands_in" in changes:
        asked["stands_in_for"] = lins(cast)
    with pytest.raises(UnableToAppoint, match=why):
        appointed(cast, newcomer, **asked)
    assert not Appointment.objects.filter(user=newcomer).exists()


def test_nobody_stands_in_for_themselves(cast):
    with pytest.raises(UnableToAppoint):
        appointed(cast, cast.lin, ends_on=TODAY + DAY, stands_in_for=lins(cast))


def test_a_stand_in_ends_with_the_one_stood_in_for(cast, newcomer):
    row = appointed(cast, newcomer, ends_on=TODAY + 7 * DAY, stands_in_for=lins(cast))
    actions.end(by=cast.actor(cast.ma), appointment=lins(cast), ends_on=TODAY, reason="调离")
    row.refresh_from_db()
    assert row.ends_on == TODAY


def test_only_an_administrator_appoints(cast, newcomer):
    with pytest.raises(NotAllowed):
        actions.appoint(
            by=cast.actor(cast.wei), user=newcomer, role="director", division=cast.city, starts_on=TODAY
        )


# --- the pages -------------------------------------------------------------------------------------


def test_a_new_user_is_added_appointed_and_given_a_link_shown_once(cast):
    client = cast.signed_in(cast.ma)
    made = client.post("/manage/users/new/", {"username": "li-ming", "display_name": "李明"})
    page = made["Location"]
    form = {"role": "clerk", "division": str(cast.town_a.pk), "starts_on": "2026-11-24", "ends_on": ""}
    assert client.post(f"{page}appoint/", form)["Location"] == page
    shown = client.post(f"{page}link/").content.decode()
    token = re.search(r"/link/([\w-]+)/", shown)[1]
    assert SignInLink.objects.filter(token_digest=actions.digest(token)).count() == 1
    assert client.get(f"{page}link/").status_code == 405
    verbs = set(Event.objects.filter(by_name="马骏").values_list("verb", flat=True))
    assert {"user.created", "appointment.made", "link.issued"} <= verbs


@pytest.mark.parametrize("username", ["lin", "li ming", "李明"])
def test_a_taken_or_strange_user_name_is_refused_and_the_name_is_kept(cast, username):
    answer = cast.signed_in(cast.ma).post(
        "/manage/users/new/", {"username": username, "display_name": "李明新"}
    )
    assert answer.status_code == 422
    assert 'value="李明新"' in answer.content.decode()


def test_the_first_day_of_a_new_appointment_is_written_as_a_date_field_can_read_it(cast):
    for language in ("zh-hans", "en"):
        shown = cast.signed_in(cast.ma, language).get(f"/manage/users/{cast.lin.pk}/appoint/")
        boxes = re.findall(r'name="starts_on_[012]" value="(\d+)"', shown.content.decode())
        assert boxes == ["2026", "11", "24"]


def test_forgetting_the_second_factor_needs_a_reason_and_enrols_anew(cast):
    client = cast.signed_in(cast.ma)
    User.objects.filter(pk=cast.lin.pk).update(totp_confirmed_at=dt.datetime.now(dt.UTC))
    path = f"/manage/users/{cast.lin.pk}/totp/"
    client.post(path, {"reason": " "})
    assert User.objects.get(pk=cast.lin.pk).totp_confirmed_at
    client.post(path, {"reason": "手机丢了"})
    assert User.objects.get(pk=cast.lin.pk).totp_confirmed_at is None


def test_a_user_is_switched_off_with_a_reason_but_never_by_themselves(cast):
    client = cast.signed_in(cast.ma)
    client.post(f"/manage/users/{cast.ma.pk}/active/", {"reason": "试试"})
    assert User.objects.get(pk=cast.ma.pk).is_active
    client.post(f"/manage/users/{cast.lin.pk}/active/", {"reason": "退休"})
    assert not User.objects.get(pk=cast.lin.pk).is_active


def test_an_administrator_cannot_sign_in_for_a_veteran_nor_read_the_whole_name(cast):
    client = cast.signed_in(cast.ma)
    pk = cast.chen_user.pk
    assert client.post(f"/manage/users/{pk}/link/").status_code == 404
    assert client.get(f"/manage/users/{pk}/appoint/").status_code == 404
    assert "陈卫国" not in client.get("/manage/users/").content.decode()
    assert "陈卫国" not in client.get(f"/manage/users/{pk}/").content.decode()


def test_users_are_found_by_name_and_by_role(cast):
    client = cast.signed_in(cast.ma)
    assert [u.username for u in client.get("/manage/users/?q=林").context["page"]] == ["lin"]
    assert [u.username for u in client.get("/manage/users/?role=auditor").context["page"]] == ["hao"]
    assert client.get("/manage/users/?q=%00").status_code == 200


def test_every_permission_is_said_in_words(cast):
    assert set(PERMISSIONS) == set(Permission) - {Permission.PUBLIC}
    shown = cast.signed_in(cast.ma).get("/manage/roles/").content.decode()
    assert "proposal.countersign" not in shown
    assert "第二人签署" in shown
