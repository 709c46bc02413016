"""Every answer, an error's too, carries the headers that a shared computer at a counter needs; cookies say little."""

from __future__ import annotations

import pytest
from django.test import Client

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


def test_a_changed_password_ends_every_other_session(cast):
    here, elsewhere = cast.signed_in(cast.chen_user), cast.signed_in(cast.chen_user)
    assert elsewhere.get("/me/").status_code == 200
    new = "another horse, another battery"
    assert here.post("/password/", {"password": new, "again": new}).status_code == 302
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
