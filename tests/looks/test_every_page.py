"""Every page of a running bureau, as each kind of user, in every view, width and language.

`make looks` runs it, which takes a while; what is wrong is listed by page in var/looks/failures.txt, with pictures beside
it. RONGYAO_LOOKS=quick looks at two widths and two views in Chinese only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import walking
from journeys.conftest import CHROMIUM, FLAGS, Visit, start_bureau, stop_bureau

SHOTS = Path(__file__).parents[2] / "var" / "looks"
IS_QUICK = os.environ.get("RONGYAO_LOOKS") == "quick"
WIDTHS = (390, 1440) if IS_QUICK else walking.WIDTHS
VIEWS = ("standard", "elder") if IS_QUICK else tuple(walking.VIEWS)
LANGUAGES = ("zh-hans",) if IS_QUICK else walking.LANGUAGES
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's chromium to look at the pages")
    bureau = start_bureau(people=120, seconds=900)
    yield bureau
    stop_bureau(bureau)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.mark.parametrize("user", walking.USERS, ids=lambda user: user or "anybody")
def test_every_page_of_this_user_fits_and_breaks_no_rule(running: Any, browser: Any, user: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    visit = Visit(browser, running, width=1440)
    if user:
        visit.enter(user)
    stops = walking.walk(visit.context.request, running.address, walking.USERS[user])
    assert len(stops) > 3
    wrong = [line for stop in stops for line in _looked(visit, running.address, user, stop)]
    with (SHOTS / "failures.txt").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in wrong)
    visit.close()
    assert wrong == []


def _looked(visit: Visit, address: str, user: str, stop: walking.Stop) -> Iterator[str]:
    for language in LANGUAGES:
        for view in VIEWS:
            walking.wear(visit.context, address, view, language)
            name = f"{user or 'anybody'}-{stop.path.strip('/').replace('/', '-')[:60]}-{view}-{language}"
            for line in walking.look(visit.page, address, stop, WIDTHS, SHOTS / name):
                yield f"{user or 'anybody'} {stop.path} {view} {language} {line}"
