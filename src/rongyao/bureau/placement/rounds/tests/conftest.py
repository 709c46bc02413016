"""A round of twelve people, four posts, a public draw and a witness, at each of its stages."""

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
    """Those who act: an officer and a director of the city; twelve people, of whom eleven have a file."""
    from rongyao.bureau.placement.rounds.tests import twelve

    return twelve.Office.of(cast)


@pytest.fixture
def opened(office):
    """A round with its rules and tables, ready to be closed."""
    return office.opened()


@pytest.fixture
def closed(office, opened):
    """The same, closed."""
    return office.close(opened)
