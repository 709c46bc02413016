"""There and back through a local directory (oidc-provider-mock, on this machine only): who gets in, and who does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from rongyao.bureau.foundation.access.federation import actions, directory
from rongyao.bureau.foundation.access.federation.models import Identity
from rongyao.bureau.foundation.access.federation.views import ATTEMPTS
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import NotAllowed
from rongyao.bureau.foundation.audit.models import Event

mock = pytest.importorskip("oidc_provider_mock")
# The local directory is written against an older Authlib than ours; its warnings are not ours.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    directory.forget()


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    person = mock.User(sub="u-lin", claims={"name": "林晓", "amr": ["pwd", "otp"]})
    with mock.run_server_in_thread(user_claims=[person]) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def set_to(settings, tmp_path):
    """Write the file of settings as an administrator would."""
    settings.RONGYAO_OIDC_FILE = tmp_path / "oidc.toml"

    def write(issuer: str, more: str = "", client: str = "rongyao") -> None:
        text = f'issuer = "{issuer}"\nclient_id = "{client}"\nclient_secret = "s"\nname = "苏政通"\n{more}\n'
        settings.RONGYAO_OIDC_FILE.write_text(text)

    return write


@pytest.fixture
def browser(cast) -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def bound(cast, running) -> Identity:
    row = Identity.objects.create(issuer=running, subject="u-lin", reference="ABC234")
    return actions.bind(by=cast.actor(cast.ma), identity=row, user=cast.lin, reason="当面核对")


def there(browser: Client, to: str = "/desk/") -> str:
    """Off to the directory, say yes there; the address it sends the browser back to."""
    away = browser.get("/sign-in/directory/", {"next": to})
    assert away.status_code == 302
    answer = httpx.post(away["Location"], data={"sub": "u-lin"}, trust_env=False)
    return answer.headers["location"].removeprefix("http://testserver")


def refused(answer, status: int, words: str, why: str) -> None:
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert Event.objects.filter(verb="identity.refused").latest("id").detail["why"].startswith(why)


def test_without_settings_there_is_no_button_and_no_way(browser, settings, tmp_path):
    settings.RONGYAO_OIDC_FILE = tmp_path / "none.toml"
    assert "/sign-in/directory/" not in browser.get("/sign-in/").content.decode()
    assert browser.get("/sign-in/directory/")["Location"] == "/sign-in/"


def test_the_way_there_carries_a_challenge_and_fresh_secrets(browser, set_to, running):
    set_to(running)
    page = browser.get("/sign-in/?next=/desk/people/").content.decode()
    assert "通过苏政通登录" in page
    first, second = (
        parse_qs(urlsplit(browser.get("/sign-in/directory/")["Location"]).query) for _n in (1, 2)
    )
    assert first["code_challenge_method"] == ["S256"]
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert "s" not in first.get("client_secret", [])


def test_a_bound_account_still_needs_our_six_digits_and_then_lands_where_it_was_going(
    cast, browser, set_to, running, bound
):
    set_to(running)
    assert browser.get(there(browser, "/desk/people/"))["Location"] == "/sign-in/enrol/"
    assert browser.get("/desk/").status_code == 302
    code = pyotp.TOTP(browser.get("/sign-in/enrol/").context["secret"]).at(timezone.now())
    assert browser.post("/sign-in/enrol/", {"code": code})["Location"] == "/desk/people/"
    assert Event.objects.get(verb="user.signed_in").detail["how"] == "directory+totp"


def test_where_the_directory_says_it_used_a_second_factor_it_may_stand_for_ours(
    browser, set_to, running, bound
):
    set_to(running, 'replaces_code = true\namr = ["otp"]')
    assert browser.get(there(browser))["Location"] == "/desk/"
    assert browser.get("/desk/").status_code == 200
    out = browser.post("/sign-out/")
    assert out["Location"] == "/sign-in/directory/out/"
    assert "/oauth2/end_session?client_id=rongyao" in browser.get(out["Location"]).content.decode()
    assert browser.get("/desk/").status_code == 302
    assert [e.verb for e in Event.objects.order_by("id")][-2:] == ["user.signed_in", "user.signed_out"]


def test_a_word_that_was_not_agreed_does_not_stand_for_our_digits(browser, set_to, running, bound):
    set_to(running, 'replaces_code = true\namr = ["hwk"]')
    assert browser.get(there(browser))["Location"] == "/sign-in/enrol/"


def test_a_wrong_state_and_a_second_use_of_the_same_answer_are_refused(browser, set_to, running, bound):
    set_to(running)
    back = there(browser)
    state = parse_qs(urlsplit(back).query)["state"][0]
    refused(browser.get(back.replace(state, "forged")), 400, "重新开始", "state")
    refused(Client(headers={"accept-language": "zh-hans"}).get(back), 400, "重新开始", "state")
    assert browser.get(back).status_code == 302
    refused(browser.get(back), 400, "重新开始", "state")


def test_a_code_used_already_is_refused_even_under_a_fresh_state(browser, set_to, running, bound):
    set_to(running)
    back = there(browser)
    assert browser.get(back).status_code == 302
    used, fresh = (parse_qs(urlsplit(one).query) for one in (back, there(browser)))
    again = {"code": used["code"][0], "state": fresh["state"][0]}
    refused(browser.get("/sign-in/directory/back/", again), 403, "已不认这次登录", "code: invalid_grant")


def test_a_way_older_than_ten_minutes_is_refused(browser, set_to, running, bound):
    set_to(running)
    back, session = there(browser), browser.session
    session[ATTEMPTS] = [{**session[ATTEMPTS][0], "at": session[ATTEMPTS][0]["at"] - 601}]
    session.save()
    refused(browser.get(back), 400, "过期", "state")


def test_a_token_with_another_nonce_is_refused(browser, set_to, running, bound):
    set_to(running)
    back, session = there(browser), browser.session
    session[ATTEMPTS] = [{**session[ATTEMPTS][0], "nonce": "another"}]
    session.save()
    refused(browser.get(back), 403, "不可信", "token")


def test_a_token_for_another_client_is_refused(browser, set_to, running, bound):
    set_to(running)
    back = there(browser)
    set_to(running, client="someone-else")
    answer = browser.get(back)
    assert answer.status_code == 403
    assert not Event.objects.filter(verb="user.signed_in").exists()


def test_an_expired_token_is_refused(cast, browser, set_to):
    with mock.run_server_in_thread(access_token_max_age=timedelta(seconds=-120)) as server:
        set_to(f"http://localhost:{server.server_port}")
        refused(browser.get(there(browser)), 403, "不可信", "token")


def test_who_stops_at_the_directory_is_told_so(browser, set_to, running):
    set_to(running)
    browser.get("/sign-in/directory/")
    state = browser.session[ATTEMPTS][0]["state"]
    answer = browser.get("/sign-in/directory/back/", {"state": state, "error": "access_denied"})
    refused(answer, 403, "没有放行", "stopped: access_denied")


def test_a_directory_that_is_down_is_said_plainly(browser, set_to):
    set_to("http://127.0.0.1:9")
    refused(browser.get("/sign-in/directory/"), 503, "用户名和密码", "unreachable: ConnectError")


def test_a_directory_that_goes_down_half_way_lets_nobody_in(browser, set_to):
    with mock.run_server_in_thread() as server:
        set_to(f"http://localhost:{server.server_port}")
        back = there(browser)
    refused(browser.get(back), 503, "没有响应", "unreachable")


def test_a_directory_that_calls_itself_otherwise_is_not_used(browser, set_to, running):
    set_to(running.replace("localhost", "127.0.0.1") + "/")
    refused(browser.get("/sign-in/directory/"), 503, "没有响应", "unreachable: issuer")


def test_an_unknown_person_gets_a_reference_and_no_user(browser, set_to, running, cast):
    set_to(running)
    users = User.objects.count()
    answer = browser.get(there(browser))
    row = Identity.objects.get()
    refused(answer, 403, row.reference, "unknown")
    assert (row.subject, row.shown_name, row.user, User.objects.count()) == ("u-lin", "林晓", None, users)
    assert browser.get("/desk/").status_code == 302


def test_a_user_switched_off_stays_out(browser, set_to, running, bound):
    set_to(running)
    User.objects.filter(pk=bound.user_id).update(is_active=False)
    refused(browser.get(there(browser)), 403, "重新启用", "off")


def test_the_administrator_binds_and_takes_away_and_both_are_recorded(cast, running, set_to):
    set_to(running)
    row = Identity.objects.create(issuer=running, subject="u-zhao", shown_name="赵敏", reference="KLM567")
    desk = cast.signed_in(cast.ma)
    assert "KLM567" in desk.get("/manage/identities/").content.decode()
    address = f"/manage/identities/{row.pk}/"
    assert desk.post(address, {"user": cast.zhao.pk, "reason": ""}).status_code == 422
    assert desk.post(address, {"user": cast.zhao.pk, "reason": "电话核对识别码"}).status_code == 302
    row.refresh_from_db()
    assert row.user == cast.zhao
    assert desk.post(address, {"reason": "调离"}).status_code == 302
    row.refresh_from_db()
    assert row.user is None
    assert [e.verb for e in Event.objects.order_by("id")][-2:] == ["identity.bound", "identity.unbound"]


def test_nobody_binds_themselves_a_veteran_or_a_second_account(cast, bound):
    row = Identity.objects.create(issuer="https://x", subject="y", reference="NPQ789")
    for user in (cast.ma, cast.chen_user, cast.lin):
        with pytest.raises(actions.UnableToBind):
            actions.bind(by=cast.actor(cast.ma), identity=row, user=user, reason="x")
    for one in (cast.lin, cast.wei, cast.hao):
        with pytest.raises(NotAllowed):
            actions.bind(by=cast.actor(one), identity=row, user=cast.zhao, reason="x")
        assert cast.signed_in(one).get("/manage/identities/").status_code == 403


def test_settings_that_cannot_be_used_switch_the_button_off_and_are_shown(cast, browser, set_to):
    set_to("http://id.example.cn")
    assert "/sign-in/directory/" not in browser.get("/sign-in/").content.decode()
    assert "https://" in cast.signed_in(cast.ma).get("/manage/identities/").content.decode()
    assert "https://" in cast.signed_in(cast.ma).get("/manage/system/").content.decode()


def test_no_secret_of_the_way_stands_in_the_record(browser, set_to, running, bound):
    set_to(running)
    back = there(browser)
    browser.get(back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    assert not any(code in str(event.detail) for event in Event.objects.all())
