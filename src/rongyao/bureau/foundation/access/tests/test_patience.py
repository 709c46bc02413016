"""Whoever guesses from one address waits, whichever users are tried; nobody learns who may sign in here."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from rongyao.bureau.foundation.access import patience
from rongyao.bureau.foundation.access.models import FailedAddress, User
from rongyao.bureau.foundation.audit.models import Event

PASSWORD = "correct horse battery"
HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"
DOORS = {
    "/sign-in/": {"username": "chen", "password": "wrong"},
    "/activate/": {"code": "AAAA-BBBB-CCCC", "id_last4": "1234", "password": "x", "again": "x"},
    "/me/for/activate/": {"code": "AAAA-BBBB-CCCC", "id_last4": "1234", "password": "x", "again": "x"},
    "/org/activate/": {"code": "AAAA-BBBB-CCCC", "id_last4": "1234", "password": "x", "again": "x"},
    "/link/invented/": {},
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-24T04:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def _few(monkeypatch):
    monkeypatch.setattr(patience, "FAILURES", 3)


def give(address: str, username: str = "chen", password: str = "wrong", **headers: str):
    return Client(headers={"accept-language": "zh-hans", **headers}, REMOTE_ADDR=address).post(
        "/sign-in/", {"username": username, "password": password}
    )


@pytest.mark.usefixtures("_few")
def test_an_address_that_failed_too_often_waits_whichever_users_it_tried(cast, clock):
    for username in ("lin", "wei", "nobody"):
        assert give(HERE, username).status_code == 422
    shut = give(HERE, "chen", PASSWORD)
    assert (shut.status_code, shut["Retry-After"]) == (429, "900")
    assert "15 分钟" in shut.content.decode()
    assert give(ELSEWHERE, "chen", PASSWORD).status_code == 302
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert give(HERE, "chen", PASSWORD).status_code == 302


@pytest.mark.usefixtures("_few")
@pytest.mark.parametrize("door", DOORS)
def test_every_door_counts_and_shuts(cast, door):
    browser = Client(REMOTE_ADDR=HERE)
    assert [browser.post(door, DOORS[door]).status_code in patience.FAILED for _try in range(3)] == [True] * 3
    assert browser.post(door, DOORS[door]).status_code == 429
    assert browser.get(door).status_code == 200


@pytest.mark.usefixtures("_few")
def test_what_succeeds_is_not_counted(cast):
    for _time in range(5):
        assert give(HERE, "chen", PASSWORD).status_code == 302
    assert not FailedAddress.objects.exists()


@pytest.mark.usefixtures("_few")
def test_the_record_says_once_that_an_address_waits_and_keeps_no_address(cast):
    for _try in range(6):
        give(HERE, "nobody")
    (event,) = Event.objects.filter(verb="sign_in.address_waits")
    assert event.detail == {"address": FailedAddress.objects.get().address_index[:12]}
    assert HERE not in FailedAddress.objects.get().address_index


@pytest.mark.usefixtures("_few")
def test_behind_the_declared_proxy_the_visitors_address_counts_and_else_nobody_may_name_their_own(
    cast, settings
):
    settings.IS_BEHIND_TLS = True
    for _try in range(3):
        give("127.0.0.1", "nobody", **{"x-forwarded-for": f"198.51.100.1, {HERE}"})
    assert give("127.0.0.1", **{"x-forwarded-for": HERE}).status_code == 429
    assert give("127.0.0.1", **{"x-forwarded-for": ELSEWHERE}).status_code == 422
    settings.IS_BEHIND_TLS = False
    assert give(ELSEWHERE, **{"x-forwarded-for": HERE}).status_code == 422


def test_an_ipv6_visitor_counts_by_the_network_they_hold(rf):
    one, other, far = (
        patience.address_index(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8::1", "2001:db8::ffff", "2001:db8:1::1")
    )
    assert one == other != far


def test_unknown_locked_wrong_and_switched_off_read_alike(cast):
    for _try in range(5):
        give(HERE, "lin")
    User.objects.filter(pk=cast.wei.pk).update(is_active=False)
    answers = [
        give(HERE, "lin", PASSWORD),
        give(HERE, "nobody"),
        give(HERE, "sun"),
        give(HERE, "wei", PASSWORD),
    ]
    said = {(a.status_code, str(a.context["form"].errors)) for a in answers}
    assert len(said) == 1
