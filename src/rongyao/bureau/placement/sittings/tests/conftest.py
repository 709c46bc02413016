"""A round of twelve whose people are called up, at each of its stages."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture
def clock():
    """The moment everything happens at; ``clock.move_to`` lets time pass."""
    from rongyao.bureau.placement.rounds.tests import twelve

    with time_machine.travel(twelve.MORNING, tick=False) as moved:
        yield moved


@pytest.fixture
def office(cast, clock):
    from rongyao.bureau.placement.rounds.tests import twelve

    return twelve.Office.of(cast)


@pytest.fixture
def opened(office):
    return office.opened(manner="live", least_witnesses=0)


@pytest.fixture
def sitting(office, opened, clock):
    """The same, closed, drawn: the first may be called."""
    from rongyao.bureau.placement.rounds.tests import twelve
    from rongyao.bureau.placement.sittings import actions

    row = office.close(opened)
    clock.move_to(twelve.EVENING)
    return actions.begin(by=office.by, row=row, draws={"3d": "407"})
