"""One browser with the offline page for each file of tests that puts the two verifiers side by side."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[1] / "rongyao_verify.html"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: the offline page is not tried")
    api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: the offline page is not tried"
    )
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    """The offline page, opened from the disk, once for all that only ask its verifier: a page of one's own costs more than most answers."""
    found = chromium.new_page()
    found.goto(PAGE.as_uri())
    yield found
    found.close()


@pytest.fixture
def in_browser(page: Any) -> Callable[..., Any]:
    """Run the page's own verifier on records given as files."""

    def run(files: dict[str, str], **options: Any) -> Any:
        return page.evaluate("([files, options]) => rongyaoVerify(files, options)", [files, options])

    return run
