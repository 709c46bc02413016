"""Pages at 100,000 people against an empty view in the same stack: ``python -m benchmarks.pages [people] [--keep DIR]``.

The bureau of the benchmark has an embedded PostgreSQL of its own and is built in a temporary folder (some minutes),
or in DIR, which is built once and found again. The empty view goes through the same middleware as the page, signed in
as the same officer. Requests go through Django's handler in one thread, as one blocking thread of the server would
run them. "Without the second lock" asks the same pages over a connection that owns the tables, which no policy binds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.table import show, timed

# Addresses without a number; no downloads, no empty forms, no pictures.
LISTS = re.compile(r"/desk/(?!.*(export|new|add|enter|template|read)/$)[a-z/-]*")
ASKED, AGAIN, WARM = 100, 10, 10
EMPTY = "/about/empty-for-the-benchmark/"


def main(people: int, home: Path, asks: int) -> None:
    """Build the city where it is not there, then measure."""
    os.environ["RONGYAO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rongyao.bureau.config.settings")
    os.environ["RONGYAO_HOSTS"] = "testserver,127.0.0.1"
    from rongyao.bureau.config import database, launch, places

    places.home().mkdir(parents=True, exist_ok=True)
    launch.start_database()
    try:
        import django

        django.setup()
        from rongyao.bureau.foundation.scope.connection import whole_process

        whole_process()
        launch.migrate_and_seed()
        launch.build_demo(people)
        launch.collect_static()
        _measure(asks)
    finally:
        database.stop()


def _measure(asks: int) -> None:
    _add_empty_view()
    for title, place in _places().items():
        _measure_as(title, place, asks)
    _measure_lists()


def _places() -> dict[str, Any]:
    from rongyao.bureau.demo import staff

    return {"the director of the city": staff.DIRECTOR, "an officer of a town": staff.OFFICER}


def _measure_as(title: str, place: Any, asks: int) -> None:
    seen = _people_seen(place)
    client, asked = _client(place), _cases(seen)
    bound = _timed(client, asked, asks)
    with _owner():
        free = _timed(client, asked, asks)
    empty = bound["empty view"][0]
    rows = [
        (
            name,
            f"{bound[name][0]:.1f}",
            f"{bound[name][1]:.1f}",
            f"{bound[name][2]:.0f}",
            f"{empty / bound[name][0]:.2f}",
            _queries(client, address()),
            f"{bound[name][0] / free[name][0]:.2f}",
        )
        for name, address in asked.items()
    ]
    heads = (
        "page", "median ms", "least ms", "slowest ms", "requests/s against the empty view", "queries",
        "time against no second lock",
    )  # fmt: skip
    show(f"Pages at {_people():,} people, as {title}, who sees {len(seen):,}", heads, rows)


def _measure_lists() -> None:
    """Every other page of the staff that needs no number in its address, as the director: once warm, three times."""
    from rongyao.bureau.demo import staff

    client, rows = _client(staff.DIRECTOR), []
    for address in sorted(_addresses()):
        if client.get(address).status_code != 200:
            continue
        took, _, _ = timed(lambda address=address: _ask(client, address), 3)
        rows.append((address, f"{took * 1000:.0f}", _queries(client, address)))
    rows.sort(key=lambda row: -int(row[1]))
    show("Other pages, as the director of the city", ("page", "least ms of 3", "queries"), rows)


def _addresses() -> Iterator[str]:
    """Pages of the staff without a number in the address; no downloads and no empty forms."""
    from django.urls import URLResolver, get_resolver

    waiting: list[tuple[str, Any]] = [("/", entry) for entry in get_resolver().url_patterns]
    while waiting:
        before, entry = waiting.pop()
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            waiting += [(route, below) for below in entry.url_patterns]
        elif LISTS.fullmatch(route):
            yield route


def _cases(people: list[int]) -> dict[str, Callable[[], str]]:
    """{page: the next address of it}. A first look at a file is recorded, one within ten minutes of it is not."""
    rng, words = random.Random(1), _words(people)
    again, first = people[:AGAIN], itertools.cycle(rng.sample(people[AGAIN:], len(people) - AGAIN))
    return {
        "empty view": lambda: EMPTY,
        "a person's file, first look": lambda: f"/desk/people/{next(first)}/",
        "a person's file, opened again": lambda: f"/desk/people/{rng.choice(again)}/",
        "search by name": lambda: f"/desk/people/?q={rng.choice(words['name'])}",
        "search by sound": lambda: f"/desk/people/?q={rng.choice(words['pinyin'])}",
        "search by a homophone": lambda: f"/desk/people/?q={rng.choice(words['homophone'])}",
        "search with a slip": lambda: f"/desk/people/?q={rng.choice(words['slip'])}",
        "search that finds nobody": lambda: f"/desk/people/?q={rng.choice(words['nobody'])}",
        "the list, first page": lambda: "/desk/people/",
        "the worklist": lambda: "/desk/",
    }


def _timed(
    client: Any, asked: dict[str, Callable[[], str]], asks: int
) -> dict[str, tuple[float, float, float]]:
    """{page: (median, least, slowest)} in milliseconds; the pages take turns, so that a busy moment hits all alike."""
    spent: dict[str, list[float]] = {name: [] for name in asked}
    for address in asked.values():
        for _ in range(WARM):
            _ask(client, address())
    for _ in range(asks):
        for name, address in asked.items():
            one, began = address(), time.perf_counter()
            _ask(client, one)
            spent[name].append((time.perf_counter() - began) * 1000)
    return {name: (statistics.median(took), min(took), max(took)) for name, took in spent.items()}


def _ask(client: Any, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def _queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        _ask(client, address)
    return len(seen)


@contextmanager
def _owner() -> Iterator[None]:
    """Ask over a connection of the role that owns the tables: the same pages, and no policy."""
    from django.db import connections

    from rongyao.bureau.config import database

    connection = connections["default"]
    app = connection.settings_dict["USER"]
    try:
        connection.close()
        connection.settings_dict["USER"] = database.OWNER
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = app


def _client(place: Any) -> Any:
    from django.test import Client

    from rongyao.bureau.foundation.access.middleware import SESSION_AUTH_HASH, SESSION_USER
    from rongyao.bureau.foundation.access.models import User

    user = User.objects.get(username=place.username)
    client = Client(headers={"accept-language": "zh-hans"})
    session = client.session
    session[SESSION_USER], session[SESSION_AUTH_HASH] = user.pk, user.get_session_auth_hash()
    session.save()
    return client


def _people_seen(place: Any) -> list[int]:
    from django.utils import timezone

    from rongyao.bureau.demo import staff
    from rongyao.bureau.registry.queries import visible_to

    return list(visible_to(staff.actor(place, timezone.localdate())).values_list("pk", flat=True))


def _people() -> int:
    from rongyao.bureau.registry.models import Person

    return int(Person.objects.count())


def _words(people: list[int]) -> dict[str, list[str]]:
    """What is typed: names, their sound, another spelling of the same sound, a slip of a key, and nobody's name."""
    from rongyao.bureau.registry.models import Person

    rng = random.Random(2)
    some = rng.sample(people, min(200, len(people)))
    rows = list(Person.objects.filter(pk__in=some).order_by("pk").values_list("name", "name_pinyin"))
    return {
        "name": [name for name, _ in rows],
        "pinyin": [sound for _, sound in rows],
        "homophone": [_homophone(name) for name, _ in rows],
        "slip": [_slip(sound, rng) for _, sound in rows],
        "nobody": ["欧阳夐彧", "zzyzxq", "仝鬯甪"],
    }


def _slip(sound: str, rng: random.Random) -> str:
    place = rng.randrange(1, max(2, len(sound)))
    return sound[:place] + rng.choice("aeioungh") + sound[place + 1 :]


def _homophone(name: str) -> str:
    """The last character by another that sounds alike, where one is at hand."""
    alike = (
        "伟维炜玮",
        "军君钧俊",
        "华桦骅",
        "明铭鸣",
        "建健剑",
        "国果",
        "芳方",
        "丽莉立",
        "强锵",
        "平萍",
        "林琳霖",
    )
    for group in alike:
        if name[-1] in group:
            return name[:-1] + group[(group.index(name[-1]) + 1) % len(group)]
    return name


def _add_empty_view() -> None:
    from django.http import HttpResponse
    from django.urls import clear_url_caches, path

    from rongyao.bureau.config import urls
    from rongyao.bureau.foundation.access.middleware import allow
    from rongyao.bureau.foundation.access.rules import Permission

    @allow(Permission.QUEUE_VIEW)
    def empty(_request: Any) -> HttpResponse:
        return HttpResponse("")

    urls.urlpatterns.append(path(EMPTY[1:], empty))
    clear_url_caches()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="?", type=int, default=100_000)
    parser.add_argument(
        "--keep", type=Path, help="the folder of the benchmark's city, kept for the next time"
    )
    parser.add_argument("--asks", type=int, default=ASKED, help="how often each page is asked for")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    if asked.keep:
        main(asked.people, asked.keep, asked.asks)
    else:
        with tempfile.TemporaryDirectory(prefix="rongyao-pages-") as folder:
            main(asked.people, Path(folder), asked.asks)
