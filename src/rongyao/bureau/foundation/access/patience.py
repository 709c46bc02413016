"""Patience at the door: an address of the network that failed too often waits, whichever users it tried.

The count lies in the database, because several web processes answer. Only failures count, and a whole office may come
from one address, so the limit is a guesser's and not a forgetful morning's.
"""

from __future__ import annotations

import datetime as dt
import functools
import ipaddress
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rongyao.bureau.foundation.access.models import FailedAddress
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit

FAILURES = 50
WINDOW = dt.timedelta(minutes=15)
# What the views behind a door answer to a wrong password, code, slip or link.
FAILED = (403, 410, 422)
TOO_MANY = 429


def patiently(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around a view that lets somebody in: after too many failures from one address it answers 429 for a while."""

    @functools.wraps(view)
    def waits(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        index = address_index(request)
        if must_wait(index):
            answer = render(request, "access/too_many.html", status=TOO_MANY)
            answer["Retry-After"] = str(int(WINDOW.total_seconds()))
            return answer
        answer = view(request, *args, **kwargs)
        if answer.status_code in FAILED:
            note_failure(index)
        return answer

    return waits


def must_wait(index: str) -> bool:
    """Did this address fail too often within the window?"""
    since = timezone.now() - WINDOW
    return FailedAddress.objects.filter(pk=index, failures__gte=FAILURES, since__gt=since).exists()


def note_failure(index: str) -> None:
    """Count one failure, in one statement: processes that count at once lose none. Old counts are thrown away."""
    now = timezone.now()
    table = FailedAddress._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE since <= %s", [now - WINDOW])
        cursor.execute(
            f"INSERT INTO {table} AS kept (address_index, failures, since) VALUES (%s, 1, %s) "
            "ON CONFLICT (address_index) DO UPDATE SET failures = kept.failures + 1 RETURNING failures",
            [index, now],
        )
        failures = cursor.fetchone()[0]
    if failures == FAILURES:
        audit.record(by=Actor.public(), verb="sign_in.address_waits", detail={"address": index[:12]})


def address_index(request: HttpRequest) -> str:
    """A keyed digest of the address asked from: who sits where is not kept."""
    return salted_hmac("access.address", _network(_address(request)), algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind the declared proxy the one the proxy itself saw, which is the last it names."""
    if settings.IS_BEHIND_TLS:
        forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        return forwarded or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """An IPv6 user holds a whole /64; an IPv4 address counts by itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
