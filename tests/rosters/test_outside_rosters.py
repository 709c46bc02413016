"""Three rosters by somebody who had not seen the importer: nothing is lost, and every fault is named where it stands."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from rongyao.bureau.registry.roster.counting import check_counting
from rongyao.bureau.registry.roster.parse import ParsedRoster, ParsedRow, parse_roster
from rosters import outside
from rosters.outside import EXPORT, FACTS, FAULTS, TOWN, UNIT, Fact, Fault, Roster

ON = date(2026, 1, 15)
NAMES = (UNIT, EXPORT, TOWN)
CODES: dict[str, str | bool] = {
    "是": True,
    "否": False,
    "男": "male",
    "女": "female",
    "军官": "officer",
    "军士": "nco",
    "义务兵": "conscript",
    "转业": "transfer",
    "安排工作": "job_assignment",
    "因战": "battle",
    "因公": "duty",
    "因病": "illness",
}
FACT_NAMES = {
    "entered": "enlisted_on",
    "discharged": "discharged_on",
    "born": "birth_on",
    "sex": "sex",
    "category": "rank_group",
    "mode": "placement_choice",
    "disability cause": "disability_cause",
    "child of a martyr": "child_of_martyr",
    "convicted": "criminal_record",
}
HONOURS = {"merit_2": "二等功", "merit_3": "三等功", "war_merit_3": "三等战功"}

Read = dict[str, tuple[Roster, ParsedRoster]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    written = outside.write_all(tmp_path_factory.mktemp("outside"))
    return {name: (roster, parse_roster(roster.path, on=ON)) for name, roster in written.items()}


def row_of(read: Read, roster: str, serial: int) -> ParsedRow:
    written, parsed = read[roster]
    return next(row for row in parsed.rows if row.number == written.row_of[serial])


@pytest.mark.parametrize("name", NAMES)
def test_accepted_and_rejected_are_the_people_who_were_written(read: Read, name: str) -> None:
    written, parsed = read[name]
    assert parsed.counts.accepted + parsed.counts.rejected == written.people
    assert [row.number for row in parsed.rows] == sorted(written.row_of.values())


@pytest.mark.parametrize("name", NAMES)
def test_no_filled_cell_is_lost_without_a_word(read: Read, name: str) -> None:
    assert check_counting(read[name][1]) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.serial} {fault.header}")
def test_what_is_wrong_is_named_at_its_cell(read: Read, fault: Fault) -> None:
    row = row_of(read, fault.roster, fault.serial)
    columns = read[fault.roster][1].roster.layout.columns
    wanted = "".join(fault.header.split())
    letters = {column.letter for column in columns if f"/{column.header}".endswith(f"/{wanted}")}
    cells = {f"{letter}{row.number}" for letter in letters}
    named = {found.cell for found in row.problems}
    assert cells & named if fault.header else named, (
        fault.wrong,
        [found.text("zh") for found in row.problems],
    )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_refused_or_warned_of_without_a_fault(read: Read, name: str) -> None:
    written, parsed = read[name]
    faulty = {written.row_of[fault.serial] for fault in outside.faults_of(name)}
    notes = {"phone_local", "id_upgraded"}
    spoken_of = {row.number for row in parsed.rows if {found.code for found in row.problems} - notes}
    assert spoken_of - faulty == set()


def test_a_row_whose_cells_have_moved_is_not_accepted(read: Read) -> None:
    assert not row_of(read, EXPORT, 20017).accepted


def test_lines_that_all_end_with_a_comma_have_not_moved(tmp_path: Path) -> None:
    path = tmp_path / "逗号.csv"
    lines = (
        "姓名,身份证号,入伍时间",
        "陈演示,320583199204171017,2010-12,",
        "沈演示,320583199102061618,2009-12,",
    )
    path.write_text("\n".join(lines), encoding="gb18030")
    assert parse_roster(path, on=ON).counts.accepted == 2


@pytest.mark.parametrize("name", [EXPORT, TOWN])
def test_a_sender_who_certifies_nothing_leaves_blanks_unknown(read: Read, name: str) -> None:
    assert read[name][1].certified == {}


def test_a_numbered_note_certifies_every_column_it_names(read: Read) -> None:
    certified = read[UNIT][1].certified
    assert {"disability_grade", "expelled_from_party"} <= set(certified)
    assert row_of(read, UNIT, 1).facts["disability_grade"] == 0
    assert "disability_grade" not in row_of(read, UNIT, 18).facts


def test_household_register_under_enlistment_is_the_register_of_that_time(read: Read) -> None:
    facts = row_of(read, UNIT, 1).facts
    assert facts["hukou_kunshan_at_enlistment"] is True
    assert "hukou_kunshan" not in facts


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.serial} {fact.what}")
def test_a_fact_is_what_a_clerk_reads(read: Read, fact: Fact) -> None:
    row = row_of(read, fact.roster, fact.serial)
    assert row.person["name"] == fact.person
    assert shown(row, fact) == fact.value


def shown(row: ParsedRow, fact: Fact) -> str:
    """The importer's answer in the notation of the facts."""
    if fact.what in ("name", "phone"):
        return str(row.person[fact.what])
    if fact.what == "identity":
        number = str(row.person["id_number"])
        # A number of fifteen digits is kept as the eighteen it became; taking them back must give what was written.
        return number if len(fact.value) == 18 else number[:6] + number[8:17]
    if fact.what == "honours":
        won = Counter(row.facts["honours"])
        return " ".join(f"{HONOURS[code]}×{times}" for code, times in won.items())
    if fact.what == "disability grade":
        return str(row.facts["disability_grade"])
    value = row.facts[FACT_NAMES[fact.what]]
    return next(
        (word for word, code in CODES.items() if code == value and type(code) is type(value)), str(value)
    )
