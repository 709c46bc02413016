"""Fixtures of entitlements: the day is fixed, and somebody has answers already (see known.py)."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def today():
    """The legal today of every page and action is the cast's."""
    from people import TODAY

    with time_machine.travel(f"{TODAY}T04:00:00+00:00", tick=False):
        yield TODAY


@pytest.fixture
def conscript(cast):
    """Veteran Chen as a paid conscript."""
    from rongyao.bureau.entitlements.tests import known

    return known.worked_out(cast, cast.chen, known.CONSCRIPT)


@pytest.fixture
def fallen(cast):
    """Veteran Chen as a soldier who died on duty."""
    from rongyao.bureau.entitlements.tests import known

    return known.worked_out(cast, cast.chen, known.FALLEN)


@pytest.fixture
def proposal(conscript):
    """The conscript's discharge money, waiting for a decision."""
    from rongyao.bureau.entitlements.models import Proposal
    from rongyao.bureau.entitlements.tests import known

    return Proposal.objects.get(person=conscript, entitlement=known.MONEY)
