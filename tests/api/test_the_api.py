"""The API: the same permissions and scope as the pages, one form of refusal, and a description it keeps to."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from people import TODAY
from rongyao.bureau.config.api import api
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.rules import NotAllowed, Permission
from rongyao.bureau.foundation.api import actions
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.models import Person

pytestmark = pytest.mark.django_db
SOON = dt.timedelta(days=30)


def operations():
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for one in view.operations:
                yield f"{','.join(one.methods)} {path}", one


OPERATIONS = dict(operations())


def send(client: Client, method: str, path: str, body=None, **headers):
    return getattr(client, method)(
        f"/api/v1{path}", data=json.dumps(body) if body is not None else None,
        content_type="application/json", headers=headers,
    )  # fmt: skip


@pytest.fixture
def token(cast) -> str:
    _row, made = actions.issue(
        by=cast.actor(cast.ma), user=cast.lin, name="数据交换", expires_on=timezone.localdate() + SOON
    )
    return made


@pytest.mark.parametrize("name", OPERATIONS)
def test_this_operation_declares_its_permission_and_checks_it(name):
    one = OPERATIONS[name]
    permission = getattr(one.view_func, "permission", None)
    assert isinstance(permission, Permission)
    if permission is not Permission.PUBLIC:
        assert [auth.permission for auth in one.auth_callbacks] == [permission]
        assert {401, 403, 422} <= set(one.response_models)


@pytest.mark.parametrize(
    "name", [n for n, o in OPERATIONS.items() if o.view_func.permission != Permission.PUBLIC]
)
def test_nobody_gets_nothing_but_401(cast, name):
    method, path = name.split(" ")
    path = (
        path.replace("{person_id}", str(cast.chen.pk))
        .replace("{proposal_id}", "1")
        .replace("{name}", "honours")
    )
    answer = send(Client(), method.lower(), path, None if method == "GET" else {})
    assert answer.status_code == 401
    assert set(answer.json()) == {"title", "errors"}


def test_who_lacks_the_permission_is_told_403_and_who_is_of_another_town_404(cast):
    assert send(cast.signed_in(cast.hao), "get", f"/people/{cast.chen.pk}").status_code == 403
    assert send(cast.signed_in(cast.zhao), "get", f"/people/{cast.chen.pk}").status_code == 404
    assert send(cast.signed_in(cast.zhao), "get", "/people").json()["items"] == []


def test_a_look_through_the_api_is_recorded_and_numbers_are_masked(cast):
    cast.chen.keep_id_number("320583199005041234").save()
    before = Event.objects.filter(verb="person.looked", person_id=cast.chen.pk).count()
    answer = send(cast.signed_in(cast.lin), "get", f"/people/{cast.chen.pk}")
    assert answer.json()["name"] == "陈卫国"
    assert "199005041" not in answer.content.decode()
    assert Event.objects.filter(verb="person.looked", person_id=cast.chen.pk).count() == before + 1


def test_a_browser_must_show_that_a_write_came_from_our_page(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cast.signed_in(cast.lin).cookies
    body = {"name": "周敏", "division_code": "320583100"}
    refused = send(strict, "post", "/people", body)
    assert refused.status_code == 403
    assert "CSRF" in refused.json()["title"]
    assert not Person.objects.filter(name="周敏").exists()


def test_a_system_with_a_token_does_what_its_user_may_and_nothing_beyond(cast, token):
    bearer = {"authorization": f"Bearer {token}"}
    strict = Client(enforce_csrf_checks=True)
    made = send(strict, "post", "/people", {"name": "周敏", "division_code": "320583100"}, **bearer)
    assert made.status_code == 200
    assert Event.objects.filter(verb="person.added", person_id=made.json()["id"], by_id=cast.lin.pk).exists()
    assert (
        send(strict, "post", "/people", {"name": "周敏", "division_code": "320583101"}, **bearer).status_code
        == 422
    )
    assert send(strict, "get", "/record/heads", **bearer).status_code == 403


def test_a_token_counts_on_the_api_only_and_not_once_revoked_or_run_out(cast, token):
    bearer = {"authorization": f"Bearer {token}"}
    assert Client().get("/desk/", headers=bearer).status_code == 302
    row = cast.lin.tokens.get()
    type(row).objects.filter(pk=row.pk).update(expires_on=TODAY - dt.timedelta(days=9000))
    assert send(Client(), "get", "/people", **bearer).status_code == 401
    type(row).objects.filter(pk=row.pk).update(expires_on=timezone.localdate() + SOON)
    assert send(Client(), "get", "/people", **bearer).status_code == 200
    actions.revoke(by=cast.actor(cast.ma), token=row)
    assert send(Client(), "get", "/people", **bearer).status_code == 401
    assert Event.objects.filter(verb="token.revoked").count() == 1


def test_only_an_administrator_issues_tokens_and_none_for_longer_than_a_year(cast):
    day = timezone.localdate() + SOON
    with pytest.raises(NotAllowed):
        actions.issue(by=cast.actor(cast.lin), user=cast.lin, name="x", expires_on=day)
    for wrong in (timezone.localdate(), day + dt.timedelta(days=400)):
        with pytest.raises(actions.UnableToIssueToken):
            actions.issue(by=cast.actor(cast.ma), user=cast.lin, name="x", expires_on=wrong)


def test_no_system_acts_as_a_veteran_and_the_page_names_none(cast):
    day = timezone.localdate() + SOON
    with pytest.raises(actions.UnableToIssueToken):
        actions.issue(by=cast.actor(cast.ma), user=cast.chen_user, name="x", expires_on=day)
    assert cast.chen.name not in cast.signed_in(cast.ma).get("/manage/tokens/").content.decode()


def test_the_administrator_issues_a_token_on_the_page_and_sees_it_once(cast):
    client = cast.signed_in(cast.ma)
    day = timezone.localdate() + SOON
    boxes = {"expires_on_0": day.year, "expires_on_1": day.month, "expires_on_2": day.day}
    faulty = client.post("/manage/tokens/", {"name": "数据交换", "user": cast.lin.pk, "expires_on_0": "2020"})
    assert faulty.status_code == 422
    assert "数据交换" in faulty.content.decode()
    page = client.post("/manage/tokens/", {"name": "数据交换", "user": cast.lin.pk, **boxes}).content.decode()
    made = page.split("<code>ry_")[1].split("</code>")[0]
    assert send(Client(), "get", "/people", authorization=f"Bearer ry_{made}").status_code == 200
    assert made not in client.get("/manage/tokens/").content.decode()
    row = cast.lin.tokens.get()
    assert "已停用" in client.post(f"/manage/tokens/{row.pk}/revoke/", follow=True).content.decode()


def test_a_fact_is_recorded_a_clash_is_409_and_a_weak_source_422(cast, token):
    bearer, path = {"authorization": f"Bearer {token}"}, f"/people/{cast.chen.pk}/facts/rank_group"
    body = {
        "value": "nco",
        "source_kind": "paper",
        "source": "退出现役证明",
        "dated_on": "2024-09-01",
        "opened": 0,
    }
    first = send(Client(), "put", path, body, **bearer)
    assert (first.status_code, first.json()["value"]) == (200, "nco")
    assert send(Client(), "put", path, body | {"value": "conscript"}, **bearer).status_code == 409
    again = send(Client(), "put", path, body | {"value": "conscript", "opened": first.json()["id"]}, **bearer)
    assert again.json()["value"] == "conscript"
    absence = body | {"value": False, "source_kind": "paper"}
    weak = send(Client(), "put", f"/people/{cast.chen.pk}/facts/criminal_record", absence, **bearer)
    assert weak.status_code == 422
    assert send(Client(), "put", f"/people/{cast.chen.pk}/facts/shoe_size", body, **bearer).status_code == 404
    assert send(Client(), "put", path, body | {"value": "king"}, **bearer).status_code == 409


def test_the_law_answers_anybody_and_stores_nothing(db):
    facts = {
        "rank_group": "conscript",
        "enlisted_on": "2018-09-01",
        "discharged_on": "2020-09-01",
        "honours": [],
    }
    key = "resettlement_2011.discharge_money"
    before = Event.objects.count()
    answer = send(
        Client(), "post", "/law/answer", {"on": "2020-12-01", "facts": facts, "entitlements": [key]}
    )
    assert answer.json()["items"][0]["amount"]["amount_fen"] == 900_000
    assert (
        send(Client(), "post", "/law/answer", {"on": "2020-12-01", "facts": {"honours": "x"}}).status_code
        == 422
    )
    assert send(Client(), "post", "/law/answer", {"on": "x", "facts": {}}).status_code == 422
    assert Event.objects.count() == before


def test_who_i_am_names_my_roles_and_rights(cast, token):
    mine = send(Client(), "get", "/me", authorization=f"Bearer {token}").json()
    assert mine["roles"] == ["officer"]
    assert "people.view" in mine["permissions"]
    assert send(Client(), "get", "/me").json()["permissions"] == ["public"]


def test_a_user_switched_off_takes_their_tokens_along(cast, token):
    User.objects.filter(pk=cast.lin.pk).update(is_active=False)
    assert send(Client(), "get", "/people", authorization=f"Bearer {token}").status_code == 401


def test_an_appointment_that_ended_ends_what_the_token_may(cast, token):
    Appointment.objects.filter(user=cast.lin).update(ends_on=dt.date(2021, 1, 1))
    assert send(Client(), "get", "/people", authorization=f"Bearer {token}").status_code == 403


def test_a_body_that_is_no_json_is_422_in_the_same_form(cast, token):
    answer = Client().post(
        "/api/v1/people",
        data="{",
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 422
    assert set(answer.json()) == {"title", "errors"}
