"""The users of the demonstration: one for each role, named after it. They sign in by one-time links only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rongyao.bureau.foundation.access import actions as access
from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.queries import valid_on

BUILDER = Actor.system("demo")
CITY, YUSHAN, BACHENG = "320583", "320583100", "320583101"


@dataclass(frozen=True, slots=True)
class Place:
    """One sign-in of the demonstration: its user name, role, division code, and the name shown."""

    username: str
    role: str
    division: str
    name: str
    en: str


CLERK = Place("demo-clerk", "clerk", YUSHAN, "玉山镇服务站工作人员", "Station clerk, Yushan")
OFFICER = Place("demo-officer", "officer", YUSHAN, "玉山镇业务人员", "Officer, Yushan")
OTHER_OFFICER = Place("demo-officer-bacheng", "officer", BACHENG, "巴城镇业务人员", "Officer, Bacheng")
BUREAU_OFFICER = Place(
    "demo-officer-bureau", "officer", CITY, "市局移交安置科业务人员", "Officer of the bureau"
)
DIRECTOR = Place("demo-director", "director", CITY, "市局负责人", "Director")
AUDITOR = Place("demo-auditor", "auditor", CITY, "审计人员", "Auditor")
ADMINISTRATOR = Place("demo-administrator", "administrator", CITY, "系统管理员", "Administrator")
LEADER = Place("demo-leader", "leader", CITY, "市领导", "Leader of the city")
PLACES = (CLERK, OFFICER, OTHER_OFFICER, BUREAU_OFFICER, DIRECTOR, AUDITOR, ADMINISTRATOR, LEADER)


def appoint_all(*, since: dt.date) -> None:
    """Make the users that are not there yet, each with an appointment from ``since`` on."""
    there = set(User.objects.values_list("username", flat=True))
    divisions = {row.code: row for row in valid_on(since)}
    for place in PLACES:
        if place.username in there:
            continue
        user = access.create_user(by=BUILDER, username=place.username, display_name=place.name, password=None)
        access.appoint(
            by=BUILDER, user=user, role=place.role, division=divisions[place.division], starts_on=since
        )


def actor(place: Place, on: dt.date) -> Actor:
    """The actor somebody in this place is on a day."""
    return actor_for(User.objects.get(username=place.username), on)
