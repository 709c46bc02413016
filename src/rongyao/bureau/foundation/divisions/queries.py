"""Reads of the division tree."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from rongyao.bureau.foundation.divisions.models import Division


def valid_on(on: dt.date) -> QuerySet[Division]:
    """The divisions as they stood on a day."""
    return Division.objects.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def towns(on: dt.date, *, within: str = "") -> QuerySet[Division]:
    return valid_on(on).filter(level=Division.Level.TOWN, path__startswith=within).order_by("code")


def city() -> Division:
    return Division.objects.filter(level=Division.Level.CITY).latest("valid_from")
