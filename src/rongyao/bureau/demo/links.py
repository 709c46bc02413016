"""One-time sign-in links for the demonstration, made anew at each start."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from rongyao.bureau.demo import society
from rongyao.bureau.demo.staff import BUILDER, PLACES
from rongyao.bureau.foundation.access import actions as access
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.registry.models import PersonAccount

LASTS = dt.timedelta(hours=24)


def issue_links() -> list[tuple[str, str, str]]:
    """(role in English, name shown, path) for each user of the demonstration; each link works once, for a day.

    The veteran's comes last, and only where the scenes bound one.
    """
    users = {user.username: user for user in User.objects.filter(username__in=[p.username for p in PLACES])}
    found = [(place.en, users[place.username]) for place in PLACES if place.username in users]
    found += society.speakers()
    accounts = PersonAccount.objects.filter(person__is_synthetic=True).select_related("user").order_by("pk")
    found += [("Veteran", account.user) for account in accounts[:1]]
    return [(en, user.display_name, _path(user)) for en, user in found]


def _path(user: User) -> str:
    token = access.issue_link(by=BUILDER, user=user, lasts=LASTS, purpose="demo")
    return reverse("access:link", args=[token])
