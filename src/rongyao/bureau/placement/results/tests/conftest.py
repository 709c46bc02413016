"""An officer of the bureau itself, and records made once."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine

from people import SINCE, TODAY
from rongyao.bureau.demo import placements
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.placement.results import actions
from rongyao.bureau.placement.results.models import Record
from rongyao.choosing.verify.tests import staged


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield


@pytest.fixture
def an(cast) -> User:
    """Officer An of the bureau's own placement section."""
    user = User(username="an", display_name="安宁")
    user.set_password("correct horse battery")
    user.save()
    Appointment.objects.create(user=user, role="officer", division=cast.city, starts_on=SINCE)
    return user


@cache
def score_files() -> dict[str, str]:
    """Posts chosen by score, two draws, two witnesses."""
    return dict(staged.everything()[0].files)


@cache
def corrected_files() -> dict[str, str]:
    """The same placement's second version."""
    return dict(staged.second_version(staged.everything()[0]).files)


@cache
def joint_files() -> dict[str, str]:
    return dict(placements._together(dt.date(2026, 11, 24)))


def packed(files: dict[str, str], inside: str = "RECORD/") -> bytes:
    """A folder packed as a system packs it, with what some systems put beside."""
    content = BytesIO()
    with ZipFile(content, "w") as out:
        for name, text in files.items():
            out.writestr(inside + name, text)
        out.writestr(f"{inside}README.md", "not read")
        out.writestr("__MACOSX/._log.jsonl", "not read either")
    return content.getvalue()


@pytest.fixture
def kept(cast, an) -> Record:
    return actions.keep(
        by=cast.actor(an), files=score_files(), title="2026年安置选岗结果", title_en="Posts 2026"
    )


@pytest.fixture
def shown(cast, kept) -> Record:
    return actions.publish(by=cast.actor(cast.wei), record=kept)
