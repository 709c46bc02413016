"""A journey runs against the real product: its own data folder, `rongyao run`, a real Chromium.

Without Chromium on the machine every journey is skipped, saying so.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SHOTS = Path(__file__).parents[2] / "var" / "shots"


@dataclass
class Bureau:
    """A running bureau: its address and the one-time links printed at its start."""

    address: str
    links: list[str]
    home: Path
    process: subprocess.Popen[str]
    # The cookies of those who came in by their link; it works once, their session for hours.
    entered: dict[tuple[str, ...], list[dict[str, object]]] = field(default_factory=dict)

    def link(self, *words: str) -> str:
        """The first unused link whose line holds all these words; each is used once."""
        line = next(line for line in self.links if all(word in line for word in words))
        self.links.remove(line)
        return re.search(r"http://\S+", line)[0]


def start_bureau(*, people: int = 400, seconds: float = 240) -> Bureau:
    """Run the product as a user would and wait for its address and links.

    Its home is not in pytest's own folder: that is closed to the database's user whenever another run of tests begins.
    """
    home = Path(tempfile.mkdtemp(prefix="rongyao-journey-"))
    home.chmod(0o755)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "RONGYAO_", "DJANGO_"))}
    env |= {"RONGYAO_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "rongyao.bureau.config.cli", "run", "--people", str(people)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    lines: list[str] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        line = process.stdout.readline()
        lines.append(line)
        if "Ctrl-C" in line:
            break
        if not line and process.poll() is not None:
            pytest.fail("the bureau did not start:\n" + "".join(lines))
    address = re.search(r"open at (http://\S+)", "".join(lines))[1]
    return Bureau(address, [line for line in lines if "/link/" in line], home, process)


def stop_bureau(bureau: Bureau) -> None:
    bureau.process.send_signal(signal.SIGINT)
    bureau.process.wait(30)
    shutil.rmtree(bureau.home, ignore_errors=True)


@pytest.fixture(scope="session")
def bureau() -> Iterator[Bureau]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium to run the journeys")
    running = start_bureau()
    yield running
    stop_bureau(running)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium to run the journeys")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One user's browser. Console errors and requests to anywhere but the bureau fail the journey at its end.

    ``also``: addresses beside the bureau's that this user goes to (a directory).
    """

    def __init__(
        self,
        browser: object,
        bureau: Bureau,
        *,
        width: int,
        language: str = "zh-CN",
        also: tuple[str, ...] = (),
    ) -> None:
        self.bureau = bureau
        self.known = (bureau.address, *also, "data:", "blob:")
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, message: object) -> None:
        # A refused form answers 422 and a forbidden page 403/404 on purpose; the browser logs those as errors.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _request(self, request: object) -> None:
        if not request.url.startswith(self.known):
            self.complaints.append(f"went elsewhere: {request.url}")

    def enter(self, *words: str) -> Visit:
        """By the link of this role, or in the session that it opened before."""
        if kept := self.bureau.entered.get(words):
            self.context.add_cookies(kept)
            return self.open("/")
        self.page.goto(self.bureau.link(*words))
        self.page.locator("main button").first.click()
        self.page.wait_for_load_state()
        self.bureau.entered[words] = self.context.cookies()
        return self

    def open(self, path: str) -> Visit:
        self.page.goto(self.bureau.address + path)
        return self

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []


@pytest.fixture(scope="session")
def open_visit(chromium: object, bureau: Bureau) -> object:
    """``open_visit(1440)``: a browser whose closing is the caller's."""
    return lambda width, language="zh-CN": Visit(chromium, bureau, width=width, language=language)


@pytest.fixture
def visit(chromium: object, bureau: Bureau) -> Iterator[object]:
    """``visit(width=390)`` opens a fresh browser; all are closed and checked at the end."""
    opened: list[Visit] = []

    def _open(width: int = 1440, language: str = "zh-CN") -> Visit:
        opened.append(Visit(chromium, bureau, width=width, language=language))
        return opened[-1]

    yield _open
    for one in opened:
        one.close()
