"""Writes the service centre and stations of the divisions that stand today. Safe to repeat.

Names follow from the division by rule. Phones and addresses stay blank: they are not known here,
and the bureau enters them.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.queries import valid_on
from rongyao.bureau.registry.models import Station

CENTRE, STATION = "退役军人服务中心", "退役军人服务站"


@transaction.atomic
def seed(*, on: dt.date | None = None) -> int:
    """Add a centre for the city and a station for each town and village standing on ``on`` (today) that has none.

    Returns how many were added. A station already there keeps its name, phone and address.
    """
    served = set(Station.objects.values_list("division__path", flat=True))
    rows = [
        _station(division) for division in valid_on(on or timezone.localdate()) if division.path not in served
    ]
    Station.objects.bulk_create(rows)
    return len(rows)


def _station(division: Division) -> Station:
    return Station(division=division, name=name_of(division), kind=division.level, path=division.path)


def name_of(division: Division) -> str:
    """ "里厍社区居委会" has the 里厍社区退役军人服务站, "昆山市" the 昆山市退役军人服务中心."""
    if division.level == Division.Level.CITY:
        return f"{division.name}{CENTRE}"
    place = division.name.removesuffix("居委会").removesuffix("委会")
    return f"{place}{STATION}"
