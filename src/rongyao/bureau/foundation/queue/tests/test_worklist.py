"""The worklist: each item once, for whoever may do it where it lies, most urgent first, in one band of six."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from people import TODAY
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.clock import actions as clock
from rongyao.bureau.foundation.clock.models import RunningClock
from rongyao.bureau.foundation.clock.queries import calendar
from rongyao.bureau.foundation.queue import actions, queries
from rongyao.bureau.foundation.queue.models import WorkItem
from rongyao.bureau.foundation.queue.rules import KINDS

SYSTEM = Actor.system()


@pytest.fixture
def kind() -> str:
    """Any kind an officer may do."""
    return next(code for code, k in KINDS.items() if k.permission == "correction.decide")


def opened(cast, kind: str, due_on: dt.date | None, *, has_clock: bool = True) -> WorkItem:
    from rongyao.bureau.registry.models import Source

    subject = Source.objects.create(kind=Source.Kind.PAPER, title="材料", dated_on=TODAY)
    running = None
    if has_clock:
        running = clock.start(
            by=SYSTEM, rule="correction", subject=subject, person_id=None, path=cast.town_a.path, on=TODAY
        )
        RunningClock.objects.filter(pk=running.pk).update(due_on=due_on)
    return actions.open_item(
        by=SYSTEM, kind=kind, subject=subject, path=cast.town_a.path, clock=running, params={"name": "陈"}
    )


def test_every_item_lies_in_exactly_one_band(cast, kind):
    for days in (-30, -1, 0, 1, 3, 4, 6, 7, 8, 60):
        opened(cast, kind, TODAY + dt.timedelta(days=days))
    opened(cast, kind, None)
    opened(cast, kind, None, has_clock=False)
    rows = queries.visible_to(cast.actor(cast.lin))
    bands = queries.band_filters(TODAY, calendar())
    listed = [pk for where in bands.values() for pk in rows.filter(where).values_list("pk", flat=True)]
    assert sorted(listed) == sorted(rows.values_list("pk", flat=True))
    counts = queries.ruler(rows, TODAY, calendar())
    assert sum(counts.values()) == 12
    assert (counts["late"], counts["today"], counts["hold"]) == (2, 1, 1)


def test_the_most_urgent_comes_first_and_what_has_no_day_last(cast, kind):
    later = opened(cast, kind, TODAY + dt.timedelta(days=9))
    held = opened(cast, kind, None)
    late = opened(cast, kind, TODAY - dt.timedelta(days=1))
    assert [i.pk for i in queries.visible_to(cast.actor(cast.lin))] == [late.pk, later.pk, held.pk]


def test_an_item_is_seen_by_permission_and_by_place(cast, kind):
    opened(cast, kind, TODAY)
    seen = {
        name: queries.visible_to(cast.actor(getattr(cast, name))).count()
        for name in ("lin", "zhao", "wei", "sun", "hao", "ma")
    }
    # Lin decides in town A, Wei in the whole city; the clerk may not decide, Zhao is of another town.
    assert seen == {"lin": 1, "zhao": 0, "wei": 1, "sun": 0, "hao": 0, "ma": 0}


def test_the_same_thing_waits_once(cast, kind):
    item = opened(cast, kind, TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkItem.objects.create(kind=kind, subject=item.subject, path=item.path, permission=item.permission)


def test_a_closed_item_is_gone_from_the_list_and_keeps_its_outcome(cast, kind):
    from rongyao.bureau.registry.models import Source

    item = opened(cast, kind, TODAY)
    subject = Source.objects.get(pk=int(item.subject.rsplit(":", 1)[1]))
    assert actions.close_items(by=SYSTEM, subject=subject, outcome="答复了") == 1
    assert not queries.visible_to(cast.actor(cast.lin)).exists()
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("done", "答复了")


def test_three_working_days_on_skips_the_weekend():
    friday = dt.date(2026, 11, 20)
    assert queries.working_days_on(friday, 3, calendar_of_the_program()) == dt.date(2026, 11, 25)


def calendar_of_the_program():
    from rongyao.bureau.foundation.clock.calendar import statutory

    return statutory()
