"""Every address, every operation of the API, every kind of user, one's own and the other's: nothing is let through.

``make matrix`` asks every cell; by itself the test leaves out three in four of the plain refusals.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import zlib
from pathlib import Path
from urllib.parse import urlencode

import pytest

import rongyao
from access import examples, matrix
from access.world import ANONYMOUS, CITYWIDE, OF_THE_CITY
from rongyao.bureau.foundation.access.rules import ROLES

pytestmark = pytest.mark.xdist_group("matrix")
KINDS = (ANONYMOUS, *ROLES, *(f"{role}{OF_THE_CITY}" for role in CITYWIDE))
IS_WHOLE = os.environ.get("RONGYAO_MATRIX") == "whole"


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals, each with its line in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", KINDS)
def test_every_address_answers_this_user_as_its_permission_and_scope_say(world, name):
    who = world.who[name]
    outcome = matrix.run(world, who, matrix.cells(world, who, every=IS_WHOLE))
    sys.stdout.write(f"{name}: {outcome.cells} cells, {len(outcome.faults)} faults\n")
    assert outcome.cells > (250 if IS_WHOLE else 15)
    assert not outcome.faults, "\n".join(outcome.faults)


def test_between_them_the_users_of_the_short_run_ask_every_address(world):
    """Each address for a row of one's own, by somebody who may; and each for another's by everybody who may."""
    asked = {
        (call.name, side.letter, who.actor.may(call.permission))
        for who in world.who.values()
        for call, side in matrix.cells(world, who, every=False)
    }
    for call in matrix.calls():
        assert (call.name, "A", True) in asked
        assert not examples.parts(call.route) or (call.name, "B", True) in asked


def test_an_address_nobody_knows_an_example_for_is_a_fault_that_says_what_to_do(world):
    call = matrix.Call("desk/novelties/<int:novelty_id>/", "GET", matrix.P.PEOPLE_VIEW)
    (fault,) = matrix.run(world, world.who["auditor"], [(call, world.a)]).faults
    assert "<novelty_id>" in fault
    assert "tests/access/examples.py" in fault


def test_a_hole_would_be_found(world, monkeypatch):
    """A page that forgot the scope answers with the other town's person: the matrix must say so."""
    from django.http import HttpResponse

    from rongyao.bureau.foundation.access.middleware import allow

    route = "desk/people/<int:person_id>/"

    def forgets(request, person_id):
        return HttpResponse(world.b.person.name if person_id == world.b.person.pk else "")

    monkeypatch.setattr(matrix.pattern_of(route), "callback", allow(matrix.P.PEOPLE_VIEW)(forgets))
    call = matrix.Call(route, "GET", matrix.P.PEOPLE_VIEW)
    faults = matrix.run(world, world.who["officer"], [(call, side) for side in world.sides]).faults
    assert len(faults) == 2
    assert "of another scope: 404, but it answered 200" in faults[0]
    assert "shows the name of somebody outside its scope" in faults[1]


SOURCE = Path(rongyao.__file__).parent
NAMES = re.compile(r"""(?:GET\.get\(|typed\(request, )["'](\w+)["']""")
JUNK = ("\x00", "x", "-1", "9" * 40, "²", "2026-13-45", "欧")


def test_no_nonsense_behind_the_question_mark_breaks_a_page(world):
    """Every name that any view reads from an address, with values nobody typed on purpose."""
    names = sorted({name for path in SOURCE.rglob("*.py") for name in NAMES.findall(path.read_text())})
    assert len(names) > 15
    faults = []
    for call in matrix.calls():
        who = next((who for who in world.who.values() if who.actor.may(call.permission)), None)
        if call.method != "GET" or who is None:
            continue
        client, path = who.browser(), examples.address(call.route, world.a).path
        # A plain run asks each page with what no database can hold, and with one more.
        drawn = JUNK[1 + zlib.crc32(call.name.encode()) % (len(JUNK) - 1)]
        for value in JUNK if IS_WHOLE else (JUNK[0], drawn):
            try:
                answer = matrix.ask(who, client, call, f"{path}?{urlencode(dict.fromkeys(names, value))}")
                faults += [f"{call.name} {value!r}: {answer.status_code}"] * (answer.status_code >= 500)
            except Exception as error:
                faults.append(f"{call.name} {value!r}: {type(error).__name__}: {str(error)[:120]}")
    assert not faults, "\n".join(faults)


def test_the_world_has_a_row_for_every_part_of_every_address(world):
    missing = []
    for call in matrix.calls():
        try:
            examples.address(call.route, world.b)
        except examples.NoExample as error:
            missing.append(str(error))
    assert not missing, "\n".join(missing)
