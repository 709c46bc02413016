"""What the three rosters say, read by hand and compared."""

from datetime import date

from rongyao.bureau.registry.roster.parse import ParsedRow, parse_roster
from rongyao.law import determine
from rosters.make_rosters import from_the_county, from_the_town, from_the_unit

ON = date(2024, 10, 1)


def rows(made) -> dict[int, ParsedRow]:
    return {row.number: row for row in parse_roster(made.content, on=ON).rows}


def test_the_unit_list_gives_a_sergeants_facts_with_their_cells():
    row = rows(from_the_unit())[7]
    assert row.person["name"] == "陈卫国"
    assert row.person["phone"] == "13900001111"
    assert row.facts == {
        "birth_on": "1992-03-11",
        "sex": "male",
        "enlisted_on": "2012-09",
        "discharged_on": "2024-09-01",
        "rank_group": "nco",
        "nco_grade": "intermediate",
        "honours": ["merit_3", "citation", "citation", "citation"],
        "disability_grade": 0,
        "disability_cause": "none",
        "expelled_from_party": False,
        "placement_choice": "job_assignment",
    }
    assert (row.values["enlisted_on"].cell, row.values["enlisted_on"].precision) == ("E7", "month")
    assert (row.values["birth_on"].source, row.values["birth_on"].cell) == ("id_number", "C7")


def test_a_blank_cell_under_a_certified_column_asserts_absence():
    row = rows(from_the_unit())[8]
    honours = row.values["honours"]
    assert (honours.value, honours.asserted_absence, honours.source) == ([], True, "certified_column")
    assert row.facts["expelled_from_party"] is False


def test_a_blank_cell_under_a_column_nobody_certified_stays_not_known():
    row = rows(from_the_town())[3]
    assert "honours" not in row.values
    assert "disability_grade" not in row.values
    assert row.facts["child_of_martyr"] is True


def test_a_cell_that_was_not_understood_is_not_an_absence_even_under_a_certified_column():
    row = rows(from_the_unit())[17]
    assert "honours" not in row.values


def test_rare_characters_and_long_names_come_through():
    found = rows(from_the_unit())
    assert found[10].person["name"] == "李\U00020164"
    assert found[9].person["name"] == "阿卜杜拉·买买提"


def test_an_officer_may_tick_a_column_as_certified():
    parsed = parse_roster(from_the_town().content, on=ON, certified={"honours", "是否参战"})
    row = next(row for row in parsed.rows if row.number == 3)
    assert row.facts["honours"] == []
    assert parsed.certified == {"honours": "officer", "took_part_in_combat": "officer"}


def test_ticking_a_column_that_is_not_there_is_said():
    parsed = parse_roster(from_the_town().content, on=ON, certified={"in_tibet", "birth_on"})
    codes = {problem.code for problem in parsed.roster.problems}
    assert {"certified_missing", "certified_not_closing"} <= codes
    assert parsed.certified == {}


def test_merged_towns_reach_every_person_below_them():
    found = rows(from_the_county())
    assert [found[n].person["town"] for n in (5, 6, 8, 10)] == ["千灯镇", "千灯镇", "张浦镇", "张浦镇"]


def test_serial_numbers_and_dates_are_read_as_days():
    row = rows(from_the_county())[5]
    assert row.facts["enlisted_on"] == "2008-12-01"
    assert row.facts["nco_since_on"] == "2012-09-01"
    assert row.facts["discharged_on"] == "2022-12-01"


def test_one_cell_may_hold_placement_and_reason():
    row = rows(from_the_county())[10]
    assert (row.facts["placement_choice"], row.facts["discharge_mode"]) == ("self_employment", "normal")


def test_an_old_rank_gives_group_and_tier():
    found = rows(from_the_county())
    assert (found[6].facts["rank_group"], found[6].facts["nco_grade"]) == ("nco", "senior")
    assert "nco_grade" not in found[8].facts


def test_the_law_takes_the_facts_as_they_are():
    for made in (from_the_unit(), from_the_town(), from_the_county()):
        facts = [row.facts for row in rows(made).values()]
        assert determine.frame(facts, on=ON).height == len(facts)
