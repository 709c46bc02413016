"""Fixtures of the desks: the day is fixed; Veteran Chen has answers, and one letter in hand."""

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
def chen(cast):
    """Veteran Chen as a paid conscript: one sum proposed, one way of placement, one fact short elsewhere."""
    from rongyao.bureau.entitlements.tests import known

    return known.worked_out(cast, cast.chen, known.CONSCRIPT)


@pytest.fixture
def letter(cast, chen, today):
    """Chen's discharge money, granted and handed over today."""
    from rongyao.bureau.entitlements.actions import decisions, letters
    from rongyao.bureau.entitlements.models import Proposal
    from rongyao.bureau.entitlements.tests import known

    proposal = Proposal.objects.get(person=chen, entitlement=known.MONEY)
    seen = proposal.determination.finding_hash
    by = cast.actor(cast.lin)
    decision = decisions.grant(by=by, proposal=proposal, seen=seen, reason="符合规定", on=today)
    by = cast.actor(cast.sun)
    letters.serve(by=by, letter=decision.letter, how="post", on=today, note="EMS 1", today=today)
    return type(decision.letter).objects.get(pk=decision.letter.pk)


@pytest.fixture
def another(cast):
    """Veteran Zhou of town B, with a sign-in and answers of her own."""
    from rongyao.bureau.entitlements.tests import known
    from rongyao.bureau.foundation.access.models import User
    from rongyao.bureau.registry.models import Person, PersonAccount

    zhou = Person(number="KS-000060", division=cast.town_b, path=cast.town_b.path, sex="female")
    zhou.keep_name("周敏")
    zhou.save()
    user = User(username="zhou", display_name="周敏", needs_totp=False)
    user.set_password("correct horse battery")
    user.save()
    PersonAccount.objects.create(user=user, person=zhou)
    return known.worked_out(cast, zhou, known.CONSCRIPT)
