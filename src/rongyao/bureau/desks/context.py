"""What every page's frame needs: the rail of the desk, the tab bar of the phone, who is signed in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rongyao.bureau.foundation.access.rules import ROLES, Actor, Permission
from rongyao.bureau.foundation.queue import queries as queue

P = Permission

# (permission, label, url name, icon): the rail shows what the actor may do, in this order.
RAIL: tuple[tuple[Permission, Any, str, str], ...] = (
    (P.QUEUE_VIEW, gettext_lazy("My desk"), "desks:queue", "home"),
    (P.PEOPLE_VIEW, gettext_lazy("People"), "registry:people", "people"),
    (P.PEOPLE_VIEW, gettext_lazy("Families"), "families:kin_list", "people"),
    (P.PEOPLE_VIEW, gettext_lazy("Special groups"), "background:groups", "people"),
    (P.ORGANISATION_VIEW, gettext_lazy("Organisations"), "organisations:organisations", "briefcase"),
    (P.ROSTER_IMPORT, gettext_lazy("Rosters"), "registry:imports", "file"),
    (P.PEOPLE_BULK, gettext_lazy("Edited sheets"), "upkeep:sheets", "edit"),
    (P.PEOPLE_MERGE, gettext_lazy("Double files"), "upkeep:doubles", "people"),
    (P.ENTITLEMENT_VIEW, gettext_lazy("Proposals"), "entitlements:proposals", "list"),
    (P.ENTITLEMENT_VIEW, gettext_lazy("Differences"), "differences:differences", "list"),
    (P.ENTITLEMENT_VIEW, gettext_lazy("One fact short"), "entitlements:short", "q"),
    (P.JUDGEMENT_RECORD, gettext_lazy("To be judged"), "entitlements:judge", "judge"),
    (P.PROPOSAL_COUNTERSIGN, gettext_lazy("Second signature"), "entitlements:countersign", "check"),
    (P.LETTER_SERVE, gettext_lazy("Letters"), "entitlements:letters", "stamp"),
    (P.CORRECTION_DECIDE, gettext_lazy("Corrections"), "registry:corrections", "chat"),
    (P.CORRECTION_DECIDE, gettext_lazy("Retention"), "upkeep:schedule", "file"),
    (P.RETENTION_DECIDE, gettext_lazy("Second signature on destroying"), "upkeep:disposals", "check"),
    (P.RETURN_FILL, gettext_lazy("Returns"), "returns:forms", "file"),
    (P.NOTICE_VIEW, gettext_lazy("Messages"), "notices:outbox", "bell"),
    (P.FILE_KEEP, gettext_lazy("Papers handed in"), "files:papers", "file"),
    (P.PLACEMENT_VIEW, gettext_lazy("Rounds of placement"), "rounds:rounds", "list"),
    (P.PLACEMENT_VIEW, gettext_lazy("Records of placements"), "placement:records", "shield"),
    (P.STANDARD_VIEW, gettext_lazy("Standards"), "entitlements:standards", "chart"),
    (P.ENTITLEMENT_VIEW, gettext_lazy("Arrears"), "arrears:lists", "list"),
    (P.STANDARD_ENTER, gettext_lazy("What-if"), "whatif:scenarios", "chart"),
    (P.STANDARD_VIEW, gettext_lazy("How this bureau reads the law"), "readings:readings", "q"),
    (P.STANDARD_ENTER, gettext_lazy("Statute texts"), "lawbook:import", "file"),
    (P.FIGURES_VIEW, gettext_lazy("Figures by group"), "background:figures", "chart"),
    (P.AUDIT_VIEW, gettext_lazy("The record"), "desks:audit", "shield"),
    (P.USER_MANAGE, gettext_lazy("Users"), "access:users", "people"),
    (P.USER_MANAGE, gettext_lazy("Tokens of other systems"), "api:tokens", "lock"),
    (P.CALENDAR_EDIT, gettext_lazy("Calendar"), "desks:calendar", "cal"),
    (P.SYSTEM_VIEW, gettext_lazy("Installation"), "installation:system", "info"),
    (P.DIVISION_RECODE, gettext_lazy("Division codes"), "upkeep:recode", "list"),
    (P.SYSTEM_VIEW, gettext_lazy("Ways of messages"), "notices:settings", "bell"),
    (P.FILE_RELEASE, gettext_lazy("Papers held back"), "files:held", "lock"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not actor.is_signed_in:
        return {}
    frame: dict[str, Any] = {"sign_out_url": reverse("access:sign_out")}
    if actor.is_staff:
        frame |= _console(request, actor)
    elif actor.seats and actor.may(P.ORGANISATION_VIEW):
        # An officer posted by the military holds a seat and no appointment: the rail shows what the seat allows.
        seat = actor.seats[0]
        frame |= {
            "nav_items": SimpleLazyObject(lambda: _rail(request, actor)),
            "station_name": seat.name,
            "role_name": ROLES[seat.role].name,
            "home_url": reverse("organisations:own"),
        }
    if actor.person_id is not None and not actor.is_staff:
        frame["tab_items"] = _tabs(request)
    if actor.on_behalf_of:
        frame |= {"acting_for": actor.on_behalf_of, "acting_stop_url": reverse("families:stop")}
    return frame


def _console(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    hat = actor.hats[0]
    stand_in = _(" (standing in for %(name)s)") % {"name": hat.stands_in_for} if hat.stands_in_for else ""
    frame = {
        "nav_items": SimpleLazyObject(lambda: _rail(request, actor)),
        "station_name": hat.division_name,
        "role_name": f"{ROLES[hat.role].name}{stand_in}",
    }
    if actor.may(P.PEOPLE_VIEW):
        frame["search_url"] = reverse("registry:people")
    return frame


def _rail(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    waiting = queue.visible_to(actor).count() if actor.may(P.QUEUE_VIEW) else 0
    shown = [
        (label, _address(name), icon, name) for permission, label, name, icon in RAIL if actor.may(permission)
    ]
    here = _current(request.path, [url for _label, url, _icon, _name in shown])
    return [
        {
            "label": label,
            "url": url,
            "icon": icon,
            "count": waiting if name == "desks:queue" else None,
            "is_current": url == here,
        }
        for label, url, icon, name in shown
    ]


def _current(path: str, urls: list[str]) -> str:
    """The entry a page belongs to: the longest address it begins with, for one list may lie below another."""
    below = [url for url in urls if path == url or (path.startswith(url) and url != "/desk/")]
    return max(below, key=len, default="")


@lru_cache
def _address(name: str) -> str:
    return reverse(name)


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    tabs = (
        (_("Home"), "desks:me", "home"),
        (_("What is due"), "desks:due", "list"),
        (_("Letters"), "desks:letters", "stamp"),
        (_("My file"), "desks:file", "user"),
    )
    here = request.path
    return [
        {"label": label, "url": reverse(name), "icon": icon, "is_current": here == reverse(name)}
        for label, name, icon in tabs
    ]
