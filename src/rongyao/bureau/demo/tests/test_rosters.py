"""The sample roster: every planted fault is found by the importer, and its clean twin has none."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from rongyao.bureau.demo import rosters
from rongyao.bureau.demo.lives import lives
from rongyao.bureau.registry.roster.counting import check_counting
from rongyao.bureau.registry.roster.parse import ParsedRoster, parse_roster

TODAY = dt.date(2026, 11, 24)
FAULTY = rosters.faulty(TODAY)
# Which town a person belongs to is for the registry to say, with its divisions; the sheet alone cannot know.
KNOWN_TO_REGISTRY_ONLY = {"安置地"}


def read(roster: rosters.Roster) -> ParsedRoster:
    target = io.BytesIO()
    rosters.write(roster, target)
    return parse_roster(target.getvalue(), on=TODAY)


@pytest.fixture(scope="module")
def parsed() -> ParsedRoster:
    return read(FAULTY)


@pytest.mark.parametrize("fault", FAULTY.faults, ids=lambda fault: fault.en)
def test_each_planted_fault_is_named_at_its_place(parsed: ParsedRoster, fault: rosters.Fault) -> None:
    if fault.header in KNOWN_TO_REGISTRY_ONLY:
        pytest.skip("the parser has no divisions; the registry reports this one")
    row = next(row for row in parsed.rows if row.number == fault.sheet_row)
    assert fault.header in {problem.column for problem in row.problems}


def test_the_rows_without_a_planted_fault_have_no_problem(parsed: ParsedRoster) -> None:
    planted = {fault.sheet_row for fault in FAULTY.faults} | {rosters.HEADER_ROW + rosters.DUPLICATED}
    assert [row.number for row in parsed.rows if row.problems and row.number not in planted] == []


def test_the_column_nobody_reads_is_reported(parsed: ParsedRoster) -> None:
    assert [(unread.column.header, unread.cells) for unread in parsed.unread_columns] == [("血型", 60)]


def test_the_counting_rule_holds_for_both(parsed: ParsedRoster) -> None:
    assert check_counting(parsed) == []
    assert check_counting(read(rosters.clean(TODAY))) == []


def test_the_clean_twin_has_sixty_accepted_rows_and_no_problem() -> None:
    parsed = read(rosters.clean(TODAY))
    assert (parsed.counts.rows, parsed.counts.accepted) == (60, 60)
    assert not any(row.problems for row in parsed.rows)


def test_the_senders_statement_closes_the_certified_columns() -> None:
    parsed = read(rosters.clean(TODAY))
    first = parsed.rows[0]
    assert first.facts["criminal_record"] is False
    assert first.facts["child_of_martyr"] is False


def test_the_people_of_the_roster_are_not_those_of_the_city() -> None:
    city = {life.id_number for life in lives(3000, seed=320583, first_run=TODAY)}
    assert not city & {row["身份证号"] for row in rosters.clean(TODAY).rows}


def test_the_roster_is_the_same_every_time_it_is_made() -> None:
    assert rosters.faulty(TODAY) == FAULTY


@pytest.mark.parametrize(
    ("on", "left"), [("2026-08-31", "2026-03-01"), ("2026-09-01", "2026-09-01"), ("2026-02-28", "2025-09-01")]
)
def test_the_roster_is_of_the_last_discharge_before_the_day(on: str, left: str) -> None:
    assert rosters.clean(dt.date.fromisoformat(on)).rows[0]["退役时间"] == left
