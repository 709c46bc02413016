"""Fixtures of notices: a fixed noon, no way out of the house until a test switches one on."""

from __future__ import annotations

import pytest
import time_machine

NOON = "2026-11-24T12:00:00+08:00"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def settings_file(settings, tmp_path):
    """The bureau's own file of ways; not there at first."""
    settings.RONGYAO_NOTICES_FILE = tmp_path / "notices.toml"
    settings.IS_DEMO = False
    return settings.RONGYAO_NOTICES_FILE


@pytest.fixture
def gateway(settings_file):
    from rongyao.bureau.foundation.notices.tests.gateways import Gateway, running

    with running(Gateway()) as one:
        one.settings(settings_file)
        yield one


@pytest.fixture
def lin(cast):
    return cast.actor(cast.lin)


@pytest.fixture
def chen(cast):
    """Veteran Chen with a mobile telephone."""
    cast.chen.keep_phone("13862610027").save()
    return cast.chen


@pytest.fixture
def told(cast, lin, chen):
    """Write one message to Chen, as a department would."""
    from rongyao.bureau.foundation.notices.actions import writing
    from rongyao.bureau.registry.recipients import recipient_of

    def write(key: str = "k1", person=None, **params):
        given = {"about": "通知", "words": "请看公告。", "station": "玉山镇服务站", **params}
        return writing.write(
            by=lin, kind="notices.news", to=recipient_of(person or chen), params=given, key=key
        )

    return write
