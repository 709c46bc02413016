"""Every page of the style guide in every view, width and language: nothing leaves the screen, nothing breaks a rule.

No server runs: the browser's requests are answered by Django's test client and the static finders. `make looks` runs it;
pictures lie in var/looks afterwards. Without Chromium it is skipped, saying so.
"""

from __future__ import annotations

import json
import mimetypes
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
)
SHOTS = Path(__file__).parents[2] / "var" / "looks"
SITE = "http://localhost"
VIEWS: dict[str, dict[str, str]] = {
    "standard": {},
    "elder": {"view": "elder"},
    "extra-large": {"view": "elder", "size": "xl"},
    "contrast": {"contrast": "high"},
}
PAGES = ["parts", "citizen", "decision", "form", "console", "table", "letter", "signin"]
ABOUT = ["/help/", "/privacy/", "/accessibility/", "/no-such-page/"]
WIDTHS = (320, 390, 768, 1440)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_LOW = """(least) => [...document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1 && r.height < least - 0.5
    && !e.closest('label') && !e.classList.contains('skip') && getComputedStyle(e).display !== 'inline'; })
  .map(e => Math.round(e.getBoundingClientRect().height) + ' ' + e.tagName + ' ' + e.textContent.trim().slice(0, 20))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium to look at the pages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _a_demonstration(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IS_DEMO = True
    # Playwright keeps an event loop in this thread; the test client is plain synchronous code.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def _answered(cookies: dict[str, str], asked: list[str]) -> Callable[[Any], None]:
    """Answers the browser: static files from their folders, pages from the test client."""

    def answer(route: Any) -> None:
        address = urlparse(route.request.url)
        asked.append(address.netloc)
        if address.path.startswith("/static/"):
            found = finders.find(address.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(address.path)[0] or "text/plain"
            route.fulfill(
                body=Path(found).read_bytes() if found else b"",
                status=200 if found else 404,
                content_type=kind,
            )
            return
        client = Client()
        client.cookies.load(cookies)
        page = client.get(address.path)
        headers = {name: value for name, value in page.items() if name.lower() != "content-length"}
        route.fulfill(status=page.status_code, body=page.content, headers=headers)

    return answer


def _violations(page: Any) -> list[Any]:
    """What axe finds wrong; injected past the content policy, which must stay on."""
    import axe_playwright_python

    session = page.context.new_cdp_session(page)
    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    session.send("Runtime.evaluate", {"expression": source})
    call = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])))"
    answer = session.send(
        "Runtime.evaluate", {"expression": call, "awaitPromise": True, "returnByValue": True}
    )
    return json.loads(answer["result"]["value"])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("path", [*(f"/ui/kit/{name}/" for name in PAGES), *ABOUT])
def test_the_page_fits_and_breaks_no_rule(chromium: Any, path: str, view: str, language: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    cookies = {**VIEWS[view], "django_language": language, "hint": "seen"}
    asked: list[str] = []
    said: list[str] = []
    context = chromium.new_context()
    context.add_cookies([{"name": name, "value": value, "url": SITE} for name, value in cookies.items()])
    context.route("**/*", _answered(cookies, asked))
    page = context.new_page()
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    try:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(SITE + path)
            name = path.strip("/").replace("/", "-")
            page.screenshot(path=SHOTS / f"{name}-{width}-{view}-{language}.png", full_page=True)
            assert page.evaluate(OVERFLOW) <= 0, f"sideways scroll at {width}"
            if width == 390:
                assert _violations(page) == []
            assert page.evaluate(TOO_LOW, 24) == [], f"targets too low at {width}"
    finally:
        context.close()
    assert [line for line in said if "status of 404" not in line] == []
    assert set(asked) == {"localhost"}
