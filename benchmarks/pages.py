"""Pages at 100,000 people against an empty view in the same stack: ``python -m benchmarks.pages [people]``.

The bureau of the benchmark lies in var/bench and is built once (some minutes). The empty view goes through the same
middleware as a signed-in officer; "bare" has no session and no actor. Requests go through Django's handler in one
thread, as one blocking thread of the server would run them.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.table import show, timed

HOME = Path(__file__).parents[1] / "var" / "bench"
ASKED = 60
ROUNDS = 5


def main(people: int) -> None:
    """Build the city where it is not there, then measure."""
    os.environ.setdefault("RONGYAO_HOME", str(HOME))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    os.environ["RONGYAO_HOSTS"] = "testserver,127.0.0.1"
    from rongyao.bureau.config import database, launch, places

    places.home().mkdir(parents=True, exist_ok=True)
    launch.start_database()
    try:
        import django

        django.setup()
        launch.migrate_and_seed()
        launch.build_demo(people)
        launch.collect_static()
        _measure()
    finally:
        database.stop()


def _measure() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, number = _officer(), _people()
    words = _words()
    rng = random.Random(1)
    cases: list[tuple[str, Callable[[], str]]] = [
        ("empty view, signed in", lambda: "/about/empty-for-the-benchmark/"),
        ("a person's file", lambda: f"/desk/people/{rng.choice(number)}/"),
        ("search by name", lambda: f"/desk/people/?q={rng.choice(words['name'])}"),
        ("search by sound", lambda: f"/desk/people/?q={rng.choice(words['pinyin'])}"),
        ("search with a slip", lambda: f"/desk/people/?q={rng.choice(words['slip'])}"),
        ("the list, first page", lambda: "/desk/people/"),
        ("the worklist", lambda: "/desk/"),
    ]
    _add_empty_view()
    rows, empty = [], 0.0
    for title, address in cases:
        addresses = [address() for _ in range(ASKED)]
        for one in addresses[:5]:
            _ask(client, one)
        least, median, _ = timed(lambda addresses=addresses: [_ask(client, one) for one in addresses], ROUNDS)
        with CaptureQueriesContext(connection) as seen:
            _ask(client, addresses[0])
        slowest = max(timed(lambda one=one: _ask(client, one), 2)[0] for one in addresses[:30])
        empty = empty or least
        rows.append(
            (title, f"{least / ASKED * 1000:.1f}", f"{median / ASKED * 1000:.1f}", f"{slowest * 1000:.0f}",
             f"{empty / least:.2f}", len(seen))
        )  # fmt: skip
    show(
        f"Pages at {len(number):,} people, one thread",
        (
            "page",
            "least ms",
            "median ms",
            "slowest of 30, ms",
            "requests/s against the empty view",
            "queries",
        ),
        rows,
    )


def _ask(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _officer() -> Any:
    from django.test import Client

    from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER
    from rongyao.bureau.foundation.access.models import User

    user = User.objects.filter(appointments__role="director").first()
    client = Client(headers={"accept-language": "zh-hans"})
    session = client.session
    session[SESSION_USER], session[SESSION_AUTH_HASH] = user.pk, user.get_session_auth_hash()
    session.save()
    return client


def _people() -> list[int]:
    from rongyao.bureau.registry.models import Person

    return list(Person.objects.values_list("pk", flat=True))


def _words() -> dict[str, list[str]]:
    from rongyao.bureau.registry.models import Person

    rng = random.Random(2)
    rows = list(Person.objects.order_by("?").values_list("name", "name_pinyin")[:200])
    slips = []
    for _name, sound in rows:
        place = rng.randrange(1, max(2, len(sound)))
        slips.append(sound[:place] + rng.choice("aeioungh") + sound[place + 1 :])
    return {"name": [name for name, _ in rows], "pinyin": [sound for _, sound in rows], "slip": slips}


def _add_empty_view() -> None:
    from django.http import HttpResponse
    from django.urls import clear_url_caches, path

    from rongyao.bureau.config import urls
    from rongyao.bureau.foundation.access.middleware import allow
    from rongyao.bureau.foundation.access.rules import Permission

    @allow(Permission.QUEUE_VIEW)
    def empty(_request: Any) -> HttpResponse:
        return HttpResponse("")

    urls.urlpatterns.append(path("about/empty-for-the-benchmark/", empty))
    clear_url_caches()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
