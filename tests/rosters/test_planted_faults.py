"""Three rosters of different layouts: every planted fault is named where it stands, and nothing else is."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from rongyao.bureau.foundation.exchange import marking
from rongyao.bureau.foundation.exchange.problems import Severity
from rongyao.bureau.registry.roster.counting import check_counting
from rongyao.bureau.registry.roster.parse import ParsedRoster, parse_roster
from rosters.make_rosters import MAKERS, Planted

ON = date(2024, 10, 1)
MADE = {made.name: made for made in (make() for make in MAKERS)}
PARSED = {name: parse_roster(made.content, name=name, on=ON) for name, made in MADE.items()}
FAULTS = [(name, code, cell) for name, made in MADE.items() for code, cell in made.faults]

pytestmark = pytest.mark.parametrize("name", sorted(MADE))


def pair(name: str) -> tuple[Planted, ParsedRoster]:
    return MADE[name], PARSED[name]


def test_every_planted_fault_is_named_at_its_cell(name):
    made, parsed = pair(name)
    found = {(problem.code, problem.cell) for problem in parsed.problems}
    assert set(made.faults) - found == set()


def test_nothing_is_called_wrong_that_was_not_planted(name):
    made, parsed = pair(name)
    found = {(p.code, p.cell) for p in parsed.problems if p.severity is not Severity.NOTE}
    assert found - set(made.faults) == set()


def test_accepted_and_rejected_make_all_rows(name):
    made, parsed = pair(name)
    assert (parsed.counts.rows, parsed.counts.accepted) == (made.rows, made.accepted)
    assert parsed.counts.rejected == made.rows - made.accepted


def test_no_filled_cell_disappears(name):
    assert check_counting(PARSED[name]) == []


def test_every_problem_speaks_both_languages_and_says_how_to_mend_errors(name):
    for problem in PARSED[name].problems:
        assert problem.text("zh")
        # English names the words to type in Chinese, but is not punctuated in Chinese outside quotations.
        assert not re.search("[，。、；（）]", re.sub("“.*?”", "", problem.text("en"))), problem.code
        assert re.search("[a-z]{3}", problem.text("en"))
        if problem.severity is Severity.ERROR:
            assert problem.mend("zh")
            assert problem.mend("en")


def test_reading_again_gives_the_same(name):
    again = parse_roster(MADE[name].content, name=name, on=ON)
    assert [row.facts for row in again.rows] == [row.facts for row in PARSED[name].rows]


def test_the_marked_workbook_lists_every_problem(name):
    made, parsed = pair(name)
    out = io.BytesIO()
    problems = list(parsed.problems)
    marking.mark(made.content, out, sheet=parsed.roster.layout.sheet, problems=problems)
    book = load_workbook(io.BytesIO(out.getvalue()))
    assert book["问题"].max_row == len(problems) + 1
    page = book[parsed.roster.layout.sheet]
    for code, cell in made.faults:
        if cell:
            assert page[cell].comment is not None, (code, cell)
