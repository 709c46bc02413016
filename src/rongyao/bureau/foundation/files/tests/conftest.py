"""Fixtures of files: a folder of its own, a fixed day, no scanner until a test starts one."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-24T12:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def papers_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.RONGYAO_CLAMD = ""
    return settings.MEDIA_ROOT / "papers"


@pytest.fixture
def clamd(settings):
    from rongyao.bureau.foundation.files.tests.clamd import Clamd, running

    with running(Clamd()) as one:
        settings.RONGYAO_CLAMD = one.address
        yield one


@pytest.fixture
def lin(cast):
    return cast.actor(cast.lin)


@pytest.fixture
def ma(cast):
    """Administrator Ma, who may release."""
    return cast.actor(cast.ma)


@pytest.fixture
def wei(cast):
    """Director Wei, who decides what is destroyed."""
    return cast.actor(cast.wei)


@pytest.fixture
def place(cast):
    from rongyao.bureau.foundation.files.registrations import Place

    return Place(f"registry.person:{cast.chen.pk}", cast.chen.pk, cast.chen.path, "陈卫国", "/")


@pytest.fixture
def paper(lin, place):
    """A photograph of Chen's discharge certificate, handed in at the counter."""
    from rongyao.bureau.foundation.files.actions import keeping
    from rongyao.bureau.foundation.files.tests.made import jpg

    return keeping.keep(by=lin, place=place, name="退伍证.jpg", body=jpg(), about="退伍证正面")
