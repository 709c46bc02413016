"""Walking every page of the product as each kind of user: which pages there are, and what is wrong with one.

The list comes from the URL map: an address without a number is opened as it stands, an address with one is found by
following the links of the pages already seen, so each page is shown with something real in it. Downloads are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from rongyao.bureau.foundation.access.rules import ROLES, Permission

# The word in the line of the printed link -> the codes of the roles whose pages that user opens.
USERS: dict[str, tuple[str, ...]] = {
    "": (),
    "Veteran": ("veteran",),
    "Station clerk": ("clerk",),
    "Officer, Yushan": ("officer",),
    "Director": ("director",),
    "Auditor": ("auditor",),
    "Administrator": ("administrator",),
    "Leader of the city": ("leader",),
    "Officer, Bacheng": ("officer",),
    "Employer": ("employer",),
    "School": ("school",),
    "Liaison of a military unit": ("unit_liaison",),
    "Liaison of a member department": ("member_department",),
    "Officer posted": ("posted_officer",),
}
VIEWS: dict[str, dict[str, str]] = {
    "standard": {"view": "std", "size": "", "contrast": ""},
    "elder": {"view": "elder", "size": "", "contrast": ""},
    "extra-large": {"view": "elder", "size": "xl", "contrast": ""},
    "contrast": {"view": "std", "size": "", "contrast": "high"},
}
WIDTHS = (320, 390, 768, 1440)
LANGUAGES = ("zh-hans", "en")
# Not pages to look at: machines' addresses, one-time links, the style guide (it has its own test).
SKIPPED = re.compile(
    r"^(static/|api/|link/|ui/|sign-out|health|sign-in/directory|me/stop|manage/system/health)"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LINK = re.compile(r'<a\b[^>]*?\bhref="(/[^"#]*)')
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDEST = """() => { const w = document.documentElement.clientWidth; return [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > w + 1 && !e.closest('.scroll')).slice(-2)
  .map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 30)) }"""
TOO_LOW = """(least) => [...document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')]
  .filter(e => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1 && r.height < least - 0.5
    && !e.closest('label') && !e.classList.contains('skip') && getComputedStyle(e).display !== 'inline'; })
  .map(e => Math.round(e.getBoundingClientRect().height) + ' ' + e.tagName + ' ' + e.textContent.trim().slice(0, 20))"""


@dataclass(frozen=True)
class Stop:
    """One page to look at: the pattern it answers and the address that shows it."""

    route: str
    path: str


def patterns(entries: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every pattern of the URL map with its view."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def doors(roles: tuple[str, ...]) -> list[Stop]:
    """The addresses without a number that these roles may open; without a role, those open to anybody."""
    allowed = {p for code in roles for p in ROLES[code].permissions} or {Permission.PUBLIC}
    found = [
        Stop(route, f"/{route}")
        for route, view in patterns()
        if "<" not in route and getattr(view, "permission", None) in allowed and not SKIPPED.match(route)
    ]
    return [Stop("", "/"), *found]


def walk(session: Any, address: str, roles: tuple[str, ...]) -> list[Stop]:
    """Every page these roles reach, one example of each; ``session`` is a Playwright request context."""
    waiting, seen, found = doors(roles), set(), []
    while waiting:
        stop = waiting.pop(0)
        if stop.route in seen:
            continue
        answer = session.get(address + stop.path)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        seen.add(stop.route)
        if not answer.url.startswith(address + stop.path):
            continue
        found.append(stop)
        waiting += [further for further in _links(answer.text()) if further.route not in seen]
    return found


def _links(html: str) -> Iterator[Stop]:
    for href in dict.fromkeys(LINK.findall(html)):
        path = unescape(href)
        try:
            route = resolve(path.partition("?")[0]).route
        except Resolver404:
            continue
        # With a number only: what has none is a door already, and a second example of a page shows nothing new.
        if "<" in route and not SKIPPED.match(route):
            yield Stop(route, path)


def violations(page: Any) -> list[str]:
    """What axe finds wrong; injected past the content policy, which must stay on."""
    import axe_playwright_python

    session = page.context.new_cdp_session(page)
    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
    session.send("Runtime.evaluate", {"expression": source})
    call = f"axe.run(document, {{runOnly: {json.dumps(RULES)}}}).then(r => JSON.stringify(r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 160))))"
    asked = {"expression": call, "awaitPromise": True, "returnByValue": True}
    answer = session.send("Runtime.evaluate", asked)
    session.detach()
    return list(json.loads(answer["result"]["value"]))


def wear(context: Any, address: str, view: str, language: str) -> None:
    """Put the choice of view and language on, as the switches of the page do."""
    chosen: Mapping[str, str] = {**VIEWS[view], "django_language": language, "hint": "seen"}
    for name in chosen:
        context.clear_cookies(name=name)
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in chosen.items() if v])


def look(
    page: Any, address: str, stop: Stop, widths: tuple[int, ...], picture: Path | None = None
) -> list[str]:
    """What is wrong with one page in the view it wears, at each width; axe at the narrowest and the widest."""
    wrong: list[str] = []
    page.goto(address + stop.path)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if (over := page.evaluate(OVERFLOW)) > 0:
            wrong.append(f"{width}: {over} px sideways {page.evaluate(WIDEST)}")
        if low := page.evaluate(TOO_LOW, 24):
            wrong.append(f"{width}: targets too low {low[:3]}")
        if width in (widths[0], widths[-1]):
            wrong += [f"{width}: {found}" for found in violations(page)]
        if picture is not None:
            page.screenshot(path=picture.with_name(f"{picture.name}-{width}.png"), full_page=True)
    return wrong
