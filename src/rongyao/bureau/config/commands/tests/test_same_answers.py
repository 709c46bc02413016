"""The command line and the bureau give the same answers to the same roster."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rongyao.bureau.config.commands.results import ANSWERS, answer_roster
from rongyao.bureau.demo import rosters as sample
from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Determination
from rongyao.bureau.foundation.access.models import Appointment, User
from rongyao.bureau.foundation.access.queries import actor_for
from rongyao.bureau.foundation.access.rules import Actor
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.divisions.seed import seed
from rongyao.bureau.registry.actions import finishing, rosters
from rongyao.bureau.registry.models import Person, RosterImport

ON = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WORDS = {zh: code for code, (zh, _en) in ANSWERS.items()}

Answers = dict[tuple[str, str], tuple[str, int | None]]


@pytest.fixture
def officer(db: None, time_machine: Any) -> Actor:
    time_machine.move_to(NOW, tick=True)
    seed()
    user = User.objects.create(username="lin", display_name="林晓")
    city = Division.objects.get(code="320583")
    Appointment.objects.create(user=user, role="officer", division=city, starts_on=dt.date(2020, 1, 1))
    return actor_for(user, ON)


def _by_the_bureau(content: bytes, officer: Actor) -> Answers:
    """Uploaded, read by the worker's own function, accepted, worked out; answers by person and entitlement."""
    roster = rosters.upload(
        by=officer, file=SimpleUploadedFile("roster.xlsx", content), given_by="演示部队", dated_on=ON,
        division=Division.objects.get(code="320583"), certified=[],
    )  # fmt: skip
    finishing.read(roster_id=roster.pk)
    rosters.accept(by=officer, roster=RosterImport.objects.get(pk=roster.pk), takes_rosters=True)
    determine(by=officer, people=Person.objects.all(), on=ON)
    rows = Determination.objects.filter(ended_at__isnull=True).select_related("person")
    return {(row.person.name, row.entitlement): (row.answer, row.amount_fen) for row in rows}


def _by_the_command(content: bytes, folder: Path) -> Answers:
    source, target = folder / "roster.xlsx", folder / "results.xlsx"
    source.write_bytes(content)
    answer_roster(source, target, on=ON)
    lines = list(openpyxl.load_workbook(target)["结果"].iter_rows(values_only=True))
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    return {(row["姓名"], row["代码"]): (WORDS[row["结论"]], _fen(row["金额（元）"])) for row in rows}


def _fen(yuan: float | None) -> int | None:
    return None if yuan is None else round(yuan * 100)


def test_determine_says_of_a_roster_what_the_bureau_says_after_importing_it(
    officer: Actor, tmp_path: Path
) -> None:
    made, whole = io.BytesIO(), sample.faulty(ON)
    sample.write(replace(whole, rows=whole.rows[15:30]), made)
    by_command = _by_the_command(made.getvalue(), tmp_path)
    # A person of a town that Kunshan does not have is not written by the bureau; the command has no towns to check.
    outside = {row["姓名"] for row in whole.rows if row["安置地"] == "虎丘镇"}
    by_command = {key: value for key, value in by_command.items() if key[0] not in outside}
    by_bureau = _by_the_bureau(made.getvalue(), officer)
    by_bureau = {key: value for key, value in by_bureau.items() if key[0] not in outside}
    assert len({name for name, _key in by_command}) >= 13
    assert len(by_bureau) > len(by_command) / 4
    assert {key: by_command.get(key) for key in by_bureau} == by_bureau
    # The bureau keeps no answer about a death nobody recorded, nor of an edition that does not govern the event.
    not_kept = {key: answer for key, (answer, _fen) in by_command.items() if key not in by_bureau}
    assert "yes" not in not_kept.values()
