"""Password, six digits, one-time links: what lets a person in, what does not, and for how long."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rongyao.bureau.foundation.access import actions
from rongyao.bureau.foundation.access.models import SignInLink, User
from rongyao.bureau.foundation.audit.models import Event

PASSWORD = "correct horse battery"
NOON = dt.datetime(2026, 11, 24, 4, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def browser(cast) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


def give(browser: Client, username: str, password: str = PASSWORD, to: str = ""):
    return browser.post("/sign-in/", {"username": username, "password": password, "next": to})


def digits(user: User) -> str:
    return pyotp.TOTP(User.objects.get(pk=user.pk).totp_secret).at(timezone.now())


def enrolled(browser: Client, user: User) -> str:
    """The user's first sign-in, with the secret read off the page. Returns the digits used."""
    assert give(browser, user.username)["Location"] == "/sign-in/enrol/"
    page = browser.get("/sign-in/enrol/").context
    code = pyotp.TOTP(page["secret"]).at(timezone.now())
    assert browser.post("/sign-in/enrol/", {"code": code}).status_code == 302
    return code


def test_a_password_alone_opens_nothing_for_staff(cast, browser):
    give(browser, "lin")
    assert browser.get("/desk/").status_code == 302


def test_the_first_sign_in_sets_up_the_code_and_leads_where_one_was_going(cast, browser):
    give(browser, "lin", to="/desk/?band=late")
    code = pyotp.TOTP(browser.get("/sign-in/enrol/").context["secret"]).at(timezone.now())
    answer = browser.post("/sign-in/enrol/", {"code": "".join(chr(0xFF10 + int(d)) for d in code)})
    assert answer["Location"] == "/desk/?band=late"
    assert browser.get("/desk/").status_code == 200
    assert Event.objects.filter(verb="user.signed_in", detail__how="password+totp").count() == 1


def test_a_code_that_was_used_is_refused_and_the_next_one_is_taken(cast, browser, clock):
    used = enrolled(browser, cast.lin)
    again = Client(headers={"accept-language": "zh-hans"})
    assert give(again, "lin")["Location"] == "/sign-in/code/"
    refused = again.post("/sign-in/code/", {"code": used})
    assert refused.status_code == 422
    assert "已经用过" in refused.content.decode()
    clock.shift(30)
    assert again.post("/sign-in/code/", {"code": digits(cast.lin)}).status_code == 302


def test_the_secret_is_never_shown_again_once_confirmed(cast, browser):
    enrolled(browser, cast.lin)
    again = Client()
    give(again, "lin")
    assert again.get("/sign-in/enrol/").status_code == 302


def test_letters_for_digits_are_refused_not_an_error_of_ours(cast, browser):
    enrolled(browser, cast.lin)
    again = Client()
    give(again, "lin")
    assert again.post("/sign-in/code/", {"code": "一二三四五六"}).status_code == 422


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour_even_for_the_right_one(cast, browser, clock):
    for _try in range(5):
        assert "用户名或密码不对" in give(browser, "chen", "wrong").content.decode()
    locked = give(browser, "chen")
    assert locked.status_code == 422
    assert locked.context["form"].errors == give(browser, "nobody", "x").context["form"].errors
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert give(browser, "chen")["Location"] == "/"


def test_five_wrong_codes_lock_too_and_then_the_right_code_is_refused(cast, browser, clock):
    enrolled(browser, cast.lin)
    clock.shift(60)
    again = Client(headers={"accept-language": "zh-hans"})
    give(again, "lin")
    for _try in range(5):
        again.post("/sign-in/code/", {"code": "000000"})
    assert User.objects.get(pk=cast.lin.pk).locked_until > timezone.now()
    assert "15 分钟" in again.post("/sign-in/code/", {"code": digits(cast.lin)}).content.decode()
    assert Event.objects.filter(verb="user.sign_in_failed", subject=f"access.user:{cast.lin.pk}").count() == 5


def test_an_unknown_name_and_a_wrong_password_read_alike(cast, browser):
    wrong, unknown = give(browser, "lin", "x"), give(browser, "nobody", "x")
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert 'value="lin"' in wrong.content.decode()


def test_sign_in_leads_to_no_other_site(cast, browser):
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert give(browser, "chen", to=evil)["Location"] == "/"
    assert give(browser, "chen", to="/me/file/")["Location"] == "/me/file/"


def test_somebody_switched_off_cannot_sign_in_and_is_out_at_once(cast, browser):
    give(browser, "chen")
    assert browser.get("/me/").status_code == 200
    User.objects.filter(pk=cast.chen_user.pk).update(is_active=False)
    assert browser.get("/me/").status_code == 302
    assert give(browser, "chen").status_code == 422


def test_signing_out_needs_the_button(cast, browser):
    give(browser, "chen")
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")
    assert browser.get("/me/").status_code == 302


# --- one-time links --------------------------------------------------------------------------------


def made_link(cast, user: User) -> str:
    by = cast.actor(cast.ma)
    return actions.issue_link(by=by, user=user, lasts=dt.timedelta(days=2), purpose="staff")


def test_opening_a_link_uses_nothing_pressing_its_button_works_once(cast, browser):
    path = f"/link/{made_link(cast, cast.lin)}/"
    for _look in range(3):
        assert browser.get(path).status_code == 200
        assert browser.get("/desk/").status_code == 302
    assert browser.post(path)["Location"] == "/password/"
    assert browser.get("/desk/").status_code == 200
    second = Client(headers={"accept-language": "zh-hans"}).post(path)
    assert second.status_code == 410
    assert "这个链接用过了" in second.content.decode()


def test_an_old_link_and_an_invented_one_open_nothing(cast, browser, clock):
    path = f"/link/{made_link(cast, cast.lin)}/"
    clock.shift(dt.timedelta(days=2, seconds=1))
    assert browser.post(path).status_code == 410
    assert browser.post("/link/invented/").status_code == 410
    assert browser.get("/desk/").status_code == 302


def test_only_the_digest_of_a_link_is_kept(cast):
    token = made_link(cast, cast.lin)
    assert not SignInLink.objects.filter(token_digest__contains=token).exists()


def test_a_link_of_the_administrator_ends_a_lock(cast, browser):
    for _try in range(5):
        give(browser, "lin", "wrong")
    browser.post(f"/link/{made_link(cast, cast.lin)}/")
    assert User.objects.get(pk=cast.lin.pk).locked_until is None


# --- a password of one's own -----------------------------------------------------------------------


def test_a_new_password_ends_every_other_session_and_keeps_this_one(cast, browser):
    elsewhere = cast.signed_in(cast.chen_user)
    give(browser, "chen")
    new = "松枝绿了又黄了又绿了 2026"
    assert browser.post("/password/", {"password": new, "again": new}).status_code == 302
    assert browser.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert give(Client(), "chen", new)["Location"] == "/"


def test_a_short_password_and_two_different_ones_are_refused_at_their_field(cast, browser):
    give(browser, "chen")
    short = browser.post("/password/", {"password": "short", "again": "short"})
    assert short.status_code == 422
    assert "password" in short.context["form"].errors
    unlike = browser.post("/password/", {"password": "a long enough one", "again": "another long one"})
    assert "again" in unlike.context["form"].errors


def test_nobody_sets_a_password_without_being_signed_in(cast, browser):
    assert browser.get("/password/")["Location"] == "/sign-in/"
