"""The switches, the pages about the service, the error pages and the style guide, as a browser gets them."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import translation

from rongyao.bureau.foundation.ui import context, views
from rongyao.bureau.foundation.ui.middleware import POLICY
from rongyao.bureau.foundation.ui.samples.pages import PAGES


@pytest.fixture
def zh() -> Client:
    return Client(headers={"accept-language": "zh-CN"})


def test_the_elder_switch_keeps_the_choice_and_returns_to_the_page(zh: Client) -> None:
    answer = zh.post("/view/", {"view": "elder", "next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert answer.cookies["view"].value == "elder"
    assert answer.cookies["view"]["max-age"] == views.YEAR
    assert 'data-view="elder"' in zh.get("/help/").text


def test_without_a_choice_the_page_is_plain_and_offers_the_elder_view_once(zh: Client) -> None:
    first = zh.get("/help/").text
    assert "data-view" not in first.split("<head>")[0]
    assert "字太小？" in first
    zh.post("/view/", {"hint": "seen", "next": "/help/"})
    assert "字太小？" not in zh.get("/help/").text


def test_going_back_to_the_standard_view_takes_the_extra_size_along(zh: Client) -> None:
    zh.post("/view/", {"size": "xl"})
    assert 'data-view="elder" data-size="xl"' in zh.get("/help/").text
    zh.post("/view/", {"view": "std"})
    head = zh.get("/help/").text.split("<head>")[0]
    assert "data-view" not in head
    assert "data-size" not in head


def test_larger_letters_make_a_wider_screen_narrow(zh: Client, settings) -> None:
    settings.IS_DEMO = True
    assert 'media="screen and (max-width: 760px)"' in zh.get("/ui/kit/console/").text
    zh.post("/view/", {"view": "elder"})
    assert 'media="screen and (max-width: 1180px)"' in zh.get("/ui/kit/console/").text
    zh.post("/view/", {"size": "xl"})
    assert 'media="screen and (max-width: 1500px)"' in zh.get("/ui/kit/console/").text


def test_contrast_is_a_switch_of_its_own(zh: Client) -> None:
    zh.post("/view/", {"contrast": "high"})
    head = zh.get("/help/").text.split("<head>")[0]
    assert 'data-contrast="high"' in head
    assert "data-view" not in head


def test_the_language_switch_changes_the_words_and_the_lang_attribute(zh: Client) -> None:
    assert '<html lang="zh-CN"' in zh.get("/help/").text
    zh.post("/view/", {"language": "en", "next": "/help/"})
    page = zh.get("/help/").text
    assert '<html lang="en"' in page
    assert "How to get help" in page


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_switch_never_sends_anybody_away_from_the_site(zh: Client, wanted: str) -> None:
    assert zh.post("/view/", {"view": "elder", "next": wanted})["Location"] == "/"


@pytest.mark.parametrize("data", [{}, {"view": "huge"}, {"language": "tlh"}, {"size": "<b>"}])
def test_a_switch_to_nothing_we_know_sets_no_cookie(zh: Client, data: dict[str, str]) -> None:
    answer = zh.post("/view/", data)
    assert answer.status_code == 400
    assert not set(answer.cookies) & {"view", "size", "contrast", "hint"}


def test_a_switch_needs_the_token_of_the_page() -> None:
    assert Client(enforce_csrf_checks=True).post("/view/", {"view": "elder"}).status_code == 403


def test_a_forged_cookie_writes_nothing_into_the_page(zh: Client) -> None:
    zh.cookies["view"] = '"><script>'
    assert "<script>" not in zh.get("/help/").text.split("<head>")[0]


@pytest.mark.parametrize("address", ["/help/", "/privacy/", "/accessibility/", "/offline/"])
def test_the_pages_about_the_service_are_whole_in_both_languages(zh: Client, address: str) -> None:
    chinese = zh.get(address)
    assert chinese.status_code == 200
    assert chinese["Content-Security-Policy"] == POLICY
    zh.post("/view/", {"language": "en"})
    main = re.search(r"<main.*?</main>", zh.get(address).text, re.S)
    assert main
    bare = re.sub(r'<button[^>]*lang="zh-CN">中文</button>|<[^>]+>', "", main[0])
    assert not re.search(r"[\u4e00-\u9fff]", bare), "Chinese left in the English page"


def test_help_invents_no_telephone_number(zh: Client, settings) -> None:
    settings.BUREAU = {**settings.BUREAU, "phone": ""}
    assert not re.search(r"tel:|0512", zh.get("/help/").text)
    settings.BUREAU = {**settings.BUREAU, "phone": "0512-11112222"}
    assert "0512-11112222" in zh.get("/help/").text


def test_made_up_data_is_said_on_every_page_of_a_demonstration_only(zh: Client, settings) -> None:
    settings.IS_DEMO = True
    assert "演示数据" in zh.get("/help/").text
    settings.IS_DEMO = False
    assert "演示数据" not in zh.get("/help/").text


def test_a_page_that_is_not_there_says_so_and_shows_a_way_on(zh: Client) -> None:
    answer = zh.get("/no-such-page/")
    assert answer.status_code == 404
    assert "这个页面搬走了" in answer.text
    assert 'href="/help/"' in answer.text


def test_the_refusal_of_an_action_is_shown_and_an_inner_message_is_not(rf: RequestFactory) -> None:
    inner = views.forbidden(rf.get("/x/"), PermissionDenied("this view declares no permission"))
    assert b"declares no permission" not in inner.content
    told = PermissionDenied("您不管这个镇。")
    told.__cause__ = ValueError("您不管这个镇。")
    with translation.override("zh-hans"):
        assert "您不管这个镇。" in views.forbidden(rf.get("/x/"), told).content.decode()


def test_the_500_page_needs_neither_request_nor_cookies(rf: RequestFactory) -> None:
    with translation.override("zh-hans"):
        answer = views.server_error(rf.get("/x/"))
    assert answer.status_code == 500
    assert "是我们这边的问题" in answer.content.decode()


def test_a_page_open_too_long_says_what_to_do(rf: RequestFactory) -> None:
    with translation.override("zh-hans"):
        answer = views.csrf_failure(rf.post("/x/"))
    assert answer.status_code == 403
    assert "刚才的没有交上去" in answer.content.decode()


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_style_guide_opens(zh: Client, settings, page: str, language: str) -> None:
    settings.IS_DEMO = True
    zh.post("/view/", {"language": language})
    answer = zh.get(f"/ui/kit/{page}/")
    assert answer.status_code == 200
    assert 'id="main"' in answer.text
    assert answer.text.count("<h1") == 1 or page == "parts"


def test_the_style_guide_is_not_part_of_a_real_installation(zh: Client, settings) -> None:
    settings.IS_DEMO = settings.DEBUG = False
    assert zh.get("/ui/kit/").status_code == 404


def test_the_style_guide_knows_no_other_page(zh: Client, settings) -> None:
    settings.IS_DEMO = True
    assert zh.get("/ui/kit/nothing/").status_code == 404


def test_no_id_is_used_twice_on_a_page_of_the_kit(zh: Client, settings) -> None:
    settings.IS_DEMO = True
    for page in PAGES:
        ids = re.findall(r'\sid="([^"]+)"', zh.get(f"/ui/kit/{page}/").text)
        assert sorted(ids) == sorted(set(ids)), page


def test_extra_large_without_the_elder_view_is_no_third_mixture(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    request.COOKIES = {"size": "xl", "contrast": "none"}
    assert context.chosen(request) == {}
