"""Every answer, an error's too, carries the headers that a shared computer at a counter needs; cookies say little."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"), [("/", 302), ("/desk/", 200), ("/nothing/", 404), ("/record/", 403), ("/me/", 403)]
)
def test_each_answer_carries_the_headers_and_is_kept_by_no_cache_once_signed_in(cast, path, status):
    answer = cast.signed_in(cast.lin).get(path)
    assert answer.status_code == status
    assert {name: answer[name] for name in ALWAYS} == ALWAYS
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_public_page_may_be_kept(cast):
    assert "no-store" not in Client().get("/sign-in/").get("Cache-Control", "")


def test_a_session_known_before_signing_in_is_worth_nothing_after(cast):
    browser = Client()
    session = browser.session
    session["language"] = "en"
    session.save()
    before = browser.cookies["sessionid"].value
    browser.post("/sign-in/", {"username": "chen", "password": "correct horse battery"})
    after = browser.cookies["sessionid"]
    assert after.value != before
    assert browser.get("/me/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/me/").status_code == 302
    assert after["httponly"]
    assert after["samesite"] == "Lax"
    assert int(after["max-age"]) <= 8 * 3600


ASKED = (
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "IS_BEHIND_TLS",
)  # fmt: skip


def settings_under(home, **env: str) -> dict[str, object]:
    """The settings of an installation with this environment, read by a process of its own."""
    wanted = {
        **os.environ,
        "RONGYAO_HOME": str(home),
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        **env,
    }
    code = (
        "import json; from rongyao.bureau.config import settings as s; "
        f"print(json.dumps({{n: getattr(s, n) for n in {ASKED!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=wanted, capture_output=True, check=True, text=True
    )
    return dict(json.loads(done.stdout))


def test_an_installation_served_over_https_says_so_and_marks_its_cookies(tmp_path):
    told = settings_under(tmp_path, RONGYAO_TLS="1")
    assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is told["IS_BEHIND_TLS"] is True
    assert told["SECURE_HSTS_SECONDS"] == 365 * 86400
    assert told["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_the_demonstration_on_the_loopback_promises_no_https(tmp_path):
    told = settings_under(tmp_path, RONGYAO_TLS="")
    assert not any(told.values())


def test_over_https_the_browser_is_told_to_stay_there(db):
    with override_settings(
        SECURE_HSTS_SECONDS=365 * 86400, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        SESSION_COOKIE_SECURE=True,
    ):  # fmt: skip
        answer = Client().get("/sign-in/", headers={"x-forwarded-proto": "https"})
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_a_changed_password_ends_every_other_session(cast):
    here, elsewhere = cast.signed_in(cast.chen_user), cast.signed_in(cast.chen_user)
    assert elsewhere.get("/me/").status_code == 200
    new = "another horse, another battery"
    assert here.post("/password/", {"password": new, "again": new}).status_code == 302
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
