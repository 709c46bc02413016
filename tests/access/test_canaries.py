"""Whole numbers of people stand nowhere but in the places named here: no page, link, export, log, job or table.

Every identity and telephone number of the world is a canary. The pages, downloads and forms of every kind of user are
asked and searched, with what was logged meanwhile, and so is every column of every table.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from logging.config import DictConfigurator

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client

from access import examples, filled, filling, matrix
from access.world import ANONYMOUS, CITYWIDE, OF_THE_CITY
from rongyao.bureau.entitlements import jobs as determining
from rongyao.bureau.entitlements.impact import jobs as impact
from rongyao.bureau.entitlements.whatif import jobs as whatif
from rongyao.bureau.foundation.access.middleware import allow
from rongyao.bureau.foundation.access.rules import ROLES, Permission
from rongyao.bureau.foundation.notices.actions import writing
from rongyao.bureau.foundation.notices.jobs import deliver
from rongyao.bureau.foundation.notices.tests.gateways import Gateway, running
from rongyao.bureau.registry.recipients import recipient_of

pytestmark = pytest.mark.xdist_group("matrix")
KINDS = (ANONYMOUS, *ROLES, *(f"{role}{OF_THE_CITY}" for role in CITYWIDE))
IS_WHOLE = os.environ.get("RONGYAO_MATRIX") == "whole"
NUMBERS = ("id_number", "phone", "kin id_number", "kin phone", "helper number", "roster number", "roster phone",
           "speaker number")  # fmt: skip
# Where a whole number may stand: the address -> why.
DECLARED: dict[str, str] = {
    "desk/people/<int:person_id>/reveal/<slug:field>/": "uncovered on purpose, with a reason on record the person reads",
    "desk/families/kin/<int:kin_id>/reveal/<slug:field>/": "uncovered on purpose, with a reason on record the person reads",
    "desk/import/<int:roster_id>/rows/<int:number>/": "one row of a roster as it was sent, where its officer mends it",
    "desk/import/<int:roster_id>/marked/": "the roster as it was sent, with its faults marked",
    "desk/returns/<slug:code>/": "a form of the authorities with a column for it; who took it for what is on record",
    "me/data/take/xlsx/": "the person's own copy of their own data, recorded; refused to a helper",
    "me/data/take/json/": "the person's own copy of their own data, recorded; refused to a helper",
}
# Tables of what happened: searched after every form, before it is taken back.
KEPT = (
    "audit_event",
    "procrastinate_jobs",
    "django_session",
    "notices_message",
    "notices_step",
    "queue_workitem",
)


class Log(logging.Handler):
    """Everything that was logged, at any level, with the traceback."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Log]:
    """The root logger turned all the way up, and Django's own beside it (it does not propagate)."""
    handler, loggers = Log(), [logging.getLogger(name) for name in ("", "django", "procrastinate", "httpx")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger("django").setLevel(logging.DEBUG)
    yield handler
    for one, level in zip(loggers, before, strict=True):
        one.removeHandler(handler)
        one.setLevel(level)


def secrets(world) -> dict[str, str]:
    """Every whole number of the world and whose it is."""
    return {
        canary.text: f"{canary.what} of side {side.letter}"
        for side in world.sides
        for canary in side.canaries
        if canary.what in NUMBERS
    }


def found_in(text: str, wanted: dict[str, str]) -> list[str]:
    """Which numbers stand in a text; a number split by spaces or dashes is one as well."""
    packed = re.sub(r"(?<=\d)[ \-\u2009\u202f](?=\d)", "", text)
    return sorted({what for number, what in wanted.items() if number in packed})


def kept_rows() -> str:
    """The tables of what happened, as text; sessions decoded."""
    parts = []
    with connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(f"SELECT string_agg(to_jsonb(t)::text, chr(10)) FROM {table} t")
            parts.append(cursor.fetchone()[0] or "")
        cursor.execute("SELECT session_data FROM django_session")
        sessions = [row[0] for row in cursor.fetchall()]
    return "\n".join([*parts, *(json.dumps(SessionStore().decode(one)) for one in sessions)])


def sent(client: Client, one: filled.Drawn, wanted: dict[str, str]) -> list[tuple[str, str]]:
    """Send one form and take it back: (where, which number) for each that stands in the answer or was kept."""
    with transaction.atomic():
        answer = client.post(one.action, one.values)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown, kept = found_in(matrix.words_of(answer), wanted), found_in(kept_rows(), wanted)
        transaction.set_rollback(True)
    return [*(("answer", what) for what in shown), *(("kept rows", what) for what in kept)]


def asked(world, who, call, wanted) -> Iterator[str]:
    """One page and every form on it."""
    client = who.browser()
    side = world.a
    address = examples.address(call.route, side)
    if matrix.wanted(who, call, address.rows).words != "permitted":
        return
    answer = matrix.ask(who, client, call, address.path)
    name = f"{who.name} · {call.name}"
    if call.route not in DECLARED:
        yield from (f"{name}: {what}" for what in found_in(matrix.words_of(answer), wanted))
    if "text/html" not in answer.headers.get("Content-Type", ""):
        return
    for one in filled.forms(answer.whole.decode(), address.path):
        if one.has_file or one.action.startswith(("/sign-out/", "/view/")):
            continue
        route = matrix.route_of(one.action)
        for where, what in sent(client, one, wanted):
            if route not in DECLARED or where != "answer":
                yield f"{name} → POST {one.action} ({where}): {what}"


def test_every_declared_place_is_an_address_of_the_product():
    assert set(DECLARED) <= {call.route for call in matrix.calls()}


@pytest.mark.parametrize("name", KINDS)
def test_no_page_form_or_log_of_this_user_holds_a_whole_number(world, log, name):
    who, wanted, faults = world.who[name], secrets(world), []
    for call in matrix.calls():
        if call.method == "GET" and (IS_WHOLE or matrix.is_in_short_run(world, who, call, world.a)):
            faults += asked(world, who, call, wanted)
    faults += [f"{name} · log: {what}" for what in found_in("\n".join(log.lines), wanted)]
    assert not faults, "\n".join(faults)


def test_no_table_holds_a_whole_number_in_clear(world):
    wanted = secrets(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        faults = []
        for table in tables:
            cursor.execute(f'SELECT string_agg(to_jsonb(t)::text, chr(10)) FROM "{table}" t')
            faults += [f"{table}: {what}" for what in found_in(cursor.fetchone()[0] or "", wanted)]
    assert len(tables) > 80
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("is_debug", [False, True], ids=["as served", "with DEBUG"])
def test_a_page_that_fails_shows_and_logs_no_number(world, log, settings, monkeypatch, is_debug):
    """Whatever the failing code held and whatever was typed: the page of the failure and the log say neither."""
    settings.DEBUG = is_debug
    person, route = world.a.person, "what-am-i-due/"

    def breaks(request):
        held = {"number": person.id_number, "phone": person.phone, "typed": request.POST.dict()}
        raise RuntimeError(f"broken with {len(held)} things in hand")

    with monkeypatch.context() as patched:
        patched.setattr(matrix.pattern_of(route), "callback", allow(Permission.PUBLIC)(breaks))
        browser = Client(raise_request_exception=False)
        answer = browser.post(
            f"/{route}?q={person.id_number}", {"words": f"{person.id_number} {person.phone}"}
        )
    assert answer.status_code == 500
    wanted = secrets(world)
    assert not found_in(answer.content.decode(), wanted)
    assert not found_in("\n".join(log.lines), wanted)
    assert any("RuntimeError" in line for line in log.lines)


def test_a_failure_whose_own_words_hold_a_number_is_logged_without_it(world, log):
    """As served, with the product's own formatter: Python itself quotes what it could not read."""
    wanted, formatter = secrets(world), _served_formatter()
    assert len(wanted) > 20
    for number in wanted:
        try:
            int(f"{number}?")
        except ValueError:
            record = logging.LogRecord("x", 40, "x", 1, "row %s", (f"of {number}",), sys.exc_info())
        line = formatter.format(record)
        assert not found_in(line, wanted)
        assert "ValueError" in line


def _served_formatter() -> logging.Formatter:
    told = django_settings.LOGGING["formatters"]["plain"]
    return DictConfigurator({"version": 1}).configure_formatter(dict(told))


def test_a_job_that_fails_keeps_and_tells_no_number(world, monkeypatch):
    """What a failed run says of itself stands on a page."""
    wanted, (number, *_others) = secrets(world), secrets(world)

    def breaks(*_given, **_named):
        return int(f"{number}?")

    monkeypatch.setattr(determining, "determine", breaks)
    monkeypatch.setattr(whatif, "as_asked", breaks)
    monkeypatch.setattr(impact, "as_asked", breaks)
    with transaction.atomic():
        run = filling.row(world.a, "entitlements.DeterminationRun")
        type(run).objects.filter(pk=run.pk).update(person_ids=[world.a.person.pk])
        scenario, asked = (filling.row(world.a, name) for name in ("whatif.Scenario", "impact.ImpactRun"))
        type(scenario).objects.filter(pk=scenario.pk).update(state="waiting")
        jobs = (determining.determine_people, run), (whatif.work_out, scenario), (impact.work_out, asked)
        for job, row in jobs:
            with pytest.raises(ValueError, match="invalid literal"):
                job(row.pk)
            row.refresh_from_db()
            assert "invalid literal" in row.failure
            assert not found_in(row.failure, wanted)
        transaction.set_rollback(True)


WRONG = {
    "id_number": "{id}0", "phone": "{phone}9", "birth_on": "{id}", "division_code": "{id}", "name": ["{id}"],
    "value": "{id}", "source_kind": "{phone}", "dated_on": "{id}", "seen": ["{phone}"], "reason": {"a": "{id}"},
    "on": "{id}", "facts": {"enlisted_on": "{id}", "{phone}": 1},
}  # fmt: skip


def test_the_api_repeats_no_number_of_wrong_input(world, log):
    who, wanted, person = world.who["officer"], secrets(world), world.a.person
    text = json.dumps(WRONG).replace("{id}", person.id_number).replace("{phone}", person.phone)
    many = 0
    for call in matrix.calls():
        if call.body is None:
            continue
        client, address = who.browser(), examples.address(call.route, world.a)
        for body in (text, text[:-3], json.dumps([person.id_number])):
            with transaction.atomic():
                answer = client.generic(call.method, address.path, data=body, content_type="application/json")
                transaction.set_rollback(True)
            many += 1
            assert answer.status_code in (404, 409, 422), call.name
            assert not found_in(answer.content.decode(), wanted), call.name
    assert many >= 15
    assert not found_in("\n".join(log.lines), wanted)


@pytest.mark.parametrize(
    "answers", [[], [(500, {})], [(200, {"code": "40001"})]], ids=["taken", "down", "refused"]
)
def test_a_text_message_leaves_for_the_telephone_and_its_number_stays_nowhere(
    world, log, settings, tmp_path, capfd, answers
):
    """The gateway hears the whole number; the outbox, the record, the jobs, the log and the terminal do not."""
    settings.IS_DEMO, settings.RONGYAO_NOTICES_FILE = False, tmp_path / "notices.toml"
    to = recipient_of(world.a.person)
    given = {"about": "通知", "words": "请看公告。", "station": "玉山镇服务站"}
    with running(Gateway(answers=list(answers))) as gateway, transaction.atomic():
        gateway.settings(settings.RONGYAO_NOTICES_FILE)
        key = f"canary-{len(answers)}"
        message = writing.write(
            by=world.a.actor("officer"), kind="notices.news", to=to, params=given, key=key
        )
        deliver(message.pk)
        kept = kept_rows()
        transaction.set_rollback(True)
    assert [one["mobile"] for one in gateway.asked] == [world.a.person.phone]
    wanted, out = secrets(world), capfd.readouterr()
    assert not found_in(kept, wanted)
    assert not found_in("\n".join([*log.lines, out.out, out.err]), wanted)
