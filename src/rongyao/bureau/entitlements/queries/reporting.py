"""Reporting in after discharge (2024 Art 51, 2011 Art 13): until when, while nobody has reported yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.foundation.clock.calendar import Calendar
from rongyao.bureau.foundation.clock.rules import Deadline, Rule, Unit, deadline
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import current_facts_of
from rongyao.law import catalog

# After this the question is no longer "when" but whether the placement was given up, which the law answers itself.
SHOWN_FOR = dt.timedelta(days=365)
DAY_LENGTH = len("2024-09-01")


def report_in(
    person: Person, rows: Iterable[Determination], *, on: dt.date, calendar: Calendar
) -> Deadline | None:
    """The period to report in, counted from the day of discharge by the bureau's clock.

    Args:
        rows: the person's current answers; the period belongs to the one that declares it and says yes.

    Returns:
        None where nobody need report, somebody has, the day of discharge is not known to the day, or a year is over.
    """
    said_yes = [row.entitlement for row in rows if row.answer == Determination.Answer.YES]
    periods = [d for key in said_yes for d in _declared(key) if d.key.endswith(".report_in")]
    if not periods:
        return None
    names = (periods[0].starts, "reported_on")
    facts = dict(current_facts_of(person).filter(name__in=names).values_list("name", "value"))
    started = facts.get(periods[0].starts)
    if started is None or "reported_on" in facts or len(str(started)) != DAY_LENGTH:
        return None
    since = dt.date.fromisoformat(started)
    if not since <= on <= since + SHOWN_FOR:
        return None
    return deadline(_rule(periods[0]), started_on=since, calendar=calendar)


def _declared(key: str) -> tuple[catalog.Deadline, ...]:
    found = catalog.ENTITLEMENTS.get(key)
    return found.deadlines if found else ()


def _rule(period: catalog.Deadline) -> Rule:
    """The law's period as the clock counts it, with the regulation it stands in and what follows if missed."""
    edition = catalog.EDITIONS[period.key.split("/")[0]]
    return Rule(
        code=period.key,
        article_zh=f"{edition.zh}第{period.article}条",
        article_en=f"{edition.en}, Art {period.article}",
        zh=f"{period.zh}；{period.consequence_zh}",
        en=f"{period.en}; {period.consequence_en}",
        number=period.number,
        unit=Unit(period.unit),
    )
