"""Fixtures of the background: the day is fixed; a paper; Chen with his dates of service."""

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
def paper(today):
    from rongyao.bureau.registry.actions.facts import Paper

    return Paper("paper", "士兵档案", today, "档〔2026〕1号")


@pytest.fixture
def know(cast, lin, paper):
    """Record facts of Chen."""

    def record(**facts):
        from rongyao.bureau.registry.actions.facts import record_fact

        for name, value in facts.items():
            record_fact(by=lin, person=cast.chen, name=name, value=value, paper=paper)

    return record
