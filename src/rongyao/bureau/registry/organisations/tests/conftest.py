"""Fixtures of organisations: the day is fixed; a factory, its representative, a unit."""

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
def factory(cast, lin):
    """An employer of town A."""
    from rongyao.bureau.registry.organisations.actions import keeping
    from rongyao.bureau.registry.organisations.tests.made import CODE

    values = {"name": "昆山精诚电子有限公司", "credit_code": CODE, "industry": "3982", "scale": "medium"}
    return keeping.register(by=lin, kind="employer", division=cast.town_a, values=values)


@pytest.fixture
def gu(lin, factory):
    """Manager Gu speaks for the factory; her slip is not used yet."""
    from rongyao.bureau.registry.organisations.actions import representatives
    from rongyao.bureau.registry.organisations.tests.made import gu

    return representatives.appoint(by=lin, organisation=factory, named=gu())


@pytest.fixture
def gu_user(lin, gu):
    """Manager Gu's sign-in, opened with her slip."""
    from rongyao.bureau.registry.organisations.actions import representatives
    from rongyao.bureau.registry.organisations.tests.made import GU_ID, PASSWORD

    code = representatives.print_slip(by=lin, representative=gu)
    return representatives.activate(code=code, id_last4=GU_ID[-4:], password=PASSWORD)
