"""The cells of the matrix: who asks which address of which side, what must come of it, and what must never be in it.

Addresses come from the URL map, operations from the API's description; what must come of a cell follows from the
permission its view declares and from where the row it names lies. Nothing here lists addresses to be tried.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from access import examples
from access.sides import Canary, Side
from access.world import ANONYMOUS, Who, World
from rongyao.bureau.config.api import api
from rongyao.bureau.foundation.access import middleware
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import ROLES, Actor, Permission
from rongyao.bureau.foundation.scope import policies
from walking import patterns

P = Permission
SELF = (P.SELF_VIEW, P.SELF_CORRECT)
API = "api/v1"
# What a permitted cell may come to: shown, led on, or told what is wrong with what was (not) typed.
TAKEN = {200, 302, 303, 400, 409, 410, 422}
# Rows that everybody with the permission reads, wherever they lie: route -> why.
FOR_ALL: dict[str, str] = {
    "desk/organisations/<int:organisation_id>/": "the directory of organisations is one for the city",
}
# Cells that the declared permission and the scope would allow and that a rule of the product refuses: (who, route) -> why.
ANYBODY = "anybody"
PLACED = "a placement is the whole city's: records are kept and published by somebody appointed for all of it"
WHOLE_CITY = "what everybody is paid by is put in use by somebody appointed for the whole city"
NARROWER: dict[tuple[str, str], str] = {
    (ANYBODY, "notices/report/"): "only the gateway that holds the secret reports what became of a message",
    (ANONYMOUS, "me/for/stop/"): "nobody acts for anybody without signing in",
    (
        "clerk of the city",
        "desk/organisations/stations/<int:station_id>/",
    ): "a clerk keeps the station they sit at",
    ("director", "desk/standards/entries/<int:pk>/confirm/"): WHOLE_CITY,
    ("director", "desk/standards/tables/<int:pk>/confirm/"): WHOLE_CITY,
    ("director", "desk/readings/<int:pk>/confirm/"): WHOLE_CITY,
    ("director", "desk/placement/<int:record_id>/publish/"): PLACED,
    ("director", "desk/placement/<int:record_id>/withdraw/"): PLACED,
    ("officer", "desk/placement/keep/"): PLACED,
    ("officer", "desk/placement/<int:record_id>/drop/"): PLACED,
    ("director", "desk/placement/<int:record_id>/drop/"): PLACED,
    **{
        ("officer", f"desk/placement/rounds/{act}"): PLACED
        for act in (
            "open/",
            *(
                f"<int:round_id>/{one}/"
                for one in (
                    "change",
                    "give-up",
                    "add/<slug:part>",
                    "remove/<slug:part>",
                    "tables",
                    "close",
                    "folder",
                    "sign",
                    "draw",
                    "day-rules",
                    "begin",
                    "sitting",
                    "sitting/finish",
                    "sitting/<slug:verb>",
                    "receipts",
                    "preflight",
                    "preflight/export",
                )
            ),
        )
    },
    **{
        ("director", f"desk/placement/rounds/<int:round_id>/preflight/{more}"): PLACED
        for more in ("", "export/")
    },
    ("helper", "me/messages/how/"): "how somebody is written to is chosen by themselves",
    (
        "helper",
        "me/helpers/<int:agreement_id>/end/",
    ): "a helper is ended by the person or steps down, not here",
}
# Permitted addresses that answer that there is nothing (404), for the world as it stands: route -> why.
NOTHING_THERE: dict[str, str] = {
    "desk/whatif/<int:pk>/change/": "nothing sent names the kind of change",
    "desk/whatif/<int:pk>/export/": "a scenario that was not worked out has no figures to take away",
    "desk/readings/enter/": "nothing in the address names the reading",
    "desk/placement/rounds/<int:round_id>/folder/": "a round that was handed on has nothing left to sign",
}


@dataclass(frozen=True)
class Call:
    """One address or operation and one way of asking it."""

    route: str
    method: str
    permission: Permission
    body: str | None = None

    @property
    def name(self) -> str:
        return f"{self.method} /{self.route}"

    @property
    def is_api(self) -> bool:
        return self.route.startswith(API)


@dataclass
class Outcome:
    """What a run of cells came to."""

    cells: int = 0
    faults: list[str] = field(default_factory=list)


def calls() -> list[Call]:
    """Every address with every method its view takes, and every operation of the API."""
    return [*_pages(), *_operations()]


def _pages() -> Iterator[Call]:
    for route, view in patterns():
        permission = getattr(view, "permission", None)
        if route.startswith((API, "static/")):
            continue
        assert permission is not None, f"/{route} declares no permission"
        for method in sorted(examples.takes(view) & {"GET", "POST"}):
            yield Call(route, method, permission)


def _operations() -> Iterator[Call]:
    description = json.loads(json.dumps(api.get_openapi_schema()))
    permissions = {
        (method, f"/{API}{path}"): one.view_func.permission
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for one in view.operations
        for method in one.methods
    }
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            permission = permissions[(method.upper(), path)]
            yield Call(path.lstrip("/"), method.upper(), permission, _body(told, description))


def _body(told: dict[str, Any], description: dict[str, Any]) -> str | None:
    """A body as the description asks for it; None where there is none."""
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    return None if content is None else json.dumps(_made(content["schema"], description, ""))


# What the description alone does not tell.
TOWN = "320583100"
MEANT = {"division_code": TOWN, "source_kind": "paper", "value": [], "facts": {}, "name": "示例"}


def _made(schema: dict[str, Any], description: dict[str, Any], name: str) -> Any:
    if name in MEANT:
        return MEANT[name]
    if "$ref" in schema:
        return _made(
            description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], description, name
        )
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        return {n: _made(schema["properties"][n], description, n) for n in needed}
    dated = schema.get("format") == "date"
    plain = {
        "string": "2026-11-01" if dated else "示例文字".ljust(schema.get("minLength", 0), "0"),
        "integer": 1,
        "boolean": True,
        "array": [],
    }
    return plain.get(schema.get("type", ""), "示例")


def pattern_of(route: str, entries: Any = None, prefix: str = "") -> Any:
    """The entry of the URL map behind a route."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found = pattern_of(route, entry.url_patterns, here)
        else:
            found = entry if here == route else None
        if found is not None:
            return found
    return None


def route_of(path: str) -> str:
    """The route an address belongs to."""
    return resolve(path.partition("?")[0]).route


def sides_of(who: Who, call: Call, world: World) -> tuple[Side, ...]:
    """Both sides where the address names something of a side and is asked what it names; else it is one cell."""
    is_asked = examples.parts(call.route) and who.actor.may(call.permission)
    return world.sides if is_asked else (world.a,)


def path_of(row: Any) -> str | None:
    """Where a row lies: its own path or that of what it hangs on; None where it lies nowhere."""
    if hasattr(row, "path"):
        return str(row.path)
    key = policies._hangs_on(type(row))
    return path_of(getattr(row, key.name)) if key is not None else None


def reaches(who: Who, call: Call, row: Any) -> bool:
    """Does the row lie within what this user may ask under this permission?"""
    actor = who.actor
    if call.permission in SELF:
        owner = row.pk if row._meta.label == "registry.Person" else getattr(row, "person_id", None)
        if owner is None and hasattr(row, "decision"):
            owner = row.decision.person_id
        return owner == actor.person_id
    if call.permission is P.ORGANISATION_SELF:
        organisation = getattr(row, "organisation_id", row.pk)
        return organisation in {seat.organisation_id for seat in actor.seats}
    if call.permission is P.PUBLIC:
        return _is_helpers(who, row)
    path = path_of(row)
    if row._meta.label == "queue.WorkItem" and not actor.may(Permission(row.permission)):
        # Work is for whoever may do it.
        return False
    return path is None or call.route in FOR_ALL or actor.may_at(call.permission, path)


def _is_helpers(who: Who, row: Any) -> bool:
    """What is open to anybody names nobody, but for the helper's own choices."""
    if row._meta.label == "registry.Person":
        return row.pk in {one.person_id for one in who.actor.helped}
    if row._meta.label == "families.HelperAgreement":
        return who.user is not None and row.helper_id == who.user.pk
    return True


@dataclass(frozen=True)
class Wanted:
    """The statuses a cell may answer, and the words for it."""

    statuses: frozenset[int]
    words: str


def wanted(who: Who, call: Call, rows: tuple[Any, ...]) -> Wanted:
    """What must come of one cell."""
    if not who.actor.may(call.permission):
        if who.name != ANONYMOUS:
            return Wanted(frozenset({403}), "not permitted: 403")
        return Wanted(frozenset({401 if call.is_api else 302}), "nobody: to the sign-in")
    if not all(reaches(who, call, row) for row in rows):
        # Open to anybody, but about a choice only somebody who signed in can make.
        more = {403} if call.permission is P.PUBLIC and who.name == ANONYMOUS else set()
        return Wanted(frozenset({404} | more), "of another scope: 404")
    for kind in (who.name, ANYBODY):
        if (kind, call.route) in NARROWER:
            return Wanted(frozenset({403, 404, 409, 422}), NARROWER[(kind, call.route)])
    missing = {404} if call.route in NOTHING_THERE else set()
    return Wanted(frozenset(TAKEN | missing), "permitted")


def forbidden(who: Who, world: World) -> list[Canary]:
    """The canaries this user must never see, whatever they ask."""
    scope = who.scope
    if scope.everywhere:
        return []
    return [
        canary
        for side in world.sides
        for canary in side.canaries
        # The record says who acted, and veterans and helpers act: who reads the whole of it reads those names.
        if not (scope.audit and canary.what.endswith("name"))
        and not any(canary.path.startswith(path) for path in scope.paths)
        and canary.person_id not in scope.people
    ]


def ask(who: Who, client: Client, call: Call, path: str) -> Any:
    """Ask once and take every change back."""
    sent = (
        {"data": _body_of(who, call.body), "content_type": "application/json"}
        if call.body is not None
        else {}
    )
    with transaction.atomic():
        answer = (
            client.generic(call.method, path, **sent) if sent else getattr(client, call.method.lower())(path)
        )
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer


def _body_of(who: Who, body: str) -> str:
    """The body as this user would write it: the clerk of a village writes of the village, not of the town."""
    places = who.actor.home_path.rstrip("/").split("/")
    return body.replace(TOWN, places[-1]) if TOWN in places else body


def words_of(answer: Any) -> str:
    """Everything in an answer that can be read: where it leads, the page, and what is packed inside a workbook."""
    body: bytes = answer.whole
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{body.decode('utf-8', 'replace')}"


Cell = tuple[Call, Side]


def cells(world: World, who: Who, *, every: bool) -> list[Cell]:
    """What to ask of one user: every cell, or those of the short run.

    The short run asks for everything that lies outside the asker's scope, and for each address somebody's own; of the
    rest (the same page for a further role, a refusal by permission) a part, the same one each time.
    """
    return [
        (call, side)
        for call in calls()
        for side in sides_of(who, call, world)
        if every or is_in_short_run(world, who, call, side)
    ]


def is_in_short_run(world: World, who: Who, call: Call, side: Side) -> bool:
    """Is this cell asked when not every one is?"""
    if not who.actor.may(call.permission):
        return not who.is_of_the_city and _is_drawn(who, call, 4)
    is_other = side is world.b and not who.scope.everywhere
    is_first = who.name == _first_with(call.permission) and side is world.a
    return is_other or is_first or _is_drawn(who, call, 4)


def _first_with(permission: Permission) -> str:
    held = (role.code for role in ROLES.values() if permission in role.permissions)
    return ANONYMOUS if permission is P.PUBLIC else next(held)


def _is_drawn(who: Who, call: Call, one_in: int) -> bool:
    return zlib.crc32(f"{who.name} {call.name}".encode()) % one_in == 0


def run(world: World, who: Who, chosen: list[Cell]) -> Outcome:
    """Every cell of one user."""
    outcome, never = Outcome(), forbidden(who, world)
    session = who.browser().cookies.output(header="")
    with _known(who):
        _ask_all(who, session, chosen, never, outcome)
    return outcome


@contextmanager
def _known(who: Who) -> Iterator[None]:
    """Who somebody is was found out when the world was made, and is the same in each cell: not asked again."""

    def found(user: Any, on: Any, *, acting_for: int | None = None) -> Actor:
        if who.user is not None and user.pk == who.user.pk and acting_for is None:
            return who.actor
        return actor_for(user, on, acting_for=acting_for)

    with mock.patch.object(middleware, "actor_for", found):
        yield


def _ask_all(who: Who, session: str, chosen: list[Cell], never: list[Canary], outcome: Outcome) -> None:
    for call, side in chosen:
        outcome.cells += 1
        cell = f"{who.name} · {call.name} · side {side.letter}"
        outcome.faults += [f"{cell}: {fault}" for fault in _faults(who, session, call, side, never)]


def _faults(who: Who, session: str, call: Call, side: Side, never: list[Canary]) -> Iterator[str]:
    try:
        address = examples.address(call.route, side)
    except examples.NoExample as error:
        yield str(error)
        return
    client = Client(headers={"accept-language": "zh-hans"})
    client.cookies.load(session.strip())
    want = wanted(who, call, address.rows)
    try:
        answer = ask(who, client, call, address.path)
    except Exception as error:
        yield f"{want.words}, but it failed: {type(error).__name__}: {str(error)[:200]}"
        return
    yield from _wrong_answer(answer, want, who, call)
    text = words_of(answer)
    for canary in never:
        if canary.text in text:
            yield f"shows the {canary.what} of somebody outside its scope ({canary.text})"


def _wrong_answer(answer: Any, want: Wanted, who: Who, call: Call) -> Iterator[str]:
    location = answer.headers.get("Location", "")
    to_sign_in = bool(re.match(r"/sign-in/\?next=", location))
    if answer.status_code not in want.statuses:
        yield f"{want.words}, but it answered {answer.status_code} {location}"
    elif want.words == "permitted" and call.is_api and answer.status_code == 422:
        yield f"permitted, but what the matrix sent is not as described: {answer.whole.decode()[:300]}"
    elif to_sign_in != (want.words == "nobody: to the sign-in") and answer.status_code == 302:
        yield f"{want.words}, but it led to {location}"
