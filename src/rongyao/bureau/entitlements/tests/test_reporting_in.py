"""Until when to report in: counted from the discharge, shown until somebody has, and not for ever."""

from __future__ import annotations

import datetime as dt

import pytest

from rongyao.bureau.entitlements.queries.due import due_to
from rongyao.bureau.entitlements.queries.reporting import report_in
from rongyao.bureau.entitlements.tests import known
from rongyao.bureau.foundation.clock.queries import calendar
from rongyao.bureau.registry.models import Fact

pytestmark = pytest.mark.django_db
DISCHARGED = dt.date(2026, 11, 1)


@pytest.fixture
def discharged(cast):
    """Veteran Chen, discharged on 1 November 2026, self-employed by law, not reported in."""
    facts = {**known.CONSCRIPT, "discharged_on": DISCHARGED.isoformat(), "enlisted_on": "2024-09-01"}
    facts.pop("reported_on", None)
    return known.worked_out(cast, cast.chen, facts)


def _report_in(person, on: dt.date):
    return report_in(person, list(person.determinations.filter(ended_at=None)), on=on, calendar=calendar())


def test_thirty_days_run_from_the_day_after_discharge(discharged) -> None:
    found = due_to(discharged).report_in
    # The thirtieth day after 1 November is Tuesday 1 December 2026, a working day.
    assert (found.started_on, found.due_on) == (DISCHARGED, dt.date(2026, 12, 1))
    assert "第51条" in found.rule.article_zh


def test_it_is_gone_once_somebody_has_reported_in(cast, discharged) -> None:
    Fact.objects.create(
        person=discharged, name="reported_on", value="2026-11-20", source=cast.paper, as_of=DISCHARGED
    )
    assert due_to(discharged).report_in is None


def test_a_discharge_known_only_to_the_month_has_no_last_day(discharged) -> None:
    Fact.objects.filter(person=discharged, name="discharged_on").update(value="2026-11")
    assert due_to(discharged).report_in is None


def test_it_is_shown_for_a_year_and_no_longer(discharged) -> None:
    assert _report_in(discharged, DISCHARGED + dt.timedelta(days=365)) is not None
    assert _report_in(discharged, DISCHARGED + dt.timedelta(days=366)) is None


def test_officer_and_veteran_both_see_the_clock(cast, discharged) -> None:
    desk = cast.signed_in(cast.lin).get(f"/desk/people/{discharged.pk}/entitlements/").content.decode()
    home = cast.signed_in(cast.chen_user).get("/me/").content.decode()
    assert "还没有报到" in desk
    assert "报到" in home
    assert "12月1日" in home.replace(" ", "").replace("\u2009", "")
