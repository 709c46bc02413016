"""Fixtures of upkeep: the day is fixed; the officer, the director and some people of two towns."""

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
def lin(cast):
    return cast.actor(cast.lin)


@pytest.fixture
def city_officer(cast):
    """An officer of the whole city, whose scope covers both towns."""
    from people import SINCE
    from rongyao.bureau.foundation.access.models import Appointment, User

    user = User(username="tang", display_name="唐宁")
    user.set_password("correct horse battery")
    user.save()
    Appointment.objects.create(user=user, role="officer", division=cast.city, starts_on=SINCE)
    return user


@pytest.fixture
def open_file(cast):
    """Open a file: ``open_file("周敏", town, **identity)``."""
    from rongyao.bureau.foundation.access.rules import Actor
    from rongyao.bureau.registry.actions.people import add_person

    def opened(name, town=None, **identity):
        where = town or cast.town_a
        return add_person(by=Actor.system(), division=where, identity={"name": name, **identity})

    return opened


@pytest.fixture
def record(cast):
    """Record a fact of somebody from the cast's paper: ``record(person, "in_tibet", True)``."""
    from rongyao.bureau.foundation.access.rules import Actor
    from rongyao.bureau.registry.actions.facts import record_fact

    def recorded(person, name, value):
        return record_fact(by=Actor.system(), person=person, name=name, value=value, paper=cast.paper)

    return recorded
