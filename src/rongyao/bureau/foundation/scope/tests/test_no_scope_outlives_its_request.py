"""One connection serves request after request: each sees its own actor's rows and leaves nothing to the next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from rongyao.bureau.config import urls
from rongyao.bureau.foundation.access.middleware import allow
from rongyao.bureau.foundation.access.rules import Permission
from rongyao.bureau.foundation.scope.connection import current, within
from rongyao.bureau.foundation.scope.rules import WHOLE, Scope
from rongyao.bureau.registry.models import Person

# The product's own pages, and four that forget to ask whose rows they show.
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


def _names() -> str:
    return ",".join(Person.objects.order_by("name").values_list("name", flat=True))


@allow(Permission.PUBLIC)
def everybody(_request: Any) -> HttpResponse:
    return HttpResponse(_names())


@allow(Permission.PUBLIC)
def streamed(_request: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(f"{_names()};" for _ in range(3))


@allow(Permission.PUBLIC)
def breaking(_request: Any) -> HttpResponse:
    raise ZeroDivisionError(_names())


@allow(Permission.PUBLIC)
def breaking_midway(_request: Any) -> StreamingHttpResponse:
    def chunks():
        yield _names()
        raise ZeroDivisionError

    return StreamingHttpResponse(chunks())


urlpatterns = [
    path("test/everybody/", everybody),
    path("test/streamed/", streamed),
    path("test/breaking/", breaking),
    path("test/breaking-midway/", breaking_midway),
    *urls.urlpatterns,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def towns(cast):
    """陈卫国 in town A, 周敏 in town B."""
    Person.objects.create(number="KS-000060", name="周敏", division=cast.town_b, path=cast.town_b.path)
    return cast


def _database_says() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user || current_setting('rongyao.paths', true)")
        return cursor.fetchone()[0]


def _get(client: Client, name: str) -> str:
    answer = client.get(f"/test/{name}/")
    chunks = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(chunks).decode()


def test_a_page_that_forgets_to_ask_shows_each_reader_their_own_rows_in_turn(towns):
    for _round in range(2):
        assert _get(towns.signed_in(towns.lin), "everybody") == "陈卫国"
        assert _get(Client(), "everybody") == ""
        assert _get(towns.signed_in(towns.zhao), "everybody") == "周敏"
        assert _get(towns.signed_in(towns.wei), "everybody") == "周敏,陈卫国"
        assert _get(towns.signed_in(towns.ma), "everybody") == ""
        assert _get(towns.signed_in(towns.chen_user), "everybody") == "陈卫国"


def test_nothing_of_a_request_stays_on_the_connection(towns):
    before = _database_says()
    _get(towns.signed_in(towns.lin), "everybody")
    assert _database_says() == before
    assert current() == WHOLE  # a test's own hands


def test_a_request_that_breaks_leaves_nothing_either(towns):
    before = _database_says()
    client = towns.signed_in(towns.lin)
    client.raise_request_exception = False
    assert client.get("/test/breaking/").status_code == 500
    assert _database_says() == before
    assert _get(towns.signed_in(towns.zhao), "everybody") == "周敏"


def test_what_is_streamed_is_made_under_the_scope_of_who_asked_whoever_asks_meanwhile(towns):
    mine = iter(towns.signed_in(towns.lin).get("/test/streamed/").streaming_content)
    yours = iter(towns.signed_in(towns.zhao).get("/test/streamed/").streaming_content)
    for _ in range(3):
        assert next(mine).decode() == "陈卫国;"
        assert next(yours).decode() == "周敏;"
        assert current() == WHOLE


def test_a_stream_that_breaks_or_is_left_leaves_nothing(towns):
    before = _database_says()
    broken = iter(towns.signed_in(towns.lin).get("/test/breaking-midway/").streaming_content)
    assert next(broken).decode() == "陈卫国"
    with pytest.raises(ZeroDivisionError):
        next(broken)
    assert _database_says() == before
    left = iter(towns.signed_in(towns.lin).get("/test/streamed/").streaming_content)
    next(left)
    assert _database_says() == before
    del left
    assert _database_says() == before


def test_signing_in_and_out_changes_what_the_next_request_sees(towns):
    browser = Client()
    assert _get(browser, "everybody") == ""
    browser.post("/sign-in/", {"username": "chen", "password": "correct horse battery"})
    assert _get(browser, "everybody") == "陈卫国"
    browser.post("/sign-out/")
    assert _get(browser, "everybody") == ""


def test_a_connection_opened_in_the_middle_is_told_who_asks_before_its_first_query(db):
    """On a connection of its own: a test's transaction lives on the other."""

    def of_a_thread() -> list[str]:
        said = []
        with within(Scope(paths=("320583/320583101/",), user=7)):
            said.append(_database_says())
            connection.close()
            said.append(_database_says())
        said.append(_database_says())
        connection.close()
        return said

    with ThreadPoolExecutor(1) as pool:
        first, again, after = pool.submit(of_a_thread).result()
    assert first == again == "rongyao_app320583/320583101/"
    assert "320583101" not in after


def test_settings_left_on_a_connection_from_a_pool_are_overwritten_before_its_first_query(db):
    def of_a_thread() -> str:
        with within(Scope(paths=("320583/320583100/",))):
            raw = connection.cursor().connection
        raw.execute(
            "SELECT set_config('rongyao.paths', '320583/', false)"
        )  # somebody else's, as a pool may hand over
        connection_created.send(type(raw), connection=connections["default"])
        said = _database_says()
        connection.close()
        return said

    with ThreadPoolExecutor(1) as pool:
        assert "320583/" not in pool.submit(of_a_thread).result()
