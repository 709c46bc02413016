"""Each desk's pages open for the role they are made for, in both languages, without a word of the other one."""

from __future__ import annotations

import re

import pytest
from django.test import Client

PUBLIC = (
    "/", "/stations/", "/verify/", "/activate/", "/sign-in/", "/help/", "/accessibility/", "/privacy/",
)  # fmt: skip
VETERAN = (
    "/me/", "/me/due/", "/me/letters/", "/me/file/", "/me/file/wrong/phone/", "/me/file/wrong/enlisted_on/",
    "/me/log/", "/password/",
)  # fmt: skip
STAFF = {
    "lin": ("/desk/", "/desk/?band=late", "/desk/?mine=1", "/password/"),
    "wei": ("/desk/",),
    "sun": ("/desk/",),
    "hao": ("/record/", "/record/?verify=1"),
    "ma": ("/manage/users/", "/manage/users/new/", "/manage/roles/", "/manage/calendar/"),
}
# What stays Latin in a Chinese page: codes of the record, keys, the name of the other language.
LATIN = re.compile(
    r"<code>.*?</code>|<(script|style).*?</\1>|English|synthetic data|Rongyao|Excel|WCAG|li-ming|off|work",
    re.S,
)
WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{3,}")


def body_of(response) -> str:
    """The words of a page's main part, without tags."""
    html = LATIN.sub(
        "", response.content.decode().split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0]
    )
    return re.sub(r"<[^>]+>", "\n", html)


def test_a_chinese_public_page_has_no_english_sentence_and_an_english_one_opens(cast):
    for path in PUBLIC:
        shown = Client(headers={"accept-language": "zh-hans"}).get(path)
        assert shown.status_code == 200, path
        assert WORDS.findall(body_of(shown)) == [], path
        english = Client(headers={"accept-language": "en"}).get(path)
        assert '<html lang="en"' in english.content.decode(), path


def test_a_veterans_pages_open_in_both_languages_without_the_other(cast, letter):
    pages = (*VETERAN, f"/me/letters/{letter.pk}/")
    for path in pages:
        shown = cast.signed_in(cast.chen_user).get(path)
        assert shown.status_code == 200, path
        assert WORDS.findall(body_of(shown)) == [], path
        assert cast.signed_in(cast.chen_user, "en").get(path).status_code == 200, path


def test_a_veterans_answers_open_one_by_one(cast, letter, chen):
    client = cast.signed_in(cast.chen_user)
    links = re.findall(r'href="(/me/due/\d+/)"', client.get("/me/due/").content.decode())
    assert len(links) >= 5
    for path in links:
        shown = client.get(path)
        assert shown.status_code == 200
        assert WORDS.findall(body_of(shown)) == [], path


@pytest.mark.parametrize("name", STAFF)
def test_the_staffs_pages_open_in_both_languages_without_the_other(cast, letter, name):
    user = getattr(cast, name)
    for path in STAFF[name]:
        shown = cast.signed_in(user).get(path)
        assert shown.status_code == 200, path
        assert WORDS.findall(body_of(shown)) == [], path
        assert cast.signed_in(user, "en").get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("chen_user", "/desk/"), ("chen_user", "/record/"), ("chen_user", "/manage/users/"),
        ("lin", "/record/"), ("lin", "/manage/users/"), ("lin", "/manage/calendar/"), ("lin", "/me/"),
        ("hao", "/desk/"), ("hao", "/manage/users/"), ("hao", "/me/"),
        ("ma", "/desk/"), ("ma", "/record/"), ("ma", "/record/export/"), ("ma", "/me/"),
    ],
)  # fmt: skip
def test_a_page_of_another_role_is_refused(cast, name, path):
    assert cast.signed_in(getattr(cast, name)).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/me/", "/desk/", "/record/", "/manage/users/", "/manage/calendar/"])
def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(cast, path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=")


def test_a_veteran_refused_at_a_staff_page_is_not_told_to_seek_an_appointment(cast):
    shown = cast.signed_in(cast.chen_user, "en").get("/desk/").content.decode()
    assert "your own pages" in shown
    assert "ask your director" not in shown
    assert "ask your director" in cast.signed_in(cast.lin, "en").get("/record/").content.decode()


def test_the_front_door_leads_each_role_to_its_own_desk(cast):
    doors = {"chen_user": "/me/", "lin": "/desk/", "hao": "/record/", "ma": "/manage/users/"}
    for name, to in doors.items():
        assert cast.signed_in(getattr(cast, name)).get("/")["Location"] == to


def test_a_page_that_does_not_exist_and_a_form_without_its_token_say_so_in_chinese(cast):
    assert (
        "这个页面搬走了" in Client(headers={"accept-language": "zh-hans"}).get("/nothing/").content.decode()
    )
    strict = Client(headers={"accept-language": "zh-hans"}, enforce_csrf_checks=True)
    refused = strict.post("/sign-in/", {"username": "lin", "password": "x"})
    assert refused.status_code == 403
    assert WORDS.findall(body_of(refused)) == []


def test_the_language_switch_keeps_the_page_and_the_choice_through_signing_in(cast):
    browser = Client(headers={"accept-language": "zh-hans"})
    answer = browser.post("/view/", {"language": "en", "next": "/stations/"})
    assert answer["Location"] == "/stations/"
    assert '<html lang="en"' in browser.get("/stations/").content.decode()
    browser.post("/sign-in/", {"username": "chen", "password": "correct horse battery"})
    assert '<html lang="en"' in browser.get("/me/").content.decode()
    assert browser.post("/view/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"
