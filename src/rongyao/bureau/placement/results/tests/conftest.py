"""The day is fixed; an officer of the bureau itself; a record kept, and one published."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def today():
    from people import TODAY

    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield TODAY


@pytest.fixture
def an(cast):
    """Officer An of the bureau's own placement section."""
    from people import SINCE
    from rongyao.bureau.foundation.access.models import Appointment, User

    user = User(username="an", display_name="安宁")
    user.set_password("correct horse battery")
    user.save()
    Appointment.objects.create(user=user, role="officer", division=cast.city, starts_on=SINCE)
    return user


@pytest.fixture
def kept(cast, an):
    from rongyao.bureau.placement.results import actions
    from rongyao.bureau.placement.results.tests.made import score_files

    return actions.keep(
        by=cast.actor(an), files=score_files(), title="2026年安置选岗结果", title_en="Posts 2026"
    )


@pytest.fixture
def shown(cast, kept):
    from rongyao.bureau.placement.results import actions

    return actions.publish(by=cast.actor(cast.wei), record=kept)
