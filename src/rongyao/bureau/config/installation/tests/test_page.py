"""The page of the installation says what is, and only to whom it is for."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from rongyao.bureau.config.installation import queries
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.audit.models import Event

PAGE = "/manage/system/"


def _words(client: Client) -> str:
    shown = client.get(PAGE)
    assert shown.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", shown.content.decode().split("<main", 1)[1]).split())


def _recorded(verb: str, ago: dt.timedelta, **detail: object) -> None:
    with time_machine.travel(timezone.now() - ago):
        audit.record(by=Actor.system("backup"), verb=verb, detail=detail)


def test_the_administrator_reads_it_in_both_languages_with_few_queries(
    cast, django_assert_max_num_queries
) -> None:
    client = cast.signed_in(cast.ma)
    with django_assert_max_num_queries(20):
        words = _words(client)
    assert "尚无备份" in words
    assert "PostgreSQL 18" in words
    assert "没有后台进程在运行" in words
    assert (
        re.findall(
            r"[A-Za-z]{3,} [A-Za-z]{3,}", words.replace("rongyao backup make", "").replace("rongyao work", "")
        )
        == []
    )
    assert "There is no backup yet" in _words(cast.signed_in(cast.ma, "en"))


@pytest.mark.parametrize("who", ["lin", "wei", "sun", "hao", "chen_user"])
def test_nobody_else_reads_it(cast, who: str) -> None:
    assert cast.signed_in(getattr(cast, who)).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_the_last_good_backup_is_named_and_an_old_one_asks_for_somebody(cast) -> None:
    _recorded("backup.made", dt.timedelta(hours=40), name="2026-11-22T183000Z", bytes=3_000_000)
    words = _words(cast.signed_in(cast.ma, "en"))
    assert "2026-11-22T183000Z, 2.9" in words
    assert "more than a day and a half ago" in words
    assert "Needs you" in words
    _recorded("backup.made", dt.timedelta(hours=1), name="2026-11-24T183000Z", bytes=3_000_000)
    words = _words(cast.signed_in(cast.ma, "en"))
    assert "2026-11-24T183000Z" in words
    assert "Needs you" not in words


def test_a_backup_that_failed_later_is_said_with_its_reason(cast) -> None:
    _recorded("backup.made", dt.timedelta(hours=9), name="2026-11-23T183000Z", bytes=3_000_000)
    _recorded("backup.failed", dt.timedelta(hours=1), why="No space is left")
    words = _words(cast.signed_in(cast.ma, "en"))
    assert "No space is left" in words
    assert "Needs you" in words
    assert Event.objects.filter(verb="backup.failed").count() == 1


def test_a_failed_job_is_listed_by_name_and_never_with_what_it_worked_on(cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) VALUES "
            "('default', 'registry.read_roster', '{\"name\": \"陈卫国\"}', 'failed', 2) RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'failed', now())", [job]
        )
    words = _words(cast.signed_in(cast.ma))
    assert "registry.read_roster" in words
    assert "陈卫国" not in words
    assert queries.jobs().failed == 1


def test_a_scanner_that_is_set_but_silent_is_said_to_be_silent(cast, settings) -> None:
    settings.RONGYAO_CLAMD = "tcp://127.0.0.1:1"
    words = _words(cast.signed_in(cast.ma))
    assert "tcp://127.0.0.1:1" in words
    assert "没有响应" in words


def test_health_answers_anybody_and_says_nothing(db: None) -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]
