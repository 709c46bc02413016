"""A sample of pages in the views people use: no sideways scroll, no axe finding, no English left in Chinese.

The whole matrix is ``make looks``.
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey
PUBLIC = ("/", "/sign-in/", "/activate/", "/verify/?code=ABCDEFGH", "/stations/", "/help/", "/privacy/", "/placement/", "/placement/1/?q=0000",
          "/placement/1/posts/", "/placement/check/", "/placement/board/3/")  # fmt: skip
DIRECTOR = (
    "/desk/", "/desk/people/", "/desk/proposals/", "/desk/short/", "/desk/countersign/", "/desk/letters/",
    "/desk/standards/", "/desk/standards/enter/", "/desk/corrections/", "/desk/placement/", "/desk/placement/2/",
    "/desk/placement/rounds/", "/desk/placement/rounds/1/", "/desk/placement/rounds/1/people/", "/desk/placement/rounds/2/preflight/",
)  # fmt: skip
VETERAN = (
    "/me/",
    "/me/due/",
    "/me/letters/",
    "/me/file/",
    "/me/file/wrong/honours/",
    "/me/log/",
    "/me/placement/",
)
KEEPERS = {
    "Auditor": ("/record/",),
    "Administrator": ("/manage/users/", "/manage/roles/", "/manage/calendar/"),
}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Words that stay Latin in Chinese: names of the product, file kinds, codes.
LATIN = re.compile(r"\b(English|Rongyao|Excel|PDF|synthetic|data|YS|KS|ods|csv|xlsx?|X|TOTP|SHA)\b")


def _look(visit: object, path: str, width: int) -> None:
    visit.open(path)
    wide = visit.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{path} scrolls sideways: {wide} > {width}"
    found = Axe().run(visit.page, options=AXE)
    broken = [(v["id"], v["nodes"][0]["html"][:160]) for v in found.response["violations"]]
    assert broken == [], f"{path}: {broken}"


def _english_left(visit: object) -> list[str]:
    """Runs of two or more English words in a Chinese page's headings, labels and buttons."""
    script = "[...document.querySelectorAll('h1,h2,label,button,th,a.btn,legend')].map(e => e.innerText)"
    texts = visit.page.evaluate(script)
    return [text for text in texts if re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", LATIN.sub("", text))]


def _wear(visit: object, **choices: str) -> object:
    address = visit.bureau.address
    visit.context.add_cookies([{"name": k, "value": v, "url": address} for k, v in choices.items()])
    return visit


def test_the_public_pages_on_a_phone_in_both_views(visit) -> None:
    for choices in ({}, {"view": "elder", "size": "xl"}):
        phone = _wear(visit(width=390), **choices)
        for path in PUBLIC:
            _look(phone, path, 390)
            assert _english_left(phone) == []


def test_a_veterans_pages_on_a_phone_in_the_elder_view_and_in_english(visit) -> None:
    phone = visit(width=390).enter("Veteran")
    for path in VETERAN:
        _look(phone, path, 390)
        assert _english_left(phone) == []
    _wear(phone, view="elder")
    for path in VETERAN:
        _look(phone, path, 390)
    _wear(phone, view="std", django_language="en")
    phone.open("/me/")
    assert re.search(r"[A-Za-z]", phone.page.inner_text("h1"))


def test_a_directors_pages_at_a_desk_and_on_a_phone(visit) -> None:
    desk = visit(width=1440).enter("Director")
    one = []
    for path in DIRECTOR:
        _look(desk, path, 1440)
        assert _english_left(desk) == []
        links = [a.get_attribute("href") or "" for a in desk.page.locator("main a").all()]
        one += [href for href in links if re.fullmatch(r"/desk/(people|proposals|letters)/\d+/", href)][:1]
    desk.page.set_viewport_size({"width": 390, "height": 900})
    for path in [*DIRECTOR[:3], *dict.fromkeys(one)]:
        _look(desk, path, 390)


@pytest.mark.parametrize("role", KEEPERS)
def test_the_keepers_pages(visit, role: str) -> None:
    desk = visit(width=1440).enter(role)
    for path in KEEPERS[role]:
        _look(desk, path, 1440)
        assert _english_left(desk) == []


def test_pages_work_with_script_switched_off(chromium, bureau) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{bureau.address}/activate/")
    page.fill("input[name=code]", "ABCDE-FGHJK")
    page.locator("main form button").click()
    assert page.locator(".errsum").is_visible()
    assert page.input_value("input[name=code]") == "ABCDE-FGHJK"
    context.close()
