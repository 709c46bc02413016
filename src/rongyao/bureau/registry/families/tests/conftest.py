"""Fixtures of families: the day is fixed; identity numbers that pass their check."""

from __future__ import annotations

import datetime as dt

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
def clerk(cast):
    """Clerk Sun, who binds helpers at the counter of town A."""
    return cast.actor(cast.sun)


@pytest.fixture
def yes(today):
    """A relative's consent, given at the counter today."""
    from rongyao.bureau.registry.families.actions.consent import Consent

    return Consent("given", today, "counter")


@pytest.fixture
def mother(cast, lin, yes):
    """Chen's mother, who agreed and left a telephone and her number."""
    from rongyao.bureau.registry.families.actions import kin
    from rongyao.bureau.registry.families.tests.made import MOTHER_ID, MOTHER_PHONE

    values = {"name": "李秀英", "relation": "mother", "phone": MOTHER_PHONE, "id_number": MOTHER_ID}
    return kin.add_kin(by=lin, person=cast.chen, values=values, consent=yes)


@pytest.fixture
def father(cast, lin):
    """Chen's father, whom nobody has asked yet."""
    from rongyao.bureau.registry.families.actions import kin

    return kin.add_kin(by=lin, person=cast.chen, values={"name": "陈建国", "relation": "father"})


@pytest.fixture
def zhou(cast):
    """Somebody else of town A."""
    from rongyao.bureau.registry.models import Person

    person = Person(number="KS-000050", division=cast.town_a, path=cast.town_a.path, birth_on="1950-03")
    person.keep_name("周敏").save()
    return person


@pytest.fixture
def sample_term(today):
    from rongyao.bureau.registry.families.actions.agreements import Term

    return Term("代办授权书", today, today, dt.date(2027, 11, 23))


@pytest.fixture
def agreement(cast, clerk, sample_term):
    """Liu Fang, Chen's neighbour, may see his file and say what is wrong; her slip is not printed yet."""
    from rongyao.bureau.registry.families.actions import agreements
    from rongyao.bureau.registry.families.tests.made import liu

    return agreements.bind_helper(by=clerk, person=cast.chen, named=liu(), term=sample_term)


@pytest.fixture
def liu_user(clerk, agreement):
    """Liu Fang's sign-in, opened with her slip."""
    from rongyao.bureau.registry.families.actions import slips
    from rongyao.bureau.registry.families.tests.made import LIU_ID, PASSWORD

    code = slips.print_slip(by=clerk, agreement=agreement)
    return slips.activate(code=code, id_last4=LIU_ID[-4:], password=PASSWORD)
