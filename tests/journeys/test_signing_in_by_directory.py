"""Signing in through a directory that runs as a process of its own, with a real browser between the two.

The provider is Authlib's server (`provider.py`); nothing of the bureau is changed but the file of settings.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest

from journeys.conftest import Bureau, Visit

pytestmark = pytest.mark.journey
SECRET, PASSWORD = "between-bureau-and-directory", "竹外桃花三两枝"
ACCOUNTS = {
    "yezhu": {"sub": "u-1001", "shown": "玉山镇业务员", "amr": ["pwd", "otp"], "password": PASSWORD},
    "juling": {"sub": "u-1002", "shown": "市局负责人", "amr": ["pwd"], "password": PASSWORD},
    "moren": {"sub": "u-1003", "shown": "别的单位的人", "amr": ["pwd", "otp"], "password": PASSWORD},
}
OFFICER, DIRECTOR = "玉山镇业务人员", "市局负责人"
UNKNOWN, STALE = "还没有绑定", "已经用过或已过期"


@dataclass
class Both:
    """A bureau and the directory it trusts."""

    bureau: Bureau
    directory: str

    def set(self, *, secret: str = SECRET) -> None:
        """The file of settings, as an administrator writes it; read anew at each request."""
        lines = [f'issuer = "{self.directory}"', 'client_id = "rongyao"', f'client_secret = "{secret}"']
        lines += ['name = "统一身份认证"', "replaces_code = true", 'amr = ["otp"]']
        (self.bureau.home / "oidc.toml").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def both(bureau: Bureau) -> Iterator[Both]:
    client = {"client_id": "rongyao", "secret": SECRET, "back": [f"{bureau.address}/sign-in/directory/back/"]}
    client["back_after_leaving"] = [f"{bureau.address}/sign-in/"]
    command = [sys.executable, str(Path(__file__).with_name("provider.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as provider:
        provider.stdin.write(json.dumps({"accounts": ACCOUNTS, "client": client}))
        provider.stdin.close()
        there = Both(bureau, provider.stdout.readline().strip())
        there.set()
        yield there
        provider.terminate()
    (bureau.home / "oidc.toml").unlink()


@pytest.fixture
def person(chromium: object, both: Both) -> Iterator[object]:
    """``person()``: somebody at a fresh browser."""
    opened: list[Visit] = []

    def sit_down() -> Visit:
        opened.append(Visit(chromium, both.bureau, width=1280, also=(both.directory,)))
        return opened[-1]

    yield sit_down
    for one in opened:
        one.close()


@pytest.fixture(scope="module")
def administrator(chromium: object, both: Both) -> Iterator[Visit]:
    visit = Visit(chromium, both.bureau, width=1280).enter("Administrator")
    yield visit
    visit.close()


def set_out(visit: Visit) -> Visit:
    """From the bureau's sign-in page by its button to the directory's own page."""
    visit.open("/sign-in/").page.click("text=通过统一身份认证登录")
    return visit


def sign_in_there(visit: Visit, name: str, password: str = PASSWORD) -> Visit:
    visit.page.fill("input[name=name]", name)
    visit.page.fill("input[name=password]", password)
    visit.page.click("button")
    visit.page.wait_for_load_state()
    return visit


def path(visit: Visit) -> str:
    return visit.page.url.removeprefix(visit.bureau.address).partition("?")[0]


def refused(visit: Visit, heading: str) -> None:
    """Told so, and in front of a closed door."""
    assert heading in visit.page.inner_text("h1")
    visit.open("/desk/")
    assert path(visit) == "/sign-in/"


def decide(administrator: Visit, reference: str, user: str) -> None:
    """The administrator finds the request by what was read to them, and binds it."""
    administrator.open("/manage/identities/?state=waiting")
    administrator.page.click(f"text={reference}")
    administrator.page.select_option("select[name=user]", label=user)
    administrator.page.fill("input[name=reason]", "当面核对识别码")
    administrator.page.click("main form button.btn")
    administrator.page.wait_for_url("**/manage/identities/")


def bound(visit: Visit, administrator: Visit, name: str, user: str) -> Visit:
    """Come once, be refused with a reference, have it bound; the browser is signed in at the directory still."""
    sign_in_there(set_out(visit), name)
    reference = visit.page.inner_text("main code")
    refused(visit, UNKNOWN)
    decide(administrator, reference, user)
    return visit


def test_an_account_nobody_bound_waits_for_the_administrator_and_then_lands_on_its_own_desk(
    person, administrator
) -> None:
    officer = set_out(person())
    assert "统一身份认证" in officer.page.inner_text("h1")
    sign_in_there(officer, "yezhu", "wrong")
    assert "不对" in officer.page.inner_text("[role=alert]")
    bound(officer, administrator, "yezhu", OFFICER)
    set_out(officer).page.wait_for_url("**/desk/")
    assert OFFICER in officer.page.inner_text(".me")
    _sign_out_of_both(officer)


def _sign_out_of_both(officer: Visit) -> None:
    officer.page.click(".me__ways form button")
    officer.page.wait_for_url("**/sign-in/directory/out/")
    officer.page.click("main a.btn:not(.btn--2)")
    officer.page.wait_for_url(re.compile(r"/sign-in/$"))
    officer.open("/desk/")
    assert path(officer) == "/sign-in/"
    set_out(officer)
    assert officer.page.locator("input[name=password]").count() == 1
    assert not officer.page.url.startswith(officer.bureau.address)


def test_where_the_directory_names_no_second_factor_our_own_digits_are_asked_for(
    person, administrator
) -> None:
    director = bound(person(), administrator, "juling", DIRECTOR)
    set_out(director).page.wait_for_url("**/sign-in/enrol/")
    director.page.fill("input[name=code]", pyotp.TOTP(director.page.inner_text("main code")).now())
    director.page.click("main button.btn")
    director.page.wait_for_url("**/desk/")
    assert DIRECTOR in director.page.inner_text(".me")


@pytest.mark.parametrize(
    ("asked", "heading"), [("state", STALE), ("nonce", "不可信")], ids=["state", "nonce"]
)
def test_an_answer_to_another_question_lets_nobody_in(person, asked: str, heading: str) -> None:
    """The address is changed on the way there: what comes back is signed by the directory, but is no answer to us."""
    visit = set_out(person())
    visit.page.goto(re.sub(rf"\b{asked}=[^&]+", f"{asked}=somebody-elses", visit.page.url))
    sign_in_there(visit, "yezhu")
    refused(visit, heading)


def test_a_way_that_another_browser_began_lets_nobody_in(person) -> None:
    """Somebody sends an officer the address of a sign-in they began themselves."""
    began, lured = set_out(person()), person()
    lured.page.goto(began.page.url)
    sign_in_there(lured, "yezhu")
    refused(lured, STALE)


def test_a_bureau_the_directory_does_not_know_exchanges_nothing(person, both) -> None:
    both.set(secret="guessed")
    visit = sign_in_there(set_out(person()), "yezhu")
    both.set()
    refused(visit, "已不认这次登录")


def test_a_subject_nobody_bound_stays_outside_however_often_it_comes(person, administrator) -> None:
    for _again in range(2):
        stranger = sign_in_there(set_out(person()), "moren")
        reference = stranger.page.inner_text("main code")
        refused(stranger, UNKNOWN)
    administrator.open("/manage/identities/?state=waiting")
    assert administrator.page.locator("table tbody tr").count() == 1
    assert reference in administrator.page.inner_text("table")


def test_a_user_switched_off_is_thrown_out_and_comes_back_only_when_switched_on(
    person, administrator
) -> None:
    officer = sign_in_there(set_out(person()), "yezhu")
    officer.page.wait_for_url("**/desk/")
    _switch(administrator, "离职")
    officer.open("/desk/")
    assert path(officer) == "/sign-in/"
    refused(set_out(officer), "已停用")
    _switch(administrator, "返聘")
    set_out(officer).page.wait_for_url("**/desk/")


def _switch(administrator: Visit, why: str) -> None:
    administrator.open("/manage/users/").page.click(f"text={OFFICER}")
    administrator.page.fill("#r2", why)
    administrator.page.click("form:has(#r2) button")
    administrator.page.wait_for_load_state()
